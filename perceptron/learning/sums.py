"""Training that reads the data once: without a clamp, the gradient needs only sums over the rows, never the rows.

The gradient can be rearranged so that the parameters stand outside the sums:

    ∂L/∂w = Σ 2·(w·x + b - y)·x = 2·(w·Σx² + b·Σx - Σxy)
    ∂L/∂b = Σ 2·(w·x + b - y)   = 2·(w·Σx + b·n - Σy)

The sums do not change while the neuron learns. Read the data once, keep the `Sums`, and a step costs the same for ten
rows as for ten million. With several features Σx² becomes the Gram matrix Σ x·xᵀ, and the formulas stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from perceptron.learning.activation import Activation
from perceptron.learning.hyperparameters import Hyperparameters

# Parameters to be found between two looks at the clock: some milliseconds, whatever the number of features.
NUMBERS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class Sums:
    """All that the summed loss of one neuron and its gradient ever ask of the rows; use `Sums.of`.

    n rows; x (m,) = Σx, y = Σy, xx (m, m) = Σ x·xᵀ and xy (m,) = Σx·y, over m columns: the d features, or, for a
    single feature under an activation that bends at 0, the feature where it is positive and where it is negative,
    because f(x·w) = f'(x·w)·x·w and the sign of x·w is that of x, or the opposite, for all rows at once.
    triangle (m+2, m+2) is R of the QR decomposition of [1, x, y]: it has ‖R·v‖ = ‖[1, x, y]·v‖ for every v.
    """

    n: int
    x: np.ndarray
    y: float
    xx: np.ndarray
    xy: np.ndarray
    triangle: np.ndarray
    activation: Activation

    @staticmethod
    def serve(features: int, activation: Activation) -> bool:
        """Whether sums can replace the rows: a clamp over several features opens row by row, for which none can."""
        return activation.shape == "line" or (activation.shape == "hinge" and features == 1)

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray, activation: Activation) -> "Sums":
        """The one reading of the data: x (rows, d), y (rows,) or (rows, 1)."""
        assert cls.serve(x.shape[1], activation)
        y = y.ravel()
        if activation.shape == "hinge":
            x = np.hstack([np.maximum(x, 0.0), np.minimum(x, 0.0)])
        triangle = np.asarray(np.linalg.qr(np.column_stack([np.ones(len(y)), x, y]), mode="r"))
        return cls(len(y), x.sum(axis=0), float(y.sum()), x.T @ x, x.T @ y, triangle, activation)

    def losses(self, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
        """Σ (ŷ - y)², (k,), for k neurons at once: weights (k, d) and biases (k,).

        Multiplied out, w²·Σx² + 2·w·b·Σx + … + Σy² would be a small difference of large numbers, and rounding would eat
        it. The residuals are [1, x, y]·(b, w, -1), the triangle keeps their length, and adding squares loses nothing.
        """
        vectors = np.column_stack([biases, weights * self._slopes(weights), np.full(len(biases), -1.0)])
        return np.asarray(np.square(vectors @ self.triangle.T).sum(axis=1))

    def gradients(self, weights: np.ndarray, biases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """∂L/∂w, (k, d), and ∂L/∂b, (k,), of the summed loss of k neurons: weights (k, d) and biases (k,)."""
        slopes = self._slopes(weights)
        weights = weights * slopes
        weight_gradients = 2.0 * (weights @ self.xx + biases[:, np.newaxis] * self.x - self.xy) * slopes
        bias_gradients = 2.0 * (weights @ self.x + biases * self.n - self.y)
        if self.activation.shape == "hinge":
            weight_gradients = weight_gradients.sum(axis=1, keepdims=True)
        return weight_gradients, bias_gradients

    def for_one_weight(self, w: float) -> tuple[float, float, float]:
        """Σx², Σx and Σxy of one feature, each row times the activation's slope there, where the weight is w."""
        slopes = self._slopes(np.array([[w]]))[0]
        return float(slopes @ self.xx @ slopes), float(slopes @ self.x), float(slopes @ self.xy)

    def _slopes(self, weights: np.ndarray) -> np.ndarray:
        """For weights (k, d), f' at each of the m columns: (k, m)."""
        slope = self.activation.derivative
        return slope(weights) if self.activation.shape == "line" else np.hstack([slope(weights), slope(-weights)])


def blocks_of_rows(
    sums: Sums, weight: np.ndarray, bias: float, hyperparameters: Hyperparameters
) -> Iterator[np.ndarray]:
    """The rows of a history on full batches, many at a time, from weight (d,) and bias.

    Only the parameters have to be found one after the other; the losses and gradients at them are then worked out
    all at once.
    """
    d, scale = len(weight), hyperparameters.scale(sums.n)
    # The factor 2 of every gradient and the mean's 1/n go into the step, once for all.
    step = hyperparameters.learning_rate * 2.0 * scale
    path = _one_weight(sums, float(weight[0]), bias, step) if d == 1 else _several_weights(sums, weight, bias, step)
    path = islice(path, (hyperparameters.epochs + 1) * (d + 1))
    epochs_at_once = max(1, NUMBERS_AT_ONCE // (d + 1))
    while (numbers := np.fromiter(islice(path, epochs_at_once * (d + 1)), np.float64)).size:
        states = numbers.reshape(-1, d + 1)
        losses = sums.losses(states[:, :d], states[:, d])
        weight_gradients, bias_gradients = sums.gradients(states[:, :d], states[:, d])
        yield np.column_stack([losses * scale, states, weight_gradients * scale, bias_gradients * scale])


def _one_weight(sums: Sums, w: float, b: float, step: float) -> Iterator[float]:
    """w, b, w, b, … after 0, 1, 2, … updates. Plain numbers: with arrays this loop would be ten times slower."""
    n, y = sums.n, sums.y
    sums_by_sign = {sign: sums.for_one_weight(sign) for sign in (-1.0, 0.0, 1.0)}
    while True:
        xx, x, xy = sums_by_sign[1.0 if w > 0.0 else -1.0 if w < 0.0 else 0.0]
        side = w
        while True:
            yield w
            yield b
            w, b = w - step * (w * xx + b * x - xy), b - step * (w * x + b * n - y)
            if side * w <= 0.0:  # On 0 or past it, the activation has another slope on each row.
                break


def _several_weights(sums: Sums, weight: np.ndarray, bias: float, step: float) -> Iterator[float]:
    """The weights and the bias after 0, 1, 2, … updates, one number after the other."""
    while True:
        yield from weight.tolist()
        yield bias
        weight_step = step * (weight @ sums.xx + bias * sums.x - sums.xy)
        bias -= step * (float(weight @ sums.x) + bias * sums.n - sums.y)
        weight = weight - weight_step
