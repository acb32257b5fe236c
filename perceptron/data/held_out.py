"""Keeping rows from training, to see how the neuron does on points it has never learned from."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.words import DatasetError, counted


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The rows kept from training: features (rows, d) and target (rows, 1), in the data's own units."""

    features: np.ndarray
    target: np.ndarray

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.target)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that is the same for equal rows and differs otherwise: the key of a cache."""
        return hashlib.sha256(self.features.tobytes() + self.target.tobytes()).hexdigest()


def hold_out(dataset: Dataset, share: float, seed: int) -> tuple[Dataset, HeldOut | None]:
    """The rows to train on and, drawn at random by the seed, that share of the rows to keep from training.

    None is kept where the share comes to no row, or where no line could be learned from what is left.
    """
    used, kept = split_rows(dataset.rows, share, seed)
    if len(kept) == 0:
        return dataset, None
    try:
        training = dataset.take(used)
    except DatasetError:
        return dataset, None
    return training, HeldOut(dataset.features[kept], dataset.target[kept])


def split_rows(rows: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the rows to train on, and of that share of them, drawn by the seed, to keep; both rising."""
    order, count = np.random.default_rng(seed).permutation(rows), round(share * rows)
    return np.sort(order[count:]), np.sort(order[:count])


def why_none(dataset: Dataset, share: float) -> str:
    """A sentence where `hold_out` keeps no row of that data set though a share is asked for."""
    rows = counted(dataset.rows, "row")
    if round(share * dataset.rows) == 0:
        return f"No row is held out: {share:.0%} of {rows} is less than one, so hold out more, or add rows."
    return (
        f"No row is held out: without {share:.0%} of these {rows} no line could be learned, so hold out fewer, or add"
        " rows."
    )
