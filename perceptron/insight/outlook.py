"""Where a run is heading: some more of its own updates, taken by hand from where it stands.

What theory cannot tell (mini-batches, an activation that bends another row at every step) is looked at. Only a bounded
number of updates is taken, in some hundredths of a second, and none of it becomes part of the run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from perceptron.insight.ending import unchanged_from
from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Seen
from perceptron.learning.by_hand import FLOAT32_MAX
from perceptron.learning.gradients import chain_rule
from perceptron.learning.sums import Sums, blocks_of_rows

# So many updates that look at every row, so many from sums alone, and so many numbers looked at altogether.
MOST_UPDATES = 1_500
MOST_UPDATES_BY_SUMS = 20_000
MOST_NUMBERS = 5_000_000
# Steps ahead that a run has to stay in its bowl for it to tell what comes.
STEPS_AHEAD = 12


@dataclass(frozen=True, eq=False)
class Outlook:
    """The epochs that would come next: mean_squares (k,), the mean squared residual after each; soon, the parameters
    (d+1) after the first few, and last, those after the last (0 or 1, d+1); still_from: from which on, counted from 0,
    the weights stay as they are; overflows: whether the numbers then leave float32's range. k is 0 where even one epoch
    is too long. A server keeps many of these, so all parameters are not among it.
    """

    mean_squares: np.ndarray
    soon: np.ndarray
    last: np.ndarray
    still_from: int
    overflows: bool


def look_ahead(run: Outcome, seen: Seen, most_epochs: int) -> Outlook:
    """The next epochs of a run, at most so many, with batches that are shuffled anew."""
    rows, d = seen.x.shape
    size = run.hyperparameters.batch_size
    updates = 1 if size is None or run.is_full_batch else -(-rows // size)
    by_sums = run.is_full_batch and Sums.serve(d, run.activation)
    numbers = 0 if by_sums else rows * (d + 2) * (1 + (updates > 1))
    epochs = min(most_epochs, (MOST_UPDATES_BY_SUMS if by_sums else MOST_UPDATES) // updates)
    epochs = min(epochs, MOST_NUMBERS // max(numbers, 1))
    if by_sums:
        weight, bias = run.history.weights[-1], float(run.history.biases[-1])
        blocks = blocks_of_rows(
            Sums.of(seen.x, seen.y, run.activation), weight, bias, run.but(epochs=max(1, epochs)).hyperparameters
        )
    else:
        blocks = _going_on(run, seen, epochs)
    with np.errstate(over="ignore", invalid="ignore"):
        # The first row is where the run stands.
        found = np.concatenate(list(islice(blocks, epochs + 1)))[1:] if epochs else np.empty((0, 2 * d + 3))
        found[:, 0] /= seen.scale  # the squares are added up before their mean is taken
        fits = (np.abs(found) <= FLOAT32_MAX).all(axis=1)
    kept = found[: len(found) if fits.all() else int(fits.argmin())]
    parameters = kept[:, 1 : d + 2]
    return Outlook(
        mean_squares=kept[:, 0] / rows,
        soon=parameters[:STEPS_AHEAD].copy(),
        last=parameters[-1:].copy(),
        still_from=unchanged_from(parameters[:, :-1]) if len(parameters) else 0,
        overflows=len(kept) < len(found),
    )


def _going_on(run: Outcome, seen: Seen, epochs: int) -> Iterator[np.ndarray]:
    """The rows of a history, as by hand, from where the run stands; small batches are drawn as they might have been."""
    hyperparameters, rows = run.hyperparameters, len(seen.y)
    size = min(hyperparameters.batch_size or rows, rows)
    weight, bias = run.history.weights[-1], float(run.history.biases[-1])
    random = np.random.default_rng(hyperparameters.seed)
    for epoch in range(epochs + 1):
        loss, weight_gradient, bias_gradient = chain_rule(seen.x, seen.y, weight, bias, hyperparameters)
        yield np.array([[loss, *weight, bias, *weight_gradient, bias_gradient]])
        order = random.permutation(rows) if size < rows else np.arange(rows)
        for start in range(0, rows if epoch < epochs else 0, size):
            if size < rows:
                batch = order[start : start + size]
                _, weight_gradient, bias_gradient = chain_rule(
                    seen.x[batch], seen.y[batch], weight, bias, hyperparameters
                )
            weight = weight - hyperparameters.learning_rate * weight_gradient
            bias = bias - hyperparameters.learning_rate * bias_gradient
