"""What may be said of two runs by where they end: from another start, by another gradient, from other points."""

import re

import numpy as np

from truth.fates import GOAL, arrives_at, is_goal
from truth.pair_facts import APART, BEGINNING, COMPARED, apart, differing, is_alike, is_clearly_alike, is_start
from truth.pairs import Pair
from truth.reading import number, shows
from truth.recipes import z_scores

START = rf"{BEGINNING}, "


@COMPARED.say(rf"{START}the same end: {APART}(?:, each {GOAL} after # (?:and # )?epochs?)?\.$")
def _same_end(pair: Pair, said: re.Match[str]) -> bool:
    first, second = said[7], said[8] or said[7]
    when = first is None or all(
        arrives_at(run, int(number(at))) for run, at in zip(pair.both, (first, second), strict=True)
    )
    goal = said[6] is None or is_goal(pair.first, said[6], None)
    return is_start(pair, said[1]) and is_alike(pair) and apart(pair, said.groups()[1:5]) and when and goal


@COMPARED.say(rf"{START}another end: {APART}\.$")
def _another_end(pair: Pair, said: re.Match[str]) -> bool:
    return is_start(pair, said[1]) and not is_clearly_alike(pair) and apart(pair, said.groups()[1:5])


# Two ways to the gradient


@COMPARED.say(
    r"(?:Worked out by itself or by hand, the gradient leads to the same end|By autograd in float32 and by hand in"
    r" float64 they come to the same end): after # epochs the losses (?:differ first in digit #: # and #|are the same"
    r" in every digit: #)\.$"
)
def _two_ways(pair: Pair, said: re.Match[str]) -> bool:
    autograd, by_hand = sorted(pair.both, key=lambda run: run.hyperparameters.gradients)
    one, other = (float(run.history.losses[-1]) for run in (autograd, by_hand))
    if differing(pair) != {"gradients"} or not is_alike(pair) or number(said[1]) != pair.first.last:
        return False
    if said[2] is None:
        return one == other and shows(said[5], one, 5)
    digits = int(number(said[2]))
    alike = all(float(f"{one:.{fewer}g}") == float(f"{other:.{fewer}g}") for fewer in range(1, digits))
    return alike and said[3] != said[4] and shows(said[3], one, digits) and shows(said[4], other, digits)


# Other points


POINTS = r"They learn from (other points|# and # points), so their losses cannot be compared: "


def _learn_from(pair: Pair, said: re.Match[str]) -> bool:
    one, other = (run.dataset.rows for run in pair.both)
    counts = one == other if said[2] is None else (number(said[2]), number(said[3])) == (one, other) and one != other
    return counts and differing(pair) <= {"data", "held_out"} and bool(differing(pair))


@COMPARED.say(
    rf"{POINTS}(?:the slopes at the end are # and #, the heights where x is 0 are # and #|at the end w is # and #, b is"
    r" # and #)\.$"
)
def _other_lines(pair: Pair, said: re.Match[str]) -> bool:
    numbers = [text for text in said.groups()[3:] if text is not None]
    true = []
    for run in pair.both:
        x = run.dataset.features[:, 0]
        given = z_scores(run.dataset.features)[:, 0] if run.hyperparameters.standardize else x
        w = run.history.weights[-1, 0]
        slope = w * np.ptp(given) / np.ptp(x)
        true.append((slope, run.history.biases[-1] + w * given[0] - slope * x[0], abs(slope * x[0])))
    slopes = all(shows(text, value[0], 4, 1e-9 * abs(value[0])) for text, value in zip(numbers[:2], true, strict=True))
    return (
        _learn_from(pair, said)
        and slopes
        and all(shows(text, value[1], 4, 1e-9 * value[2]) for text, value in zip(numbers[2:], true, strict=True))
    )


@COMPARED.say(rf"{POINTS}at the first's points {APART}\.$")
def _other_planes(pair: Pair, said: re.Match[str]) -> bool:
    return _learn_from(pair, said) and apart(pair, said.groups()[3:7])
