"""The sidebar: everything that can be set before a run. Each hyperparameter is drawn by its knob."""

import secrets
from typing import Any

import streamlit as st

from perceptron.insight.prospect import RATE
from perceptron.knobs import Knob
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.rate import EXPLANATION, rate_slider
from perceptron.panels.session import runs, table_versions
from perceptron.panels.session.depth import worded
from perceptron.panels.session.knobs import (
    DEFAULTS,
    HELD_OUT,
    KNOBS,
    MOST_HELD_OUT,
    chosen,
    held_out_share,
    start_with_valid_values,
)
from perceptron.panels.session.lessons import is_learning


def sidebar() -> Hyperparameters:
    """Draw the sidebar and return what is set in it."""
    start_with_valid_values()
    with st.sidebar:
        table_versions.chooser()
        for name, knob in KNOBS.items():
            if knob.first:
                _draw(name, knob)
                if name == "learning_rate":
                    below_the_rate = st.container()
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
    hyperparameters = chosen()
    # Its limit depends on the data, and on settings that stand below it. A lesson may ask for just that.
    whole, _ = table_versions.dataset()
    with below_the_rate:
        if not is_learning():
            rate_slider(runs.prospect(whole, held_out_share(), hyperparameters), key="rate")
    return hyperparameters


def _draw(name: str, knob: Knob) -> None:
    explanation = f"{knob.explanation} {EXPLANATION}" if name == "learning_rate" else knob.explanation
    shared: dict[str, Any] = {"key": name, "bind": "query-params", "help": worded(explanation)}
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
    """One in the first digit of the rate as it is, or a tenth of that where this digit is a 1: the next is below it."""
    mantissa, power = f"{_rate():.14e}".split("e")
    return float(f"1e{int(power) - mantissa.startswith('1')}")


def _rate() -> float:
    """The rate that the box is about to show, which on the first run of the page it takes from the link."""
    rate = st.session_state.get("learning_rate", st.query_params.get("learning_rate"))
    try:
        known = float(rate)
    except (TypeError, ValueError):
        return DEFAULTS.learning_rate
    return known if RATE.low <= known <= RATE.high else DEFAULTS.learning_rate


def _draw_seed() -> None:
    st.session_state["seed"] = secrets.randbelow(1_000_000)


def _back_to_the_article() -> None:
    table_versions.back_to_the_article()
    st.session_state[HELD_OUT] = 0
