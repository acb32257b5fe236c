"""It stalled, or is still learning: what is left, and how long it would take."""

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.float32 import NOTHING_MOVES, REPEATS
from perceptron.insight.claims.shared import (
    DIES_AHEAD,
    EPOCHS_TO_GO,
    LEFT_TO_GAIN,
    least_squares_loss,
    precision,
)
from perceptron.insight.remedies import for_the_slow

STALLED = Explanation(
    headline=(always(lambda s: f"It stalled: the steps are too small for {precision(s)}"),),
    reason=((*REPEATS, *NOTHING_MOVES), LEFT_TO_GAIN),
    suggestions=for_the_slow,
)

STILL_LEARNING = Explanation(
    headline=(always(lambda s: "It is still learning: stopped before it arrived"),),
    reason=(
        (
            Claim(
                lambda s: len(s.history) > 1 and bool(s.history.losses[-1] < s.history.losses[-2]),
                lambda s: (
                    f"The loss is {s.history.losses[-1]:.5g} and still falling; the least-squares line has"
                    f" {least_squares_loss(s)}."
                ),
            ),
            always(
                lambda s: f"The loss is {s.history.losses[-1]:.5g}; the least-squares line has {least_squares_loss(s)}."
            ),
        ),
        DIES_AHEAD,
        (*EPOCHS_TO_GO, *LEFT_TO_GAIN),
    ),
    suggestions=for_the_slow,
)
