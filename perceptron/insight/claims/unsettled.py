"""It oscillates or jumps about: how far, and whether that shrinks or grows."""

from itertools import pairwise

import numpy as np

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.float32 import REPEATS
from perceptron.insight.claims.shared import (
    DIES_AHEAD,
    EPOCHS_TO_GO,
    FALLS_FOR_NOW,
    FEW_ROWS,
    LANDS_FURTHER,
    RATE_BESIDE_LIMIT,
    RATE_BEYOND_LIMIT,
    ROUNDING_DECIDES,
    lands_on_the_other_side,
    least_squares_loss,
    name_of_activation,
    the_line,
)
from perceptron.insight.remedies import against_noise, against_too_fast
from perceptron.insight.rounding import LAST_STEPS
from perceptron.insight.symptoms import Symptoms, go_to_and_fro
from perceptron.words import counted


def _bends_crossed(s: Symptoms) -> int:
    """At how many of the last steps some row changed its slope."""
    if not s.run.is_full_batch:
        return 0
    states = s.run.parameters(np.arange(max(0, s.last - LAST_STEPS), s.last + 1))
    slopes = [s.run.activation.derivative(s.piece.seen.x @ state[:-1]) for state in states]
    return sum(bool((one != other).any()) for one, other in pairwise(slopes))


BENDS_CROSSED = (
    Claim(
        lambda s: s.run.activation.shape == "hinge" and _bends_crossed(s) > 0,
        lambda s: (
            f"At {_bends_crossed(s)} of its last {counted(min(s.last, LAST_STEPS), 'step')} some row crossed the bend"
            f" of the {name_of_activation(s)}: on its other side the gradient is another one."
        ),
    ),
)


def _swings(s: Symptoms, how: str) -> str:
    return f"Each step goes too far: the {the_line(s)} swings to and fro, {how}."


def _swung_last(s: Symptoms) -> bool:
    """Whether the last steps went to and fro across the valley, to be seen in three of them or two."""
    steps = s.steps_across[-3:]
    return len(steps) > 1 and go_to_and_fro(steps)


def _neither_shrinks_nor_grows(s: Symptoms) -> bool:
    """Whether four digits do not tell its swings from one another."""
    return f"{s.growth:.4g}" == "1"


OSCILLATES_AND_CONVERGES = Explanation(
    plain=(
        Claim(
            lambda s: lands_on_the_other_side(s) and s.growth < 1 and not _neither_shrinks_nor_grows(s),
            lambda s: _swings(s, "and nearer each time"),
        ),
        Claim(_swung_last, lambda s: f"Its steps go too far: the {the_line(s)} swings to and fro on its way."),
        always(lambda s: "It had not come to rest when the epochs ran out."),
    ),
    headline=(always(lambda s: "It oscillates, less from step to step"),),
    reasons=(RATE_BESIDE_LIMIT, LANDS_FURTHER, BENDS_CROSSED, ROUNDING_DECIDES, DIES_AHEAD, EPOCHS_TO_GO),
    suggestions=against_too_fast,
)

OSCILLATES = Explanation(
    plain=(
        Claim(
            lambda s: s.history.period is not None,
            lambda s: f"It goes round the same {s.history.period:,} {the_line(s)}s for ever and settles on none.",
        ),
        Claim(
            lambda s: lands_on_the_other_side(s) and _neither_shrinks_nor_grows(s),
            lambda s: _swings(s, "neither nearer nor further"),
        ),
        Claim(
            lambda s: lands_on_the_other_side(s) and s.growth > 1,
            lambda s: _swings(s, "and further each time"),
        ),
        Claim(
            lambda s: s.stays_in_bowl and s.growth > 1 and not _neither_shrinks_nor_grows(s),
            lambda s: "Its steps are too long: each swing to come is larger than the one before.",
        ),
        Claim(_swung_last, lambda s: f"Its steps go too far: the {the_line(s)} swings to and fro and does not settle."),
        always(lambda s: "It does not settle."),
    ),
    headline=(always(lambda s: "It oscillates and does not settle"),),
    reasons=(
        RATE_BESIDE_LIMIT,
        (*REPEATS, *LANDS_FURTHER),
        FALLS_FOR_NOW,
        BENDS_CROSSED,
        ROUNDING_DECIDES,
        DIES_AHEAD,
    ),
    suggestions=against_too_fast,
)


# Fewer epochs than these tell no range.
FEW = 8


def _last_quarter(s: Symptoms) -> np.ndarray:
    """The losses of the last quarter of the run."""
    return s.history.losses[-max(1, len(s.history) // 4) :]


def _falls_no_further(s: Symptoms) -> bool:
    """Whether the mean of the epochs that come is that of the last ones but for chance, and not much lower either."""
    ahead, last = s.outlook.mean_squares, s.mean_losses[-len(_last_quarter(s)) :]
    late = ahead[len(ahead) // 2 :]
    is_near = len(ahead) < FEW or late.mean() - s.floor >= 0.6 * (last.mean() - s.floor)
    return s.trend == "level" and bool(is_near)


JUMPS = Explanation(
    plain=(
        Claim(lambda s: s.grows, lambda s: "Its steps are too long: going on makes its loss larger."),
        always(
            lambda s: (
                f"Each step sees only {s.hyperparameters.batch_size:,} of {s.dataset.rows:,} points, so it jumps about"
                " and does not settle."
            )
        ),
    ),
    headline=(always(lambda s: "It jumps about and does not settle"),),
    reasons=(
        FEW_ROWS,
        (
            Claim(
                lambda s: s.outlook.overflows,
                lambda s: (
                    f"The loss went from {s.history.losses[0]:.5g} to {s.history.losses[-1]:.5g}, and within"
                    f" {counted(len(s.outlook.mean_squares) + 1, 'more epoch')} it would leave float32's range."
                ),
            ),
            Claim(
                lambda s: s.grows,
                lambda s: (
                    f"The loss went from {s.history.losses[0]:.5g} to {s.history.losses[-1]:.5g}, and going on makes it"
                    " larger."
                ),
            ),
            Claim(
                lambda s: len(_last_quarter(s)) >= FEW and _falls_no_further(s),
                lambda s: (
                    f"Over the last {len(_last_quarter(s)):,} epochs the loss was between {_last_quarter(s).min():.5g}"
                    f" and {_last_quarter(s).max():.5g}, and going on lowers its mean no further;"
                    f" {least_squares_loss(s)}."
                ),
            ),
            always(lambda s: f"The loss is {s.history.losses[-1]:.5g}; {least_squares_loss(s)}."),
        ),
        RATE_BEYOND_LIMIT,
        DIES_AHEAD,
    ),
    suggestions=against_noise,
)
