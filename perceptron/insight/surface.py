"""The loss over two of the neuron's parameters, the others held still: the landscape that training walks down."""

from collections.abc import Sequence
from dataclasses import dataclass

import contourpy
import numpy as np
import pandas as pd

from perceptron.data.sampling import evenly_taken
from perceptron.insight.outcome import Outcome
from perceptron.insight.prospect import Prospect

GRID = 61
# With the clamp the surface has no closed form; this many rows are enough to draw it.
MOST_ROWS = 1000
# Heights of the contours above the lowest point, as shares of the highest corner: close together at the bottom.
LEVELS = np.geomspace(3e-4, 0.75, 9)


@dataclass(frozen=True, eq=False)
class Surface:
    """A map over parameters u and v, in the units of training.

    u_range, v_range: the ends of the map. best (2,): the least-squares point. clipped: whether the path of
    training leaves the map. contours: one row per point of a contour, with line, order, u, v and loss.
    """

    u_range: tuple[float, float]
    v_range: tuple[float, float]
    best: np.ndarray
    clipped: bool
    contours: pd.DataFrame


def loss_at(prospect: Prospect, parameters: np.ndarray) -> np.ndarray:
    """The loss (m,) of m neurons given as rows (m, d+1) of weights and bias in the units of training.

    Without an activation it is exact for any number of rows, floor + ½ (θ - θ*)ᵀ H (θ - θ*). With one, the rows
    are added up, at most MOST_ROWS of them, scaled to all.
    """
    if prospect.activation.shape == "line":
        along = (parameters - prospect.best) @ prospect.curvature.eigenvectors
        return np.asarray(prospect.fit.loss + along**2 @ prospect.curvature.eigenvalues / 2)
    rows = evenly_taken(prospect.dataset.rows, MOST_ROWS)
    sums = prospect.features[rows] @ parameters[:, :-1].T
    residuals = prospect.activation.array(sums) + parameters[:, -1] - prospect.dataset.target[rows]
    return np.asarray(np.square(residuals).mean(axis=0) * prospect.dataset.rows * prospect.scale)


def loss_surface(run: Outcome, pair: tuple[int, int], beside: Sequence[Outcome] = ()) -> Surface:
    """The landscape around a run over two parameters, counted as weights 0 … d-1 and bias d.

    Start and least-squares point are always on the map, and those of the runs beside it, in the same units. A path that
    leads far away from both, as a diverging one does, is cut off at its edge.
    """
    path, best = run.parameters(np.arange(len(run.history))), run.best
    paths = [path, *(other.parameters(np.arange(len(other.history))) for other in beside)]
    ranges = [_around([_range(each[:, index], best[index]) for each in paths]) for index in pair]
    axes = [np.linspace(low, high, GRID) for low, high in ranges]
    u, v = np.meshgrid(*axes)
    parameters = np.tile(path[-1] if np.isfinite(path[-1]).all() else best, (u.size, 1))
    parameters[:, pair[0]], parameters[:, pair[1]] = u.ravel(), v.ravel()
    losses = loss_at(run, parameters).reshape(u.shape)
    inside = [
        (each[:, index] >= low) & (each[:, index] <= high)
        for each in paths
        for index, (low, high) in zip(pair, ranges, strict=True)
    ]
    return Surface(
        u_range=ranges[0],
        v_range=ranges[1],
        best=best[list(pair)],
        clipped=not all(bool(each.all()) for each in inside),
        contours=_contours(axes[0], axes[1], losses),
    )


def _range(path: np.ndarray, best: float) -> tuple[float, float]:
    """From a little before the least of start, best and path to a little behind the largest of them, where the
    path counts only as far as twice the way from start to best on either side.
    """
    start = float(path[0])
    way = abs(start - best) or max(abs(best), 1.0) * 0.1
    low, high = min(start, best), max(start, best)
    low = min(low, max(float(path.min()), low - way))
    high = max(high, min(float(path.max()), high + way))
    room = 0.15 * (high - low)
    return low - room, high + room


def _around(ranges: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _contours(u: np.ndarray, v: np.ndarray, losses: np.ndarray) -> pd.DataFrame:
    lowest, highest = float(losses.min()), float(losses.max())
    generator = contourpy.contour_generator(u, v, losses)
    rings, levels = [], []
    for level in lowest + LEVELS * (highest - lowest):
        for points in generator.lines(level):
            rings.append(np.asarray(points, dtype=np.float64))
            levels.append(level)
    sizes = [len(ring) for ring in rings]
    points = np.concatenate([np.empty((0, 2)), *rings])
    return pd.DataFrame(
        {
            # Few enough to be told in two bytes each.
            "line": np.repeat(np.arange(len(rings), dtype=np.int16), sizes),
            "order": np.concatenate([np.empty(0), *map(np.arange, sizes)]).astype(np.int16),
            "u": points[:, 0],
            "v": points[:, 1],
            "loss": np.repeat(np.array(levels, dtype=np.float64), sizes),
        }
    )
