"""The step in plain words: what the neuron says of a row, how far off it is, and what each row pulls."""

import pandas as pd
import streamlit as st

from perceptron.charts.digits import shown
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.panels.markdown import escaped
from perceptron.panels.step.ink import coloured, readable
from perceptron.words import as_title, counted

MOST_ROWS_SHOWN = 1000


def in_words(run: Run, step: Step, row: int) -> None:
    """The five moves of the step, with the numbers of row 0 … n-1."""
    slope, height = coloured("weight", "slope"), coloured("bias", "height")
    rate = run.hyperparameters.learning_rate
    reduced = {"sum": "added up over", "mean": "averaged over"}[run.hyperparameters.reduction]
    says, target = shown(step.prediction[row], 5), shown(step.y[row], 5)
    off = "exactly right" if step.residual[row] == 0 else f"off by {shown(step.residual[row], 5)}"
    moves = [
        f"**Say.** For row {row + 1:,} the neuron says {coloured('prediction', says)}; the point is at"
        f" {coloured('target', target)}, so it is {off}.",
        f"**Measure.** That times itself is {shown(step.square[row], 5)}, the area of its square. The squares,"
        f" {reduced} {counted(len(step.y), 'row')}, are the {coloured('loss', 'loss')}: {shown(step.loss, 5)}.",
        f"**Ask each row.** Every row pulls at the {slope} and the {height}, the more, the further off it is; at the"
        f" {slope} also the more, the further its x is from zero. This row's share:"
        f" {shown(step.weight_shares[row, 0], 5)} for the {slope} and {shown(step.bias_shares[row], 5)} for the"
        f" {height}. All rows together: {shown(step.weight_gradients[0], 5)} and {shown(step.bias_gradient, 5)}.",
        f"**Step the other way.** Times the learning rate, {rate:g}, and turned round: the {slope} goes from"
        f" {shown(step.weights[0], 6)} to {shown(step.next_weights[0], 6)}, the {height} from {shown(step.bias, 6)} to"
        f" {shown(step.next_bias, 6)}.",
        "**Forget.** The shares are set back to zero, so that the next step begins afresh.",
    ]
    if run.activation.shuts and step.slope[row] == 0:
        moves[2] += f" The {run.hyperparameters.activation} is shut for this row, so it does not pull at the {slope}."
    if run.hyperparameters.standardize:
        st.caption("This run standardises: x is moved to a mean of zero and divided by its spread, here too.")
    if len(step.weights) > 1:
        name = escaped(as_title(run.dataset.feature_names[0]))
        st.caption(f"There is a slope for each feature; what is told here is that of {name}.")
    st.markdown("\n".join(f"{place}. {move}" for place, move in enumerate(moves, start=1)))


def all_rows_in_words(run: Run, step: Step) -> None:
    """Every row with its share."""
    st.subheader("All rows", anchor=False)
    columns = {
        "row": range(1, len(step.y) + 1),
        "prediction": step.prediction,
        "target": step.y,
        "off by": step.residual,
        "square": step.square,
        "share for the slope": step.weight_shares[:, 0],
        "share for the height": step.bias_shares,
    }
    table = pd.DataFrame(columns).head(MOST_ROWS_SHOWN)
    config = {name: readable(table, name, name, 5) for name in columns}
    st.dataframe(table, hide_index=True, column_config=config, height=320, alt="All rows of this step")
    if len(step.y) > MOST_ROWS_SHOWN:
        st.caption(f"The first {MOST_ROWS_SHOWN:,} rows are shown.")


def step_in_words(run: Run, step: Step) -> None:
    """The heading, and what the step does to the loss."""
    title = f"The step from epoch {step.epoch:,} to {step.epoch + 1:,}"
    if step.epoch == run.last:
        title = f"The step that would follow epoch {step.epoch:,}, the last"
    st.header(title, anchor=False)
    if not run.is_full_batch:
        st.info("In this run an epoch was several steps, each from a few rows. Opened here is one step from all rows.")
    elif step.epoch < run.last:
        after = float(run.history.losses[step.epoch + 1])
        way = "falls" if after < step.loss else "rises" if after > step.loss else "stays"
        st.markdown(f"The {coloured('loss', 'loss')} {way}: from {shown(step.loss, 7)} to {shown(after, 7)}.")
