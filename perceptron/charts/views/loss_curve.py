"""The loss over the epochs, as far as the film has come: measured, predicted by theory, and the floor under both."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import (
    HEIGHT,
    Now,
    at_epoch,
    constant,
    epoch_axis,
    epoch_scale,
    fixed_scale,
    one_row,
    passed,
    so_far,
)
from perceptron.charts.palette import GHOST, LEAST_SQUARES, LOSS, PREDICTED, RESIDUAL, TARGET, YOURS
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import EpochAxis, Look, LossAxis, View, epoch_ends, epochs_plotted
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Run
from perceptron.words import counted, line_or_plane

# A log axis begins no lower than this share of the first loss: what is below it is rounding.
LOWEST_OF_LOG = {"loss": 1e-12, "excess": 1e-16}


# A curve that was drawn by hand, as a text: "epoch,loss;epoch,loss;…".
DRAWN = alt.param(name="drawn", value="", bind=alt.BindInput(input="text"))


class Shape(NamedTuple):
    """The scales of the two axes."""

    loss: LossAxis = "linear"
    epochs: EpochAxis = "log"


class LossCurve(View[Run]):
    """The loss, or its excess over the least-squares loss, by epoch; and that of the run before, as a ghost."""

    name = "loss_curve"

    def shape(self, run: Run, look: Look) -> Shape:
        return Shape(look.loss_axis, look.epoch_axis)

    def chart(self, shape: Shape) -> Any:
        """The tops and bottoms of its axis are constants, so that a predicted explosion does not flatten what was
        measured.
        """
        axis = shape.loss
        measured, predicted = ("excess", "predicted_excess") if axis == "excess" else ("loss", "predicted")
        low = f"{measured}_{axis}_low"
        scale = fixed_scale(measured, low, type="linear" if axis == "linear" else "log")
        title = "loss − least-squares loss" if axis == "excess" else "loss"
        x = alt.X("epoch:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=epoch_axis(shape.epochs))
        x_at = alt.X("at:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=epoch_axis(shape.epochs))
        now = Now(measured)

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=title, scale=scale, axis=readable_axis(6))

        def drawable(rows: alt.Chart, field: str) -> alt.Chart:
            # Zero has no logarithm.
            return rows.transform_filter(f"isValid(datum.{field}) && (datum.{field} > 0 || {axis == 'linear':d})")

        def bounded(rows: alt.Chart, field: str) -> alt.Chart:
            # A straight axis far above which a line goes on: a browser cannot draw what is too high.
            high = f"{constant(f'{measured}_high')} * 1000"
            drawn = f"min(datum.{field}, {high})" if axis == "linear" else f"datum.{field}"
            return drawable(rows, field).transform_calculate(**{f"{field}_drawn": drawn})

        ghost = bounded(alt.Chart(alt.NamedData("ghost")), measured)
        come = drawable(so_far("curve", now, **{measured: measured}), f"{measured}_at")
        theory = bounded(passed("curve"), predicted)
        current = one_row().transform_calculate(epoch=Now.epoch, **{measured: now.gliding(measured)})
        layers = [
            ghost.mark_line(strokeWidth=2, opacity=0.8, clip=True).encode(
                x, y(f"{measured}_drawn"), color=alt.value(GHOST)
            ),
            come.mark_line(strokeWidth=2.5, clip=True).encode(x_at, y(f"{measured}_at"), color=alt.value(LOSS)),
            theory.mark_line(strokeWidth=1.5, strokeDash=[2, 3], clip=True).encode(
                x, y(f"{predicted}_drawn"), color=alt.value(PREDICTED)
            ),
            current.mark_rule(opacity=0.5).encode(x, color=alt.value(RESIDUAL)),
            # Whole at the picture's rims too, where the first and the last epoch are.
            drawable(current, measured)
            .transform_filter(f"inrange(datum.{measured}, [{constant(low)}, {constant(f'{measured}_high')}])")
            .mark_point(filled=True, size=90, opacity=1)
            .encode(x, y(measured), color=alt.value(LOSS)),
        ]
        if axis != "excess":
            held_out = drawable(passed("curve"), "held_out").mark_line(strokeWidth=2, clip=True)
            floor = (
                one_row()
                .transform_filter(f"isValid({constant('floor')})")
                .mark_rule(strokeDash=[6, 4])
                .encode(y("floor"), color=alt.value(LEAST_SQUARES))
            )
            layers = [floor, *layers, held_out.encode(x, y("held_out"), color=alt.value(TARGET))]
        return at_epoch([*layers, _drawn(x, y(measured))], HEIGHT).add_params(DRAWN)

    def live(self, run: Run, look: Look) -> Mapping[str, np.ndarray]:
        if look.loss_axis != "excess":
            return {"loss": run.history.losses}
        return {"loss": run.history.losses, "excess": run.excess_losses(np.arange(run.last + 1))}

    def constants(self, run: Run, look: Look) -> Mapping[str, float]:
        epochs = telling_epochs(run.last)
        losses = run.history.losses[epochs]
        # What is above the best loss would tell of that.
        excess = losses if look.hides_best else run.excess_losses(epochs)
        held_out = _held_out(run, epochs)
        top = float(np.nanmax([*losses, *held_out]))
        floor = () if look.hides_best else (run.fit.loss,)
        lowest = min([value for value in (*losses, *floor) if value > 0], default=1.0)
        above = excess[excess > 0]
        highest = float(above.max()) if len(above) else 1.0
        return {
            "floor": np.nan if look.hides_best else run.fit.loss,
            "loss_linear_low": 0.0,
            "loss_high": max(top * 1.05, look.loss_high) or 1.0,
            "loss_log_low": max(lowest * 0.8, float(losses[0]) * LOWEST_OF_LOG["loss"]),
            "excess_high": highest * 2,
            "excess_excess_low": max(
                float(above.min()) if len(above) else 1e-3,
                float(above[0] if len(above) else 1.0) * LOWEST_OF_LOG["excess"],
            )
            / 2,
            **epoch_ends(run, look),
        }

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        curve, epochs = epochs_plotted(run), telling_epochs(run.last)
        predicted = np.full(len(epochs), np.nan)
        if run.theory_holds and not look.hides_best:
            predicted = run.predicted_losses(run.parameters(np.array([0]))[0], epochs)
        if look.loss_axis == "excess":
            return {"curve": curve.assign(excess=run.excess_losses(epochs), predicted_excess=predicted - run.fit.loss)}
        return {
            "curve": curve.assign(loss=run.history.losses[epochs], predicted=predicted, held_out=_held_out(run, epochs))
        }

    def caption(self, run: Run, look: Look) -> str:
        """What is what in the picture; what theory says beside it has a place of its own."""
        if look.hides_best:
            return ""
        text = f"Dashed: the loss of the best {line_or_plane(len(run.dataset.feature_names))}."
        if run.theory_holds:
            text += " Dotted: the loss that theory predicts."
        if run.held_out is not None:
            scaled = "" if run.scale < 1 else ", scaled to as many rows as were trained on"
            text += f" Blue: the loss on the {counted(run.held_out.rows, 'held-out row')}{scaled}."
        return text

    def description(self, run: Run, look: Look) -> str:
        first, last = run.history.losses[0], run.history.losses[-1]
        if look.hides_best:
            return f"The loss begins at {first:.5g}."
        course = f"goes from {first:.5g} to {last:.5g}"
        if f"{first:.5g}" == f"{last:.5g}":
            course = f"starts and ends at {last:.5g}"
        best = line_or_plane(len(run.dataset.feature_names))
        text = f"The loss {course} over {counted(run.last, 'epoch')}; the best {best} has {run.fit.loss:.5g}."
        peak = int(run.history.losses.argmax())
        highest = f"{run.history.losses[peak]:.5g}"
        ends = f"{first:.5g}", f"{last:.5g}"
        return text if highest in ends else f"{text} The highest is {highest}, at epoch {peak:,}."


def _drawn(x: alt.X, y: alt.Y) -> alt.Chart:
    """The curve of one's own. Its columns have the names of the axes'."""
    field = str(y["shorthand"]).removesuffix(":Q")
    points = (
        one_row()
        .transform_filter("drawn != ''")
        .transform_calculate(pair="split(drawn, ';')")
        .transform_flatten(["pair"])
        .transform_calculate(
            epoch="toNumber(split(datum.pair, ',')[0])", **{field: "toNumber(split(datum.pair, ',')[1])"}
        )
    )
    return points.mark_line(strokeWidth=2.5, strokeDash=[10, 3], clip=True).encode(x, y, color=alt.value(YOURS))


def ghost_of(run: Run | None, look: Look) -> pd.DataFrame:
    """The loss of a run before, to compare with; no rows where there is none."""
    measured = "excess" if look.loss_axis == "excess" else "loss"
    if run is None:
        return pd.DataFrame({"epoch": [0], measured: [np.nan]})
    epochs = telling_epochs(run.last)
    values = run.excess_losses(epochs) if measured == "excess" else run.history.losses[epochs]
    return pd.DataFrame({"epoch": epochs, measured: values})


def _held_out(run: Run, epochs: np.ndarray) -> np.ndarray:
    """The loss on the held-out rows; where losses are sums, scaled to as many rows as were trained on."""
    return np.asarray(run.held_out_losses(epochs) * run.dataset.rows * run.scale)
