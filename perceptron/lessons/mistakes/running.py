"""The loop with lines of it replaced, really run; and what was replaced, as a diff."""

import difflib
import itertools
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.lessons.mistakes.reading import Change, Situation

LOOP = (Path(__file__).resolve().parent / "loop.py").read_text(encoding="utf-8")


@dataclass(frozen=True, eq=False)
class Trained:
    """What a loop did: the loss it showed, w and b, each (epochs + 1,), first of the untrained neuron.

    They end before the first number that is not finite. error: torch's words where it refused to go on, else nothing.
    """

    losses: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    error: str = ""

    @property
    def last(self) -> int:
        """The last epoch there are numbers of."""
        return len(self.losses) - 1

    def is_same_as(self, other: "Trained") -> bool:
        """Whether nobody who looks at both could tell them apart: every number and the error are equal."""
        pairs = ((self.losses, other.losses), (self.weights, other.weights), (self.biases, other.biases))
        return self.error == other.error and all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def loop_with(changes: Sequence[Change]) -> str:
    """The loop's source with those lines replaced. Raises ValueError where a line is not there exactly once."""
    lines = LOOP.splitlines()
    for change in changes:
        if lines.count(change.line) != 1:
            raise ValueError(
                f"change.line “{change.line}” is {lines.count(change.line)} times in loop.py: write a line that is"
                " there once, with the spaces before it."
            )
        place = lines.index(change.line)
        lines[place : place + 1] = change.becomes.splitlines()
    return "\n".join(lines) + "\n"


def trained(source: str, situation: Situation, dataset: Dataset) -> Trained:
    """Run the loop of that source, one of this repository's own, until its end, an error of torch or broken numbers.

    The data set is the one that the situation names, and has one feature.
    """
    room: dict[str, Any] = {"__name__": "loop"}
    exec(compile(source, "loop.py", "exec"), room)
    x, y = dataset.features[:, 0].tolist(), dataset.target[:, 0].tolist()
    states = room["learn"](x, y, situation.rate, situation.epochs, situation.batch_size, situation.seed)
    rows: list[tuple[float, float, float]] = []
    error = ""
    try:
        rows.extend(itertools.takewhile(lambda state: all(map(math.isfinite, state)), states))
    except RuntimeError as refused:
        error = str(refused)
    losses, weights, biases = np.array(rows).T
    return Trained(losses, weights, biases, error)


def sound_loop() -> str:
    """The sound loop without what stands above it in its file."""
    return LOOP[LOOP.index("def learn") :]


def difference(changes: Sequence[Change]) -> str:
    """What the changes do to the loop, as a unified diff without its head and empty lines, moved to the left as
    far as it goes."""
    before, after = LOOP.splitlines(), loop_with(changes).splitlines()
    lines = list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]
    hunk = [line for line in lines if not line.startswith("@@") and line.strip()]
    code = textwrap.dedent("\n".join(line[1:] for line in hunk)).split("\n")
    return "\n".join(line[:1] + text for line, text in zip(hunk, code, strict=True))
