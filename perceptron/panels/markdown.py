"""Putting a learner's words and numbers into Markdown and tables without letting them act as Markdown."""

import re
from collections.abc import Iterable
from typing import Any

import streamlit as st

from perceptron.words import ZERO_WIDTH_SPACE, as_title

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/])")

_ADDRESS = re.compile(r"(:(?=//)|www(?=\.)|@)", re.IGNORECASE)


def plain(name: str) -> str:
    """A learner's name for Markdown, on one short line: every sign that could start a link, an image or a formula
    is escaped. For tables, which show text as it is, `as_title` is enough.
    """
    return escaped(as_title(name))


def escaped(sentence: str) -> str:
    """A sentence, shown as it is wherever Markdown is read."""
    # Addresses become links even without signs of Markdown, unless something that cannot be seen comes between.
    return _SPECIAL.sub(r"\\\1", _ADDRESS.sub(rf"\1{ZERO_WIDTH_SPACE}", sentence))


def number(value: float, digits: int = 5) -> str:
    """A number for reading, with that many digits that count; + 0.0 turns -0.0 into 0."""
    return f"{value + 0.0:.{digits}g}"


def five_digits(columns: Iterable[str]) -> dict[str, Any]:
    """The settings of a table's columns of numbers: as many digits as are read elsewhere on the page."""
    return {name: st.column_config.NumberColumn(name, format="%.5g") for name in columns}
