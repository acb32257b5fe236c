"""How far a learner has come in one experiment."""

from dataclasses import dataclass, field
from typing import Any

from perceptron.lessons.facts import Drawn


@dataclass
class Progress:
    """predicted: the prediction, once committed: the place of a choice from 0, a number, or what was drawn. skipped:
    whether the run was asked for without one, or, late, is there already. reason: the place of the chosen reason.
    tried: what was set in the mission, by knob, and tries, how often. done: whether the mission was done; by: what was
    said of that. attempt: how often it was begun.
    """

    predicted: int | float | Drawn | None = None
    skipped: bool = False
    late: bool = False
    reason: int | None = None
    tried: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    done: bool = False
    by: str = ""
    attempt: int = 1

    @property
    def is_committed(self) -> bool:
        """Whether the run may be seen."""
        return self.predicted is not None or self.skipped
