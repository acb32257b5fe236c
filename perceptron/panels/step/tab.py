"""The One step tab, from top to bottom: the neuron as a graph, the five moves, all rows, and the gradient check."""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.neuron_graph import neuron_graph
from perceptron.insight.gradient_check import check_gradient
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.panels.markdown import number
from perceptron.panels.markdown import plain as plain_name
from perceptron.panels.step.moves import five_moves
from perceptron.panels.step.summary import current_epoch, say_batches
from perceptron.words import as_title

MOST_ROWS_SHOWN = 1000


def step_tab(run: Run) -> None:
    """Draw the tab."""
    last = run.last
    st.session_state["epoch"] = current_epoch(run)
    chosen, rows = st.columns(2)
    epoch = int(chosen.number_input("Epoch", 0, last, key="epoch", help=f"0, the untrained neuron, to {last:,}."))
    last_row, explained = run.dataset.rows, "The row whose numbers are written out."
    row = int(rows.number_input("Row", 1, last_row, key="row", help=explained)) - 1
    step = run.step(epoch)
    say_batches(run)

    st.header("The neuron", anchor=False)
    st.graphviz_chart(
        neuron_graph(run, step, row, dark=st.context.theme.type == "dark"),
        width="stretch",
        alt=f"Row {row + 1} flows through the neuron: prediction {number(step.prediction[row])}, target"
        f" {number(step.y[row])}, square {number(step.square[row])}.",
    )
    st.caption("Solid: values, forward. Dashed: the gradient, back. ∂L/∂w and ∂L/∂b are this row's share.")

    five_moves(step, run.hyperparameters, row, is_last=epoch == last)
    _rows(run, step)
    _gradient_check(run, step)


def _rows(run: Run, step: Step) -> None:
    st.header("All rows", anchor=False)
    columns: dict[str, np.ndarray] = {"row": np.arange(1, len(step.y) + 1)}
    names = ["x"] if step.x.shape[1] == 1 else [as_title(name) for name in run.dataset.feature_names]
    shares = ["share of ∂L/∂w"] if len(names) == 1 else [f"share of ∂L/∂w {name}" for name in names]
    shown = pd.DataFrame(columns)
    for values in (
        *step.x.T,
        step.y,
        step.prediction,
        step.residual,
        step.square,
        *step.weight_shares.T,
        step.bias_shares,
    ):
        shown[len(shown.columns)] = values
    labels = ["row", *names, "y", "ŷ", "residual", "square", *shares, "share of ∂L/∂b"]
    # Fields are numbers, because two features may be called the same on one short line.
    config = {str(field): st.column_config.NumberColumn(label, format="%.5g") for field, label in enumerate(labels)}
    shown.columns = [str(field) for field in range(len(labels))]
    st.dataframe(
        shown.head(MOST_ROWS_SHOWN), hide_index=True, column_config=config, height=320, alt="All rows of this step"
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
    first = (
        f"The first {MOST_ROWS_SHOWN:,} rows are shown; the sums are over all. "
        if len(step.y) > MOST_ROWS_SHOWN
        else ""
    )
    st.caption(f"{first}The columns of shares add up to the gradient: {'; '.join(parts)}.")


def _gradient_check(run: Run, step: Step) -> None:
    st.header("Gradient check", anchor=False)
    checked, corners = check_gradient(run, step)
    who = "autograd" if run.hyperparameters.gradients == "autograd" else "by hand, in training"
    checked["parameter"] = [*(f"w {as_title(name)}" for name in run.dataset.feature_names), "b"]
    checked["chain_difference"] = checked["chain_rule"] - checked["recorded"]
    checked["finite_gap"] = checked["finite_difference"] - checked["recorded"]
    plain = st.column_config.NumberColumn
    st.dataframe(
        checked,
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
    digits = "Autograd works in float32, with some seven digits; the other two in float64."
    if run.hyperparameters.gradients == "by_hand":
        digits = "All three work in float64."
    st.caption(f"{digits} The finite difference is (L(θ + h) − L(θ − h)) / 2h.")
    for corner in corners:
        rows = ", ".join(f"{row + 1:,}" for row in corner.rows[:5]) + (", …" if len(corner.rows) > 5 else "")
        st.caption(
            f"x·w is as good as 0 for row {rows}: there the {run.hyperparameters.activation} has a corner, and along w"
            f" {plain_name(corner.parameter)} the loss has two slopes, {number(corner.slope_below)} below and"
            f" {number(corner.slope_above)} above. Training takes one."
        )
