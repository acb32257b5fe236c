"""The loss over two of the neuron's parameters, the others held still: the landscape that training walks down."""

from dataclasses import dataclass

import contourpy
import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import curvature, in_training_units, least_squares, training_features
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters

GRID = 61
# With the clamp the surface has no closed form; this many rows, evenly taken, are enough to draw it.
MOST_ROWS = 1000
# Heights of the contours above the lowest point, as shares of the highest corner: close together at the bottom.
LEVELS = np.geomspace(3e-4, 0.75, 9)


@dataclass(frozen=True, eq=False)
class Surface:
    """A map over parameters u and v, in the units of training.

    u_reach, v_reach: the ends of the map. best (2,): the least-squares point. clipped: whether the path of
    training leaves the map. contours: one row per point of a contour, with line, order, u, v and loss.
    """

    u_reach: tuple[float, float]
    v_reach: tuple[float, float]
    best: np.ndarray
    clipped: bool
    contours: pd.DataFrame


def loss_at(dataset: Dataset, hyperparameters: Hyperparameters, parameters: np.ndarray) -> np.ndarray:
    """The loss (m,) of m neurons given as rows (m, d+1) of weights and bias in the units of training.

    Without the clamp it is exact for any number of rows, floor + ½ (θ - θ*)ᵀ H (θ - θ*). With it, the rows
    are added up, at most MOST_ROWS of them, scaled to all.
    """
    if hyperparameters.activation == "identity":
        bowl, fit = curvature(dataset, hyperparameters), least_squares(dataset, hyperparameters.reduction)
        weights, bias = in_training_units(dataset, hyperparameters, fit)
        along = (parameters - np.append(weights, bias)) @ bowl.eigenvectors
        return np.asarray(fit.loss + along**2 @ bowl.eigenvalues / 2)
    rows = np.unique(np.linspace(0, dataset.rows - 1, min(dataset.rows, MOST_ROWS)).round().astype(np.int64))
    features, target = training_features(dataset, hyperparameters)[rows], dataset.target[rows]
    residuals = np.maximum(features @ parameters[:, :-1].T, 0) + parameters[:, -1] - target
    means = np.square(residuals).mean(axis=0)
    return np.asarray(means if hyperparameters.reduction == "mean" else means * dataset.rows)


def loss_surface(
    dataset: Dataset, hyperparameters: Hyperparameters, history: History, pair: tuple[int, int]
) -> Surface:
    """The landscape around a run over two parameters, counted as weights 0 … d-1 and bias d.

    Start and least-squares point are always on the map. A path that leads far away from both, as a diverging
    one does, is cut off at its edge.
    """
    path = np.column_stack([history.weights, history.biases])
    weights, bias = in_training_units(dataset, hyperparameters, least_squares(dataset))
    best = np.append(weights, bias)
    reaches = [_reach(path[:, index], best[index]) for index in pair]
    axes = [np.linspace(low, high, GRID) for low, high in reaches]
    u, v = np.meshgrid(*axes)
    parameters = np.tile(path[-1] if np.isfinite(path[-1]).all() else best, (u.size, 1))
    parameters[:, pair[0]], parameters[:, pair[1]] = u.ravel(), v.ravel()
    losses = loss_at(dataset, hyperparameters, parameters).reshape(u.shape)
    inside = [
        (path[:, index] >= low) & (path[:, index] <= high) for index, (low, high) in zip(pair, reaches, strict=True)
    ]
    return Surface(
        u_reach=reaches[0],
        v_reach=reaches[1],
        best=best[list(pair)],
        clipped=not bool(np.logical_and(*inside).all()),
        contours=_contours(axes[0], axes[1], losses),
    )


def _reach(path: np.ndarray, best: float) -> tuple[float, float]:
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


def _contours(u: np.ndarray, v: np.ndarray, losses: np.ndarray) -> pd.DataFrame:
    lowest, highest = float(losses.min()), float(losses.max())
    generator = contourpy.contour_generator(u, v, losses)
    parts: list[pd.DataFrame] = []
    for level in lowest + LEVELS * (highest - lowest):
        for points in generator.lines(level):
            ring = np.asarray(points, dtype=np.float64)
            order = np.arange(len(ring))
            parts.append(
                pd.DataFrame({"line": len(parts), "order": order, "u": ring[:, 0], "v": ring[:, 1], "loss": level})
            )
    empty = pd.DataFrame({"line": [], "order": [], "u": [], "v": [], "loss": []})
    return pd.concat(parts, ignore_index=True) if parts else empty
