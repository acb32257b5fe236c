"""What is said of every kind of run: its rate beside a limit, the cycle it goes round, what is left to gain."""

import re

import numpy as np

from truth.case import Case
from truth.reading import SAID, number, shows
from truth.recipes import limit_of
from truth.runs import start_of
from truth.simulation import FLOAT32_MAX, go_on

UNIT = "(update|epoch)"
DIGITS = "(float32|float64)"
LINE = "(line|plane)"
# A curvature of less than this share of the largest is rounding.
FLAT = 1e-14


def is_unit(case: Case, word: str) -> bool:
    """Whether a row of the history may be called so."""
    return word == ("update" if case.full else "epoch")


def is_digits(case: Case, word: str) -> bool:
    """Whether training rounds to these."""
    return word == ("float32" if case.digits == np.float32 else "float64")


def is_line(case: Case, *words: str) -> bool:
    """Whether what the neuron draws may be called so: of one feature a line, of several a plane."""
    return set(words) == {"line" if case.d == 1 else "plane"}


def beside(case: Case, rate: str, times: str | None, limit: str, true_limit: float) -> bool:
    """Whether a rate, a limit and their ratio are printed as they are."""
    ratio = shows(times, case.rate / true_limit, 4, 1e-9) if times else abs(case.rate / true_limit - 1) < 5.1e-4
    return bool(shows(rate, case.rate, 4) and shows(limit, true_limit, 4, 1e-9 * true_limit) and ratio)


@SAID.say(
    r"(It oscillated on the way: t|T)he learning rate # is (?:just|# times) the largest stable rate"
    r"( of full batches)?( without the clamp)?, #\."
)
def _rate_beside_limit(case: Case, said: re.Match[str]) -> bool:
    start, rate, times, full, without, limit = said.groups()
    if start != "T" and not _went_to_and_fro(case):
        return False
    right = beside(case, rate, times, limit, limit_of(case.x_given, case.scale < 1))
    return right and bool(full) == (not case.full) and (bool(without) or not case.ever_bent)


def _went_to_and_fro(case: Case) -> bool:
    steps = np.diff(case.states[:7], axis=0) @ case.hessian[1][0]
    return case.full and len(steps) > 2 and bool((steps[:-1] * steps[1:] < 0).all())


@SAID.say(
    r"The learning rate # is (?:just|# times) the largest stable rate"
    r" (with the rows that are shut left out|where it ended), #\."
)
def _rate_beside_limit_of_the_bowl(case: Case, said: re.Match[str]) -> bool:
    rate, times, where, limit = said.groups()
    shut = ~case.is_open(case.state)
    clear = not case.near_corner(case.state).any()
    return (beside(case, rate, times, limit, 2 / case.hessian[0][0]) and (where[0] == "w") == shut.any()) or not clear


@SAID.say(r"Each update sees only # of # rows, so its gradient is a noisy guess\.")
def _few_rows(case: Case, said: re.Match[str]) -> bool:
    return not case.full and (number(said[1]), number(said[2])) == (case.size, case.n)


@SAID.say(r"Each step jumps across the valley and lands (?:just|# times) as far on the other side\.")
def _lands(case: Case, said: re.Match[str]) -> bool:
    """So did the last steps, and so does the next."""
    following = np.diff(case.ahead_exactly[:2], axis=0) @ case.hessian[1][0]
    steps = np.append(case.steps_across[-2:], following)
    ratios = -steps[1:] / steps[:-1]
    return _is_factor(said[1], case.growth) and bool((np.abs(ratios / case.growth - 1) < 0.012).all())


def _is_factor(said: str | None, value: float) -> bool:
    return shows(said, value, 4, 1e-6) if said else abs(value - 1) < 5.1e-4


@SAID.say(r"Across the valley every further step goes (?:just|# times) as far as the one before, to the other side\.")
def _further_steps(case: Case, said: re.Match[str]) -> bool:
    """The first dozen of them, in float64, where rounding has no say."""
    ahead = go_on([start_of(case.run.dataset, case.run.hyperparameters, case.state)], 12)[:, 0]
    steps = np.diff(ahead, axis=0)[np.abs(ahead[1:]).max(axis=1) < FLOAT32_MAX**0.5] @ case.hessian[1][0]
    ratios = -steps[1:] / steps[:-1]
    return case.full and _is_factor(said[1], case.growth) and bool((np.abs(ratios / case.growth - 1) < 0.012).all())


@SAID.say(r"The loss still falls, because most (?:of it|of what is left of it) is not across the valley yet\.")
def _falls_for_now(case: Case, said: re.Match[str]) -> bool:
    """Of what is above the bowl's lowest point, less than half lies in directions that grow."""
    curvatures, directions = case.hessian
    parts = curvatures * (directions @ (case.state - case.bowl[0])) ** 2
    growing = parts[case.rate * curvatures > 2].sum()
    before, after = case.loss(case.states[-2:])
    return bool(growing <= 0.55 * parts.sum() and after < before + case.noise(case.state))


