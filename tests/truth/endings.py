"""What is said of one kind of run: how it converged, died, diverged, jumps about, or is still learning."""

import re
from itertools import pairwise

import numpy as np
from truth.case import SHARE_OF_VARIANCE, Case
from truth.reading import SAID, number, shows
from truth.sentences import DIGITS, STEPS_BACK, UNIT, is_digits, is_unit
from truth.simulation import FLOAT32_MAX, side_of_one

WEIGHTS = "(weight|weights)"


def _losses(case: Case, *printed: tuple[str, int]) -> bool:
    """Whether each printed loss is the one of that epoch, within what float32 makes of it."""
    return all(
        shows(text, float(case.loss(case.states[[epoch]])[0]) * case.n * case.scale, 5, _noise(case, epoch))
        for text, epoch in printed
    )


def _noise(case: Case, epoch: int) -> float:
    return case.noise(case.states[epoch]) * case.n * case.scale


def is_best_loss(case: Case, text: str, digits: int = 5) -> bool:
    """Whether it is the least-squares line's loss; where a line fits exactly, rounding is all that is left."""
    noise = 1e-20 * float(np.square(case.y_given).sum())
    size, unsure = case.n * case.scale, abs(case.bests[1] - case.bests[0])
    return any(shows(text, best * size, digits, noise + unsure * size) for best in case.bests)


def _clearly_shut(case: Case) -> tuple[int, int]:
    """How few and how many rows are shut, as far as float32 can tell."""
    shut, unsure = ~case.is_open(case.state), case.near_corner(case.state)
    return int((shut & ~unsure).sum()), int((shut | unsure).sum())


def _above_the_line(case: Case) -> float:
    return case.loss_given(case.state) - case.best[1]


def _near_zero(case: Case) -> float:
    """What counts as no difference between two losses."""
    return 1.1 * SHARE_OF_VARIANCE * case.variance or 1e-8 * case.size_of_constant


@SAID.say("It converged: the neuron found the least-squares line$")
def _found_the_line(case: Case, said: re.Match[str]) -> bool:
    return _clearly_shut(case)[0] == 0 and _above_the_line(case) <= _near_zero(case)


@SAID.say("It converged: bent as it is, the neuron fits better than any straight line$")
def _beats_the_line(case: Case, said: re.Match[str]) -> bool:
    return _clearly_shut(case)[1] > 0 and _above_the_line(case) < -0.9 * SHARE_OF_VARIANCE * case.variance


@SAID.say("It converged, as close to the least-squares line as the clamp lets it$")
def _as_close_as_the_clamp_lets_it(case: Case, said: re.Match[str]) -> bool:
    return _clearly_shut(case)[0] == 0 and _above_the_line(case) > 0 and _is_lowest_of_all(case)


def _is_lowest_of_all(case: Case) -> bool:
    lowest = min(side_of_one(case.x[:, 0], case.y, sign)[1] for sign in (1, -1))
    return case.d == 1 and float(case.loss(case.state[None])[0]) <= lowest + 2.2 * _near_zero(case)


@SAID.say("It converged, but the clamp shuts # of # rows off$")
def _shuts_some(case: Case, said: re.Match[str]) -> bool:
    few, many = _clearly_shut(case)
    return few <= number(said[1]) <= many and number(said[2]) == case.n and number(said[1]) > 0


@SAID.say("It converged: from where it is, it gets no lower$")
def _gets_no_lower(case: Case, said: re.Match[str]) -> bool:
    return case.excess <= 1.5 * _near_zero(case)


@SAID.say(r"The loss went from # to #; the least-squares line(, the lowest of all lines,)? has #\.")
def _loss_went(case: Case, said: re.Match[str]) -> bool:
    return _losses(case, (said[1], 0), (said[2], -1)) and is_best_loss(case, said[4])


@SAID.say(
    r"For # rows x·w is negative, the clamp makes it 0, and all of them get the same prediction, the bias\."
)
def _rows_that_are_shut(case: Case, said: re.Match[str]) -> bool:
    few, many = _clearly_shut(case)
    return case.clamp and few <= number(said[1]) <= many


@SAID.say(
    "The clamp sets a negative x·w to 0 before the bias is added, a ReLU: with it, the least-squares line is out of"
    r" reach\."
)
def _out_of_reach(case: Case, said: re.Match[str]) -> bool:
    return case.clamp and bool((case.x_given @ case.best[0][:-1] < 0).any()) and _is_lowest_of_all(case)


@SAID.say("The neuron died: the clamp was shut from the start$")
def _dead_from_the_start(case: Case, said: re.Match[str]) -> bool:
    return case.is_dead_at(case.states[0])


