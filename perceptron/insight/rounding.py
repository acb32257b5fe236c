"""Where float32 has the last word: steps that the bowl would have gone down, and rounding did not let."""

from dataclasses import dataclass

import numpy as np

from perceptron.insight.outcome import Outcome
from perceptron.insight.piece import Piece

# The last steps that are looked at.
LAST_STEPS = 20


@dataclass(frozen=True)
class Kept:
    """The excess of the mean squared residual LAST_STEPS ago, what those steps would have left of it without rounding,
    and what there is.
    """

    before: float
    without: float
    after: float

    @property
    def is_clear(self) -> bool:
        """Whether there is clearly more than there would be, and not much less than there was."""
        return self.after > 2 * self.without and self.after > 0.5 * self.before


def kept_by_rounding(run: Outcome, piece: Piece) -> Kept | None:
    """The same run beside its bowl over the last steps; None for small batches, and where a row changed its slope."""
    if not run.is_full_batch or run.last < LAST_STEPS or run.activation.shape == "curve" or not piece.is_whole:
        return None
    then = Piece(piece.seen, run.parameters(np.array([run.last - LAST_STEPS]))[0])
    if not (then.slopes == piece.slopes).all():
        return None
    factors = piece.curvature.factors(run.hyperparameters.learning_rate)
    return Kept(then.excess, float(then.excess_by_direction @ factors ** (2 * LAST_STEPS)), piece.excess)
