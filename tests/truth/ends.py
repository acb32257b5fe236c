"""Which kinds a run may be called. Where its future is plain there is one; close to a border, the two beside it.

Borders: arrived is within 1e-5 of y's variance of the lowest point downhill, and a factor of 1.5 to either side may be
called both. A trend is plain where the second half of what comes is lower, or higher, than the first by a fifth.
"""

import numpy as np

from truth.case import Case

CONVERGED, LEARNING, DIVERGED, DEAD = "converged", "still learning", "diverged", "dead neuron"
SHRINKING, SWINGING, STALLED = "oscillating, converging", "oscillating, not converging", "stalled in float32"
# Beside the limit by less than this, a trend needs more updates to be seen than are taken.
AT_THE_LIMIT = 2e-3
# Losses of fewer epochs do not tell a trend from chance.
FEW_EPOCHS = 16


def possible(case: Case) -> set[str]:
    """The kinds that are true of it; where rounding blurs a feature, of either floor."""
    return _possible(case) | (_possible(case.with_all_directions()) if case.blurs else set())


def _possible(case: Case) -> set[str]:
    if case.history.diverged_at is not None:
        return {DIVERGED}
    if case.is_dead:
        return {DEAD}
    dead = {DEAD} if case.clamp and (case.near_corner(case.state) | ~case.is_open(case.state)).all() else set()
    if case.variance == 0:
        return dead | _of_a_constant(case)
    arrived, stays = arrived_and_stays(case)
    if arrived == stays == {True}:
        unstable = case.full and case.growth > 1 - 1e-5
        return dead | {CONVERGED} | ({SWINGING} if unstable else set())
    if case.full and np.isfinite(case.ahead).all() and not (case.ahead != case.ahead[0]).any():
        moved = {LEARNING} if np.diff(case.states[-2:], axis=0).any() else set()
        return dead | moved | {STALLED} | ({CONVERGED} if True in arrived else set())
    found = dead | ({CONVERGED} if True in arrived and True in stays else set())
    if not (np.diff(case.states[-4:], axis=0).any() or len(case.states) < 2):
        return found | {STALLED} | ({LEARNING} if _changes(case.excess_ahead, case.excess) else set())
    if case.full and case.history.period is not None:
        return found | _going_round(case)
    return found | (_full(case) if case.full else _small(case))


def _of_a_constant(case: Case) -> set[str]:
    """Where y never changes there is no variance to measure by: only what is far from, or at, the floor is plain."""
    size = case.size_of_constant
    near = max(case.excess, 0.0 if not np.isfinite(case.excess_ahead).all() else float(case.excess_ahead[-1]))
    kinds = {CONVERGED} if case.excess <= 1e-7 * size else set()
    return kinds if near <= 1e-13 * size and kinds else kinds | {LEARNING, SHRINKING, SWINGING, STALLED}


