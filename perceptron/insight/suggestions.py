"""What a learner can try next, as hyperparameters that one click applies."""

import math
from dataclasses import dataclass, field

from perceptron.insight.outcome import Outcome
from perceptron.insight.prospect import RATE, Prospect
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.words import line_or_plane

# So small a share of its error is none.
ARRIVED = 1e-5
MOST_EPOCHS = int(knobs_of(Hyperparameters)["epochs"].high)


@dataclass(frozen=True)
class Suggestion:
    """Something to try: a label for a button, the hyperparameters it leads to, and why. tried: what came of it, where
    it was tried.
    """

    label: str
    hyperparameters: Hyperparameters
    reason: str
    tried: str = field(default="", compare=False)


def compare_with_limit(run: Outcome) -> str:
    """A clause such as "0.0013 is 1.004 times the largest stable rate, 0.001294"; said to be that of full batches, or
    without the activation, where the run had others.
    """
    rate, limit = run.hyperparameters.learning_rate, run.curvature.largest_stable_learning_rate
    return f"{rate:.4g} is {times_in_words(rate / limit)} {_limit_in_words(run, run.bends)}, {limit:.4g}"


def times_in_words(factor: float) -> str:
    """A factor before what it is of, such as "1.004 times", or "just" where its digits are those of 1."""
    return "just" if f"{factor:.4g}" == "1" else f"{factor:.4g} times"


def _limit_in_words(prospect: Prospect, bends: bool) -> str:
    full = "" if prospect.is_full_batch else " of full batches"
    return f"the largest stable rate{full}{f' without the {prospect.hyperparameters.activation}' if bends else ''}"


def use_safe_rate(prospect: Prospect) -> Suggestion:
    """Half of the largest stable rate, or less."""
    return Suggestion(
        "Use a safe rate",
        prospect.but(learning_rate=prospect.safe_rate).hyperparameters,
        _why_safe(prospect),
    )


def _why_safe(prospect: Prospect) -> str:
    rate, bends = f"{prospect.safe_rate:g}", prospect.activation.shape != "line"
    if prospect.is_full_batch:
        limit = prospect.curvature.largest_stable_learning_rate
        return f"{rate} is at most half of {_limit_in_words(prospect, bends)}, {limit:.4g}."
    without = f" without the {prospect.hyperparameters.activation}" if bends else ""
    return f"{rate} is at most half of what is stable{without} for any batch of that size."


def safe_rate_and_epochs(prospect: Prospect) -> tuple[Suggestion, ...]:
    """The same with as many epochs as the slowest direction then needs; nothing where there are enough."""
    changed = prospect.but(learning_rate=prospect.safe_rate)
    if changed.curvature.epochs_needed(prospect.safe_rate, ARRIVED) <= prospect.hyperparameters.epochs:
        return ()
    return tuple(
        Suggestion(
            f"A safe rate and {longer.hyperparameters.epochs:,} epochs", longer.hyperparameters, _why_safe(prospect)
        )
        for longer in more_epochs(changed)
    )


def faster(prospect: Prospect) -> tuple[Suggestion, ...]:
    """The safe rate where it is more than twice the one that was used."""
    if prospect.hyperparameters.learning_rate >= 0.5 * prospect.safe_rate:
        return ()
    changed = prospect.but(learning_rate=prospect.safe_rate).hyperparameters
    return (Suggestion("Use a larger rate", changed, _why_safe(prospect)),)


def standardize(prospect: Prospect) -> tuple[Suggestion, ...]:
    """z-scores, and without an activation, which would bend every row below the mean; nothing where they are used."""
    if prospect.hyperparameters.standardize:
        return ()
    changed = prospect.but(standardize=True, activation="identity")
    before, after = prospect.curvature.condition_number, changed.curvature.condition_number
    reason = "All features get the same scale, and a mean of 0."
    if after < before < math.inf:
        reason = (
            f"The condition number falls from {before:.3g} to {after:.3g}: a rounder bowl, in which one rate suits the"
            " directions better."
        )
    if prospect.activation.shape != "line":
        name = prospect.hyperparameters.activation
        reason += f" The {name} goes too: the mean of a standardised x·w is 0, so it is negative for some rows."
    return (Suggestion("Standardise x", changed.but(learning_rate=changed.safe_rate).hyperparameters, reason),)


def without_clamp(prospect: Prospect) -> Suggestion:
    """The article's prose instead of its code: x·w + b, at a rate that is stable then."""
    changed = _at_a_stable_rate(prospect.but(activation="identity"))
    label = f"Without the {prospect.hyperparameters.activation}"
    line = line_or_plane(len(prospect.dataset.feature_names))
    return Suggestion(label, changed, f"A {line} needs no activation: x·w may be negative.")


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


def more_epochs(prospect: Prospect, to_go: int | None = None) -> tuple[Suggestion, ...]:
    """As many epochs as are still to go, where that is known; else as the slowest direction needs, or ten times as many
    where that says nothing, within the bound.
    """
    had = prospect.hyperparameters.epochs
    needed = prospect.curvature.epochs_needed(prospect.hyperparameters.learning_rate, ARRIVED)
    if to_go is not None:
        needed = had + to_go
    elif needed <= had or math.isinf(needed):
        needed = 10 * had
    if needed > MOST_EPOCHS:
        return ()
    epochs = min(MOST_EPOCHS, math.ceil(needed / 1000) * 1000)
    changed = prospect.but(epochs=epochs).hyperparameters
    return (Suggestion(f"Train for {epochs:,} epochs", changed, "There is still something to gain."),)
