"""The tabs of the page, of which only the open one is drawn."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.panels.session import locks


class Tab(NamedTuple):
    """A tab: the place to draw it in, and whether it is open."""

    place: DeltaGenerator
    open: bool


def page_tabs(names: list[str]) -> list[Tab]:
    """Draw the row of the tabs. Where the link hides the others there is no row, and the one that it named is open."""
    if locks.is_hidden("tabs"):
        place = st.container(key="only_tab")
        return [Tab(place, name == locks.opened_tab(names)) for name in names]
    return [Tab(tab, bool(tab.open)) for tab in st.tabs(names, key="tab", on_change="rerun", bind="query-params")]
