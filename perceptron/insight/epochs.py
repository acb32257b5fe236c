"""Which epochs of a long run stand for all of it."""

from functools import lru_cache

import numpy as np

MOST = 240
# As many first epochs are all there: that is where the line tilts.
EVERY_EPOCH_UNTIL = 60


@lru_cache(maxsize=64)
def telling_epochs(last: int) -> np.ndarray:
    """The epochs to look at, rising, at most MOST of them: the first dozens one by one, then ever further apart by an
    even factor, and the last one exactly.

    As far as there is room they are odd numbers of epochs apart: a run that swings to and fro is then met on either
    side by turns, and drawn as the zigzag that it is.
    """
    epochs = _telling(last)
    # All who ask share it.
    epochs.flags.writeable = False
    return epochs


def _telling(last: int) -> np.ndarray:
    if last < MOST:
        return np.arange(last + 1)
    first = np.arange(EVERY_EPOCH_UNTIL)
    later = np.geomspace(EVERY_EPOCH_UNTIL, last, MOST - EVERY_EPOCH_UNTIL).round().astype(np.int64)
    # Where neighbours round to the same epoch, push them one apart; none is pushed beyond the last.
    offsets = np.arange(len(later))
    later = np.maximum.accumulate(later - offsets) + offsets
    later += (later + offsets + EVERY_EPOCH_UNTIL) % 2
    return np.concatenate([first, np.minimum(later, last - offsets[::-1])])
