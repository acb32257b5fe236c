"""The gradient by hand: what `loss.backward()` works out, without autograd.

The loss is a chain of simple functions, and the chain rule multiplies their derivatives, link by link, from the loss
back to the parameters. For one row, with residual = ŷ - y:

    w ──→ x·w ──→ ŷ = max(0, x·w) + b ──→ L = (ŷ - y)²

    ∂L/∂ŷ = 2·residual    ∂ŷ/∂(x·w) = 1 or 0    ∂(x·w)/∂w = x    ∂ŷ/∂b = 1

The loss adds up the rows, so the gradient does too. `chain_rule` says just that.

Without the clamp the same gradient can be rearranged, so that the parameters stand outside the sums over the rows:

    ∂L/∂w = Σ 2·(w·x + b - y)·x = 2·(w·Σx² + b·Σx - Σxy)
    ∂L/∂b = Σ 2·(w·x + b - y)   = 2·(w·Σx + b·n - Σy)

The sums do not change while the neuron learns. Read the data once, keep the `Sums`, and a step costs the same for ten
rows as for ten million. With several features Σx² becomes the Gram matrix Σ x·xᵀ, and the formulas stay.
"""

from dataclasses import dataclass

import numpy as np

from perceptron.learning.hyperparameters import Activation, Reduction


def chain_rule(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, bias: float, activation: Activation, reduction: Reduction
) -> tuple[float, np.ndarray, float]:
    """The loss Σ (ŷ - y)², or its mean over the rows, with ∂L/∂w, (d,), and ∂L/∂b.

    For features x (rows, d), targets y (rows,) or (rows, 1), weight (d,) and ŷ = max(0, x·w) + b or x·w + b.
    """
    # Forward, keeping what the way back will ask for.
    weighted_sum = x @ weight  # (rows,)
    passed = np.maximum(weighted_sum, 0.0) if activation == "clamp" else weighted_sum
    residual = passed + bias - y.ravel()
    loss = float(residual @ residual)

    # ∂L/∂ŷ: the derivative of a square is twice what is squared.
    by_prediction = 2.0 * residual
    if reduction == "mean":
        loss /= len(residual)
        by_prediction /= len(residual)

    # ∂ŷ/∂(x·w): the clamp lets a row through unchanged or not at all. At exactly 0, where a ReLU has a corner and no
    # derivative, PyTorch's clamp(min=0) lets it through, and so do we.
    by_weighted_sum = by_prediction * (weighted_sum >= 0.0) if activation == "clamp" else by_prediction

    # ∂(x·w)/∂w = x, and every row has its say in the sum. The bias joins after the clamp, which cannot shut it out.
    weight_gradient = by_weighted_sum @ x  # (rows,) @ (rows, d) → (d,)
    bias_gradient = float(by_prediction.sum())
    return loss, weight_gradient, bias_gradient


@dataclass(frozen=True, eq=False)
class Sums:
    """All that the summed loss of one neuron and its gradient ever ask of the rows; use `Sums.of`.

    With one feature the clamp has sums too. Where w > 0 it shuts out the rows with x < 0, where w < 0 those with
    x > 0; so split the feature into two, max(x, 0) and min(x, 0), and let the sign of w pick whose sums count.
    At w = 0 no row is shut out: both halves count.

    x (m,) is Σx, y is Σy, xx (m, m) is Σx·xᵀ and xy (m,) is Σx·y over n rows, of m = d features or 2 halves.
    triangle is R of the QR decomposition of [1, x, y]: it has ‖R·v‖ = ‖[1, x, y]·v‖ for every v.
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
        return activation == "identity" or features == 1

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray, activation: Activation) -> "Sums":
        """The one reading of the data: x (rows, d), y (rows,) or (rows, 1)."""
        assert cls.serve(x.shape[1], activation)
        y = y.ravel()
        if activation == "clamp":
            x = np.hstack([np.maximum(x, 0.0), np.minimum(x, 0.0)])
        triangle = np.asarray(np.linalg.qr(np.column_stack([np.ones(len(y)), x, y]), mode="r"))
        return cls(len(y), x.sum(axis=0), float(y.sum()), x.T @ x, x.T @ y, triangle, activation)

    def losses(self, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
        """Σ (ŷ - y)², (k,), for k neurons at once: weights (k, d) and biases (k,).

        Multiplied out, w²·Σx² + 2·w·b·Σx + … + Σy² would be a small difference of large numbers, and rounding would eat
        it. The residuals are [1, x, y]·(b, w, -1), the triangle keeps their length, and adding squares loses nothing.
        """
        vectors = np.column_stack([biases, weights * self._open(weights), np.full(len(biases), -1.0)])
        return np.asarray(np.square(vectors @ self.triangle.T).sum(axis=1))

    def gradients(self, weights: np.ndarray, biases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """∂L/∂w, (k, d), and ∂L/∂b, (k,), of the summed loss of k neurons: weights (k, d) and biases (k,)."""
        is_open = self._open(weights)
        weights = weights * is_open
        weight_gradients = 2.0 * (weights @ self.xx + biases[:, np.newaxis] * self.x - self.xy) * is_open
        bias_gradients = 2.0 * (weights @ self.x + biases * self.n - self.y)
        if self.activation == "clamp":
            weight_gradients = weight_gradients.sum(axis=1, keepdims=True)
        return weight_gradients, bias_gradients

    def for_one_weight(self, w: float) -> tuple[float, float, float]:
        """Σx², Σx and Σxy of one feature, over the rows that the clamp lets through where the weight is w."""
        is_open = self._open(np.array([[w]]))[0]
        return float(is_open @ self.xx @ is_open), float(is_open @ self.x), float(is_open @ self.xy)

    def _open(self, weights: np.ndarray) -> np.ndarray:
        """For weights (k, d), which of the m columns count: (k, m) of 1 and 0."""
        if self.activation == "identity":
            return np.ones_like(weights)
        return np.hstack([weights >= 0.0, weights <= 0.0]).astype(np.float64)
