"""Columns of dates: one order of day and month for all of them.

A day above 12 decides; where there is none, the order of the rows: the reading in which the dates rise or fall evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from perceptron.data.reading.dates import day_and_month, read_date
from perceptron.data.reading.numbers import is_blank

# Where none of so many filled cells at the top is a date, the column is not searched for dates.
_FIRST_LOOK = 200
# So many different dates tell which reading rises evenly.
_ROWS_IN_ORDER = 2000


@dataclass(frozen=True, eq=False)
class Dates:
    """A column read as dates: `values` datetime64[us] with NaT for everything else, and the rows that are no dates.

    day_first where it mattered; `ordered`: a cell for which the order of the rows decided; `ambiguous`: one for which
    nothing did. "" where there is none.
    """

    values: np.ndarray
    others: tuple[int, ...]
    day_first: bool | None
    ordered: str = ""
    ambiguous: str = ""


def read_dates(texts: Sequence[str], day_first: bool | None, likely_day_first: bool = False) -> Dates | None:
    """Every cell as a date, or None where no cell at the top of the column is one.

    Without `day_first` a day above 12 decides, then the order of the rows, then `likely_day_first`.
    """
    written = [text for text in texts[: 10 * _FIRST_LOOK] if not is_blank(text)][:_FIRST_LOOK]
    if not any(read_date(text, order) for text in written for order in (True, False)):
        return None
    distinct = dict.fromkeys(texts)
    open_ones = {text: parts for text in distinct if (parts := day_and_month(text))}
    ordered = ambiguous = ""
    matters = bool(open_ones)
    if matters and day_first is None:
        first, second = (sum(parts[place] > 12 for parts in open_ones.values()) for place in (0, 1))
        if first == second:
            example = next(iter(open_ones))
            rising = _rises_day_first(list(open_ones))
            ordered, ambiguous = (example, "") if rising is not None else ("", example)
            day_first = likely_day_first if rising is None else rising
        else:
            day_first = first > second
    known: dict[str, datetime | None] = {text: read_date(text, bool(day_first)) for text in distinct}
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
    others = []
    for row, text in enumerate(texts):
        if (date := known[text]) is not None:
            values[row] = date
        elif not is_blank(text):
            others.append(row)
    return Dates(values, tuple(others), day_first if matters else None, ordered, ambiguous)


def _rises_day_first(texts: list[str]) -> bool | None:
    """Whether the dates rise evenly in the order of the rows, the day being first; None if both orders do or none."""
    texts = texts[:_ROWS_IN_ORDER]
    day, month = (_evenness([date for text in texts if (date := read_date(text, first))]) for first in (True, False))
    if max(day, month) < 0.5 or abs(day - month) < 0.15:
        # A whole year of firsts is twelve months rather than the first twelve days of one.
        parts = [day_and_month(text) or (0, 0) for text in texts]
        for constant, running in ((0, 1), (1, 0)):
            if [part[running] for part in parts] == list(range(1, 13)) and all(part[constant] == 1 for part in parts):
                return constant == 0
        return None
    return day > month


def _evenness(dates: list[datetime]) -> float:
    """1 for dates that rise (or fall) by equal steps, 0 for dates in no order; too few to tell are 0 too."""
    if len(dates) < 3:
        return 0.0
    steps = np.diff(np.array(dates, dtype="datetime64[us]")) / np.timedelta64(1, "D")
    steps = steps[steps != 0]
    if len(steps) < 2:
        return 0.0
    upward = (steps > 0).mean()
    one_way = max(upward, 1 - upward)
    usual = np.median(np.abs(steps))
    # A step ten times too long is as uneven as one ten times too short.
    uneven = np.abs(np.log(np.abs(steps) / usual)).mean()
    return float((2 * one_way - 1) * np.exp(-uneven))
