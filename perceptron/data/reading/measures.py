"""Columns of numbers: one decimal sign and one unit for all of them.

A unit that every number bears, 5 kg or 20.5 °C, is taken off and named; kilograms and pounds in one column do not mean
one quantity. Marks behind a few numbers, 12.3 p or 12.3*, are footnotes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from perceptron.data.reading.numbers import is_blank, read_number

# So many telling cells decide a column's decimal sign; every cell is then still read by it, or stays a word.
_ENOUGH_EVIDENCE = 1000
# Of so many numbers one may bear another unit: it costs its row, not the column.
_MOST_WITH_ANOTHER_UNIT = 0.1

# Different texts of a column that are kept in mind.
_MOST_REMEMBERED = 50_000
Reading = Callable[[str, str], tuple[float, str] | None]

_LETTERS = r"[^\W\d_]"
_PART = rf"(?:°?{_LETTERS}+|°)(?:\^?-?[1-4²³]|⁻?[¹²³])?"
_MEASURE = re.compile(rf"(?P<number>[^A-Za-z]*\d[.,]?-?) ?(?P<unit>{_PART}(?:[/·*.]{_PART})*\.?)")
_NO_UNIT = re.compile(r"(?:st|nd|rd|th|[ap]\.?m\.?|x\d|q\d|e)", re.IGNORECASE)
_LONGEST_MEASURE = 60
_FLAGGED = re.compile(r"(?P<number>.*\d[.,]?)(?P<flag> ?(?:\*{1,3}|[†‡§]{1,2}|\[\w{1,2}\])| [bcdefnprsuz]{1,2})")


def read_measure(text: str, decimal: str) -> tuple[float, str] | None:
    """The number and its unit, any word of letters behind it as well as a currency sign; None for anything else."""
    number = read_number(text, decimal)
    if number is not None or len(text) > _LONGEST_MEASURE or (match := _MEASURE.fullmatch(text)) is None:
        return number
    if _NO_UNIT.fullmatch(match["unit"]):
        return None
    number = read_number(match["number"], decimal)
    return (number[0], match["unit"]) if number is not None and not number[1] else None


def reads_as_measure(text: str) -> bool:
    """Whether the cell is a number under either decimal sign, with or without a unit."""
    return read_measure(text, ".") is not None or read_measure(text, ",") is not None


def decimal_evidence(texts: Iterable[str]) -> Counter[str]:
    """How many cells can be read under one decimal sign only, "." or ","; "?" counts those that differ under both."""
    evidence: Counter[str] = Counter()
    for text in texts:
        if "," not in text and "." not in text:
            continue
        point, comma = read_measure(text, "."), read_measure(text, ",")
        if point != comma:
            evidence["." if comma is None else "," if point is None else "?"] += 1
            if evidence["."] + evidence[","] >= _ENOUGH_EVIDENCE:
                break
    return evidence


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column read as numbers: `values` float64 with NaN for everything else, and the rows that are no numbers.

    units: what stood beside the numbers, "" for nothing; 0 is 0 in any unit. flagged: a cell whose footnote mark was
    taken off, "" for none.
    """

    values: np.ndarray
    others: tuple[int, ...]
    units: frozenset[str]
    flagged: str = ""

    @property
    def mixes_units(self) -> bool:
        """Euros and dollars, or percent and plain numbers, in one column do not mean one quantity."""
        return len(self.units - {""}) > 1 or {"%", ""} <= self.units


def read_numbers(texts: Sequence[str], decimal: str) -> Numbers:
    """Every cell under one decimal sign."""
    values = np.full(len(texts), np.nan)
    others: list[int] = []
    units: Counter[str] = Counter()
    swap = decimal == ","
    plain = 0
    read = _remembering(read_number, decimal)
    for row, text in enumerate(texts):
        # Nearly all cells are plain; a point under a decimal comma, or 1_000, needs the grammar.
        if "_" not in text and not (swap and "." in text):
            try:
                value = float(text.replace(",", ".") if swap else text)
            except ValueError:
                pass
            else:
                if value == value:
                    values[row] = value
                    if value:
                        plain += 1
                    continue
        number = read(text)
        if number is not None:
            values[row] = number[0]
            if number[0]:
                units[number[1]] += 1
        elif not is_blank(text):
            others.append(row)
    if plain:
        units[""] += plain
    if not others or len(units - Counter({"": units[""]})) > 1:
        return Numbers(values, tuple(others), frozenset(units))
    return _with_units(texts, decimal, values, others, units)


def _remembering(read: Reading, decimal: str) -> Callable[[str], tuple[float, str] | None]:
    """The same reading, which looks at a text that it has met before only once: most columns say few things often."""
    known: dict[str, tuple[float, str] | None] = {}

    def look(text: str) -> tuple[float, str] | None:
        if text in known:
            return known[text]
        found = read(text, decimal)
        if len(known) < _MOST_REMEMBERED:
            known[text] = found
        return found

    return look


def _is_flagged(text: str) -> bool:
    return len(text) <= _LONGEST_MEASURE and _FLAGGED.fullmatch(text) is not None


def _with_units(
    texts: Sequence[str], decimal: str, values: np.ndarray, others: list[int], units: Counter[str]
) -> Numbers:
    """The same, the cells that are no plain numbers looked at again for units and marks behind them."""
    # Of very many cells some tell whether a look at all is worth its time.
    some = others[:: len(others) // _ENOUGH_EVIDENCE + 1]
    if sum(read_measure(texts[row], decimal) is not None or _is_flagged(texts[row]) for row in some) < len(some) / 2:
        return Numbers(values, tuple(others), frozenset(units))
    marked = [_FLAGGED.fullmatch(texts[row]) if len(texts[row]) <= _LONGEST_MEASURE else None for row in others]
    flags = {row: match for row, match in zip(others, marked, strict=True) if match}
    kinds = {match["flag"] for match in flags.values()}
    if flags and (len(flags) <= units[""] or (len(kinds) > 1 and len(flags) > len(others) / 2)):
        for row, match in flags.items():
            number = read_number(match["number"], decimal)
            if number is not None and not number[1]:
                values[row] = number[0]
        left = tuple(row for row in others if np.isnan(values[row]))
        return Numbers(values, left, frozenset(units), texts[next(iter(flags))])
    look = _remembering(read_measure, decimal)
    measures = {row: read for row in others if (read := look(texts[row]))}
    found = Counter(unit for value, unit in measures.values() if value)
    everywhere = found + units
    if not found or units[""] > found.total():
        # Among plain numbers, one with a unit is odd.
        return Numbers(values, tuple(others), frozenset(units))
    unit, count = everywhere.most_common(1)[0]
    if len(others) - len(measures) > _MOST_WITH_ANOTHER_UNIT * len(texts):
        # "12years" beside "<9years" and "13-15years" is a name of a group.
        return Numbers(values, tuple(others), frozenset(units))
    strays = everywhere.total() - count - (everywhere[""] if unit else 0)
    if strays > _MOST_WITH_ANOTHER_UNIT * everywhere.total():
        return Numbers(values, tuple(others), frozenset(everywhere))
    for row, (value, its_unit) in measures.items():
        if its_unit == unit or not value:
            values[row] = value
    left = tuple(row for row in others if np.isnan(values[row]))
    return Numbers(values, left, frozenset({unit, ""} if everywhere[""] else {unit}))
