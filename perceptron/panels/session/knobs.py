"""The hyperparameters as the session holds them. Each widget's key is the hyperparameter's name, and is bound to the
link, so that a copied link opens the same run.
"""

import math

import streamlit as st

from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters

KNOBS = knobs_of(Hyperparameters)
DEFAULTS = Hyperparameters()
HELD_OUT = "held_out"
MOST_HELD_OUT = 50


def start_with_valid_values() -> None:
    """Widgets take their values from the session; a value no run can use gives way to the article's."""
    for name in KNOBS:
        value = st.session_state.get(name, getattr(DEFAULTS, name))
        if isinstance(value, float) and not math.isfinite(value):
            st.session_state[name] = getattr(DEFAULTS, name)


def chosen() -> Hyperparameters:
    """What the widgets say, brought inside the bounds: browsers and links can send anything."""
    return Hyperparameters(
        **{name: knob.bounded(st.session_state[name], getattr(DEFAULTS, name)) for name, knob in KNOBS.items()}
    )


def apply(hyperparameters: Hyperparameters) -> None:
    """Set the sidebar to these hyperparameters; for callbacks, before the widgets are drawn."""
    for name in KNOBS:
        st.session_state[name] = getattr(hyperparameters, name)


def held_out_share() -> float:
    """The share of the rows that is kept from training, 0 … 0.5."""
    percent = st.session_state.get(HELD_OUT) or 0
    return min(max(float(percent), 0.0), MOST_HELD_OUT) / 100