@SAID.say(rf"So close to the limit the rounding of {DIGITS} decides whether it shrinks or grows\.")
def _rounding_decides(case: Case, said: re.Match[str]) -> bool:
    """What a swing grows by in one step is less than some roundings of the parameters and the gradient."""
    direction = case.hessian[1][0]
    swing = abs(float(direction @ (case.state - case.bowl[0])))
    gaps = np.spacing(np.abs(case.state).astype(case.digits)).astype(np.float64) @ np.abs(direction)
    rounding = 50 * (gaps + float(np.finfo(case.digits).eps) * swing)
    return is_digits(case, said[1]) and abs(case.growth - 1) * swing <= rounding


@SAID.say(rf"The mean squared residual is still # above that of the least-squares {LINE}, #\.")
def _left_to_the_line(case: Case, said: re.Match[str]) -> bool:
    """On the data as it was given, or as float32 has it, where that makes no difference that can be seen."""
    loss = case.loss_given(case.state)
    return is_line(case, said[2]) and any(
        shows(said[1], loss - best, 3, 2e-3 * (loss - best)) and shows(said[3], best, 4, _blur(case))
        for best in case.bests
    )


def _blur(case: Case) -> float:
    """How far rounding the data to float32 moves a mean squared residual, where it is as good as nothing."""
    return 1e-13 * float(np.square(case.y_given).mean()) + 1e-6 * case.best[1]


@SAID.say(r"The mean squared residual is still # above #, the lowest with the rows bent as they are now\.")
def _left_in_the_bowl(case: Case, said: re.Match[str]) -> bool:
    lowest = case.bowl[1]
    above = float(case.loss(case.state[None])[0]) - lowest
    clear = not case.near_corner(case.state).any()
    noise = 1e-13 * float(np.square(case.y).mean()) + 1e-20 * case.size_of_constant
    return not clear or (shows(said[1], above, 3, noise) and shows(said[2], lowest, 4, noise))


@SAID.say(r"At this learning rate it would arrive in about # more epochs\.")
def _epochs_to_go(case: Case, said: re.Match[str]) -> bool:
    """Not yet after a little fewer, and there after a little more; and within its own digits where that is soon."""
    epochs = int(number(said[1]))
    soon, late = int(0.97 * epochs) - 2, int(1.03 * epochs) + 2
    tolerance = case.tolerance or 1e-9 * case.size_of_constant
    of_rounded = tolerance * (float(case.y.var()) / case.variance if case.variance else 1.0)
    low, high = sorted((tolerance, of_rounded))
    arrived = [excess_after(case, soon) <= low, excess_after(case, late) <= high + case.blur]
    if case.variance == 0:
        return case.full and arrived[1]
    enough = 1.2 * epochs + 5 < len(case.excess_ahead)
    own = not enough or case.excess_ahead[int(1.2 * epochs) + 5 :].min() <= 1.2 * tolerance
    return case.full and (arrived == [False, True] or (soon <= 0 and arrived[1])) and bool(own)


def excess_after(case: Case, epochs: int) -> float:
    """Simulated as far as that was done, and worked out along the eigenvectors beyond."""
    if epochs <= 0:
        return case.excess
    if epochs <= len(case.excess_exactly):
        return float(case.excess_exactly[epochs - 1])
    curvatures, directions = case.hessian
    curvatures = np.where(curvatures > FLAT * curvatures[0], curvatures, 0.0)
    errors = directions @ (case.state - case.bowl[0])
    left = np.abs(1 - case.rate * curvatures) ** epochs * errors
    return float(curvatures @ left**2) / 2 / case.scale / case.n


@SAID.say(rf"If it went on like this, the clamp would shut for every row at about {UNIT} #, and the neuron die\.")
def _dies_ahead(case: Case, said: re.Match[str]) -> bool:
    more = int(number(said[2])) - (len(case.states) - 1)
    place = min(len(case.ahead) - 1, (int(1.5 * more) + 10) * case.per_epoch)
    with np.errstate(invalid="ignore"):
        dies = case.is_dead_at(case.ahead[place]) or case.is_dead_at(case.ahead_exactly[place])
    return is_unit(case, said[1]) and dies and not case.is_dead


@SAID.say(r"float32 has some seven digits: of the # different values of “(.*?)” it tells # apart\.")
def _blurred(case: Case, said: re.Match[str]) -> bool:
    names = (*case.run.dataset.feature_names, case.run.dataset.target_name)
    columns = dict(zip(names, (*case.x_given.T, case.y_given), strict=True))
    told = len(np.unique(columns[said[2]].astype(np.float32)))
    return (number(said[1]), number(said[3])) == (len(np.unique(columns[said[2]])), told)
