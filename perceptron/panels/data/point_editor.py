"""The data as points to move with the pointer or the keyboard, with the line that the neuron learned from them."""

import numpy as np
import pandas as pd

from perceptron.data.generator import true_line
from perceptron.insight.run import Run
from perceptron.panels.data.points import Line, Shown, change_of, point_editor
from perceptron.panels.session import table_versions
from perceptron.panels.session.version import Versions

MOST_POINTS = 300
KEY = "points"


def pointing(state: Versions, run: Run | None) -> None:
    """Draw the points, with the line of the run where there is one; only for one feature and a small table."""
    now = state.now
    if len(now.features) != 1 or len(now.frame) > MOST_POINTS:
        return
    used = now.frame[[now.features[0], now.target]].dropna()
    # Beyond the data on both sides, so that the lines get to the edge wherever a point is moved to.
    low, high = float(used.iloc[:, 0].min()), float(used.iloc[:, 0].max())
    ends = np.array([low - (high - low), high + (high - low)])
    shown = Shown(
        x=used.iloc[:, 0].tolist(),
        y=used.iloc[:, 1].tolist(),
        x_title=now.features[0],
        y_title=now.target,
        version=state.changes,
        line=_learned_line(run, ends),
        true_line=([], []) if now.recipe is None else (ends.tolist(), true_line(now.recipe, ends).tolist()),
    )
    point_editor(shown, key=KEY, on_change=_take_change)


def _learned_line(run: Run | None, ends: np.ndarray) -> Line:
    """The corners of the neuron's line; none where the run is of an earlier table with more features."""
    if run is None or run.dataset.features.shape[1] != 1:
        return [], []
    # x·w is 0 here, where an activation may bend the line.
    bend = float(run.history.feature_means[0])
    x = np.unique([*ends, *([bend] if ends[0] < bend < ends[1] else [])])
    return x.tolist(), run.history.predict(x[:, np.newaxis]).tolist()


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
