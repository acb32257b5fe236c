"""A run before its first update: all that can be known of one that nobody has seen yet."""

from dataclasses import replace

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.training import train

BY_EPOCH = ("losses", "weights", "biases", "weight_gradients", "bias_gradients")


def untrained(asked: Prospect) -> Run:
    """The run of that question, at epoch 0 and no further. Nothing of the whole run is worked out for it."""
    history = train(asked.dataset, replace(asked.hyperparameters, epochs=1))
    start = {name: getattr(history, name)[:1].copy() for name in BY_EPOCH}
    cut = replace(history, **start, diverged_at=None, repeats_from=None, period=None)
    run = Run(dataset=asked.dataset, hyperparameters=asked.hyperparameters, held_out=asked.held_out, history=cut)
    # Another question than that of the whole run, for all that is kept by its key.
    vars(run)["key"] = (asked.dataset.fingerprint, "untrained", asked.hyperparameters)
    return run
