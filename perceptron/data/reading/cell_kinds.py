"""What single cells are, at a glance: the layout of a table is decided by where values stand and where words do."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from perceptron.data.reading.dates import read_date
from perceptron.data.reading.measures import reads_as_measure
from perceptron.data.reading.numbers import is_blank
from perceptron.data.reading.times import read_time

CellKind = Literal["blank", "value", "word"]

# No number, date or time that is longer says anything new.
_LONGEST_VALUE = 100
_SOURCE = re.compile(
    r"(?:sources?|notes?|n\.b\.|quellen?|anmerkung(?:en)?|hinweise?|stand|fuente|nota|fonte|remarques?|champ|"
    r"footnotes?|last updated|updated|downloaded|copyright|©|generated|exported|end of|eof)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(r".*[.!]|.*\S: .*|[*†‡©¹(_\"–-].*", re.DOTALL)
_FOUR_WORDS = re.compile(r"(?:\S+\s+){3,}\S+")

_UNIT = re.compile(
    r"[(\[].{1,12}[)\]]|.{0,6}[°%‰µμ²³/^].{0,6}|[numkMGTcdh]?(?:m|s|g|A|V|W|J|N|K|C|F|Hz|Pa|mol|cd|rad|Ohm|lx|lm|T|bar|eV)"
    r"|deg|sec|min|h|hr|hrs|hours?|days?|years?|lb|lbs|ft|in|mi|mph|mmHg|ppm|ppb|dB|pH|a\.?u\.?|EUR|USD|€|\$|£|count|name",
)
_TOTAL = re.compile(
    r"(?:grand |sub-?|general )?totals?(?: général)?|sum|sums|total(?:e|es|en|i)?(?: generale?)?|totaal|summe|"
    r"gesamt(?:summe)?|insgesamt|somme|suma|soma|razem",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"averages?|avg\.?|means?|median|mittel(?:wert)?|durchschnitt|moyenne|media|promedio|"
    r"min(?:imum)?\.?|max(?:imum)?\.?|st\.? ?dev\.?|std\.?|standard deviation",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def kind_of(cell: str) -> CellKind:
    """Whether a trimmed cell says nothing, a number (with its unit), date or time, or anything else."""
    if is_blank(cell):
        return "blank"
    if len(cell) > _LONGEST_VALUE:
        return "value" if cell.isdigit() else "word"
    return "value" if reads_as_value(cell) else "word"


def reads_as_value(cell: str) -> bool:
    """Whether a trimmed cell is a number, with or without a unit, a date or a time."""
    return (
        reads_as_measure(cell)
        or read_time(cell) is not None
        or read_date(cell, True) is not None
        or read_date(cell, False) is not None
    )


def is_prose(cell: str) -> bool:
    """Whether a cell reads like a sentence, a source or a footnote rather than like a name or a value."""
    return is_note(cell) or (kind_of(cell) == "word" and _FOUR_WORDS.fullmatch(cell) is not None)


def is_note(text: str) -> bool:
    """The same, however many words it has."""
    return kind_of(text) == "word" and (_NOTE.fullmatch(text) is not None or _SOURCE.fullmatch(text) is not None)


def is_count(cell: str) -> bool:
    """Whether a cell is a whole number in plain digits, short enough to count with."""
    return cell.isascii() and cell.isdigit() and len(cell) < 10


def is_total(label: str) -> bool:
    """Whether the cell labels a row of sums."""
    return _TOTAL.fullmatch(label.strip(" :*")) is not None


def is_statistic(label: str) -> bool:
    """Whether the cell labels a row of means, largest values and the like."""
    return _STATISTIC.fullmatch(label.strip(" :*")) is not None


def is_unit(cell: str) -> bool:
    """Whether a cell reads like the unit of the column under whose name it stands."""
    return _UNIT.fullmatch(cell) is not None


def effective(row: list[str]) -> int:
    """The number of cells up to the last that holds anything."""
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def usual(widths: list[int]) -> int:
    """The most common of them, of several the largest; 0 of none."""
    counts: dict[int, int] = {}
    for width in widths:
        counts[width] = counts.get(width, 0) + 1
    return max(counts, key=lambda width: (counts[width], width), default=0)


def table_width(rows: Sequence[list[str]]) -> int:
    """How many columns the rows have: those in their second half count most, being neither titles nor names."""
    below = rows[len(rows) // 2 :]
    lengths = {len(row) for row in below}
    if len(lengths) == 1:
        # Filled up with separators, the widest says most.
        return max(effective(row) for row in rows if len(row) in lengths)
    return usual([effective(row) for row in [*below, *rows]])
