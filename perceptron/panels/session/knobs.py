"""The hyperparameters as the session holds them. Each widget's key is the hyperparameter's name, and is bound to the
link, so that a copied link opens the same run.
"""

import math
from functools import partial

import streamlit as st

from perceptron.knobs import Knob, knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.session import link, locks

KNOBS = knobs_of(Hyperparameters)
DEFAULTS = Hyperparameters()
HELD_OUT = "held_out"
HELD_OUT_KNOB = Knob(
    "Held-out rows (%)",
    "Rows drawn at random, by the seed, that the neuron never learns from, to see how it does on new ones.",
    kind="whole number",
    low=0,
    high=50,
    step=5,
)
SETTINGS = KNOBS | {HELD_OUT: HELD_OUT_KNOB}
_ENDLESS = "endless_in_link"


def start_with_valid_values() -> None:
    """Widgets take their values from the session; a value no run can use gives way to the article's, and one that the
    link locks comes from there.
    """
    for name, knob in KNOBS.items():
        default = getattr(DEFAULTS, name)
        locks.hold(name, partial(knob.read, default=default), default)
    locks.hold(HELD_OUT, partial(HELD_OUT_KNOB.read, default=0), 0)
    _look_for_endless_numbers()
    for name in KNOBS:
        value = st.session_state.get(name, getattr(DEFAULTS, name))
        if isinstance(value, float) and not math.isfinite(value):
            st.session_state[name] = getattr(DEFAULTS, name)


def may_take_from_link(name: str) -> bool:
    """Whether the widget of that setting may be bound to the link: not where it would fail at what stands there."""
    return name not in st.session_state[_ENDLESS]


def _look_for_endless_numbers() -> None:
    """A box of whole numbers takes "Infinity" from a link, and fails at making a whole number of it."""
    is_new = _ENDLESS not in st.session_state
    whole = [name for name, knob in SETTINGS.items() if knob.kind == "whole number"]
    endless = [name for name in whole if any(map(_is_infinite, st.query_params.get_all(name)))]
    st.session_state[_ENDLESS] = endless
    # Later the box has the link, and Streamlit lets nobody else write there.
    for name in endless if is_new else []:
        del st.query_params[name]


def _is_infinite(text: str) -> bool:
    try:
        return math.isinf(float(text))
    except ValueError:
        return False


def chosen() -> Hyperparameters:
    """What the widgets say, brought inside the bounds: browsers and links can send anything."""
    return Hyperparameters(
        **{name: knob.bounded(st.session_state[name], getattr(DEFAULTS, name)) for name, knob in KNOBS.items()}
    )


def apply(hyperparameters: Hyperparameters) -> None:
    """Set the sidebar to these hyperparameters, but for what is locked; for callbacks, before the widgets are drawn."""
    for name in KNOBS:
        set_one(name, getattr(hyperparameters, name))


def set_one(name: str, value: object) -> None:
    """Set one of the sidebar's settings, unless it is locked; for callbacks, before the widgets are drawn."""
    if not locks.is_locked(name):
        st.session_state[name] = value


def may_become(hyperparameters: Hyperparameters) -> bool:
    """Whether the sidebar can be set to all of these, with what is locked in it."""
    now = chosen()
    return all(getattr(now, name) == getattr(hyperparameters, name) for name in KNOBS if locks.is_locked(name))


def in_link() -> dict[str, str]:
    """What a link says of the settings, of those that are not as by default."""
    now = vars(chosen()) | {HELD_OUT: round(100 * held_out_share())}
    defaults = vars(DEFAULTS) | {HELD_OUT: 0}
    return {name: knob.text(now[name]) for name, knob in SETTINGS.items() if now[name] != defaults[name]}


def keep_in_link() -> None:
    """Let the address carry what is set where no widget does so: what is locked, and what is hidden."""
    parts = in_link()
    for name in SETTINGS:
        if locks.is_hidden(name) or locks.is_locked(name):
            link.write(name, parts.get(name))


def held_out_share() -> float:
    """The share of the rows that is kept from training, 0 … 0.5."""
    percent = st.session_state.get(HELD_OUT) or 0
    return min(max(float(percent), 0.0), HELD_OUT_KNOB.high) / 100
