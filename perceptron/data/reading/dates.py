"""Cells that say a day, or a day and a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from perceptron.data.reading.numbers import is_hole

# Where none of so many filled cells at the top is a date, the column is not searched for dates.
_FIRST_LOOK = 200

_TIME = r"(?:(?:T| |, )(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?" + (
    r" ?(?P<half>[AaPp][Mm])? ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)|(?P<by>[-/.])(?P<m>\d{1,2})(?P=by)(?P<day>\d{1,2})" + _TIME + ")"
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<by>[-/.])(?P<b>\d{1,2})(?P=by)(?P<year>\d{4})" + _TIME)


def read_date(text: str, day_first: bool) -> datetime | None:
    """2024-05-31, 2024-05, 31.05.2024, 31/05/2024 or 05/31/2024, with or without a time; a time zone becomes UTC.

    With points the day is always first; with slashes or hyphens `day_first` decides.
    """
    if match := _YEAR_FIRST.fullmatch(text):
        month, day = (match["month"], 1) if match["month"] else (match["m"], match["day"])
    elif match := _YEAR_LAST.fullmatch(text):
        day, month = (match["a"], match["b"]) if day_first or match["by"] == "." else (match["b"], match["a"])
    else:
        return None
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    try:
        moment = datetime(
            int(match["year"]), int(month), int(day), hour, int(match["minute"] or 0), int(match["second"] or 0),
            int(((match["part"] or "") + "000000")[:6]),
        )  # fmt: skip
        if (zone := match["zone"]) and zone != "Z":
            ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            moment = moment - ahead if zone[0] == "+" else moment + ahead
    except (ValueError, OverflowError):
        return None
    return moment


@dataclass(frozen=True, eq=False)
class Dates:
    """A column read as dates: `values` datetime64[us] with NaT for everything else; `day_first` where it mattered."""

    values: np.ndarray
    others: tuple[int, ...]
    day_first: bool | None
    ambiguous: bool


def read_dates(texts: Sequence[str], day_first: bool | None, likely_day_first: bool = False) -> Dates | None:
    """Every cell as a date, or None where no cell at the top of the column is one.

    Without `day_first` a day above 12 decides, and `likely_day_first` only where there is none.
    """
    written = [text for text in texts[: 10 * _FIRST_LOOK] if not is_hole(text)][:_FIRST_LOOK]
    if not any(read_date(text, order) for text in written for order in (True, False)):
        return None
    ordered = [match for text in texts if (match := _YEAR_LAST.fullmatch(text)) and match["by"] != "."]
    first, second = (sum(int(match[part]) > 12 for match in ordered) for part in "ab")
    ambiguous = bool(ordered) and day_first is None and first == second
    if day_first is None:
        day_first = first > second if first != second else likely_day_first
    known: dict[str, datetime | None] = {}
    values = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[us]")
    others = []
    for row, text in enumerate(texts):
        if text not in known:
            known[text] = read_date(text, day_first)
        if (date := known[text]) is not None:
            values[row] = date
        elif not is_hole(text):
            others.append(row)
    return Dates(values, tuple(others), day_first if ordered else None, ambiguous)
