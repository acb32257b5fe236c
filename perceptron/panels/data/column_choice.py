"""Choosing what to predict, and from what, among the columns of a file."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.data.choosing import Choice, DateUnit, choose, usable
from perceptron.data.dataset import Dataset
from perceptron.data.looking import correlation, histogram
from perceptron.data.reading import Table
from perceptron.panels.data.understood import first_rows_as_numbers
from perceptron.panels.markdown import escaped
from perceptron.panels.session import table_versions
from perceptron.panels.session.bundled import OWN
from perceptron.panels.session.version import Version
from perceptron.words import DatasetError, as_title, counted

MOST_LEFT_OUT_SHOWN = 1000


def choose_columns(read: Table, features: Sequence[str], target: str, file_id: str) -> None:
    """Draw the choice, with those features and that target at first, and the button that takes it."""
    names = [column.name for column in read.columns if usable(column, read.frame[column.name])]
    left, right = st.columns(2)
    key = f"{file_id}_{hash((read.options, tuple(names)))}"
    aim = left.selectbox("Target: predict", names, names.index(target), format_func=as_title, key=f"aim_{key}")
    others = [name for name in names if name != aim]
    offered = [name for name in features if name != aim] or others[:1]
    chosen = right.multiselect(
        "Features: learn from", others, offered, format_func=as_title, key=f"from_{key}_{names.index(aim)}"
    )
    _describe(read, aim)
    dates: DateUnit = "days"
    if any(read.column(name).kind == "date" for name in (*chosen, aim)):
        dates = st.segmented_control("Dates as", ["days", "years"], default="days", required=True, key=f"dates_{key}")
    if any(read.column(name).kind == "text" and not read.column(name).mostly_numbers for name in chosen):
        st.caption(
            "A column of words becomes columns of 0 and 1, one for each word but the first: the bias speaks for"
            " the first"
            " word, and each weight says by how much another word differs from it."
        )
    try:
        choice = choose(read, chosen, aim, dates)
        found = Dataset.from_frame(choice.frame, choice.features, choice.target)
    except DatasetError as error:
        st.error(escaped(str(error)))
        return
    if choice.features != tuple(chosen) or choice.target != aim:
        first_rows_as_numbers(choice.frame)
    _say_left_out(read, choice)
    st.button(
        f"Use these {counted(found.rows, 'row')}",
        type="primary",
        icon=":material/check:",
        on_click=_use,
        args=(found, file_id),
        key="use_file",
    )


def _use(dataset: Dataset, file_id: str) -> None:
    st.session_state["used_file"] = file_id
    table_versions.bring(Version.of(OWN, dataset))
    # Where it can be seen learning.
    st.session_state["tab"] = "Train"


def _describe(read: Table, aim: str) -> None:
    """Each column's kind, holes, spread, and correlation with the target."""
    rows = [
        {
            "name": as_title(column.name),
            "kind": "number" if column.mostly_numbers else column.kind,
            "filled": column.filled,
            "holes": column.holes,
            "spread": histogram(read, column.name) if usable(column, read.frame[column.name]) else [],
            "correlation": correlation(read, column.name, aim),
            "note": column.note,
        }
        for column in read.columns
    ]
    settings = st.column_config
    # A column of nothing but None would be no column of numbers.
    described = pd.DataFrame(rows).astype({"correlation": np.float64})
    st.dataframe(
        described,
        hide_index=True,
        height=min(38 + 35 * len(rows), 320),
        column_config={
            "name": settings.TextColumn("column"),
            "spread": settings.BarChartColumn(
                "spread", y_min=0, help="How often small, middle and large values stand."
            ),
            "correlation": settings.NumberColumn("correlation with target", format="%.2f"),
        },
        alt="The columns of the file: kind, filled cells, holes, spread and correlation with the target",
    )


def _say_left_out(read: Table, choice: Choice) -> None:
    if not len(choice.left_out):
        st.caption("Every row has a value in every chosen column; all are used.")
        return
    are = "is" if len(choice.left_out) == 1 else "are"
    with st.expander(
        f"{len(choice.left_out):,} of {counted(read.rows, 'row')} {are} left out", icon=":material/filter_alt:"
    ):
        st.dataframe(choice.left_out.head(MOST_LEFT_OUT_SHOWN), hide_index=True, alt="The rows left out, and why")
        st.download_button(
            "Download the list",
            lambda: choice.left_out.to_csv(index=False).encode("utf-8-sig"),
            file_name="rows-left-out.csv",
            mime="text/csv",
            on_click="ignore",
        )
