"""What a learner predicted and found out in one attempt at an experiment, in words."""

from typing import NamedTuple

from perceptron.insight.untrained import untrained
from perceptron.lessons.answers import Answer, answer, predicted_in_words, reason_given
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Facts
from perceptron.lessons.progress import Progress
from perceptron.lessons.wording import Depth
from perceptron.words import counted


class Reason(NamedTuple):
    """The question why, the reason that was chosen, how that did, and the explanation that was read."""

    asked: str
    chosen: str
    outcome: Answer
    explanation: str


class Told(NamedTuple):
    """One attempt, its texts in Markdown. reason: None as long as none was chosen. mission: the task; came: what came
    of it.
    """

    title: str
    question: str
    asked: str
    predicted: str
    outcome: Answer
    reason: Reason | None = None
    mission: str = ""
    came: str = ""
    is_done: bool = False


def told_of(experiment: Experiment, progress: Progress, facts: Facts, depth: Depth) -> Told:
    """How far the learner has come, at the depth that is read. Of the reasons and the mission nothing is told before a
    reason was chosen.
    """
    start = Facts(untrained(facts.run), untrained(facts.other) if facts.other else None)
    told = Told(
        title=experiment.title,
        question=experiment.question.at(depth, start),
        asked=experiment.prediction.ask.filled(start),
        predicted=predicted_in_words(experiment, progress, facts),
        outcome=answer(experiment, progress, facts),
    )
    if progress.reason is None:
        return told
    reason = Reason(
        asked=experiment.why.filled(facts),
        chosen=experiment.reasons[progress.reason].says.filled(facts),
        outcome=reason_given(experiment, progress, facts),
        explanation=experiment.explanation.at(depth, facts),
    )
    return told._replace(
        reason=reason,
        mission=experiment.mission.task.filled(facts) if experiment.mission else "",
        came=_came(progress),
        is_done=progress.done,
    )


def _came(progress: Progress) -> str:
    if progress.done:
        return progress.by
    return (
        f"Not done yet, after {counted(progress.tries, 'change')} of its settings."
        if progress.tries
        else "Not tried yet."
    )
