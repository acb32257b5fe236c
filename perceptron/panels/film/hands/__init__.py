"""Hands on the plot: a line of one's own, by its ends, and the points, which can be dragged where one looks."""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from perceptron.charts.palette import YOURS
from perceptron.charts.playback import key_of, slopes
from perceptron.charts.view import Axes, Look
from perceptron.charts.views import FITTED_LINE
from perceptron.charts.views.ranges import axes_of
from perceptron.data.dataset import LARGEST_VALUE, Dataset
from perceptron.data.held_out import split_rows
from perceptron.data.reading import MAX_ROWS
from perceptron.insight.run import Run
from perceptron.panels.film.scripts import RESTING, script
from perceptron.panels.film.served import served
from perceptron.panels.session import locks, table_versions
from perceptron.panels.session.depth import is_plain
from perceptron.panels.session.knobs import KNOBS
from perceptron.panels.session.message import id_of, number, told, told_of, whole
from perceptron.panels.session.moved_point import move_point
from perceptron.words import DatasetError

FOLDER = Path(__file__).resolve().parent
WORDS = FOLDER.parent / "player" / "words.js"
PLOT = FOLDER / "plot.js"
SCRIPTS = (*(FOLDER / name for name in ("hands.js", "plot.js", "losses.js", "line.js", "points.js")), WORDS, RESTING)
KEY = "hands"
# A line is no more exact than this share of the picture's height, so that its weight and bias stay short.
EXACT = 1e-4
REFUSED = "The point stays where it was: the table is no longer the one that this run learned from."
LOCKED = f"The point stays where it was. {locks.REASON}"

_component = served(
    "film_hands",
    html=(FOLDER / "hands.html").read_text(encoding="utf-8"),
    css=f":is(.hands, .hands-layer) {{ --yours: {YOURS}; }}\n" + (FOLDER / "hands.css").read_text(encoding="utf-8"),
    script=script(SCRIPTS),
    # The layer lies over the picture.
    isolate_styles=False,
)


class LineAsked(NamedTuple):
    """A line that a lesson of that name asks for, or the one that was drawn: its slope and intercept. `take` is called
    with those of a line that is committed.
    """

    lesson: str
    line: tuple[float, float] | None
    take: Callable[[float, float], None]


def hands(run: Run, look: Look, asked: LineAsked | None = None) -> None:
    """Draw the button for one's own line, and let ends and points be grabbed; for one feature only. In a lesson only
    the line that it asks for.
    """
    if len(run.dataset.feature_names) > 1:
        return
    axes = look.axes or axes_of(run)
    st.session_state[f"{KEY}_shown"] = run, axes
    data = _given(run, axes) | {
        "heard": st.session_state.get(f"{KEY}_heard"),
        "still": locks.is_locked("data"),
        "starts": _may_start(),
        "plain": is_plain(),
    }
    start = partial(_start_from, _set_start)
    if asked is not None:
        line = None if asked.line is None else {"w": asked.line[0], "b": asked.line[1]}
        data |= {"about": f"the lesson {asked.lesson}", "lesson": {"line": line}, "still": True, "starts": True}
        start = partial(_start_from, asked.take)
    _component(data=data, key=KEY, width="content", on_started_change=start, on_moved_change=_take_moved)


def start_on(run: Run, axes: Axes, slope: float, intercept: float) -> tuple[float, float]:
    """The weight and bias, in the units of training, of a neuron of that run that lies on the line ŷ = slope·x +
    intercept of the data's units, wherever its activation does not bend it; within the bounds of the two knobs. To as
    many digits as those axes can show.

    Standardised z = (x - mean) / σ makes w·x + b = (w·σ)·z + (b + w·mean).
    """
    mean, scale = float(run.history.feature_means[0]), float(run.history.feature_scales[0])
    seen = EXACT * (axes.y[1] - axes.y[0])
    farthest = max(abs(end - mean) / scale for end in axes.x)
    weight, bias = _rounded(slope * scale, seen / farthest), _rounded(intercept + slope * mean, seen)
    return KNOBS["initial_weight"].bounded(weight, None), KNOBS["initial_bias"].bounded(bias, None)


