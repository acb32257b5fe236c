"""The One step tab, from top to bottom: what the step does, the neuron beside the points, the five moves, the loss
around here, all rows, and the gradient check.
"""

import streamlit as st

from perceptron.charts.neuron_graph import neuron_graph
from perceptron.insight.autograd_names import Names, autograd_names
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.panels.markdown import number
from perceptron.panels.session.depth import depth, is_plain
from perceptron.panels.session.epoch import current_epoch
from perceptron.panels.step.check import gradient_check
from perceptron.panels.step.derivation import gradient_derived
from perceptron.panels.step.graph import graph
from perceptron.panels.step.in_words import all_rows_in_words, in_words, step_in_words
from perceptron.panels.step.ink import coloured, small
from perceptron.panels.step.moves import five_moves
from perceptron.panels.step.opening import say_what_it_does
from perceptron.panels.step.rows import all_rows, choose_row, chosen_row
from perceptron.panels.step.tangents import tangents


def step_tab(run: Run) -> None:
    """Draw the tab, at the epoch that all views share; in plain words without formulas, code and autograd's graph."""
    step, row = run.step(current_epoch(run)), chosen_row(run)
    dark = st.context.theme.type == "dark"
    by_autograd = run.hyperparameters.gradients == "autograd"
    names = autograd_names(step, row, run.hyperparameters) if by_autograd else None

    if is_plain():
        step_in_words(run, step)
        sides = st.grid(2, min_column_width=340, gap="medium")
        with sides.cell():
            in_words(run, step, row)
        with sides.cell():
            choose_row(run, step, row)
        tangents(run, step, dark=dark)
        all_rows_in_words(run, step)
        return
    say_what_it_does(run, step)
    sides = st.grid(2, min_column_width=340, gap="medium")
    with sides.cell():
        _neuron(run, step, row, names, dark=dark)
    with sides.cell():
        choose_row(run, step, row)
    five_moves(run, step, row, names, dark=dark)
    if depth() == "derivation":
        gradient_derived(run)
    tangents(run, step, dark=dark)
    all_rows(run, step)
    gradient_check(run, step)


def _neuron(run: Run, step: Step, row: int, names: Names | None, *, dark: bool) -> None:
    st.markdown(f"**Row {row + 1:,} flows through the neuron**")
    graph(
        neuron_graph(run, step, row, dark=dark, names=names),
        description=f"Row {row + 1:,} flows through the neuron: prediction {number(step.prediction[row])}, target"
        f" {number(step.y[row])}, square {number(step.square[row])}. Back come this row's shares of the gradient:"
        f" {', '.join(number(share) for share in step.weight_shares[row, :3])} for the weight and"
        f" {number(step.bias_shares[row])} for the bias.",
        key="neuron_graph",
    )
    who = "In small letters: what autograd calls the nodes of its graph."
    if names is None:
        who = "No autograd ran: the gradient of this run is worked out by hand, along the same way."
    small(
        f"Down: values, forward. Dashed, up: the gradient, backward. ∂L/∂{coloured('weight', 'w')} and"
        f" ∂L/∂{coloured('bias', 'b')} are this row's share. {who}"
    )
