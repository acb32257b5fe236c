"""What a column is for, as far as its name and its numbers tell: counting rows, naming them, or being predicted.

Nothing here forbids a choice; it only decides what is offered at first.
"""

import re
from collections.abc import Collection
from typing import Literal

import numpy as np

Role = Literal["index", "identifier", "constant", "sparse", "measure"]

# Names that say what somebody wants to know, and those of quantities that people do.
TARGET_NAMES = frozenset({"y", "target", "label", "outcome", "response", "output", "dependent", "result"})
WANTED = frozenset(
    {"price", "prices", "sales", "cost", "costs", "revenue", "income", "salary", "wage", "rent", "fare", "yield"}
    | {
        "amount",
        "close",
        "score",
        "grade",
        "consumption",
        "demand",
        "profit",
        "charges",
        "preis",
        "umsatz",
        "kosten",
        "medv",
    }
)
# Words in the name of what names a row.
NAMING = frozenset(
    {"id", "ids", "uid", "uuid", "guid", "zip", "zipcode", "postcode", "postal", "plz", "phone", "telephone", "tel"}
    | {"mobile", "fax", "isbn", "ean", "ssn", "iban", "barcode", "index", "idx", "rownum", "rownames"}
)
NUMBERING = frozenset({"no", "nr", "num", "number", "nummer", "code", "key"})
# 1, 2, 3, … under such a name is a quantity all the same.
COUNTING_ON = frozenset(
    {"x", "t", "time", "day", "days", "week", "weeks", "month", "months", "quarter", "hour", "hours", "minute"}
    | {"minutes", "second", "seconds", "period", "step", "steps", "round", "age", "level", "dose", "size", "distance"}
)
# Fewer rows than this tell nothing about whether numbers name them.
FEWEST_ROWS = 5
# Identifiers of one length have at least so many digits: years and heights have fewer.
FEWEST_DIGITS = 5
SPARSE = 0.2


def role(name: str, values: np.ndarray, relation: float | None) -> Role:
    """What a column of numbers is for; values (rows,) has NaN for holes.

    index: 0, 1, 2, … or 1, 2, 3, … down the table. identifier: a number that names its row. constant: one value.
    sparse: nearly empty. relation: its correlation with what is to be predicted, None where nobody knows.
    """
    filled = values[np.isfinite(values)]
    if len(filled) < max(2, SPARSE * len(values)):
        return "sparse"
    if filled.min() == filled.max():
        return "constant"
    words = _words(name)
    if _counts_rows(values) and len(values) >= FEWEST_ROWS and not COUNTING_ON & set(words):
        return "index"
    whole = bool((filled == np.rint(filled)).all())
    if whole and (NAMING & set(words) or _looks_like_identifiers(words, filled, relation)):
        return "identifier"
    return "measure"


def is_target_by_name(name: str, names: Collection[str]) -> bool:
    """Whether the name, among all those of the table, says that this is what is to be predicted, as y and target do;
    y beside z is a coordinate.
    """
    is_coordinate = name.lower() == "y" and any(other.lower() == "z" for other in names)
    return " ".join(_words(name)) in TARGET_NAMES and not is_coordinate


def is_wanted_by_name(name: str) -> bool:
    """Whether the name is of something that people often want to predict, as a price is."""
    return bool(WANTED & set(_words(name)))


def _words(name: str) -> list[str]:
    """The words of a name in small letters: PassengerId, passenger_id and "passenger id" are the same two."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.findall(r"[^\W\d_]+", apart.lower())


def _counts_rows(values: np.ndarray) -> bool:
    return bool(values[0] in (0.0, 1.0) and (np.diff(values) == 1.0).all())


def _looks_like_identifiers(words: list[str], filled: np.ndarray, relation: float | None) -> bool:
    """Whole numbers, all different, that say nothing: called a number or a code, or all of one great length."""
    if len(filled) < FEWEST_ROWS or len(np.unique(filled)) < len(filled):
        return False
    if words and words[-1] in NUMBERING:
        return True
    digits = np.floor(np.log10(np.maximum(np.abs(filled), 1.0))) + 1
    is_evenly_apart = len(np.unique(np.diff(filled))) == 1
    unrelated = relation is not None and abs(relation) < 0.3
    return bool(digits.min() == digits.max() >= FEWEST_DIGITS and unrelated and not is_evenly_apart)
