"""How many more epochs a run needs, where its bowl tells: full batches, and no row that bends on the way."""

import math

import numpy as np

from perceptron.insight.symptoms import Symptoms

# Looked at on the way: nothing may bend there.
PLACES = 60
# Rounding may keep a residual as many gaps between numbers from where it belongs.
GAPS = 10
# More epochs than this nobody trains.
MOST = 1e12


def epochs_to_go(symptoms: Symptoms) -> int | None:
    """Updates until the run would have arrived; None where that cannot be told, or float32 would lose the steps.

    Along each eigenvector the excess shrinks by (1 - ηλ)² at every step.
    """
    piece = symptoms.piece
    if not symptoms.run.is_full_batch or symptoms.run.activation.shape == "curve":
        return None
    if not piece.is_whole or symptoms.grows or symptoms.has_arrived or symptoms.history.period is not None:
        return None
    excess, decay = piece.excess_by_direction, piece.curvature.decay(symptoms.rate)

    def left_after(epochs: float) -> float:
        return float(excess @ np.where(excess > 0, np.exp(-2 * epochs * np.maximum(decay, 0)), 0.0))

    low, high = 0.0, 1.0
    while left_after(high) > symptoms.tolerance:
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 0.5 and high / max(low, 1) > 1 + 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if left_after(middle) > symptoms.tolerance else (low, middle)
    epochs = math.ceil(high)
    return epochs if _nothing_in_the_way(symptoms, epochs) else None


def _nothing_in_the_way(symptoms: Symptoms, epochs: int) -> bool:
    """Whether no row changes its slope on the way, and the last steps are still large enough to be taken."""
    piece = symptoms.piece
    vectors, factors = piece.curvature.eigenvectors, symptoms.factors
    errors = vectors.T @ (piece.parameters - piece.lowest)
    for epoch in np.unique(np.geomspace(1, epochs, PLACES).round()):
        if not piece.has_slopes_of(piece.lowest + vectors @ (errors * factors**epoch)):
            return False
    # Residuals are no finer than the gaps between numbers as large as the predictions and the weighted features.
    sizes = np.append(np.abs(piece.lowest[:-1]) * np.abs(piece.seen.x).max(axis=0), np.abs(piece.seen.y).max())
    if (GAPS * np.spacing(sizes.max().astype(symptoms.digits))) ** 2 > symptoms.tolerance:
        return False
    slowest = int(np.argmax(np.abs(errors * factors**epochs) * piece.curvature.eigenvalues**0.5))
    step = errors[slowest] * factors[slowest] ** epochs * (1 - factors[slowest]) * vectors[:, slowest]
    moved = np.abs(vectors[:, slowest]) > 0.1
    return bool((np.abs(step) > np.spacing(np.abs(piece.lowest).astype(symptoms.digits)))[moved].all())
