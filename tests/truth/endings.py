"""What is said of runs that have come to an end: they converged, or died."""

import re

import numpy as np

from truth.case import SHARE_OF_VARIANCE, Case
from truth.reading import SAID, number, shows
from truth.sentences import LINE, UNIT, is_line, is_unit
from truth.simulation import side_of_one

WEIGHTS = "(weight|weights)"


def are_losses(case: Case, *printed: tuple[str, int]) -> bool:
    """Whether each printed loss is the one of that epoch, within what float32 makes of it."""
    return all(
        shows(text, float(case.loss(case.states[[epoch]])[0]) * case.n * case.scale, 5, _noise(case, epoch))
        for text, epoch in printed
    )


def _noise(case: Case, epoch: int) -> float:
    return case.noise(case.states[epoch]) * case.n * case.scale


def is_best_loss(case: Case, line: str, text: str, digits: int = 5) -> bool:
    """Whether it is the least-squares line's loss; where a line fits exactly, rounding is all that is left."""
    noise = 1e-20 * float(np.square(case.y_given).sum())
    size, unsure = case.n * case.scale, abs(case.bests[1] - case.bests[0])
    return is_line(case, line) and any(shows(text, best * size, digits, noise + unsure * size) for best in case.bests)


def clearly_shut(case: Case) -> tuple[int, int]:
    """How few and how many rows are shut, as far as float32 can tell."""
    shut, unsure = ~case.is_open(case.state), case.near_corner(case.state)
    return int((shut & ~unsure).sum()), int((shut | unsure).sum())


def above_the_line(case: Case) -> float:
    """How far the mean squared residual ended above that of the best line."""
    return case.loss_given(case.state) - max(case.bests)


def near_zero(case: Case) -> float:
    """What counts as no difference between two losses."""
    return 1.1 * SHARE_OF_VARIANCE * case.variance or 1e-8 * case.size_of_constant


@SAID.say(f"It converged: the neuron found the least-squares {LINE}$")
def _found_the_line(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and is_at_the_line(case)


def is_at_the_line(case: Case) -> bool:
    """The predictions of the two, and what each weight makes of its feature's spread, are apart by little of y's."""
    centred, scales = case.x_given - case.x_given.mean(axis=0), case.x_given.std(axis=0)
    weights = np.linalg.lstsq(centred, case.y_given - case.y_given.mean(), rcond=1e-12)[0]
    unique = np.linalg.matrix_rank(centred / scales, tol=1e-9 * case.n) == case.d
    apart = np.abs((case.state[:-1] - weights) * scales).max()
    near = apart <= 0.0101 * case.y_given.std() or case.y.std() == 0 or not unique
    return bool(near) and is_as_good(case)


@SAID.say(f"It converged: the neuron is as good as the least-squares {LINE}$")
def _is_as_good(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and is_as_good(case)


def is_as_good(case: Case) -> bool:
    """No row is shut, and the loss is that of the best line, as near as counts."""
    return clearly_shut(case)[0] == 0 and above_the_line(case) <= near_zero(case)


@SAID.say(f"It converged: bent as it is, the neuron fits better than any (?:straight )?{LINE}$")
def _beats_the_line(case: Case, said: re.Match[str]) -> bool:
    return is_line(case, said[1]) and beats_the_line(case)


def beats_the_line(case: Case) -> bool:
    """Some row is shut, and the loss is clearly below that of the best line."""
    return clearly_shut(case)[1] > 0 and above_the_line(case) < -0.9 * SHARE_OF_VARIANCE * case.variance


@SAID.say("It converged, as close to the least-squares line as the clamp lets it$")
def _as_close_as_the_clamp_lets_it(case: Case, said: re.Match[str]) -> bool:
    return is_as_close_as_the_clamp_lets_it(case)


def is_as_close_as_the_clamp_lets_it(case: Case) -> bool:
    """No row is shut, and no neuron with a clamp is lower; of one feature that can be told."""
    return clearly_shut(case)[0] == 0 and above_the_line(case) > 0 and _is_lowest_of_all(case)


def _is_lowest_of_all(case: Case) -> bool:
    lowest = min(side_of_one(case.x[:, 0], case.y, sign)[1] for sign in (1, -1))
    return case.d == 1 and float(case.loss(case.state[None])[0]) <= lowest + 2.2 * near_zero(case)


@SAID.say("It converged, but the clamp shuts # of # rows off$")
def _shuts_some(case: Case, said: re.Match[str]) -> bool:
    return is_count_of_shut(case, said[1], said[2])


def is_count_of_shut(case: Case, shut: str, rows: str) -> bool:
    """Whether so many of so many rows are shut, some of them."""
    few, many = clearly_shut(case)
    return few <= number(shut) <= many and number(rows) == case.n and number(shut) > 0


@SAID.say("It converged: from where it is, it gets no lower$")
def _gets_no_lower(case: Case, said: re.Match[str]) -> bool:
    return is_at_the_floor(case)


def is_at_the_floor(case: Case) -> bool:
    """Whether there is nothing to gain downhill."""
    return case.excess <= 1.5 * near_zero(case)


@SAID.say(rf"The loss went from # to #; the least-squares {LINE} has #(?:, the lowest of all {LINE}s)?\.")
def _loss_went(case: Case, said: re.Match[str]) -> bool:
    right = said[5] is None or is_line(case, said[5])
    return right and are_losses(case, (said[1], 0), (said[2], -1)) and is_best_loss(case, said[3], said[4])


@SAID.say(r"For # rows x·w is negative, the clamp makes it 0, and (its|their) prediction is the bias\.")
def _rows_that_are_shut(case: Case, said: re.Match[str]) -> bool:
    few, many = clearly_shut(case)
    return case.clamp and few <= number(said[1]) <= many and (said[2] == "its") == (number(said[1]) == 1)


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
    return is_unit(case, said[1]) and dies_at(case, int(number(said[2])))


def dies_at(case: Case, epoch: int) -> bool:
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
    if not is_unit(case, said[1].lower()) or not _names_weights(case, said[3]) or not dies_at(case, epoch):
        return False
    before, after = case.states[epoch - 1, 0], case.states[epoch, 0]
    return said[4] is None or (shows(said[4], before, 4) and shows(said[5], after, 4))


@SAID.say(r"The points want a negative x·w(, a falling line where x is positive)?, but there the clamp is shut\.")
def _wants_negative_sums(case: Case, said: re.Match[str]) -> bool:
    sums = case.x_given @ case.best[0][:-1]
    return bool(said[1]) == (case.d == 1) and bool((sums <= 1e-9 * np.abs(sums).max()).all())


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
