"""The neuron's graph on the page: forward lights up, then backward, in the browser alone."""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent

_component = st.components.v2.component(
    "neuron_graph",
    html=(FOLDER / "graph.html").read_text(encoding="utf-8"),
    css=(FOLDER / "graph.css").read_text(encoding="utf-8"),
    js=(FOLDER / "graph.js").read_text(encoding="utf-8"),
)


def graph(svg: str, *, description: str, key: str) -> None:
    """Draw the picture, a drawing of `flow_drawing.draw`, and light it up part after part whenever it is another one.

    The description is for people who cannot see it. Nothing is sent to the server.
    """
    _component(data={"svg": svg, "description": description}, key=key)
