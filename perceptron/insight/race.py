"""A race: the same question with many rates, starts, batch sizes or seeds, trained one after the other.

By hand sixteen runs take less time than a fifth of one by autograd. What each of them ended as is what its diagnosis
would say; the reasons, which take longer to find, are left until somebody opens the run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perceptron.insight.comparing.arrival import ABOVE, bar
from perceptron.insight.diagnosis import Kind, kind_of
from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.insight.spreading import USUAL, Over, spread_out, value_of
from perceptron.insight.symptoms import Symptoms
from perceptron.learning.speed import estimated_seconds
from perceptron.learning.sums import Sums
from perceptron.learning.training import train
from perceptron.words import DatasetError

# Seconds on one core of a small server to say what a run ended as, where its next epochs are found from sums and where
# they are taken row by row; and more for each of its rows.
NAMING_BY_SUMS, NAMING_BY_ROWS, NAMING_ROW = 0.005, 0.06, 5e-7

# How much of a race is done, 0 … 1; an exception from it ends the race.
Told = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Entrant:
    """One of a race: the value it has of what is raced over, its question, its run, and what that ended as.

    Where float32 cannot hold even the untrained neuron's loss there is no run, and that counts as diverged.
    """

    value: float
    asked: Prospect
    run: Run | None
    kind: Kind

    @property
    def is_alive(self) -> bool:
        """Whether it ended with a neuron that learned: it neither diverged nor died."""
        return self.run is not None and self.kind not in ("diverged", "dead neuron")

    @property
    def final_loss(self) -> float | None:
        """The loss at the end; None where the numbers broke before it."""
        if self.run is None or self.run.history.diverged_at is not None:
            return None
        return float(self.run.history.losses[-1])


@dataclass(frozen=True, eq=False)
class Race:
    """The entrants by their rising values, over what they race, and the question that they were made from."""

    asked: Prospect
    over: Over
    entrants: tuple[Entrant, ...]

    @property
    def epochs(self) -> int:
        """How many epochs each had, which may be fewer than asked for: see `spread_out`."""
        return self.entrants[0].asked.hyperparameters.epochs

    @property
    def limit(self) -> float | None:
        """The largest stable rate, in a race of rates; None with small batches, of which each has a limit of its own,
        and where the activation is a curve, under which the loss is no bowl.
        """
        if self.over != "rate" or not self.asked.is_full_batch or self.asked.activation.shape == "curve":
            return None
        return self.asked.curvature.largest_stable_learning_rate

    @property
    def own(self) -> Entrant | None:
        """The entrant with the value that was asked for; None where that is no single number."""
        own = value_of(self.asked, self.over)
        return next((entrant for entrant in self.entrants if entrant.value == own), None)

    @cached_property
    def lowest(self) -> float | None:
        """The lowest final loss of those that may win; None where none may."""
        return min((entrant.final_loss for entrant in self._able if entrant.final_loss is not None), default=None)

    @cached_property
    def good_enough(self) -> float:
        """The loss that is as good as any here: that which counts as arrived; where nobody came so low, the lowest one
        here and as much above it. Minus infinity where nobody may win.
        """
        if self.lowest is None:
            return -np.inf
        arrived = bar(self.asked)
        if self.lowest <= arrived:
            return arrived
        return self.lowest + max(ABOVE * self.lowest, arrived - self.asked.fit.loss)

    def arrived_at(self, entrant: Entrant) -> int | None:
        """The first epoch at which its loss was good enough; None where it is not at its end."""
        if entrant.run is None or entrant.final_loss is None or entrant.final_loss > self.good_enough:
            return None
        return int(np.flatnonzero(entrant.run.history.losses <= self.good_enough)[0])

    @cached_property
    def best(self) -> Entrant | None:
        """The fastest of the good ones: of all whose final loss is good enough, the one that was there in the fewest
        epochs, and then the one with the lower loss. None where all diverged or died.

        The lowest loss alone would crown whichever rate rounds best: in a bowl every rate that has time enough ends at
        the same loss. And a run of full batches that goes on swinging has no end, so it wins only among its like.
        """
        good = [(arrived, entrant) for entrant in self._able if (arrived := self.arrived_at(entrant)) is not None]
        return min(good, key=lambda each: (each[0], each[1].final_loss), default=(None, None))[1]

    @cached_property
    def _able(self) -> list[Entrant]:
        alive = [entrant for entrant in self.entrants if entrant.is_alive]
        settled = [each for each in alive if not (each.asked.is_full_batch and each.kind == SWINGS)]
        return settled or alive


SWINGS: Kind = "oscillating, not converging"


def race(
    prospect: Prospect, over: Over, count: int = USUAL, *, by_autograd: bool = False, on_progress: Told | None = None
) -> Race:
    """Train the question with that spread out: see `spread_out` for which values there are.

    `on_progress` is told after every run how much is done, and during long ones at most ten times a second; an
    exception from it ends the race. Raises ValueError for a count out of bounds.
    """
    questions = spread_out(prospect, over, count, by_autograd=by_autograd)
    parts = np.array([estimated_seconds(each.dataset, each.hyperparameters) for each in questions])
    done = np.concatenate([[0.0], np.cumsum(parts / parts.sum())])
    entrants = []
    for place, asked in enumerate(questions):
        entrants.append(_entrant(asked, over, on_progress, done[place], done[place + 1]))
        if on_progress is not None:
            on_progress(float(done[place + 1]))
    return Race(prospect, over, tuple(entrants))


def seconds(prospect: Prospect, over: Over, count: int = USUAL, *, by_autograd: bool = False) -> float:
    """About how many seconds that race takes, at the most."""
    questions = spread_out(prospect, over, count, by_autograd=by_autograd)
    serve = Sums.serve(len(prospect.dataset.feature_names), prospect.activation)
    naming = [NAMING_BY_SUMS if serve and each.is_full_batch else NAMING_BY_ROWS for each in questions]
    training = sum(estimated_seconds(each.dataset, each.hyperparameters) for each in questions)
    return training + sum(naming) + len(questions) * NAMING_ROW * prospect.dataset.rows


def _entrant(asked: Prospect, over: Over, on_progress: Told | None, before: float, after: float) -> Entrant:
    value = value_of(asked, over)
    assert value is not None  # each has a single number: that is what was spread out

    def tell(epoch: int, loss: float) -> None:
        if on_progress is not None:
            on_progress(before + (after - before) * epoch / asked.hyperparameters.epochs)

    try:
        history = train(asked.dataset, asked.hyperparameters, tell)
    except DatasetError:
        # Float32 cannot hold the loss it would begin with: it blows up before the first step.
        return Entrant(value, asked, None, "diverged")
    run = Run.of(asked, history)
    # Not `run.symptoms`, which would be kept: of many rows they are large, and the kind is all that is shown.
    return Entrant(value, asked, run, kind_of(Symptoms(run)))
