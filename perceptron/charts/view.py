"""What a view of the film is: its chart, what it draws, and its words, all in one place."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

import numpy as np
import pandas as pd

from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Pair, Run

LossAxis = Literal["linear", "log", "excess"]
EpochAxis = Literal["linear", "log"]


class Filmed(Protocol):
    """What a view shows: one run, or several together."""

    @property
    def last(self) -> int:
        """The last epoch of the film."""


Shown = TypeVar("Shown", bound=Filmed)


class Axes(NamedTuple):
    """The two ends of the axis of x, and those of y."""

    x: tuple[float, float]
    y: tuple[float, float]


@dataclass(frozen=True)
class Look:
    """How a learner looks at a run.

    squares: whether residuals are drawn as squares. loss_axis, epoch_axis: which scales. pair: two parameters for the
    map, counted as weights 0 … d-1 and bias d. true_line: slope and intercept that generated data was made from.
    axes: those that the points of one feature are drawn on, where they are not the run's own. hides_best: whether
    nothing is drawn or said of the best line, nor of what theory foretells; hides_neuron: nor of the neuron's line.
    ahead: so many epochs the axes reach, where the run has fewer; loss_high: and at least so high that of the loss.
    """

    squares: bool = False
    loss_axis: LossAxis = "linear"
    epoch_axis: EpochAxis = "log"
    pair: Pair = (0, 1)
    true_line: tuple[float, float] | None = None
    axes: Axes | None = None
    hides_best: bool = False
    hides_neuron: bool = False
    ahead: int = 0
    loss_high: float = 0.0


class View(ABC, Generic[Shown]):
    """A view of the film. One more view is one more file with one more of these, named in `views.FILM`.

    name: the same on the page and in the tests.
    """

    name: str

    def shape(self, run: Shown, look: Look) -> Hashable:
        """All of a run and a look that the chart depends on; no numbers, so a new run only swaps what is plotted."""
        return ()

    @abstractmethod
    def chart(self, shape: Any) -> Any:
        """The Altair chart of that shape."""

    def live(self, run: Shown, look: Look) -> Mapping[str, np.ndarray]:
        """What the chart reads of the current epoch: columns with a value for every epoch, (n+1,)."""
        return {}

    def constants(self, run: Shown, look: Look) -> Mapping[str, float]:
        """What the chart reads that stays the same through the film: the ends of its axes, and other single numbers."""
        return {}

    def plotted(self, run: Shown, look: Look) -> dict[str, pd.DataFrame]:
        """The tables that the chart draws, by name."""
        return {}

    def caption(self, run: Shown, look: Look) -> str:
        """What stands below the picture: what is what in it, and what theory says beside it."""
        return ""

    @abstractmethod
    def description(self, run: Shown, look: Look) -> str:
        """The picture in a sentence, with the run's own numbers, for people who cannot see it."""


def with_room(values: np.ndarray, share: float = 0.06) -> tuple[float, float]:
    """The ends of an axis: the least and the largest value, with that share of their distance added on both sides."""
    low, high = float(values.min()), float(values.max())
    room = share * (high - low) or max(1.0, abs(high) * share)
    return low - room, high + room


def ends(axis: str, low_and_high: tuple[float, float]) -> dict[str, float]:
    """The two constants that a fixed scale of that axis reads."""
    low, high = low_and_high
    return {f"{axis}_low": low, f"{axis}_high": high}


def epochs_plotted(run: Run) -> pd.DataFrame:
    """The epochs that a curve is drawn through, and the one `before` each."""
    epochs = telling_epochs(run.last)
    return pd.DataFrame({"epoch": epochs, "before": np.concatenate([[-1], epochs[:-1]])})


def epoch_ends(run: Run, look: Look) -> dict[str, float]:
    """The ends of an axis of epochs."""
    return ends("epoch", (0.0, float(max(run.last, look.ahead, 1))))
