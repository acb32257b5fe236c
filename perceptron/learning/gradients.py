"""The gradient by hand: what `loss.backward()` works out, without autograd.

The loss is a chain of simple functions, and the chain rule multiplies their derivatives, link by link, from the loss
back to the parameters. For one row, with residual = ŷ - y and an activation f, such as max(0, ·):

    w ──→ x·w ──→ ŷ = f(x·w) + b ──→ L = (ŷ - y)²

    ∂L/∂ŷ = 2·residual    ∂ŷ/∂(x·w) = f'(x·w)    ∂(x·w)/∂w = x    ∂ŷ/∂b = 1

The loss adds up the rows, so the gradient does too. `chain_rule` says just that; `by_hand.py` trains with it.
"""

import numpy as np

from perceptron.learning.hyperparameters import Hyperparameters


def chain_rule(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, bias: float, hyperparameters: Hyperparameters
) -> tuple[float, np.ndarray, float]:
    """The loss Σ (ŷ - y)², or its mean over the rows, with ∂L/∂w, (d,), and ∂L/∂b.

    For features x (rows, d), targets y (rows,) or (rows, 1), weight (d,) and ŷ = f(x·w) + b. Of the hyperparameters
    it takes the activation f and the reduction.
    """
    activation, scale = hyperparameters.activation_function, hyperparameters.scale(len(x))

    # Forward, keeping what the way back will ask for.
    weighted_sum = x @ weight  # (rows,)
    residual = activation.array(weighted_sum) + bias - y.ravel()
    loss = scale * float(residual @ residual)

    # ∂L/∂ŷ: the derivative of a square is twice what is squared.
    by_prediction = scale * 2.0 * residual

    # ∂ŷ/∂(x·w): a clamp lets a row through unchanged or not at all.
    by_weighted_sum = by_prediction * activation.derivative(weighted_sum)

    # ∂(x·w)/∂w = x, and every row has its say in the sum. The bias joins after the activation, so nothing shuts it out.
    weight_gradient = by_weighted_sum @ x  # (rows,) @ (rows, d) → (d,)
    bias_gradient = float(by_prediction.sum())
    return loss, weight_gradient, bias_gradient
