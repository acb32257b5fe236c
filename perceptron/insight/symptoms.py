"""What a run shows by itself, before anybody explains it: each symptom is one question to the history.

It is answered from the run's own last states, from the piece of the loss it stands in, and from the epochs that would
come next; never from what theory says of another run, without the clamp or with all rows at once.
"""

from functools import cached_property

import numpy as np

from perceptron.insight.cycle import Cycle, Digits
from perceptron.insight.outcome import Outcome
from perceptron.insight.outlook import Outlook, look_ahead
from perceptron.insight.piece import Piece, Seen, lowest_downhill
from perceptron.insight.rounding import LAST_STEPS, Kept, kept_by_rounding
from perceptron.insight.trend import Trend, trend_of

# Converged: the mean squared residual is within this share of y's variance of the lowest the neuron can reach,
# that is, R² is right to five digits.
TOLERANCE = 1e-5
# Oscillating is the matter where it makes at least this share of the loss above the floor.
OSCILLATION = 0.05
# Closer to the largest stable rate than this, float32's rounding decides between shrinking and growing.
ROUNDING = 1e-6
# Epochs ahead that are enough to tell where a short run is heading.
FEW_EPOCHS = 50
# A loss that moves by less than this share of what is left to gain does not jump.
JUMP = 1e-3


