"""Colours by meaning: the same thing has the same colour in every picture, formula and sentence.

After Okabe and Ito's palette, which people with any common colour blindness can tell apart, in tones that are
legible on a light and on a dark page. Lines that could be confused differ in dashes as well.
"""

from typing import NamedTuple

TARGET = "#3a87c8"
PREDICTION = "#d55e00"
LEAST_SQUARES = "#009e73"
WEIGHT = "#8b6cd9"
BIAS = "#b58900"
LOSS = "#cc4455"
RESIDUAL = "#8a8f98"
GRADIENT = "#c0619a"

YOURS = "#0b8fa8"
GHOST = "#87827a"
PREDICTED = "#8a8f98"
CONTOUR = "#8a8f98"


class Style(NamedTuple):
    """How one of several runs is drawn everywhere: its colour, and the dashes and gaps of its lines, in pixels."""

    colour: str
    dash: tuple[int, ...]


# The first is the run of the page itself, drawn as the neuron always is; the others are those that are pinned. No two
# are alike in both, and neighbours in neither.
STYLES = (
    Style(PREDICTION, (1, 0)),
    Style("#8b6cd9", (9, 3)),
    Style("#0b8fa8", (3, 3)),
    Style("#c0619a", (12, 3, 2, 3)),
    Style("#b58900", (6, 2)),
    Style("#cc4455", (16, 4)),
    Style("#5d8a2f", (2, 2)),
    Style("#a0714f", (9, 3, 2, 3, 2, 3)),
    Style("#6f7fc4", (1, 0)),
    Style("#8b6cd9", (2, 4)),
    Style("#0b8fa8", (12, 3, 2, 3)),
    Style("#c0619a", (6, 2)),
    Style("#5d8a2f", (16, 4)),
)

# The same meanings in words, which need more contrast: the tone on a light page and on a dark one.
IN_WORDS = {
    "target": ("#1f6cab", "#6fb1e6"),
    "prediction": ("#b04a00", "#f08a3c"),
    "best": ("#00755a", "#2fc79b"),
    "weight": ("#6a49bd", "#b49cf0"),
    "bias": ("#7d5e00", "#dcb43c"),
    "loss": ("#b5303f", "#f07a86"),
    "residual": ("#5f646c", "#a3a8b0"),
    "gradient": ("#a03f7c", "#e08fc0"),
}

# What the page itself is made of, on a light page and on a dark one; `.streamlit/config.toml` has the same.
PAGE = {
    "background": ("#ffffff", "#14171b"),
    "text": ("#0b0d10", "#ece9e3"),
    "border": ("#dcd6cc", "#3a4048"),
    "primary": ("#b04a00", "#cc6a1a"),
}

# What tells several lines of one kind apart, on a light page; on a dark one the page has tones of its own.
CATEGORIES = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5c99", "#6b7078")

# Streamlit's Markdown colours words by these names, as in :violet[w]; `.streamlit/config.toml` gives them those tones.
MARKDOWN = {
    "target": "blue",
    "prediction": "orange",
    "best": "green",
    "weight": "violet",
    "bias": "yellow",
    "loss": "red",
    "residual": "gray",
}


def in_words(meaning: str, *, dark: bool) -> str:
    """The colour of a word or a formula's letter with that meaning, one of `IN_WORDS`."""
    return IN_WORDS[meaning][dark]
