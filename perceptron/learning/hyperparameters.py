"""The knobs of a training run. They travel together, as one value that never changes.

A frozen dataclass can be compared, hashed and passed around, so the same object is the argument of
`train`, the key of a cache and the input of a test.
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

Activation = Literal["clamp", "identity"]
Reduction = Literal["sum", "mean"]
Gradients = Literal["autograd", "by_hand"]


@dataclass(frozen=True)
class Hyperparameters:
    """All that a learner chooses before training. The defaults are the article's run.

    learning_rate: the length of a step, in parameter units per gradient unit.
    epochs: how many times the neuron sees all rows; with full batches that is the number of updates.
    seed: start of the random numbers that draw the first weights and bias from [0, 1) and shuffle batches.
    activation: "clamp" sets a negative x·w to 0 before the bias is added, as the article's code does;
        "identity" leaves it, as the article's prose has it.
    reduction: whether the loss is the sum or the mean of the squared residuals.
    batch_size: rows per update; None, or as many as there are rows, takes all of them (a full batch).
    standardize: train on (x - mean) / standard deviation of every feature instead of x.
    initial_weight, initial_bias: a start by hand instead of a random one; the weight serves for every feature.
    gradients: who differentiates, PyTorch ("autograd") or the formulas of `gradients.py` ("by_hand").

    Raises ValueError, naming the field, the value and the range, for a value that is out of range.
    """

    learning_rate: float = 0.001
    epochs: int = 4000
    seed: int = 0
    activation: Activation = "clamp"
    reduction: Reduction = "sum"
    batch_size: int | None = None
    standardize: bool = False
    initial_weight: float | None = None
    initial_bias: float | None = None
    gradients: Gradients = "autograd"

    # The one place where bounds are kept: the page, the link and the tests read them here.
    BOUNDS: ClassVar[dict[str, tuple[float, float]]] = {
        "learning_rate": (1e-30, 10.0),
        "epochs": (1, 1_000_000),
        "seed": (0, 2**31 - 1),
        "batch_size": (1, 10_000_000),
        "initial_weight": (-1e6, 1e6),
        "initial_bias": (-1e6, 1e6),
    }
    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        "activation": get_args(Activation),
        "reduction": get_args(Reduction),
        "gradients": get_args(Gradients),
    }
    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"batch_size", "initial_weight", "initial_bias"})
    WHOLE: ClassVar[frozenset[str]] = frozenset({"epochs", "seed", "batch_size"})

    def __post_init__(self) -> None:
        for name, (low, high) in self.BOUNDS.items():
            value = getattr(self, name)
            if value is None and name in self.OPTIONAL:
                continue
            kind = "a whole number" if name in self.WHOLE else "a number"
            accepted = int if name in self.WHOLE else (int, float)
            if isinstance(value, bool) or not isinstance(value, accepted) or math.isnan(value):
                raise ValueError(f"{name} is {value!r}: it must be {kind} from {low:g} to {high:g}.")
            if not low <= value <= high:
                raise ValueError(f"{name} is {value:g}: it must be {kind} from {low:g} to {high:g}.")
        for name, choices in self.CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} is {getattr(self, name)!r}: it must be one of {', '.join(choices)}.")
        if not isinstance(self.standardize, bool):
            raise ValueError(f"standardize is {self.standardize!r}: it must be True or False.")

    def is_full_batch(self, rows: int) -> bool:
        """Whether every update sees all of that many rows."""
        return self.batch_size is None or self.batch_size >= rows
