"""A first look at the columns of a table: how their values are spread, and which go together."""

import numpy as np

from perceptron.data.preparing import date_as, numbers_in
from perceptron.data.reading.table import Table
from perceptron.data.sampling import evenly_taken

# Enough rows for a thumbnail and a correlation.
MOST_ROWS_LOOKED_AT = 100_000
BINS = 12


def histogram(table: Table, name: str) -> list[int]:
    """How many values fall into each of BINS equal parts of the column's range, or how often each word stands."""
    values = looked_at(table, name)
    if values is None:
        words = table.frame[name].dropna()
        return [int(count) for count in words.value_counts(sort=False).head(BINS)]
    # Halves, so that the distance between the largest numbers there are is one too.
    halves = values[np.isfinite(values)] / 2
    if not len(halves):
        return []
    distance = halves.max() - halves.min()
    if distance == 0:
        return [0] * (BINS // 2) + [len(halves)] + [0] * (BINS - BINS // 2 - 1)
    places = np.minimum((halves - halves.min()) / distance * BINS, BINS - 1).astype(np.int64)
    return [int(count) for count in np.bincount(places, minlength=BINS)]


def correlation(table: Table, first: str, second: str) -> float | None:
    """Pearson's correlation of two columns, -1 … 1, over rows where both have numbers; None where there is none."""
    one, other = looked_at(table, first), looked_at(table, second)
    if one is None or other is None:
        return None
    both = np.isfinite(one) & np.isfinite(other)
    one, other = one[both], other[both]
    if len(one) < 2 or one.min() == one.max() or other.min() == other.max():
        return None
    one, other = one / np.abs(one).max(), other / np.abs(other).max()
    with np.errstate(all="ignore"):
        found = float(np.corrcoef(one, other)[0, 1])
    return found if np.isfinite(found) else None


def looked_at(table: Table, name: str) -> np.ndarray | None:
    """A column's numbers, NaN for holes, of evenly taken rows; None for words."""
    column, values = table.column(name), table.frame[name]
    if len(values) > MOST_ROWS_LOOKED_AT:
        values = values.iloc[evenly_taken(len(values), MOST_ROWS_LOOKED_AT)]
    if column.kind == "date" and values.notna().any():
        return date_as(values, "days").to_numpy()
    if column.kind == "date":
        return np.full(len(values), np.nan)
    if column.kind in ("number", "empty"):
        return values.to_numpy(dtype=np.float64)
    return numbers_in(values, column).values if column.mostly_numbers else None
