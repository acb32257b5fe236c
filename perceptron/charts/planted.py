"""What a loop with a planted mistake did: its loss by epoch and the line it ends with; the sound loop's over them."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import constant, fixed_scale, one_row
from perceptron.charts.palette import GHOST, LEAST_SQUARES, LOSS, PREDICTION, TARGET
from perceptron.charts.ticks import READABLE, WHOLE_NUMBER, readable_axis
from perceptron.charts.view import ends, with_room
from perceptron.lessons.mistakes.case import Case
from perceptron.lessons.mistakes.running import Trained
from perceptron.lessons.mistakes.words import figure
from perceptron.words import as_title, counted

HEIGHT = 210
DOTTED = [2, 3]
# Of a log axis: 1, 2, 5, 10, 20, 50, … as far as there is room.
ROUND_ONLY = (
    f"indexof([1, 2, 5], round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))) < 0 ? '' : {READABLE}"
)


def loss_by_epoch() -> Any:
    """Draws the named data shown, sound and axes; the loss on a log axis, because a fault may make it explode."""
    x = alt.X(
        "epoch:Q",
        title="epoch",
        scale=fixed_scale("epoch"),
        axis=alt.Axis(labelExpr=WHOLE_NUMBER, tickCount=5, grid=False),
    )
    axis = alt.Axis(labelExpr=ROUND_ONLY, tickCount=10, grid=False, labelLimit=90)
    y = alt.Y("loss:Q", title="loss", scale=fixed_scale("loss", type="log"), axis=axis)
    shown, sound = (_drawable(alt.Chart(alt.NamedData(name))) for name in ("shown", "sound"))
    tooltip = [alt.Tooltip("epoch:Q", format=","), alt.Tooltip("loss:Q", format=".5~g")]
    layers = [
        shown.mark_line(strokeWidth=2.5, clip=True).encode(x, y, color=alt.value(LOSS), tooltip=tooltip),
        one_row()
        .transform_calculate(loss=constant("best"))
        .mark_rule(strokeDash=[6, 4], clip=True)
        .encode(y, color=alt.value(LEAST_SQUARES)),
        sound.mark_line(strokeWidth=2.5, strokeDash=DOTTED, clip=True).encode(
            x, y, color=alt.value(GHOST), tooltip=tooltip
        ),
    ]
    return _fitted(layers)


def line_at_the_end(x_title: str, y_title: str) -> Any:
    """Draws the named data points, shown, sound and axes under those titles."""
    x = alt.X("x:Q", title=as_title(x_title), scale=fixed_scale("x"), axis=readable_axis(5))
    y = alt.Y("y:Q", title=as_title(y_title), scale=fixed_scale("y"), axis=readable_axis(5))
    shown, sound, points = (alt.Chart(alt.NamedData(name)) for name in ("shown", "sound", "points"))
    layers = [
        points.mark_point(filled=True, size=45, opacity=0.75, clip=True).encode(x, y, color=alt.value(TARGET)),
        shown.mark_line(strokeWidth=3, clip=True).encode(x, y, color=alt.value(PREDICTION)),
        sound.mark_line(strokeWidth=3, strokeDash=DOTTED, clip=True).encode(x, y, color=alt.value(GHOST)),
        # Vega knows only a table that something draws, and the scales read this one.
        one_row().mark_point(opacity=0, size=0).encode(x=alt.value(0), y=alt.value(0)),
    ]
    return _fitted(layers)


def losses_drawn(case: Case, *, with_sound: bool) -> dict[str, pd.DataFrame]:
    """What `loss_by_epoch` draws: epoch and loss of both runs, and the ends of the axes. Without the sound run nothing
    of it is there, not even room.
    """
    # Where the numbers broke there is little to see beyond; where torch refused there is nothing but the sound run.
    last = case.shown.last or case.mistake.situation.epochs
    shown, sound = _losses(case.shown, last), _losses(case.sound, last)
    if case.shown.error:
        shown = shown[:0]
    if not with_sound:
        sound = sound[:0]
    seen = np.concatenate([shown["loss"], sound["loss"], [case.best]])
    seen = seen[seen > 0]
    axes = {**ends("epoch", (0.0, float(last))), **ends("loss", (seen.min() * 0.8, seen.max() * 1.25))}
    return {"shown": shown, "sound": sound, "axes": pd.DataFrame([{**axes, "best": case.best}])}


def lines_drawn(case: Case, *, with_sound: bool) -> dict[str, pd.DataFrame]:
    """What `line_at_the_end` draws: x and y of the points and of the lines, as far as they are in the picture."""
    x, y = case.dataset.features[:, 0], case.dataset.target[:, 0]
    wide, tall = with_room(x), with_room(y, 0.15)
    shown, sound = _line(case.shown, wide, tall), _line(case.sound, wide, tall)
    return {
        "points": pd.DataFrame({"x": x, "y": y}),
        "shown": shown[:0] if case.shown.error else shown,
        "sound": sound if with_sound else sound[:0],
        "axes": pd.DataFrame([{**ends("x", wide), **ends("y", tall)}]),
    }


def losses_described(case: Case, *, with_sound: bool) -> str:
    """The first picture in a sentence, for people who cannot see it."""
    losses, last = case.shown.losses, case.shown.last
    parts = [f"the best line has {figure(case.best)}"]
    if with_sound:
        parts.insert(0, f"the sound loop's loss ends at {figure(case.sound.losses[-1])}")
    if not case.shown.error:
        parts.insert(
            0,
            f"the loss by epoch: {figure(losses[0])} at first, {figure(losses[-1])} after {counted(last, 'epoch')},"
            f" between {figure(losses.min())} and {figure(losses.max())}",
        )
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def lines_described(case: Case, *, with_sound: bool) -> str:
    """The second picture in a sentence."""
    parts = ["The points"]
    if not case.shown.error:
        parts.append(f"the line at the end, {_parameters(case.shown)}")
    if with_sound:
        parts.append(f"the sound loop's, {_parameters(case.sound)}")
    return f"{'; '.join(parts)}."


def _parameters(run: Trained) -> str:
    return f"with the weight {figure(run.weights[-1])} and the bias {figure(run.biases[-1])}"


def _losses(run: Trained, last: int) -> pd.DataFrame:
    return pd.DataFrame({"epoch": np.arange(len(run.losses)), "loss": run.losses})[: last + 1]


def _line(run: Trained, wide: tuple[float, float], tall: tuple[float, float]) -> pd.DataFrame:
    """The two ends of a line inside of the picture; none where it passes by. It may be too steep for a browser."""
    weight, bias = float(run.weights[-1]), float(run.biases[-1])
    x = np.array(wide)
    if weight != 0:
        low, high = sorted((limit - bias) / weight for limit in tall)
        x = np.clip(x, low, high)
    y = weight * x + bias
    inside = tall[0] <= y.mean() <= tall[1] and np.ptp(x) > 0
    return pd.DataFrame({"x": x, "y": y})[: 2 * inside]


def _drawable(rows: alt.Chart) -> alt.Chart:
    # Zero has no logarithm.
    return rows.transform_filter("datum.loss > 0")


def _fitted(layers: list[Any]) -> Any:
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=fit)
