"""The One step tab: how does one update come about, number by number?"""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.neuron_graph import neuron_graph
from perceptron.data.dataset import Dataset
from perceptron.insight.walkthrough import Step, check_gradient, open_step
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.markdown import number
from perceptron.panels.step.moves import four_moves
from perceptron.words import as_title

MOST_ROWS_SHOWN = 1000


def step_summary(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> None:
    """The four moves of the epoch at which the film was stopped, in four lines."""
    epoch = _current_epoch(history)
    step = open_step(dataset, hyperparameters, history, epoch)
    with st.container(border=True, key="step_summary"):
        heading, button = st.columns([3, 1], vertical_alignment="center")
        heading.markdown(f"**The step at epoch {epoch:,}**")
        button.button("See every number", on_click=_open_tab, width="stretch", icon=":material/zoom_in:")
        st.markdown(
            f"Forward and loss: the squares of {dataset.rows:,} residuals {_reduced(hyperparameters)} to"
            f" **{number(step.loss)}**. Backward: {_gradient_sentence(step)}. Update:"
            f" {_update_sentence(step, hyperparameters)}."
        )
        _say_batches(dataset, hyperparameters)


def step_tab(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> None:
    """Draw the tab."""
    last = len(history) - 1
    st.session_state["epoch"] = _current_epoch(history)
    chosen, rows = st.columns(2)
    epoch = int(chosen.number_input("Epoch", 0, last, key="epoch", help=f"0, the untrained neuron, to {last:,}."))
    row = int(rows.number_input("Row", 1, dataset.rows, key="row", help="The row whose numbers are written out.")) - 1
    step = open_step(dataset, hyperparameters, history, epoch)
    _say_batches(dataset, hyperparameters)

    st.header("The neuron", anchor=False)
    st.graphviz_chart(
        neuron_graph(dataset, step, row, history.activation, dark=st.context.theme.type == "dark"),
        width="stretch",
        alt=f"Row {row + 1} flows through the neuron: prediction {number(step.prediction[row])}, target"
        f" {number(step.y[row])}, square {number(step.square[row])}.",
    )
    st.caption("Solid: values, forward. Dashed: the gradient, back. ∂L/∂w and ∂L/∂b are this row's share.")

    four_moves(step, hyperparameters, row, is_last=epoch == last)
    _table(dataset, step)
    _check(dataset, hyperparameters, step)


def _current_epoch(history: History) -> int:
    """The epoch that all views share, inside this run; at first the untrained neuron, whose step is the largest."""
    return int(min(max(st.session_state.get("epoch", 0), 0), len(history) - 1))


def _open_tab() -> None:
    st.session_state["tab"] = "One step"
    # The button is in a part of the page that runs by itself, and the tabs are outside of it.
    st.rerun()


def _say_batches(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    size = hyperparameters.batch_size
    if size is not None and not hyperparameters.is_full_batch(dataset.rows):
        updates = -(-dataset.rows // size)
        st.info(
            f"With batches of {size:,} rows this epoch took {updates:,} updates, each with the gradient of its"
            " own rows. What is opened here is the gradient over all rows, and the one step that it would make."
        )


def _table(dataset: Dataset, step: Step) -> None:
    st.header("All rows", anchor=False)
    columns: dict[str, np.ndarray] = {"row": np.arange(1, len(step.y) + 1)}
    names = ["x"] if step.x.shape[1] == 1 else [as_title(name) for name in dataset.feature_names]
    shares = ["share of ∂L/∂w"] if len(names) == 1 else [f"share of ∂L/∂w {name}" for name in names]
    table = pd.DataFrame(columns)
    for values in (
        *step.x.T,
        step.y,
        step.prediction,
        step.residual,
        step.square,
        *step.weight_shares.T,
        step.bias_shares,
    ):
        table[len(table.columns)] = values
    labels = ["row", *names, "y", "ŷ", "residual", "square", *shares, "share of ∂L/∂b"]
    # Fields are numbers, because two features may be called the same on one short line.
    config = {str(field): st.column_config.NumberColumn(label, format="%.5g") for field, label in enumerate(labels)}
    table.columns = [str(field) for field in range(len(labels))]
    st.dataframe(
        table.head(MOST_ROWS_SHOWN), hide_index=True, column_config=config, height=320, alt="All rows of this step"
    )
    weight_sum, bias_sum = step.weight_shares.sum(axis=0), float(step.bias_shares.sum())
    parts = [
        f"∂L/∂w {number(total, 7)} (recorded {number(recorded, 7)}, difference {total - recorded:.1e})"
        for total, recorded in list(zip(weight_sum, step.weight_gradients, strict=True))[:3]
    ]
    parts.append(
        f"∂L/∂b {number(bias_sum, 7)} (recorded {number(step.bias_gradient, 7)}, difference"
        f" {bias_sum - step.bias_gradient:.1e})"
    )
    shown = (
        f"The first {MOST_ROWS_SHOWN:,} rows are shown; the sums are over all. "
        if len(step.y) > MOST_ROWS_SHOWN
        else ""
    )
    st.caption(f"{shown}The columns of shares add up to the gradient: {'; '.join(parts)}.")


def _check(dataset: Dataset, hyperparameters: Hyperparameters, step: Step) -> None:
    st.header("Gradient check", anchor=False)
    table = check_gradient(dataset, hyperparameters, step)
    who = "autograd" if hyperparameters.gradients == "autograd" else "by hand, in training"
    table["parameter"] = [*(f"w {as_title(name)}" for name in dataset.feature_names), "b"]
    table["chain_difference"] = table["chain_rule"] - table["recorded"]
    table["finite_gap"] = table["finite_difference"] - table["recorded"]
    plain = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "recorded": plain(who, format="%.7g"),
            "chain_rule": plain("chain rule by hand", format="%.7g"),
            "finite_difference": plain("finite difference", format="%.7g"),
            "chain_difference": plain("chain rule − recorded", format="%.1e"),
            "finite_gap": plain("finite difference − recorded", format="%.1e"),
        },
        alt="The gradient in three ways, with their differences",
    )
    st.caption(
        "Autograd works in float32, with some seven digits; the other two in float64. The finite difference is"
        " (L(θ + h) − L(θ − h)) / 2h."
    )


def _reduced(hyperparameters: Hyperparameters) -> str:
    return "add up" if hyperparameters.reduction == "sum" else "average"


def _gradient_sentence(step: Step) -> str:
    if len(step.weights) == 1:
        return f"∂L/∂w = {number(step.weight_gradients[0])}, ∂L/∂b = {number(step.bias_gradient)}"
    return f"{len(step.weights)} gradients for the weights, ∂L/∂b = {number(step.bias_gradient)}"


def _update_sentence(step: Step, hyperparameters: Hyperparameters) -> str:
    rate = f"{hyperparameters.learning_rate:g}"
    bias = f"b = {number(step.bias)} − {rate} × ({number(step.bias_gradient)}) = **{number(step.next_bias)}**"
    if len(step.weights) > 1:
        return bias
    weight = f"w = {number(step.weights[0])} − {rate} × ({number(step.weight_gradients[0])})"
    return f"{weight} = **{number(step.next_weights[0])}**, {bias}"
