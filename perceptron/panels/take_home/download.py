"""The button that hands out a file."""

from collections.abc import Callable

import streamlit as st


def download(label: str, data: str | bytes | Callable[[], str | bytes], name: str, kind: str) -> None:
    """Draw it. What is made on demand knows nothing of the session, so it is told all it needs."""
    st.download_button(
        label, data, file_name=name, mime=kind, icon=":material/download:", on_click="ignore", key=f"take {name}"
    )
