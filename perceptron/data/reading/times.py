"""Cells that say a time of day or a duration, 08:30 or 8:30:15 PM: hours, as numbers."""

import re
from collections.abc import Sequence

import numpy as np

from perceptron.data.reading.measures import Numbers
from perceptron.data.reading.numbers import is_blank

HOURS = "hours"
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:[.,]\d{1,9})?))?(?: ?([AaPp])\.?[Mm]\.?)?")


def read_time(text: str) -> float | None:
    """8.5 for 08:30, 20.5 for 8:30 PM; None for anything else."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, half = match.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in "Pp" else 0)
    seconds = float((second or "0").replace(",", "."))
    return hours + (60 * int(minute) + seconds) / 3600


def read_times(texts: Sequence[str]) -> Numbers:
    """Every cell as hours."""
    known: dict[str, float | None] = {}
    values = np.full(len(texts), np.nan)
    others = []
    for row, text in enumerate(texts):
        if text not in known:
            known[text] = read_time(text)
        if (hours := known[text]) is not None:
            values[row] = hours
        elif not is_blank(text):
            others.append(row)
    return Numbers(values, tuple(others), frozenset({HOURS}))
