"""Where a run is heading: some more of its own updates, taken by hand from where it stands.

What theory cannot tell (mini-batches, an activation that bends another row at every step) is looked at. Only a bounded
number of updates is taken, in some hundredths of a second, and none of it becomes part of the run.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch

from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Seen
from perceptron.learning.batches import Batches
from perceptron.learning.by_hand import FLOAT32_MAX, descend
from perceptron.learning.sums import Sums, blocks_of_rows

# So many updates that look at every row, so many from sums alone, and so many numbers looked at altogether.
MOST_UPDATES = 1_500
MOST_UPDATES_BY_SUMS = 20_000
MOST_NUMBERS = 5_000_000


@dataclass(frozen=True, eq=False)
class Outlook:
    """The epochs that would come next: mean_squares (k,), the mean squared residual after each, and parameters
    (k, d+1); overflows: whether the numbers then leave float32's range. k is 0 where even one epoch is too long.
    """

    mean_squares: np.ndarray
    parameters: np.ndarray
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
    weight, bias = run.history.weights[-1], float(run.history.biases[-1])
    if by_sums:
        blocks = blocks_of_rows(
            Sums.of(seen.x, seen.y, run.activation), weight, bias, run.but(epochs=max(1, epochs)).hyperparameters
        )
    else:
        random = torch.Generator().manual_seed(run.hyperparameters.seed)
        batches = Batches(torch.from_numpy(seen.x), torch.from_numpy(seen.y[:, np.newaxis]), size, random)
        blocks = descend(weight, bias, batches, run.but(epochs=max(1, epochs)).hyperparameters)
    with np.errstate(over="ignore", invalid="ignore"):
        # The first row is where the run stands.
        found = np.concatenate(list(islice(blocks, epochs + 1)))[1:] if epochs else np.empty((0, 2 * d + 3))
        fits = (np.abs(found) <= FLOAT32_MAX).all(axis=1)
    kept = found[: len(found) if fits.all() else int(fits.argmin())]
    return Outlook(kept[:, 0] / seen.scale / rows, kept[:, 1 : d + 2], overflows=len(kept) < len(found))
