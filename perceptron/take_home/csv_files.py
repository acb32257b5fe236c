"""What a learner takes home as CSV: the data, and the history of a run.

The files are comma-separated with decimal points and CRLF line ends (RFC 4180, and what Excel writes), in UTF-8 with a
byte order mark, without which Excel takes umlauts for Windows-1252. Numbers have all the digits needed to come back
as the same float64.

A spreadsheet runs a cell that starts with "=" and the like as a formula, and the names of columns may come from a
stranger's file. So names that could start one are written as text, with an apostrophe before them. Every name is in
quotes, so that none looks like a comment or a separator line.
"""

import csv
import io
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.data.reading import reads_as_number
from perceptron.data.reading.dates import read_date
from perceptron.data.reading.numbers import is_hole
from perceptron.learning.history import History

# Full-width and small signs count as well: a spreadsheet set to Chinese or Japanese reads them as =, +, - and @.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫\t\r\n")
# Taken off on the way into a cell by one program or another. An apostrophe is not: behind it a cell is text.
_QUOTES = frozenset('"`´“”„‟‘’‚‛«»‹›＂')


def formula_safe(name: str) -> str:
    """A name as a spreadsheet cell that is never run: the same name, wherever it is harmless.

    An apostrophe goes before a name that starts with = + - @, a tab or a line break, also behind spaces, quotes or
    invisible characters; and so within a name after a semicolon, which in half of the world's spreadsheets starts the
    next cell. Line breaks and other control characters become spaces. A name made safe stays as it is.
    """
    pieces = [f"'{piece}" if _starts_formula(piece) else piece for piece in name.split(";")]
    return "".join(map(_in_one_line, ";".join(pieces)))


def data_csv(dataset: Dataset) -> bytes:
    """The features, then the target, under their names; `Dataset.from_csv` reads the same numbers back."""
    names = [formula_safe(name) for name in dataset.names]
    # A first line of nothing but numbers, say years, would be read as a row of data.
    words = [name.strip() for name in names if not is_hole(name.strip())]
    if words and all(map(_is_value, words)):
        names[0] = f"'{names[0]}"
    return _csv(names, [*dataset.features.T, dataset.target[:, 0]])


def history_csv(history: History, feature_names: Sequence[str]) -> bytes:
    """One row per epoch: epoch, loss, the weight of every feature, bias, and their gradients in the same order.

    All in the units of training, which for a standardised run are those of the z-scores. Raises ValueError where the
    names are not as many as the weights.
    """
    if len(feature_names) != history.weights.shape[1]:
        raise ValueError(f"There are {len(feature_names)} feature names for {history.weights.shape[1]} weights.")
    names = ["epoch", "loss", *[f"weight of {name}" for name in feature_names], "bias"]
    names += [*[f"weight gradient of {name}" for name in feature_names], "bias gradient"]
    columns = [history.epoch.astype(np.int64), history.losses, *history.weights.T, history.biases]
    columns += [*history.weight_gradients.T, history.bias_gradients]
    return _csv([formula_safe(name) for name in names], columns)


def table_csv(frame: pd.DataFrame) -> bytes:
    """A table with texts among its cells, which are as safe as its headings; an empty cell is empty."""
    columns = [
        column if column.dtype.kind in "fi" else column.map(lambda cell: formula_safe(str(cell)))
        for _, column in frame.items()
    ]
    return _csv([formula_safe(str(name)) for name in frame.columns], columns)


def _csv(names: Sequence[str], columns: Sequence[np.ndarray] | Sequence[pd.Series]) -> bytes:
    """The file: names in quotes, numbers without. The columns are not copied; pandas writes some rows at a time."""
    frame = pd.DataFrame(dict(enumerate(columns)), copy=False)
    file = io.BytesIO()
    frame.to_csv(
        file,
        header=list(names),
        index=False,
        encoding="utf-8-sig",
        lineterminator="\r\n",
        quoting=csv.QUOTE_NONNUMERIC,
    )
    return file.getvalue()


def _starts_formula(text: str) -> bool:
    for character in text:
        if character in _FORMULA_STARTS:
            return True
        invisible = unicodedata.category(character) in ("Cc", "Cf")
        if not (invisible or character.isspace() or character in _QUOTES):
            return False
    return False


def _in_one_line(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    # Half of a pair of UTF-16 cannot be written to a file.
    return "\N{REPLACEMENT CHARACTER}" if category == "Cs" else character


def _is_value(cell: str) -> bool:
    """Whether a reader would take the name for a number or a date."""
    return reads_as_number(cell) or any(read_date(cell, day_first) is not None for day_first in (True, False))
