"""The loss over the epochs: what was measured, what theory predicted, and the floor under both."""

from typing import Any, Literal

import altair as alt

from perceptron.charts.film import anchor, at_frame, current, epoch_title, first_frame, fixed_scale
from perceptron.charts.palette import DATA, LEAST_SQUARES, NEURON, PREDICTED, RESIDUAL

LossAxis = Literal["linear", "log", "excess"]
EpochAxis = Literal["linear", "log"]
LABEL = "format(datum.value, ',')"


def epoch_scale(axis: EpochAxis) -> alt.Scale:
    """From 0 on, straight or logarithmic; symlog, because a logarithm has no 0."""
    return fixed_scale("epoch", type="symlog" if axis == "log" else "linear")


def epoch_axis(axis: EpochAxis) -> alt.Axis:
    """Few round numbers; on a log axis the powers of ten."""
    if axis == "linear":
        return alt.Axis(labelExpr=LABEL, tickCount=5, grid=False)
    return alt.Axis(values=[0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000], labelExpr=LABEL, grid=False)


def loss_curve_chart(axis: LossAxis, epochs: EpochAxis, *, frames: int, height: int) -> alt.LayerChart:
    """The loss, or its excess over the least-squares loss, by epoch. Moving the pointer over it moves the film.

    Draws the named table history with loss, floor, held_out, predicted, excess and predicted_excess; the tops and
    bottoms of its axis are there too, so that a predicted explosion does not flatten what was measured.
    """
    measured, predicted = ("excess", "predicted_excess") if axis == "excess" else ("loss", "predicted")
    scale = fixed_scale(measured, f"{measured}_{axis}_low", type="linear" if axis == "linear" else "log")
    title = "loss − least-squares loss" if axis == "excess" else "loss"
    x = alt.X("epoch:Q", title="epoch", scale=epoch_scale(epochs), axis=epoch_axis(epochs))
    y_axis = alt.Axis(tickCount=6) if axis == "linear" else alt.Axis(format=".0e", tickCount=6)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=scale, axis=y_axis)

    history = alt.Chart(alt.NamedData("history"))
    drawn = (
        history.transform_filter(f"isValid(datum.{measured}) && datum.{measured} > 0") if axis != "linear" else history
    )
    now = current("epoch", measured)
    # Altair's types know no binding for each field, Vega-Lite does.
    boxes: Any = {"frame": alt.BindInput(input="number")}
    hover = alt.selection_point(name="hover", fields=["frame"], nearest=True, on="pointermove", clear=False, bind=boxes)
    layers = [
        anchor(),
        drawn.mark_line(strokeWidth=2.5, clip=True).encode(x, y(measured), color=alt.value(NEURON)),
        history.transform_filter(f"isValid(datum.{predicted})")
        .mark_line(strokeWidth=1.5, strokeDash=[2, 3], clip=True)
        .encode(x, y(predicted), color=alt.value(PREDICTED)),
        now.mark_rule(opacity=0.8).encode(x, color=alt.value(RESIDUAL)),
        now.mark_point(filled=True, size=90, opacity=1, clip=True).encode(x, y(measured), color=alt.value(NEURON)),
        # All at one height, so that the nearest is the nearest epoch, wherever the pointer is.
        history.mark_point(opacity=0, size=1)
        .encode(
            x,
            y=alt.value(height / 2),
            tooltip=[alt.Tooltip("epoch:Q", format=","), alt.Tooltip(f"{measured}:Q", title=title, format=".6g")],
        )
        .add_params(hover),
    ]
    if axis != "excess":
        held_out = history.transform_filter("isValid(datum.held_out) && datum.held_out > 0")
        layers.insert(2, held_out.mark_line(strokeWidth=2, clip=True).encode(x, y("held_out"), color=alt.value(DATA)))
        layers.insert(1, first_frame().mark_rule(strokeDash=[6, 4]).encode(y("floor"), color=alt.value(LEAST_SQUARES)))
    return at_frame(alt.layer(*layers), epoch_title("Loss" if axis != "excess" else "Excess loss"), frames, height)
