"""The loss as a landscape over two parameters, seen from above, with the path that training took."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, Now, at_epoch, fixed_scale, one_row, so_far
from perceptron.charts.palette import CONTOUR, GRADIENT, LEAST_SQUARES, PREDICTION
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import Look, View, ends, epochs_plotted
from perceptron.insight.run import Run
from perceptron.words import as_title, line_or_plane

# How long the arrow downhill is at the start, as a share of the map.
ARROW = 0.18


class Shape(NamedTuple):
    """What the two parameters are called."""

    u_title: str
    v_title: str


class LossSurface(View[Run]):
    """Contours of equal loss over two parameters u and v, in the units of training; the path so far; the
    least-squares point; an arrow downhill, against the gradient, at the current point.
    """

    name = "loss_surface"

    def shape(self, run: Run, look: Look) -> Shape:
        return Shape(*(parameter_name(run, index) for index in look.pair))

    def chart(self, shape: Shape) -> Any:
        """Reads u, v and the arrow's end live, the best point among the constants, and the contours."""

        def x(field: str) -> alt.X:
            return alt.X(f"{field}:Q", title=as_title(shape.u_title), scale=fixed_scale("u"), axis=readable_axis(6))

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=as_title(shape.v_title), scale=fixed_scale("v"), axis=readable_axis(5))

        now = Now("u", "v", "u_arrow", "v_arrow")
        current = one_row().transform_calculate(
            u=now.gliding("u"), v=now.gliding("v"), u_arrow=now.gliding("u_arrow"), v_arrow=now.gliding("v_arrow")
        )
        contours = alt.Chart(alt.NamedData("contours")).mark_line(
            interpolate="catmull-rom", strokeWidth=1, clip=True, opacity=0.55
        )
        path = so_far("path", now, u="u", v="v").mark_line(strokeWidth=1.5, clip=True)
        start = alt.Chart(alt.NamedData("path")).transform_filter("datum.before < 0")
        layers = [
            contours.encode(
                x("u"),
                y("v"),
                detail="line:N",
                order="order:Q",
                color=alt.value(CONTOUR),
                tooltip=[alt.Tooltip("loss:Q", format=".4g")],
            ),
            path.encode(x("u_at"), y("v_at"), order="at:Q", color=alt.value(PREDICTION)),
            start.mark_point(shape="square", filled=True, size=70, opacity=1, clip=True).encode(
                x("u"), y("v"), color=alt.value(PREDICTION)
            ),
            one_row()
            .mark_point(shape="cross", filled=True, size=140, opacity=1)
            .encode(x("u_best"), y("v_best"), color=alt.value(LEAST_SQUARES)),
            current.mark_rule(strokeWidth=2.5, clip=True).encode(
                x("u"), y("v"), x2="u_arrow:Q", y2="v_arrow:Q", color=alt.value(GRADIENT)
            ),
            current.mark_point(filled=True, size=100, opacity=1, clip=True).encode(
                x("u"), y("v"), color=alt.value(PREDICTION)
            ),
        ]
        return at_epoch(layers, HEIGHT)

    def live(self, run: Run, look: Look) -> Mapping[str, np.ndarray]:
        surface, pair, epochs = run.surface(look.pair), list(look.pair), np.arange(run.last + 1)
        path, downhill = run.parameters(epochs)[:, pair], -run.gradients(epochs)[:, pair]
        spans = np.ptp(np.array([surface.u_range, surface.v_range]), axis=1)
        steepness = np.linalg.norm(downhill / spans, axis=1)
        largest = steepness.max() or 1.0
        # The fourth root keeps a small gradient visible; the direction is true, the length only tells more from less.
        length = ARROW * (steepness / largest) ** 0.25 / np.where(steepness > 0, steepness, 1.0)
        arrow = path + downhill * length[:, None]
        return {"u": path[:, 0], "v": path[:, 1], "u_arrow": arrow[:, 0], "v_arrow": arrow[:, 1]}

    def constants(self, run: Run, look: Look) -> Mapping[str, float]:
        surface = run.surface(look.pair)
        best = {"u_best": float(surface.best[0]), "v_best": float(surface.best[1])}
        return best | ends("u", surface.u_range) | ends("v", surface.v_range)

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        epochs = epochs_plotted(run)
        path = run.parameters(epochs["epoch"].to_numpy())[:, list(look.pair)]
        return {"contours": run.surface(look.pair).contours, "path": epochs.assign(u=path[:, 0], v=path[:, 1])}

    def caption(self, run: Run, look: Look) -> str:
        best = line_or_plane(len(run.dataset.feature_names))
        text = f"Rings: equal loss. Square: the start. Cross: the best {best}."
        text += " Pink: straight downhill, against the gradient."
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
        ends = run.parameters(np.array([0, run.last]))[:, list(look.pair)]
        (u_first, v_first), (u_last, v_last) = ([f"{value:.4g}" for value in end] for end in ends)
        return (
            f"The loss as a map over {u} and {v}, with lines of equal loss; the path of"
            f" training {course} from its start, and a cross marks the best"
            f" {line_or_plane(len(run.dataset.feature_names))}. The path starts at {u_first} and {v_first}, and ends at"
            f" {u_last} and {v_last}."
        )


def parameter_name(run: Run, index: int) -> str:
    names = run.dataset.feature_names
    if index == len(names):
        return "bias b"
    return "weight w" if len(names) == 1 else f"w {names[index]}"
