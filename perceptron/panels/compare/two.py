"""Two things at once: any two of the runs, and what makes them differ, in one sentence with numbers."""

import streamlit as st

from perceptron.insight.comparing.difference import difference
from perceptron.panels.compare.pictures import Trained
from perceptron.panels.markdown import escaped
from perceptron.panels.session.depth import is_plain
from perceptron.words import as_title

FIRST, SECOND = "two_first", "two_second"


def two_at_once(trained: Trained) -> None:
    """Draw the choice of two runs, and the sentence; nothing for a single run."""
    if len(trained) < 2:
        return
    # By what stays the same when others come and go.
    by_style = {pin.style: (name, run) for pin, name, run in trained}
    first, second = _chosen(list(by_style))
    said = difference(by_style[first][1], by_style[second][1])
    with st.container(key="two_at_once", border=True):
        st.markdown(f"**{escaped(said.plain if is_plain() else said.words)}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for label, key in (("First run", FIRST), ("Second run", SECOND)):
                st.selectbox(
                    label, list(by_style), format_func=lambda style: as_title(by_style[style][0]), key=key, width=260
                )


def _chosen(styles: list[int]) -> tuple[int, int]:
    """The two that are chosen; where one of them is gone, or none was chosen, the first and the last."""
    for key, other, default in ((FIRST, SECOND, styles[0]), (SECOND, FIRST, styles[-1])):
        if st.session_state.get(key) not in styles:
            free = [style for style in styles if style != st.session_state.get(other)]
            st.session_state[key] = default if default in free else free[0]
    return st.session_state[FIRST], st.session_state[SECOND]
