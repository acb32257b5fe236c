"""The epoch that all views share."""

import streamlit as st

from perceptron.insight.run import Run


def current_epoch(run: Run) -> int:
    """The epoch that all views share, inside this run; at first the untrained neuron, whose step is the largest."""
    return int(min(max(st.session_state.get("epoch", 0), 0), run.last))
