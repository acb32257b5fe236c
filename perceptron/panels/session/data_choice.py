"""The choice of the data set, in the sidebar."""

import streamlit as st

from perceptron.panels.session import locks, table_versions
from perceptron.panels.session.bundled import OWN, as_label, bundled


def data_choice() -> None:
    """Draw the choice of the data set."""
    table_versions.follow_the_link()
    state = table_versions.versions()
    has_own = any(version.name == OWN for version in (*state.past, state.now, *state.future))
    if locks.is_locked("data"):
        st.session_state["data"] = state.now.name
    if not locks.is_hidden("data"):
        st.selectbox(
            options=[*bundled(), *([OWN] if has_own else [])],
            format_func=as_label,
            key="data",
            on_change=_take_chosen,
            **locks.dressed(
                "data",
                "Data",
                "What the neuron learns from. Edit it, generate some, or bring your own CSV, in the Data tab.",
            ),
        )


def _take_chosen() -> None:
    if locks.is_locked("data"):
        return
    name = st.session_state["data"]
    state = table_versions.versions()
    if name == OWN:
        own = next(version for version in reversed([*state.past, state.now, *state.future]) if version.name == OWN)
        table_versions.bring(own)
    elif name in bundled():
        table_versions.bring(table_versions.load(name))