def place_in_table(run: Run, table: Dataset, row: int) -> int | None:
    """Which row of the whole table a row is that the run learned from, both counted from 0; None where the table
    no longer has that row with the values that the run learned from.
    """
    kept = 0 if run.held_out is None else run.held_out.rows
    names = (run.dataset.feature_names, run.dataset.target_name, run.dataset.rows + kept)
    if (table.feature_names, table.target_name, table.rows) != names or not 0 <= row < run.dataset.rows:
        return None
    place = row if kept == 0 else int(split_rows(table.rows, kept / table.rows, run.hyperparameters.seed)[0][row])
    same = table.features[place] == run.dataset.features[row], table.target[place] == run.dataset.target[row]
    return place if np.all(same) else None


@st.cache_resource(max_entries=60, show_spinner=False, hash_funcs={Run: lambda run: run.key})
def _given(run: Run, axes: Axes) -> dict[str, Any]:
    """What the browser is given of a run: the points that can be moved, and what the losses of lines need."""
    points = FITTED_LINE.plotted(run, Look())["points"]
    # Rows that are held out are drawn too, and stay.
    learned = points[points["held"] == 0]
    x = run.dataset.features[:, 0]
    return {
        "key": key_of(run),
        "about": f"{run.dataset.feature_names[0]}\n{run.dataset.target_name}",
        "rows": learned["row"].tolist(),
        "x": learned["x"].tolist(),
        "y": learned["y"].tolist(),
        "sums": _sums(x, run.dataset.target[:, 0]),
        "reach": [float(x.min()), float(x.max())],
        "factor": run.scale,
        "axes": axes._asdict(),
        "activation": run.hyperparameters.activation,
        "slopes": slopes(run),
        "bend": float(run.history.feature_means[0]),
        "scale": float(run.history.feature_scales[0]),
        "most": KNOBS["initial_weight"].high,
    }


def _sums(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """The means of x and y (rows,), and the sums of products of their distances from them."""
    off_x, off_y = x - x.mean(), y - y.mean()
    products = {"xx": off_x @ off_x, "xy": off_x @ off_y, "yy": off_y @ off_y}
    means = {"rows": len(x), "x": x.mean(), "y": y.mean()}
    return {name: float(value) for name, value in (means | products).items()}


def _rounded(value: float, unit: float) -> float:
    return round(value, -math.floor(math.log10(unit)))


def _may_start() -> bool:
    return not locks.is_locked("initial_weight") and not locks.is_locked("initial_bias")


def _start_from(take: Callable[[float, float], None]) -> None:
    line = told(KEY, "started")
    slope, intercept = number(told_of(line, "w")), number(told_of(line, "b"))
    if slope is None or intercept is None:
        return
    run, axes = st.session_state[f"{KEY}_shown"]
    start = start_on(run, axes, slope, intercept)
    if np.isfinite(start).all():
        take(*start)


def _set_start(weight: float, bias: float) -> None:
    if not _may_start():
        return
    st.session_state["initial_weight"], st.session_state["initial_bias"] = weight, bias


def _take_moved() -> None:
    moved = told(KEY, "moved")
    row = whole(told_of(moved, "row"), 0, MAX_ROWS)
    x, y = (number(told_of(moved, name), LARGEST_VALUE) for name in ("x", "y"))
    if row is None or x is None or y is None:
        return
    run, _ = st.session_state[f"{KEY}_shown"]
    try:
        table = table_versions.versions().now.dataset
    except DatasetError:
        # What is shown then is the run of a version before.
        place = None
    else:
        place = place_in_table(run, table, row) if told_of(moved, "key") == key_of(run) else None
    refused = LOCKED if locks.is_locked("data") else REFUSED if place is None else ""
    if place is not None and not refused:
        move_point(place, x, y)
    # The browser holds the point where it was let go until it hears what became of it.
    st.session_state[f"{KEY}_heard"] = {"id": id_of(moved), "refused": refused}
