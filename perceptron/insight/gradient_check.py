"""The gradient in three ways: as training recorded it, by the chain rule, and from differences of the loss itself.

The loss is a parabola along each parameter as long as no row comes to the activation's corner. A central difference of
a parabola is exact whatever the step h, so h is as long as the residuals are large, for rounding to count little, and
short enough for no row to come to a corner. Where a row stands on the corner itself the loss has two slopes.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Seen
from perceptron.insight.walkthrough import Step
from perceptron.learning.gradients import chain_rule

# How much of the largest x·w a step may change where the activation is a curve: its own bend then counts little.
OF_A_CURVE = 1e-4
# Closer to a corner than this share of the weight, a row as good as stands on it: no shorter step could be measured.
ON_THE_CORNER = 1e-10


@dataclass(frozen=True)
class Corner:
    """Where the loss has two slopes along a parameter: the rows, from 0, that stand on the activation's corner."""

    parameter: str
    rows: tuple[int, ...]
    slope_below: float
    slope_above: float


def check_gradient(run: Outcome, step: Step) -> tuple[pd.DataFrame, list[Corner]]:
    """One row for each parameter: parameter, recorded, chain_rule, finite_difference, NaN at a corner; the corners."""
    parameters = np.append(step.weights, step.bias)
    seen = Seen(step.x, step.y, run.activation, run.scale, np.ones(step.x.shape[1]))
    _, weight_gradients, bias_gradient = chain_rule(step.x, step.y, step.weights, step.bias, run.hyperparameters)
    names = [*run.dataset.feature_names, "bias"]
    differences, corners = [], []
    for index, name in enumerate(names):
        h, rows = _step_length(seen, step, index)
        along = np.arange(len(names)) == index
        if rows:
            # Over two steps to one side: exact for a parabola too.
            corners.append(
                Corner(
                    name,
                    rows,
                    -_rise_to_one_side(seen, parameters, -h * along) / h,
                    _rise_to_one_side(seen, parameters, h * along) / h,
                )
            )
            differences.append(np.nan)
        else:
            differences.append(_rise(seen, parameters - h * along, parameters + h * along) / (2 * h))
    table = pd.DataFrame(
        {
            "parameter": names,
            "recorded": np.append(step.weight_gradients, step.bias_gradient),
            "chain_rule": np.append(weight_gradients, bias_gradient),
            "finite_difference": differences,
        }
    )
    return table, corners


def _rise(seen: Seen, start: np.ndarray, end: np.ndarray) -> float:
    """L(end) - L(start), row by row (ŷ₂ - ŷ₁)·(r₂ + r₁), so that large residuals do not swallow a small step."""
    before, after = (seen.activation.array(seen.x @ parameters[:-1]) for parameters in (start, end))
    risen = (after - before) + (end[-1] - start[-1])
    return seen.scale * float(risen @ (seen.residuals(end) + seen.residuals(start)))


def _rise_to_one_side(seen: Seen, here: np.ndarray, way: np.ndarray) -> float:
    """What the loss would rise by over that way if it went on as steeply as it starts: (4·L(1) - L(2) - 3·L(0)) / 2."""
    return 2 * _rise(seen, here, here + way) - _rise(seen, here, here + 2 * way) / 2


def _step_length(seen: Seen, step: Step, index: int) -> tuple[float, tuple[int, ...]]:
    """h for that parameter, and the rows that stand on the corner along it."""
    is_bias = index == seen.x.shape[1]
    column = np.ones(len(seen.y)) if is_bias else seen.x[:, index]
    size = float(np.abs(column).max()) or 1.0
    residuals = float(np.sqrt(np.square(step.residual).mean()))
    large = float(np.abs(np.concatenate([step.prediction, seen.y])).max())
    h = (max(residuals, 1e-5 * large) or 1.0) / size
    if is_bias or seen.activation.shape == "line":
        return h, ()
    if seen.activation.shape == "curve":
        return OF_A_CURVE * (float(np.abs(step.weighted_sum).max()) or 1.0) / size, ()
    moving = column != 0
    places = np.full(len(column), np.inf)
    places[moving] = np.abs(step.weighted_sum[moving] / column[moving])
    on_corner = places <= ON_THE_CORNER * abs(step.weights[index])
    nearest = float(places[~on_corner].min(initial=np.inf))
    return min(h, nearest / 3), tuple(np.flatnonzero(on_corner).tolist())
