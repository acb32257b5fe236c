"""From a read table to what a neuron trains on: which columns, what becomes of dates and words, which rows are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from perceptron.data.preparing import MAX_INDICATOR_VALUES, complete_rows, date_as, indicator_columns, numbers_in
from perceptron.data.reading.table import Column, Table
from perceptron.data.sampling import evenly_taken
from perceptron.words import DatasetError, quoted

DateUnit = Literal["days", "years"]
# More number columns than this are not all taken at once, before anybody has looked at them.
MOST_FEATURES_AT_FIRST = 3
# Enough rows for a thumbnail and a correlation.
MOST_ROWS_LOOKED_AT = 100_000
BINS = 12


@dataclass(frozen=True, eq=False)
class Choice:
    """Numbers to train on: `frame` holds the features and the target, without the rows in `left_out`, which has
    row, line and reason. `features` are named anew where a column of words became several of 0 and 1.
    """

    frame: pd.DataFrame
    features: tuple[str, ...]
    target: str
    left_out: pd.DataFrame


def choose(table: Table, features: Sequence[str], target: str, dates: DateUnit) -> Choice:
    """The chosen columns as numbers: dates in that unit, words as 0 and 1.

    Raises DatasetError, in a sentence, where the columns cannot be used so.
    """
    if not features:
        raise DatasetError("No feature is chosen: choose at least one column to learn from.")
    if target in features:
        raise DatasetError(f"Column {quoted(target)} is both feature and target: choose two different columns.")
    chosen, left_out = complete_rows(table, [*features, target])
    if len(chosen) < 2:
        raise DatasetError(
            f"Only {len(chosen)} of {table.rows:,} rows have a value in every chosen column: choose fewer columns, or"
            " ones with fewer holes."
        )
    parts = [_as_numbers(chosen[name], table.column(name), dates) for name in features]
    aim = _as_numbers(chosen[target], table.column(target), dates)
    if aim.shape[1] != 1:
        raise DatasetError(
            f"Column {quoted(target)} has {aim.shape[1] + 1} different words: a target needs numbers, or two words."
        )
    frame = pd.concat([*parts, aim], axis=1).reset_index(drop=True)
    names = [str(name) for name in frame.columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise DatasetError(f"Two of the chosen columns would be called {quoted(twice)}: leave one of them out.")
    return Choice(frame, tuple(names[:-1]), names[-1], left_out)


def usable(column: Column, values: pd.Series) -> bool:
    """Whether the column can become numbers: it has some, or dates, or few words."""
    if column.kind == "text" and not column.mostly_numbers:
        return 2 <= values.nunique() <= MAX_INDICATOR_VALUES
    return column.filled > 1 and column.kind != "empty"


def first_choice(table: Table) -> tuple[list[str], str]:
    """What to offer at first: the last column of numbers as target, and the other number columns as features; of
    many, the one that goes with the target most.
    """
    columns = [column for column in table.columns if usable(column, table.frame[column.name])]
    numbers = [column.name for column in columns if column.kind == "number" or column.mostly_numbers]
    others = [column.name for column in columns if column.name not in numbers]
    if not numbers:
        if any(column.kind == "number" for column in table.columns):
            raise DatasetError("No column holds more than one number: a line needs two points, so add rows.")
        raise DatasetError(
            "No column holds numbers: the neuron needs one to predict. Check the decimal sign and delimiter."
        )
    target = numbers[-1]
    features = numbers[:-1] or others[:1]
    if len(features) > MOST_FEATURES_AT_FIRST:
        strength = {name: abs(correlation(table, name, target) or 0.0) for name in features}
        features = [max(features, key=strength.__getitem__)]
    if not features:
        raise DatasetError(
            "Only one column can be used as numbers: the neuron needs one to learn from and one to predict."
        )
    return features, target


def histogram(table: Table, name: str) -> list[int]:
    """How many values fall into each of BINS equal parts of the column's range, or how often each word stands."""
    values = _looked_at(table, name)
    if values is None:
        words = table.frame[name].dropna()
        return [int(count) for count in words.value_counts(sort=False).head(BINS)]
    finite = values[np.isfinite(values)]
    return [int(count) for count in np.histogram(finite, BINS)[0]] if len(finite) else []


def correlation(table: Table, first: str, second: str) -> float | None:
    """Pearson's correlation of two columns, -1 … 1, over rows where both have numbers; None where there is none."""
    one, other = _looked_at(table, first), _looked_at(table, second)
    if one is None or other is None:
        return None
    both = np.isfinite(one) & np.isfinite(other)
    one, other = one[both], other[both]
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    one, other = one / np.abs(one).max(), other / np.abs(other).max()
    with np.errstate(all="ignore"):
        found = float(np.corrcoef(one, other)[0, 1])
    return found if np.isfinite(found) else None


def _as_numbers(values: pd.Series, column: Column, dates: DateUnit) -> pd.DataFrame:
    if column.kind == "date":
        return date_as(values, dates).rename(f"{column.name} ({dates})").to_frame()
    if column.kind == "text" and not column.mostly_numbers:
        return indicator_columns(values)
    return values.to_frame()


def _looked_at(table: Table, name: str) -> np.ndarray | None:
    """A column's numbers, NaN for holes, of evenly taken rows; None for words."""
    column, values = table.column(name), table.frame[name]
    if len(values) > MOST_ROWS_LOOKED_AT:
        values = values.iloc[evenly_taken(len(values), MOST_ROWS_LOOKED_AT)]
    if column.kind == "number":
        return values.to_numpy(dtype=np.float64)
    if column.kind == "date":
        return date_as(values, "days").to_numpy()
    if column.mostly_numbers:
        return numbers_in(values, column).values
    return None