@SAID.say(f"The neuron died: at {UNIT} # the clamp shut for every row$")
def _died_at(case: Case, said: re.Match[str]) -> bool:
    return is_unit(case, said[1]) and _dies_at(case, int(number(said[2])))


def _dies_at(case: Case, epoch: int) -> bool:
    """Dead from that epoch on; and not before, or so little that float32 may have seen it otherwise."""
    if not 1 <= epoch < len(case.states) or not case.is_dead_at(case.states[epoch]):
        return False
    before = case.states[epoch - 1]
    still = (case.states[epoch:, :-1] == case.states[epoch, :-1]).all()
    return bool(still) and bool(not case.is_dead_at(before) or case.near_corner(before).any())


@SAID.say(rf"It started with the {WEIGHTS} on the wrong side of the clamp\.")
def _wrong_side(case: Case, said: re.Match[str]) -> bool:
    return _names_weights(case, said[1]) and case.is_dead_at(case.states[0])


def _names_weights(case: Case, word: str) -> bool:
    return word == ("weight" if case.d == 1 else "weights")


@SAID.say(r"Each step overshot by more than the one before\.")
def _overshot(case: Case, said: re.Match[str]) -> bool:
    moved = np.flatnonzero(np.diff(case.states[:, 0]))
    steps = np.diff(case.states[:, 0])[: moved[-1] + 1][-4:]
    return len(steps) > 2 and bool((steps[1:] / steps[:-1] < -1).all())


@SAID.say(rf"(Update|Epoch) # took the {WEIGHTS}(?: from # to #)?(?:, where it is shut| to where it is shut)\.")
def _taken(case: Case, said: re.Match[str]) -> bool:
    epoch = int(number(said[2]))
    if not is_unit(case, said[1].lower()) or not _names_weights(case, said[3]) or not _dies_at(case, epoch):
        return False
    before, after = case.states[epoch - 1, 0], case.states[epoch, 0]
    return said[4] is None or (shows(said[4], before, 4) and shows(said[5], after, 4))


@SAID.say(
    "The points want a negative x·w, a falling line where x is positive, but there the clamp is shut\\."
)
def _wants_negative_sums(case: Case, said: re.Match[str]) -> bool:
    return bool((case.x_given @ case.best[0][:-1] <= 1e-9 * np.abs(case.x_given @ case.best[0][:-1]).max()).all())


@SAID.say(
    r"Now x·w is negative for (every row whose x is not 0|every row), so the clamp passes nothing on, the gradient of"
    rf" the {WEIGHTS} is 0, and only the bias can still learn\. The best it can be is the mean of y, #; it is #\."
)
def _is_dead(case: Case, said: re.Match[str]) -> bool:
    negative, has_x = case.sums(case.state) < 0, case.x.any(axis=1)
    rows = negative.all() if said[1] == "every row" else negative[has_x].all() and not has_x.all()
    mean = float(case.y_given.mean())
    noise = 1e-15 * float(np.abs(case.y_given).max())
    right = shows(said[3], mean, 4, noise) and shows(said[4], float(case.state[-1]), 4)
    return case.is_dead and bool(rows) and _names_weights(case, said[2]) and right


@SAID.say(r"Each update takes it # times as far from there\.")
def _bias_runs_away(case: Case, said: re.Match[str]) -> bool:
    away = case.ahead_exactly[:2, -1] - case.y.mean()
    factor = abs(float(away[1] / away[0]))
    return case.full and factor > 1 and shows(said[1], factor, 4, 1e-4 * factor)


@SAID.say(f"It diverged: at {UNIT} # the numbers became too large to hold$")
def _diverged(case: Case, said: re.Match[str]) -> bool:
    return _overflows_at(case, said[1], said[2])


def _overflows_at(case: Case, unit: str, epoch: str) -> bool:
    """The history ends just before, and what comes next is too large; for small batches, soon, in another order."""
    ends = number(epoch) == len(case.states) == case.history.diverged_at
    next_, soon = case.ahead[1 : case.per_epoch + 1], case.ahead[: 20 * case.per_epoch]
    coming = next_ if case.full else soon
    with np.errstate(over="ignore", invalid="ignore"):
        squares = case.loss(coming.astype(np.float64)) * case.n
        gradient = np.sqrt(squares) * 2 * max(1.0, float(np.abs(case.x).max())) * case.n**0.5
    largest = np.nanmax(np.concatenate([squares, gradient, np.abs(coming).astype(np.float64).ravel(), [0]]))
    return is_unit(case, unit) and ends and bool(largest > FLOAT32_MAX / 2 or not np.isfinite(coming).all())


