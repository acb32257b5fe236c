"""What the page's link carries beside the widgets: the epoch, the lesson, and a small table of one's own."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from perceptron.take_home.table_in_link import pack_table, unpack_table
from perceptron.words import DatasetError


def table_in_link() -> tuple[pd.DataFrame, tuple[str, ...], str] | None:
    """The table that the link brings: frame, features, target; None where it brings none.

    Raises DatasetError where it is damaged.
    """
    packed = st.query_params.get("table")
    return unpack_table(packed) if packed else None


def epoch_in_link() -> int:
    """The epoch that the link names, 0 where it names none."""
    digits = st.query_params.get("epoch", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 7 else 0


def keep_epoch(epoch: int) -> None:
    """Write the epoch into the link; 0 is left out."""
    write("epoch", str(epoch) if epoch else None)


def lesson_in_link() -> str:
    """The lesson that the link names, "" where it names none; it may be one that there is not."""
    return st.query_params.get("learn", "")[:80]


def keep_lesson(name: str) -> None:
    """Write the lesson into the link; "" is left out."""
    write("learn", name or None)


def as_text(frame: pd.DataFrame, features: Sequence[str], target: str) -> str | None:
    """The table as the link carries it; None where it is too long for one, or cannot be written at all."""
    try:
        return pack_table(frame, features, target)
    except DatasetError:
        return None


def keep_table(text: str | None) -> None:
    """Write the table of `as_text` into the link, or take it out."""
    write("table", text)


def write(name: str, value: str | None) -> None:
    """Let the link have this value for the name, or, with None, nothing; not for names that a widget is bound to."""
    if st.query_params.get(name) == value:
        return
    if value is None:
        del st.query_params[name]
    else:
        st.query_params[name] = value
