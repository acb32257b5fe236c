"""What a learner can try next, as hyperparameters that one click applies."""

import math
from dataclasses import dataclass

from perceptron.insight.prospect import RATE, Prospect
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters

MOST_EPOCHS = int(knobs_of(Hyperparameters)["epochs"].high)


@dataclass(frozen=True)
class Suggestion:
    """Something to try: a label for a button, the hyperparameters it leads to, and why."""

    label: str
    hyperparameters: Hyperparameters
    reason: str


def compare_with_limit(prospect: Prospect) -> str:
    """A clause such as "0.0013 is 1.004 times the largest stable rate, 0.001294"."""
    rate, limit = prospect.hyperparameters.learning_rate, prospect.curvature.largest_stable_learning_rate
    times = f"{rate / limit:.4g}"
    return f"{rate:.4g} is {'just' if times == '1' else f'{times} times'} the largest stable rate, {limit:.4g}"


def ways_out(prospect: Prospect) -> tuple[Suggestion, ...]:
    """What helps against a rate that is too large for this data, the better way first."""
    safe, standardized = use_safe_rate(prospect), standardize(prospect)
    slow = prospect.curvature.condition_number > 1e4
    return (*standardized, safe) if slow else (safe, *standardized)


def use_safe_rate(prospect: Prospect) -> Suggestion:
    """Half of the largest stable rate: no direction oscillates, so that the clamp is not thrown shut either."""
    rate = prospect.safe_rate
    changed = prospect.but(learning_rate=rate).hyperparameters
    if not prospect.is_full_batch:
        return Suggestion("Use a safe rate", changed, f"{rate:g} is half of what is stable for every batch.")
    reason = f"{rate:g} is half of the largest stable rate, so no step overshoots."
    epochs = prospect.curvature.epochs_needed(rate)
    if epochs > prospect.hyperparameters.epochs:
        reason += f" The slowest direction then needs {epochs_in_words(epochs)} epochs."
    return Suggestion("Use a safe rate", changed, reason)


def standardize(prospect: Prospect) -> tuple[Suggestion, ...]:
    """z-scores, and without an activation, which would bend every row below the mean; nothing where they are used."""
    if prospect.hyperparameters.standardize:
        return ()
    changed = prospect.but(standardize=True, activation="identity")
    before, after = prospect.curvature.condition_number, changed.curvature.condition_number
    reason = "All features get the same scale, and a mean of 0."
    if after < before < math.inf:
        reason = (
            f"The condition number falls from {before:.3g} to {after:.3g}: a rounder bowl, in which one rate suits all"
            " directions."
        )
    if prospect.activation.shape != "line":
        what_it_does = "shut on" if prospect.activation.shuts else "bend"
        reason += (
            f" The {prospect.hyperparameters.activation} goes too: it would {what_it_does} every row below the mean."
        )
    return (Suggestion("Standardise x", changed.but(learning_rate=changed.safe_rate).hyperparameters, reason),)


def without_clamp(prospect: Prospect) -> Suggestion:
    """The article's prose instead of its code: x·w + b, at a rate that is stable then."""
    changed = _at_a_stable_rate(prospect.but(activation="identity"))
    label = f"Without the {prospect.hyperparameters.activation}"
    return Suggestion(label, changed, "A line needs no activation: x·w may be negative.")


def all_rows_at_once(prospect: Prospect) -> Suggestion:
    """Full batches, at a rate that is stable then."""
    return Suggestion(
        "All rows at once", _at_a_stable_rate(prospect.but(batch_size=None)), "A full batch has no noise."
    )


def _at_a_stable_rate(prospect: Prospect) -> Hyperparameters:
    changed = prospect.but(learning_rate=prospect.safe_rate) if prospect.is_too_fast else prospect
    return changed.hyperparameters


def start_at_random(prospect: Prospect) -> Suggestion:
    """No start by hand."""
    return Suggestion(
        "Start at random",
        prospect.but(initial_weight=None, initial_bias=None).hyperparameters,
        "A random weight lies between 0 and 1, where the clamp is open for positive x.",
    )


def slower(prospect: Prospect) -> Suggestion:
    """A tenth of the learning rate."""
    rate = max(prospect.hyperparameters.learning_rate / 10, RATE.low)
    reason = "Smaller steps jump about less, and need more epochs."
    return Suggestion("A tenth of the rate", prospect.but(learning_rate=rate).hyperparameters, reason)


def more_epochs(prospect: Prospect) -> list[Suggestion]:
    """As many epochs as the slowest direction needs, or ten times as many where that says nothing, within the bound."""
    had = prospect.hyperparameters.epochs
    needed = prospect.curvature.epochs_needed(prospect.hyperparameters.learning_rate, 1e-5)
    reason = "Enough for the slowest direction."
    if needed <= had or math.isinf(needed):
        needed, reason = 10 * had, "There is still something to gain."
    if needed > MOST_EPOCHS:
        return []
    epochs = min(MOST_EPOCHS, math.ceil(needed / 1000) * 1000)
    return [Suggestion(f"Train for {epochs:,} epochs", prospect.but(epochs=epochs).hyperparameters, reason)]


def epochs_in_words(number: float) -> str:
    """A count of epochs for a sentence."""
    if math.isinf(number):
        return "endlessly many"
    return f"{math.ceil(number):,}" if number < 1e7 else f"{number:.1e}"
