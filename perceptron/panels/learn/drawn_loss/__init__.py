"""The loss as a learner expects it to go: a curve drawn over the picture, before the run and beside it."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import streamlit as st

from perceptron.charts.palette import YOURS
from perceptron.charts.view import EpochAxis
from perceptron.panels.film.hands import PLOT, WORDS
from perceptron.panels.film.scripts import RESTING, script
from perceptron.panels.session.message import number, told

FOLDER = Path(__file__).resolve().parent
KEY = "drawn_loss"
MOST_PLACES = 200
Curve = tuple[tuple[float, float], ...]

_component = st.components.v2.component(
    "drawn_loss",
    html=(FOLDER / "drawn_loss.html").read_text(encoding="utf-8"),
    css=f":is(.drawing, .drawn-layer) {{ --yours: {YOURS}; }}\n"
    + (FOLDER / "drawn_loss.css").read_text(encoding="utf-8"),
    js=script((FOLDER / "drawn_loss.js", PLOT, WORDS, RESTING)),
    # The layer lies over the picture.
    isolate_styles=False,
)


def drawn_loss(
    lesson: str, *, first: float, last: int, axis: EpochAxis, high: float, curve: Curve, take: Callable[[Curve], None]
) -> None:
    """Let the learner of that lesson draw the loss over epochs 0 … last, from the first loss on, on that axis of epochs
    and one of losses up to high; or, where a curve was committed, show it. `take` is called with what is committed.
    """
    data = {
        "lesson": lesson,
        "first": first,
        "last": last,
        "axis": axis,
        "high": high,
        "curve": [list(pair) for pair in curve] or None,
    }
    _component(data=data, key=KEY, on_committed_change=partial(_take, last, take))


def _take(last: int, take: Callable[[Curve], None]) -> None:
    curve = curve_from(told(KEY, "committed"), last)
    if curve is not None:
        take(curve)


def curve_from(message: Any, last: int) -> Curve | None:
    """The curve that a message from the browser tells of: rising epochs within 0 … last, losses from 0 on; None where
    it makes no sense.
    """
    if not isinstance(message, list) or not 2 <= len(message) <= MOST_PLACES:
        return None
    if not all(
        isinstance(pair, list) and len(pair) == 2 and all(number(value) is not None for value in pair)
        for pair in message
    ):
        return None
    curve = tuple((min(max(float(epoch), 0.0), float(last)), max(float(loss), 0.0)) for epoch, loss in message)
    rises = all(one[0] <= other[0] for one, other in pairwise(curve))
    return curve if rises else None
