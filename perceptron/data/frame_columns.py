"""A column of a pandas frame as numbers, wherever the frame came from."""

import math
import sys
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd


def column_values(column: pd.Series) -> np.ndarray:
    """The cells as float64, texts read as pandas reads them; NaN for whatever is no number, infinite beyond float64."""
    dtype = column.dtype
    if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype):
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    cells = pd.Series([_number_or_text(cell) for cell in column.tolist()], dtype=object)
    return pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def _number_or_text(cell: object) -> object:
    """The cell, or None where pandas would make a number of what is none: it counts dates in microseconds."""
    if isinstance(cell, int) and abs(cell) > sys.float_info.max:
        return math.inf if cell > 0 else -math.inf
    return cell if isinstance(cell, (str, Real, Decimal, np.bool_)) else None
