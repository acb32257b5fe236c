"""It diverged: how fast, and beside which limit."""

import numpy as np

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.shared import FEW_ROWS, RATE_BEYOND_LIMIT, step_or_epoch, update_or_epoch
from perceptron.insight.remedies import against_too_fast
from perceptron.insight.symptoms import Symptoms


def _lengthening(s: Symptoms) -> float | None:
    """What the last steps, at most ten, had their length multiplied by, where it was about the same each time."""
    states = s.run.parameters(np.arange(max(0, s.last - 10), s.last + 1))
    lengths = np.linalg.norm(np.diff(states, axis=0), axis=1)
    if len(lengths) < 2 or not lengths.all():
        return None
    ratios = lengths[1:] / lengths[:-1]
    typical = float(np.exp(np.log(ratios).mean()))
    return typical if (np.abs(ratios / typical - 1) < 0.05).all() else None


def _went_ever_further(s: Symptoms) -> bool:
    """Whether every step of all, two or more of them, was longer than the one before."""
    lengths = np.linalg.norm(np.diff(s.run.parameters(np.arange(s.last + 1)), axis=0), axis=1)
    return s.run.is_full_batch and len(lengths) > 1 and bool((np.diff(lengths) > 0).all())


DIVERGED = Explanation(
    plain=(
        Claim(
            _went_ever_further,
            lambda s: "Each step went further than the one before, until the numbers were too large to hold.",
        ),
        always(
            lambda s: (
                f"It ran away: at {step_or_epoch(s)} {s.history.diverged_at:,} its numbers were too large to hold."
            )
        ),
    ),
    headline=(
        always(
            lambda s: (
                f"It diverged: at {update_or_epoch(s)} {s.history.diverged_at:,} the numbers became too large to hold"
            )
        ),
    ),
    reasons=(
        RATE_BEYOND_LIMIT,
        FEW_ROWS,
        (
            Claim(
                lambda s: _lengthening(s) is not None,
                lambda s: (
                    f"At the end each {update_or_epoch(s)} moved weight and bias {_lengthening(s):.4g} times as"
                    f" much as the one before, and at {update_or_epoch(s)} {s.history.diverged_at:,} the numbers left"
                    " float32's range (3.4e38)."
                ),
            ),
            always(
                lambda s: (
                    f"At {update_or_epoch(s)} {s.history.diverged_at:,} the numbers left float32's range (3.4e38)."
                )
            ),
        ),
    ),
    suggestions=against_too_fast,
)
