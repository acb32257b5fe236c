"""From a table to numbers a neuron can learn from: complete rows, dates as numbers, words as 0 and 1.

Each step is asked for by name and gives back what it left out or took as its zero.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from perceptron.data.reading.measures import Numbers, read_numbers
from perceptron.data.reading.table import Column, Table
from perceptron.data.reading.times import read_times
from perceptron.words import DatasetError, counted, quoted

MAX_INDICATOR_VALUES = 12


def complete_rows(table: Table, columns: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The chosen columns in the rows where none of them is missing, and the rows left out.

    A column of mostly numbers (see Column.mostly_numbers) becomes float64, and the rows in which it says something
    else are left out too, as are those with an odd cell among dates and with an infinite number. Both frames keep the
    index of `table.frame`; the second has `row` (from 1), `line` of the file, and `reason`, a sentence for each row.
    Raises DatasetError for a column that is not there.
    """
    known = {column.name: column for column in table.columns}
    chosen: dict[str, pd.Series] = {}
    reasons: dict[int, list[str]] = {}
    for name in columns:
        if name not in known:
            raise DatasetError(f"There is no column {quoted(name)}: choose one of the {counted(len(known), 'column')}.")
        column = known[name]
        values = table.frame[name]
        odd_dates = dict(column.odd_cells)
        for row in np.flatnonzero(values.isna()).tolist():
            is_what = f"{quoted(odd_dates[row])}, not a date" if row in odd_dates else "empty"
            reasons.setdefault(row, []).append(f"{quoted(name)} is {is_what}")
        if column.mostly_numbers:
            numbers = numbers_in(values, column)
            for row in numbers.others:
                sort = "time" if column.times else "number"
                reasons.setdefault(row, []).append(f"{quoted(name)} is {quoted(values.iloc[row])}, not a {sort}")
            values = pd.Series(numbers.values, index=values.index, name=name)
        if column.kind == "number" or column.mostly_numbers:
            for row in np.flatnonzero(np.isinf(values.to_numpy())).tolist():
                reasons.setdefault(row, []).append(f"{quoted(name)} is infinite")
        chosen[name] = values
    frame = pd.DataFrame(chosen, index=table.frame.index, columns=list(chosen))
    left_out = sorted(reasons)
    report = pd.DataFrame(
        {
            "row": [row + 1 for row in left_out],
            "line": table.lines[left_out].astype(np.int64),
            "reason": ["; ".join(reasons[row]) + "." for row in left_out],
        },
        index=frame.index[left_out],
    )
    return frame.drop(index=frame.index[left_out]), report


def numbers_in(values: pd.Series, column: Column) -> Numbers:
    """Cells of a column of mostly numbers, each read under the column's decimal sign, or as a time."""
    texts = values.fillna("").tolist()
    return read_times(texts) if column.times else read_numbers(texts, column.decimal or ".")


def date_as(column: pd.Series, unit: Literal["days", "years"]) -> pd.Series:
    """Dates as float64: "days" since the first date of the column (0 there), or "years", where noon on the second of
    July 2023 is 2023.5. NaN for a missing date. Raises DatasetError where the column holds no dates."""
    if not pd.api.types.is_datetime64_any_dtype(column.dtype) or column.isna().all():
        raise DatasetError(f"Column {quoted(column.name)} holds no dates: choose a column of dates.")
    moments = column.to_numpy(dtype="datetime64[us]")
    if unit == "days":
        numbers = (moments - np.nanmin(moments)) / np.timedelta64(1, "D")
    elif unit == "years":
        years = moments.astype("datetime64[Y]")
        start, end = years.astype("datetime64[us]"), (years + 1).astype("datetime64[us]")
        numbers = years.astype("datetime64[Y]").astype(np.int64) + 1970 + (moments - start) / (end - start)
    else:
        raise ValueError(f"unit is {unit!r}, not one of 'days' and 'years'")
    return pd.Series(np.asarray(numbers, dtype=np.float64), index=column.index, name=column.name)


def indicator_columns(column: pd.Series) -> pd.DataFrame:
    """A column "colour = red" of 0 and 1 for every value but the first to appear.

    The value left out is the baseline: where all columns are 0 the row has that value, so the bias speaks for it and
    each weight says how much another value differs from it. A column for it as well would be the sum of the others
    taken from 1, and no single best set of weights would exist. A missing value is NaN throughout. Raises
    DatasetError for fewer than two values or more than MAX_INDICATOR_VALUES.
    """
    values = list(dict.fromkeys(column.dropna().tolist()))
    if len(values) < 2:
        count = "one value" if values else "no values"
        raise DatasetError(f"Column {quoted(column.name)} has {count}: choose a column with at least two.")
    if len(values) > MAX_INDICATOR_VALUES:
        raise DatasetError(
            f"Column {quoted(column.name)} has {len(values):,} different values, at most {MAX_INDICATOR_VALUES} can "
            "become columns of 0 and 1: choose another column."
        )
    cells = column.to_numpy(dtype=object)
    missing = column.isna().to_numpy()
    indicators = {f"{column.name} = {value}": np.where(missing, np.nan, cells == value) for value in values[1:]}
    return pd.DataFrame(indicators, index=column.index)