@SAID.say(
    rf"At the end each {UNIT} moved weight and bias # times as much as the one before, and at {UNIT} # the"
    r" numbers left float32's range \(3\.4e38\)\."
)
def _lengthened(case: Case, said: re.Match[str]) -> bool:
    lengths = np.linalg.norm(np.diff(case.states[-11:], axis=0), axis=1)
    ratios = lengths[1:] / lengths[:-1]
    factor = number(said[2])
    right = len(ratios) > 0 and ratios.max() / ratios.min() < 1.11 and ratios.min() <= factor * 1.001
    right = bool(right and factor <= ratios.max() * 1.001)
    return is_unit(case, said[1]) and right and _overflows_at(case, said[3], said[4])


@SAID.say(rf"At {UNIT} # the numbers left float32's range \(3\.4e38\)\.")
def _left_the_range(case: Case, said: re.Match[str]) -> bool:
    return _overflows_at(case, said[1], said[2])


@SAID.say(f"It stalled: the steps are too small for {DIGITS}$")
def _stalled(case: Case, said: re.Match[str]) -> bool:
    """Its own steps end in rounding: exact ones would go further down, or nothing moves at all."""
    if not is_digits(case, said[1]):
        return False
    if case.digits == np.float64 or not np.diff(case.states[-3:], axis=0).any():
        return True
    return bool(case.excess_exactly[-1] < case.excess_ahead[-1] * 0.999 or case.excess_exactly[-1] < case.excess)


@SAID.say("It is still learning: stopped before it arrived$|It oscillates, less from step to step$")
def _on_the_way(case: Case, said: re.Match[str]) -> bool:
    return case.excess > 0


@SAID.say("It (?:oscillates|jumps about) and does not settle$")
def _does_not_settle(case: Case, said: re.Match[str]) -> bool:
    return ("jumps" in said[0]) == (not case.full)


@SAID.say(r"The loss is #( and still falling)?; the least-squares line has #\.")
def _loss_is(case: Case, said: re.Match[str]) -> bool:
    falls = said[2] is None or bool(np.diff(case.loss(case.states[-2:]))[0] < case.noise(case.state))
    return _losses(case, (said[1], -1)) and is_best_loss(case, said[3]) and falls


@SAID.say(r"The loss went from # to #, and within # more epochs it would leave float32's range\.")
def _will_overflow(case: Case, said: re.Match[str]) -> bool:
    within = int(1.5 * number(said[3])) + 10
    enough = within < len(case.excess_ahead)
    return _losses(case, (said[1], 0), (said[2], -1)) and not (enough and np.isfinite(case.excess_ahead[within]))


@SAID.say(r"The loss went from # to #, and going on makes it larger\.")
def _grows(case: Case, said: re.Match[str]) -> bool:
    late = case.excess_ahead[len(case.excess_ahead) // 2 :]
    return _losses(case, (said[1], 0), (said[2], -1)) and (not len(late) or bool(late.mean() > case.excess))


@SAID.say(
    r"Over the last # epochs the loss was between # and #, and going on lowers its mean no further; the least-squares"
    r" line has #\."
)
def _falls_no_further(case: Case, said: re.Match[str]) -> bool:
    states = case.states[-int(number(said[1])) :]
    losses = case.loss(states) * case.n * case.scale
    ends = [(said[2], int(losses.argmin())), (said[3], int(losses.argmax()))]
    noise = [case.noise(states[place]) * case.n * case.scale for _, place in ends]
    right = all(shows(text, losses[place], 5, off) for (text, place), off in zip(ends, noise, strict=True))
    ahead = case.excess_ahead
    before = float(np.maximum(case.loss(states) - case.floor, 0).mean())
    stays = len(ahead) < 2 * len(states) or bool(ahead[len(ahead) // 2 :].mean() > 0.5 * before)
    return right and is_best_loss(case, said[4]) and stays


@SAID.say(
    r"At # of its last # steps some row crossed the bend of the clamp: on its other side the gradient is another one\."
)
def _crossed_bends(case: Case, said: re.Match[str]) -> bool:
    """Counted; rows that touch the corner may have crossed it or not."""
    states = case.states[-STEPS_BACK - 1 :]
    is_open = [case.is_open(state) for state in states]
    touching = [case.near_corner(state) for state in states]
    crossed = [one != other for one, other in pairwise(is_open)]
    unsure = [one | other for one, other in pairwise(touching)]
    few = sum(bool((row & ~near).any()) for row, near in zip(crossed, unsure, strict=True))
    many = sum(bool((row | near).any()) for row, near in zip(crossed, unsure, strict=True))
    return case.full and few <= number(said[1]) <= many and number(said[2]) == len(states) - 1
