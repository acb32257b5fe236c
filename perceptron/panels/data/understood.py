"""What was understood of a file: its first rows as they will be used, notes on them, and how to read it otherwise."""

from typing import Any

import pandas as pd
import streamlit as st

from perceptron.data.reading import DELIMITERS, ENCODINGS, ReadingOptions, Table
from perceptron.panels.data.row_editor import as_text
from perceptron.panels.markdown import escaped
from perceptron.words import as_title, counted

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}
DECIMAL_NAMES = {".": "point", ",": "comma"}
WORK_IT_OUT = "work it out"
FIRST_ROWS = 8
MOST_NOTES = 8


def say_what_was_understood(read: Table | None, file_id: str, options: ReadingOptions) -> None:
    """Draw it; of a file that could not be read, only the switch that may have been to blame."""
    if read is not None:
        holes = "No row has holes."
        if read.rows_with_holes:
            holes = f"{read.rows_with_holes:,} of the rows {'has' if read.rows_with_holes == 1 else 'have'} holes."
        delimiter = DELIMITER_NAMES.get(read.delimiter, read.delimiter)
        decimal = DECIMAL_NAMES.get(read.decimal, read.decimal)
        st.markdown(
            f"{counted(read.rows, 'row')} and {counted(len(read.columns), 'column')}. Delimiter {delimiter},"
            f" decimal {decimal}, encoding {read.encoding}. {holes}"
        )
    _header_switch(read, file_id, options)
    if read is None:
        return
    _first_rows(read)
    for note in read.notes[:MOST_NOTES]:
        st.caption(escaped(note))
    if len(read.notes) > MOST_NOTES:
        st.caption(f"And {counted(len(read.notes) - MOST_NOTES, 'more note')}, in the table of columns.")


def reading_options(file_id: str) -> ReadingOptions:
    """How to read, where the learner knows better."""
    with st.expander("Read it another way", key="reading_options"), st.grid(4, min_column_width=130):
        delimiter = st.selectbox(
            "Delimiter",
            [None, *DELIMITERS],
            format_func=lambda d: DELIMITER_NAMES.get(d, WORK_IT_OUT),
            key=f"delimiter_{file_id}",
        )
        decimal = st.selectbox(
            "Decimal sign",
            [None, ".", ","],
            format_func=lambda d: DECIMAL_NAMES.get(d, WORK_IT_OUT),
            key=f"decimal_{file_id}",
        )
        encoding = st.selectbox(
            "Encoding", [None, *ENCODINGS], format_func=lambda e: e or WORK_IT_OUT, key=f"encoding_{file_id}"
        )
        day_first = st.selectbox(
            "Dates like 03/04",
            [None, True, False],
            key=f"day_first_{file_id}",
            format_func=lambda first: WORK_IT_OUT if first is None else "day first" if first else "month first",
        )
    return ReadingOptions(delimiter, decimal, encoding, st.session_state.get(_wish(file_id)), day_first)


def _header_switch(read: Table | None, file_id: str, options: ReadingOptions) -> None:
    """The switch shows what the reading made of the first line, until somebody knows better."""
    key = f"names_{file_id}"
    if options.header is None:
        st.session_state[key] = read is None or read.has_header
    elif key not in st.session_state:
        # The browser forgets a switch that was out of sight; the wish stands.
        st.session_state[key] = options.header
    st.toggle("The first line holds names", key=key, on_change=_wish_for_names, args=(file_id,))


def _wish_for_names(file_id: str) -> None:
    st.session_state[_wish(file_id)] = st.session_state[f"names_{file_id}"]


def _wish(file_id: str) -> str:
    return f"names_wished_{file_id}"


def _first_rows(read: Table) -> None:
    st.dataframe(
        pd.DataFrame({"line": read.lines[:FIRST_ROWS], **_cells(read.frame)}),
        hide_index=True,
        column_config={
            "line": st.column_config.NumberColumn("line", help="The line of the file.", pinned=True, width=60),
            **_titles(read.frame),
        },
        alt="The first rows of the file, as they are read, under their names",
    )


def first_rows_as_numbers(frame: pd.DataFrame) -> None:
    """Draw the first rows of chosen columns that became numbers."""
    st.caption("As numbers, the first rows are:")
    st.dataframe(
        pd.DataFrame(_cells(frame)),
        hide_index=True,
        column_config=_titles(frame),
        alt="The first rows of the chosen columns, as numbers",
    )


def _cells(frame: pd.DataFrame) -> dict[str, list[str | None]]:
    """The first rows as texts under fixed fields: a table would round numbers to four digits after the point."""
    cells = {}
    for place in range(frame.shape[1]):
        values = frame.iloc[:FIRST_ROWS, place]
        is_number = pd.api.types.is_float_dtype(values.dtype)
        texts = as_text(values.to_frame())["column_0"] if is_number else values.astype("str")
        cells[str(place)] = [None if hole else text for hole, text in zip(values.isna(), texts, strict=True)]
    return cells


def _titles(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        str(place): st.column_config.TextColumn(
            as_title(str(name)), alignment="right" if pd.api.types.is_float_dtype(frame.dtypes.iloc[place]) else "left"
        )
        for place, name in enumerate(frame.columns)
    }
