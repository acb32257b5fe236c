"""The step at the film's epoch in a few lines, and what the tab and it say of the epoch."""

import streamlit as st

from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.markdown import number

REDUCED = {"sum": "add up", "mean": "average"}


def step_summary(run: Run) -> None:
    """The moves of the epoch at which the film was stopped, in a few lines."""
    epoch = current_epoch(run)
    step = run.step(epoch)
    with st.container(border=True, key="step_summary"):
        heading, button = st.columns([3, 1], vertical_alignment="center")
        heading.markdown(f"**The step at epoch {epoch:,}**")
        button.button("See every number", on_click=_open_tab, width="stretch", icon=":material/zoom_in:")
        st.markdown(
            f"Forward and loss: the squares of {run.dataset.rows:,} residuals"
            f" {REDUCED[run.hyperparameters.reduction]} to **{number(step.loss)}**."
            f" Backward: {_gradient_sentence(step)}. Update: {_update_sentence(step, run.hyperparameters)}."
        )
        say_batches(run)


def current_epoch(run: Run) -> int:
    """The epoch that all views share, inside this run; at first the untrained neuron, whose step is the largest."""
    return int(min(max(st.session_state.get("epoch", 0), 0), run.last))


def _open_tab() -> None:
    st.session_state["tab"] = "One step"
    # The button is in a part of the page that runs by itself, and the tabs are outside of it.
    st.rerun()


def say_batches(run: Run) -> None:
    """Where an epoch was many updates: that what is opened is the step of all rows."""
    size = run.hyperparameters.batch_size
    if size is not None and not run.is_full_batch:
        updates = -(-run.dataset.rows // size)
        st.info(
            f"With batches of {size:,} rows this epoch took {updates:,} updates, each with the gradient of its"
            " own rows. What is opened here is the gradient over all rows, and the one step that it would make."
        )


def _gradient_sentence(step: Step) -> str:
    if len(step.weights) == 1:
        return f"gradient {number(step.weight_gradients[0])} for w, {number(step.bias_gradient)} for b"
    return f"{len(step.weights)} gradients for the weights, {number(step.bias_gradient)} for b"


def _update_sentence(step: Step, hyperparameters: Hyperparameters) -> str:
    rate = f"{hyperparameters.learning_rate:g}"
    bias = f"b = {number(step.bias)} − {rate} × ({number(step.bias_gradient)}) = **{number(step.next_bias)}**"
    if len(step.weights) > 1:
        return bias
    weight = f"w = {number(step.weights[0])} − {rate} × ({number(step.weight_gradients[0])})"
    return f"{weight} = **{number(step.next_weights[0])}**, {bias}"
