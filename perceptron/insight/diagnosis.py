"""What happened in a run, why, and what to try next.

The kind is decided by what the run did and would go on to do: did it end early, does it still move, does it go round,
which rows does the activation shut, and what do its next steps do? `claims` says why, in sentences that were checked.
"""

from dataclasses import dataclass
from typing import Literal

from perceptron.data.dataset import Dataset
from perceptron.insight.claims.claim import Explanation, all_that_hold, first_that_holds
from perceptron.insight.claims.converged import CONVERGED
from perceptron.insight.claims.dead import DEAD
from perceptron.insight.claims.diverged import DIVERGED
from perceptron.insight.claims.float32 import BLURRED_IN_FLOAT32
from perceptron.insight.claims.slow import STALLED, STILL_LEARNING
from perceptron.insight.claims.unsettled import JUMPS, OSCILLATES, OSCILLATES_AND_CONVERGES
from perceptron.insight.outcome import Outcome
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.symptoms import Symptoms
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters

Kind = Literal[
    "converged",
    "still learning",
    "oscillating, converging",
    "oscillating, not converging",
    "diverged",
    "dead neuron",
    "stalled in float32",
]


@dataclass(frozen=True)
class Diagnosis:
    """What happened: one of seven kinds, a plain sentence, a headline, the reasons with this run's own numbers, a
    sentence or two each, and what to try.

    The plain sentence is for everybody; the rest has the words of the trade. What to try was not tried here:
    `trials.that_help` does that.
    """

    kind: Kind
    plain: str
    headline: str
    reasons: tuple[str, ...]
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons as one text."""
        return " ".join(self.reasons)


def diagnose(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> Diagnosis:
    """Name what happened in that run of those hyperparameters on that data. Nothing is trained for it."""
    return diagnosis_of(Symptoms(Outcome(dataset=dataset, hyperparameters=hyperparameters, history=history)))


def diagnosis_of(symptoms: Symptoms) -> Diagnosis:
    """The same from what a run shows."""
    kind, explanation = _found(symptoms)
    return Diagnosis(
        kind,
        first_that_holds(symptoms, *explanation.plain),
        first_that_holds(symptoms, *explanation.headline),
        all_that_hold(symptoms, *explanation.reasons, BLURRED_IN_FLOAT32),
        explanation.suggestions(symptoms),
    )


def kind_of(symptoms: Symptoms) -> Kind:
    """Which of the seven kinds it is, without looking for the reasons, which takes several times as long."""
    return _found(symptoms)[0]


def _found(symptoms: Symptoms) -> tuple[Kind, Explanation]:
    if symptoms.history.diverged_at is not None:
        return "diverged", DIVERGED
    if symptoms.is_dead:
        return "dead neuron", DEAD
    if symptoms.has_arrived and symptoms.stays:
        return "converged", CONVERGED
    if symptoms.cycle is not None:
        if symptoms.cycle.is_the_matter:
            return "oscillating, not converging", OSCILLATES
        return "stalled in float32", STALLED
    if symptoms.is_still or symptoms.kept_by_rounding is not None:
        return "stalled in float32", STALLED
    return _moving(symptoms)


def _moving(symptoms: Symptoms) -> tuple[Kind, Explanation]:
    """A run that has not arrived and goes on changing."""
    if not symptoms.run.is_full_batch:
        if symptoms.grows or (symptoms.trend == "level" and symptoms.jumps):
            return "oscillating, not converging", JUMPS
        return "still learning", STILL_LEARNING
    if symptoms.grows:
        return "oscillating, not converging", OSCILLATES
    if symptoms.alternates:
        if symptoms.shrinks:
            return "oscillating, converging", OSCILLATES_AND_CONVERGES
        if symptoms.stays_in_bowl or symptoms.has_long_alternated or symptoms.trend != "falls":
            return "oscillating, not converging", OSCILLATES
    if not symptoms.stays_in_bowl and symptoms.trend == "level" and symptoms.jumps:
        return "oscillating, not converging", OSCILLATES
    return "still learning", STILL_LEARNING
