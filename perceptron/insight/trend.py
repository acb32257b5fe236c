"""Where a loss that jumps from epoch to epoch is heading: down, up, or nowhere."""

from typing import Literal

import numpy as np

Trend = Literal["falls", "level", "grows"]

# Each side is cut into so many parts, and means that are so many standard errors apart are so by no chance.
PARTS = 4
ERRORS_APART = 3.0
# Fewer losses than these have no mean.
FEW = 8
# A change of less than this share of what is left to gain is none.
LEAST = 0.05
# The most epochs of the past that are looked at.
MOST = 2_000


def trend_of(past: np.ndarray, ahead: np.ndarray, floor: float, least: float) -> Trend:
    """The trend from the last quarter of the losses past (n+1,) to the later half of those ahead (k,), as far as they
    are above that floor; where nothing is known of what comes, from the first half of that quarter to its second. What
    changes by less than least does not change.

    Two means are held against how much the means of parts jump about by chance. (The method of batch means; Law and
    Kelton, Simulation Modeling and Analysis, chapter 9.) Parts that only ever fall, or only ever grow, need no
    comparison.
    """
    recent = past[-min(MOST, max(1, len(past) // 4)) :]
    if len(ahead) == 0:
        recent = past[-max(2, len(recent)) :]
        recent, late = np.array_split(recent, 2)
    else:
        late = ahead[len(ahead) // 2 :]
        # Of a short run some of what comes is taken along: two or three losses are chance.
        recent = np.concatenate([recent, ahead[: max(0, FEW - len(recent))]])
    everything = np.concatenate([recent, ahead if len(ahead) else late])
    changes = np.diff([part.mean() for part in np.array_split(everything, min(2 * PARTS, len(everything)))])
    if abs(late.mean() - recent.mean()) <= least:
        return "level"
    if (changes < 0).all():
        return "falls"
    if (changes > 0).all():
        return "grows"
    # The later half alone tells how much is chance: the fall of a falling loss is none.
    change, error = late.mean() - recent.mean(), _error(late) * np.hypot(1, max(1.0, len(late) / len(recent)) ** 0.5)
    if abs(change) <= max(ERRORS_APART * error, LEAST * abs(recent.mean() - floor)):
        return "level"
    return "falls" if change < 0 else "grows"


def _error(losses: np.ndarray) -> float:
    """The standard error of the mean of losses: from how much the means of their parts jump about, which counts losses
    that hang together, but no less than of as many that do not.
    """
    apart = float(losses.std() / np.sqrt(len(losses)))
    if len(losses) < 2 * PARTS:
        return apart
    means = [part.mean() for part in np.array_split(losses, PARTS)]
    return max(apart, float(np.std(means, ddof=1) / np.sqrt(PARTS)))
