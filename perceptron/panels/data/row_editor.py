"""The table as rows to edit. Typed numbers are never changed in silence: 1,5 is 1.5, and what is no number is
refused with a word.
"""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.data.reading.numbers import read_number
from perceptron.panels.session import table_versions
from perceptron.panels.session.version import Versions
from perceptron.words import DatasetError, as_title, counted, quoted

MOST_ROWS_TO_EDIT = 2000


def row_editor(state: Versions) -> None:
    """Draw the editor for the used columns of the table."""
    used = [*state.now.features, state.now.target]
    key = f"rows_{state.edition}"
    if st.session_state.get("editor_base_edition") != state.edition or key not in st.session_state:
        # The editor keeps its edits only as long as what it was given stays the same, and forgets them while it
        # is out of sight: then it goes on from the table as it has become.
        st.session_state["editor_base"] = state.now.frame[used].reset_index(drop=True)
        st.session_state["editor_base_edition"] = state.edition
    # Fixed fields, because a learner's name may be anything; text cells, because a number cell reads 1,5 as 15.
    st.data_editor(
        as_text(st.session_state["editor_base"]),
        num_rows="dynamic",
        hide_index=False,
        height=360,
        key=key,
        on_change=_take_edits,
        args=(key, state.edition),
        column_config={
            f"column_{index}": st.column_config.TextColumn(as_title(name), alignment="right")
            for index, name in enumerate(used)
        },
        alt="The data as an editable table",
    )
    unfinished = int(state.now.frame[used].isna().any(axis=1).sum())
    if unfinished:
        are = "are" if unfinished > 1 else "is"
        st.caption(f"{counted(unfinished, 'row')} {are} not filled in yet, and left out until then.")
    st.caption("Type into a cell to change it, into the last row to add one; tick rows at the left to delete them.")


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Every number as the shortest text that reads back to it; columns column_0, column_1, …, rows from 1."""
    columns = {f"column_{index}": [_text(value) for value in frame.iloc[:, index]] for index in range(frame.shape[1])}
    return pd.DataFrame(columns, dtype=object, index=range(1, len(frame) + 1))


def number_of(typed: Any) -> float:
    """A typed cell as a number, NaN for an empty one; a single comma is the decimal sign.

    Raises DatasetError for anything else.
    """
    text = "" if typed is None else str(typed).strip()
    if text == "":
        return np.nan
    # Where point and comma disagree, the comma is the decimal sign: nobody types 1,500 into a cell for fifteen hundred.
    found = read_number(text, "," if "," in text and "." not in text else ".")
    if found is None or not np.isfinite(found[0]):
        raise DatasetError(f"{quoted(text)} is not a number: the cell is as it was before.")
    return found[0]


def apply_edits(frame: pd.DataFrame, edits: dict[str, Any]) -> pd.DataFrame:
    """A frame of numbers after what st.data_editor reports: edited_rows, added_rows and deleted_rows; rows and columns
    that there are not are passed over.

    Raises DatasetError for a cell that is no number.
    """
    rows = frame.to_numpy(dtype=np.float64, na_value=np.nan).tolist()
    fields = {f"column_{place}": place for place in range(frame.shape[1])}

    def write(row: list[float], cells: dict[str, Any]) -> None:
        for field, typed in cells.items():
            if field in fields:
                row[fields[field]] = number_of(typed)

    for index, cells in edits.get("edited_rows", {}).items():
        if 0 <= int(index) < len(rows):
            write(rows[int(index)], cells)
    deleted = {int(index) for index in edits.get("deleted_rows", [])}
    rows = [row for index, row in enumerate(rows) if index not in deleted]
    for cells in edits.get("added_rows", []):
        rows.append([np.nan] * frame.shape[1])
        write(rows[-1], cells)
    return pd.DataFrame(rows, columns=frame.columns, dtype=np.float64)


def _text(value: float) -> str | None:
    if np.isnan(value):
        return None
    is_plain = value == 0 or 1e-4 <= abs(value) < 1e15
    return np.format_float_positional(value, trim="-") if is_plain else repr(float(value))


def _take_edits(key: str, edition: int) -> None:
    state = table_versions.versions()
    base: pd.DataFrame = st.session_state["editor_base"]
    if edition != state.edition:
        return
    try:
        edited = apply_edits(base, st.session_state[key])
    except DatasetError as error:
        # The editor still shows what was typed: let it start afresh from the table as it is.
        state.edition += 1
        state.complaint = str(error)
        return
    table_versions.change(table_versions.with_rows(state.now, edited), restart_editor=False)
