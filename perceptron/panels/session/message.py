"""What a component of the page tells from the browser, of which anything may come: anybody can speak to a server."""

import sys
from typing import Any

import streamlit as st

# What a browser's clock counts, in milliseconds, is far below this, and the browser's own numbers are exact up to here.
MOST_ID = 2**53


def told(key: str, event: str) -> Any:
    """What the component of that key said of an event; None where it said nothing."""
    state = st.session_state.get(key)
    return state.get(event) if isinstance(state, dict) else None


def told_of(message: object, name: str) -> Any:
    """What a message says under a name; None where it says nothing."""
    return message.get(name) if isinstance(message, dict) else None


def picked(chart: object, selection: str, field: str) -> Any:
    """What a click on a chart picked, by the chart's state: that field of the first mark; None where it picked none."""
    marks = told_of(told_of(chart, "selection"), selection)
    return told_of(marks[0], field) if isinstance(marks, list) and marks else None


def number(value: object, most: float = sys.float_info.max) -> float | None:
    """A number from -most to most; None for all else, NaN and infinity too."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        return None
    return float(value)


def whole(value: object, low: int, high: int) -> int | None:
    """A whole number within these bounds; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        return None
    return value


def id_of(message: object) -> int | None:
    """The number by which a component knows a message again when it is answered; None where it has none."""
    return whole(told_of(message, "id"), 0, MOST_ID)
