"""A small table inside a link: everything that a page needs to show the same data to somebody else.

A link comes from anybody. So what is unpacked is not trusted in its shape, its names or its numbers either.
"""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from perceptron.data.frame_columns import column_values
from perceptron.data.reading import MAX_COLUMNS
from perceptron.take_home.packed import damaged, pack, unpack
from perceptron.words import DatasetError, quoted

MAX_LINK_ROWS = 5_000

WHAT, INSTEAD = "The table", "ask for the data as a CSV file"


def pack_table(frame: pd.DataFrame, features: Sequence[str], target: str) -> str | None:
    """The features and the target as text for a link: letters, digits, "-", "_" and one ".", nothing to escape.

    Every float64 and every name comes back exactly. None where the text would be longer than MAX_LINK_LENGTH, or the
    table larger than `unpack_table` takes (MAX_LINK_ROWS, MAX_COLUMNS, MAX_UNPACKED_BYTES). Raises DatasetError for
    a column that is missing or named twice, a name that is no text, and a cell that is no finite number.
    """
    names = [str(name) for name in (*features, target)]
    _check_names(names)
    if len(frame) > MAX_LINK_ROWS or len(names) > MAX_COLUMNS:
        return None
    columns = [_column_of(frame, name) for name in names]
    _check_numbers(names, columns)
    parts = [json.dumps(names, ensure_ascii=False, separators=(",", ":"))]
    parts += ["[" + ",".join(map(_shortest, column.tolist())) + "]" for column in columns]
    inside = f"[{','.join(parts)}]".encode()
    return pack(inside)


def unpack_table(text: str) -> tuple[pd.DataFrame, tuple[str, ...], str]:
    """The table of `pack_table`, its columns float64 and in their order, with the names of features and target.

    Raises DatasetError, one sentence, for whatever is no such table, and nothing else whatever the text. The table
    may still be one that no line can be learned from: that is for `Dataset` to say.
    """
    names, columns = _parsed(unpack(text, WHAT, INSTEAD))
    _check_names(names)
    _check_numbers(names, columns)
    return pd.DataFrame(dict(zip(names, columns, strict=True))), tuple(names[:-1]), names[-1]


def _shortest(value: float) -> str:
    """The fewest digits that come back as this very number: 1 for 1.0, -0 for -0.0."""
    return repr(value).removesuffix(".0").replace("e+", "e")


def _too_large(had: str) -> DatasetError:
    return DatasetError(f"{WHAT} in this link has {had}: {INSTEAD}.")


def _parsed(inside: bytes) -> tuple[list[str], list[np.ndarray]]:
    """The names and as many equally long columns of numbers."""
    try:
        # Every number as float, so -0 keeps its sign; NaN, Infinity and endless digits are refused with their place.
        parts = json.loads(inside.decode("utf-8"), parse_int=float, parse_constant=float)
    except (ValueError, RecursionError) as error:
        raise damaged(WHAT) from error
    if not (isinstance(parts, list) and parts and all(isinstance(part, list) for part in parts)):
        raise damaged(WHAT)
    names, *columns = parts
    if len(names) != len(columns) or not all(isinstance(name, str) for name in names):
        raise damaged(WHAT)
    if len(names) > MAX_COLUMNS:
        raise _too_large(f"{len(names):,} columns, and {MAX_COLUMNS} are the most a link can hold")
    if len({len(column) for column in columns}) > 1:
        raise damaged(WHAT)
    if columns and len(columns[0]) > MAX_LINK_ROWS:
        raise _too_large(f"{len(columns[0]):,} rows, and {MAX_LINK_ROWS:,} are the most a link can hold")
    if not all(isinstance(cell, float) for column in columns for cell in column):
        raise damaged(WHAT)
    return names, [np.array(column, dtype=np.float64) for column in columns]


def _column_of(frame: pd.DataFrame, name: str) -> np.ndarray:
    """One column as float64, NaN for whatever is no number. Raises DatasetError where there is no such column."""
    columns = [str(column) for column in frame.columns]
    if name not in columns:
        raise DatasetError(f"There is no column {quoted(name)} to put into a link: choose one that is in the table.")
    return column_values(frame.iloc[:, columns.index(name)])


def _check_names(names: Sequence[str]) -> None:
    if len(names) < 2:
        raise DatasetError("A table in a link needs at least one feature and a target: choose two columns or more.")
    for place, name in enumerate(names, start=1):
        if name in names[: place - 1]:
            raise DatasetError(f"Two columns in the link are called {quoted(name)}: rename one of them.")
        # Half of a pair of UTF-16 is no character, and breaks whatever has to show it.
        if any("\ud800" <= character <= "\udfff" for character in name):
            raise DatasetError(f"The name of column {place} in the link is no text: rename it.")


def _check_numbers(names: Sequence[str], columns: Sequence[np.ndarray]) -> None:
    for name, column in zip(names, columns, strict=True):
        unusable = np.flatnonzero(~np.isfinite(column))
        if len(unusable):
            raise DatasetError(
                f"Row {unusable[0] + 1} of column {quoted(name)} is no finite number, and a link carries nothing else: "
                "correct it or delete the row."
            )
