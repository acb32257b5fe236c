"""Which row is opened, by a number or by a click on its point; and all rows in a table."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.digits import shown
from perceptron.charts.film import specification
from perceptron.charts.step_points import (
    CLICKED,
    MOST_POINTS,
    Shape,
    points_chart,
    points_described,
    points_drawn,
    points_shape,
)
from perceptron.data.reading import MAX_ROWS
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.message import number, picked
from perceptron.panels.step.ink import readable, small
from perceptron.words import as_title

MOST_ROWS_SHOWN = 1000
CHART = "step_points_chart"


@st.cache_resource(max_entries=500, show_spinner=False)
def _specification(shape: Shape) -> dict[str, Any]:
    return specification(points_chart(shape))


def chosen_row(run: Run) -> int:
    """The row that is opened, 0 … n-1. It outlives the tab and is kept inside the data."""
    return min(max(int(st.session_state.get("row", 1)), 1), run.dataset.rows) - 1


def choose_row(run: Run, step: Step, row: int) -> None:
    """The box and the picture of the points: both show the row, and both change it."""
    st.session_state["row"] = row + 1
    st.number_input(
        "Row",
        1,
        run.dataset.rows,
        key="row",
        on_change=_another_turn,
        help="The row whose numbers are written out. A click on a point in the picture opens it too.",
    )
    turn, described = st.session_state.get("row_turn", 0), points_described(run, step, row)
    announce(described)
    with st.container(key="step_points"):
        st.vega_lite_chart(
            {**_specification(points_shape(run)), "datasets": points_drawn(run, step, row, turn)},
            key=CHART,
            on_select=_open_clicked,
            alt=described,
        )
    several = len(run.dataset.feature_names) > 1
    line = "Dashed: where predicted would equal actual" if several else ":orange[Orange]: the neuron's line"
    some = f" {MOST_POINTS:,} of {run.dataset.rows:,} points are drawn." if run.dataset.rows > MOST_POINTS else ""
    small(f"Click a point to open its row. {line}; :gray[grey]: the residual of the opened row.{some}")


def _another_turn() -> None:
    st.session_state["row_turn"] = st.session_state.get("row_turn", 0) + 1


def _open_clicked() -> None:
    row = number(picked(st.session_state[CHART], CLICKED, "row"), MAX_ROWS)
    if row is not None:
        st.session_state["row"] = int(row)


def all_rows(run: Run, step: Step) -> None:
    """Every row's way through the neuron, and how their shares add up to the gradient."""
    st.subheader("All rows", anchor=False)
    letter, w, b = letters(run.hyperparameters)
    several = step.x.shape[1] > 1
    titles = [as_title(name) for name in run.dataset.feature_names] if several else ["x"]
    labels, columns = ["row"], [np.arange(1, len(step.y) + 1)]
    for title, given, seen in zip(titles, run.dataset.features.T, step.x.T, strict=True):
        if run.hyperparameters.standardize:
            labels += [title, f"{letter} {title}" if several else letter]
            columns += [given, seen]
        else:
            labels.append(title)
            columns.append(seen)
    shares = [f"share of ∂L/∂{w} {title}" if several else f"share of ∂L/∂{w}" for title in titles]
    labels += ["y", "ŷ", "residual", "square", *shares, f"share of ∂L/∂{b}"]
    columns += [step.y, step.prediction, step.residual, step.square, *step.weight_shares.T, step.bias_shares]
    # Fields are numbers, because two features may be called the same on one short line.
    table = pd.DataFrame({str(field): values[:MOST_ROWS_SHOWN] for field, values in enumerate(columns)})
    config = {str(field): readable(table, str(field), label, 5) for field, label in enumerate(labels)}
    st.dataframe(table, hide_index=True, column_config=config, height=320, alt="All rows of this step")
    st.caption(_sums(step, w, b))


def _sums(step: Step, w: str, b: str) -> str:
    totals = [*zip(step.weight_shares.sum(axis=0), step.weight_gradients, strict=True)][:3]
    parts = [(w, *total) for total in totals] + [(b, step.bias_shares.sum(), step.bias_gradient)]
    sums = "; ".join(
        f"∂L/∂{name} {shown(total, 7)} (recorded {shown(recorded, 7)}, difference {shown(total - recorded, 2)})"
        for name, total, recorded in parts
    )
    text = f"The columns of shares add up to the gradient: {sums}."
    if len(step.y) > MOST_ROWS_SHOWN:
        text = f"The first {MOST_ROWS_SHOWN:,} rows are shown; the sums are over all. {text}"
    return text.replace("_", "\\_")
