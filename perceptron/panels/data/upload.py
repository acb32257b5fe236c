"""Bringing a CSV: what was understood of it is shown, and can be set right, before it is used."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.typing import UploadedFile

from perceptron.data.choosing import Choice, DateUnit, choose, first_choice, usable
from perceptron.data.dataset import Dataset
from perceptron.data.looking import correlation, histogram
from perceptron.data.reading import DELIMITERS, ENCODINGS, MAX_COLUMNS, MAX_ROWS, ReadingOptions, Table, read_table
from perceptron.panels.markdown import escaped, plain
from perceptron.panels.session import table_versions
from perceptron.words import DatasetError, as_title

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}
DECIMAL_NAMES = {".": "point", ",": "comma"}
WORK_IT_OUT = "work it out"
REFUSED = "This file was not taken; your data is as it was"
MOST_LEFT_OUT_SHOWN = 1000


@dataclass(frozen=True)
class _Found:
    """A read file, or the sentence that says why it could not be read."""

    table: Table | None
    complaint: str = ""


@st.cache_resource(max_entries=4, show_spinner="Reading the file")
def _read(file_id: str, _content: bytes, options: ReadingOptions) -> _Found:
    try:
        return _Found(read_table(_content, options))
    except DatasetError as error:
        return _Found(None, str(error))


def opening(opened: DeltaGenerator) -> None:
    """Draw the uploader here, and for an uploaded file what was understood of it in the container `opened`."""
    limit = int(st.get_option("server.maxUploadSize"))
    uploaded = st.file_uploader(
        "Bring your own CSV",
        type=["csv", "tsv", "txt"],
        max_upload_size=limit,
        key="upload",
        help=(
            f"Any delimiter, decimal sign and encoding; at most {limit} MB,"
            f" {MAX_ROWS:,} rows and {MAX_COLUMNS} columns."
        ),
    )
    if uploaded is None:
        return
    with opened, st.container(key="opened_file"):
        used = st.session_state.get("used_file") == uploaded.file_id
        title = "What was understood of" if not used else "In use; to read it or choose columns another way, open:"
        with st.expander(f"{title} {plain(uploaded.name)}", expanded=not used, icon=":material/csv:"):
            _opened_file(uploaded)


def _opened_file(uploaded: UploadedFile) -> None:
    place = st.container()
    options = _options(uploaded.file_id)
    found = _read(uploaded.file_id, uploaded.getvalue(), options)
    if found.table is None:
        place.error(escaped(found.complaint), title=REFUSED)
        return
    with place:
        _say_what_was_understood(found.table)
    _choose_columns(found.table, uploaded.file_id)


def _say_what_was_understood(read: Table) -> None:
    header = "with a header" if read.has_header else "without a header"
    holes = "No row has holes."
    if read.rows_with_holes:
        holes = f"{read.rows_with_holes:,} of the rows {'has' if read.rows_with_holes == 1 else 'have'} holes."
    st.markdown(
        f"{read.rows:,} rows and {len(read.columns)} columns, {header}. Delimiter {DELIMITER_NAMES[read.delimiter]},"
        f" decimal {DECIMAL_NAMES[read.decimal]}, encoding {read.encoding}. {holes}"
    )
    for note in read.notes[:8]:
        st.caption(escaped(note))
    if len(read.notes) > 8:
        st.caption(f"And {len(read.notes) - 8} more notes, in the table of columns.")


def _options(file_id: str) -> ReadingOptions:
    """How to read, where the learner knows better."""
    with st.expander("Read it another way", key="reading_options"), st.grid(5, min_column_width=130):
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
        header = st.selectbox(
            "First row",
            [None, True, False],
            key=f"header_{file_id}",
            format_func=lambda h: WORK_IT_OUT if h is None else "holds names" if h else "holds data",
        )
        day_first = st.selectbox(
            "Dates like 03/04",
            [None, True, False],
            key=f"day_first_{file_id}",
            format_func=lambda first: WORK_IT_OUT if first is None else "day first" if first else "month first",
        )
    return ReadingOptions(delimiter, decimal, encoding, header, day_first)


def _choose_columns(read: Table, file_id: str) -> None:
    try:
        features, target = first_choice(read)
    except DatasetError as error:
        st.error(escaped(str(error)), title=REFUSED)
        return
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
    _say_left_out(read, choice)
    st.button(
        f"Use these {found.rows:,} rows",
        type="primary",
        icon=":material/check:",
        on_click=_use,
        args=(found, file_id),
        key="use_file",
    )


def _use(dataset: Dataset, file_id: str) -> None:
    st.session_state["used_file"] = file_id
    table_versions.change(table_versions.Version.of(table_versions.OWN, dataset), restart_editor=True)


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
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=min(38 + 35 * len(rows), 320),
        column_config={
            "name": settings.TextColumn("column"),
            "spread": settings.BarChartColumn("spread", help="How often small, middle and large values stand."),
            "correlation": settings.NumberColumn("correlation with target", format="%.2f"),
        },
        alt="The columns of the file: kind, filled cells, holes, spread and correlation with the target",
    )


def _say_left_out(read: Table, choice: Choice) -> None:
    if not len(choice.left_out):
        st.caption("Every row has a value in every chosen column; all are used.")
        return
    with st.expander(f"{len(choice.left_out):,} of {read.rows:,} rows are left out", icon=":material/filter_alt:"):
        st.dataframe(choice.left_out.head(MOST_LEFT_OUT_SHOWN), hide_index=True, alt="The rows left out, and why")
        st.download_button(
            "Download the list",
            lambda: choice.left_out.to_csv(index=False).encode("utf-8-sig"),
            file_name="rows-left-out.csv",
            mime="text/csv",
            on_click="ignore",
        )
