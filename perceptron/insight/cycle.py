"""The cycle that training on full batches goes round for ever once it has returned to an earlier state exactly."""

from functools import cached_property

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Seen

# Of a longer cycle the last so many states are looked at.
MOST_STATES = 1024
# Going round is the matter where it makes at least this share of the loss above the floor.
SHARE = 0.05


Digits = type[np.float32] | type[np.float64]


def largest_gaps(states: np.ndarray, digits: Digits) -> float:
    """The largest step from one of the states (k, d+1) to the next, in gaps to the next number of so many digits."""
    sizes = np.maximum(np.abs(states[:-1]), np.abs(states[1:])).astype(digits)
    return float((np.abs(np.diff(states, axis=0)) / np.spacing(sizes)).max())


class Cycle:
    """One way round: states (p+1, d+1), from the last state back to itself. floor: the lowest mean squared residual
    downhill from there.
    """

    def __init__(self, run: Outcome, seen: Seen, floor: float, digits: Digits) -> None:
        period = min(run.history.period or 0, MOST_STATES)
        self.states = run.parameters(np.arange(run.last - period, run.last + 1))
        self._seen, self._floor, self._digits = seen, floor, digits

    @cached_property
    def excess(self) -> np.ndarray:
        """How far the mean squared residual of each state, (p,), is above the floor."""
        return np.array([max(self._seen.mean_square(state) - self._floor, 0.0) for state in self.states[1:]])

    @cached_property
    def gaps(self) -> float:
        """The largest step, in gaps to the next number that training can hold there; 0 where nothing changes."""
        return largest_gaps(self.states, self._digits)

    @cached_property
    def is_the_matter(self) -> bool:
        """Whether the middle of the cycle has a clearly lower loss than the states on it."""
        middle = self._seen.mean_square(self.states[1:].mean(axis=0)) - self._floor
        mean = float(self.excess.mean())
        return mean - middle >= SHARE * mean > 0
