"""What a student's answer may be, and how it is kept, in as few bytes as it takes."""

import sys

import numpy as np

from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn

Answer = int | float | Drawn
# A drawn curve has no more places than this, so that a class fits into the memory of a small server.
MOST_PLACES = 200


class Kept:
    """One answer, as it is kept."""

    __slots__ = ("_curve", "_said")

    def __init__(self, said: Answer) -> None:
        has_curve = isinstance(said, Drawn) and bool(said.curve)
        self._said: Answer = Drawn() if has_curve else said
        self._curve = np.array(said.curve, dtype=np.float64) if has_curve and isinstance(said, Drawn) else None

    @property
    def answer(self) -> Answer:
        """The answer, as it was given."""
        return self._said if self._curve is None else Drawn(curve=tuple((at, up) for at, up in self._curve.tolist()))

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        return 300 + (0 if self._curve is None else self._curve.nbytes)


def fits(experiment: Experiment, said: object) -> bool:
    """Whether that can be an answer to that experiment's question: a choice that there is, a finite number, or a drawn
    line or curve of finite numbers, as it asks for one.
    """
    kind = experiment.prediction.kind
    if kind == "choice":
        return type(said) is int and 0 <= said < len(experiment.prediction.choices)
    if kind == "number":
        return _is_finite(said)
    if not isinstance(said, Drawn):
        return False
    if kind == "line":
        return said.line is not None and len(said.line) == 2 and all(map(_is_finite, said.line)) and not said.curve
    pairs = said.curve
    return (
        said.line is None and 2 <= len(pairs) <= MOST_PLACES and all(_is_finite(end) for pair in pairs for end in pair)
    )


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
