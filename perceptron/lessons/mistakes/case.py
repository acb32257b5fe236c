"""A mistake as a question: what is shown, what is offered as an answer, and which of that reproduces it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import least_squares
from perceptron.lessons.mistakes.reading import Mistake
from perceptron.lessons.mistakes.running import Trained, loop_with, trained
from perceptron.lessons.mistakes.words import facts_of, filled, would_have


@dataclass(frozen=True, eq=False)
class Offered:
    """An answer: a mistake by name and title, what it does on the same situation, and what to say to those who chose
    it; nothing to those who are right.
    """

    name: str
    title: str
    trained: Trained
    misconception: str


@dataclass(frozen=True, eq=False)
class Case:
    """A mistake, run. sound: the loop without it. best: the least-squares loss. offered: in the order of the page."""

    mistake: Mistake
    dataset: Dataset
    sound: Trained
    shown: Trained
    best: float
    offered: tuple[Offered, ...]

    def is_right(self, name: str) -> bool:
        """Whether the offered answer of that name, run, does just what is shown."""
        answer = next(offered for offered in self.offered if offered.name == name)
        return answer.trained.is_same_as(self.shown)

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """What the mistake's words may name, by name."""
        return facts_of(self.mistake.situation, self.dataset, self.sound, self.shown)

    def words(self, text: str) -> str:
        """One of the mistake's texts with the numbers of this run."""
        return filled(text, self.facts)


def case_of(name: str, mistakes: Mapping[str, Mistake], datasets: Mapping[str, Dataset]) -> Case:
    """Run a mistake, the sound loop and everything that is offered as an answer, all on that mistake's situation."""
    mistake = mistakes[name]
    situation, dataset = mistake.situation, datasets[mistake.situation.data]

    def run(of: str) -> Trained:
        return trained(loop_with(mistakes[of].changes), situation, dataset)

    sound, shown, best = trained(loop_with(()), situation, dataset), run(name), least_squares(dataset).loss
    facts = facts_of(situation, dataset, sound, shown)
    offered = [Offered(name, mistake.title, shown, "")]
    for wrong in mistake.wrong:
        answer = run(wrong.mistake)
        instead = {"instead": would_have(answer, sound)}
        misconception = filled(wrong.misconception, {**facts, **instead})
        offered.append(Offered(wrong.mistake, mistakes[wrong.mistake].title, answer, misconception))
    # The same for everybody and every time, and without a pattern from one mistake to the next.
    offered.sort(key=lambda answer: sha256(f"{name} {answer.name}".encode()).digest())
    return Case(mistake, dataset, sound, shown, best, tuple(offered))
