"""Trying a suggestion out before it is made: advice that would not have helped is worse than none."""

from collections.abc import Iterable
from dataclasses import replace

from perceptron.insight.outcome import Outcome
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.symptoms import Symptoms
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.recording import Progress
from perceptron.learning.speed import estimated_seconds
from perceptron.learning.training import train
from perceptron.words import DatasetError, counted

# A trial by hand that would take longer has fewer epochs, and so proves less: it has to be better even so.
SECONDS = 1.0


def that_help(
    symptoms: Symptoms, suggestions: Iterable[Suggestion], on_progress: Progress | None = None
) -> tuple[Suggestion, ...]:
    """Those suggestions with which the neuron lives, stays finite and has a loss no higher than this run's at its end.

    Each is tried by hand, and says what came of it. `on_progress` is called as `train` calls it, in each trial.
    """
    helpful = []
    for suggestion in suggestions:
        tried = _tried(symptoms, suggestion.hyperparameters, on_progress)
        if tried is not None:
            helpful.append(replace(suggestion, tried=tried))
    return tuple(helpful)


def _tried(symptoms: Symptoms, changed: Hyperparameters, on_progress: Progress | None) -> str | None:
    """What came of a run so changed, in a sentence; None where it was no help, or as it is already."""
    dataset = symptoms.dataset
    if changed == symptoms.hyperparameters:
        return None
    trial = replace(changed, gradients="by_hand")
    seconds = estimated_seconds(dataset, trial)
    if seconds > SECONDS:
        trial = replace(trial, epochs=max(1, int(changed.epochs * SECONDS / seconds)))
    try:
        history = train(dataset, trial, on_progress)
    except DatasetError:
        return None
    ended = Symptoms(Outcome(dataset=dataset, hyperparameters=trial, history=history))
    before, after = symptoms.mean_loss_at(symptoms.last), ended.mean_loss_at(ended.last)
    if history.diverged_at is not None or ended.is_dead or not after <= before:
        return None
    epochs = "" if trial.epochs == changed.epochs else f" for {counted(trial.epochs, 'epoch')}"
    return f"Tried{epochs}: the mean squared residual ended at {after:.4g}, where it is {before:.4g} now."
