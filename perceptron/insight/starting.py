"""Settings that suit a data set: with them the neuron gets to the best line, and soon.

The article's settings change as the data asks for it. The clamp goes, which a line does not need, unless the data has
its bend; so the bowl of `theory.py` tells beforehand how low each rate gets in how many epochs. x is standardised where
the bowl is too narrow a valley. What is picked was tried by hand, unless that would take long.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.insight.pace import ARRIVED, PATIENCE, at_a_pace, by_hand_for_long, spread, takes_at_most
from perceptron.insight.prospect import Prospect
from perceptron.learning.hyperparameters import Hyperparameters, Reduction
from perceptron.learning.speed import estimated_seconds
from perceptron.learning.training import train
from perceptron.words import DatasetError, counted, line_or_plane

# A share of y's variance that is worth the clamp.
CLEARLY = 0.01
# Of more rows the mean is taken: a sum over them is a number that says little, and its rate shrinks with every row.
MOST_ROWS_TO_SUM = 100
# Seconds that a trial before the run may take.
PATIENCE_WITH_TRIALS = 0.2
# Beyond this condition number, standardised columns still make a narrow valley.
WELL_CONDITIONED = 1000


@dataclass(frozen=True)
class Starting:
    """Hyperparameters to start with on some data, a sentence that says what was picked for it, and why, and the data
    set's fingerprint: of other data the sentence may be false.
    """

    hyperparameters: Hyperparameters
    reason: str
    fingerprint: str


def suiting(dataset: Dataset, seed: int = 0) -> Starting:
    """What learns this data, whatever the seed, to within ARRIVED where gradient descent can do that in about a second.

    Nothing is raised for data that a `Dataset` can hold.
    """
    reduction: Reduction = "sum" if dataset.rows <= MOST_ROWS_TO_SUM else "mean"
    plain = Hyperparameters(seed=seed, activation="identity", reduction=reduction)
    line = Prospect(dataset=dataset, hyperparameters=plain)
    as_it_is = at_a_pace(line)
    if as_it_is is not None and _has_arrived(as_it_is, tried := _tried(as_it_is)):
        # It passes on only some of the rows, which makes the valley's floor flatter.
        clamped = as_it_is.but(activation="clamp", epochs=2 * as_it_is.hyperparameters.epochs)
        if _beats_every_line(clamped):
            return _starting(clamped, line, _tried(clamped))
        return _starting(as_it_is, line, tried)
    standardized = line.but(standardize=True)
    chosen = at_a_pace(standardized) or by_hand_for_long(standardized)
    return _starting(chosen, line, _tried(chosen))


def _beats_every_line(clamped: Prospect) -> bool:
    """Whether the data bends where x is 0, so that the clamp gets clearly lower than any line, from every corner of
    where a start is drawn.
    """
    x = clamped.dataset.features
    if x.shape[1] > 1 or x.min() >= 0 or x.max() <= 0 or not takes_at_most(clamped, PATIENCE):
        return False
    goal = _lowest(clamped) - CLEARLY * spread(clamped)
    corners = (clamped.but(initial_weight=w, initial_bias=b) for w in (0.0, 1.0) for b in (0.0, 1.0))
    return goal > 0 and all((ends := _tried(corner)) is not None and ends < goal for corner in corners)


def _tried(prospect: Prospect) -> float | None:
    """The mean squared residual that the run ends with by hand; infinite where it breaks, None where it takes long."""
    by_hand = replace(prospect.hyperparameters, gradients="by_hand")
    if estimated_seconds(prospect.dataset, by_hand) > PATIENCE_WITH_TRIALS:
        return None
    try:
        history = train(prospect.dataset, by_hand)
    except DatasetError:
        return math.inf
    if history.diverged_at is not None:
        return math.inf
    residuals = history.predict(prospect.dataset.features) - prospect.dataset.target[:, 0]
    return float(np.square(residuals).mean())


def _has_arrived(prospect: Prospect, tried: float | None) -> bool:
    """Whether the trial ended at the lowest loss of a line; what was not tried, theory has promised."""
    return tried is None or tried - _lowest(prospect) <= ARRIVED * spread(prospect)


def _lowest(prospect: Prospect) -> float:
    return prospect.fit.loss / (prospect.scale * prospect.dataset.rows)


def _starting(chosen: Prospect, line: Prospect, tried: float | None) -> Starting:
    return Starting(chosen.hyperparameters, _reason(chosen, line, tried), chosen.dataset.fingerprint)


def _reason(chosen: Prospect, line: Prospect, tried: float | None) -> str:
    """A sentence on what was picked, and why; then what came of the trial, and what float32 loses."""
    settings, dataset = chosen.hyperparameters, chosen.dataset
    is_line, shape = settings.activation == "identity", line_or_plane(len(dataset.feature_names))
    parts = [f"no clamp, which a {shape} does not need" if is_line else "the clamp, because y bends where x is 0"]
    if settings.standardize:
        parts.append(_why_standardized(line.curvature.condition_number, chosen.curvature.condition_number))
    if settings.reduction == "mean":
        parts.append(f"the mean of {dataset.rows:,} squares instead of their sum")
    if settings.gradients == "by_hand":
        is_quick = takes_at_most(chosen.but(gradients="autograd"), PATIENCE)
        parts.append(f"the gradient by hand, because {'float32 is too coarse' if is_quick else 'autograd takes long'}")
    if settings.initial_weight is not None:
        parts.append("a start at 0, because along the valley's floor a random one would not be forgotten")
    # The limit is that of all rows; a clamp that shuts some bears more.
    limit = f", where {chosen.curvature.largest_stable_learning_rate:.3g} is the largest stable one" if is_line else ""
    parts.append(f"rate {settings.learning_rate:g}{limit}")
    parts.append(counted(settings.epochs, "epoch"))
    said = f"Picked for this data: {'; '.join(parts)}."
    variance, best = float(dataset.target.var()), chosen.fit.r_squared
    if tried is not None and math.isfinite(tried) and best is not None and variance > 0:
        said += f" Tried by hand: R² {_short(1 - tried / variance)}; the best {shape} has {_short(best)}."
    return said + _what_float32_loses(dataset)


def _why_standardized(before: float, after: float) -> str:
    if after > WELL_CONDITIONED:
        return "standardised x, though it stays a narrow valley, because its columns nearly follow from one another"
    as_it_is = f"{before:.3g}" if math.isfinite(before) else "too large for float64"
    return f"standardised x, because its condition number is {as_it_is}, and {after:.3g} afterwards"


def _short(r_squared: float) -> str:
    return f"{round(r_squared, 4) + 0.0:.6g}"


def _what_float32_loses(dataset: Dataset) -> str:
    """A sentence where y loses more than a trifle of its variance when it is rounded to float32, or else nothing."""
    lost = float(np.square(dataset.target.astype(np.float32) - dataset.target).mean())
    if lost <= 1e-3 * float(dataset.target.var()):
        return ""
    return (
        " The neuron learns in float32, whose seven digits are too few for this y: subtract"
        f" {dataset.target.mean():.6g} from it, or choose another column."
    )
