"""The film's player: buttons, keys, slider and speed, in the browser alone. It holds every epoch of the run, and tells
the pictures; the server hears of an epoch only where a tab asks to be told, or a step is opened.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from perceptron.panels.film.scripts import script
from perceptron.panels.session import link
from perceptron.take_home.film_file import Component

FOLDER = Path(__file__).resolve().parent
KEY = "player"
SCRIPTS = (
    "player.js",
    "reel.js",
    "clock.js",
    "track.js",
    "keys.js",
    "pictures.js",
    "ghost.js",
    "curve.js",
    "words.js",
    "address.js",
    "newcomer.js",
)

PLAYER = Component(
    html=(FOLDER / "player.html").read_text(encoding="utf-8"),
    css=(FOLDER / "player.css").read_text(encoding="utf-8"),
    script=script(FOLDER / name for name in SCRIPTS),
)

_component = st.components.v2.component(
    "film_player", html=PLAYER.html, css=PLAYER.css, js=PLAYER.script, isolate_styles=False
)


def player(data: dict[str, Any], *, on_open: Callable[[], None], on_start: Callable[[], None]) -> None:
    """Draw the player.

    data: `reel`, the run's columns; `key`, which run it is, and `look`, how it is looked at; `views`, each picture's
    live columns; `epoch`, where to open; `table`, which version of the table it is, and `taken`, that which last
    brought other data; `settled`, where the run does; `verdict`, what became of it, in a sentence; `ghost`, the key of
    the run before; `line`, what the neuron's line needs to be drawn; `tells`, whether Python wants to hear of each
    epoch that it rests at; `keeps`, whether the address names the epoch, and what is of the page's own film alone is
    offered; `waits`, whether it is not to be seen yet; `beside`, the reel and line of the ghost, where it was never
    shown; `alone`, whether there is no other tab to open. `on_open` is called when the learner opens a step, `on_start`
    when a newcomer wants to be led.
    """
    _component(
        data=data,
        key=KEY,
        on_rested_change=partial(_keep, "rested"),
        on_opened_change=partial(_keep, "opened", on_open),
        on_started_change=on_start,
    )


def _keep(message: str, then: Callable[[], None] | None = None) -> None:
    """Let the link name the epoch that the player tells of."""
    link.keep_epoch(int(getattr(st.session_state[KEY], message)))
    if then is not None:
        then()
