"""The neuron died: when, how, and what is left to it."""

import numpy as np

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.shared import RATE_BEYOND_LIMIT, name_of_activation, step_or_epoch, update_or_epoch
from perceptron.insight.remedies import for_the_dead
from perceptron.insight.symptoms import Symptoms


def _weight_or_weights(s: Symptoms) -> str:
    return "weight" if len(s.dataset.feature_names) == 1 else "weights"


def _taken_from_to(s: Symptoms) -> str:
    died, when = s.epoch_of_death(), update_or_epoch(s).capitalize()
    if s.history.weights.shape[1] > 1:
        return f"{when} {died:,} took the weights to where it is shut."
    before, after = s.history.weights[died - 1, 0], s.history.weights[died, 0]
    return f"{when} {died:,} took the weight from {before:.4g} to {after:.4g}, where it is shut."


def _overshot_more_and_more(s: Symptoms) -> bool:
    """Whether the last steps before its death each went further, to the other side."""
    died = s.epoch_of_death()
    steps = np.diff(s.history.weights[max(0, died - 4) : died + 1, 0])
    return s.run.is_full_batch and len(steps) >= 3 and bool((steps[1:] * steps[:-1] < -np.square(steps[:-1])).all())


def _every_row(s: Symptoms) -> str:
    return "every row" if s.shut.all() else "every row whose x is not 0"


def _factor_of_bias(s: Symptoms) -> float:
    """What an update multiplies a dead neuron's distance from the mean of y by."""
    return abs(1 - 2 * s.rate * s.run.scale * s.dataset.rows)


DEAD = Explanation(
    plain=(
        Claim(
            lambda s: s.epoch_of_death() == 0,
            lambda s: "The neuron was dead from the start: it gives every point the same answer.",
        ),
        always(
            lambda s: (
                f"The neuron died at {step_or_epoch(s)} {s.epoch_of_death():,}: since then it gives every point the"
                " same answer."
            )
        ),
    ),
    headline=(
        Claim(
            lambda s: s.epoch_of_death() == 0,
            lambda s: f"The neuron died: the {name_of_activation(s)} was shut from the start",
        ),
        always(
            lambda s: (
                f"The neuron died: at {update_or_epoch(s)} {s.epoch_of_death():,} the {name_of_activation(s)} shut for"
                " every row"
            )
        ),
    ),
    reasons=(
        RATE_BEYOND_LIMIT,
        (
            Claim(
                lambda s: s.epoch_of_death() == 0,
                lambda s: (
                    f"It started with the {_weight_or_weights(s)} on the wrong side of the {name_of_activation(s)}."
                ),
            ),
            Claim(
                _overshot_more_and_more,
                lambda s: f"Each step overshot by more than the one before. {_taken_from_to(s)}",
            ),
            always(_taken_from_to),
        ),
        (
            Claim(
                lambda s: s.wants_negative_sums() and len(s.dataset.feature_names) > 1,
                lambda s: f"The points want a negative x·w, but there the {name_of_activation(s)} is shut.",
            ),
            Claim(
                lambda s: s.wants_negative_sums(),
                lambda s: (
                    "The points want a negative x·w, a falling line where x is positive, but there the"
                    f" {name_of_activation(s)} is shut."
                ),
            ),
        ),
        (
            always(
                lambda s: (
                    f"Now x·w is negative for {_every_row(s)}, so the {name_of_activation(s)} passes nothing on, the"
                    f" gradient of the {_weight_or_weights(s)} is 0, and only the bias can still learn."
                    f" The best it can be is the mean of y, {s.dataset.target.mean():.4g}; it is"
                    f" {s.history.biases[-1]:.4g}."
                )
            ),
        ),
        (
            Claim(
                lambda s: s.run.is_full_batch and _factor_of_bias(s) > 1 and bool(s.history.bias_gradients[-1]),
                lambda s: f"Each update takes it {_factor_of_bias(s):.4g} times as far from there.",
            ),
        ),
    ),
    suggestions=for_the_dead,
)
