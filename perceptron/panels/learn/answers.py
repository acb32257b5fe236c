"""What the learner predicted, and how that did, in words."""

from perceptron.lessons.experiment import Experiment, Verdict, judge_choice, judge_drawing, judge_number
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.wording import in_digits
from perceptron.panels.session.lessons import Progress

RIGHT, WRONG = ":material/check:", ":material/close:"


def predicted_in_words(experiment: Experiment, progress: Progress, facts: Facts) -> str:
    """What was committed, as one would say it."""
    prediction, said = experiment.prediction, progress.predicted
    if said is None:
        return "nothing, you wanted to see it first."
    if isinstance(said, Drawn):
        return "the line that you drew." if said.line is not None else "the curve that you drew."
    if prediction.kind == "choice":
        return prediction.choices[int(said)].says.filled(facts)
    return f"{in_digits(float(said), 6)} {prediction.unit}".strip() + "."


def result_in_words(experiment: Experiment, progress: Progress, facts: Facts) -> str:
    """How it went, and what a prediction that is off shows."""
    prediction, verdict = experiment.prediction, verdict_on(experiment, progress, facts)
    if prediction.kind == "choice":
        true = prediction.choices[verdict.true or 0].says.filled(facts)
        if progress.predicted is None:
            return f"**What happened:** {true}"
        if verdict.is_right:
            return f"{RIGHT} **That is what happened.**"
        return f"{WRONG} {verdict.words}\n\n**What happened:** {true}"
    if prediction.kind == "number":
        assert prediction.answer is not None
        answer = f"{in_digits(float(prediction.answer.value(facts)), 5)} {prediction.unit}".strip()
        if progress.predicted is None:
            return f"**It is {answer}.**"
        if verdict.is_right:
            return f"{RIGHT} **Right: it is {answer}.**"
        return f"{WRONG} **It is {answer}.** {verdict.words}".strip()
    if progress.predicted is None:
        return "**This is how it went.**"
    return f"{RIGHT if verdict.is_right else WRONG} {verdict.words}"


def verdict_on(experiment: Experiment, progress: Progress, facts: Facts) -> Verdict:
    """The prediction beside the run; of none, only what is true."""
    prediction, said = experiment.prediction, progress.predicted
    if prediction.kind == "choice":
        return judge_choice(prediction.choices, -1 if said is None else int(said), facts)  # type: ignore[arg-type]
    if said is None:
        return Verdict(is_right=False)
    if isinstance(said, Drawn):
        return judge_drawing(prediction, facts)
    return judge_number(prediction, float(said), facts)
