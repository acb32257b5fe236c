"""It stalled, or is still learning: what is left, and how long it would take."""

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.float32 import NOTHING_MOVES, REPEATS
from perceptron.insight.claims.future import epochs_to_go
from perceptron.insight.claims.shared import (
    DIES_AHEAD,
    EPOCHS_TO_GO,
    LEFT_TO_GAIN,
    least_squares_loss,
    precision,
    the_line,
)
from perceptron.insight.remedies import for_the_slow
from perceptron.insight.symptoms import Symptoms


def _makes_for_the_line(s: Symptoms) -> bool:
    """Whether it would come to the best line, if it had the epochs."""
    return s.is_line and epochs_to_go(s) is not None


def _falls(s: Symptoms) -> bool:
    return len(s.history) > 1 and bool(s.history.losses[-1] < s.history.losses[-2])


STALLED = Explanation(
    plain=(
        Claim(
            lambda s: s.is_line and s.piece.is_whole,
            lambda s: f"It is stuck short of the best {the_line(s)}: its steps have become too small to count.",
        ),
        always(lambda s: "It is stuck: its steps have become too small to count."),
    ),
    headline=(always(lambda s: f"It stalled: the steps are too small for {precision(s)}"),),
    reasons=((*REPEATS, *NOTHING_MOVES), LEFT_TO_GAIN),
    suggestions=for_the_slow,
)

STILL_LEARNING = Explanation(
    plain=(
        Claim(
            _makes_for_the_line,
            lambda s: f"It was on its way to the best {the_line(s)} when the epochs ran out.",
        ),
        Claim(_falls, lambda s: "Its loss was still falling when the epochs ran out."),
        always(lambda s: "It had not arrived when the epochs ran out."),
    ),
    headline=(always(lambda s: "It is still learning: stopped before it arrived"),),
    reasons=(
        (
            Claim(
                _falls,
                lambda s: f"The loss is {s.history.losses[-1]:.5g} and still falling; {least_squares_loss(s)}.",
            ),
            always(lambda s: f"The loss is {s.history.losses[-1]:.5g}; {least_squares_loss(s)}."),
        ),
        DIES_AHEAD,
        (*EPOCHS_TO_GO, *LEFT_TO_GAIN),
    ),
    suggestions=for_the_slow,
)
