"""What went into a training and what came out of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from perceptron.data.sampling import evenly_taken
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.prospect import Prospect
from perceptron.learning.history import History

# Of more rows than this, with several features, some stand for all when the activation's bends are looked for.
MOST_ROWS = 1000
PREDICTIONS_AT_ONCE = 4_000_000
# A thousandth of a picture's height cannot be seen.
SEEN = 1e-3
# A run that moves until it is nearly over was not seen to settle.
SETTLED_SHARE = 0.9


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcome(Prospect):
    """A training that has ended: what was known before, and its history."""

    history: History

    @classmethod
    def of(cls, prospect: Prospect, history: History) -> Self:
        """What came of that prospect; what it has worked out so far goes along."""
        outcome = cls(
            dataset=prospect.dataset,
            hyperparameters=prospect.hyperparameters,
            held_out=prospect.held_out,
            history=history,
        )
        vars(outcome).update(vars(prospect))
        return outcome

    @property
    def last(self) -> int:
        """The last epoch of the history."""
        return len(self.history) - 1

    @cached_property
    def bends(self) -> bool:
        """Whether the activation changed x·w for any row at any epoch, so that the neuron was no plain line there."""
        if self.activation.shape == "line":
            return False
        scaled, weights = self.features, self.history.weights
        if scaled.shape[1] == 1:
            # x·w over all rows and epochs lies between those of four corners.
            sums = np.outer([scaled.min(), scaled.max()], [weights.min(), weights.max()])
        else:
            rows = evenly_taken(self.dataset.rows, MOST_ROWS)
            sums = scaled[rows] @ weights[telling_epochs(self.last)].T
        return bool((self.activation.array(sums) != sums).any())

    @property
    def theory_holds(self) -> bool:
        """Whether the eigenvalues describe this run: every update saw all rows, and the activation bent none."""
        return self.is_full_batch and not self.bends

    @property
    def bias_stays_as_trained(self) -> bool:
        """Whether no bias in the data's own units exists: with standardised x the activation bends at the mean, where
        x·w is 0, and not where x is.
        """
        return self.hyperparameters.standardize and self.activation.shape != "line"

    @property
    def biases_shown(self) -> np.ndarray:
        """The bias at every epoch (n+1,) in the data's own units, or as trained where it has to stay so."""
        return self.history.biases if self.bias_stays_as_trained else self.history.biases_in_data_units

    @property
    def best_bias_shown(self) -> float:
        """The bias of the least-squares line in the same units."""
        return float(self.best[-1]) if self.bias_stays_as_trained else self.fit.bias

    def parameters(self, epochs: np.ndarray) -> np.ndarray:
        """The weights and the bias at those epochs, (len(epochs), d+1), in the units of training."""
        return np.column_stack([self.history.weights[epochs], self.history.biases[epochs]])

    def gradients(self, epochs: np.ndarray) -> np.ndarray:
        """The gradient by the weights and the bias at those epochs, (len(epochs), d+1)."""
        return np.column_stack([self.history.weight_gradients[epochs], self.history.bias_gradients[epochs]])

    def excess_losses(self, epochs: np.ndarray) -> np.ndarray:
        """Loss minus least-squares loss at those epochs. Where the activation never bends it is ½ (θ - θ*)ᵀ H (θ - θ*),
        which keeps the digits that subtracting two nearly equal losses would lose.
        """
        if self.bends:
            return np.maximum(self.history.losses[epochs] - self.fit.loss, 0)
        errors = (self.parameters(epochs) - self.best) @ self.curvature.eigenvectors
        return np.asarray(errors**2 @ self.curvature.eigenvalues / 2)

    def held_out_losses(self, epochs: np.ndarray) -> np.ndarray:
        """The mean squared residual on the held-out rows at those epochs; NaN where none are held out."""
        losses = np.full(len(epochs), np.nan)
        if self.held_out is None:
            return losses
        seen = (self.held_out.features - self.history.feature_means) / self.history.feature_scales
        at_once = max(1, PREDICTIONS_AT_ONCE // self.held_out.rows)
        for first in range(0, len(epochs), at_once):
            some = epochs[first : first + at_once]
            predicted = self.activation.array(seen @ self.history.weights[some].T) + self.history.biases[some]
            losses[first : first + at_once] = np.square(predicted - self.held_out.target).mean(axis=0)
        return losses

    @cached_property
    def settled_at(self) -> int | None:
        """From which epoch on nothing moves that one could see: the predictions by less than SEEN of what the target
        spans, and the loss by less than SEEN of itself, or of a thousandth of what it was. None where that is so at the
        very end only, or from the start on.
        """
        spread = float(np.ptp(self.dataset.target)) or 1.0
        # What the neuron says at typical features is as far from the end as its weights, each by its feature's spread.
        middle = (self.dataset.feature_means - self.history.feature_means) / self.history.feature_scales
        reach = self.dataset.feature_scales / self.history.feature_scales
        weights, biases = self.history.weights - self.history.weights[-1], self.history.biases - self.history.biases[-1]
        moved = np.abs(weights) @ (2 * reach) + np.abs(weights @ middle + biases)
        losses, last = self.history.losses, float(self.history.losses[-1])
        seen = (moved > SEEN * spread) | (np.abs(losses - last) > SEEN * max(last, SEEN * float(losses.max())))
        settled = int(np.flatnonzero(seen).max(initial=-1)) + 1
        return settled if 0 < settled <= SETTLED_SHARE * self.last else None

    @cached_property
    def held_out_r_squared(self) -> float | None:
        """R² on the held-out rows at the end of training, against their own mean; None where y is the same in all."""
        variance = 0.0 if self.held_out is None else float(self.held_out.target.var())
        return 1 - float(self.held_out_losses(np.array([self.last]))[0]) / variance if variance > 0 else None
