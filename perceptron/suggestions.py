"""What a learner can try next, as hyperparameters that one click applies."""

import math
from dataclasses import dataclass, replace

from perceptron.dataset import Dataset
from perceptron.hyperparameters import Hyperparameters
from perceptron.theory import Curvature, curvature


@dataclass(frozen=True)
class Suggestion:
    """Something to try: a label for a button, the hyperparameters it leads to, and why."""

    label: str
    hyperparameters: Hyperparameters
    reason: str


def compare_with_limit(learning_rate: float, bowl: Curvature) -> str:
    """A clause such as "0.0013 is 1.004 times the largest stable rate, 0.001294"."""
    limit = bowl.largest_stable_learning_rate
    return f"{learning_rate:.4g} is {learning_rate / limit:.4g} times the largest stable rate, {limit:.4g}"


def is_too_fast(hyperparameters: Hyperparameters, bowl: Curvature) -> bool:
    """Whether the learning rate is beyond what this data can bear."""
    return hyperparameters.learning_rate >= bowl.largest_stable_learning_rate


def ways_out(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[Suggestion, ...]:
    """What helps against a rate that the data cannot bear, the better way first."""
    safe = use_safe_rate(dataset, hyperparameters)
    standardized = () if hyperparameters.standardize else (standardize(dataset, hyperparameters),)
    slow = curvature(dataset, hyperparameters).condition_number > 1e4
    return (*standardized, safe) if slow else (safe, *standardized)


def use_safe_rate(dataset: Dataset, hyperparameters: Hyperparameters) -> Suggestion:
    """Half of the largest stable rate: no direction swings, so that the clamp is not thrown shut either."""
    bowl = curvature(dataset, hyperparameters)
    rate = safe_rate(bowl)
    epochs = bowl.epochs_needed(rate)
    reason = f"{rate:g} is half of the largest stable rate, so no step overshoots."
    if epochs > hyperparameters.epochs:
        reason += f" The slowest direction then needs {in_words(epochs)} epochs."
    return Suggestion("Use a safe rate", replace(hyperparameters, learning_rate=rate), reason)


def standardize(dataset: Dataset, hyperparameters: Hyperparameters) -> Suggestion:
    """z-scores, and with them no clamp, which would shut on the half of the rows below the mean."""
    changed = replace(hyperparameters, standardize=True, activation="identity")
    before = curvature(dataset, hyperparameters).condition_number
    bowl = curvature(dataset, changed)
    reason = (
        f"The condition number falls from {before:.3g} to {bowl.condition_number:.3g}: a rounder bowl, in which one rate"
        " suits all directions."
    )
    if hyperparameters.activation == "clamp":
        reason += " The clamp goes too: it would shut on every row below the mean."
    return Suggestion("Standardise x", replace(changed, learning_rate=safe_rate(bowl)), reason)


def without_clamp(hyperparameters: Hyperparameters, bowl: Curvature) -> Suggestion:
    """The article's prose instead of its code: x·w + b, at a rate that this can bear."""
    changed = replace(hyperparameters, activation="identity")
    if is_too_fast(changed, bowl):
        changed = replace(changed, learning_rate=safe_rate(bowl))
    return Suggestion("Without the clamp", changed, "A line needs no activation: x·w may be negative.")


def safe_rate(bowl: Curvature) -> float:
    """Half of the largest stable rate, rounded down to two digits, within the bounds of a learning rate."""
    rate = bowl.largest_stable_learning_rate / 2
    digits = 10.0 ** (math.floor(math.log10(rate)) - 1)
    low, high = Hyperparameters.BOUNDS["learning_rate"]
    return min(max(float(f"{math.floor(rate / digits) * digits:.2g}"), low), high)


def in_words(number: float) -> str:
    """A count of epochs for a sentence."""
    if math.isinf(number):
        return "endlessly many"
    return f"{math.ceil(number):,}" if number < 1e7 else f"{number:.1e}"
