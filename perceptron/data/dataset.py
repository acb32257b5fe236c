"""What the neuron learns from: a table of features, and the target beside it.

Whatever a table cannot be used for is said in one sentence that names the place and what to do. Nothing is
repaired in silence: a neuron that learned from numbers nobody gave it would be a bad teacher.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from perceptron.data.frame_columns import column_values
from perceptron.data.reading import read_table, reads_as_number
from perceptron.words import DatasetError, counted, quoted

# Squares of larger numbers, added up over a million rows, no longer fit into float32 (3.4e38).
LARGEST_VALUE = 1e15
# Slopes per such a small unit, and their squares, still fit into float64.
SMALLEST_SPREAD = 1e-100


@dataclass(frozen=True, eq=False)
class Dataset:
    """Checked numbers: `features` is (rows, d) and `target` (rows, 1), both float64 and read-only.

    Training casts to float32, as the article does. Two or more rows; every feature takes at least two values. With
    values_are_checked nobody looks again for what is empty, infinite or too large.
    """

    features: np.ndarray
    target: np.ndarray
    feature_names: tuple[str, ...]
    target_name: str = "y"
    values_are_checked: InitVar[bool] = False

    def __post_init__(self, values_are_checked: bool) -> None:
        object.__setattr__(self, "features", _read_only(self.features))
        object.__setattr__(self, "target", _read_only(np.reshape(self.target, (-1, 1))))
        object.__setattr__(self, "feature_names", tuple(self.feature_names))
        self._check_shape()
        if not values_are_checked:
            for name, values in zip(self.names, (*self.features.T, self.target[:, 0]), strict=True):
                _check_values(name, values)
        for name, values in zip(self.feature_names, self.features.T, strict=True):
            _check_spread(name, values)

    def _check_shape(self) -> None:
        if self.features.ndim != 2 or self.features.shape[1] != len(self.feature_names):
            raise DatasetError("The features must be a table with one name for each column.")
        if len(self.features) != len(self.target):
            raise DatasetError(
                f"The table has {counted(len(self.features), 'row')} of features but {len(self.target)} of the target."
            )
        if not self.feature_names:
            raise DatasetError("No feature is chosen: choose at least one column to learn from.")
        if len(self.features) < 2:
            rows = "no rows" if len(self.features) == 0 else "one row"
            raise DatasetError(f"The data has {rows}: add rows until there are at least two, a line needs two points.")

    @classmethod
    def from_csv(
        cls, source: str | Path | bytes | IO[bytes], features: Sequence[str] | None = None, target: str | None = None
    ) -> "Dataset":
        """Read a CSV from a path, its bytes or a file object. Left out, the last column is the target and
        all others are features.

        Raises DatasetError where the file cannot be read as a table or the columns cannot be used.
        """
        return cls.from_frame(read_table(source).frame, features, target)

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, features: Sequence[str] | None = None, target: str | None = None
    ) -> "Dataset":
        """The same from a pandas frame. Raises DatasetError, naming row and column, as `from_csv` does."""
        columns = [str(name) for name in frame.columns]
        if len(columns) < 2:
            raise DatasetError("The table has fewer than two columns: it needs one to learn from and one to predict.")
        target = columns[-1] if target is None else target
        features = [name for name in columns if name != target] if features is None else list(features)
        if target in features:
            raise DatasetError(f"Column {quoted(target)} is both feature and target: choose two different columns.")
        chosen = np.column_stack([_numbers_of(frame, columns, name) for name in (*features, target)])
        return cls(chosen[:, :-1], chosen[:, -1:], tuple(features), target)

    def take(self, rows: np.ndarray) -> "Dataset":
        """Those rows, counted from 0, as a data set of their own.

        Raises DatasetError where they are fewer than two, or a feature is the same in all of them.
        """
        return Dataset(
            self.features[rows], self.target[rows], self.feature_names, self.target_name, values_are_checked=True
        )

    @property
    def rows(self) -> int:
        """The number of points."""
        return len(self.target)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features, then that of the target."""
        return (*self.feature_names, self.target_name)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that is the same for equal data and differs otherwise: the key of a cache."""
        digest = hashlib.sha256(repr((self.feature_names, self.target_name)).encode())
        digest.update(self.features.tobytes())
        digest.update(self.target.tobytes())
        return digest.hexdigest()

    def to_frame(self) -> pd.DataFrame:
        """The features and the target as a pandas frame under their own names."""
        return pd.DataFrame(np.column_stack([self.features, self.target]), columns=list(self.names))

    @cached_property
    def feature_means(self) -> np.ndarray:
        """The mean of every feature, (d,)."""
        return self.features.mean(axis=0)

    @cached_property
    def feature_scales(self) -> np.ndarray:
        """The population standard deviation of every feature, (d,)."""
        # Squares of tiny numbers would underflow to 0, so measure against the column's own spread.
        spread = np.ptp(self.features, axis=0)
        return (self.features / spread).std(axis=0) * spread

    @cached_property
    def z_scores(self) -> np.ndarray:
        """The standardised features (x - mean) / standard deviation, (rows, d)."""
        return (self.features - self.feature_means) / self.feature_scales


def _numbers_of(frame: pd.DataFrame, columns: list[str], name: str) -> np.ndarray:
    """One column as float64. Raises DatasetError for a column that is missing or holds something else."""
    if name not in columns:
        shown = ", ".join(quoted(column) for column in columns[:10]) + (", …" if len(columns) > 10 else "")
        raise DatasetError(f"There is no column {quoted(name)}: the columns are {shown}.")
    column = frame.iloc[:, columns.index(name)]
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        raise DatasetError(
            f"Column {quoted(name)} holds dates: turn them into days or years, or choose another column."
        )
    numbers = column_values(column)
    missing = np.flatnonzero(np.isnan(numbers))
    if len(missing):
        # Among decimal commas the one to name is the cell that is no number however it is read.
        cells = column.iloc[missing].tolist()
        place = next((place for place, cell in enumerate(cells) if not reads_as_number(str(cell))), 0)
        row, value = missing[place], cells[place]
        if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
            raise DatasetError(f"Row {row + 1} of column {quoted(name)} is empty: fill it in or delete the row.")
        raise DatasetError(
            f"Row {row + 1} of column {quoted(name)} is {quoted(value)}, not a number: "
            "correct it, delete the row, or choose another column."
        )
    return numbers


def _check_values(name: str, values: np.ndarray) -> None:
    if np.isfinite(values).all() and np.abs(values).max() <= LARGEST_VALUE:
        return
    row = int(np.flatnonzero(~(np.abs(values) <= LARGEST_VALUE))[0])
    if np.isnan(values[row]):
        raise DatasetError(f"Row {row + 1} of column {quoted(name)} is empty: fill it in or delete the row.")
    reason = "infinite" if np.isinf(values[row]) else "too large for training in float32"
    raise DatasetError(
        f"Row {row + 1} of column {quoted(name)} is {values[row]:g}, which is {reason}: "
        f"use numbers between -{LARGEST_VALUE:g} and {LARGEST_VALUE:g}."
    )


def _check_spread(name: str, values: np.ndarray) -> None:
    if values.min() == values.max():
        raise DatasetError(
            f"Column {quoted(name)} is {values[0]:g} in every row: "
            "a feature needs at least two different values, so change one or choose another column."
        )
    if values.max() - values.min() < SMALLEST_SPREAD:
        raise DatasetError(
            f"The values of column {quoted(name)} differ by less than {SMALLEST_SPREAD:g}: "
            "multiply them by a power of ten, or choose another column."
        )


def _read_only(values: np.ndarray) -> np.ndarray:
    # Row after row, whatever came in: a mean over columns that lie otherwise may differ in its last bit.
    copy = np.array(values, dtype=np.float64, order="C")
    copy.setflags(write=False)
    return copy
