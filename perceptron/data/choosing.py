"""From a read table to what a neuron trains on: which columns, what becomes of dates and words, which rows are left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.data.looking import correlation, looked_at
from perceptron.data.preparing import MAX_INDICATOR_VALUES, complete_rows, date_as, indicator_columns
from perceptron.data.reading.table import Column, Table
from perceptron.data.roles import is_target_by_name, is_wanted_by_name, role
from perceptron.words import DatasetError, counted, quoted

DateUnit = Literal["days", "years"]
# More number columns than this are not all taken at once, before anybody has looked at them.
MOST_FEATURES_AT_FIRST = 3
# In a table of which little can be used, so many pairs are tried out.
MOST_OFFERS = 60


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
            f"{'Only one' if len(chosen) else 'None'} of {counted(table.rows, 'row')} has a value in every chosen"
            " column: choose fewer columns, or ones with fewer holes."
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
    """The features and the target to offer at first.

    The target is the last column called as one (y, target), else the last called as what people want to predict
    (price, sales), else the last of all; its features are the other columns of numbers, or of many the one that goes
    with it most, or else a date or words. An index, an identifier, a constant or a nearly empty column serves only
    where there is nothing else (see `roles.py`). What is offered can be used, if anything in the table can.

    Raises DatasetError where there are not two columns to choose from.
    """
    offers = list(islice(_offers(table), MOST_OFFERS))
    return next((offer for offer in offers if _can_be_used(table, *offer)), offers[0])


def _offers(table: Table) -> Iterator[tuple[list[str], str]]:
    """What could be offered, the best first: one at least."""
    columns = [column for column in table.columns if usable(column, table.frame[column.name])]
    numbers = [column.name for column in columns if column.kind == "number" or column.mostly_numbers]
    if not numbers:
        if any(column.kind == "number" for column in table.columns):
            raise DatasetError("No column holds more than one number: a line needs two points, so add rows.")
        raise DatasetError(
            "No column holds numbers: the neuron needs one to predict. Check the decimal sign and delimiter."
        )
    if len(columns) < 2:
        raise DatasetError(
            "Only one column can be used as numbers: the neuron needs one to learn from and one to predict."
        )
    for target in _targets(table, numbers):
        good, poor = _features(table, columns, target)
        many = len(good) > MOST_FEATURES_AT_FIRST
        if good:
            yield good[:1] if many else good, target
        yield from (([name], target) for name in [*good, *poor])


def _targets(table: Table, numbers: list[str]) -> list[str]:
    """The columns of numbers, the one that is most likely to be predicted first."""

    names = {column.name for column in table.columns}

    def rank(name: str) -> tuple[bool, bool, bool, bool, int]:
        what = _role(table, table.column(name), None)
        tells = what not in ("constant", "sparse")
        is_target = tells and is_target_by_name(name, names)
        return (tells, is_target, what == "measure", is_wanted_by_name(name), numbers.index(name))

    return sorted(numbers, key=rank, reverse=True)


def _features(table: Table, columns: Sequence[Column], target: str) -> tuple[list[str], list[str]]:
    """What to learn that target from: the columns that measure something, of many those first that go with it most,
    and those that serve in their place, the better first.
    """
    strength = {column.name: correlation(table, column.name, target) for column in columns if column.name != target}
    roles = {column.name: _role(table, column, strength[column.name]) for column in columns if column.name in strength}
    good = [name for name in roles if roles[name] == "measure"]
    if len(good) > MOST_FEATURES_AT_FIRST:
        good.sort(key=lambda name: -abs(strength[name] or 0.0))
    substitutes = ("date", "text", "index", "identifier", "sparse", "constant")
    return good, [name for kind in substitutes for name in roles if roles[name] == kind]


def _role(table: Table, column: Column, relation: float | None) -> str:
    """The role of a column of numbers; of another, its kind."""
    if column.kind == "number":
        return role(column.name, table.frame[column.name].to_numpy(dtype=np.float64), relation)
    values = looked_at(table, column.name) if column.mostly_numbers else None
    return column.kind if values is None else role(column.name, values, relation)


def _can_be_used(table: Table, features: Sequence[str], target: str) -> bool:
    try:
        choice = choose(table, features, target, "days")
        Dataset.from_frame(choice.frame, choice.features, choice.target)
    except DatasetError:
        return False
    return True


def _as_numbers(values: pd.Series, column: Column, dates: DateUnit) -> pd.DataFrame:
    if column.kind == "date":
        return date_as(values, dates).rename(f"{column.name} ({dates})").to_frame()
    if column.kind == "text" and not column.mostly_numbers:
        return indicator_columns(values)
    return values.to_frame()