class Symptoms:
    """One run under the lens. All losses here are means in float64, whatever the run added up in float32.

    piece: the bowl around the last state. shut (rows,): which rows the activation passes nothing on of there. best: the
    least-squares loss. floor: the lowest loss downhill from the last state. excess: how far the run ended above it.
    """

    def __init__(self, run: Outcome) -> None:
        self.run = run
        self.dataset, self.hyperparameters, self.history = run.dataset, run.hyperparameters, run.history
        self.last, self.rate = run.last, run.hyperparameters.learning_rate
        self.digits: Digits = np.float32 if run.hyperparameters.gradients == "autograd" else np.float64
        seen = Seen.by(run.dataset, run.hyperparameters)
        self.piece = Piece(seen, run.parameters(np.array([self.last]))[0])
        self.shut = self.piece.slopes == 0
        self.y_is_constant = bool(np.ptp(seen.y) == 0)
        self.variance = float(seen.y.var())
        # Where a line fits exactly, what is left of the loss is rounding.
        self._rounding = 1e-24 * float(np.square(seen.y).mean())
        best = run.fit.loss / run.scale / self.dataset.rows
        self.best = best if best > self._rounding else 0.0
        floor = lowest_downhill(self.piece)
        self.floor = floor if floor > self._rounding else 0.0
        self.loss = seen.mean_square(self.piece.parameters)
        self.excess = self.piece.excess if floor == self.piece.floor else max(self.loss - floor, 0.0)
        squares = float(np.square(seen.y).mean())
        # Of a y that never changes float32 tells some seven digits; of one that is 0, only the start has a scale.
        of_constant = 1e-10 * squares or 1e-9 * self.mean_loss_at(0)
        self.tolerance = of_constant if self.y_is_constant else TOLERANCE * self.variance

    def mean_loss_at(self, epoch: int) -> float:
        """The mean squared residual at that epoch."""
        residuals = self.history.predict(self.dataset.features, epoch) - self.dataset.target[:, 0]
        return float(residuals @ residuals) / self.dataset.rows

    @cached_property
    def outlook(self) -> Outlook:
        """The next epochs, about as many as the run had."""
        return look_ahead(self.run, self.piece.seen, max(self.last, FEW_EPOCHS))

    @cached_property
    def trend(self) -> Trend:
        """Where the loss is heading, from the end of the run into the epochs that come next."""
        past = self.history.losses / self.piece.seen.scale / self.dataset.rows
        return trend_of(past, self.outlook.mean_squares, self.floor)

    # Where it ended

    @property
    def has_arrived(self) -> bool:
        """Whether there is nothing left to gain where the run ended."""
        return self.excess <= self.tolerance

    @cached_property
    def stays(self) -> bool:
        """Whether the epochs that come next leave it there; what goes round a cycle has to be there all the way."""
        if self.cycle is not None:
            return bool((self.cycle.excess <= self.tolerance).all())
        if self.run.is_full_batch and self.run.activation.shape != "curve" and self.piece.is_whole:
            return not self.grows
        ahead = self.outlook.mean_squares
        return not self.outlook.overflows and bool(len(ahead) == 0 or np.median(ahead) - self.floor <= self.tolerance)

    @cached_property
    def is_dead(self) -> bool:
        """Whether no row can move a weight any more: each is shut, or is 0 itself."""
        silent = ~self.piece.seen.x.any(axis=1)
        return bool(self.shut.any() and (self.shut | silent).all())

    def epoch_of_death(self) -> int:
        """Since when the clamp has been shut for every row. A dead neuron's weights never move again."""
        moved = np.flatnonzero((self.history.weights != self.history.weights[-1]).any(axis=1))
        return int(moved[-1]) + 1 if len(moved) else 0

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

    @cached_property
    def grows(self) -> bool:
        """Whether steps become longer: by the factors, as long as the run stays in the bowl that they are of; else by
        where the loss is heading.
        """
        shape = self.run.activation.shape
        if self.run.is_full_batch and shape != "curve" and self.piece.is_whole and self.growth > 1 - ROUNDING:
            return True
        if self.run.is_full_batch and shape == "line":
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
        if len(steps) < 2 or not (steps[:-1] * steps[1:] < 0).all():
            return False
        if not self.piece.is_whole:
            return True
        # Where rounding makes it tremble, steps alternate too, but not as the bowl would have them.
        if abs(-float(steps[-1] / steps[-2]) - self.growth) > 0.1:
            return False
        across = float(self.piece.excess_by_direction[self.factors < 0].sum())
        return across >= OSCILLATION * self.excess

    @cached_property
    def cycle(self) -> Cycle | None:
        """The states that a full-batch run goes round for ever, where it does."""
        if self.history.period is None:
            return None
        return Cycle(self.run, self.piece.seen, self.floor, self.digits)

    @cached_property
    def shrinks(self) -> bool:
        """Whether its swings become smaller: by the bowl it is in, or by the next epochs where it leaves that."""
        if self.piece.is_whole and self.run.activation.shape != "curve":
            return self.growth < 1 - ROUNDING
        return self.trend == "falls"

    @cached_property
    def jumps(self) -> bool:
        """Whether the loss changes from epoch to epoch by more than a trifle of what is left to gain."""
        losses = self.history.losses[-max(2, len(self.history) // 4) :] / self.piece.seen.scale / self.dataset.rows
        return bool(np.ptp(losses) > JUMP * self.excess)

    # What the activation does

    @property
    def is_line(self) -> bool:
        """Whether the neuron ended as a plain line: no row is bent."""
        return self.run.activation.shape == "line" or bool((self.piece.slopes == 1).all())

    def clamp_costs(self) -> bool:
        """Whether a line without the clamp would be clearly better than the lowest that is downhill from here."""
        return self.floor - self.best > TOLERANCE * max(self.variance, self.best)

    def beats_every_line(self) -> bool:
        """Whether the bent neuron is clearly better than the best line."""
        return self.best - self.loss > TOLERANCE * max(self.variance, self.best)

    def wants_negative_sums(self) -> bool:
        """Whether the best line has x·w below 0, where the clamp is shut, on every row but those that are 0."""
        sums = self.run.features @ self.run.best[:-1]
        return bool((sums <= 0).all() and (sums < 0).any())

    @cached_property
    def dies_ahead_at(self) -> int | None:
        """The epoch at which the activation would shut for every row if the run went on; None if that is not seen."""
        ahead = self.outlook.parameters
        if len(ahead) == 0 or not self.run.activation.shuts:
            return None
        seen = self.piece.seen
        if seen.activation.derivative(seen.x @ ahead[-1, :-1]).any():
            return None
        moved = np.flatnonzero((ahead[:, :-1] != ahead[-1, :-1]).any(axis=1))
        return self.last + 1 + (int(moved[-1]) + 1 if len(moved) else 0)
