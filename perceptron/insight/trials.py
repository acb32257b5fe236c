"""Trying a suggestion out before it is made: advice that would not have helped is worse than none."""

from dataclasses import replace

from perceptron.data.dataset import Dataset
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.symptoms import Symptoms
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.training import train
from perceptron.words import DatasetError

# A trial by hand of more updates, or one that looks at more numbers, would keep the learner waiting for seconds.
MOST_UPDATES = 50_000
MOST_NUMBERS = 100_000_000


def that_help(symptoms: Symptoms, suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
    """Those suggestions with which the neuron lives, stays finite and ends with a loss no higher than it did."""
    return tuple(suggestion for suggestion in suggestions if _helps(symptoms, suggestion.hyperparameters))


def _helps(symptoms: Symptoms, changed: Hyperparameters) -> bool:
    if changed == symptoms.hyperparameters:
        return False
    if _takes_long(symptoms.dataset, changed):
        return True
    changed = replace(changed, gradients="by_hand")
    try:
        tried = Symptoms(symptoms.dataset, changed, train(symptoms.dataset, changed))
    except DatasetError:
        return False
    lives = tried.history.diverged_at is None and not tried.is_dead()
    return lives and tried.mean_loss_at(tried.last) <= symptoms.mean_loss_at(symptoms.last)


def _takes_long(dataset: Dataset, hyperparameters: Hyperparameters) -> bool:
    rows, epochs = dataset.rows, hyperparameters.epochs
    batches = -(-rows // min(hyperparameters.batch_size or rows, rows))
    # Full batches without a clamp, or of a single feature, read the data once.
    looks = (
        1 if batches == 1 and (hyperparameters.activation == "identity" or len(dataset.feature_names) == 1) else epochs
    )
    return epochs * batches > MOST_UPDATES or looks * dataset.features.size > MOST_NUMBERS
