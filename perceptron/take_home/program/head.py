"""The first pieces of a program: what it is and how it was set, what it needs, and its knobs."""

import numpy as np
import torch

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.data import is_packed
from perceptron.take_home.program.piece import Piece, comment, lines
from perceptron.words import counted


def settings_told(run: Run) -> list[str]:
    """The settings of the run and how it ended, each as a short line, without a word of the learner's own."""
    settings, history = run.hyperparameters, run.history
    starts = {"w": settings.initial_weight, "b": settings.initial_bias}
    start = ", ".join(f"{name} {'random' if value is None else repr(value + 0.0)}" for name, value in starts.items())
    batch = (
        "all rows" if run.is_full_batch else f"{counted(settings.batch_size or 0, 'row')}, shuffled anew every epoch"
    )
    told = [
        f"learning rate {settings.learning_rate!r}, {counted(settings.epochs, 'epoch')}, random seed {settings.seed}",
        f"activation {settings.activation}; loss: the {settings.reduction} of all squared residuals",
        f"each update sees {batch}",
        f"start: {start}",
        f"x {'standardised' if settings.standardize else 'as it is'}",
        f"gradient {'by autograd' if settings.gradients == 'autograd' else 'by hand'}",
    ]
    if run.held_out is not None:
        told.append(f"{counted(run.held_out.rows, 'row')} held out from training")
    if history.diverged_at is not None:
        told.append(f"epoch {history.diverged_at} made a number too large to hold")
    if history.repeats_from is not None:
        cycle = "nothing changes any more" if history.period == 1 else f"the same {history.period} epochs come again"
        told.append(f"from epoch {history.repeats_from} on, {cycle}")
    return told


def exactness(run: Run) -> str:
    """How near its numbers come to the page's."""
    what = "the w, b and loss of the page that it is from"
    if run.hyperparameters.gradients == "by_hand":
        return f"It prints {what}, up to the last digits."
    other = "another version of torch or another kind of processor may round otherwise"
    return f"It prints exactly {what}, to the last digit; {other}."


def versions() -> str:
    """What the page ran on."""
    return f"torch {torch.__version__.partition('+')[0]} and numpy {np.__version__}"


def imports(run: Run, *, of_script: bool) -> str:
    """The lines that import what the program uses; a script also has to know where it lies."""
    standard = ["import base64"] if is_packed(run) else []
    standard += ["import zlib"] if is_packed(run) else []
    standard += ["from pathlib import Path"] if of_script else []
    return lines(*standard, "" if standard else None, "import numpy as np", "import torch")


def knobs(run: Run, depth: Depth) -> Piece:
    """What can be changed."""
    settings = run.hyperparameters
    code = lines(
        comment("How far each step goes against the gradient."),
        f"learning_rate = {settings.learning_rate!r}",
        comment("How many times the neuron goes through all rows."),
        f"epochs = {settings.epochs}",
        comment("Where the random numbers start."),
        f"seed = {settings.seed}",
        None if run.is_full_batch else comment("How many rows each update sees."),
        None if run.is_full_batch else f"batch_size = {settings.batch_size}",
    )
    return Piece("knobs", "The knobs", "What can be changed: run it again with another rate.", code)
