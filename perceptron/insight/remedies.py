"""What might help a run, by what ails it, the better way first. Nothing of it is offered before it was tried."""

from perceptron.insight.claims.future import epochs_to_go
from perceptron.insight.suggestions import (
    Suggestion,
    all_rows_at_once,
    faster,
    more_epochs,
    safe_rate_and_epochs,
    slower,
    standardize,
    start_at_random,
    use_safe_rate,
    without_clamp,
)
from perceptron.insight.symptoms import Symptoms


def without_the_activation(symptoms: Symptoms) -> tuple[Suggestion, ...]:
    """The plain line, as it is or on standardised features; nothing where it is one already."""
    if symptoms.run.activation.shape == "line":
        return ()
    return without_clamp(symptoms.run), *standardize(symptoms.run)


def against_too_fast(symptoms: Symptoms) -> tuple[Suggestion, ...]:
    """A rate that suits this data, or data that suits this rate."""
    run = symptoms.run
    safe, standardized = (use_safe_rate(run), *safe_rate_and_epochs(run)), standardize(run)
    narrow = run.curvature.condition_number > 1e4
    ways = (*standardized, *safe) if narrow else (*safe, *standardized)
    if run.activation.shape != "line" and not symptoms.is_line:
        ways = (*ways, without_clamp(run))
    return ways


def for_the_dead(symptoms: Symptoms) -> tuple[Suggestion, ...]:
    """Another start, smaller steps, or no clamp to die of."""
    if symptoms.epoch_of_death() == 0:
        return start_at_random(symptoms.run), *without_the_activation(symptoms)
    if symptoms.wants_negative_sums():
        return without_the_activation(symptoms)
    return against_too_fast(symptoms)


def for_the_slow(symptoms: Symptoms) -> tuple[Suggestion, ...]:
    """Longer steps, a rounder bowl, more of them; and the line, where the activation is what costs."""
    run = symptoms.run
    ways: tuple[Suggestion, ...] = faster(run)
    if run.curvature.condition_number > 10:
        ways += standardize(run)
    if symptoms.history.period is None and not symptoms.is_still:
        ways += more_epochs(run, epochs_to_go(symptoms))
    if symptoms.clamp_costs():
        ways += (without_clamp(run),)
    return ways


def against_noise(symptoms: Symptoms) -> tuple[Suggestion, ...]:
    """Smaller steps, or a gradient without noise; and the line, where the activation bends some rows."""
    run = symptoms.run
    ways: tuple[Suggestion, ...] = (slower(run), all_rows_at_once(run))
    if symptoms.grows:
        ways = (use_safe_rate(run), *ways)
    if run.activation.shape != "line" and not symptoms.is_line:
        ways += (without_clamp(run),)
    return ways
