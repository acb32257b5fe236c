"""What may be said of two runs by how soon they arrive, or by what became of either: each form with its check."""

import re

import numpy as np

from truth.fates import GOAL, arrives_at, is_goal
from truth.pair_facts import (
    COMPARED,
    FATE,
    OWN,
    RATES,
    RATIO,
    WHAT_DIFFERS,
    are_all,
    differing,
    fate,
    is_rates,
    ratio,
)
from truth.pair_leads import lead
from truth.pairs import Pair
from truth.reading import number, shows

LEAD = r"((?:With|Without|From) .*?) it "
TO_COME = rf"to come {GOAL}(?:, #)?"
NEEDS = rf"(?:needs as many epochs, #, {TO_COME}|needs {RATIO} the epochs: # instead of #, {TO_COME})"


@COMPARED.say(
    rf"(?:The mean of # squares makes a step # times as short as their sum does|The gradient of the sum of # squares is"
    rf" # times that of their mean): with the mean it {FATE}, and with the sum it {FATE}\.$"
)
def _mean_and_sum(pair: Pair, said: re.Match[str]) -> bool:
    of_mean, of_sum = sorted(pair.both, key=lambda run: run.hyperparameters.reduction)
    rows = {int(number(text)) for text in said.groups()[:4] if text is not None}
    one, other = (run.history.bias_gradients[0] for run in (of_mean, of_sum))
    return (
        differing(pair) == {"reduction"}
        and rows == {pair.first.dataset.rows}
        and np.isclose(other, one * pair.first.dataset.rows, rtol=0.01, atol=1e-3 * abs(other) + 1e-30)
        and fate(pair, of_mean, said[5])
        and fate(pair, of_sum, said[6])
    )


def needs(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether both arrive when it is said."""
    as_many, goal, best, words, _, other, one, other_goal, other_best = said
    if as_many is not None:
        at = [int(number(as_many))] * 2
    else:
        at = [int(number(str(one))), int(number(str(other)))]
        if not ratio(str(words), at[1] / at[0], 2):
            return False
    right_goal = is_goal(pair.second, str(goal or other_goal), best or other_best)
    return right_goal and all(arrives_at(run, epoch) for run, epoch in zip(pair.both, at, strict=True))


@COMPARED.say(rf"{RATES} {NEEDS}\.$")
def _rates(pair: Pair, said: re.Match[str]) -> bool:
    return is_rates(pair, said.groups()[:4]) and needs(pair, said.groups()[4:13])


@COMPARED.say(
    rf"{LEAD}{NEEDS}(?:, and over the last tenth of the epochs its loss moves by # %, the first's by # %)?\.$"
)
def _needs(pair: Pair, said: re.Match[str]) -> bool:
    wavers = True
    if said[11] is not None:
        for text, run in zip((said[12], said[11]), pair.both, strict=True):
            last = run.history.losses[-max(2, len(run.history.losses) // 10) :]
            wavers = wavers and shows(text, 100 * (last.max() - last.min()) / last.mean(), 3)
    return lead(pair, said[1]) and needs(pair, said.groups()[1:10]) and wavers


@COMPARED.say(rf"{LEAD}{FATE}(?:, while the first {FATE}|(, just like the first)){OWN}\.$")
def _what_became(pair: Pair, said: re.Match[str]) -> bool:
    return (
        lead(pair, said[1])
        and fate(pair, pair.second, said[2])
        and fate(pair, pair.first, said[3] or said[2])
        and (said[5] is not None) == ("data" in differing(pair) or "held_out" in differing(pair))
    )


@COMPARED.say(
    rf"(?:The first {FATE}, and the second {FATE}|Each of them {FATE}){OWN}; # settings differ, {WHAT_DIFFERS}, so"
    r" which of them did it cannot be told\.$"
)
def _several(pair: Pair, said: re.Match[str]) -> bool:
    one, other = said[1] or said[3], said[2] or said[3]
    return (
        fate(pair, pair.first, one)
        and fate(pair, pair.second, other)
        and number(said[5]) == len(differing(pair)) > 1
        and are_all(pair, said[6])
        and (said[4] is not None) == (pair.first.dataset.fingerprint != pair.second.dataset.fingerprint)
    )
