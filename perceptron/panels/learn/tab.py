"""The Learn tab, from top to bottom."""

import streamlit as st

from perceptron.insight.run import Run
from perceptron.panels.learn.ideas import ideas_page
from perceptron.panels.session.depth import depth_choice


def learn_tab(run: Run | None) -> None:
    """Draw the tab; run: the page's, None where there is none yet."""
    depth_choice()
    st.header("Learn", anchor=False)
    ideas_page(run)
