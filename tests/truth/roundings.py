"""What is said of float32, and of cycles: what repeats, what is rounded away, what rounding kept from falling."""

import re

import numpy as np

from truth.case import Case
from truth.reading import SAID, number, shows
from truth.runs import start_of
from truth.sentences import DIGITS, UNIT, is_digits, is_unit
from truth.simulation import go_on

STEPS_BACK = 20


@SAID.say(rf"Since {UNIT} # weight and bias repeat: they no longer change, because (.*?)\.")
def _no_longer_changes(case: Case, said: re.Match[str]) -> bool:
    gradient = np.append(case.history.weight_gradients[-1], case.history.bias_gradients[-1])
    if said[3] == "the gradient is exactly 0":
        why = not gradient.any()
    else:
        stays = case.state.astype(case.digits) - case.digits(case.rate) * gradient.astype(case.digits)
        digits = re.fullmatch(f"{DIGITS} rounds every step away", said[3])
        why = bool(digits and is_digits(case, digits[1]) and gradient.any() and (stays == case.state).all())
    return repeats_from(case, said[1], said[2], 1) and why


def repeats_from(case: Case, unit: str, since: str, period: int) -> bool:
    """Whether from that epoch on, and not before, every state is the one so many epochs earlier, and no nearer one."""
    epoch, states = int(number(since)), case.states
    if not period <= epoch < len(states):
        return False
    same = (states[period:] == states[:-period]).all(axis=1)
    nearer = any((states[-1] == states[-1 - back]).all() for back in range(1, period))
    first = same[epoch - period :].all() and not (epoch > period and same[epoch - period - 1])
    return is_unit(case, unit) and bool(first) and not nearer


@SAID.say(
    rf"Since {UNIT} # weight and bias repeat: they go round a cycle of # updates for ever"
    rf"(?:, in steps of at most # gaps? between {DIGITS} numbers: (rounding decides where))?\."
)
def _goes_round(case: Case, said: re.Match[str]) -> bool:
    unit, since, period, gaps, digits, _ = said.groups()
    if not repeats_from(case, unit, since, int(number(period))) or not case.full or number(period) < 2:
        return False
    return gaps is None or (is_digits(case, digits) and _is_made_by_rounding(case, int(number(period)), gaps))


def _is_made_by_rounding(case: Case, period: int, gaps: str) -> bool:
    """The longest step in gaps, and that without rounding it would come to rest."""
    states = case.states[-period - 1 :]
    larger = np.maximum(np.abs(states[1:]), np.abs(states[:-1])).astype(case.digits)
    longest = float((np.abs(np.diff(states, axis=0)) / np.spacing(larger)).max())
    if case.digits == np.float64:
        return shows(gaps, longest, 3)
    turns = [np.abs(np.diff(path, 2, axis=0)).max() for path in (case.ahead_exactly[-9:], np.tile(states[1:], (3, 1)))]
    like_it = 0.8 * turns[1] < turns[0] < 1.25 * turns[1] and abs(case.growth - 1) > 1e-5
    return shows(gaps, longest, 3) and not like_it


@SAID.say(rf"In the last epochs no digit of weight or bias changed: {DIGITS} rounds every step away\.")
def _nothing_moves(case: Case, said: re.Match[str]) -> bool:
    return is_digits(case, said[1]) and len(case.states) > 1 and not np.diff(case.states[-3:], axis=0).any()


@SAID.say(
    r"Without rounding the last # steps would have brought the mean squared residual from # down to #;"
    rf" {DIGITS} kept it at #\."
)
def _kept_by_rounding(case: Case, said: re.Match[str]) -> bool:
    steps = int(number(said[1]))
    if steps != STEPS_BACK or len(case.states) <= steps:
        return False
    before = case.states[-1 - steps]
    exact = go_on([start_of(case.run.dataset, case.run.hyperparameters, before)], steps)[-1]
    losses = case.loss(np.array([before, exact[0], case.state]))
    printed = all(shows(said[place], loss, 4) for place, loss in zip((2, 3, 5), losses, strict=True))
    return case.full and is_digits(case, said[4]) and printed and bool(losses[1] < losses[2])
