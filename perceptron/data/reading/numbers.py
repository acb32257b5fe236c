"""What a cell says: a number, a hole, or words.

The decimal sign is decided by evidence, never by hope: 1,5 is one and a half or it is a word, and 1,234 waits for
other cells to tell. A cell is trimmed before it comes here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# Trimmed and in lower case, these say that nothing was written down.
HOLES = frozenset({"", "na", "n/a", "#n/a", "<na>", "-", "–", "—", "?", "null", "none", "nan", "-nan", "+nan"})
# The same as they are usually spelled, for looking up without changing the text.
USUAL_HOLES = HOLES | {"NA", "N/A", "#N/A", "<NA>", "NULL", "Null", "None", "NONE", "NaN", "NAN", "Na"}
_LONGEST_HOLE = max(map(len, HOLES))

# So many telling cells decide a column's decimal sign; every cell is then still read by it, or stays a word.
_ENOUGH_EVIDENCE = 1000

# A minus sign, the spaces and the apostrophe that typesetting knows, as the keyboard has them.
_KEYBOARD = str.maketrans(
    {"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2019": "'", "\uff0b": "+"}
)
_CURRENCY = "$¢£¤¥֏؋৲৳฿₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₱₲₴₵₸₹₺₼₽₾₿"


def _grammar(decimal: str, groups: str) -> re.Pattern[str]:
    """(1,200), -$5.00, 12 %, 1 234.5, 2e-3: one sign, one unit, groups of three digits by one kind of separator."""
    grouped = "|".join(rf"[1-9]\d{{0,2}}(?:{sign}\d{{3}})+" for sign in (groups, " ", "'"))
    return re.compile(
        rf"(?P<open>\()? ?(?P<sign>[+-])? ?(?P<before>[{_CURRENCY}])? ?(?P<inner>[+-])?"
        rf"(?:(?P<grouped>(?:{grouped})(?:{decimal}\d*)?)"
        rf"|(?P<plain>(?:\d+(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][+-]?\d+)?))"
        rf" ?(?P<after>[{_CURRENCY}%])? ?(?P<close>\))?"
    )


_NUMBER = {".": _grammar(r"\.", ","), ",": _grammar(",", r"\.")}
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE)


def is_hole(text: str) -> bool:
    """Whether the cell says that nothing is known."""
    return len(text) <= _LONGEST_HOLE and (text in USUAL_HOLES or text.lower() in HOLES)


def read_number(text: str, decimal: str) -> tuple[float, str] | None:
    """The number under that decimal sign, and its unit (a currency sign, "%" or ""); None for anything else.

    12 % is 12. What is beyond float64, and inf spelled out, is infinite; a hole is no number.
    """
    if not text.isascii():
        text = text.translate(_KEYBOARD)
    match = _NUMBER[decimal].fullmatch(text)
    if match is None:
        return (float(text.replace("∞", "inf")), "") if _INFINITE.fullmatch(text) else None
    opened, sign, before, inner, grouped, plain, after, closed = match.groups()
    if bool(opened) != bool(closed) or (sign and inner) or (before and after) or (opened and (sign or inner)):
        return None
    digits = plain or grouped.replace(" ", "").replace("'", "").replace("," if decimal == "." else ".", "")
    if decimal == ",":
        digits = digits.replace(",", ".")
    value = float(digits)
    return -value if opened or "-" in (sign, inner) else value, before or after or ""


def reads_as_number(text: str) -> bool:
    """Whether the cell is a number under either decimal sign."""
    return read_number(text, ".") is not None or read_number(text, ",") is not None


def decimal_evidence(texts: Iterable[str]) -> Counter[str]:
    """How many cells can be read under one decimal sign only, "." or ","; "?" counts those that differ under both."""
    evidence: Counter[str] = Counter()
    for text in texts:
        if "," not in text and "." not in text:
            continue
        point, comma = read_number(text, "."), read_number(text, ",")
        if point != comma:
            evidence["." if comma is None else "," if point is None else "?"] += 1
            if evidence["."] + evidence[","] >= _ENOUGH_EVIDENCE:
                break
    return evidence


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column read as numbers: `values` float64 with NaN for everything else, and the rows that are no numbers."""

    values: np.ndarray
    others: tuple[int, ...]
    units: frozenset[str]

    @property
    def mixes_units(self) -> bool:
        """Euros and dollars, or percent and plain numbers, in one column do not mean one quantity."""
        return len(self.units - {""}) > 1 or {"%", ""} <= self.units


def read_numbers(texts: Sequence[str], decimal: str) -> Numbers:
    """Every cell under one decimal sign."""
    values = np.full(len(texts), np.nan)
    others, units = [], set()
    swap = decimal == ","
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
                        units.add("")
                    continue
        number = read_number(text, decimal)
        if number is not None:
            values[row] = number[0]
            # 0 is 0 in any unit.
            if number[0]:
                units.add(number[1])
        elif not is_hole(text):
            others.append(row)
    return Numbers(values, tuple(others), frozenset(units))
