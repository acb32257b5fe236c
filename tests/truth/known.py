"""Data sets on which something false was said once."""

from pathlib import Path

import numpy as np

from perceptron import Dataset

DATA = Path(__file__).resolve().parent.parent.parent / "data"
STEPS = np.arange(30.0)
BOTH = np.arange(-10.0, 11.0) / 5
NEAR_Z = {"standardize": True, "activation": "identity"}


def table(x: np.ndarray, y: np.ndarray) -> Dataset:
    """Columns x and a target y as a data set."""
    columns = np.reshape(x, (len(y), -1))
    return Dataset(columns, y, tuple(f"x{place + 1}" for place in range(columns.shape[1])))


SETS = {path.stem: Dataset.from_csv(path) for path in DATA.glob("*.csv")} | {
    "high": table(STEPS, 1.7e9 + 60 * STEPS),
    "hinge": table(BOTH, 2 * np.maximum(BOTH, 0) + 1),
    "minus abs": table(BOTH, -np.abs(BOTH)),
    "both signs": table(BOTH, 0.7 * BOTH + 1 + 0.1 * np.cos(9 * BOTH)),
    "from day 0": table(STEPS[:20], 50 - 3 * STEPS[:20]),
    "twice": table(np.column_stack([BOTH, 2 * BOTH]), 0.7 * BOTH + 1 + 0.1 * np.cos(9 * BOTH)),
    "exact": table(BOTH, 0.5 * BOTH + 1),
    "stamps": table(1.6e9 + STEPS, np.cos(STEPS)),
}
