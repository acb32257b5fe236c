"""The loss over the epochs: what was measured, what theory predicted, and the floor under both."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np

from perceptron.charts.film import (
    HEIGHT,
    anchor,
    at_frame,
    current,
    epoch_axis,
    epoch_scale,
    epoch_title,
    first_frame,
    fixed_scale,
)
from perceptron.charts.palette import LEAST_SQUARES, PREDICTED, PREDICTION, RESIDUAL, TARGET
from perceptron.charts.view import EpochAxis, Look, LossAxis, View
from perceptron.insight.run import Run
from perceptron.words import line_or_plane


class Shape(NamedTuple):
    """The scales of the two axes."""

    loss: LossAxis = "linear"
    epochs: EpochAxis = "log"


class LossCurve(View):
    """The loss, or its excess over the least-squares loss, by epoch. Moving the pointer over it moves the film."""

    name = "loss_curve"

    def shape(self, run: Run, look: Look) -> Shape:
        return Shape(look.loss_axis, look.epoch_axis)

    def chart(self, shape: Shape, frames: int) -> alt.LayerChart:
        """Reads loss, floor, held_out, predicted, excess and predicted_excess; the tops and bottoms of its axis are
        there too, so that a predicted explosion does not flatten what was measured.
        """
        axis = shape.loss
        measured, predicted = ("excess", "predicted_excess") if axis == "excess" else ("loss", "predicted")
        scale = fixed_scale(measured, f"{measured}_{axis}_low", type="linear" if axis == "linear" else "log")
        title = "loss − least-squares loss" if axis == "excess" else "loss"
        x = alt.X("epoch:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=epoch_axis(shape.epochs))
        y_axis = alt.Axis(tickCount=6) if axis == "linear" else alt.Axis(format=".0e", tickCount=6)

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=title, scale=scale, axis=y_axis)

        history = alt.Chart(alt.NamedData("history"))
        has_logarithm = f"isValid(datum.{measured}) && datum.{measured} > 0"
        drawn = history if axis == "linear" else history.transform_filter(has_logarithm)
        now = current("epoch", measured)
        layers = [
            anchor(),
            drawn.mark_line(strokeWidth=2.5, clip=True).encode(x, y(measured), color=alt.value(PREDICTION)),
            history.transform_filter(f"isValid(datum.{predicted})")
            .mark_line(strokeWidth=1.5, strokeDash=[2, 3], clip=True)
            .encode(x, y(predicted), color=alt.value(PREDICTED)),
            now.mark_rule(opacity=0.8).encode(x, color=alt.value(RESIDUAL)),
            now.mark_point(filled=True, size=90, opacity=1, clip=True).encode(
                x, y(measured), color=alt.value(PREDICTION)
            ),
            _under_the_pointer(x, alt.Tooltip(f"{measured}:Q", title=title, format=".6g")),
        ]
        if axis != "excess":
            held_out = history.transform_filter("isValid(datum.held_out) && datum.held_out > 0")
            held_out_line = held_out.mark_line(strokeWidth=2, clip=True).encode(
                x, y("held_out"), color=alt.value(TARGET)
            )
            floor = first_frame().mark_rule(strokeDash=[6, 4]).encode(y("floor"), color=alt.value(LEAST_SQUARES))
            layers.insert(2, held_out_line)
            layers.insert(1, floor)
        return at_frame(alt.layer(*layers), epoch_title("Loss" if axis != "excess" else "Excess loss"), frames, HEIGHT)

    def columns(self, run: Run, look: Look, epochs: np.ndarray) -> Mapping[str, Any]:
        floor, losses = run.fit.loss, run.history.losses[epochs]
        excess = run.excess_losses(epochs)
        predicted = np.full(len(epochs), np.nan)
        if run.theory_holds:
            predicted = run.predicted_losses(run.parameters(np.array([0]))[0], epochs)
        # Where losses are sums, that of the held-out rows is scaled to as many rows as were trained on.
        held_out = run.held_out_losses(epochs) * run.dataset.rows * run.scale
        top = float(np.nanmax([*losses, *held_out]))
        lowest = min([value for value in (*losses, floor) if value > 0], default=1.0)
        above = excess[excess > 0]
        highest = float(above.max()) if len(above) else 1.0
        return {
            "excess": excess,
            "predicted": predicted,
            "predicted_excess": predicted - floor,
            "floor": floor,
            "held_out": held_out,
            "loss_linear_low": 0.0,
            "loss_high": top * 1.05 or 1.0,
            "loss_log_low": max(lowest * 0.8, top * 1e-12),
            "excess_high": highest * 2,
            "excess_excess_low": max(float(above.min()) if len(above) else 1e-3, highest * 1e-16) / 2,
        }

    def caption(self, run: Run, look: Look) -> str:
        """What is what in the picture; what theory says beside it has a place of its own."""
        text = f"Dashed green: the loss of the best {line_or_plane(len(run.dataset.feature_names))}."
        if run.theory_holds:
            text += " Dotted: the loss that was foretold."
        if run.held_out is not None:
            scaled = "" if run.scale < 1 else ", scaled to as many rows as were trained on"
            text += f" Blue: the loss on the {run.held_out.rows:,} held-out rows{scaled}."
        return text

    def description(self, run: Run, look: Look) -> str:
        first, last = run.history.losses[0], run.history.losses[-1]
        course = f"goes from {first:.5g} to {last:.5g}"
        if f"{first:.5g}" == f"{last:.5g}":
            course = f"starts and ends at {last:.5g}"
        best = line_or_plane(len(run.dataset.feature_names))
        return f"The loss {course} over {run.last:,} epochs; the best {best} has {run.fit.loss:.5g}."


def _under_the_pointer(x: alt.X, tooltip: alt.Tooltip) -> alt.Chart:
    """The epochs, all at one height, so that the nearest is the nearest epoch, wherever the pointer is."""
    # Altair's types know no binding for each field, Vega-Lite does.
    boxes: Any = {"frame": alt.BindInput(input="number")}
    hover = alt.selection_point(name="hover", fields=["frame"], nearest=True, on="pointermove", clear=False, bind=boxes)
    points = alt.Chart(alt.NamedData("history")).mark_point(opacity=0, size=1)
    epoch = alt.Tooltip("epoch:Q", format=",")
    return points.encode(x, y=alt.value(HEIGHT / 2), tooltip=[epoch, tooltip]).add_params(hover)
