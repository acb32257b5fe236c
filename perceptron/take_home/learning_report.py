"""What a learner predicted and found out in the experiments, as a page to keep."""

from perceptron.insight.untrained import untrained
from perceptron.lessons.answers import Answer, answer, predicted_in_words, reason_given
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Facts
from perceptron.lessons.progress import Progress
from perceptron.lessons.wording import Depth


def told_of(experiment: Experiment, progress: Progress, facts: Facts, depth: Depth) -> str:
    """One experiment as a section in Markdown."""
    start = Facts(untrained(facts.run), untrained(facts.other) if facts.other else None)
    parts = [
        f"## {experiment.title}",
        experiment.question.at(depth, start),
        f"*{experiment.prediction.ask.filled(start)}*",
        f"**I predicted:** {predicted_in_words(experiment, progress, facts)}",
        _in_words(answer(experiment, progress, facts)),
    ]
    if progress.reason is not None:
        chosen = experiment.reasons[progress.reason].says.filled(facts)
        parts += [f"*{experiment.why.filled(facts)}* {chosen}", _in_words(reason_given(experiment, progress, facts))]
        parts += [experiment.explanation.at(depth, facts), f"**The mission:** {experiment.mission.task.filled(facts)}"]
        parts.append(f"Done. {progress.by}" if progress.done else f"Not done yet; tried {progress.tries} times.")
    return "\n\n".join(parts)


def report(sections: list[str]) -> str:
    """The sections as one page."""
    return "\n\n".join(["# What I predicted, and what happened", *sections]) + "\n"


def _in_words(said: Answer) -> str:
    if said.is_right is None:
        return said.truth
    return " ".join(filter(None, ("✓" if said.is_right else "✗", said.words, said.truth)))
