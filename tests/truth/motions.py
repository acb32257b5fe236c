"""What is said of runs that go on: they diverged, stalled, are still learning, swing or jump about."""

import re
from itertools import pairwise

import numpy as np

from truth.case import Case
from truth.endings import are_losses, is_best_loss
from truth.reading import SAID, number, shows
from truth.roundings import STEPS_BACK
from truth.sentences import DIGITS, LINE, UNIT, is_digits, is_unit
from truth.simulation import FLOAT32_MAX


@SAID.say(f"It diverged: at {UNIT} # the numbers became too large to hold$")
def _diverged(case: Case, said: re.Match[str]) -> bool:
    return is_unit(case, said[1]) and overflows_at(case, int(number(said[2])))


def overflows_at(case: Case, epoch: int) -> bool:
    """The history ends just before, and what comes next is too large; for small batches, soon, in another order."""
    ends = epoch == len(case.states) == case.history.diverged_at
    next_, soon = case.ahead[1 : case.per_epoch + 1], case.ahead[: 20 * case.per_epoch]
    coming = next_ if case.full else soon
    with np.errstate(over="ignore", invalid="ignore"):
        squares = case.loss(coming.astype(np.float64)) * case.n
        gradient = np.sqrt(squares) * 2 * max(1.0, float(np.abs(case.x).max())) * case.n**0.5
    largest = np.nanmax(np.concatenate([squares, gradient, np.abs(coming).astype(np.float64).ravel(), [0]]))
    return ends and bool(largest > FLOAT32_MAX / 2 or not np.isfinite(coming).all())


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
    return is_unit(case, said[1]) and is_unit(case, said[3]) and right and overflows_at(case, int(number(said[4])))


@SAID.say(rf"At {UNIT} # the numbers left float32's range \(3\.4e38\)\.")
def _left_the_range(case: Case, said: re.Match[str]) -> bool:
    return is_unit(case, said[1]) and overflows_at(case, int(number(said[2])))


@SAID.say(f"It stalled: the steps are too small for {DIGITS}$")
def _stalled(case: Case, said: re.Match[str]) -> bool:
    return is_digits(case, said[1]) and ends_in_rounding(case)


def ends_in_rounding(case: Case) -> bool:
    """Its own steps end in rounding: exact ones would go further down, or nothing moves at all."""
    if case.digits == np.float64 or not np.diff(case.states[-3:], axis=0).any():
        return True
    return bool(case.excess_exactly[-1] < case.excess_ahead[-1] * 0.999 or case.excess_exactly[-1] < case.excess)


@SAID.say("It is still learning: stopped before it arrived$|It oscillates, less from step to step$")
def _on_the_way(case: Case, said: re.Match[str]) -> bool:
    return case.excess > 0


@SAID.say("It (?:oscillates|jumps about) and does not settle$")
def _does_not_settle(case: Case, said: re.Match[str]) -> bool:
    return ("jumps" in said[0]) == (not case.full)


@SAID.say(rf"The loss is #( and still falling)?; the least-squares {LINE} has #\.")
def _loss_is(case: Case, said: re.Match[str]) -> bool:
    falls = said[2] is None or still_falls(case)
    return are_losses(case, (said[1], -1)) and is_best_loss(case, said[3], said[4]) and falls


def still_falls(case: Case) -> bool:
    """Whether the last epoch lowered the loss, as far as its own digits can tell."""
    return bool(np.diff(case.loss(case.states[-2:]))[0] < case.noise(case.state))


@SAID.say(r"The loss went from # to #, and within # more epochs it would leave float32's range\.")
def _will_overflow(case: Case, said: re.Match[str]) -> bool:
    within = int(1.5 * number(said[3])) + 10
    futures = [ahead for ahead in (case.excess_ahead, case.excess_exactly) if within < len(ahead)]
    stays = [bool(np.isfinite(ahead[within])) for ahead in futures]
    return are_losses(case, (said[1], 0), (said[2], -1)) and not (stays and all(stays))


@SAID.say(r"The loss went from # to #, and going on makes it larger\.")
def _grows(case: Case, said: re.Match[str]) -> bool:
    return are_losses(case, (said[1], 0), (said[2], -1)) and will_grow(case)


def will_grow(case: Case) -> bool:
    """Whether the later half of what comes next is higher, on the mean, than where it is."""
    late = case.excess_ahead[len(case.excess_ahead) // 2 :]
    return not len(late) or bool(late.mean() > case.excess)


@SAID.say(
    r"Over the last # epochs the loss was between # and #, and going on lowers its mean no further; the least-squares"
    rf" {LINE} has #\."
)
def _falls_no_further(case: Case, said: re.Match[str]) -> bool:
    states = case.states[-int(number(said[1])) :]
    losses = case.loss(states) * case.n * case.scale
    ends = [(said[2], int(losses.argmin())), (said[3], int(losses.argmax()))]
    noise = [case.noise(states[place]) * case.n * case.scale for _, place in ends]
    right = all(shows(text, losses[place], 5, off) for (text, place), off in zip(ends, noise, strict=True))
    before = np.maximum(case.loss(states) - case.floor, 0)
    stays = any(_keeps_up(ahead, before) for ahead in (case.excess_ahead, case.excess_exactly))
    return right and is_best_loss(case, said[4], said[5]) and stays


def _keeps_up(ahead: np.ndarray, before: np.ndarray) -> bool:
    """Whether what is above the floor stays at half of what it was, or more: its mean or its middle."""
    late = ahead[len(ahead) // 2 :]
    if len(ahead) < 2 * len(before):
        return True
    return bool(late.mean() > 0.5 * before.mean() or np.median(late) > 0.5 * np.median(before))


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
