"""One update opened: forward, loss, backward, update, with every number in it.

Throughout, residual = prediction - target, as in the article's loss: a positive residual means that the neuron said
too much.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import training_features
from perceptron.learning.gradients import chain_rule
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters


@dataclass(frozen=True, eq=False)
class Step:
    """The update that follows an epoch of a run, over all n rows, in the units of training.

    x (n, d) and y (n,) as the neuron gets them, in float32's digits; weights (d,) and bias before the update;
    weighted_sum, activated, prediction, residual, square (n,) on the way forward; by_prediction (n,), ∂L/∂ŷ, and
    by_weighted_sum (n,), ∂L/∂(x·w), on the way back; weight_shares (n, d) and bias_shares (n,), what each row adds
    to the gradient. loss, weight_gradients (d,) and bias_gradient are those that training recorded. next_weights (d,)
    and next_bias are worked out from them as training does, in float32.
    """

    epoch: int
    x: np.ndarray
    y: np.ndarray
    weights: np.ndarray
    bias: float
    weighted_sum: np.ndarray
    activated: np.ndarray
    prediction: np.ndarray
    residual: np.ndarray
    square: np.ndarray
    by_prediction: np.ndarray
    by_weighted_sum: np.ndarray
    loss: float
    weight_gradients: np.ndarray
    bias_gradient: float
    next_weights: np.ndarray
    next_bias: float

    @property
    def weight_shares(self) -> np.ndarray:
        """Each row's part of ∂L/∂w, (n, d)."""
        return self.by_weighted_sum[:, np.newaxis] * self.x

    @property
    def bias_shares(self) -> np.ndarray:
        """Each row's part of ∂L/∂b, (n,)."""
        return self.by_prediction


def open_step(dataset: Dataset, hyperparameters: Hyperparameters, history: History, epoch: int) -> Step:
    """Open the update that follows that epoch, 0 … n; the last one was never taken, but could be."""
    x, y = _as_trained(dataset, hyperparameters)
    weights, bias = history.weights[epoch], float(history.biases[epoch])
    weighted_sum = x @ weights
    passed = weighted_sum >= 0 if history.activation == "clamp" else np.ones(len(x), dtype=bool)
    activated = np.where(passed, weighted_sum, 0.0)
    residual = activated + bias - y
    by_prediction = 2 * residual / (len(y) if hyperparameters.reduction == "mean" else 1)
    weight_gradients, bias_gradient = history.weight_gradients[epoch], float(history.bias_gradients[epoch])
    return Step(
        epoch=epoch,
        x=x,
        y=y,
        weights=weights,
        bias=bias,
        weighted_sum=weighted_sum,
        activated=activated,
        prediction=activated + bias,
        residual=residual,
        square=residual**2,
        by_prediction=by_prediction,
        by_weighted_sum=by_prediction * passed,
        loss=float(history.losses[epoch]),
        weight_gradients=weight_gradients,
        bias_gradient=bias_gradient,
        next_weights=_updated(weights, weight_gradients, hyperparameters),
        next_bias=float(_updated(np.array([bias]), np.array([bias_gradient]), hyperparameters)[0]),
    )


def _as_trained(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[np.ndarray, np.ndarray]:
    x = training_features(dataset, hyperparameters).astype(np.float32).astype(np.float64)
    return x, dataset.target[:, 0].astype(np.float32).astype(np.float64)


def _updated(parameters: np.ndarray, gradients: np.ndarray, hyperparameters: Hyperparameters) -> np.ndarray:
    """parameters - η·gradients, in the digits of the path that trained: float32 by autograd, float64 by hand."""
    digits = np.dtype(np.float32 if hyperparameters.gradients == "autograd" else np.float64)
    rate = np.array(hyperparameters.learning_rate, dtype=digits)
    return np.asarray(parameters.astype(digits) - rate * gradients.astype(digits), dtype=np.float64)


def check_gradient(dataset: Dataset, hyperparameters: Hyperparameters, step: Step) -> pd.DataFrame:
    """The gradient at that step in three ways, one row for each parameter: as training recorded it, by the chain
    rule, and as a central finite difference (L(θ + h) - L(θ - h)) / 2h of the loss.
    """
    kind = (hyperparameters.activation, hyperparameters.reduction)
    _, weight_gradients, bias_gradient = chain_rule(step.x, step.y, step.weights, step.bias, *kind)
    parameters = np.append(step.weights, step.bias)
    differences = []
    for index, value in enumerate(parameters):
        # The cube root of the float64 spacing balances the rounding of L against the curve's bend.
        h = np.cbrt(np.finfo(np.float64).eps) * max(1.0, abs(value))
        losses = []
        for sign in (1, -1):
            moved = parameters.copy()
            moved[index] += sign * h
            losses.append(chain_rule(step.x, step.y, moved[:-1], float(moved[-1]), *kind)[0])
        differences.append((losses[0] - losses[1]) / (2 * h))
    return pd.DataFrame(
        {
            "parameter": [*dataset.feature_names, "bias"],
            "recorded": np.append(step.weight_gradients, step.bias_gradient),
            "chain_rule": np.append(weight_gradients, bias_gradient),
            "finite_difference": differences,
        }
    )
