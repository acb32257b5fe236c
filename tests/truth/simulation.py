"""Going on with many runs side by side: the article's loop in NumPy, as float64 or in float32, full or small batches.

And how low a neuron can get: least squares on the rows that are open, and walks that only ever go down.
"""

from dataclasses import dataclass

import numpy as np

# So many times a way down is looked for.
TRIES = 80
FLOAT32_MAX = float(np.finfo(np.float32).max)


@dataclass(frozen=True, eq=False)
class Start:
    """Where one run goes on from: x (rows, d), y (rows,), state (d+1,) of weights and bias, and its settings."""

    x: np.ndarray
    y: np.ndarray
    state: np.ndarray
    rate: float
    clamp: bool
    mean: bool
    size: int


def mean_squares(x: np.ndarray, y: np.ndarray, clamp: bool, states: np.ndarray) -> np.ndarray:
    """The mean squared residual (k,) of neurons with those states (k, d+1)."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = states[:, :-1] @ x.T
        found: np.ndarray = np.square((np.maximum(sums, 0) if clamp else sums) + states[:, -1:] - y).mean(axis=1)
    return found


def go_on(starts: list[Start], updates: int, digits: type = np.float64, seed: int = 0) -> np.ndarray:
    """The states (updates+1, runs, most d + 1), bias last, padded with weights of 0; numbers that overflow stay so."""
    runs, rows = len(starts), max(len(start.y) for start in starts)
    d = max(start.x.shape[1] for start in starts)
    x, y, there = np.zeros((runs, rows, d), digits), np.zeros((runs, rows), digits), np.zeros((runs, rows), bool)
    weights, biases = np.zeros((runs, d), digits), np.zeros(runs, digits)
    for place, start in enumerate(starts):
        n, features = start.x.shape
        x[place, :n, :features], y[place, :n], there[place, :n] = start.x, start.y, True
        weights[place, :features], biases[place] = start.state[:-1], start.state[-1]
    rate = np.array([start.rate for start in starts], digits)
    always_open = np.array([not start.clamp for start in starts])[:, None]
    mean = np.array([start.mean for start in starts])
    count = there.sum(axis=1)
    size = np.array([min(start.size, len(start.y)) for start in starts])
    per_epoch, small = -(-count // size), size < count
    random, batch = np.random.default_rng(seed), np.zeros((runs, rows), np.int64)
    states = np.empty((updates + 1, runs, d + 1), digits)
    chosen, scale = there, np.where(mean, 1 / count, 1.0)
    factor = (2 * scale).astype(digits)
    with np.errstate(over="ignore", invalid="ignore"):
        for update in range(updates + 1):
            states[update, :, :-1], states[update, :, -1] = weights, biases
            if small.any():
                now = update % per_epoch
                fresh = now == 0
                if fresh.any():
                    order = np.where(there, random.random((runs, rows)), 2.0).argsort(axis=1).argsort(axis=1)
                    batch[fresh] = (order // size[:, None])[fresh]
                chosen = there & (~small[:, None] | (batch == now[:, None]))
                factor = (2 * np.where(mean, 1 / chosen.sum(axis=1), 1.0)).astype(digits)
            sums = (x @ weights[:, :, None])[:, :, 0]
            is_open = always_open | (sums >= 0)
            by_prediction = (np.where(is_open, sums, 0) + biases[:, None] - y) * chosen * factor[:, None]
            weights = weights - rate[:, None] * ((by_prediction * is_open)[:, None, :] @ x)[:, 0]
            biases = biases - rate * by_prediction.sum(axis=1)
    return states


# Columns that depend on each other do so no more when they are rounded; what is no longer than that is no direction.
ROUNDINGS = 2.0
# Of a column that float32 holds exactly this share is taken for its rounding.
EXACT = 1e-12


def solved(
    columns: np.ndarray, y: np.ndarray, near: np.ndarray | None = None, rounding: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """The weights and bias (d+1,) that fit y best on those columns (rows, d), and their mean squared residual; of many
    that do, those nearest to `near`. rounding (d,): how far each column is off; directions within it are left out.
    """
    state = np.zeros(columns.shape[1] + 1) if near is None else near
    left = y - columns @ state[:-1] - state[-1]
    middle, height = columns.mean(axis=0), float(left.mean())
    centred = columns - middle
    centred = centred - centred.mean(axis=0)
    size = np.abs(centred).max(axis=0) if rounding is None else rounding
    size = np.where(size > 0, size, 1.0)
    base, lengths, directions = np.linalg.svd(centred / size, full_matrices=False)
    least = 1e-14 * lengths[0] if rounding is None else max(ROUNDINGS * len(y) ** 0.5, 1e-15 * lengths[0])
    kept = lengths > least
    parts = base[:, kept].T @ (left - height)
    weights = directions[kept].T @ (parts / lengths[kept]) / size
    residuals = left - height - base[:, kept] @ parts
    return state + np.append(weights, height - middle @ weights), float(residuals @ residuals) / len(y)


def rounding_of(given: np.ndarray, rounded: np.ndarray) -> np.ndarray | None:
    """How far each column (d,) is off in float32; a single one depends on no other."""
    if given.shape[1] == 1:
        return None
    return np.asarray(np.maximum(np.abs(rounded - given).max(axis=0), EXACT * np.abs(given).max(axis=0)))


def lowest_downhill(x: np.ndarray, y: np.ndarray, clamp: bool, state: np.ndarray, rounding: np.ndarray | None) -> float:
    """The lowest mean squared residual that was found on ways from there that never rise. rounding (d,) is x's."""
    if not clamp:
        return solved(x, y, rounding=rounding)[1]
    if x.shape[1] == 1:
        return _lowest_of_one(x[:, 0], y, float(state[0]))
    return _lowest_of_several(x, y, state, rounding)


