"""A run: everything about one training, as one value that is handed from room to room."""

from dataclasses import dataclass
from functools import cached_property

from perceptron.insight.diagnosis import Diagnosis, diagnosis_of
from perceptron.insight.outcome import Outcome
from perceptron.insight.surface import Surface, loss_surface
from perceptron.insight.symptoms import Symptoms
from perceptron.insight.walkthrough import Step, open_step

Pair = tuple[int, int]

# What a run remembers beside its history stays small: the last step opened of so many rows, and so many surfaces.
MOST_ROWS_OF_A_STEP = 20_000
MOST_SURFACES = 8


@dataclass(frozen=True, eq=False, kw_only=True)
class Run(Outcome):
    """One training with all that is known of it: dataset, held_out, hyperparameters, history, and, worked out once
    when asked for, the theory before it (`Prospect`), what the history shows (`Outcome`), and what both mean.

    It is never changed, so visitors whose question is equal can share it.
    """

    @cached_property
    def symptoms(self) -> Symptoms:
        """What the run shows by itself."""
        return Symptoms(self)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What happened and why; its suggestions are not tried yet."""
        return diagnosis_of(self.symptoms)

    @cached_property
    def _surfaces(self) -> dict[Pair, Surface]:
        return {}

    def surface(self, pair: Pair) -> Surface:
        """The loss over two parameters, counted as weights 0 … d-1 and bias d."""
        found = self._surfaces.get(pair)
        if found is None:
            found = loss_surface(self, pair)
            if len(self._surfaces) >= MOST_SURFACES:
                self._surfaces.clear()
            self._surfaces[pair] = found
        return found

    @cached_property
    def _steps(self) -> dict[int, Step]:
        return {}

    def step(self, epoch: int) -> Step:
        """The update that follows that epoch, opened."""
        found = self._steps.get(epoch)
        if found is None:
            found = open_step(self, epoch)
            self._steps.clear()
            if self.dataset.rows <= MOST_ROWS_OF_A_STEP:
                self._steps[epoch] = found
        return found
