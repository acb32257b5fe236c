"""The axes of the points: all of them, those held out too, and the lines."""

from collections.abc import Callable

import numpy as np

from perceptron.charts.view import Axes, with_room
from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.run import Run

# A line that is so far away that the points would have less than this share of the picture stays outside.
LEAST_SHARE_OF_POINTS = 0.05


def x_range(run: Run) -> tuple[float, float]:
    """The ends of the x axis: the first feature's values and a little room."""
    return with_room(_all(run, lambda rows: rows.features[:, 0]))


def y_range(run: Run, *, with_best: bool = True) -> tuple[float, float]:
    """The ends of the y axis: the target's values, the untrained neuron's line and the best one, and some room."""
    target = _all(run, lambda rows: rows.target[:, 0])
    if len(run.dataset.feature_names) == 1:
        ends = np.array(x_range(run))
        best = ends * run.fit.weights[0] + run.fit.bias
        lines = np.append(run.history.predict(ends[:, np.newaxis], 0), best if with_best else [])
    else:
        lines = run.history.predict(run.dataset.features, 0)
    both = np.append(target, lines)
    if np.ptp(target) < LEAST_SHARE_OF_POINTS * np.ptp(both):
        return with_room(target, 0.25)
    # Points are never at the rim, where a residual beyond them could not be seen.
    low, high = with_room(target, 0.15)
    return min(low, with_room(both, 0.03)[0]), max(high, with_room(both, 0.03)[1])


def axes_of(run: Run, *, with_best: bool = True) -> Axes:
    """The axes that the run's points would have by themselves, wide enough for the best line too, or not."""
    return Axes(x_range(run), y_range(run, with_best=with_best))


def points_are_inside(run: Run, axes: Axes) -> bool:
    """Whether all points lie inside these axes, none of them at the rim."""
    x, y = _all(run, lambda rows: rows.features[:, 0]), _all(run, lambda rows: rows.target[:, 0])
    return _is_inside(x, axes.x) and _is_inside(y, axes.y)


def start_is_inside(run: Run, axes: Axes) -> bool:
    """Whether the untrained neuron's line goes from one side of these axes to the other without leaving them."""
    return _is_inside(run.history.predict(np.array(axes.x)[:, np.newaxis], 0), axes.y)


def _is_inside(values: np.ndarray, axis: tuple[float, float]) -> bool:
    return bool(axis[0] < values.min() and values.max() < axis[1])


def _all(run: Run, values: Callable[[Dataset | HeldOut], np.ndarray]) -> np.ndarray:
    used = values(run.dataset)
    return used if run.held_out is None else np.append(used, values(run.held_out))
