"""What a view plots as it goes to the browser: columns by name, in no more bytes than its picture can show."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from perceptron.charts.film import AXES
from perceptron.charts.view import Look, Shown, View

# Tables with more rows than this are worth shortening; a picture does not show this share of what it spans.
FEW, UNSEEN = 30, 1e-4
Columns = dict[str, np.ndarray]


def columns_of(view: View[Shown], run: Shown, look: Look) -> dict[str, Columns]:
    """What a view plots, by name, its constants as one row among them; infinite numbers are left out of pictures."""
    constants = {name: np.array([float(value)]) for name, value in view.constants(run, look).items()}
    plotted = {name: shortened(table.items()) for name, table in view.plotted(run, look).items()}
    return {AXES: shortened(constants.items()), **plotted}


def tables_of(view: View[Shown], run: Shown, look: Look) -> dict[str, pd.DataFrame]:
    """The same as tables."""
    return {name: pd.DataFrame(columns) for name, columns in columns_of(view, run, look).items()}


def shortened(columns: Iterable[tuple[object, np.ndarray | pd.Series]]) -> Columns:
    """Numbers in half the bytes, where a picture could not show the difference; what is no number is left out of it."""
    return {str(name): _short(np.asarray(values)) for name, values in columns}


def _short(values: np.ndarray) -> np.ndarray:
    if values.dtype == np.int64:
        return values.astype(np.int32) if not len(values) or np.abs(values).max() < 2**31 else values
    if values.dtype.kind != "f":
        return values
    there = np.isfinite(values)
    values = np.where(there, values, np.nan)
    if len(values) <= FEW or not there.any():
        return values.astype(np.float32) if len(values) > FEW else values
    known = values[there]
    with np.errstate(over="ignore"):
        off = np.abs(known.astype(np.float32).astype(np.float64) - known).max()
    if np.isfinite(off) and off <= UNSEEN * np.ptp(known):
        return values.astype(np.float32)
    return values
