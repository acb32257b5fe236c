"""The sidebar: everything that can be set before a run. Each hyperparameter is drawn by its knob."""

import secrets
from typing import Any

import streamlit as st

from perceptron.insight.prospect import RATE
from perceptron.knobs import Knob
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.rate import EXPLANATION, rate_slider
from perceptron.panels.session import locks, runs, table_versions
from perceptron.panels.session.data_choice import data_choice
from perceptron.panels.session.depth import worded
from perceptron.panels.session.knobs import (
    DEFAULTS,
    HELD_OUT,
    HELD_OUT_KNOB,
    KNOBS,
    chosen,
    held_out_share,
    may_become,
    may_take_from_link,
    set_one,
    start_with_valid_values,
)
from perceptron.panels.session.lessons import is_learning
from perceptron.take_home.teacher_link import MORE, MORE_LABEL


def sidebar() -> Hyperparameters:
    """Draw the sidebar and return what is set in it."""
    start_with_valid_values()
    with st.sidebar:
        data_choice()
        for name, knob in KNOBS.items():
            if knob.first:
                _draw(name, knob)
                if name == "learning_rate":
                    below_the_rate = st.container()
        if not locks.is_hidden("seed"):
            is_fixed = locks.is_locked("seed")
            st.button(
                "New random start",
                icon=":material/lock:" if is_fixed else ":material/casino:",
                on_click=_draw_seed,
                width="stretch",
                disabled=is_fixed,
                help="Draws another seed, so that the neuron starts from another weight and bias.",
            )
        _more_settings()
        may_go_back = _may_go_back()
        st.button(
            "Back to the article",
            icon=":material/restart_alt:" if may_go_back else ":material/lock:",
            on_click=_back_to_the_article,
            width="stretch",
            disabled=not may_go_back,
            help="Sets everything, the data too, to what the article used.",
        )
    hyperparameters = chosen()
    # Its limit depends on the data, and on settings that stand below it. A lesson may ask for just that.
    whole, _ = table_versions.dataset()
    with below_the_rate:
        if not is_learning():
            rate_slider(runs.prospect(whole, held_out_share(), hyperparameters), key="rate")
    return hyperparameters


def _more_settings() -> None:
    drawn = [name for name, knob in KNOBS.items() if not knob.first and not locks.is_hidden(name)]
    if not drawn and locks.is_hidden(HELD_OUT):
        return
    with st.expander(MORE_LABEL, key=MORE, icon=":material/tune:"):
        for name in drawn:
            _draw(name, KNOBS[name])
        if not locks.is_hidden(HELD_OUT):
            knob = HELD_OUT_KNOB
            shared = _dressed(HELD_OUT, knob.label, knob.explanation)
            st.slider(min_value=int(knob.low), max_value=int(knob.high), step=int(knob.step), key=HELD_OUT, **shared)


def _draw(name: str, knob: Knob) -> None:
    if locks.is_hidden(name):
        return
    explanation = f"{knob.explanation} {EXPLANATION}" if name == "learning_rate" else knob.explanation
    shared: dict[str, Any] = {"key": name} | _dressed(name, knob.label, worded(explanation))
    if knob.kind == "choice":
        st.selectbox(options=list(knob.choices), **shared)
    elif knob.kind == "switch":
        st.toggle(**shared)
    else:
        is_whole = knob.kind == "whole number"
        st.number_input(
            min_value=knob.number(knob.low),
            max_value=knob.number(knob.high),
            value=getattr(DEFAULTS, name),
            step=_step_of_rate() if name == "learning_rate" else knob.number(knob.step),
            format=None if is_whole else "%g",
            placeholder=knob.empty or None,
            **shared,
        )


def _dressed(name: str, label: str, help: str) -> dict[str, Any]:
    return locks.dressed(name, label, help) | ({} if may_take_from_link(name) else {"bind": None})


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
    set_one("seed", secrets.randbelow(1_000_000))


def _may_go_back() -> bool:
    """Whether nothing that is locked is otherwise than in the article."""
    has_its_rows = not locks.is_locked(HELD_OUT) or held_out_share() == 0
    return has_its_rows and may_become(DEFAULTS) and table_versions.may_become_the_articles()


def _back_to_the_article() -> None:
    table_versions.back_to_the_article()
    set_one(HELD_OUT, 0)
