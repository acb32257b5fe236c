"""What a learner can try next, as hyperparameters that one click applies."""

import math
from dataclasses import dataclass, replace

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import Curvature, curvature, steepest_of_batches
from perceptron.learning.hyperparameters import Hyperparameters


@dataclass(frozen=True)
class Suggestion:
    """Something to try: a label for a button, the hyperparameters it leads to, and why."""

    label: str
    hyperparameters: Hyperparameters
    reason: str


def compare_with_limit(learning_rate: float, bowl: Curvature) -> str:
    """A clause such as "0.0013 is 1.004 times the largest stable rate, 0.001294"."""
    limit = bowl.largest_stable_learning_rate
    times = f"{learning_rate / limit:.4g}"
    return f"{learning_rate:.4g} is {'just' if times == '1' else f'{times} times'} the largest stable rate, {limit:.4g}"


def is_too_fast(hyperparameters: Hyperparameters, bowl: Curvature) -> bool:
    """Whether the learning rate is beyond what this data can bear."""
    return hyperparameters.learning_rate >= bowl.largest_stable_learning_rate


def ways_out(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[Suggestion, ...]:
    """What helps against a rate that the data cannot bear, the better way first."""
    safe = use_safe_rate(dataset, hyperparameters)
    standardized = standardize(dataset, hyperparameters)
    slow = curvature(dataset, hyperparameters).condition_number > 1e4
    return (*standardized, safe) if slow else (safe, *standardized)


def use_safe_rate(dataset: Dataset, hyperparameters: Hyperparameters) -> Suggestion:
    """Half of the largest stable rate: no direction swings, so that the clamp is not thrown shut either."""
    rate = safe_rate(dataset, hyperparameters)
    changed = replace(hyperparameters, learning_rate=rate)
    if not hyperparameters.is_full_batch(dataset.rows):
        return Suggestion("Use a safe rate", changed, f"{rate:g} is half of what every batch can bear.")
    reason = f"{rate:g} is half of the largest stable rate, so no step overshoots."
    epochs = curvature(dataset, hyperparameters).epochs_needed(rate)
    if epochs > hyperparameters.epochs:
        reason += f" The slowest direction then needs {in_words(epochs)} epochs."
    return Suggestion("Use a safe rate", changed, reason)


def standardize(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[Suggestion, ...]:
    """z-scores, and without the clamp, which would shut on every row below the mean; nothing where they are used."""
    if hyperparameters.standardize:
        return ()
    changed = replace(hyperparameters, standardize=True, activation="identity")
    before = curvature(dataset, hyperparameters).condition_number
    after = curvature(dataset, changed).condition_number
    reason = "All features get the same scale, and a mean of 0."
    if after < before < math.inf:
        reason = (
            f"The condition number falls from {before:.3g} to {after:.3g}: a rounder bowl, in which one rate suits all"
            " directions."
        )
    if hyperparameters.activation == "clamp":
        reason += " The clamp goes too: it would shut on every row below the mean."
    return (Suggestion("Standardise x", replace(changed, learning_rate=safe_rate(dataset, changed)), reason),)


def without_clamp(dataset: Dataset, hyperparameters: Hyperparameters) -> Suggestion:
    """The article's prose instead of its code: x·w + b, at a rate that this can bear."""
    changed = replace(hyperparameters, activation="identity")
    if is_too_fast(changed, curvature(dataset, changed)):
        changed = replace(changed, learning_rate=safe_rate(dataset, changed))
    return Suggestion("Without the clamp", changed, "A line needs no activation: x·w may be negative.")


def all_rows_at_once(dataset: Dataset, hyperparameters: Hyperparameters) -> Suggestion:
    """Full batches, at a rate that they can bear."""
    changed = replace(hyperparameters, batch_size=None)
    if is_too_fast(changed, curvature(dataset, changed)):
        changed = replace(changed, learning_rate=safe_rate(dataset, changed))
    return Suggestion("All rows at once", changed, "A full batch has no noise.")


def start_at_random(hyperparameters: Hyperparameters) -> Suggestion:
    """No start by hand."""
    return Suggestion(
        "Start at random",
        replace(hyperparameters, initial_weight=None, initial_bias=None),
        "A random weight lies between 0 and 1, where the clamp is open for positive x.",
    )


def slower(hyperparameters: Hyperparameters) -> Suggestion:
    """A tenth of the learning rate."""
    rate = max(hyperparameters.learning_rate / 10, Hyperparameters.BOUNDS["learning_rate"][0])
    reason = "Smaller steps jump about less, and need more epochs."
    return Suggestion("A tenth of the rate", replace(hyperparameters, learning_rate=rate), reason)


def more_epochs(hyperparameters: Hyperparameters, bowl: Curvature) -> list[Suggestion]:
    """As many epochs as the slowest direction needs, or ten times as many where that says nothing, within the bound."""
    needed, reason = bowl.epochs_needed(hyperparameters.learning_rate, 1e-5), "Enough for the slowest direction."
    if needed <= hyperparameters.epochs or math.isinf(needed):
        needed, reason = 10 * hyperparameters.epochs, "There is still something to gain."
    most = int(Hyperparameters.BOUNDS["epochs"][1])
    if needed > most:
        return []
    epochs = min(most, math.ceil(needed / 1000) * 1000)
    return [Suggestion(f"Train for {epochs:,} epochs", replace(hyperparameters, epochs=epochs), reason)]


def safe_rate(dataset: Dataset, hyperparameters: Hyperparameters) -> float:
    """Half of the largest rate that every update can bear, rounded down to two digits, within the field's bounds."""
    rate = 1 / steepest_of_batches(dataset, hyperparameters)
    digits = 10.0 ** (math.floor(math.log10(rate)) - 1)
    low, high = Hyperparameters.BOUNDS["learning_rate"]
    return min(max(float(f"{math.floor(rate / digits) * digits:.2g}"), low), high)


def in_words(number: float) -> str:
    """A count of epochs for a sentence."""
    if math.isinf(number):
        return "endlessly many"
    return f"{math.ceil(number):,}" if number < 1e7 else f"{number:.1e}"
