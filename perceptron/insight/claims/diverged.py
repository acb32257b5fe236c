"""It diverged: how fast, and beside which limit."""

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.shared import FEW_ROWS, RATE_BEYOND_LIMIT, update_or_epoch
from perceptron.insight.remedies import against_too_fast

DIVERGED = Explanation(
    headline=(
        always(
            lambda s: (
                f"It diverged: at {update_or_epoch(s)} {s.history.diverged_at:,} the numbers became too large to hold"
            )
        ),
    ),
    reason=(
        RATE_BEYOND_LIMIT,
        FEW_ROWS,
        (
            Claim(
                lambda s: s.lengthening is not None,
                lambda s: (
                    f"At the end each {update_or_epoch(s)} moved weight and bias by about {s.lengthening:.4g} times as"
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
