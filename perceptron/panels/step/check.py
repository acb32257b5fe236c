"""The gradient in three ways beside each other: recorded, by the chain rule, and from differences of the loss."""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.charts.digits import shown
from perceptron.insight.gradient_check import check_gradient
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.panels.markdown import number
from perceptron.panels.markdown import plain as plain_name
from perceptron.panels.step.ink import readable
from perceptron.words import as_title


def gradient_check(run: Run, step: Step) -> None:
    """The gradient in three ways, with their differences, and where the loss has two slopes."""
    st.subheader("Gradient check", anchor=False)
    _, w, b = letters(run.hyperparameters)
    checked, corners = check_gradient(run, step)
    who = "autograd" if run.hyperparameters.gradients == "autograd" else "by hand, in training"
    checked["parameter"] = [*(f"{w} {as_title(name)}" for name in run.dataset.feature_names), b]
    checked["chain_difference"] = _shown(checked["chain_rule"] - checked["recorded"])
    checked["finite_gap"] = _shown(checked["finite_difference"] - checked["recorded"])
    text = st.column_config.TextColumn
    st.dataframe(
        checked,
        hide_index=True,
        column_config={
            "recorded": readable(checked, "recorded", who, 7),
            "chain_rule": readable(checked, "chain_rule", "chain rule by hand", 7),
            "finite_difference": readable(checked, "finite_difference", "finite difference", 7),
            "chain_difference": text("chain rule − recorded", alignment="right"),
            "finite_gap": text("finite difference − recorded", alignment="right"),
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


def _shown(differences: pd.Series) -> list[str]:
    return ["" if np.isnan(difference) else shown(difference, 2) for difference in differences]
