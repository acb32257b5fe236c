"""Bringing a file: it is read, and what was understood of it is shown and can be set right before it is used."""

import threading
from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.typing import UploadedFile

from perceptron.data.choosing import first_choice
from perceptron.data.reading import MAX_COLUMNS, MAX_ROWS, ReadingOptions, Table, read_table
from perceptron.panels.data.column_choice import choose_columns
from perceptron.panels.data.understood import reading_options, say_what_was_understood
from perceptron.panels.markdown import escaped, plain
from perceptron.panels.session.store import Store
from perceptron.words import DatasetError

# The file as it came, None once it was taken away again.
KEPT = "kept_file"
# Several files of more bytes wait for one another: read at once they would take the server's time and memory.
LARGE = 3_000_000
# Of read files, kept while their visitors look at them: the largest has room, and so have a class's many small ones.
MOST_BYTES = 120_000_000
REFUSED = "This file was not taken; your data is as it was"


@dataclass(frozen=True)
class _Found:
    """A read file with the columns to offer at first, or the sentence that says why there is nothing to offer."""

    table: Table | None = None
    features: tuple[str, ...] = ()
    target: str = ""
    complaint: str = ""


def _read(content: bytes, options: ReadingOptions) -> _Found:
    table = None
    try:
        with st.spinner("Reading the file"), _one_at_a_time() if len(content) > LARGE else nullcontext():
            table = read_table(content, options)
            features, target = first_choice(table)
    except DatasetError as error:
        return _Found(table, complaint=str(error))
    return _Found(table, tuple(features), target)


def _bytes_of(found: _Found) -> int:
    table = found.table
    return 1000 if table is None else int(table.frame.memory_usage(deep=True).sum()) + table.lines.nbytes


@st.cache_resource
def _files_read() -> Store[_Found]:
    return Store(MOST_BYTES, _bytes_of)


@st.cache_resource
def _one_at_a_time() -> threading.Lock:
    return threading.Lock()


def opening(opened: DeltaGenerator) -> None:
    """Draw the uploader here, and for an uploaded file what was understood of it in the container `opened`."""
    limit = int(st.get_option("server.maxUploadSize"))
    uploaded = st.file_uploader(
        "Bring your own CSV",
        # Of any type: what a file holds is known when it is read, not by its name.
        type=None,
        max_upload_size=limit,
        key="upload",
        on_change=_keep,
        help=(
            f"Any delimiter, decimal sign and encoding; at most {limit} MB,"
            f" {MAX_ROWS:,} rows and {MAX_COLUMNS} columns."
        ),
    )
    # The uploader forgets its file while it is out of sight.
    uploaded = uploaded or st.session_state.get(KEPT)
    if uploaded is None:
        return
    with opened, st.container(key="opened_file"):
        used = st.session_state.get("used_file") == uploaded.file_id
        title = "What was understood of" if not used else "In use; to read it or choose columns another way, open:"
        with st.expander(f"{title} {plain(uploaded.name)}", expanded=not used, icon=":material/csv:"):
            _opened_file(uploaded)


def _keep() -> None:
    st.session_state[KEPT] = st.session_state["upload"]


def _opened_file(uploaded: UploadedFile) -> None:
    understood, chosen = st.container(), st.container()
    options = reading_options(uploaded.file_id)
    found = _files_read().of((uploaded.file_id, options), lambda: _read(uploaded.getvalue(), options))
    with understood:
        if found.complaint:
            st.error(escaped(found.complaint), title=REFUSED)
        say_what_was_understood(found.table, uploaded.file_id, options)
    if found.table is not None and not found.complaint:
        with chosen:
            choose_columns(found.table, found.features, found.target, uploaded.file_id)
