"""The film's frames: the one table that every view reads a run from, and all tables that go with it."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from perceptron.charts.view import Look, View, ends
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Run


def weight_fields(features: int) -> list[str]:
    """The column names of the weights in a table of frames: w1, w2, …, whatever the learner calls the features."""
    return [f"w{index + 1}" for index in range(features)]


def frames_of(run: Run) -> pd.DataFrame:
    """One row per frame: frame, epoch and its label for people, loss, w1 … wd and b in the units of training."""
    history, epochs = run.history, telling_epochs(run.last)
    table: dict[str, np.ndarray] = {"frame": np.arange(len(epochs)), "epoch": epochs, "loss": history.losses[epochs]}
    for name, weights in zip(weight_fields(history.weights.shape[1]), history.weights.T, strict=True):
        table[name] = weights[epochs]
    table["b"] = history.biases[epochs]
    table["label"] = np.array([f"{epoch:,}" for epoch in epochs])
    return pd.DataFrame(table | ends("epoch", (0.0, float(epochs[-1]))))


def tables_of(run: Run, look: Look, views: Iterable[View]) -> dict[str, pd.DataFrame]:
    """Every named table that those views draw: history, the frames with each view's columns, and their own."""
    frames = frames_of(run)
    epochs = frames["epoch"].to_numpy()
    drawn: dict[str, pd.DataFrame] = {}
    for view in views:
        frames = frames.assign(**view.columns(run, look, epochs))
        drawn |= view.tables(run, look)
    return {"history": frames.replace([np.inf, -np.inf], np.nan), **drawn}
