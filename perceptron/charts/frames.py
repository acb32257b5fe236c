"""The film's frames: which epochs of a run are drawn, and the one table that every view reads them from."""

import numpy as np
import pandas as pd

from perceptron.learning.history import History

FRAMES = 240
# As many first epochs are all there: that is where the line tilts.
EVERY_EPOCH_UNTIL = 60


def frame_epochs(last: int) -> np.ndarray:
    """The epochs to draw, rising, at most FRAMES of them: the first dozens one by one, then ever further
    apart by an even factor, and the last one exactly.
    """
    if last < FRAMES:
        return np.arange(last + 1)
    first = np.arange(EVERY_EPOCH_UNTIL)
    later = np.geomspace(EVERY_EPOCH_UNTIL, last, FRAMES - EVERY_EPOCH_UNTIL).round().astype(np.int64)
    # Where neighbours round to the same epoch, push them one apart; none is pushed beyond the last.
    offsets = np.arange(len(later))
    later = np.maximum.accumulate(later - offsets) + offsets
    return np.concatenate([first, np.minimum(later, last - offsets[::-1])])


def weight_fields(features: int) -> list[str]:
    """The column names of the weights in a table of frames: w1, w2, …, whatever the learner calls the features."""
    return [f"w{index + 1}" for index in range(features)]


def frames_of(history: History) -> pd.DataFrame:
    """One row per frame: frame, epoch and its label for people, loss, w1 … wd and b in the units of training."""
    epochs = frame_epochs(len(history) - 1)
    table: dict[str, np.ndarray] = {"frame": np.arange(len(epochs)), "epoch": epochs, "loss": history.losses[epochs]}
    for name, weights in zip(weight_fields(history.weights.shape[1]), history.weights.T, strict=True):
        table[name] = weights[epochs]
    table["b"] = history.biases[epochs]
    table["label"] = np.array([f"{epoch:,}" for epoch in epochs])
    return pd.DataFrame(table)
