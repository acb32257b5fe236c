"""The sidebar: everything that can be set before a run. Each hyperparameter is drawn by its knob."""

import math
import secrets
from typing import Any

import streamlit as st

from perceptron.knobs import Knob
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.session import table_versions
from perceptron.panels.session.knobs import (
    DEFAULTS,
    HELD_OUT,
    KNOBS,
    MOST_HELD_OUT,
    chosen,
    start_with_valid_values,
)

# Even steps over the rates: three to a decade, each about twice the one before.
RATES = (*(float(f"{digit}e{power}") for power in range(-8, 1) for digit in (1, 2, 5)), 10.0)


def sidebar() -> Hyperparameters:
    """Draw the sidebar and return what is set in it."""
    start_with_valid_values()
    with st.sidebar:
        table_versions.chooser()
        for name, knob in KNOBS.items():
            if knob.first:
                _draw(name, knob)
                if name == "learning_rate":
                    _rate_slider()
        st.button(
            "New random start",
            icon=":material/casino:",
            on_click=_draw_seed,
            width="stretch",
            help="Draws another seed, so that the neuron starts from another weight and bias.",
        )
        with st.expander("More settings", key="more_settings", icon=":material/tune:"):
            for name, knob in KNOBS.items():
                if not knob.first:
                    _draw(name, knob)
            st.slider(
                "Held-out rows (%)",
                0,
                MOST_HELD_OUT,
                step=5,
                key=HELD_OUT,
                bind="query-params",
                help="Rows drawn at random, by the seed, that the neuron never learns from, to see how it does on new"
                " ones.",
            )
        st.button(
            "Back to the article",
            icon=":material/restart_alt:",
            on_click=_back_to_the_article,
            width="stretch",
            help="Sets everything, the data too, to what the article used.",
        )
    return chosen()


def _draw(name: str, knob: Knob) -> None:
    shared: dict[str, Any] = {"key": name, "bind": "query-params", "help": knob.explanation}
    if knob.kind == "choice":
        st.selectbox(knob.label, list(knob.choices), **shared)
    elif knob.kind == "switch":
        st.toggle(knob.label, **shared)
    else:
        is_whole = knob.kind == "whole number"
        st.number_input(
            knob.label,
            min_value=knob.number(knob.low),
            max_value=knob.number(knob.high),
            value=getattr(DEFAULTS, name),
            step=_step_of_rate() if name == "learning_rate" else knob.number(knob.step),
            format=None if is_whole else "%g",
            placeholder=knob.empty or None,
            **shared,
        )


def _step_of_rate() -> float:
    """One in the first digit of the rate as it is."""
    rate = st.session_state.get("learning_rate", DEFAULTS.learning_rate) or DEFAULTS.learning_rate
    return 10.0 ** math.floor(math.log10(rate))


def _rate_slider() -> None:
    """The same rate on a slider, over all its powers of ten."""
    rate = st.session_state["learning_rate"]
    st.session_state["rate_slider"] = min(RATES, key=lambda step: abs(math.log(step / rate)))
    st.select_slider(
        "Learning rate, from 1e-8 to 10",
        RATES,
        format_func=lambda rate: f"{rate:g}",
        key="rate_slider",
        on_change=_take_rate_from_slider,
        label_visibility="collapsed",
    )


def _take_rate_from_slider() -> None:
    st.session_state["learning_rate"] = st.session_state["rate_slider"]


def _draw_seed() -> None:
    st.session_state["seed"] = secrets.randbelow(1_000_000)


def _back_to_the_article() -> None:
    table_versions.back_to_the_article()
    st.session_state[HELD_OUT] = 0
