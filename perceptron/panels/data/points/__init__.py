"""The data as points to move: with the pointer or the keyboard a point is moved, added or removed, and Python hears
of it once, when the gesture is finished. It answers with the table as it then is, and the line learned from it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeGuard

import streamlit as st

from perceptron.charts.palette import PREDICTED, PREDICTION, TARGET
from perceptron.data.dataset import LARGEST_VALUE
from perceptron.panels.session.message import id_of, told
from perceptron.words import as_title

Kind = Literal["move", "add", "delete"]
Line = tuple[list[float], list[float]]

FOLDER = Path(__file__).resolve().parent
COLORS = f".points {{ --data: {TARGET}; --neuron: {PREDICTION}; --true: {PREDICTED}; }}\n"

# One module of the browser's: what the earlier files define the later ones use.
SCRIPTS = ("axes.js", "drawing.js", "points.js")

_component = st.components.v2.component(
    "point_editor",
    html=(FOLDER / "points.html").read_text(encoding="utf-8"),
    css=COLORS + (FOLDER / "points.css").read_text(encoding="utf-8"),
    js="\n".join((FOLDER / script).read_text(encoding="utf-8") for script in SCRIPTS),
)


@dataclass(frozen=True)
class Shown:
    """What is drawn: the points with the titles of their axes, the neuron's line, and the line the data was made from.

    A line is given by its corners, (x, y), and cut off at the frame, so it may go far beyond the data; an empty one
    is not drawn. version: names the table shown, and comes back with the change, which is to be ignored if that is
    not the table any more.
    """

    x: list[float]
    y: list[float]
    x_title: str
    y_title: str
    version: int
    line: Line = ([], [])
    true_line: Line = ([], [])


@dataclass(frozen=True)
class Change:
    """One finished gesture on the table called `version`.

    `row` counts from 0 in the points shown, None for a point added; x and y are None for one removed.
    """

    kind: Kind
    version: int
    row: int | None = None
    x: float | None = None
    y: float | None = None


def point_editor(shown: Shown, *, key: str, on_change: Callable[[], None]) -> None:
    """Draw the points with their lines. At most some 300 points stay quick to draw.

    `on_change` is called after each gesture; `change_of(key)` then tells what the learner did.
    """

    def listen() -> None:
        # The browser holds its next message back until it sees that this one was heard.
        st.session_state[f"{key}_heard"] = id_of(told(key, "changed"))
        on_change()

    _component(
        data={
            "x": shown.x,
            "y": shown.y,
            "lines": {"neuron": _finite(shown.line), "true": _finite(shown.true_line)},
            "titles": {"x": as_title(shown.x_title), "y": as_title(shown.y_title)},
            "version": shown.version,
            "heard": st.session_state.get(f"{key}_heard"),
        },
        key=key,
        on_changed_change=listen,
    )


def change_of(key: str) -> Change | None:
    """What the learner did to the points of that key, None if nothing or if the browser sent what makes no sense."""
    return change_from(told(key, "changed"))


def change_from(message: object) -> Change | None:
    """The gesture that a message from the browser tells of, None where it makes no sense."""
    if not isinstance(message, dict):
        return None
    kind, version, row, x, y = (message.get(name) for name in ("kind", "version", "row", "x", "y"))
    if not _is_whole(version):
        return None
    match kind:
        case "move" if _is_row(row) and _is_value(x) and _is_value(y):
            return Change("move", version, row, float(x), float(y))
        case "add" if _is_value(x) and _is_value(y):
            return Change("add", version, None, float(x), float(y))
        case "delete" if _is_row(row):
            return Change("delete", version, row)
    return None


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_row(value: object) -> TypeGuard[int]:
    return _is_whole(value) and value >= 0


def _is_value(value: object) -> TypeGuard[float]:
    return (_is_whole(value) or isinstance(value, float)) and abs(value) <= LARGEST_VALUE


def _finite(line: Line) -> list[list[float]]:
    """The corners that can be sent: JSON knows neither infinity nor NaN."""
    corners = [(x, y) for x, y in zip(*line, strict=True) if math.isfinite(x) and math.isfinite(y)]
    return [[x for x, _ in corners], [y for _, y in corners]]
