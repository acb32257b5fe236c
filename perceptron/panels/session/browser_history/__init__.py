"""The browser's Back and Forward: each settled change of a setting is one step of the history."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

FOLDER = Path(__file__).resolve().parent

_component = st.components.v2.component(
    "browser_history",
    css=".st-key-browser_history { display: none }\n",
    js=(FOLDER / "browser_history.js").read_text(encoding="utf-8"),
    # It has nothing to show, so its container takes no room.
    isolate_styles=False,
)


def keep_browser_history() -> None:
    """Let changes of the settings become steps of the browser's history. Everything on the page that is bound to the
    link follows Back and Forward by itself; for what is not, see `went_back_or_forward`.
    """
    with st.container(key="browser_history"):
        _component(key="steps_of_history")


def went_back_or_forward() -> bool:
    """Whether this run of the page was asked for with the browser's Back or Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
