"""How far a class has come with its question, and how many take part."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from perceptron.lessons.experiment import Experiment

# The class answers; the teacher looks at how the answers spread; the run is there to be seen by all.
Stage = Literal["asking", "spread", "run"]


@dataclass(frozen=True)
class Course:
    """How far the teacher has gone, and how it goes on. number: which question it is, from 1. waits: whether who has
    answered waits for the class before the run is there; may_change: whether one may answer again.
    """

    experiment: Experiment
    number: int = 1
    stage: Stage = "asking"
    waits: bool = True
    may_change: bool = False
    version: int = 0


class Count(NamedTuple):
    """How many are in the room now, and how many have answered; who has gone since then is among these only."""

    here: int
    answered: int

    @property
    def expected(self) -> int:
        """Of how many answers one can speak."""
        return max(self.here, self.answered)
