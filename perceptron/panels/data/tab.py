"""The tab itself: look at the data, edit it, generate some, or bring your own."""

import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.data.sampling import evenly_taken
from perceptron.insight.run import Run
from perceptron.panels.data.generator_form import generating
from perceptron.panels.data.point_editor import pointing
from perceptron.panels.data.row_editor import MOST_ROWS_TO_EDIT, row_editor
from perceptron.panels.data.upload import opening
from perceptron.panels.markdown import escaped, plain
from perceptron.panels.session import locks, pins, table_versions
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.bundled import OWN
from perceptron.panels.session.version import Version, Versions
from perceptron.take_home.csv_files import data_csv
from perceptron.words import as_title


def data_tab(whole: Dataset, run: Run | None) -> None:
    """Draw the tab for all rows of the data set, those that are held out too, and the run on it where there is one."""
    state = table_versions.versions()
    names = ", ".join(plain(name) for name in state.now.features)
    about = f"The neuron learns to predict **{plain(state.now.target)}** from **{names}**, from {whole.rows:,} rows."
    st.markdown(about)
    complaint = table_versions.take_complaint()
    if complaint is not None:
        st.error(escaped(complaint))
    announce(about, nth=state.changes)
    if locks.is_locked("data"):
        st.caption(f"{locks.ICON} {locks.REASON}")
        _rows(state)
        _download(whole)
        return
    opened = st.container()
    left, right = st.columns([3, 2], gap="large")
    with left:
        pointing(state, run)
        with st.container(key="rows"):
            if len(state.now.frame) <= MOST_ROWS_TO_EDIT:
                row_editor(state)
            else:
                _say_that_it_is_a_sample(state)
                _rows(state)
        _buttons(state, whole, run)
    with right:
        opening(opened)
        generating()
        _columns(state)


def _say_that_it_is_a_sample(state: Versions) -> None:
    st.caption(
        f"{MOST_ROWS_TO_EDIT:,} of {len(state.now.frame):,} rows, evenly taken, to look at and to search in; training"
        f" uses all of them. Tables of up to {MOST_ROWS_TO_EDIT:,} rows can be edited."
    )


def _rows(state: Versions) -> None:
    """The used columns, to look at: all rows, or of a long table a sample."""
    frame = state.now.frame[[*state.now.features, state.now.target]]
    rows = evenly_taken(len(frame), MOST_ROWS_TO_EDIT)
    shown = frame.iloc[rows].set_axis([str(index) for index in range(frame.shape[1])], axis=1)
    shown.insert(0, "row", rows + 1)
    labels = {str(index): as_title(name) for index, name in enumerate(frame.columns)}
    st.dataframe(shown, hide_index=True, column_config=labels, alt="The data as a table to look at")


def _buttons(state: Versions, whole: Dataset, run: Run | None) -> None:
    with st.container(horizontal=True):
        st.button("Undo", icon=":material/undo:", on_click=table_versions.undo, disabled=not state.past)
        st.button("Redo", icon=":material/redo:", on_click=table_versions.redo, disabled=not state.future)
        st.button(
            "Reset the table",
            icon=":material/restart_alt:",
            on_click=table_versions.reset,
            disabled=not state.now.edited,
        )
        _download(whole)
        st.button(
            "Pin the run",
            icon=":material/keep:",
            on_click=pins.pin_now,
            disabled=pins.is_full() or (run is not None and pins.place_of(run) is not None),
            help="Keeps the run on this table, to compare it with others in the Compare tab.",
            key="pin_from_data",
        )


def _download(whole: Dataset) -> None:
    st.download_button(
        "Download CSV",
        lambda: data_csv(whole),
        file_name="perceptron-data.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _columns(state: Versions) -> None:
    """Which of the table's columns are features and which is the target."""
    columns = [str(name) for name in state.now.frame.columns]
    with st.expander("Features and target", icon=":material/view_column:"):
        st.multiselect(
            "Features: learn from",
            columns,
            default=list(state.now.features),
            format_func=as_title,
            key=f"features_{state.edition}",
            on_change=_take_columns,
            args=(state.edition,),
        )
        st.selectbox(
            "Target: predict",
            columns,
            index=columns.index(state.now.target),
            format_func=as_title,
            key=f"target_{state.edition}",
            on_change=_take_columns,
            args=(state.edition,),
        )


def _take_columns(edition: int) -> None:
    now = table_versions.versions().now
    columns = [str(name) for name in now.frame.columns]
    target = st.session_state[f"target_{edition}"]
    features = tuple(name for name in st.session_state[f"features_{edition}"] if name != target)
    if not {*features, target} <= set(columns):
        return
    if not features:
        # The target was the only feature: the old target takes its place.
        features = (now.target,) if target != now.target else now.features
    # A bundled set that is used otherwise than it comes has to travel in the link, and can be reset.
    edited = now.edited or now.name != OWN
    table_versions.bring(Version(now.name, now.frame, features, target, edited=edited))
