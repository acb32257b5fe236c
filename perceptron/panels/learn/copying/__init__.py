"""A text with a button that copies it, by pointer, touch and keyboard."""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent

_component = st.components.v2.component(
    "copying",
    html=(FOLDER / "copying.html").read_text(encoding="utf-8"),
    css=(FOLDER / "copying.css").read_text(encoding="utf-8"),
    js=(FOLDER / "copying.js").read_text(encoding="utf-8"),
)


def copying(text: str, *, key: str) -> None:
    """Draw the text, which can be selected, and the button below it."""
    _component(data={"text": text}, key=key)