def arrived_and_stays(case: Case) -> tuple[set[bool], set[bool]]:
    """Whether it arrived, and whether it stays: True, False, or both where that is too close to tell."""
    tolerance, ahead = case.tolerance, case.excess_ahead
    if case.history.period is not None:
        round_ = np.maximum(case.loss(case.states[-min(case.history.period, 2000) :]) - case.floor, 0)
        highest = float(round_.max())
        verdict = _beside(highest, tolerance)
        return _beside(case.excess, tolerance), verdict
    tail = ahead[len(ahead) // 2 :]
    stays = _beside(float(np.median(tail)), tolerance) if len(tail) else {True, False}
    if case.full and len(tail) and stays == {True} and tail.max() > 1.5 * tolerance:
        stays = {True, False}
    return _beside(case.excess, tolerance), stays


def _beside(value: float, border: float) -> set[bool]:
    return {True, False} if border / 1.5 < value < border * 1.5 else {bool(value <= border)}


def _changes(ahead: np.ndarray, excess: float) -> bool:
    return bool(len(ahead) and abs(ahead[-1] - excess) > 0.01 * excess)


def _going_round(case: Case) -> set[str]:
    states = case.states[-min(case.history.period or 1, 2000) :]
    mean = float(np.maximum(case.loss(states) - case.floor, 0).mean())
    middle = max(float(case.loss(states.mean(axis=0)[None])[0]) - case.floor, 0.0)
    share = (mean - middle) / mean if mean > 0 else 0.0
    return {STALLED} if share < 0.02 else {SWINGING} if share > 0.12 else {STALLED, SWINGING}


def _alternates(case: Case) -> set[bool]:
    """Whether the last steps go to and fro across the valley, and that is much of what is left."""
    steps = case.steps_across[-4:]
    if len(steps) < 4:
        return {True, False} if case.growth > 0 else {False}
    to_and_fro = steps[:-1] * steps[1:] < 0
    if not to_and_fro[-2:].all():
        return {False} if not to_and_fro.any() or not case.bowl_is_whole else {True, False}
    if not case.bowl_is_whole:
        return {True, False}
    share, ratio = _share_across(case), -float(steps[-1] / steps[-2])
    as_the_bowl_says = abs(ratio / case.growth - 1) < 0.25
    return {False} if share < 0.01 else {True} if share > 0.2 and as_the_bowl_says else {True, False}


def _share_across(case: Case) -> float:
    """How much of the excess lies in directions that a step crosses."""
    curvatures, directions = case.hessian
    parts = curvatures * (directions @ (case.state - case.bowl[0])) ** 2
    return float(parts[curvatures * case.rate > 1].sum() / parts.sum()) if parts.sum() > 0 else 0.0


def _full(case: Case) -> set[str]:
    """What a clamp makes of large steps may hang on the last digit: then both futures count."""
    futures = [(case.excess_ahead, case.ahead), (case.excess_exactly, case.ahead_exactly)]
    return set().union(*(_full_with(case, *future) for future in futures))


def _full_with(case: Case, ahead: np.ndarray, states: np.ndarray) -> set[str]:
    alternates = _alternates(case)
    falling = ({SHRINKING} if True in alternates else set()) | ({LEARNING} if False in alternates else set())
    if case.bowl_is_whole and abs(case.growth - 1) < AT_THE_LIMIT:
        return (
            {SHRINKING, SWINGING, *falling}
            if abs(case.growth - 1) < 4e-6 or case.clamp
            else ({SWINGING} if case.growth > 1 else falling | _held(case))
        )
    if not case.clamp:
        return {SWINGING} if case.growth > 1 else falling | _held(case)
    if not np.isfinite(ahead[-1]):
        return {SWINGING}
    if case.is_dead_at(states[-1]):
        told = "would shut for every row" in case.run.diagnosis.reason
        return {SWINGING, LEARNING} | (falling if told else set())
    quarter = len(ahead) // 4
    late, early = float(ahead[-quarter:].mean()), float(ahead[:quarter].mean())
    first = min(case.excess, early)
    if late > 1.2 * first and late > 1.5 * case.tolerance:
        return {SWINGING}
    if late < 0.8 * case.excess:
        still_falls = late < 1.5 * case.tolerance or late < 0.7 * float(ahead[-3 * quarter : -quarter].mean())
        first_rises = case.growth > 1 and float(ahead[:quarter].max()) > 1.3 * case.excess
        return falling | ({SWINGING} if first_rises or not still_falls else set()) | _held(case)
    return falling | {SWINGING} | _held(case)


def _held(case: Case) -> set[str]:
    """Stalled may be said, too, where float64 would go on and the run's own digits get less than half as far."""
    own, exact = (_way(case, ahead[-1].astype(np.float64) - ahead[0]) for ahead in (case.ahead, case.ahead_exactly))
    return {STALLED} if case.digits == np.float32 and own < 0.5 * exact else set()


def _way(case: Case, moved: np.ndarray) -> float:
    """How long a way is, in what it makes of the predictions."""
    curvatures, directions = case.hessian
    return float(np.sqrt(curvatures @ (directions @ moved) ** 2))


def _small(case: Case) -> set[str]:
    """Small batches: both futures count here, too, for each draws its own."""
    futures = [(case.excess_ahead, case.ahead), (case.excess_exactly, case.ahead_exactly)]
    return set().union(*(_small_with(case, *future) for future in futures))


def _small_with(case: Case, ahead: np.ndarray, states: np.ndarray) -> set[str]:
    if not len(ahead):
        return {LEARNING, SWINGING}
    if not np.isfinite(ahead).all():
        return {SWINGING}
    if case.is_dead_at(states[-1]):
        return {SWINGING, LEARNING}
    past = np.maximum(case.loss(case.states[-max(2, min(len(case.states) // 4, len(ahead))) :]) - case.floor, 0)
    early, late = ahead[: max(1, len(ahead) // 2)], ahead[len(ahead) // 2 :]
    before, at_first, at_last = float(past.mean()), float(early.mean()), float(late.mean())
    enough = min(len(past), len(ahead)) >= FEW_EPOCHS
    if late.max() < case.tolerance / 1.5:
        return {LEARNING}
    falls = at_last < 0.8 * min(at_first, before) and at_last < 0.5 * before
    if falls and np.median(late) < 0.8 * np.median(early):
        return {LEARNING} if enough or at_last < 0.3 * at_first else {LEARNING, SWINGING}
    if at_last > 1.25 * max(at_first, before, case.excess):
        return {SWINGING}
    is_level = 0.9 < at_last / max(at_first, 1e-300) < 1.1 and 0.8 < at_last / max(before, 1e-300) < 1.25
    jumps = min(float(np.ptp(part) / part.mean()) for part in (past, late)) > 0.05 and (np.diff(late) > 0).mean() > 0.2
    return ({SWINGING} if is_level and jumps and enough else {LEARNING, SWINGING}) | _held(case)
