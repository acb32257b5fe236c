"""A run: everything about one training, as one value that is handed from room to room."""

from dataclasses import dataclass
from functools import cached_property

from perceptron.insight.diagnosis import Diagnosis, diagnosis_of
from perceptron.insight.outcome import Outcome
from perceptron.insight.surface import Surface, loss_surface
from perceptron.insight.symptoms import Symptoms
from perceptron.insight.walkthrough import Step, open_step

Pair = tuple[int, int]


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
        if pair not in self._surfaces:
            self._surfaces[pair] = loss_surface(self, pair)
        return self._surfaces[pair]

    def step(self, epoch: int) -> Step:
        """The update that follows that epoch, opened."""
        return open_step(self, epoch)
