"""Into a picture apart from the page: what its boxes and its empty tables are for there."""

from typing import Any

import numpy as np

from perceptron.charts.view import Look, View
from perceptron.charts.views import FITTED_LINE, LOSS_CURVE
from perceptron.charts.views.loss_curve import ghost_of
from perceptron.charts.views.ranges import axes_of
from perceptron.insight.run import Run
from perceptron.lessons.facts import Drawn

Specification = dict[str, Any]


def with_prediction(spec: Specification, view: View[Run], drawn: Drawn) -> Specification:
    """The picture with what was drawn as a prediction, where the view has it."""
    if view is FITTED_LINE and drawn.line is not None:
        return _written(spec, yours=drawn.line)
    if view is LOSS_CURVE and drawn.curve:
        return _written(spec, drawn=drawn.curve)
    return spec


def with_other(spec: Specification, view: View[Run], run: Run, look: Look, other: Run) -> Specification:
    """The picture of a run with another one in grey, at its end, where the view has it."""
    if view is LOSS_CURVE:
        curve = ghost_of(other, look)
        drawable = curve.replace([np.inf, -np.inf], np.nan).dropna().to_dict("records")
        return {**spec, "datasets": {**spec["datasets"], "ghost": drawable}}
    if view is FITTED_LINE and len(other.dataset.feature_names) == 1:
        low, high = (look.axes or axes_of(run, with_best=not look.hides_best)).x
        # Three places, because an activation may bend the line.
        x = np.clip([low, float(other.history.feature_means[0]), high], low, high)
        y = other.history.predict(x[:, np.newaxis], other.last)
        return _written(spec, ghost=tuple(zip(x.tolist(), y.tolist(), strict=True)))
    return spec


def _written(spec: Specification, **boxes: Any) -> Specification:
    """The specification with something in the boxes of these names: numbers, or pairs of them."""
    params = [
        {**param, "value": _text(param["name"], boxes[param["name"]])} if param["name"] in boxes else param
        for param in spec["params"]
    ]
    return {**spec, "params": params}


def _text(name: str, values: Any) -> str:
    """As the box of that name reads it."""
    pairs = [f"{first!r},{second!r}" for first, second in (values if name != "yours" else [values])]
    return (";" if name == "drawn" else ",").join(pairs)
