"""Training with the gradients of `gradients.py`: the same neuron, the same steps, and no autograd.

The numbers are float64 between the float32 start and data of the autograd path, so the two agree to float32 rounding.
"""

import time
from collections.abc import Iterator
from itertools import islice

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.learning.gradients import Sums, chain_rule
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.recording import SECONDS_BETWEEN_CALLS, UNTRAINED_LOSS_OVERFLOWS, Progress
from perceptron.words import DatasetError

# What float32 cannot hold counts as overflow here too, though float64 could go on.
FLOAT32_MAX = float(np.finfo(np.float32).max)
# Parameters to be found between two looks at the clock: some milliseconds, whatever the number of features.
NUMBERS_AT_ONCE = 8192


def train_by_hand(
    dataset: Dataset,
    hyperparameters: Hyperparameters,
    start_weight: np.ndarray,
    start_bias: float,
    shuffles: Iterator[np.ndarray],
    on_progress: Progress | None = None,
) -> History:
    """Train from start_weight (d,) and start_bias, and return the whole run, as `train` does.

    `shuffles` gives the order of the rows for every epoch of mini-batches. `on_progress(epoch, loss)` is called at
    most ten times a second; an exception from it ends the training.
    Raises DatasetError where float32 could not even hold the untrained neuron's loss.
    """
    features = dataset.z_scores if hyperparameters.standardize else dataset.features
    x = features.astype(np.float32).astype(np.float64)
    y = dataset.target.astype(np.float32).astype(np.float64)
    d = x.shape[1]
    full_batch = hyperparameters.is_full_batch(dataset.rows)
    if full_batch and Sums.serve(d, hyperparameters.activation):
        blocks = _blocks_by_sums(x, y, start_weight.astype(np.float64), start_bias, hyperparameters)
    else:
        blocks = _blocks_by_chain_rule(x, y, start_weight.astype(np.float64), start_bias, hyperparameters, shuffles)

    table = np.empty((hyperparameters.epochs + 1, 2 * d + 3))
    filled = 0
    diverged_at: int | None = None
    largest = np.full(2 * d + 3, FLOAT32_MAX)
    if hyperparameters.reduction == "mean":
        largest[0] /= dataset.rows  # The squares are added up before their mean is taken, so the sum has to fit.
    next_call = time.monotonic() + SECONDS_BETWEEN_CALLS

    with np.errstate(over="ignore", invalid="ignore"):
        for block in blocks:
            fits = (np.abs(block) <= largest).all(axis=1)  # False for nan too
            count = len(block) if fits.all() else int(fits.argmin())
            table[filled : filled + count] = block[:count]
            filled += count
            if count < len(block):
                diverged_at = filled
                break
            if on_progress is not None and time.monotonic() >= next_call:
                on_progress(filled - 1, float(table[filled - 1, 0]))
                next_call = time.monotonic() + SECONDS_BETWEEN_CALLS

    if filled == 0:
        raise DatasetError(UNTRAINED_LOSS_OVERFLOWS)
    table = table[:filled]
    repeats_from = first_repetition(table[:, 1 : d + 2]) if full_batch and diverged_at is None else None
    return History.from_table(table, dataset, hyperparameters, diverged_at, repeats_from)


def first_repetition(states: np.ndarray) -> int | None:
    """The first row of states (n+1, d+1) that equals an earlier one exactly, or None.

    Every state follows from the one before alone, so a run that ever repeated itself is still going round that cycle
    at its end: it is enough to ask where the last state was seen before.
    """
    seen = np.flatnonzero((states[:-1] == states[-1]).all(axis=1))
    if len(seen) == 0:
        return None
    period = len(states) - 1 - int(seen[-1])
    returned = (states[period:] == states[:-period]).all(axis=1)
    return period + int(returned.argmax())


def _blocks_by_sums(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, bias: float, hyperparameters: Hyperparameters
) -> Iterator[np.ndarray]:
    """Rows of the history, many at a time. Only the parameters have to be found one after the other; the losses and
    gradients at them are then worked out all at once."""
    sums = Sums.of(x, y, hyperparameters.activation)
    d = len(weight)
    share = 1.0 if hyperparameters.reduction == "sum" else 1.0 / sums.n
    # The factor 2 of every gradient and the mean's 1/n go into the step, once for all.
    step = hyperparameters.learning_rate * 2.0 * share
    path = _one_weight(sums, float(weight[0]), bias, step) if d == 1 else _several_weights(sums, weight, bias, step)
    path = islice(path, (hyperparameters.epochs + 1) * (d + 1))
    epochs_at_once = max(1, NUMBERS_AT_ONCE // (d + 1))
    while (numbers := np.fromiter(islice(path, epochs_at_once * (d + 1)), np.float64)).size:
        states = numbers.reshape(-1, d + 1)
        losses = sums.losses(states[:, :d], states[:, d])
        weight_gradients, bias_gradients = sums.gradients(states[:, :d], states[:, d])
        yield np.column_stack([losses * share, states, weight_gradients * share, bias_gradients * share])


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
            if side * w <= 0.0:  # On 0 or past it, the clamp lets other rows through.
                break


def _several_weights(sums: Sums, weight: np.ndarray, bias: float, step: float) -> Iterator[float]:
    """The weights and the bias after 0, 1, 2, … updates, one number after the other."""
    while True:
        yield from weight.tolist()
        yield bias
        weight_step = step * (weight @ sums.xx + bias * sums.x - sums.xy)
        bias -= step * (float(weight @ sums.x) + bias * sums.n - sums.y)
        weight = weight - weight_step


def _blocks_by_chain_rule(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    bias: float,
    hyperparameters: Hyperparameters,
    shuffles: Iterator[np.ndarray],
) -> Iterator[np.ndarray]:
    """Rows of the history, one at a time, each from a look at all the data."""
    learning_rate, size = hyperparameters.learning_rate, hyperparameters.batch_size
    activation, reduction = hyperparameters.activation, hyperparameters.reduction
    for _ in range(hyperparameters.epochs + 1):
        loss, weight_gradient, bias_gradient = chain_rule(x, y, weight, bias, activation, reduction)
        yield np.array([[loss, *weight, bias, *weight_gradient, bias_gradient]])
        if size is None or size >= len(x):
            weight, bias = weight - learning_rate * weight_gradient, bias - learning_rate * bias_gradient
            continue
        order = next(shuffles)
        shuffled_x, shuffled_y = x[order], y[order]
        for rows in (slice(start, start + size) for start in range(0, len(x), size)):
            _, weight_gradient, bias_gradient = chain_rule(
                shuffled_x[rows], shuffled_y[rows], weight, bias, activation, reduction
            )
            weight, bias = weight - learning_rate * weight_gradient, bias - learning_rate * bias_gradient
