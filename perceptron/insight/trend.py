"""Where a loss that jumps from epoch to epoch is heading: down, up, or nowhere."""

from typing import Literal

import numpy as np

Trend = Literal["falls", "level", "grows"]

# So many parts before and after the middle are compared, and so many standard errors apart is no chance.
PARTS = 4
ERRORS_APART = 3.0
# Epochs that are enough to tell, and the most that are looked at.
FEW, MOST = 16, 2_000


def trend_of(past: np.ndarray, ahead: np.ndarray) -> Trend:
    """The trend of the losses past (n+1,) and ahead (k,), as far as both are of one length.

    The means of two halves are held against how much the means of their quarters jump about by chance. (The method of
    batch means; Law and Kelton, Simulation Modeling and Analysis, chapter 9.) Losses that only ever fall, or only ever
    grow, need no comparison.
    """
    window = min(MOST, max(len(past) // 4, min(len(past) - 1, FEW)))
    if len(ahead) >= FEW // 2:
        window = min(window, len(ahead))
        ahead = ahead[:window]
    losses = np.concatenate([past[len(past) - window :], ahead])
    if len(losses) < 2 * PARTS:
        change = float(losses[-1] - losses[0]) if len(losses) > 1 else 0.0
        return "falls" if change < 0 else "grows" if change > 0 else "level"
    means = np.array([part.mean() for part in np.array_split(losses, 2 * PARTS)])
    changes = np.diff(means)
    if (changes < 0).all():
        return "falls"
    if (changes > 0).all():
        return "grows"
    early, late = means[:PARTS], means[PARTS:]
    error = np.sqrt((early.var(ddof=1) + late.var(ddof=1)) / PARTS)
    if late.mean() < early.mean() - ERRORS_APART * error:
        return "falls"
    return "grows" if late.mean() > early.mean() + ERRORS_APART * error else "level"
