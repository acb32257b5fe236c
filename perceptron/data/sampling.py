"""A part of many rows that stands for all of them."""

import numpy as np


def evenly_taken(rows: int, most: int) -> np.ndarray:
    """The numbers of at most that many of `rows` rows, rising and evenly apart, the first and the last among them."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round().astype(np.int64))