def side_of_one(x: np.ndarray, y: np.ndarray, sign: int) -> tuple[float, float]:
    """The best weight of that sign, or 0, of a clamped neuron with one feature, and its mean squared residual."""
    passed = np.where(sign * x > 0, x, 0.0)
    (weight, _), lowest = solved(passed[:, None], y)
    return (float(weight), lowest) if weight * sign > 0 else (0.0, float(np.square(y - y.mean()).mean()))


def _lowest_of_one(x: np.ndarray, y: np.ndarray, weight: float) -> float:
    """The loss of each side is convex, so its lowest point can be reached; where that is w = 0, so can the other's."""
    sides = {sign: side_of_one(x, y, sign) for sign in (1, -1)}
    if weight == 0:
        return min(lowest for _, lowest in sides.values())
    sign = 1 if weight > 0 else -1
    best, lowest = sides[sign]
    return min(lowest, sides[-sign][1]) if best == 0 else lowest


def _lowest_of_several(x: np.ndarray, y: np.ndarray, state: np.ndarray, rounding: np.ndarray | None) -> float:
    """Walks down towards the lowest point of one bowl after the other, or downhill or at random where that is shut off,
    until the same rows are open there: then there is the end.
    """
    random = np.random.default_rng(0)
    size = np.append(1 / np.maximum(np.abs(x).max(axis=0), 1e-300), 1.0)
    lowest = float(mean_squares(x, y, True, state[None])[0])
    for _ in range(TRIES):
        is_open = x @ state[:-1] >= 0
        best, floor = solved(is_open[:, None] * x, y, state, rounding)
        if ((x @ best[:-1] >= 0) == is_open).all():
            return min(lowest, floor)
        before = lowest
        for way in (best - state, size**2 * -_slope(x, y, state)):
            state, lowest = _down_along(x, y, state, way, lowest)
        if before - lowest <= 1e-7 * lowest:
            for way in size * random.normal(0, 1, (20, len(state))):
                state, lowest = _down_along(x, y, state, way, lowest)
            if before - lowest <= 1e-9 * lowest:
                break
    return lowest


def _slope(x: np.ndarray, y: np.ndarray, state: np.ndarray) -> np.ndarray:
    sums = x @ state[:-1]
    residuals = np.maximum(sums, 0) + state[-1] - y
    return np.append((residuals * (sums >= 0)) @ x, residuals.sum()) / len(y)


def _down_along(
    x: np.ndarray, y: np.ndarray, state: np.ndarray, way: np.ndarray, lowest: float
) -> tuple[np.ndarray, float]:
    """The first valley along that way. Between two corners the loss is a parabola, whose lowest point is known."""
    sums, steps = x @ state[:-1], x @ way[:-1]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        corners = np.unique(-sums / steps)
    corners = np.append(corners[(corners > 1e-15) & np.isfinite(corners)], np.inf)
    here = 0.0
    for corner in corners:
        middle = here + (min(corner, 2 * here + 2) - here) / 2
        is_open = sums + middle * steps >= 0
        value = np.where(is_open, sums + here * steps, 0) + state[-1] + here * way[-1] - y
        rise = np.where(is_open, steps, 0) + way[-1]
        first, second = float(value @ rise), float(rise @ rise)
        if first >= 0 or second == 0:
            break
        valley = here - first / second
        if valley < corner:
            here = valley
            break
        here = float(corner)
    found = state + here * way
    reached = float(mean_squares(x, y, True, found[None])[0])
    return (found, reached) if reached < lowest else (state, lowest)
