"""The Data tab: what is it learning from? Edit it, replace it, take it along."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.naming import as_title
from perceptron.complaints import DatasetError, quoted
from perceptron.dataset import Dataset
from perceptron.panels import table
from perceptron.panels.text import plain

MOST_ROWS_TO_EDIT = 2000


def data_tab(dataset: Dataset) -> None:
    """Draw the tab; `dataset` is what the page trains on now."""
    state = table.editing()
    left, right = st.columns([3, 2], gap="large")
    with left:
        _editor(state)
        _buttons(state, dataset)
    with right:
        _columns(state)
        _upload()


def _editor(state: table.Editing) -> None:
    used = [*state.now.features, state.now.target]
    names = ", ".join(plain(name) for name in state.now.features)
    st.markdown(f"The neuron learns to predict **{plain(state.now.target)}** from **{names}**.")
    frame = state.now.frame[used]
    if len(frame) > MOST_ROWS_TO_EDIT:
        st.caption(f"A sample of {MOST_ROWS_TO_EDIT:,} of {len(frame):,} rows, to look at; training uses all of them.")
        sample = np.unique(np.linspace(0, len(frame) - 1, MOST_ROWS_TO_EDIT).round().astype(np.int64))
        st.dataframe(frame.iloc[sample], alt="A sample of the data")
        return
    if state.complaint:
        st.error(state.complaint)
    st.caption(
        "Click a cell to change it, the row below the last to add one, the box at the left to delete. 1,5 is read as 1.5."
    )
    key = f"rows_{state.edition}"
    if st.session_state.get("editor_base_edition") != state.edition:
        st.session_state["editor_base"] = as_text(frame)
        st.session_state["editor_base_edition"] = state.edition
    # Fixed fields, because a learner's name may be anything; and text cells, because a number cell reads 1,5 as 15.
    st.data_editor(
        st.session_state["editor_base"].set_axis([f"column_{index}" for index in range(len(used))], axis=1),
        num_rows="dynamic",
        hide_index=False,
        key=key,
        on_change=_take_edits,
        args=(key,),
        column_config={
            f"column_{index}": st.column_config.TextColumn(as_title(name), alignment="right")
            for index, name in enumerate(used)
        },
        alt="The data as an editable table",
    )


def _buttons(state: table.Editing, dataset: Dataset) -> None:
    with st.container(horizontal=True):
        st.button("Undo", icon=":material/undo:", on_click=table.undo, disabled=not state.past)
        st.button("Redo", icon=":material/redo:", on_click=table.redo, disabled=not state.future)
        st.button("Reset the table", icon=":material/restart_alt:", on_click=table.reset, disabled=not state.now.edited)
        st.download_button(
            "Download CSV",
            dataset.to_frame().to_csv(index=False),
            file_name="perceptron-data.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _columns(state: table.Editing) -> None:
    columns = [str(name) for name in state.now.frame.columns]
    if len(columns) < 2:
        return
    shown = {name: as_title(name) for name in columns}
    st.multiselect(
        "Features: learn from",
        columns,
        default=list(state.now.features),
        format_func=shown.__getitem__,
        key=f"features_{state.edition}",
        on_change=_take_columns,
        args=(state.edition,),
    )
    st.selectbox(
        "Target: predict",
        columns,
        index=columns.index(state.now.target),
        format_func=shown.__getitem__,
        key=f"target_{state.edition}",
        on_change=_take_columns,
        args=(state.edition,),
    )


def _upload() -> None:
    uploaded = st.file_uploader(
        "Bring your own CSV",
        type=["csv", "tsv", "txt"],
        max_upload_size=50,
        key="upload",
        on_change=_take_upload,
        help="A header line, then one row for each point. Numbers in the columns you choose.",
    )
    message = st.session_state.get("upload_complaint")
    if message and uploaded is not None:
        st.error(message, title="This file was not taken, your data is as it was")


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Every number as the shortest text that reads back to it; rows counted from 1."""
    text = pd.DataFrame({name: [_text(value) for value in frame[name]] for name in frame.columns}, dtype=object)
    return text.set_axis(range(1, len(text) + 1), axis=0)


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return (
        None
        if pd.isna(value)
        else np.format_float_positional(value, trim="-")
        if 1e-4 <= abs(value) < 1e15 or value == 0
        else repr(float(value))
    )


def number_of(text: Any) -> float | None:
    """A typed cell as a number; a comma is read as the decimal sign. None for an empty cell.

    Raises DatasetError for anything else.
    """
    if text is None or str(text).strip() == "":
        return None
    typed = str(text).strip()
    try:
        return float(typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed)
    except ValueError:
        raise DatasetError(f"{quoted(typed)} is not a number: the cell is as it was before.") from None


def apply_edits(frame: pd.DataFrame, edits: dict[str, Any]) -> pd.DataFrame:
    """A frame of numbers after what st.data_editor reports: edited_rows, added_rows and deleted_rows, with columns
    called column_0, column_1, …. Raises DatasetError for a cell that is no number.
    """
    rows = frame.to_numpy(dtype=np.float64, na_value=np.nan).tolist()

    def write(row: list[float], cells: dict[str, Any]) -> None:
        for field, typed in cells.items():
            number = number_of(typed)
            if field.startswith("column_"):
                row[int(field.removeprefix("column_"))] = np.nan if number is None else number

    for index, cells in edits.get("edited_rows", {}).items():
        write(rows[int(index)], cells)
    deleted = set(edits.get("deleted_rows", []))
    rows = [row for index, row in enumerate(rows) if index not in deleted]
    for cells in edits.get("added_rows", []):
        rows.append([np.nan] * frame.shape[1])
        write(rows[-1], cells)
    return pd.DataFrame(rows, columns=frame.columns, dtype=np.float64)


def _take_edits(key: str) -> None:
    state = table.editing()
    used = [*state.now.features, state.now.target]
    try:
        base = st.session_state["editor_base"]
        numbers = base.map(number_of).astype(np.float64)
        edited = apply_edits(numbers, st.session_state[key])
    except DatasetError as error:
        # The editor still shows what was typed: let it start afresh from the table as it is.
        state.edition += 1
        state.complaint = str(error)
        return
    others = state.now.frame.drop(columns=used)
    if len(others.columns) and len(edited) == len(others):
        edited = pd.concat([edited, others.reset_index(drop=True)], axis=1)
    table.change(table.with_rows(state.now, edited), restart_editor=False)


def _take_columns(edition: int) -> None:
    state = table.editing()
    features = tuple(st.session_state[f"features_{edition}"])
    target = st.session_state[f"target_{edition}"]
    chosen = table.Version(state.now.name, state.now.frame, tuple(name for name in features if name != target), target)
    table.change(chosen, restart_editor=True)


def _take_upload() -> None:
    st.session_state["upload_complaint"] = None
    uploaded = st.session_state["upload"]
    if uploaded is None:
        return
    try:
        found = Dataset.from_csv(uploaded.getvalue())
    except DatasetError as error:
        st.session_state["upload_complaint"] = str(error)
        return
    frame = found.to_frame()
    table.change(table.Version(table.OWN, frame, found.feature_names, found.target_name), restart_editor=True)
