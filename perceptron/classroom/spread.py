"""How the answers of a class spread, and how many of them are right, by the run."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from perceptron.classroom.answer import Answer
from perceptron.lessons.experiment import Experiment, judge_choice, judge_number
from perceptron.lessons.facts import Drawn, Facts


class Spread(NamedTuple):
    """All answers to one question. counts: of each choice. numbers: (answers,), rising. lines: (answers, 2), slope and
    intercept. curves: of each answer (places, 2), epoch and loss. Only that which the question asks for is there.
    """

    counts: tuple[int, ...] = ()
    numbers: tuple[float, ...] = ()
    lines: tuple[tuple[float, float], ...] = ()
    curves: tuple[tuple[tuple[float, float], ...], ...] = ()

    @property
    def answers(self) -> int:
        """How many there are."""
        return sum(self.counts) + len(self.numbers) + len(self.lines) + len(self.curves)


def spread_of(experiment: Experiment, answers: Sequence[Answer]) -> Spread:
    """The spread of the answers to that experiment's question."""
    kind = experiment.prediction.kind
    if kind == "choice":
        found = np.bincount(np.array(answers, dtype=int), minlength=len(experiment.prediction.choices))
        return Spread(counts=tuple(found.tolist()))
    if kind == "number":
        return Spread(numbers=tuple(sorted(float(said) for said in answers if not isinstance(said, Drawn))))
    drawn = [said for said in answers if isinstance(said, Drawn)]
    if kind == "line":
        return Spread(lines=tuple(said.line for said in drawn if said.line is not None))
    return Spread(curves=tuple(said.curve for said in drawn))


def right_among(experiment: Experiment, answers: Sequence[Answer], facts: Facts) -> int:
    """How many of them are right, as each student is told. facts: of the run, and of the one it is compared with."""
    return sum(_is_right(experiment, said, facts) for said in answers)


def can_be_judged_together(experiment: Experiment) -> bool:
    """Whether one run says who is right: not where each student's line is the start of a run of its own, unless only
    the line itself and the data are asked.
    """
    prediction = experiment.prediction
    if not prediction.starts:
        return True
    assert prediction.check is not None
    return prediction.check.names() <= OF_THE_LINE


# What does not depend on how a neuron is trained.
OF_THE_LINE = {"line_w", "line_b", "line_loss", "best_w", "best_b", "best_loss", "rows", "abs", "min", "max", "sqrt"}


def _is_right(experiment: Experiment, said: Answer, facts: Facts) -> bool:
    prediction = experiment.prediction
    if isinstance(said, Drawn):
        assert prediction.check is not None
        return prediction.check.holds(Facts(facts.run, facts.other, said))
    if prediction.kind == "choice":
        return judge_choice(prediction.choices, int(said), facts).is_right
    return judge_number(prediction, float(said), facts).is_right
