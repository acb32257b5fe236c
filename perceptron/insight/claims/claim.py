"""Sentences that are earned: a claim is its words and its check on the run, and what does not check is not said.

They come in layers: one plain sentence at first sight, and behind it a headline and the reasons.
"""

from collections.abc import Callable
from dataclasses import dataclass

from perceptron.insight.suggestions import Suggestion
from perceptron.insight.symptoms import Symptoms


@dataclass(frozen=True)
class Claim:
    """holds: what has to be found in this very run. words: what may then be said of it, a headline or sentences."""

    holds: Callable[[Symptoms], bool]
    words: Callable[[Symptoms], str]


def always(words: Callable[[Symptoms], str]) -> Claim:
    """What is true of every run, because its words only repeat what was measured."""
    return Claim(lambda symptoms: True, words)


def first_that_holds(symptoms: Symptoms, *claims: Claim) -> str:
    """The words of the first claim that this run earns; "" where it earns none."""
    return next((claim.words(symptoms) for claim in claims if claim.holds(symptoms)), "")


def all_that_hold(symptoms: Symptoms, *alternatives: "Alternatives") -> tuple[str, ...]:
    """Of each group of alternatives the first that holds."""
    return tuple(filter(None, (first_that_holds(symptoms, *group) for group in alternatives)))


Alternatives = tuple[Claim, ...]


@dataclass(frozen=True)
class Explanation:
    """How a kind of run is explained: the plain sentence and the headline are the first claims that hold, the reasons
    those of each group. What is plain has no float32, no eigenvalue, no Greek and no formula.
    """

    plain: Alternatives
    headline: Alternatives
    reasons: tuple[Alternatives, ...]
    suggestions: Callable[[Symptoms], tuple[Suggestion, ...]]
