"""A box that predicts y for a typed x, and shows the sum with its numbers."""

import numpy as np
import streamlit as st

from perceptron.data.dataset import LARGEST_VALUE
from perceptron.insight.run import Run
from perceptron.panels.film.live import prediction
from perceptron.panels.markdown import plain


def predict_box(run: Run) -> None:
    """Ask for each feature's value and show what the neuron answers at the film's epoch."""
    dataset = run.dataset
    with st.container(border=True):
        st.markdown(f"**Predict {plain(dataset.target_name)}**")
        typed = [
            st.number_input(
                plain(name),
                min_value=-LARGEST_VALUE,
                max_value=LARGEST_VALUE,
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
        prediction(run, x)
