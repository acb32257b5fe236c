"""What a run shows by itself, before anybody explains it: each symptom is one question to the history.

It is answered from the run's own last states, from the piece of the loss it stands in, and from the epochs that would
come next; never from what theory says of another run, without the clamp or with all rows at once.
"""

from functools import cached_property

import numpy as np

from perceptron.insight.cycle import Cycle, largest_gaps
from perceptron.insight.ending import Ending
from perceptron.insight.outlook import Outlook, look_ahead
from perceptron.insight.rounding import LAST_STEPS, Kept, kept_by_rounding
from perceptron.insight.trend import Trend, trend_of

# Oscillating is the matter where it makes at least this share of the loss above the floor.
OSCILLATION = 0.05
# Closer to the limit than so many spacings of the numbers, rounding decides between shrinking and growing.
SPACINGS = 10
# Epochs ahead that are enough to tell where a short run is heading.
FEW_EPOCHS = 400
# Steps of so few gaps between numbers are made by rounding.
TREMBLE = 64
# A loss that moves by less than this share of what is left to gain does not jump.
JUMP = 1e-3


def go_to_and_fro(steps: np.ndarray) -> bool:
    """Whether each of the steps, (k,), goes the other way than the one before."""
    return bool((steps[1:] * steps[:-1] < 0).all())


class Symptoms(Ending):
    """One run under the lens: where it ended, how it moves there, and where the next epochs take it."""

    @cached_property
    def outlook(self) -> Outlook:
        """The next epochs, about as many as the run had."""
        return look_ahead(self.run, self.piece.seen, max(self.last, FEW_EPOCHS))

    @cached_property
    def trend(self) -> Trend:
        """Where the loss is heading, from the end of the run into the epochs that come next."""
        return trend_of(self.mean_losses, self.outlook.mean_squares, self.floor, self.tolerance / 10)

    # Where it ended

    @cached_property
    def stays(self) -> bool:
        """Whether the epochs that come next leave it there; what goes round a cycle has to be there all the way."""
        if self.cycle is not None:
            return bool((self.cycle.excess <= self.tolerance).all())
        if self.stays_in_bowl:
            return not self.grows
        ahead = self.outlook.mean_squares
        return not self.outlook.overflows and bool(len(ahead) == 0 or np.median(ahead) - self.floor <= self.tolerance)

    @cached_property
    def is_still(self) -> bool:
        """Whether the last three epochs, if there were as many, changed no digit of weight and bias."""
        states = self.run.parameters(np.arange(max(0, self.last - 3), self.last + 1))
        return self.last > 0 and bool((states == states[-1]).all())

    @cached_property
    def kept_by_rounding(self) -> Kept | None:
        """What the last steps would have left of the excess without rounding, where rounding kept it up."""
        kept = kept_by_rounding(self.run, self.piece)
        return kept if kept is not None and not self.grows and kept.is_clear else None

    # How it moves

    @cached_property
    def factors(self) -> np.ndarray:
        """1 - ηλ along the eigenvectors of the piece: what full-batch steps multiply the error by, as long as in it."""
        return self.piece.curvature.factors(self.rate)

    @property
    def growth(self) -> float:
        """How many times as far a step across the valley lands on its other side; below 0 where it lands on this."""
        return -float(self.factors.min())

    @property
    def rounding(self) -> float:
        """How close to 1 a factor is not told from 1 by the numbers that training holds."""
        return SPACINGS * float(np.finfo(self.digits).eps)

    @cached_property
    def stays_in_bowl(self) -> bool:
        """Whether the bowl tells what comes: full batches, its lowest point in it, and no bend in the next steps."""
        if not self.run.is_full_batch or self.run.activation.shape == "curve" or not self.piece.is_whole:
            return False
        if self.run.activation.shape == "line":
            return True
        return all(self.piece.has_slopes_of(state) for state in self.outlook.soon)

    @cached_property
    def grows(self) -> bool:
        """Whether steps become longer: by the factors, as long as the run stays in the bowl that they are of; else by
        where the loss is heading.
        """
        if self.stays_in_bowl and self.growth > 1 - self.rounding:
            return True
        if self.run.is_full_batch and self.run.activation.shape == "line":
            return False
        return self.outlook.overflows or self.trend == "grows"

    @cached_property
    def steps_across(self) -> np.ndarray:
        """The last steps of a full-batch run along the steepest direction of the piece."""
        states = self.run.parameters(np.arange(max(0, self.last - LAST_STEPS), self.last + 1))
        return np.asarray(np.diff(states, axis=0) @ self.piece.curvature.eigenvectors[:, -1])

    @cached_property
    def alternates(self) -> bool:
        """Whether the last steps went to and fro across the valley, and this is what holds a full-batch run up:
        rounding, too, makes a neuron tremble there while it walks along the valley.
        """
        steps = self.steps_across[-3:]
        if len(steps) < 2 or not go_to_and_fro(steps):
            return False
        if not self.stays_in_bowl:
            if len(steps) < 3:
                return False
            # A step across the valley, half of it to either side, costs this much of the mean loss.
            cost = self.piece.curvature.steepest * (steps[-1] / 2) ** 2 / 2 / (self.run.scale * self.dataset.rows)
            return bool(cost >= OSCILLATION * self.excess)
        # Where rounding makes it tremble, steps alternate too, but they are a few gaps between numbers long.
        states = self.run.parameters(np.arange(self.last - len(steps), self.last + 1))
        if largest_gaps(states, self.digits) <= TREMBLE or self.growth < TREMBLE * self.rounding:
            return False
        across = float(self.piece.excess_by_direction[self.factors < 0].sum())
        return across >= OSCILLATION * self.excess

    @cached_property
    def shrinks(self) -> bool:
        """Whether its swings become smaller: for certain in a bowl that it stays in, else where they have for long."""
        if self.dies_ahead_at is not None:
            return False
        if self.stays_in_bowl:
            return self.growth < 1 - self.rounding
        steps = self.steps_across
        return self.has_long_alternated and abs(steps[-1]) < abs(steps[0]) and self.trend == "falls"

    @property
    def has_long_alternated(self) -> bool:
        """Whether all of the last steps went to and fro."""
        steps = self.steps_across
        return len(steps) == LAST_STEPS and go_to_and_fro(steps)

    @cached_property
    def jumps(self) -> bool:
        """Whether the loss changes from epoch to epoch by more than a trifle of what is left to gain."""
        return bool(np.ptp(self.mean_losses[-max(2, len(self.history) // 4) :]) > JUMP * self.excess)

    @cached_property
    def cycle(self) -> Cycle | None:
        """The states that a full-batch run goes round for ever, where it does."""
        if self.history.period is None:
            return None
        return Cycle(self.run, self.piece.seen, self.floor, self.digits)

    @cached_property
    def dies_ahead_at(self) -> int | None:
        """The epoch at which the activation would shut for every row if the run went on; None if that is not seen."""
        last = self.outlook.last
        # Which batches come next is chance, and whether they kill.
        if len(last) == 0 or not self.run.activation.shuts or not self.run.is_full_batch:
            return None
        if not self.shuts_all(last[0]):
            return None
        return self.last + 1 + self.outlook.still_from
