"""What happened in a run, why, and what to try next.

The answer is read off the run itself (did it end early, does it still move, which rows does the clamp shut?) and
explained with the theory's numbers for the same data.
"""

from dataclasses import dataclass
from typing import Literal

from perceptron.data.dataset import Dataset
from perceptron.insight.explanations import Explanation, Explanations
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
    """What happened: one of seven kinds, a headline, the reason with this run's own numbers, and what to try.

    What to try was not tried here: `trials.that_help` does that.
    """

    kind: Kind
    headline: str
    reason: str
    suggestions: tuple[Suggestion, ...] = ()


def diagnose(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> Diagnosis:
    """Name what happened in that run of those hyperparameters on that data. Nothing is trained for it."""
    return diagnosis_of(Symptoms(Outcome(dataset=dataset, hyperparameters=hyperparameters, history=history)))


def diagnosis_of(symptoms: Symptoms) -> Diagnosis:
    """The same from what a run shows."""
    kind, found = _found(symptoms)
    return Diagnosis(kind, found.headline, found.reason, found.suggestions)


def _found(symptoms: Symptoms) -> tuple[Kind, Explanation]:
    history, words = symptoms.history, Explanations(symptoms)
    if history.diverged_at is not None:
        return "diverged", words.diverged(history.diverged_at)
    if symptoms.is_dead:
        return "dead neuron", words.dead()
    if symptoms.has_converged():
        return "converged", words.converged()
    if not symptoms.run.is_full_batch:
        if symptoms.is_level() or symptoms.has_grown():
            return "oscillating, not converging", words.jumps()
        return "still learning", words.still_learning()
    if symptoms.alternates() or symptoms.has_grown():
        settles = symptoms.excess < symptoms.excess_at(max(symptoms.last - 10, 0))
        kind: Kind = "oscillating, converging" if settles else "oscillating, not converging"
        return kind, words.oscillates(settles=settles)
    if history.repeats_from is not None:
        return "stalled in float32", words.stalled(history.repeats_from)
    return "still learning", words.still_learning()
