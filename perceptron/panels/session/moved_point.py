"""A point of the table that was dragged in the plot: a change of the table like any other, that moves nothing else."""

import streamlit as st

from perceptron.panels.session import table_versions


def move_point(row: int, x: float, y: float) -> None:
    """Give one of the data set's rows, counted from 0, another feature and target; for a table with one feature."""
    now = table_versions.versions().now
    frame, used = now.frame.copy(), [now.features[0], now.target]
    frame.loc[frame[used].dropna().index[row], used] = [x, y]
    table_versions.change(table_versions.with_rows(now, frame), restart_editor=True)
    st.session_state["moved_point"] = table_versions.versions().changes


def point_was_moved() -> bool:
    """Whether the table's last change was a point that was dragged in the plot: nothing else there should move then."""
    found: int | None = st.session_state.get("moved_point")
    return found == table_versions.versions().changes
