"""An experiment: a question, a prediction, a run, a reason and a mission. Nothing in it says what is right: that is
asked of the run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.insight.prospect import Prospect
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.expression import Expression
from perceptron.lessons.facts import OF_THE_DRAWING, Drawn, Facts
from perceptron.lessons.fields import LessonError
from perceptron.lessons.wording import Template, Wording

NOTHING = Template("")
NO_WORDS = Wording(NOTHING)
# A number is taken for a slip within this share of it, and within what would be right.
SLIP = 0.1


@dataclass(frozen=True)
class Situation:
    """What is trained: a data set with its name, and the hyperparameters."""

    set_name: str
    dataset: Dataset
    hyperparameters: Hyperparameters

    @property
    def prospect(self) -> Prospect:
        """The question to training."""
        return Prospect(dataset=self.dataset, hyperparameters=self.hyperparameters)

    def changed(self, settings: Mapping[str, Any]) -> "Situation":
        """The same with some settings changed."""
        return replace(self, hyperparameters=replace(self.hyperparameters, **settings))

    def starting_at(self, slope: float, intercept: float) -> "Situation":
        """The same from a start by hand; for x as it is."""
        return self.changed({"initial_weight": slope, "initial_bias": intercept})


@dataclass(frozen=True)
class Choice:
    """One answer: what it says, when it is true, and what is said to who chose it though it is not."""

    says: Template
    check: Expression
    misconception: Template


@dataclass(frozen=True)
class Slip:
    """A number that comes of a known slip, and what is said of it."""

    value: Expression
    says: Template


@dataclass(frozen=True)
class Prediction:
    """What is asked before the run. kind: "choice" among choices; "number", right within a share of `scale`; "line"
    and "loss", drawn, and right where `check` holds. unit: what a number is of. slider: its ends, where it is chosen on
    a scale. starts: whether the neuron then starts from the line.
    """

    kind: str
    ask: Template
    choices: tuple[Choice, ...] = ()
    answer: Expression | None = None
    within: float = 0.02
    scale: Expression | None = None
    unit: str = ""
    slider: tuple[Expression, Expression] | None = None
    slips: tuple[Slip, ...] = ()
    check: Expression | None = None
    starts: bool = False
    right: Template | None = None
    wrong: Template | None = None


@dataclass(frozen=True)
class Hint:
    """What is said of a try that is not yet what the mission asks for."""

    when: Expression
    says: Template


@dataclass(frozen=True)
class Mission:
    """A task on the same settings: which knobs may be turned, when it is done, what helps on the way, and settings of
    these knobs that do it.
    """

    task: Template
    knobs: tuple[str, ...]
    check: Expression
    done: Template
    hints: tuple[Hint, ...]
    example: Mapping[str, Any]


@dataclass(frozen=True)
class Experiment:
    """One experiment, as its file has it. views: the pictures of its run. compare: another run, in grey. Without
    reasons it is a question about any run: nothing is asked why, and there is no mission. lesson: which experiment it
    is, where it goes by another name.
    """

    name: str
    title: str
    situation: Situation
    views: tuple[str, ...]
    squares: bool
    loss_axis: str
    question: Wording
    prediction: Prediction
    why: Template = NOTHING
    reasons: tuple[Choice, ...] = ()
    explanation: Wording = NO_WORDS
    mission: Mission | None = None
    compare: Situation | None = None
    compare_label: str = ""
    lesson: str = ""

    def can_ask_why(self, facts: Facts) -> bool:
        """Whether the reasons and what follows them can be told of these facts: there are none to a mere question, and
        some speak of what was drawn, which somebody who came late did not.
        """
        if facts.drawn.line is not None or facts.drawn.curve or not self.reasons:
            return bool(self.reasons)
        asked = self.why.names() | self.explanation.names()
        for reason in self.reasons:
            asked |= reason.says.names() | reason.check.names() | reason.misconception.names()
        return asked.isdisjoint(OF_THE_DRAWING)

    def situation_for(self, drawn: Drawn) -> Situation:
        """What is trained, from the drawn line where the neuron starts from it."""
        if self.prediction.starts and drawn.line is not None:
            return self.situation.starting_at(*drawn.line)
        return self.situation


def the_true_one(choices: Sequence[Choice], facts: Facts) -> int:
    """Which of the choices is true of that run, from 0. Raises LessonError unless it is exactly one."""
    true = [place for place, choice in enumerate(choices) if choice.check.holds(facts)]
    if len(true) != 1:
        count = "none" if not true else " and ".join(choices[place].says.text for place in true)
        raise LessonError(f"Of the choices exactly one has to be true of the run, but it is {count}.")
    return true[0]


@dataclass(frozen=True)
class Verdict:
    """How a prediction did: whether it is right, and what is said of it. true: the choice that is, from 0."""

    is_right: bool
    words: str = ""
    true: int | None = None


def judge_choice(choices: Sequence[Choice], chosen: int, facts: Facts) -> Verdict:
    """A choice beside the run."""
    true = the_true_one(choices, facts)
    return Verdict(chosen == true, "" if chosen == true else choices[chosen].misconception.filled(facts), true)


def judge_number(prediction: Prediction, typed: float, facts: Facts) -> Verdict:
    """A number beside the run's: right within a share of itself, or of what `scale` says; else the nearest slip."""
    assert prediction.answer is not None
    answer = float(prediction.answer.value(facts))
    size = abs(float(prediction.scale.value(facts))) if prediction.scale else abs(answer)
    room = prediction.within * size
    if abs(typed - answer) <= room:
        return Verdict(True)
    slips = [(float(slip.value.value(facts)), slip) for slip in prediction.slips]
    # Beside a loss that exploded every number is near every slip: near is what is so by the slip's own size too.
    rooms = [(abs(typed - value), min(room, SLIP * abs(value) or room), slip) for value, slip in slips]
    near = [(off, slip) for off, reach, slip in rooms if off <= reach]
    return Verdict(False, min(near, key=lambda pair: pair[0])[1].says.filled(facts) if near else "")


def judge_drawing(prediction: Prediction, facts: Facts) -> Verdict:
    """A drawn line or curve beside the run."""
    assert prediction.check is not None and prediction.right is not None and prediction.wrong is not None
    is_right = prediction.check.holds(facts)
    return Verdict(is_right, (prediction.right if is_right else prediction.wrong).filled(facts))


def doubled(dataset: Dataset, times: int) -> Dataset:
    """The same rows, so many times over."""
    return dataset.take(np.tile(np.arange(dataset.rows), times))
