"""A box that predicts y for a typed x, and shows the sum with its numbers."""

import numpy as np
import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.learning.history import History
from perceptron.panels.markdown import number, plain

MOST_TERMS = 6


def predict_box(dataset: Dataset, history: History) -> None:
    """Ask for each feature's value and show what the trained neuron answers."""
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
        st.markdown(_sum(history, x))


def _sum(history: History, x: np.ndarray) -> str:
    weights, bias = history.weights[-1], float(history.biases[-1])
    z = (x - history.feature_means) / history.feature_scales
    weighted_sum = float(z @ weights)
    pairs = zip(weights[:MOST_TERMS], z[:MOST_TERMS], strict=True)
    terms = " + ".join(f"{number(weight)} × {number(value)}" for weight, value in pairs)
    if len(weights) > MOST_TERMS:
        terms += f" + … ({len(weights)} terms)"
    total = f"max(0, {terms})" if history.activation == "clamp" else terms
    answer = float(history.predict(x[np.newaxis])[0])
    steps = f"ŷ = {total} + {number(bias)} = **{number(answer)}**"
    if history.activation == "clamp" and weighted_sum < 0:
        steps += f". The weighted sum is {number(weighted_sum)}, so the clamp makes it 0"
    if (history.feature_scales != 1).any() or (history.feature_means != 0).any():
        steps += ". Here x stands standardised: (x − mean) / standard deviation."
    return steps
