"""The Learn tab, from top to bottom."""

import streamlit as st

from perceptron.panels.learn.teachers import teachers_page
from perceptron.panels.session.depth import depth_choice


def learn_tab() -> None:
    """Draw the tab."""
    depth_choice()
    st.header("Learn", anchor=False)
    with st.expander("For teachers", icon=":material/school:"):
        teachers_page()
