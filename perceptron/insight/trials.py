"""Trying a suggestion out before it is made: advice that would not have helped is worse than none."""

from collections.abc import Iterable
from dataclasses import replace

from perceptron.insight.outcome import Outcome
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.symptoms import Symptoms
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.recording import Progress
from perceptron.learning.sums import Sums
from perceptron.learning.training import train
from perceptron.words import DatasetError

# A trial by hand of more updates, or one that looks at more numbers, would keep the learner waiting for seconds.
MOST_UPDATES = 50_000
MOST_NUMBERS = 100_000_000


def that_help(
    symptoms: Symptoms, suggestions: Iterable[Suggestion], on_progress: Progress | None = None
) -> tuple[Suggestion, ...]:
    """Those suggestions with which the neuron lives, stays finite and ends with a loss no higher than it did.

    What takes long is taken on trust. `on_progress` is called as `train` calls it, in each trial.
    """
    return tuple(one for one in suggestions if _helps(symptoms, one.hyperparameters, on_progress))


def _helps(symptoms: Symptoms, changed: Hyperparameters, on_progress: Progress | None) -> bool:
    dataset = symptoms.dataset
    if changed == symptoms.hyperparameters:
        return False
    if _takes_long(symptoms, changed):
        return True
    changed = replace(changed, gradients="by_hand")
    try:
        history = train(dataset, changed, on_progress)
    except DatasetError:
        return False
    tried = Symptoms(Outcome(dataset=dataset, hyperparameters=changed, history=history))
    lives = history.diverged_at is None and not tried.is_dead
    return lives and tried.mean_loss_at(tried.last) <= symptoms.mean_loss_at(symptoms.last)


def _takes_long(symptoms: Symptoms, changed: Hyperparameters) -> bool:
    rows, features = symptoms.dataset.features.shape
    batches = -(-rows // min(changed.batch_size or rows, rows))
    read_once = batches == 1 and Sums.serve(features, changed.activation_function)
    looks = 1 if read_once else changed.epochs
    return changed.epochs * batches > MOST_UPDATES or looks * symptoms.dataset.features.size > MOST_NUMBERS
