"""Two runs beside one another: what was asked otherwise, how far they went the same way, and how far apart they end."""

from dataclasses import fields
from functools import cached_property

import numpy as np

from perceptron.insight.comparing.arrival import epochs_to_arrive, is_by_r_squared
from perceptron.insight.comparing.fate import Fate, fate_of, name_of_best_loss
from perceptron.insight.run import Run
from perceptron.learning.hyperparameters import Hyperparameters

DATA, HELD_OUT = "data", "held_out"
# The settings that decide where a run starts.
START = frozenset({"seed", "initial_weight", "initial_bias"})
# Ends that are no further apart than this share of what y spans are the same to the eye.
SAME_END = 0.01


class Beside:
    """Two runs, the first and the second.

    differing: the settings that are not the same, by the name of the hyperparameter, or DATA or HELD_OUT.
    arrivals: the epochs to arrive of each.
    """

    def __init__(self, first: Run, second: Run) -> None:
        self.first, self.second = first, second
        self.both = (first, second)
        self.arrivals = (epochs_to_arrive(first), epochs_to_arrive(second))

    @cached_property
    def fates(self) -> tuple[Fate, Fate]:
        """What became of each."""
        return fate_of(self.first, self.best_loss), fate_of(self.second, self.best_loss)

    @cached_property
    def best_loss(self) -> str:
        """What the lowest loss of a line is called for both."""
        return name_of_best_loss(*self.both)

    @cached_property
    def differing(self) -> tuple[str, ...]:
        """In the page's order; a batch size of all rows or more is the same as none."""
        found = [DATA] if self.is_of_other_data else []
        for field in fields(Hyperparameters):
            if field.name == "batch_size":
                sizes = {None if run.is_full_batch else run.hyperparameters.batch_size for run in self.both}
                is_same = len(sizes) == 1
            else:
                values = [getattr(run.hyperparameters, field.name) for run in self.both]
                is_same = values[0] == values[1]
            found += [] if is_same else [field.name]
        return (*found, HELD_OUT) if self.holds_out_others else tuple(found)

    @property
    def has_other_columns(self) -> bool:
        """Whether they learn something else, or from something else."""
        return self.first.dataset.names != self.second.dataset.names

    @property
    def learns_from_other_rows(self) -> bool:
        """Whether they were not trained on the same points, so that a loss of one is none of the other."""
        return self.first.dataset.fingerprint != self.second.dataset.fingerprint

    @cached_property
    def is_of_other_data(self) -> bool:
        """Whether the points are others, held out ones among them."""
        if self.has_other_columns:
            return True
        if not self.learns_from_other_rows and not self.holds_out_others:
            return False
        one, other = map(_all_points, self.both)
        return one.shape != other.shape or not (one == other).all()

    @property
    def holds_out_others(self) -> bool:
        """Whether other rows are kept from training."""
        kept = [run.held_out.fingerprint if run.held_out else "" for run in self.both]
        return kept[0] != kept[1]

    @cached_property
    def same_epochs(self) -> int:
        """So many epochs from the first on are the same to the last digit: 0 where they do not even start alike."""
        shared = min(len(run.history) for run in self.both)
        one, other = (np.column_stack([run.history.weights[:shared], run.history.biases[:shared]]) for run in self.both)
        others = np.flatnonzero((one != other).any(axis=1))
        return int(others[0]) if len(others) else shared

    @property
    def goes_the_same_way(self) -> bool:
        """Whether every epoch of both is the same to the last digit, and as many."""
        return {len(run.history) for run in self.both} == {self.same_epochs} and (
            self.first.history.diverged_at == self.second.history.diverged_at
        )

    @property
    def is_part_of_the_other(self) -> bool:
        """Whether one is how the other begins, to the last digit."""
        return self.same_epochs == min(len(run.history) for run in self.both)

    @cached_property
    def apart(self) -> float:
        """The furthest that their predictions at the end are from one another, over the first's points."""
        one, other = (run.history.predict(self.first.dataset.features) for run in self.both)
        return float(np.abs(one - other).max())

    @cached_property
    def share_apart(self) -> float:
        """The same as a share of what y spans; infinite where y spans nothing."""
        spread = float(np.ptp(self.first.dataset.target))
        return self.apart / spread if spread > 0 else np.inf

    @property
    def ends_alike(self) -> bool:
        """Whether no eye tells their ends apart."""
        return self.share_apart <= SAME_END

    @property
    def is_by_one_bar(self) -> bool:
        """Whether both count as arrived by the same measure, of the same points."""
        return not self.learns_from_other_rows and is_by_r_squared(self.first) == is_by_r_squared(self.second)


def _all_points(run: Run) -> np.ndarray:
    """Every row (features, then the target), held out or not, in an order of its own."""
    rows = [np.column_stack([run.dataset.features, run.dataset.target])]
    if run.held_out is not None:
        rows.append(np.column_stack([run.held_out.features, run.held_out.target]))
    points = np.concatenate(rows)
    return np.asarray(points[np.lexsort(points.T)])
