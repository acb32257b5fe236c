"""What a run shows by itself, before anybody explains it: each symptom is one question to the history."""

from functools import cached_property

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.insight.theory import least_squares_where

# Converged: the mean squared residual is within this share of y's variance of the lowest the neuron can reach,
# that is, R² is right to five digits.
TOLERANCE = 1e-5
# Oscillating is the matter where it makes at least this share of the loss above the floor.
OSCILLATION = 0.05


class Symptoms:
    """One run under the lens. All losses here are means in float64, whatever the run added up in float32.

    shut (rows,): which rows the activation passes nothing on of at the end. best: the least-squares loss. floor: the
    lowest loss with the activation's slopes as they are then. excess: how far the run's last loss is above that floor.
    """

    def __init__(self, run: Outcome) -> None:
        self.run = run
        self.dataset, self.hyperparameters, self.history = run.dataset, run.hyperparameters, run.history
        self.bowl, self.last = run.curvature, run.last
        slopes = run.activation.derivative(self.history.weighted_sums(self.dataset.features))
        self.shut = slopes == 0
        # Where a line fits exactly, what is left of the loss is rounding.
        rounding = 1e-24 * float(np.square(self.dataset.target).mean())
        best = run.fit.loss / run.scale / self.dataset.rows
        floor = least_squares_where(self.dataset, slopes, "mean", self.hyperparameters.standardize).loss
        self.best = best if best > rounding else 0.0
        self.floor = floor if floor > rounding else 0.0
        self.variance = float(self.dataset.target.var())
        self.excess = self.excess_at(self.last)

    def mean_loss_at(self, epoch: int) -> float:
        """The mean squared residual at that epoch."""
        residuals = self.history.predict(self.dataset.features, epoch) - self.dataset.target[:, 0]
        return float(residuals @ residuals) / self.dataset.rows

    def excess_at(self, epoch: int) -> float:
        """How far the mean squared residual at that epoch is above the floor."""
        return self.mean_loss_at(epoch) - self.floor

    def has_converged(self) -> bool:
        """Whether there is nothing left to gain where the run ended."""
        squares = float(np.square(self.dataset.target).mean())
        if self.variance > 1e-12 * squares:
            return self.excess <= TOLERANCE * self.variance
        # y never changes, as far as float32 can tell; where it is 0 throughout, only the start gives a scale.
        return self.excess <= (1e-10 * squares or 1e-9 * self.excess_at(0))

    def alternates(self) -> bool:
        """Whether the last steps went to and fro across the valley, as they do beyond half of the stable limit, and
        this is what holds the run up: rounding, too, makes a neuron tremble there while it walks along the valley.
        """
        if self.hyperparameters.learning_rate * self.bowl.steepest <= 1:
            return False
        states = self.run.parameters(np.arange(max(0, self.last - 3), self.last + 1))
        steps = np.diff(states, axis=0) @ self.bowl.eigenvectors[:, -1]
        if len(steps) < 2 or not (steps[:-1] * steps[1:] < 0).all():
            return False
        # A step across the valley, half of it to either side, costs this much of the mean loss.
        cost = self.bowl.steepest * (steps[-1] / 2) ** 2 / 2 / (self.run.scale * self.dataset.rows)
        return bool(cost >= OSCILLATION * self.excess)

    def has_grown(self) -> bool:
        """Whether the loss is larger than it was for the untrained neuron."""
        return bool(self.history.losses[-1] > self.history.losses[0])

    def is_falling(self) -> bool:
        """Whether the last epoch made the loss smaller."""
        return len(self.history) > 1 and bool(self.history.losses[-1] < self.history.losses[-2])

    def is_level(self) -> bool:
        """Whether the last quarter gained less over the one before than its own losses jump about."""
        quarter = len(self.history) // 4
        if quarter < 5:
            return False  # too few to tell
        late, early = self.history.losses[-quarter:], self.history.losses[-2 * quarter : -quarter]
        return bool(early.mean() - late.mean() < late.std())

    @cached_property
    def is_dead(self) -> bool:
        """Whether no row can move a weight any more: each is shut, or is 0 itself."""
        silent = ~self.run.features.any(axis=1)
        return bool(self.shut.any() and (self.shut | silent).all())

    def epoch_of_death(self) -> int:
        """Since when the clamp has been shut for every row. A dead neuron's weights never move again."""
        moved = np.flatnonzero((self.history.weights != self.history.weights[-1]).any(axis=1))
        return int(moved[-1]) + 1 if len(moved) else 0

    def clamp_costs(self) -> bool:
        """Whether a line without the clamp would be clearly better than any with those rows shut."""
        return self.floor - self.best > TOLERANCE * max(self.variance, self.best)

    def wants_negative_sums(self) -> bool:
        """Whether the best line has x·w below 0, where the clamp is shut, on every row but those that are 0."""
        sums = self.dataset.features @ self.run.fit.weights
        return bool((sums <= 0).all() and (sums < 0).any())
