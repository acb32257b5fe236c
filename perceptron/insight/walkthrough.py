"""One update opened: forward, loss, backward, update, with every number in it.

Throughout, residual = prediction - target, as in the article's loss: a positive residual means that the neuron said
too much.
"""

from dataclasses import dataclass

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.learning.batches import in_float32
from perceptron.learning.hyperparameters import Hyperparameters


@dataclass(frozen=True, eq=False)
class Step:
    """The update that follows an epoch of a run, over all n rows, in the units of training.

    x (n, d) and y (n,) as the neuron gets them, in float32's digits; weights (d,) and bias before the update;
    weighted_sum, activated, prediction, residual, square (n,) on the way forward; slope (n,), the activation's
    derivative, by_prediction (n,), ∂L/∂ŷ, and by_weighted_sum (n,), ∂L/∂(x·w), on the way back; weight_shares (n, d)
    and bias_shares (n,), what each row adds to the gradient. loss, weight_gradients (d,) and bias_gradient are those
    that training recorded. next_weights (d,) and next_bias are worked out from them as training does, in float32.
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
    slope: np.ndarray
    by_prediction: np.ndarray
    loss: float
    weight_gradients: np.ndarray
    bias_gradient: float
    next_weights: np.ndarray
    next_bias: float

    @property
    def by_weighted_sum(self) -> np.ndarray:
        """∂L/∂(x·w) of each row, (n,)."""
        return self.by_prediction * self.slope

    @property
    def weight_shares(self) -> np.ndarray:
        """Each row's part of ∂L/∂w, (n, d)."""
        return self.by_weighted_sum[:, np.newaxis] * self.x

    @property
    def bias_shares(self) -> np.ndarray:
        """Each row's part of ∂L/∂b, (n,)."""
        return self.by_prediction


def open_step(run: Outcome, epoch: int) -> Step:
    """Open the update that follows that epoch, 0 … n; the last one was never taken, but could be."""
    history, hyperparameters = run.history, run.hyperparameters
    features, target = in_float32(run.dataset, hyperparameters)
    x, y = features.astype(np.float64), target[:, 0].astype(np.float64)
    weights, bias = history.weights[epoch], float(history.biases[epoch])
    weighted_sum = x @ weights
    activated = run.activation.array(weighted_sum)
    residual = activated + bias - y
    by_prediction = 2 * residual * run.scale
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
        slope=run.activation.derivative(weighted_sum),
        by_prediction=by_prediction,
        loss=float(history.losses[epoch]),
        weight_gradients=weight_gradients,
        bias_gradient=bias_gradient,
        next_weights=_updated(weights, weight_gradients, hyperparameters),
        next_bias=float(_updated(np.array([bias]), np.array([bias_gradient]), hyperparameters)[0]),
    )


def letters(hyperparameters: Hyperparameters) -> tuple[str, str, str]:
    """What an input, a weight and the bias are called: x, w and b, or, as standardising has them, z, w_z and b_z."""
    return ("z", "w_z", "b_z") if hyperparameters.standardize else ("x", "w", "b")


def code_of_a_step(hyperparameters: Hyperparameters) -> dict[str, str]:
    """Each of the five moves in lines of PyTorch, in the article's own names: X, Y, w1, b1 and learning_rate."""
    return {
        "forward": f"y_pred = X.mm(w1){hyperparameters.activation_function.code}.add(b1)",
        "loss": f"loss = (y_pred - Y).pow(2).{hyperparameters.reduction}()",
        "backward": "loss.backward()\nw1.grad, b1.grad",
        "update": "with torch.no_grad():\n    w1 -= learning_rate * w1.grad\n    b1 -= learning_rate * b1.grad",
        "clear": "w1.grad.zero_()\nb1.grad.zero_()",
    }


def _updated(parameters: np.ndarray, gradients: np.ndarray, hyperparameters: Hyperparameters) -> np.ndarray:
    """parameters - η·gradients, in the digits of the path that trained: float32 by autograd, float64 by hand."""
    digits = np.dtype(np.float32 if hyperparameters.gradients == "autograd" else np.float64)
    rate = np.array(hyperparameters.learning_rate, dtype=digits)
    return np.asarray(parameters.astype(digits) - rate * gradients.astype(digits), dtype=np.float64)
