"""How fast, and how long: the rate and the number of epochs with which gradient descent on a line arrives.

Without a clamp the loss is a bowl (see `theory.py`), so all of that is known before a step is taken.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from perceptron.insight.prospect import RATE, Prospect
from perceptron.insight.suggestions import MOST_EPOCHS
from perceptron.learning.speed import estimated_seconds

# Arrived: the mean squared residual is within this share of y's variance of the lowest. Planned for with a margin.
ARRIVED, PLANNED = 1e-5, 1e-6
# Seconds that a run may take, and one by hand in a valley too narrow to arrive in.
PATIENCE, PATIENCE_BY_HAND = 0.6, 0.15
# Rates to choose from, as the largest share of the stable limit and the most epochs that they may need: slow enough to
# be watched, then half of the limit, beyond which steps overshoot, then close to it.
PACES = ((0.125, 500), (0.5, 4000), (0.9, 4000))
# Rates and numbers of epochs begin with one of these digits, rates near the limit with any two.
DIGITS = (1, 1.5, 2, 3, 4, 5, 6, 8)
TWO_DIGITS = [digit / 10 for digit in range(10, 100)]
FEWEST_EPOCHS = 100


def at_a_pace(prospect: Prospect) -> Prospect | None:
    """With the first rate that arrives soon enough, and its epochs; None where none does by autograd."""
    for share, most in PACES:
        found = _in_time(prospect, share, most)
        if found is not None and takes_at_most(found, PATIENCE):
            return found if _float32_can_do(found) else _but(found, gradients="by_hand")
    return None


def by_hand_for_long(prospect: Prospect) -> Prospect:
    """With the rate that is fastest, and as many epochs as arrive, or as there is time for, by hand in float64.

    It starts at 0: what a random start adds along the floor of so narrow a valley would still be there at the end.
    """
    bowl = prospect.curvature
    rate = _bounded(min(bowl.best_learning_rate, 0.9 * bowl.largest_stable_learning_rate), TWO_DIGITS)
    hand = _but(prospect, learning_rate=rate, gradients="by_hand", initial_weight=0.0, initial_bias=0.0)
    affordable = [n for n in _round_numbers(MOST_EPOCHS) if takes_at_most(hand.but(epochs=int(n)), PATIENCE_BY_HAND)]
    most = int(max(affordable, default=FEWEST_EPOCHS))
    return _but(hand, epochs=_epochs_needed(hand, most) or most)


def spread(prospect: Prospect) -> float:
    """The variance of y; a trifle of its squares, or of a start's, where y never changes as far as float32 can tell."""
    squares = float(np.square(prospect.dataset.target).mean())
    return max(float(prospect.dataset.target.var()), 1e-14 * squares) or 1e-4


def takes_at_most(prospect: Prospect, seconds: float) -> bool:
    """Whether that training is expected to be over in so many seconds."""
    return estimated_seconds(prospect.dataset, prospect.hyperparameters) <= seconds


def _but(prospect: Prospect, **changes: Any) -> Prospect:
    """Another rate, number of epochs or way to the gradient, none of which changes the best line or the bowl."""
    changed = prospect.but(**changes)
    vars(changed).update(fit=prospect.fit, curvature=prospect.curvature, best=prospect.best)
    return changed


def _in_time(prospect: Prospect, share: float, most: int) -> Prospect | None:
    rate = _bounded(share * prospect.curvature.largest_stable_learning_rate, DIGITS)
    paced = _but(prospect, learning_rate=rate)
    epochs = None if paced.is_too_fast else _epochs_needed(paced, most)
    return None if epochs is None else _but(paced, epochs=epochs)


def _bounded(rate: float, digits: Sequence[float]) -> float:
    """The rate, rounded down to one of these digits times a power of ten, within the bounds of a rate."""
    leading, power = f"{rate:.9e}".split("e")
    kept = max(digit for digit in digits if digit <= float(leading))
    return float(RATE.bounded(float(f"{kept}e{power}"), None))


def _round_numbers(most: int) -> np.ndarray:
    """The numbers of epochs to choose from."""
    powers = 10.0 ** np.arange(round(math.log10(FEWEST_EPOCHS)), math.ceil(math.log10(most)) + 1)
    numbers = np.unique(np.outer(powers, DIGITS).astype(np.int64))
    return numbers[numbers <= most]


def _epochs_needed(prospect: Prospect, most: int) -> int | None:
    """The first round number of epochs after which any start has arrived; None where it is more than `most`."""
    numbers = _round_numbers(most)
    arrived = np.flatnonzero(_worst_excess(prospect, numbers) <= PLANNED * spread(prospect))
    return int(numbers[arrived[0]]) if len(arrived) else None


def _worst_excess(prospect: Prospect, epochs: np.ndarray) -> np.ndarray:
    """How far the mean squared residual can be above the lowest after so many epochs, without a clamp: for the start
    at 0 where it is set so, or for any from 0 to 1. ½ Σ λ c² (1 - ηλ)^2t, c being the start's error along each
    eigenvector, at most.
    """
    bowl, is_set = prospect.curvature, prospect.hyperparameters.initial_weight == 0
    axes = bowl.eigenvectors.T
    middle, reach = (0.0, 0.0) if is_set else (0.5, 0.5)
    farthest = np.abs(axes @ (middle - prospect.best)) + reach * np.abs(axes).sum(axis=1)
    factors = np.abs(bowl.factors(prospect.hyperparameters.learning_rate))
    with np.errstate(over="ignore", under="ignore"):
        excess = factors ** (2.0 * epochs[:, np.newaxis]) @ (bowl.eigenvalues * farthest**2) / 2
    return np.asarray(excess / (prospect.scale * prospect.dataset.rows))


def _float32_can_do(prospect: Prospect) -> bool:
    """Whether float32's gaps let the neuron arrive: a step shorter than half of a gap moves nothing, which ends the
    way along an eigenvector where ηλ·error is half of a gap of the parameters there.
    """
    bowl, rate = prospect.curvature, prospect.hyperparameters.learning_rate
    curved = bowl.eigenvalues > 0
    # Along a direction without curvature the parameters stay as they are drawn.
    largest = np.abs(prospect.best) + (0.0 if curved.all() else 1.0)
    half_a_gap = np.abs(bowl.eigenvectors.T) @ largest * np.finfo(np.float32).eps / 2
    left = (half_a_gap[curved] ** 2 / (rate**2 * bowl.eigenvalues[curved])).sum() / 2
    return bool(left / (prospect.scale * prospect.dataset.rows) <= ARRIVED / 10 * spread(prospect))
