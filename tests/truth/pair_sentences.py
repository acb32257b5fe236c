"""What may be said of two runs: each form of words with the check that decides it, worked out anew."""

import re

import numpy as np

from perceptron import Run
from truth import pair_ends, pair_paces
from truth.fates import is_goal
from truth.pair_facts import APART, COMPARED, FATE, WHAT_DIFFERS, apart, are_all, differing, fate, is_alike, states
from truth.pairs import Pair
from truth.reading import number, shows

# Importing them is what makes their forms known.
FORMS_OF_COMPARED = (pair_ends, pair_paces)


def false_in(pair: Pair) -> list[str]:
    """All that is false, or unknown, in what is said of a pair, plainly and with terms."""
    return [*untrue(pair, pair.said.plain), *untrue(pair, pair.said.words)]


def untrue(pair: Pair, text: str) -> list[str]:
    """The same of one text, which has to be one sentence."""
    return COMPARED.untrue_in(pair, text)


# One and the same


@COMPARED.say(r"They are the same run\.$")
def _same(pair: Pair, said: re.Match[str]) -> bool:
    one, other = map(states, pair.both)
    return not differing(pair) and one.shape == other.shape and bool((one == other).all())


@COMPARED.say(r"They cannot be compared, because they learn from other columns\.$")
def _other_columns(pair: Pair, said: re.Match[str]) -> bool:
    return pair.first.dataset.names != pair.second.dataset.names


@COMPARED.say(rf"Both go the very same way for # epochs: the {WHAT_DIFFERS} (makes?) no difference here\.$")
def _no_difference(pair: Pair, said: re.Match[str]) -> bool:
    one, other = map(states, pair.both)
    alike = one.shape == other.shape and bool((one == other).all()) and len(one) - 1 == number(said[1])
    return alike and are_all(pair, said[2]) and (said[3] == "make") == (" and " in said[2] or said[2] == "epochs")


# One stops before the other


def _goes_on(pair: Pair, said: re.Match[str]) -> tuple[Run, Run] | None:
    """The shorter and the longer, if it is as the first three groups have it."""
    longer, shorter = pair.both if said[1] == "first" else pair.both[::-1]
    here, there = states(shorter), states(longer)
    alike = len(here) < len(there) and bool((here == there[: len(here)]).all())
    is_so = differing(pair) == {"epochs"} and alike and said[1] != said[2] and len(here) - 1 == number(said[3])
    return (shorter, longer) if is_so else None


GOES_ON = r"The (first|second) goes on where the (first|second) stops, after # epochs, "


@COMPARED.say(rf"{GOES_ON}and {FATE}\.$")
def _breaks_later(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    return runs is not None and re.search("die|blow|diverge", said[4]) is not None and fate(pair, runs[1], said[4])


@COMPARED.say(
    rf"{GOES_ON}but it had settled at epoch # already(?:: the loss where the one stops is #, and # at the end)?\.$"
)
def _settled(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    if runs is None:
        return False
    shorter, longer = runs
    at = int(number(said[4]))
    predicted = np.stack([longer.history.predict(longer.dataset.features, e) for e in range(at, longer.last + 1)])
    moved = np.abs(predicted - predicted[-1]).max() / (np.ptp(longer.dataset.target) or 1.0)
    ends = all(
        shows(text, run.history.losses[-1], 7) for text, run in zip(said.groups()[4:6], runs, strict=True) if text
    )
    return at <= shorter.last and moved < 2e-3 and ends


@COMPARED.say(
    rf"{GOES_ON}and takes the loss from # to #, # % (lower|higher)(?:; the least-squares loss is #)?\.$",
)
def _takes_the_loss(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    if runs is None:
        return False
    before, after = (run.history.losses[-1] for run in runs)
    change = after / before - 1 if said[7] == "higher" else 1 - after / before
    best = said[8] is None or is_goal(runs[1], "loss", said[8])
    return shows(said[4], before, 5) and shows(said[5], after, 5) and shows(said[6], 100 * change, 3) and best


@COMPARED.say(rf"{GOES_ON}and its loss stays #(?:; the least-squares loss is #)?\.$")
def _stays(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    best = said[5] is None or (runs is not None and is_goal(runs[1], "loss", said[5]))
    return runs is not None and all(shows(said[4], run.history.losses[-1], 5) for run in runs) and best


# Where they part

PARTED = r"They (?:part at the first epoch|go the same way until epoch # and part)"


def _parts_so(pair: Pair, at: str | None) -> bool:
    one, other = map(states, pair.both)
    until = 0 if at is None else int(number(at))
    alike = bool((one[: until + 1] == other[: until + 1]).all())
    return differing(pair) == {"activation"} and alike and bool((one[until + 1] != other[until + 1]).any())


@COMPARED.say(rf"{PARTED}, but end alike: {APART}\.$")
def _part_and_end_alike(pair: Pair, said: re.Match[str]) -> bool:
    return _parts_so(pair, said[1]) and is_alike(pair) and apart(pair, said.groups()[1:5])


@COMPARED.say(rf"{PARTED}: the first {FATE}, and the second {FATE}\.$")
def _part(pair: Pair, said: re.Match[str]) -> bool:
    return _parts_so(pair, said[1]) and fate(pair, pair.first, said[2]) and fate(pair, pair.second, said[3])
