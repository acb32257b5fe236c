"""The loss along one parameter, the others held as they are: the curve that one step looks at, and its tangent.

The gradient says how steep the loss is at one place. Here is the place in its surroundings: from it one sees that the
step goes downhill, how far it goes, and whether that is too far.
"""

from dataclasses import dataclass

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.insight.walkthrough import Step

PLACES = 121
# So many numbers at a time are in memory.
MOST_NUMBERS = 4_000_000


@dataclass(frozen=True, eq=False)
class LossAlong:
    """The loss over one parameter around an epoch, in the units of training.

    here, loss, slope: the parameter, the loss and its gradient as recorded. next_value: where the step leads, and
    next_loss: the loss there with the others still held; None where float32 cannot hold it. values, losses (PLACES,):
    the curve.
    """

    here: float
    loss: float
    slope: float
    next_value: float | None
    next_loss: float | None
    values: np.ndarray
    losses: np.ndarray

    @property
    def tangent(self) -> np.ndarray:
        """The straight line that touches the curve here, at the same values, (PLACES,)."""
        return self.loss + self.slope * (self.values - self.here)

    @property
    def goes_up(self) -> bool:
        """Whether the step is so long that it ends higher than it began, by more than rounding."""
        return self.next_loss is not None and self.next_loss > self.loss * (1 + 1e-6)


def loss_along(run: Outcome, step: Step, parameter: int) -> LossAlong:
    """The loss over that parameter, counted as weights 0 … d-1 and bias d.

    The curve reaches as far as the step, the lowest point of the parabola here, and at least to where the loss is
    clearly higher.
    """
    is_bias = parameter == len(step.weights)
    here = step.bias if is_bias else float(step.weights[parameter])
    slope = step.bias_gradient if is_bias else float(step.weight_gradients[parameter])
    next_value: float | None = step.next_bias if is_bias else float(step.next_weights[parameter])
    if next_value is not None and not np.isfinite(next_value):
        next_value = None
    reach = _reach(run, step, parameter, here, slope, next_value)
    # Where it is now is one of the places.
    values = here + reach * np.linspace(-1, 1, PLACES)
    losses = losses_along(run, step, parameter, values)
    next_loss = None
    if next_value is not None:
        found = float(losses_along(run, step, parameter, np.array([next_value]))[0])
        next_loss = found if np.isfinite(found) else None
    return LossAlong(here, step.loss, slope, next_value, next_loss, values, losses)


def losses_along(run: Outcome, step: Step, parameter: int, values: np.ndarray) -> np.ndarray:
    """The loss over all rows, (len(values),), with that parameter at those values and the others held."""
    rows, total = len(step.y), np.zeros(len(values))
    size = max(1, MOST_NUMBERS // len(values))
    for start in range(0, rows, size):
        part = slice(start, start + size)
        if parameter == len(step.weights):
            # ŷ changes by as much as the bias does.
            residuals = step.residual[part, np.newaxis] + (values - step.bias)
        else:
            sums = step.weighted_sum[part, np.newaxis] + step.x[part, parameter, np.newaxis] * (
                values - step.weights[parameter]
            )
            residuals = run.activation.array(sums) + (step.bias - step.y[part, np.newaxis])
        total += np.square(residuals).sum(axis=0)
    return total * run.scale


def slopes_along(run: Outcome, step: Step, values: np.ndarray) -> np.ndarray:
    """∂L/∂w over all rows, (len(values),), with the one weight at those values and the bias held; for one feature."""
    x = step.x[:, :1]
    sums = x * values
    residuals = run.activation.array(sums) + (step.bias - step.y[:, np.newaxis])
    by_weighted_sum = 2 * run.scale * residuals * run.activation.derivative(sums)
    return np.asarray((by_weighted_sum * x).sum(axis=0))


def _reach(run: Outcome, step: Step, parameter: int, here: float, slope: float, next_value: float | None) -> float:
    """How far to either side."""
    column = np.ones(len(step.y)) if parameter == len(step.weights) else step.x[:, parameter] * step.slope
    bend = 2 * run.scale * float(column @ column)
    ways = [0.0] if next_value is None else [abs(next_value - here)]
    if bend > 0:
        ways += [abs(slope) / bend, 0.7 * float(np.sqrt(step.loss / bend))]
    elif parameter < len(step.weights):
        # Nothing passes: as far as the best line is, beyond the corner.
        ways.append(1.2 * abs(float(run.best[parameter]) - here))
    return 1.3 * max(ways) or max(abs(here), 1.0) * 0.1
