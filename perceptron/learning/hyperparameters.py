"""The knobs of a training run. They travel together, as one value that never changes.

A frozen dataclass can be compared, hashed and passed around, so the same object is the argument of
`train`, the key of a cache and the input of a test.
"""

from dataclasses import dataclass
from typing import Literal

from perceptron.knobs import check, row
from perceptron.learning.activation import ACTIVATIONS, Activation, meanings

Reduction = Literal["sum", "mean"]
Gradients = Literal["autograd", "by_hand"]


@dataclass(frozen=True)
class Hyperparameters:
    """All that a learner chooses before training. The defaults are the article's run.

    learning_rate: the length of a step, in parameter units per gradient unit.
    epochs: how many times the neuron sees all rows; with full batches that is the number of updates.
    seed: start of the random numbers that draw the first weights and bias from [0, 1) and shuffle batches.
    activation: "clamp" sets a negative x·w to 0 before the bias is added, as the article's code does;
        "identity" leaves it, as the article's prose has it; or another name in `activation.ACTIVATIONS`.
    reduction: whether the loss is the sum or the mean of the squared residuals.
    batch_size: rows per update; None, or as many as there are rows, takes all of them (a full batch).
    standardize: train on (x - mean) / standard deviation of every feature instead of x.
    initial_weight, initial_bias: a start by hand instead of a random one; the weight serves for every feature.
    gradients: who differentiates, PyTorch ("autograd") or the formulas of `gradients.py` ("by_hand").

    Raises ValueError, naming the field, the value and the range, for a value that is out of range.
    """

    learning_rate: float = row(
        0.001,
        "Learning rate",
        "How far each step goes, in parameter units per gradient unit. Too small crawls, too large blows up.",
        low=1e-30,
        high=10.0,
        first=True,
    )
    epochs: int = row(
        4000,
        "Epochs",
        "How many times the neuron goes through all rows. With all rows at once, each time is one step.",
        kind="whole number",
        low=1,
        high=1_000_000,
        step=500,
        first=True,
    )
    seed: int = row(
        0,
        "Random seed",
        "Where the random numbers start that draw the first weight and bias: the same seed, the same start.",
        kind="whole number",
        low=0,
        high=2**31 - 1,
        step=1,
        first=True,
    )
    activation: str = row("clamp", "Activation", meanings, kind="choice", choices=ACTIVATIONS)
    reduction: Reduction = row(
        "sum",
        "Loss",
        "Add the squared residuals up, as the article does, or take their mean, which does not grow with the rows.",
        kind="choice",
        choices=("sum", "mean"),
    )
    batch_size: int | None = row(
        None,
        "Batch size",
        "How many rows each update sees. Empty: all of them, a full batch.",
        kind="whole number",
        low=1,
        high=10_000_000,
        step=1,
        empty="all rows",
    )
    standardize: bool = row(
        False,
        "Standardise x",
        "Train on (x − mean) / standard deviation: every feature gets the same scale. Choose identity with it.",
        kind="switch",
    )
    initial_weight: float | None = row(
        None,
        "Start: weight w",
        "The weight before training. Empty: drawn at random from 0 to 1.",
        low=-1e6,
        high=1e6,
        empty="random",
    )
    initial_bias: float | None = row(
        None,
        "Start: bias b",
        "The bias before training. Empty: drawn at random from 0 to 1.",
        low=-1e6,
        high=1e6,
        empty="random",
    )
    gradients: Gradients = row(
        "autograd",
        "Gradient",
        "Let PyTorch's autograd work it out, or use the formulas written by hand.",
        kind="choice",
        choices=("autograd", "by_hand"),
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def activation_function(self) -> Activation:
        """The activation itself: its formula, its derivative and its words."""
        return ACTIVATIONS[self.activation]

    def scale(self, rows: int) -> float:
        """What a sum over that many rows is multiplied by to become the loss: 1, or 1 / rows for the mean."""
        return scale(self.reduction, rows)

    def is_full_batch(self, rows: int) -> bool:
        """Whether every update sees all of that many rows."""
        return self.batch_size is None or self.batch_size >= rows


def scale(reduction: Reduction, rows: int) -> float:
    """What a sum over that many rows is multiplied by under that reduction: 1, or 1 / rows for the mean."""
    return 1.0 if reduction == "sum" else 1.0 / rows
