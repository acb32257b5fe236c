"""What happened in a run: one row per epoch, as arrays.

Row t is the neuron after t epochs, with the loss and the gradient at that very state; row 0 is untrained.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.learning.activation import ACTIVATIONS
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.words import DatasetError

UNTRAINED_LOSS_OVERFLOWS = (
    "The untrained neuron's loss is already larger than float32 can hold: "
    "standardise the features, or divide the columns by a power of ten."
)


@dataclass(frozen=True, eq=False)
class History:
    """One row per epoch, n + 1 in all where training ran to the end; read-only float64 and always finite.

    losses (n+1,), weights (n+1, d), biases (n+1,), weight_gradients (n+1, d) and bias_gradients (n+1,) are in the
    units of training; losses and gradients are over all training rows, also where updates saw fewer.
    feature_means and feature_scales (d,) are what standardising subtracted and divided by (0 and 1 where it is off).
    diverged_at: the update that broke the numbers; the history ends at the last finite row before it.
    repeats_from: the first epoch whose weights and bias are, bit for bit, those of an earlier one; period: of how many
    epochs earlier, so 1 where they no longer change at all.
    """

    losses: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    weight_gradients: np.ndarray
    bias_gradients: np.ndarray
    feature_means: np.ndarray
    feature_scales: np.ndarray
    activation: str
    diverged_at: int | None = None
    repeats_from: int | None = None
    period: int | None = None

    @classmethod
    def from_rows(
        cls, rows: np.ndarray, dataset: Dataset, hyperparameters: Hyperparameters, diverged_at: int | None
    ) -> "History":
        """A history from rows of (loss, d weights, bias, d weight gradients, bias gradient) in units of training.

        Raises DatasetError where not even the untrained neuron's row is finite.
        """
        if len(rows) == 0:
            raise DatasetError(UNTRAINED_LOSS_OVERFLOWS)
        d = len(dataset.feature_names)
        losses, weights, biases, weight_gradients, bias_gradients = np.split(rows, [1, d + 1, d + 2, 2 * d + 2], 1)
        may_repeat = diverged_at is None and hyperparameters.is_full_batch(dataset.rows)
        repeats_from, period = first_repetition(rows[:, 1 : d + 2]) if may_repeat else (None, None)
        return cls(
            losses=losses[:, 0].copy(),
            weights=weights.copy(),
            biases=biases[:, 0].copy(),
            weight_gradients=weight_gradients.copy(),
            bias_gradients=bias_gradients[:, 0].copy(),
            feature_means=dataset.feature_means if hyperparameters.standardize else np.zeros(d),
            feature_scales=dataset.feature_scales if hyperparameters.standardize else np.ones(d),
            activation=hyperparameters.activation,
            diverged_at=diverged_at,
            repeats_from=repeats_from,
            period=period,
        )

    def __post_init__(self) -> None:
        self._lock()

    def __setstate__(self, state: dict[str, object]) -> None:
        # Arrays come back from a pickle writable; a cached history must stay as it was.
        self.__dict__.update(state)
        self._lock()

    def _lock(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def __len__(self) -> int:
        return len(self.losses)

    @cached_property
    def epoch(self) -> np.ndarray:
        """0 … n, one number per row."""
        return np.arange(len(self), dtype=np.float64)

    @property
    def is_standardized(self) -> bool:
        """Whether the neuron saw the features in other units than the data's own."""
        return bool((self.feature_scales != 1).any() or (self.feature_means != 0).any())

    @cached_property
    def weights_in_data_units(self) -> np.ndarray:
        """The weights as slopes in the data's own units, (n+1, d): w / scale."""
        return self.weights / self.feature_scales if self.is_standardized else self.weights

    @cached_property
    def biases_in_data_units(self) -> np.ndarray:
        """The bias in the data's own units, (n+1,): b - Σ w·mean / scale."""
        return self.biases - self.weights_in_data_units @ self.feature_means if self.is_standardized else self.biases

    def weighted_sums(self, features: np.ndarray, epoch: int = -1) -> np.ndarray:
        """x·w at that epoch before any clamp, (rows,), for features (rows, d) in the data's own units."""
        return ((features - self.feature_means) / self.feature_scales) @ self.weights[epoch]

    def predict(self, features: np.ndarray, epoch: int = -1) -> np.ndarray:
        """The neuron's predictions at that epoch, (rows,), for features (rows, d) in the data's own units."""
        return ACTIVATIONS[self.activation].array(self.weighted_sums(features, epoch)) + self.biases[epoch]

    def to_frame(self) -> pd.DataFrame:
        """All rows as a frame: epoch, loss, weight, bias and their gradients; numbered where d > 1."""
        several = self.weights.shape[1] > 1
        columns: dict[str, np.ndarray] = {"epoch": self.epoch.astype(np.int64), "loss": self.losses}
        for index in range(self.weights.shape[1]):
            columns[f"weight_{index + 1}" if several else "weight"] = self.weights[:, index]
        columns["bias"] = self.biases
        for index in range(self.weights.shape[1]):
            columns[f"weight_gradient_{index + 1}" if several else "weight_gradient"] = self.weight_gradients[:, index]
        columns["bias_gradient"] = self.bias_gradients
        return pd.DataFrame(columns)


def first_repetition(states: np.ndarray) -> tuple[int, int] | tuple[None, None]:
    """The first row of states (n+1, d+1) that equals an earlier one exactly and how many rows earlier, or None, None.

    Every state follows from the one before alone, so a run that ever repeated itself is still going round that cycle
    at its end: it is enough to ask where the last state was seen before.
    """
    seen = np.flatnonzero((states[:-1] == states[-1]).all(axis=1))
    if len(seen) == 0:
        return None, None
    period = len(states) - 1 - int(seen[-1])
    returned = (states[period:] == states[:-period]).all(axis=1)
    return period + int(returned.argmax()), period
