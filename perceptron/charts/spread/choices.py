"""The choices of a class as bars, each under its words."""

import textwrap
from typing import Any

import altair as alt
import pandas as pd

from perceptron.charts.film import AXES, fixed_scale
from perceptron.charts.palette import LEAST_SQUARES, PAGE, YOURS, in_words
from perceptron.charts.spread.known import Kind, Known, Shape
from perceptron.charts.view import ends
from perceptron.classroom.spread import Spread
from perceptron.lessons.experiment import the_true_one

# A line of a choice's words, in signs, and the height of a choice, in pixels.
SIGNS_OF_A_LINE, ROW = 56, 66


def _height(shape: Shape) -> int:
    """The height of the picture, in pixels."""
    return ROW * shape.choices + 10


def _layers(shape: Shape) -> list[Any]:
    """Draws the named data answers: place, words, more_words, count, said and true."""
    answers = alt.Chart(alt.NamedData("answers"))
    x = alt.X("count:Q", scale=fixed_scale("count"), axis=None)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.58, paddingOuter=0.3))
    words: dict[str, Any] = {"align": "left", "fontSize": 14, "limit": 0}
    text = alt.value(in_words("best", dark=shape.dark))
    plain = alt.value(PAGE["text"][shape.dark])
    colour = alt.condition("datum.true", alt.value(LEAST_SQUARES), alt.value(YOURS))
    ink = alt.condition("datum.true", text, plain)
    return [
        answers.mark_bar(cornerRadius=3, yOffset=17, y2Offset=17).encode(x, y, color=colour),
        answers.mark_text(dx=6, dy=17, fontWeight="bold", **words).encode(x, y, text="said:N", color=ink),
        # A second line of Vega's own would go down into the bar.
        answers.mark_text(dy=-18, **words).encode(y, x=alt.value(2), text="words:N", color=ink),
        answers.mark_text(dy=-1, **words).encode(y, x=alt.value(2), text="more_words:N", color=ink),
    ]


def _drawn(known: Known, spread: Spread) -> dict[str, pd.DataFrame]:
    """The tables answers and axes."""
    choices = known.experiment.prediction.choices
    true = the_true_one(choices, known.facts) if known.has_run else None
    rows = [
        {
            "place": place,
            **_two_lines(words_of_choice(known, place)),
            "count": count,
            "said": f"{count}" + (" – this is what happened" if place == true else ""),
            "true": place == true,
        }
        for place, count in enumerate(spread.counts)
    ]
    most = max(1, *spread.counts)
    # To the right of the longest bar there is room for what is said of it.
    axes = ends("count", (0.0, most * (1.15 if true is None else 1.9)))
    return {"answers": pd.DataFrame(rows), AXES: pd.DataFrame([axes])}


def _described(known: Known, spread: Spread, count: str) -> str:
    """The bars in words; count: how many predictions there are, in words."""
    true = the_true_one(known.experiment.prediction.choices, known.facts) if known.has_run else None
    parts = [
        f"“{words_of_choice(known, place)}” {number}" + (", which is what happened" if place == true else "")
        for place, number in enumerate(spread.counts)
    ]
    return f"{count}: {'; '.join(parts)}."


def _two_lines(words: str) -> dict[str, str]:
    """The words on the line next to the bar, or, where they are long, on that and the one above it."""
    lines = textwrap.wrap(words, SIGNS_OF_A_LINE, max_lines=2, placeholder=" …")
    return {"words": lines[0] if len(lines) > 1 else "", "more_words": lines[-1]}


def words_of_choice(known: Known, place: int) -> str:
    """What a choice says, on one line, without the signs of a formula."""
    return " ".join(known.experiment.prediction.choices[place].says.filled(known.facts).replace("$", "").split())


CHOICES = Kind(_height, _layers, _drawn, _described)
