"""The film's frames, which every view reads a run from, and all that is plotted with them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from perceptron.charts.view import Look, View, ends
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Run


def weight_fields(features: int) -> list[str]:
    """The column names of the weights in the frames: w1, w2, …, whatever the learner calls the features."""
    return [f"w{index + 1}" for index in range(features)]


def frames_of(run: Run) -> pd.DataFrame:
    """One row per frame: frame, epoch and its label for people, loss, w1 … wd and b in the units of training."""
    history, epochs = run.history, telling_epochs(run.last)
    columns: dict[str, np.ndarray] = {"frame": np.arange(len(epochs)), "epoch": epochs, "loss": history.losses[epochs]}
    for name, weights in zip(weight_fields(history.weights.shape[1]), history.weights.T, strict=True):
        columns[name] = weights[epochs]
    columns["b"] = history.biases[epochs]
    columns["label"] = np.array([f"{epoch:,}" for epoch in epochs])
    return pd.DataFrame(columns | ends("epoch", (0.0, float(epochs[-1]))))


def plotted_by(run: Run, look: Look, views: Iterable[View]) -> dict[str, pd.DataFrame]:
    """All that those views plot, by name: history, the frames with each view's columns, and their own."""
    frames = frames_of(run)
    epochs = frames["epoch"].to_numpy()
    drawn: dict[str, pd.DataFrame] = {}
    for view in views:
        frames = frames.assign(**view.columns(run, look, epochs))
        drawn |= view.plotted(run, look)
    return {"history": frames.replace([np.inf, -np.inf], np.nan), **drawn}
