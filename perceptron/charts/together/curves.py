"""The losses of several runs over the epochs, as far as the film has come."""

from collections.abc import Mapping
from typing import Any

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
)
from perceptron.charts.palette import LEAST_SQUARES, RESIDUAL
from perceptron.charts.ticks import readable_axis
from perceptron.charts.together.together import Together, by_colour, by_dash, titles
from perceptron.charts.view import Look, View, ends, epochs_plotted
from perceptron.charts.views.loss_curve import LOWEST_OF_LOG, Shape
from perceptron.insight.run import Run
from perceptron.words import as_title, counted

# A run whose loss grows to more than that many times the largest first one leaves the picture at its top.
HIGHEST = {"linear": 1.5, "log": 1e4, "excess": 1e4}


class Curves(View[Together]):
    """The loss of every run, or its excess over the least-squares loss, in the units of the lead's."""

    name = "loss_curve"

    def shape(self, run: Together, look: Look) -> Shape:
        return Shape(look.loss_axis, look.epoch_axis)

    def chart(self, shape: Shape) -> Any:
        axis = shape.loss
        scale = fixed_scale("loss", type="linear" if axis == "linear" else "log")
        title = "loss − least-squares loss" if axis == "excess" else "loss"

        def x(field: str) -> alt.X:
            return alt.X(f"{field}:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=epoch_axis(shape.epochs))

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=title, scale=scale, axis=readable_axis(6))

        def drawable(rows: alt.Chart) -> alt.Chart:
            # Zero has no logarithm, and a browser cannot draw what is too high.
            high = f"{constant('loss_high')} * 1000"
            rows = rows.transform_filter(f"isValid(datum.loss_at) && (datum.loss_at > 0 || {axis == 'linear':d})")
            return rows.transform_calculate(loss_at=f"min(datum.loss_at, {high})")

        value = "toNumber(now[2 + datum.place])"
        come = (
            alt.Chart(alt.NamedData("curves"))
            .transform_filter(f"datum.before <= {Now.epoch}")
            .transform_calculate(
                at=f"min(datum.epoch, {Now.epoch})",
                loss_at=f"datum.epoch > {Now.epoch} ? {value} : datum.loss",
            )
        )
        current = (
            alt.Chart(alt.NamedData("curves"))
            .transform_filter("datum.before < 0")
            .transform_calculate(at=f"min(datum.last, {Now.epoch})", loss_at=value)
        )
        inside = f"inrange(datum.loss_at, [{constant('loss_low')}, {constant('loss_high')}])"
        floor = (
            one_row()
            .transform_filter(f"isValid({constant('floor')})")
            .mark_rule(strokeDash=[6, 4])
            .encode(y("floor"), color=alt.value(LEAST_SQUARES))
        )
        return at_epoch(
            [
                *([] if axis == "excess" else [floor]),
                drawable(come)
                .mark_line(strokeWidth=2, clip=True)
                .encode(x("at"), y("loss_at"), color=by_colour(), strokeDash=by_dash(), detail="place:O", order="at:Q"),
                one_row()
                .transform_calculate(now=Now.epoch)
                .mark_rule(opacity=0.5)
                .encode(x("now"), color=alt.value(RESIDUAL)),
                drawable(current)
                .transform_filter(inside)
                .mark_point(filled=True, size=70, opacity=1)
                .encode(x("at"), y("loss_at"), color=by_colour(), tooltip=alt.Tooltip("name:N", title="run")),
            ],
            HEIGHT,
        )

    def live(self, run: Together, look: Look) -> Mapping[str, np.ndarray]:
        name = "excess" if look.loss_axis == "excess" else "loss"
        return {
            f"{name}{place}": run.lasting(_measured(run, each, np.arange(each.last + 1), look))
            for place, each in enumerate(run.runs)
        }

    def constants(self, run: Together, look: Look) -> Mapping[str, float]:
        curves = [_measured(run, each, epochs_plotted(each)["epoch"].to_numpy(), look) for each in run.runs]
        firsts = max(float(curve[0]) for curve in curves)
        top = min(max(float(curve.max()) for curve in curves), firsts * HIGHEST[look.loss_axis])
        floor = np.nan if look.loss_axis == "excess" else run.lead.fit.loss
        seen = np.concatenate([*curves, np.array([floor])])
        lowest = float(min(seen[seen > 0], default=1.0))
        least = firsts * LOWEST_OF_LOG["excess" if look.loss_axis == "excess" else "loss"]
        low = 0.0 if look.loss_axis == "linear" else max(lowest * 0.8, least)
        return {
            "floor": floor,
            **ends("loss", (low, top * (1.05 if look.loss_axis == "linear" else 1.5) or 1.0)),
            **ends("epoch", (0.0, float(max(run.last, 1)))),
        }

    def plotted(self, run: Together, look: Look) -> dict[str, pd.DataFrame]:
        parts = []
        for place, each in enumerate(run.runs):
            epochs = epochs_plotted(each)
            loss = _measured(run, each, epochs["epoch"].to_numpy(), look)
            name = as_title(run.names[place])
            parts.append(epochs.assign(loss=loss, place=place, style=run.styles[place], last=each.last, name=name))
        return {"curves": pd.concat(parts, ignore_index=True)}

    def caption(self, run: Together, look: Look) -> str:
        text = "" if look.loss_axis == "excess" else "Dashed green: the loss of the best line."
        lead = run.lead
        if any((each.scale, each.dataset.rows) != (lead.scale, lead.dataset.rows) for each in run.runs):
            text += f" Every loss is put as that of “{as_title(run.names[0])}” is: for as many rows, and as a "
            text += f"{lead.hyperparameters.reduction}."
        return text.strip()

    def description(self, run: Together, look: Look) -> str:
        ended = ", ".join(
            f"{name} at {each.history.losses[-1] * run.comparable(each):.5g}"
            for name, each in zip(titles(run.names), run.runs, strict=True)
        )
        return f"The losses of {counted(len(run.runs), 'run')} by epoch, at the end: {ended}."


def _measured(run: Together, each: Run, epochs: np.ndarray, look: Look) -> np.ndarray:
    losses = each.excess_losses(epochs) if look.loss_axis == "excess" else each.history.losses[epochs]
    return np.asarray(losses * run.comparable(each))
