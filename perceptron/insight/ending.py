"""Where a run ended: in which piece of the loss, how far above its lowest point, and which rows are shut there."""

from functools import cached_property

import numpy as np

from perceptron.insight.cycle import Digits
from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Piece, Seen, lowest_downhill

# Converged: the mean squared residual is within this share of y's variance of the lowest the neuron can reach,
# that is, R² is right to five digits.
TOLERANCE = 1e-5


class Ending:
    """The last state of a run. All losses here are means in float64, whatever the run added up in float32.

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
        self._rounding = 1e-24 * (float(np.square(seen.y).mean()) or self.mean_loss_at(0))
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

    @property
    def mean_losses(self) -> np.ndarray:
        """The recorded losses (n+1,) as means over the rows, whatever the run's reduction; not kept."""
        return self.history.losses / self.run.scale / self.dataset.rows

    def mean_loss_at(self, epoch: int) -> float:
        """The mean squared residual at that epoch."""
        residuals = self.history.predict(self.dataset.features, epoch) - self.dataset.target[:, 0]
        return float(residuals @ residuals) / self.dataset.rows

    @property
    def has_arrived(self) -> bool:
        """Whether there is nothing left to gain where the run ended."""
        return self.excess <= self.tolerance

    @cached_property
    def is_dead(self) -> bool:
        """Whether no row can move a weight any more: each is shut, or is 0 itself."""
        return self.shuts_all(self.piece.parameters)

    def shuts_all(self, parameters: np.ndarray) -> bool:
        """Whether a neuron with those parameters shuts every row that could move its weights."""
        seen = self.piece.seen
        shut = seen.activation.derivative(seen.x @ parameters[:-1]) == 0
        return bool(shut.any() and (shut | ~seen.x.any(axis=1)).all())

    def epoch_of_death(self) -> int:
        """Since when the clamp has been shut for every row. A dead neuron's weights never move again."""
        return unchanged_from(self.history.weights)

    @property
    def is_line(self) -> bool:
        """Whether the neuron ended as a plain line: no row is bent."""
        return self.run.activation.shape == "line" or bool((self.piece.slopes == 1).all())

    @cached_property
    def line_floor(self) -> float:
        """The lowest loss of a plain line on what the neuron sees."""
        return self.piece.floor if self.is_line else self.piece.of_all_rows.floor

    def clamp_costs(self) -> bool:
        """Whether a line without the clamp would be clearly better than the lowest that is downhill from here."""
        if self.run.activation.shape == "line":
            return False
        return self.floor - self.line_floor > TOLERANCE * max(self.variance, self.line_floor)

    def beats_every_line(self) -> bool:
        """Whether the bent neuron is clearly better than the best line."""
        if self.is_line:
            return False
        least = TOLERANCE * max(self.variance, self.line_floor)
        # On the data as it is, too, and not only as float32 rounds it.
        return self.line_floor - self.loss > least and self.best - self.mean_loss_at(self.last) > least

    def wants_negative_sums(self) -> bool:
        """Whether the best line, if there is only one, has x·w below 0, where the clamp is shut, on every row but those
        that are 0.
        """
        sums = self.run.features @ self.run.best[:-1]
        least = 1e-9 * float(np.abs(self.dataset.target).max())  # less is rounding
        return self.run.curvature.flattest > 0 and bool((sums <= 0).all() and (sums < -least).any())


def unchanged_from(rows: np.ndarray) -> int:
    """The first of the rows (k, d) from which on each is like the last."""
    others = np.flatnonzero((rows != rows[-1]).any(axis=1))
    return int(others[-1]) + 1 if len(others) else 0
