"""What is said at first sight: one plain sentence a run, each form of it with its check."""

import re

import numpy as np

from truth.case import Case
from truth.endings import (
    above_the_line,
    beats_the_line,
    clearly_shut,
    dies_at,
    is_as_close_as_the_clamp_lets_it,
    is_as_good,
    is_at_the_floor,
    is_at_the_line,
    is_count_of_shut,
)
from truth.ends import arrived_and_stays
from truth.motions import ends_in_rounding, overflows_at, still_falls, will_grow
from truth.reading import SAID, number
from truth.roundings import repeats_from
from truth.runs import start_of
from truth.sentences import LINE, excess_after, is_line
from truth.simulation import FLOAT32_MAX, go_on

STEP = "(step|epoch)"


def _is_step(case: Case, word: str) -> bool:
    """Whether a row of the history may be called so."""
    return word == ("step" if case.full else "epoch")


# It came to rest


@SAID.say(rf"It found the best {LINE} and stays there\.$")
def _found_and_stays(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and is_at_the_line(case) and _stays(case)


def _stays(case: Case) -> bool:
    """Whether the coming epochs leave it there. Where y never changes there is no variance to measure that by."""
    if case.variance == 0:
        return not len(case.excess_ahead) or bool(case.excess_ahead[-1] <= 1e-6 * case.size_of_constant)
    return True in arrived_and_stays(case)[1]


@SAID.say(rf"It fits the points as well as any {LINE} can\.$")
def _fits_as_well(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and is_as_good(case)


@SAID.say(rf"Bent as it is, it fits the points better than any (?:straight )?{LINE}\.$")
def _fits_better(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and beats_the_line(case)


@SAID.say(r"It comes as close to the best line as the clamp lets it\.$")
def _as_close_as_it_can(case: Case, said: re.Match[str]) -> bool:
    return is_as_close_as_the_clamp_lets_it(case)


@SAID.say(r"It can do no better from here(?:: the clamp is shut for # of # points)?\.$")
def _no_better_from_here(case: Case, said: re.Match[str]) -> bool:
    return is_at_the_floor(case) and (said[1] is None or is_count_of_shut(case, said[1], said[2]))


# It died, or ran away


@SAID.say(r"The neuron was dead from the start: it gives every point the same answer\.$")
def _never_lived(case: Case, said: re.Match[str]) -> bool:
    return case.is_dead_at(case.states[0]) and _says_one_thing(case)


@SAID.say(rf"The neuron died at {STEP} #: since then it gives every point the same answer\.$")
def _died(case: Case, said: re.Match[str]) -> bool:
    return _is_step(case, said[1]) and dies_at(case, int(number(said[2]))) and _says_one_thing(case)


def _says_one_thing(case: Case) -> bool:
    """Whether every row gets the bias; the weights have not moved since the neuron died."""
    return case.clamp and bool((case.sums(case.state) <= 0).all())


@SAID.say(r"Each step went further than the one before, until the numbers were too large to hold\.$")
def _ever_further(case: Case, said: re.Match[str]) -> bool:
    """From the first step on, with as many digits as training had."""
    lengths = np.linalg.norm(np.diff(case.states, axis=0), axis=1)
    return case.full and bool((lengths[1:] > lengths[:-1]).all()) and overflows_at(case, len(case.states))


@SAID.say(rf"It ran away: at {STEP} # its numbers were too large to hold\.$")
def _ran_away(case: Case, said: re.Match[str]) -> bool:
    return _is_step(case, said[1]) and overflows_at(case, int(number(said[2])))


# It has not arrived


@SAID.say(rf"It is stuck(?: short of the best {LINE})?: its steps have become too small to count\.$")
def _is_stuck(case: Case, said: re.Match[str]) -> bool:
    short = said[1] is None or (is_line(case, said[1]) and clearly_shut(case)[0] == 0 and above_the_line(case) > 0)
    return short and _is_not_at_rest(case) and ends_in_rounding(case)


@SAID.say(rf"It was on its way to the best {LINE} when the epochs ran out\.$")
def _on_its_way(case: Case, said: re.Match[str]) -> bool:
    """Not there yet; and there in the end, as far as can be walked or worked out, on a way on which no row is shut."""
    tolerance = case.tolerance or 1e-9 * case.size_of_constant
    arrives = excess_after(case, 2 * 10**12) <= 1.1 * tolerance + case.blur
    goes_down = not len(case.excess_exactly) or bool(case.excess_exactly[-1] < case.excess)
    is_open = clearly_shut(case)[0] == 0 and bool(case.is_open(case.ahead_exactly[-1]).all())
    return is_line(case, said[1]) and case.full and _is_not_at_rest(case) and arrives and goes_down and is_open


@SAID.say(r"Its loss was still falling when the epochs ran out\.$")
def _was_falling(case: Case, said: re.Match[str]) -> bool:
    return case.excess > 0 and still_falls(case)


@SAID.say(r"It had not arrived when the epochs ran out\.$|It does not settle\.$")
def _has_not_arrived(case: Case, said: re.Match[str]) -> bool:
    return _is_not_at_rest(case)


def _is_not_at_rest(case: Case) -> bool:
    arrived, stays = arrived_and_stays(case)
    return case.variance == 0 or False in arrived | stays or (case.full and case.growth > 1 - 1e-5)


@SAID.say(r"It had not come to rest when the epochs ran out\.$")
def _had_not_come_to_rest(case: Case, said: re.Match[str]) -> bool:
    return bool(np.diff(case.states[-2:], axis=0).any())


# It swings, or jumps about


@SAID.say(
    rf"Each step goes too far: the {LINE} swings to and fro,"
    r" (and nearer each time|neither nearer nor further|and further each time)\.$"
)
def _swings(case: Case, said: re.Match[str]) -> bool:
    """So did the last steps across, and so does the next: each to the other side, and shorter, as long, or longer."""
    following = np.diff(case.ahead_exactly[:2], axis=0) @ case.hessian[1][0]
    steps = np.append(case.steps_across[-2:], following)
    ratios = -steps[1:] / steps[:-1]
    right = {
        "and nearer each time": (ratios > 0).all() and (ratios < 1).all() and case.growth < 1,
        "neither nearer nor further": (np.abs(ratios - 1) < 0.011).all() and abs(case.growth - 1) < 1e-3,
        "and further each time": (ratios > 0.99).all() and case.growth > 1,
    }[said[2]]
    return is_line(case, said[1]) and case.full and bool(right)


@SAID.say(rf"Its steps go too far: the {LINE} swings to and fro (?:on its way|and does not settle)\.$")
def _swung_last(case: Case, said: re.Match[str]) -> bool:
    """The last two steps went opposite ways across the valley; which one that is, rows on a corner may leave open."""
    steps = case.steps_across[-2:]
    opposite = len(steps) == 2 and bool(steps[0] * steps[1] < 0)
    return is_line(case, said[1]) and case.full and (opposite or bool(case.near_corner(case.state).any()))


@SAID.say(rf"It goes round the same # {LINE}s for ever and settles on none\.$")
def _goes_round(case: Case, said: re.Match[str]) -> bool:
    period, since = int(number(said[1])), str(case.history.repeats_from)
    return is_line(case, said[2]) and period > 1 and repeats_from(case, "update", since, period)


@SAID.say(r"Its steps are too long: each swing to come is larger than the one before\.$")
def _swings_to_come(case: Case, said: re.Match[str]) -> bool:
    """The first dozen of them, in float64, where rounding has no say."""
    ahead = go_on([start_of(case.run.dataset, case.run.hyperparameters, case.state)], 12)[:, 0]
    steps = np.diff(ahead, axis=0)[np.abs(ahead[1:]).max(axis=1) < FLOAT32_MAX**0.5] @ case.hessian[1][0]
    return case.full and case.growth > 1 and bool((-steps[1:] / steps[:-1] > 1).all())


@SAID.say(r"Its steps are too long: going on makes its loss larger\.$")
def _gets_worse(case: Case, said: re.Match[str]) -> bool:
    return not case.full and will_grow(case)


@SAID.say(r"Each step sees only # of # points, so it jumps about and does not settle\.$")
def _jumps_about(case: Case, said: re.Match[str]) -> bool:
    return not case.full and (number(said[1]), number(said[2])) == (case.size, case.n) and _is_not_at_rest(case)
