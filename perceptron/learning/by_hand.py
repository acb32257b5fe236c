"""The lesson of `training.py` without autograd: the same neuron, the same five moves, the gradient by the chain rule.

The numbers are float64 between the float32 start and data of the autograd path, which rounds to float32 after every
operation. That adds up: after the article's 4000 updates the two weights are some hundred float32 gaps apart.
Where sums over the rows can replace the rows, `sums.py` takes the same steps and reads the data only once.
"""

import time
from collections.abc import Iterator

import numpy as np

from perceptron.learning.batches import Batches
from perceptron.learning.gradients import chain_rule
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron
from perceptron.learning.recording import Listener, Progress
from perceptron.learning.sums import Sums, blocks_of_rows

# What float32 cannot hold counts as overflow here too, though float64 could go on.
FLOAT32_MAX = float(np.finfo(np.float32).max)


def descend(
    weight: np.ndarray, bias: float, batches: Batches, hyperparameters: Hyperparameters
) -> Iterator[np.ndarray]:
    """Train from weight (d,) and bias, and give back one row of the history after the other.

    A row is the state before an epoch, with the loss and the gradient over all rows at that state.
    """
    learning_rate = hyperparameters.learning_rate
    everything = batches.x.numpy(), batches.y.numpy()

    for _ in range(hyperparameters.epochs):
        before = weight, bias
        if not batches.are_full:
            yield _row(before, chain_rule(*everything, *before, hyperparameters))
        for x, y in batches:
            # 1. to 3. Forward, loss, backward: `gradients.py` has them link by link.
            measured = _, weight_gradient, bias_gradient = chain_rule(
                x.numpy(), y.numpy(), weight, bias, hyperparameters
            )

            # 4. Update: one step against the gradient.
            weight = weight - learning_rate * weight_gradient
            bias = bias - learning_rate * bias_gradient

            # 5. Clear: nothing to do, for these gradients are new numbers every time.

        if batches.are_full:
            # The pass over all rows was the look at the state before it.
            yield _row(before, measured)
    yield _row((weight, bias), chain_rule(*everything, weight, bias, hyperparameters))


def _row(state: tuple[np.ndarray, float], measured: tuple[float, np.ndarray, float]) -> np.ndarray:
    (weight, bias), (loss, weight_gradient, bias_gradient) = state, measured
    return np.array([[loss, *weight, bias, *weight_gradient, bias_gradient]])


def learn_by_hand(
    neuron: Neuron, batches: Batches, hyperparameters: Hyperparameters, on_progress: Progress | None = None
) -> tuple[np.ndarray, int | None]:
    """Train from where the neuron stands: all rows of the history, and the update that broke the numbers, if one did.

    `on_progress(epoch, loss)` is called at most ten times a second; an exception from it ends the training.
    """
    weight = neuron.weight.detach().numpy().ravel().astype(np.float64)
    bias, d = neuron.bias.item(), len(weight)
    batches = Batches(batches.x.double(), batches.y.double(), batches.size, batches.random)
    if batches.are_full and Sums.serve(d, neuron.activation):
        sums = Sums.of(batches.x.numpy(), batches.y.numpy(), neuron.activation)
        blocks = blocks_of_rows(sums, weight, bias, hyperparameters)
    else:
        blocks = descend(weight, bias, batches, hyperparameters)

    rows = np.empty((hyperparameters.epochs + 1, 2 * d + 3))
    filled = 0
    largest = np.full(2 * d + 3, FLOAT32_MAX)
    # The squares are added up before their mean is taken, so the sum has to fit.
    largest[0] *= hyperparameters.scale(batches.rows)
    listener = Listener(on_progress)

    def listen() -> None:
        if time.monotonic() >= listener.next_call:
            listener.tell(filled - 1, float(rows[filled - 1, 0]))

    batches.after_each = listen
    with np.errstate(over="ignore", invalid="ignore"):
        for block in blocks:
            fits = (np.abs(block) <= largest).all(axis=1)  # False for nan too
            count = len(block) if fits.all() else int(fits.argmin())
            rows[filled : filled + count] = block[:count]
            filled += count
            if count < len(block):
                return rows[:filled], filled
            listen()
    return rows, None
