"""A box that predicts y for a typed x, and shows the sum with its numbers."""

import numpy as np
import streamlit as st

from perceptron.insight.run import Run
from perceptron.panels.markdown import number, plain

MOST_TERMS = 6


def predict_box(run: Run) -> None:
    """Ask for each feature's value and show what the trained neuron answers."""
    dataset = run.dataset
    with st.container(border=True):
        st.markdown(f"**Predict {plain(dataset.target_name)}**")
        typed = [
            st.number_input(
                plain(name),
                value=float(f"{mean:.3g}"),
                step=float(f"{scale / 10:.1g}"),
                format="%g",
                key=f"predict_{dataset.fingerprint[:12]}_{index}",
            )
            for index, (name, mean, scale) in enumerate(
                zip(dataset.feature_names, dataset.feature_means, dataset.feature_scales, strict=True)
            )
        ]
        means = dataset.feature_means
        x = np.array([mean if value is None else value for value, mean in zip(typed, means, strict=True)])
        st.markdown(_sum(run, x))


def _sum(run: Run, x: np.ndarray) -> str:
    history, activation = run.history, run.activation
    weights, bias = history.weights[-1], float(history.biases[-1])
    z = (x - history.feature_means) / history.feature_scales
    weighted_sum = z @ weights
    activated = activation.array(weighted_sum)
    pairs = zip(weights[:MOST_TERMS], z[:MOST_TERMS], strict=True)
    terms = " + ".join(f"{number(weight)} × {number(value)}" for weight, value in pairs)
    if len(weights) > MOST_TERMS:
        terms += f" + … ({len(weights)} terms)"
    answer = float(history.predict(x[np.newaxis])[0])
    steps = f"ŷ = {activation.text.format(terms)} + {number(bias)} = **{number(answer)}**"
    if activated != weighted_sum:
        steps += (
            f". The weighted sum is {number(float(weighted_sum))}, so the {run.hyperparameters.activation} makes it"
            f" {number(float(activated))}"
        )
    if run.hyperparameters.standardize:
        steps += ". Here x stands standardised: (x − mean) / standard deviation."
    return steps
