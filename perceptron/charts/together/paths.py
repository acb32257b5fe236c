"""The ways of several neurons over one landscape of the loss, seen from above."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, Now, at_epoch, fixed_scale, one_row
from perceptron.charts.palette import CONTOUR, LEAST_SQUARES
from perceptron.charts.ticks import readable_axis
from perceptron.charts.together.together import Together, by_colour, by_dash, titles
from perceptron.charts.view import Look, View, ends, epochs_plotted
from perceptron.charts.views.loss_surface import parameter_name
from perceptron.insight.run import Run
from perceptron.words import as_title, counted, line_or_plane


class Shape(NamedTuple):
    """What the two parameters are called."""

    u_title: str
    v_title: str


class Paths(View[Together]):
    """Contours of the lead's loss over its first two parameters, in the units of training, and the paths upon it."""

    name = "loss_surface"

    def shape(self, run: Together, look: Look) -> Shape:
        return Shape(*(parameter_name(run.lead, index) for index in (0, 1)))

    def chart(self, shape: Shape) -> Any:
        def x(field: str) -> alt.X:
            return alt.X(f"{field}:Q", title=as_title(shape.u_title), scale=fixed_scale("u"), axis=readable_axis(6))

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=as_title(shape.v_title), scale=fixed_scale("v"), axis=readable_axis(5))

        u, v = (f"toNumber(now[2 + 2 * datum.order + {offset}])" for offset in (0, 1))
        paths = alt.Chart(alt.NamedData("paths"))
        come = paths.transform_filter(f"datum.before <= {Now.epoch}").transform_calculate(
            at=f"min(datum.epoch, {Now.epoch})",
            u_at=f"datum.epoch > {Now.epoch} ? {u} : datum.u",
            v_at=f"datum.epoch > {Now.epoch} ? {v} : datum.v",
        )
        starts = paths.transform_filter("datum.before < 0")
        layers = [
            alt.Chart(alt.NamedData("contours"))
            .mark_line(interpolate="catmull-rom", strokeWidth=1, clip=True, opacity=0.55)
            .encode(x("u"), y("v"), detail="line:N", order="order:Q", color=alt.value(CONTOUR)),
            come.mark_line(strokeWidth=2, clip=True).encode(
                x("u_at"), y("v_at"), order="at:Q", color=by_colour(), strokeDash=by_dash(), detail="place:O"
            ),
            starts.mark_point(shape="square", filled=True, size=55, opacity=1, clip=True).encode(
                x("u"), y("v"), color=by_colour()
            ),
            one_row()
            .mark_point(shape="cross", filled=True, size=140, opacity=1)
            .encode(x("u_best"), y("v_best"), color=alt.value(LEAST_SQUARES)),
            starts.transform_calculate(u_at=u, v_at=v)
            .mark_point(filled=True, size=80, opacity=1, clip=True)
            .encode(x("u_at"), y("v_at"), color=by_colour(), tooltip=alt.Tooltip("name:N", title="run")),
        ]
        return at_epoch(layers, HEIGHT)

    def live(self, run: Together, look: Look) -> Mapping[str, np.ndarray]:
        columns: dict[str, np.ndarray] = {}
        for place in run.on_the_map:
            path = run.runs[place].parameters(np.arange(run.runs[place].last + 1))[:, :2]
            columns |= {f"{name}{place}": run.lasting(path[:, index]) for index, name in enumerate("uv")}
        return columns

    def constants(self, run: Together, look: Look) -> Mapping[str, float]:
        surface = run.surface
        best = {"u_best": float(surface.best[0]), "v_best": float(surface.best[1])}
        return best | ends("u", surface.u_range) | ends("v", surface.v_range)

    def plotted(self, run: Together, look: Look) -> dict[str, pd.DataFrame]:
        parts = []
        for order, place in enumerate(run.on_the_map):
            each = run.runs[place]
            epochs = epochs_plotted(each)
            path = each.parameters(epochs["epoch"].to_numpy())
            name = as_title(run.names[place])
            rows = epochs.assign(u=path[:, 0], v=path[:, 1], place=place, order=order)
            parts.append(rows.assign(style=run.styles[place], name=name))
        return {"contours": run.surface.contours, "paths": pd.concat(parts, ignore_index=True)}

    def caption(self, run: Together, look: Look) -> str:
        several = len(run.lead.dataset.feature_names) > 1
        text = f"Rings: equal loss. Squares: the starts. Cross: the best {line_or_plane(1 + several)}."
        if several:
            text += f" All other parameters are held where “{as_title(run.names[0])}” ended."
        if run.lead.hyperparameters.standardize:
            text += " In the units of training, for standardised x."
        missing = [name for place, name in enumerate(titles(run.names)) if place not in run.on_the_map]
        if missing:
            text += f" Not here, because x is in other units there: {', '.join(missing)}."
        kinds = {
            (each.dataset.fingerprint, each.hyperparameters.activation)
            for each in (run.runs[place] for place in run.on_the_map)
        }
        if len(kinds) > 1:
            text += f" The landscape is that of “{as_title(run.names[0])}”."
        if run.surface.clipped:
            text += " A path leads off this map, and is cut off at its edge."
        return text

    def description(self, run: Together, look: Look) -> str:
        u, v = map(as_title, self.shape(run, look))
        ended = ", ".join(
            f"{as_title(run.names[place])} at {' and '.join(f'{value:.4g}' for value in _end(run.runs[place]))}"
            for place in run.on_the_map
        )
        paths = counted(len(run.on_the_map), "run")
        return f"The loss as a map over {u} and {v}, and the paths of {paths}, at the end: {ended}."


def _end(run: Run) -> list[float]:
    """The two parameters of the map where a run's path ends."""
    return run.parameters(np.array([run.last]))[0, :2].tolist()
