"""The data as points to move with the pointer or the keyboard, with the line that the neuron learned from them."""

import numpy as np
import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.data.generator import true_line
from perceptron.learning.history import History
from perceptron.panels.data.points import change_of, point_editor
from perceptron.panels.session import table_versions

MOST_POINTS = 300
KEY = "points"


def pointing(state: table_versions.Versions, dataset: Dataset, history: History | None) -> None:
    """Draw the points; only for one feature and a table that is small enough."""
    now = state.now
    if len(now.features) != 1 or dataset.rows > MOST_POINTS or len(now.frame) > MOST_POINTS:
        return
    used = now.frame[[now.features[0], now.target]].dropna()
    # Beyond the data on both sides, so that the lines reach the edge wherever a point is moved to.
    low, high = float(used.iloc[:, 0].min()), float(used.iloc[:, 0].max())
    ends = np.array([low - (high - low), high + (high - low)])
    line = _line(dataset, history, ends)
    true = None if now.recipe is None else (ends.tolist(), np.asarray(true_line(now.recipe, ends)).tolist())
    point_editor(
        used.iloc[:, 0].tolist(),
        used.iloc[:, 1].tolist(),
        line,
        now.features[0],
        now.target,
        version=state.changes,
        key=KEY,
        on_change=_take_change,
        true_line=true,
    )


def _line(dataset: Dataset, history: History | None, ends: np.ndarray) -> tuple[list[float], list[float]]:
    if history is None:
        return [], []
    bend = float(history.feature_means[0])
    x = np.unique([*ends, *([bend] if ends[0] < bend < ends[1] else [])])
    return x.tolist(), history.predict(x[:, np.newaxis]).tolist()


def _take_change() -> None:
    state = table_versions.versions()
    change = change_of(KEY)
    if change is None or change.version != state.changes:
        return
    now = state.now
    used = [now.features[0], now.target]
    frame = now.frame.copy()
    rows = frame[used].dropna().index
    if change.kind == "add":
        added = pd.DataFrame([{used[0]: change.x, used[1]: change.y}], columns=frame.columns)
        frame = pd.concat([frame, added], ignore_index=True)
    elif change.row is None or not 0 <= change.row < len(rows):
        return
    elif change.kind == "delete":
        frame = frame.drop(index=rows[change.row]).reset_index(drop=True)
    else:
        frame.loc[rows[change.row], used] = [change.x, change.y]
    table_versions.change(table_versions.with_rows(now, frame), restart_editor=True)
