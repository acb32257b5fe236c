"""The film's player: buttons, keys and speed, in the browser alone. The server hears of an epoch only when asked
to stop there.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).resolve().parent

_component = st.components.v2.component(
    "film_player",
    html=(FOLDER / "player.html").read_text(encoding="utf-8"),
    css=(FOLDER / "player.css").read_text(encoding="utf-8"),
    js=(FOLDER / "player.js").read_text(encoding="utf-8"),
    # Its rules reach the slider and the boxes that Vega draws in the film.
    isolate_styles=False,
)


def player(epochs: list[int], *, start: int, key: str, on_stop: Callable[[], None]) -> Any:
    """Draw the player for a film of these epochs, one a frame. It opens at the last, or at `start` unless that is 0.

    `on_stop` is called when the learner pauses, clicks on the loss curve or opens a step; the epoch is then in
    `st.session_state[key].stopped`.
    """
    return _component(data={"epochs": epochs, "start": start}, key=key, on_stopped_change=on_stop)
