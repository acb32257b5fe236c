"""When a run arrived: the first epoch at which it fits nearly as well as the best line."""

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.insight.prospect import Prospect

# Arrived is a loss of at most this share above the lowest loss of a line …
ABOVE = 0.01
# … or, where the best line leaves next to nothing of it, an R² this little below the best one.
OF_R_SQUARED = 0.0001


def epochs_to_arrive(run: Outcome) -> int | None:
    """The first epoch whose loss is at most `bar(run)`; 0 where the start already is, None where no epoch is."""
    found = np.flatnonzero(run.history.losses <= bar(run))
    return int(found[0]) if len(found) else None


def bar(run: Prospect) -> float:
    """The loss that counts as arrived, in the run's own reduction: 1 % above the least-squares loss, or, where R² of
    the least-squares line is above 0.99, the loss at which R² is 0.0001 below it.

    With S = scale · Σ (y - mean of y)² it is L* + max(0.01 · L*, 0.0001 · S): at R² = 0.99 both are the same. Where y
    never changes there is no R², and S is scale · Σ y² instead.
    """
    return run.fit.loss + max(ABOVE * run.fit.loss, OF_R_SQUARED * _of_all(run))


def is_by_r_squared(run: Prospect) -> bool:
    """Whether it is R² that sets the bar, and not the share of the loss."""
    return OF_R_SQUARED * _of_all(run) >= ABOVE * run.fit.loss


def y_is_constant(run: Prospect) -> bool:
    """Whether y never changes, so that there is no R²."""
    return bool(np.ptp(run.dataset.target) == 0)


def _of_all(run: Prospect) -> float:
    """S: what there is to explain."""
    y = run.dataset.target
    return run.scale * float(np.square(y if y_is_constant(run) else y - y.mean()).sum())
