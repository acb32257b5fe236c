"""The learning rate on a slider that knows its limit: each place is a share of this data's largest stable rate.

It is drawn in the sidebar, and on a phone beside the plot; the box that takes any number is the widget "learning_rate".
"""

import math
from functools import partial
from pathlib import Path

import streamlit as st

from perceptron.insight.prospect import RATE, Prospect
from perceptron.panels.film.scripts import script
from perceptron.panels.film.served import served
from perceptron.panels.session import locks
from perceptron.panels.session.knobs import set_one
from perceptron.panels.session.message import id_of, number, told, told_of

FOLDER = Path(__file__).resolve().parent
# What theory says of full batches without a clamp: each step multiplies the error in the steepest direction by 1 - 2s,
# s being the share of the largest stable rate. So from a half on it changes sides at every step, and from 1 on it
# grows; below a twentieth more than nine tenths of it are left.
ZONES: tuple[tuple[str, float | None], ...] = (
    ("crawls", 0.05),
    # A half itself ends the error in one step, without overshooting.
    ("fine", math.nextafter(0.5, 1)),
    ("oscillates", 1.0),
    ("too much", None),
)
EXPLANATION = (
    "The slider's mark is the limit for this data: beyond it every step makes the error larger. From half of it on,"
    " steps overshoot, to and fro. (So it is for the whole table at once; small batches, or a clamp that shuts some"
    " rows, have another limit.)"
)

# One module of the browser's: what the earlier file defines the later one uses.
_component = served(
    "learning_rate_slider",
    html=(FOLDER / "rate.html").read_text(encoding="utf-8"),
    css=(FOLDER / "rate.css").read_text(encoding="utf-8"),
    script=script((FOLDER / "numbers.js", FOLDER / "rate.js")),
    # Its rules hide the one beside the plot where the window has room for the sidebar.
    isolate_styles=False,
)


def rate_slider(asked: Prospect, key: str) -> None:
    """Draw the slider for what is asked: at its learning rate, over the limit of its data.

    All sliders and the box are one: what is chosen here becomes `st.session_state["learning_rate"]`. Where the rate is
    locked it only shows, and where it is hidden it is not drawn.
    """
    if locks.is_hidden("learning_rate"):
        return
    _component(
        data={
            "rate": asked.hyperparameters.learning_rate,
            "limit": asked.curvature.largest_stable_learning_rate,
            "zones": [{"name": name, "below": below} for name, below in ZONES],
            "before": _where_the_limit_holds(asked),
            "lowest": RATE.low,
            "highest": RATE.high,
            "heard": st.session_state.get(f"{key}_heard"),
            "locked": locks.REASON if locks.is_locked("learning_rate") else "",
        },
        key=key,
        on_chosen_change=partial(_take, key),
    )


def _where_the_limit_holds(asked: Prospect) -> str:
    """Words before what is said of a rate, where the run may have another limit than the bowl of all rows."""
    parts = []
    if not asked.is_full_batch:
        parts.append("For all rows at once")
    # With no negative x, the clamp is open for all rows or shut for all.
    if asked.activation.shape != "line" and (asked.features < 0).any():
        parts.append(f"{'w' if parts else 'W'}ithout the {asked.hyperparameters.activation}")
    return f"{', '.join(parts)}: " if parts else ""


def _take(key: str) -> None:
    message = told(key, "chosen")
    rate = rate_from(message)
    if rate is not None:
        st.session_state[f"{key}_heard"] = id_of(message)
        set_one("learning_rate", rate)


def rate_from(message: object) -> float | None:
    """The rate that a message from the browser tells of, within the bounds; None where it makes no sense."""
    rate = number(told_of(message, "rate"))
    return None if rate is None else float(RATE.bounded(rate, None))
