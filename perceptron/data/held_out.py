"""Keeping rows from training, to see how the neuron does on points it has never learned from."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.learning.history import History
from perceptron.words import DatasetError


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

    def mean_squares(self, history: History, epochs: np.ndarray) -> np.ndarray:
        """The mean squared residual on these rows at each of those epochs, (len(epochs),)."""
        means = np.empty(len(epochs))
        for place, epoch in enumerate(epochs):
            residuals = history.predict(self.features, int(epoch)) - self.target[:, 0]
            means[place] = np.square(residuals).mean()
        return means

    def r_squared(self, history: History) -> float | None:
        """R² on these rows at the end of training, against their own mean; None where y is the same in all."""
        variance = float(self.target.var())
        return 1 - float(self.mean_squares(history, np.array([-1]))[0]) / variance if variance > 0 else None


def hold_out(dataset: Dataset, share: float, seed: int) -> tuple[Dataset, HeldOut | None]:
    """The rows to train on and, drawn at random by the seed, that share of the rows to keep from training.

    None is kept where the share comes to no row, or where no line could be learned from what is left.
    """
    count = round(share * dataset.rows)
    if count == 0:
        return dataset, None
    order = np.random.default_rng(seed).permutation(dataset.rows)
    kept, used = np.sort(order[:count]), np.sort(order[count:])
    try:
        training = Dataset(dataset.features[used], dataset.target[used], dataset.feature_names, dataset.target_name)
    except DatasetError:
        return dataset, None
    return training, HeldOut(dataset.features[kept], dataset.target[kept])
