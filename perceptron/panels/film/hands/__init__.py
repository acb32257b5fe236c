"""Hands on the plot: a line of one's own, by its ends, and the points, which can be dragged where one looks."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.palette import YOURS
from perceptron.charts.view import Look
from perceptron.charts.views import FITTED_LINE
from perceptron.data.held_out import split_rows
from perceptron.insight.run import Run
from perceptron.panels.film.film import key_of
from perceptron.panels.film.scripts import script
from perceptron.panels.session import table_versions
from perceptron.panels.session.knobs import KNOBS, held_out_share

FOLDER = Path(__file__).resolve().parent
WORDS = FOLDER.parent / "player" / "words.js"
KEY = "hands"

_component = st.components.v2.component(
    "film_hands",
    html='<div class="hands"><button type="button" aria-pressed="false" title="A line to turn by its ends">Your line'
    "</button></div>\n",
    css=f":is(.hands, .hands-layer) {{ --yours: {YOURS}; }}\n" + (FOLDER / "hands.css").read_text(encoding="utf-8"),
    js=script((FOLDER / "hands.js", WORDS)),
    # The layer lies over the picture.
    isolate_styles=False,
)


def hands(run: Run, look: Look) -> None:
    """Draw the button for one's own line, and let ends and points be grabbed; for one feature only."""
    if len(run.dataset.feature_names) > 1:
        return
    learned = _learned(run)
    x, y = run.dataset.features[:, 0], run.dataset.target[:, 0]
    off_x, off_y = x - x.mean(), y - y.mean()
    ends = {name: value for name, value in FITTED_LINE.constants(run, look).items() if name[:2] in ("x_", "y_")}
    st.session_state[f"{KEY}_run"] = run
    data: dict[str, Any] = {
        "key": key_of(run),
        "version": table_versions.versions().changes,
        "rows": learned["row"].tolist(),
        "x": learned["x"].tolist(),
        "y": learned["y"].tolist(),
        # Around their means, which keeps the digits that sums of large numbers would lose.
        "sums": {
            "n": run.dataset.rows,
            "x": float(x.mean()),
            "y": float(y.mean()),
            "xx": float(off_x @ off_x),
            "xy": float(off_x @ off_y),
            "yy": float(off_y @ off_y),
        },
        "factor": run.scale,
        "bend": float(run.history.feature_means[0]) if run.bias_stays_as_trained else 0.0,
        "note": _where_it_differs(run),
        **ends,
    }
    _component(data=data, key=KEY, width="content", on_started_change=_start_from, on_moved_change=_take_moved)


def _learned(run: Run) -> pd.DataFrame:
    """The points that are drawn and can be moved: those of rows that the run learned from."""
    points = FITTED_LINE.plotted(run, Look())["points"]
    return points[points["held"] == 0]


def _where_it_differs(run: Run) -> str:
    if run.activation.shape == "line":
        return "The next run starts with this weight and bias."
    return (
        "The next run starts with this weight and bias. Where x·w is negative the"
        f" {run.hyperparameters.activation} bends the neuron's line, and it is not yours."
    )


def _start_from() -> None:
    """Start the next run from one's own line: in the units of training, where standardised z = (x - mean) / σ makes
    w·x + b = (w·σ)·z + (b + w·mean).
    """
    line: Any = st.session_state[KEY].started
    run: Run = st.session_state[f"{KEY}_run"]
    mean, scale = float(run.history.feature_means[0]), float(run.history.feature_scales[0])
    weight, bias = float(line["weight"]), float(line["bias"])
    for name, value in (("initial_weight", weight * scale), ("initial_bias", bias + weight * mean)):
        if np.isfinite(value):
            st.session_state[name] = KNOBS[name].bounded(float(f"{value:.6g}"), None)


def _take_moved() -> None:
    """Move the point in the table, where nothing else has changed that meanwhile."""
    moved: Any = st.session_state[KEY].moved
    run: Run = st.session_state[f"{KEY}_run"]
    learned = _learned(run)
    if moved["version"] != table_versions.versions().changes or not 0 <= moved["row"] < len(learned):
        return
    row = int(learned["row"].iloc[moved["row"]]) - 1
    if run.held_out is not None:
        # The run counts the rows that it learned from, the table all of them.
        whole = run.dataset.rows + run.held_out.rows
        row = int(split_rows(whole, held_out_share(), run.hyperparameters.seed)[0][row])
    table_versions.move_point(row, float(moved["x"]), float(moved["y"]))
    st.session_state["moved_point"] = table_versions.versions().changes
