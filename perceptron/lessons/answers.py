"""What a learner predicted, and how that did, in words."""

from typing import NamedTuple

from perceptron.lessons.experiment import Experiment, judge_choice, judge_drawing, judge_number, the_true_one
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.progress import Progress
from perceptron.lessons.wording import in_digits


class Answer(NamedTuple):
    """How a prediction or a reason did: whether it is right, None where nothing was said; what is said of one that is
    not; and what is true.
    """

    is_right: bool | None
    words: str
    truth: str


def predicted_in_words(experiment: Experiment, progress: Progress, facts: Facts) -> str:
    """What was committed, as one would say it."""
    prediction, said = experiment.prediction, progress.predicted
    if said is None:
        return "nothing: it had been run already." if progress.late else "nothing: you wanted to see it first."
    if isinstance(said, Drawn):
        return "the line that you drew." if said.line is not None else "the curve that you drew."
    if prediction.kind == "choice":
        return prediction.choices[int(said)].says.filled(facts)
    return f"{in_digits(float(said), 6)} {prediction.unit}".strip() + "."


def answer(experiment: Experiment, progress: Progress, facts: Facts) -> Answer:
    """How the prediction did."""
    prediction, said = experiment.prediction, progress.predicted
    if prediction.kind == "choice":
        true = the_true_one(prediction.choices, facts)
        truth = f"What happened: {prediction.choices[true].says.filled(facts)}"
        if said is None or isinstance(said, Drawn):
            return Answer(None, "", truth)
        verdict = judge_choice(prediction.choices, int(said), facts)
        return Answer(verdict.is_right, verdict.words, "That is what happened." if verdict.is_right else truth)
    if prediction.kind == "number":
        assert prediction.answer is not None
        truth = f"It is {in_digits(float(prediction.answer.value(facts)))} {prediction.unit}".strip() + "."
        if said is None or isinstance(said, Drawn):
            return Answer(None, "", truth)
        verdict = judge_number(prediction, float(said), facts)
        # What is said of a known slip names the number too.
        return Answer(verdict.is_right, verdict.words, "" if verdict.words else truth)
    if said is None:
        return Answer(None, "", "This is how it went.")
    verdict = judge_drawing(prediction, facts)
    return Answer(verdict.is_right, "", verdict.words)


def reason_given(experiment: Experiment, progress: Progress, facts: Facts) -> Answer:
    """How the reason did that was chosen; of none, only what is true."""
    true = the_true_one(experiment.reasons, facts)
    truth = f"The reason: {experiment.reasons[true].says.filled(facts)}"
    if progress.reason is None:
        return Answer(None, "", truth)
    verdict = judge_choice(experiment.reasons, progress.reason, facts)
    return Answer(verdict.is_right, verdict.words, "That is why." if verdict.is_right else truth)
