"""How a learner commits to a prediction: by a choice, a number, or a drawing in the picture."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from perceptron.lessons.experiment import Choice, Experiment
from perceptron.lessons.facts import Facts
from perceptron.panels.session.lessons import progress_of

COMMIT = "That is my prediction"


def ask(experiment: Experiment, facts: Facts, *, may_skip: bool) -> None:
    """Draw the question and what commits; of what is drawn the picture itself has the hands and the button. may_skip:
    whether there is a way to see the run without a prediction.
    """
    prediction = experiment.prediction
    st.markdown(f"**{prediction.ask.filled(facts)}**")
    key = f"predict {experiment.name}"
    said: float | None
    if prediction.kind == "choice":
        said = one_of("Your prediction", prediction.choices, facts, key)
    elif prediction.kind == "number":
        said = _number(experiment, facts, key)
    else:
        # What is said of the run then is said beside what was drawn.
        return
    st.button(COMMIT, type="primary", disabled=said is None, on_click=partial(_commit, experiment.name, key))
    if may_skip:
        st.button("Show me without predicting", type="tertiary", on_click=_skip, args=(experiment.name,), key="skip")


def one_of(label: str, choices: Sequence[Choice], facts: Facts, key: str) -> int | None:
    """Let the learner choose one of them; its place from 0, None before that. The label is for those who hear it."""
    return st.radio(
        label,
        range(len(choices)),
        format_func=lambda place: choices[place].says.filled(facts),
        index=None,
        key=key,
        label_visibility="collapsed",
    )


def _skip(name: str) -> None:
    progress_of(name).skipped = True


def _number(experiment: Experiment, facts: Facts, key: str) -> float | None:
    prediction = experiment.prediction
    label = prediction.unit or "Your prediction"
    if prediction.slider is None:
        return st.number_input(label, value=None, format="%g", step=None, key=key, placeholder="a number")
    low, high = (float(end.value(facts)) for end in prediction.slider)
    step = float(f"{(high - low) / 200:.1g}")
    return st.slider(label, low, high, value=low, step=step, format="%.4g", key=key)


def _commit(name: str, key: str) -> None:
    said = st.session_state.get(key)
    if said is not None:
        progress_of(name).predicted = said
