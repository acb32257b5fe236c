"""The loss as a landscape over two parameters, seen from above, with the path that training took."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, anchor, at_frame, current, epoch_title, first_frame, fixed_scale
from perceptron.charts.palette import CONTOUR, GRADIENT, LEAST_SQUARES, PREDICTION
from perceptron.charts.view import Look, View, ends
from perceptron.insight.run import Run
from perceptron.words import as_title, line_or_plane

# How long the arrow downhill is at the start, as a share of the map.
ARROW = 0.18


class Shape(NamedTuple):
    """What the two parameters are called."""

    u_title: str
    v_title: str


class LossSurface(View):
    """Contours of equal loss over two parameters u and v, in the units of training; the path so far; the
    least-squares point; an arrow downhill, against the gradient, at the current point.
    """

    name = "loss_surface"
    reads = ("history", "contours")

    def shape(self, run: Run, look: Look) -> Shape:
        return Shape(*(_parameter_name(run, index) for index in look.pair))

    def chart(self, shape: Shape, frames: int) -> alt.LayerChart:
        """Reads u, v, the arrow's end and the best point in the frames, and the contours."""

        def x(field: str) -> alt.X:
            axis = alt.Axis(tickCount=6)
            return alt.X(f"{field}:Q", title=as_title(shape.u_title), scale=fixed_scale("u"), axis=axis)

        def y(field: str) -> alt.Y:
            axis = alt.Axis(tickCount=5)
            return alt.Y(f"{field}:Q", title=as_title(shape.v_title), scale=fixed_scale("v"), axis=axis)

        so_far = alt.Chart(alt.NamedData("history")).transform_filter("datum.frame <= toNumber(k)")
        now = current("u", "v", "u_arrow", "v_arrow")
        start = first_frame()
        contours = alt.Chart(alt.NamedData("contours")).mark_line(strokeWidth=1, clip=True, opacity=0.55)
        layers = [
            anchor(),
            contours.encode(
                x("u"),
                y("v"),
                detail="line:N",
                order="order:Q",
                color=alt.value(CONTOUR),
                tooltip=[alt.Tooltip("loss:Q", format=".4g")],
            ),
            so_far.mark_line(strokeWidth=1.5, clip=True).encode(
                x("u"), y("v"), order="frame:Q", color=alt.value(PREDICTION)
            ),
            start.mark_point(shape="square", filled=True, size=70, opacity=1, clip=True).encode(
                x("u"), y("v"), color=alt.value(PREDICTION)
            ),
            start.mark_point(shape="cross", filled=True, size=140, opacity=1).encode(
                x("u_best"), y("v_best"), color=alt.value(LEAST_SQUARES)
            ),
            now.mark_rule(strokeWidth=2.5, clip=True).encode(
                x("u"), y("v"), x2="u_arrow:Q", y2="v_arrow:Q", color=alt.value(GRADIENT)
            ),
            now.mark_point(filled=True, size=100, opacity=1, clip=True).encode(
                x("u"), y("v"), color=alt.value(PREDICTION)
            ),
        ]
        return at_frame(alt.layer(*layers), epoch_title("Loss surface"), frames, HEIGHT)

    def columns(self, run: Run, look: Look, epochs: np.ndarray) -> Mapping[str, Any]:
        surface, pair = run.surface(look.pair), list(look.pair)
        path, downhill = run.parameters(epochs)[:, pair], -run.gradients(epochs)[:, pair]
        spans = np.ptp(np.array([surface.u_range, surface.v_range]), axis=1)
        steepness = np.linalg.norm(downhill / spans, axis=1)
        largest = steepness.max() or 1.0
        # The fourth root keeps a small gradient visible; the direction is true, the length only tells more from less.
        length = ARROW * (steepness / largest) ** 0.25 / np.where(steepness > 0, steepness, 1.0)
        arrow = path + downhill * length[:, None]
        columns: dict[str, Any] = ends("u", surface.u_range) | ends("v", surface.v_range)
        for place, axis in enumerate("uv"):
            columns[axis] = path[:, place]
            columns[f"{axis}_arrow"] = arrow[:, place]
            columns[f"{axis}_best"] = surface.best[place]
        return columns

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        return {"contours": run.surface(look.pair).contours}

    def caption(self, run: Run, look: Look) -> str:
        best = line_or_plane(len(run.dataset.feature_names))
        text = f"Square: the start. Cross: the best {best}. Pink: the way downhill, against the gradient."
        if len(run.dataset.feature_names) > 1:
            text += " All other parameters are held where training ended."
        if run.hyperparameters.standardize:
            text += " In the units of training, for standardised x."
        if run.surface(look.pair).clipped:
            text += " **The path leads off this map, and is cut off at its edge.**"
        return text

    def description(self, run: Run, look: Look) -> str:
        u, v = map(as_title, self.shape(run, look))
        course = "goes"
        if run.surface(look.pair).clipped:
            course = "leaves the map"
        elif (np.diff(run.history.losses) <= 0).all():
            course = "walks downhill"
        return (
            f"The loss as a map over {u} and {v}, with lines of equal loss; the path of"
            f" training {course} from its start, and a cross marks the best"
            f" {line_or_plane(len(run.dataset.feature_names))}."
        )


def _parameter_name(run: Run, index: int) -> str:
    names = run.dataset.feature_names
    if index == len(names):
        return "bias b"
    return "weight w" if len(names) == 1 else f"w {names[index]}"
