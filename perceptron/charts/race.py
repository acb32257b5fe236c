"""A race in one picture: the loss that each run ended with over what was raced over, and what it ended as."""

from typing import Any, Literal, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.endings import ENDED_AS, colour_and_shape
from perceptron.charts.film import AXES, constant, expression, fixed_scale, one_row
from perceptron.charts.palette import LEAST_SQUARES, PREDICTION, RESIDUAL, in_words
from perceptron.charts.planted import ROUND_ONLY
from perceptron.charts.race_in_words import TITLES, limit_named, said, value_named
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import ends, with_room
from perceptron.insight.race import Race
from perceptron.insight.spreading import Over

HEIGHT = 320
# What the page hears of a click: the value of the nearest run.
PICKED = "race_pick"
# Losses that span more than so many times the lowest are drawn on a log axis.
WIDE = 20.0
# A log axis reaches no lower than this share of its top: what is below it is rounding.
LOWEST_OF_LOG = 1e-12
BY_RATIO: tuple[Over, ...] = ("rate", "batch size")


class Shape(NamedTuple):
    """All of a race that the chart depends on: over what it is, the loss's scale, and whether the page is dark."""

    over: Over
    loss: Literal["linear", "log"]
    dark: bool = False


def race_shape(race: Race, *, dark: bool = False) -> Shape:
    """The shape of that race's picture; none of its numbers is in it, so that another race only swaps the data."""
    finite = _finite_losses(race)
    lowest, highest = min(finite), max(finite)
    return Shape(race.over, "log" if highest > WIDE * lowest > 0 else "linear", dark)


def race_chart(shape: Shape) -> Any:
    """Draws the named data runs and axes; a click picks the nearest run for the parameter `PICKED`."""
    title, by_ratio = TITLES[shape.over], shape.over in BY_RATIO
    x_axis = alt.Axis(labelExpr=ROUND_ONLY, tickCount=10, grid=False, labelLimit=90) if by_ratio else readable_axis(8)
    if shape.over == "seed":
        x_axis["tickMinStep"] = 1
    y_axis = readable_axis(6)
    if shape.loss == "log":
        y_axis = alt.Axis(labelExpr=ROUND_ONLY, tickCount=8, grid=False, labelLimit=90)
    x_scale = fixed_scale("value", type="log" if by_ratio else "linear")
    x = alt.X("value:Q", title=title, scale=x_scale, axis=x_axis)
    y = alt.Y("up:Q", title="loss at the end", scale=fixed_scale("up", type=shape.loss), axis=y_axis)
    runs = alt.Chart(alt.NamedData("runs"))
    limit = one_row().transform_calculate(value=constant("limit")).transform_filter("isValid(datum.value)")
    colour, sign = colour_and_shape()
    pick = alt.selection_point(name=PICKED, fields=["value"], on="click", nearest=True, clear=False)
    tooltip = [
        alt.Tooltip("named:N", title=title),
        alt.Tooltip("said:N", title="loss at the end"),
        alt.Tooltip("ended:N", title="ended as"),
        alt.Tooltip("arrived:N", title="good from epoch"),
    ]
    words: dict[str, Any] = {"fontWeight": "bold", "fontSize": 12}
    layers = [
        one_row()
        .transform_calculate(up=constant("floor"))
        .transform_filter("isValid(datum.up)")
        .mark_rule(strokeDash=[6, 4], strokeWidth=1.5)
        .encode(y, color=alt.value(LEAST_SQUARES)),
        limit.mark_rule(strokeDash=[2, 3], strokeWidth=2).encode(x, color=alt.value(PREDICTION)),
        # Below the top, where the marks of runs that blew up stand.
        limit.mark_text(align=_by_side("'right'", "'left'"), dx=_by_side("-6", "6"), **words).encode(
            x, y=alt.value(45), text="limit_label:N", color=alt.value(in_words("prediction", dark=shape.dark))
        ),
        runs.mark_line(strokeWidth=1.5, opacity=0.7).encode(x, y, color=alt.value(RESIDUAL)),
        runs.transform_filter("datum.own")
        .mark_point(size=430, strokeWidth=2.5, opacity=1, filled=False)
        .encode(x, y, color=alt.value(PREDICTION)),
        runs.transform_filter("datum.best")
        .mark_text(dy=-17, text="best", **words)
        .encode(x, y, color=alt.value(in_words("best", dark=shape.dark))),
        runs.mark_point(filled=True, size=110, opacity=1, cursor="pointer")
        .encode(
            x,
            y,
            color=colour,
            shape=sign,
            tooltip=tooltip,
            size=alt.condition(pick, alt.value(250), alt.value(110), empty=False),
        )
        .add_params(pick),
    ]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=fit)


def _by_side(before: str, behind: str) -> Any:
    """The one where the limit's label has more room before it, the other where behind it."""
    return expression(f"{constant('before')} ? {before} : {behind}")


def race_drawn(race: Race) -> dict[str, pd.DataFrame]:
    """What it draws.

    runs: value, up, where the mark stands, named and said, value and loss in words, ended, arrived, own, best. axes:
    the ends of both; the floor, NaN where it is not in the picture; the limit, NaN where there is none, with its label
    and whether that stands before it.
    """
    low, high, bottom, top = *_across(race), *_up(race)
    rows = [
        {
            "value": entrant.value,
            "up": min(max(entrant.final_loss, bottom), top) if entrant.final_loss is not None else top,
            "named": value_named(race.over, entrant.value),
            "said": said(entrant),
            "ended": ENDED_AS[entrant.kind].word,
            "arrived": "–" if (arrived := race.arrived_at(entrant)) is None else f"{arrived:,}",
            "own": entrant is race.own,
            "best": entrant is race.best,
        }
        for entrant in race.entrants
    ]
    floor, limit = race.asked.fit.loss, race.limit
    axes = {
        **ends("value", (low, high)),
        **ends("up", (bottom, top)),
        "floor": floor if bottom <= floor <= top else np.nan,
        "limit": np.nan if limit is None else limit,
        "before": limit is None or limit**2 > low * high,
        "limit_label": "" if limit is None else f"{limit_named(race)} {limit:.4g}",
    }
    return {"runs": pd.DataFrame(rows), AXES: pd.DataFrame([axes])}


def _finite_losses(race: Race) -> list[float]:
    """The final losses to be drawn in proportion, and that of the best line: a run that swings may end at a loss
    without bounds, and is at the top where that is more than any began with.
    """
    most = max((float(each.run.history.losses[0]) for each in race.entrants if each.run is not None), default=np.inf)
    losses = [min(each.final_loss, most) for each in race.entrants if each.final_loss is not None]
    return [*losses, race.asked.fit.loss]


def _up(race: Race) -> tuple[float, float]:
    """The ends of the axis of the loss."""
    losses = np.array(_finite_losses(race))
    if race_shape(race).loss == "linear":
        low, high = with_room(losses, 0.1)
        return low, high
    top = float(losses.max()) * 1.5
    return max(float(losses[losses > 0].min()) / 1.5, top * LOWEST_OF_LOG), top


def _across(race: Race) -> tuple[float, float]:
    """The ends of the axis of what is raced over."""
    values = np.array([entrant.value for entrant in race.entrants])
    if race.over not in BY_RATIO:
        return with_room(values, 0.04)
    low, high = with_room(np.log(values), 0.04) if len(values) > 1 else (np.log(values[0] / 2), np.log(values[0] * 2))
    return float(np.exp(low)), float(np.exp(high))
