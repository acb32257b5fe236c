"""The data and the lines of several neurons through it, at the film's current epoch."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, at_epoch, fixed_scale, titled
from perceptron.charts.palette import LEAST_SQUARES, TARGET
from perceptron.charts.ticks import readable_axis
from perceptron.charts.together.together import Together, by_colour, by_dash, titles
from perceptron.charts.view import Axes, Look, View, ends
from perceptron.charts.views.fitted_line import MOST_POINTS, points_drawn
from perceptron.charts.views.ranges import axes_of
from perceptron.learning.activation import ACTIVATIONS
from perceptron.words import as_title, counted


class Shape(NamedTuple):
    """What the axes are called."""

    x_title: str
    y_title: str


class Lines(View[Together]):
    """The lead's points and its best line, and every neuron's line; for one feature."""

    name = "fitted_line"

    def shape(self, run: Together, look: Look) -> Shape:
        return Shape(run.lead.dataset.feature_names[0], run.lead.dataset.target_name)

    def chart(self, shape: Shape) -> Any:
        def x(field: str) -> alt.X:
            return alt.X(f"{field}:Q", title=as_title(shape.x_title), scale=fixed_scale("x"), axis=readable_axis(8))

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=as_title(shape.y_title), scale=fixed_scale("y"), axis=readable_axis(7))

        points = alt.Chart(alt.NamedData("points"))
        best = alt.Chart(alt.NamedData("best"))
        # Each row says which run it is of, and so where that run's weight and bias stand in the text of the epoch.
        weight, bias = (f"toNumber(now[2 + 2 * datum.place + {offset}])" for offset in (0, 1))
        lines = (
            alt.Chart(alt.NamedData("lines"))
            .transform_calculate(z=f"{weight} * (datum.x - datum.mean) / datum.scale")
            .transform_calculate(z=_activated("datum.z"))
            .transform_calculate(prediction=f"datum.z + {bias}")
        )
        layers = [
            best.mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True).encode(
                x("x"), y("best"), color=alt.value(LEAST_SQUARES)
            ),
            points.mark_point(size=45, opacity=0.9, clip=True, strokeWidth=1.5).encode(
                x("x"),
                y("y"),
                fill=alt.condition("datum.held == 0", alt.value(TARGET), alt.value("transparent")),
                stroke=alt.value(TARGET),
            ),
            lines.mark_line(strokeWidth=2.5, clip=True).encode(
                x("x"),
                y("prediction"),
                color=by_colour(),
                strokeDash=by_dash(),
                detail="place:O",
                tooltip=alt.Tooltip("name:N", title="run"),
            ),
        ]
        return at_epoch(layers, HEIGHT, titled("The lines"))

    def live(self, run: Together, look: Look) -> Mapping[str, np.ndarray]:
        columns: dict[str, np.ndarray] = {}
        for place, each in enumerate(run.runs):
            columns[f"w{place}"] = run.lasting(each.history.weights[:, 0])
            columns[f"b{place}"] = run.lasting(each.history.biases)
        return columns

    def constants(self, run: Together, look: Look) -> Mapping[str, float]:
        axes = _axes(run)
        return {**ends("x", axes.x), **ends("y", axes.y)}

    def plotted(self, run: Together, look: Look) -> dict[str, pd.DataFrame]:
        ends_of_x = np.array(_axes(run).x)
        best = ends_of_x * run.lead.fit.weights[0] + run.lead.fit.bias
        return {
            "points": points_drawn(run.lead),
            "best": pd.DataFrame({"x": ends_of_x, "best": best}),
            "lines": pd.concat([_corners(run, place, ends_of_x) for place in range(len(run.runs))], ignore_index=True),
        }

    def caption(self, run: Together, look: Look) -> str:
        text = "Dashed green: the best line."
        if any(each.dataset.fingerprint != run.lead.dataset.fingerprint for each in run.runs):
            text += (
                f" The points and the best line are those of “{as_title(run.names[0])}”; others learned from others."
            )
        if run.lead.dataset.rows > MOST_POINTS:
            text += f" {MOST_POINTS:,} of {run.lead.dataset.rows:,} points are drawn."
        return text

    def description(self, run: Together, look: Look) -> str:
        names = ", ".join(
            f"{name} at weight {each.history.weights_in_data_units[-1, 0]:.4g} and bias {each.biases_shown[-1]:.4g}"
            for name, each in zip(titles(run.names), run.runs, strict=True)
        )
        return f"{counted(run.lead.dataset.rows, 'point')} and {counted(len(run.runs), 'line')}, at the end: {names}."


def _activated(z: str) -> str:
    """A Vega expression: the activation of the row's run, of that sum."""
    text = "NaN"
    for name, activation in ACTIVATIONS.items():
        text = f"datum.activation == '{name}' ? {activation.vega.format(z)} : {text}"
    return text


def _axes(run: Together) -> Axes:
    """Wide enough for every run's points and its first line."""
    all_axes = [axes_of(each) for each in run.runs]
    x, y = ([each[side] for each in all_axes] for side in (0, 1))
    return Axes(*((min(low for low, _ in axis), max(high for _, high in axis)) for axis in (x, y)))


def _corners(run: Together, place: int, ends_of_x: np.ndarray) -> pd.DataFrame:
    """The corners of one line: both ends, and where an activation bends it."""
    history = run.runs[place].history
    bend, (low, high) = float(history.feature_means[0]), ends_of_x
    return pd.DataFrame(
        {
            "x": [low, *([bend] if low < bend < high else []), high],
            "place": place,
            "style": run.styles[place],
            "name": as_title(run.names[place]),
            "activation": history.activation,
            "mean": bend,
            "scale": float(history.feature_scales[0]),
        }
    )
