"""The sidebar: everything that can be set before a run. Each widget's key is the hyperparameter's name, and
is bound to the link, so that a copied link opens the same run.
"""

import math
import secrets
from dataclasses import fields

import streamlit as st

from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.session import table_versions

DEFAULTS = Hyperparameters()
HELD_OUT = "held_out"
MOST_HELD_OUT = 50
# An even reach over the rates: three steps to a decade, each about twice the one before.
REACH = (*(float(f"{digit}e{power}") for power in range(-8, 1) for digit in (1, 2, 5)), 10.0)


def sidebar() -> Hyperparameters:
    """Draw the sidebar and return what is set in it."""
    _start_with_valid_values()
    with st.sidebar:
        table_versions.chooser()
        _learning_rate()
        _number("epochs", "Epochs", "How many times the neuron sees all rows and then takes a step.", step=500)
        _number("seed", "Random seed", "Where the random numbers start that draw the first weight and bias.", step=1)
        st.button(
            "New random start",
            icon=":material/casino:",
            on_click=_draw_seed,
            width="stretch",
            help="Draws another seed, so that the neuron starts from another weight and bias.",
        )
        with st.expander("More settings", key="more_settings", icon=":material/tune:"):
            _more_settings()
        st.button(
            "Back to the article",
            icon=":material/restart_alt:",
            on_click=_back_to_the_article,
            width="stretch",
            help="Sets everything, the data too, to what the article used.",
        )
    return _chosen()


def held_out_share() -> float:
    """The share of the rows that is kept from training, 0 … 0.5."""
    percent = st.session_state.get(HELD_OUT) or 0
    return min(max(float(percent), 0.0), MOST_HELD_OUT) / 100


def apply(hyperparameters: Hyperparameters) -> None:
    """Set the sidebar to these hyperparameters; for callbacks, before the widgets are drawn."""
    for setting in fields(Hyperparameters):
        st.session_state[setting.name] = getattr(hyperparameters, setting.name)


def _start_with_valid_values() -> None:
    """Widgets take their values from the session; a value no run can use gives way to the article's."""
    for setting in fields(Hyperparameters):
        value = st.session_state.get(setting.name, getattr(DEFAULTS, setting.name))
        if isinstance(value, float) and not math.isfinite(value):
            st.session_state[setting.name] = getattr(DEFAULTS, setting.name)


def _learning_rate() -> None:
    low, high = Hyperparameters.BOUNDS["learning_rate"]
    rate = st.session_state.get("learning_rate", DEFAULTS.learning_rate) or DEFAULTS.learning_rate
    st.number_input(
        "Learning rate",
        min_value=low,
        max_value=high,
        value=DEFAULTS.learning_rate,
        step=10.0 ** math.floor(math.log10(rate)),
        format="%g",
        key="learning_rate",
        bind="query-params",
        help="The length of each step, in parameter units per gradient unit. Too small crawls, too large blows up.",
    )
    st.session_state["reach"] = min(REACH, key=lambda step: abs(math.log(step / st.session_state["learning_rate"])))
    st.select_slider(
        "Learning rate, from 1e-8 to 10",
        REACH,
        format_func=lambda rate: f"{rate:g}",
        key="reach",
        on_change=_take_rate_from_reach,
        label_visibility="collapsed",
    )


def _more_settings() -> None:
    _choice(
        "activation",
        "Activation",
        "clamp sets a negative x·w to 0 before the bias is added, a ReLU; identity is the plain line x·w + b.",
    )
    _choice(
        "reduction",
        "Loss",
        "Add the squared residuals up, as the article does, or take their mean, which does not grow with the rows.",
    )
    st.toggle(
        "Standardise x",
        key="standardize",
        bind="query-params",
        help="Train on (x − mean) / standard deviation, which makes the loss a round bowl. Choose identity with it.",
    )
    _number("batch_size", "Batch size", "How many rows each update sees. Empty: all of them, a full batch.", step=1)
    _number("initial_weight", "Start: weight w", "The weight before training. Empty: drawn at random from 0 to 1.")
    _number("initial_bias", "Start: bias b", "The bias before training. Empty: drawn at random from 0 to 1.")
    st.slider(
        "Held-out rows (%)",
        0,
        MOST_HELD_OUT,
        step=5,
        key=HELD_OUT,
        bind="query-params",
        help="Rows drawn at random, by the seed, that the neuron never learns from, to see how it does on new ones.",
    )
    _choice("gradients", "Gradient", "Let PyTorch's autograd work it out, or use the formulas written by hand.")


def _number(name: str, label: str, explanation: str, step: float | None = None) -> None:
    kind = int if name in Hyperparameters.WHOLE else float
    low, high = Hyperparameters.BOUNDS[name]
    st.number_input(
        label,
        min_value=kind(low),
        max_value=kind(high),
        value=getattr(DEFAULTS, name),
        step=kind(step) if step is not None else 0.1,
        format=None if kind is int else "%g",
        placeholder="all rows" if name == "batch_size" else "random",
        key=name,
        bind="query-params",
        help=explanation,
    )


def _choice(name: str, label: str, explanation: str) -> None:
    st.selectbox(
        label,
        Hyperparameters.CHOICES[name],
        key=name,
        bind="query-params",
        help=explanation,
    )


def _take_rate_from_reach() -> None:
    st.session_state["learning_rate"] = st.session_state["reach"]


def _draw_seed() -> None:
    st.session_state["seed"] = secrets.randbelow(1_000_000)


def _back_to_the_article() -> None:
    apply(DEFAULTS)
    st.session_state[HELD_OUT] = 0
    table_versions.back_to_the_article()


def _chosen() -> Hyperparameters:
    """What the widgets say, brought inside the bounds: browsers and links can send anything."""
    values = {}
    for setting in fields(Hyperparameters):
        value = st.session_state[setting.name]
        if setting.name in Hyperparameters.BOUNDS and value is not None:
            low, high = Hyperparameters.BOUNDS[setting.name]
            value = min(max(value, low), high)
            value = int(value) if setting.name in Hyperparameters.WHOLE else float(value)
        elif value is None and setting.name not in Hyperparameters.OPTIONAL:
            value = getattr(DEFAULTS, setting.name)
        values[setting.name] = value
    return Hyperparameters(**values)
