"""How a class's predictions spread, in one picture: bars, dots, or all that was drawn, faint over each other."""

from typing import Any

import altair as alt
import pandas as pd

from perceptron.charts.film import AXES, one_row
from perceptron.charts.spread.choices import CHOICES
from perceptron.charts.spread.curves import CURVES
from perceptron.charts.spread.known import Kind, Known, Shape
from perceptron.charts.spread.lines import LINES
from perceptron.charts.spread.numbers import NUMBERS
from perceptron.classroom.spread import Spread
from perceptron.words import as_title, counted

KINDS: dict[str, Kind] = {"choice": CHOICES, "number": NUMBERS, "line": LINES, "loss": CURVES}
# As faint as a line may become, and as strong.
FAINTEST, STRONGEST = 0.12, 0.7


def spread_shape(known: Known, *, dark: bool = False, low: bool = False) -> Shape:
    """The shape of the picture for that question; low: where it stands beside others."""
    prediction, dataset = known.experiment.prediction, known.experiment.situation.dataset
    if prediction.kind == "choice":
        return Shape("choice", choices=len(prediction.choices), dark=dark, low=low)
    if prediction.kind == "number":
        return Shape("number", x=prediction.unit or "prediction", dark=dark, low=low)
    if prediction.kind == "line":
        return Shape("line", x=as_title(dataset.feature_names[0]), y=as_title(dataset.target_name), dark=dark, low=low)
    return Shape("loss", epochs=known.epochs, dark=dark, low=low)


def spread_chart(shape: Shape) -> Any:
    """The picture of that shape; it draws the named data of `spread_drawn`."""
    kind = KINDS[shape.kind]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    # Vega knows only a table that something draws, and the scales read this one.
    anchor = one_row().mark_point(opacity=0, size=0).encode(x=alt.value(0), y=alt.value(0))
    drawn = alt.layer(anchor, *kind.layers(shape))
    return drawn.properties(width="container", height=kind.height(shape), autosize=fit)


def spread_drawn(known: Known, spread: Spread) -> dict[str, pd.DataFrame]:
    """What the picture draws: the tables answers, truth, which is empty until it has been run, axes, and what else that
    kind of question has.
    """
    tables = KINDS[known.experiment.prediction.kind].drawn(known, spread)
    opacity = min(STRONGEST, max(FAINTEST, 5.0 / max(spread.answers, 1)))
    return {**tables, AXES: tables[AXES].assign(opacity=opacity)}


def spread_described(known: Known, spread: Spread) -> str:
    """The picture in words, with its numbers, for people who cannot see it."""
    if not spread.answers:
        return "No prediction yet."
    kind = KINDS[known.experiment.prediction.kind]
    return kind.described(known, spread, counted(spread.answers, "prediction"))


def spread_caption(known: Known) -> str:
    """What is what in the picture, once it has been run; "" where it says so itself."""
    return KINDS[known.experiment.prediction.kind].caption if known.has_run else ""
