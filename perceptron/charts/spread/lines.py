"""The lines of a class, faint over each other and over the points."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import AXES, fixed_scale
from perceptron.charts.palette import PREDICTION, TARGET, YOURS
from perceptron.charts.spread.known import FAINT, Kind, Known, Shape, middle_said, standing
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import ends
from perceptron.charts.views.ranges import axes_of
from perceptron.classroom.spread import Spread


def _layers(shape: Shape) -> list[Any]:
    """Draws the named data answers: answer, x and y of both ends; truth, the run's line; and points."""
    answers, truth, points = (alt.Chart(alt.NamedData(name)) for name in ("answers", "truth", "points"))
    x = alt.X("x:Q", title=shape.x, scale=fixed_scale("x"), axis=readable_axis(5))
    y = alt.Y("y:Q", title=shape.y, scale=fixed_scale("y"), axis=readable_axis(5))
    return [
        points.mark_point(filled=True, size=45, opacity=0.75, clip=True).encode(x, y, color=alt.value(TARGET)),
        answers.mark_line(strokeWidth=2.5, clip=True, opacity=FAINT).encode(
            x, y, detail="answer:N", color=alt.value(YOURS)
        ),
        truth.mark_line(strokeWidth=3.5, clip=True).encode(x, y, color=alt.value(PREDICTION)),
    ]


def _drawn(known: Known, spread: Spread) -> dict[str, pd.DataFrame]:
    """The tables answers, truth (without a row until it has been run), points and axes."""
    axes = known.axes or axes_of(known.run)
    x = np.array(axes.x)
    rows = [
        {"answer": place, "x": float(at), "y": float(slope * at + height)}
        for place, (slope, height) in enumerate(spread.lines)
        for at in x
    ]
    end = known.run.history.predict(x[:, np.newaxis]) if known.has_run else np.array([])
    dataset = known.experiment.situation.dataset
    return {
        "answers": pd.DataFrame(rows, columns=["answer", "x", "y"]),
        "truth": pd.DataFrame({"x": x[: len(end)], "y": end}),
        "points": pd.DataFrame({"x": dataset.features[:, 0], "y": dataset.target[:, 0]}),
        AXES: pd.DataFrame([{**ends("x", axes.x), **ends("y", axes.y)}]),
    }


def _described(known: Known, spread: Spread, count: str) -> str:
    """The lines in words; count: how many predictions there are, in words."""
    slopes, heights = zip(*spread.lines, strict=True)
    said = f"{count} as lines: {middle_said('slopes', slopes)}; {middle_said('heights at zero', heights)}"
    if not known.has_run:
        return f"{said}."
    history = known.run.history
    slope, up = history.weights_in_data_units[-1, 0], history.biases_in_data_units[-1]
    return f"{said}; the neuron's line ended at {slope:.5g} and {up:.5g}."


LINES = Kind(standing(320, 190), _layers, _drawn, _described, "Faint: the class. Strong: the neuron's line at the end.")
