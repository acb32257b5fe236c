"""What is known of a training before it starts: the best line, the bowl around it, and which rates are stable in it."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.theory import Curvature, Fit, curvature, least_squares
from perceptron.knobs import knobs_of
from perceptron.learning.activation import Activation
from perceptron.learning.batches import training_features
from perceptron.learning.hyperparameters import Hyperparameters

RATE = knobs_of(Hyperparameters)["learning_rate"]
# The settings that make it another bowl, and what is worked out of it once.
SHAPE_OF_THE_BOWL = {"reduction", "standardize"}
OF_THE_BOWL = {"fit", "curvature", "best"}


@dataclass(frozen=True, eq=False, kw_only=True)
class Prospect:
    """A data set, the rows kept from training if any are, and the hyperparameters to train with; and what theory says
    of them, worked out once.
    """

    dataset: Dataset
    hyperparameters: Hyperparameters
    held_out: HeldOut | None = None

    @cached_property
    def key(self) -> tuple[str, str, Hyperparameters]:
        """Equal for equal questions: the same rows to train on, the same ones kept, the same hyperparameters."""
        return self.dataset.fingerprint, self.held_out.fingerprint if self.held_out else "", self.hyperparameters

    def but(self, **changes: Any) -> "Prospect":
        """The same data with some hyperparameters changed; what is known of the bowl goes along where it stays that."""
        hyperparameters = replace(self.hyperparameters, **changes)
        changed = Prospect(dataset=self.dataset, hyperparameters=hyperparameters, held_out=self.held_out)
        if not SHAPE_OF_THE_BOWL & changes.keys():
            vars(changed).update({name: known for name, known in vars(self).items() if name in OF_THE_BOWL})
        return changed

    @property
    def activation(self) -> Activation:
        """The activation function."""
        return self.hyperparameters.activation_function

    @property
    def is_full_batch(self) -> bool:
        """Whether every update sees all rows."""
        return self.hyperparameters.is_full_batch(self.dataset.rows)

    @property
    def scale(self) -> float:
        """What a sum over all rows is multiplied by to become the loss."""
        return self.hyperparameters.scale(self.dataset.rows)

    @cached_property
    def fit(self) -> Fit:
        """The least-squares line, its loss in the run's reduction."""
        return least_squares(self.dataset, self.hyperparameters.reduction)

    @cached_property
    def curvature(self) -> Curvature:
        """The bowl of the loss without a clamp."""
        return curvature(self.dataset, self.hyperparameters)

    @property
    def features(self) -> np.ndarray:
        """The features (rows, d) in the units of training."""
        return training_features(self.dataset, self.hyperparameters)

    @cached_property
    def best(self) -> np.ndarray:
        """The least-squares weights and bias (d+1,) as the neuron would hold them, in the units of training."""
        weights, bias = self.fit.weights, self.fit.bias
        if self.hyperparameters.standardize:
            bias = bias + weights @ self.dataset.feature_means
            weights = weights * self.dataset.feature_scales
        return np.append(weights, bias)

    @property
    def is_too_fast(self) -> bool:
        """Whether the learning rate is beyond the largest stable one."""
        return self.hyperparameters.learning_rate >= self.curvature.largest_stable_learning_rate

    @cached_property
    def steepest_update(self) -> float:
        """A curvature that no update exceeds: λmax for full batches, a bound on any batch's own for small ones.

        A batch's λmax is at most its Hessian's trace, 2·Σ (|x|² + 1) or 2 times the mean; the longest rows are the
        worst.
        """
        size = self.hyperparameters.batch_size
        if size is None or self.is_full_batch:
            return self.curvature.steepest
        lengths = np.sort(np.square(self.features).sum(axis=1) + 1)[::-1]
        bounds = []
        # The last batch may be smaller, and then its mean can be larger.
        for rows in (size, self.dataset.rows % size or size):
            by_trace = 2 * self.hyperparameters.scale(rows) * float(lengths[:rows].sum())
            # No part of the rows adds up to more than all of them do.
            by_all = self.curvature.steepest / self.scale * self.hyperparameters.scale(rows)
            bounds.append(min(by_trace, by_all))
        return max(bounds)

    @cached_property
    def safe_rate(self) -> float:
        """Half of the largest rate that is stable in every update, rounded down to two digits, within the bounds."""
        rate = 1 / self.steepest_update
        digits = 10.0 ** (math.floor(math.log10(rate)) - 1)
        return float(RATE.bounded(float(f"{math.floor(rate / digits) * digits:.2g}"), None))

    def predicted_losses(self, start: np.ndarray, epochs: np.ndarray) -> np.ndarray:
        """The loss after each number of full-batch updates without a clamp, (len(epochs),), from a start (d+1,) of
        weights and bias in the units of training.
        """
        return self.fit.loss + self.predicted_excess(start, epochs)

    def predicted_excess(self, start: np.ndarray, epochs: np.ndarray) -> np.ndarray:
        """The same above the least-squares loss: ½ Σ λ c² (1 - ηλ)^2t, c being the start's error along each
        eigenvector.
        """
        errors = self.curvature.eigenvectors.T @ (start - self.best)
        with np.errstate(over="ignore"):
            factors = self.curvature.factors(self.hyperparameters.learning_rate)
            decay = np.abs(factors) ** (2 * np.asarray(epochs)[:, None])
            return np.asarray(decay @ (self.curvature.eigenvalues * errors**2) / 2)
