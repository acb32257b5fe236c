"""What a picture of predictions needs to know: the question, its run, and how it is looked at."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from perceptron.charts.film import constant, expression
from perceptron.charts.view import Axes, EpochAxis
from perceptron.classroom.spread import Spread
from perceptron.insight.run import Run
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Facts

# The more lines there are, the fainter is each.
FAINT = expression(constant("opacity"))


class Shape(NamedTuple):
    """All that the chart depends on: what was asked, its titles, how many choices there are, and how it is looked
    at. low: whether it stands beside other pictures, and so is less high.
    """

    kind: str
    x: str = ""
    y: str = ""
    choices: int = 0
    epochs: EpochAxis = "linear"
    dark: bool = False
    low: bool = False


class Known(NamedTuple):
    """What is drawn with the spread: the run, or, as long as the class is still asked, the untrained neuron; and
    whether it has been run. axes, loss_high: of the picture in which was drawn.
    """

    experiment: Experiment
    facts: Facts
    has_run: bool
    epochs: EpochAxis = "linear"
    axes: Axes | None = None
    loss_high: float = 0.0

    @property
    def run(self) -> Run:
        """The run, or the untrained neuron."""
        return self.facts.run


class Kind(NamedTuple):
    """How the predictions of one kind are drawn: the height in pixels, the layers, the tables that these draw, the
    picture in words, after how many predictions there are, and what is what in it once it has been run.
    """

    height: Callable[[Shape], int]
    layers: Callable[[Shape], list[Any]]
    drawn: Callable[[Known, Spread], dict[str, pd.DataFrame]]
    described: Callable[[Known, Spread, str], str]
    caption: str = ""


def standing(alone: int, low: int) -> Callable[[Shape], int]:
    """The height of a picture that stands alone, and of one that stands low, beside others."""
    return lambda shape: low if shape.low else alone


def middle_said(name: str, values: Sequence[float]) -> str:
    """The range of some numbers and their middle, in words."""
    return f"{name} from {min(values):.5g} to {max(values):.5g}, half of them up to {float(np.median(values)):.5g}"
