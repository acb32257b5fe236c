"""The learned numbers, each with its least-squares value and the difference, in the data's own units."""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.insight.run import Run
from perceptron.panels.markdown import number
from perceptron.words import as_title

BELOW = " Below, the difference from the value of least squares."
MEANINGS = {
    "Weight w": "The slope: by how much x·w grows for one unit of x." + BELOW,
    "Bias b": "The prediction where x·w is 0." + BELOW,
    "Loss": "The squared residuals of all rows, added up or averaged, as training recorded them." + BELOW,
    "R²": "The share of y's variance that the neuron explains: 1 is all, 0 no more than the mean of y does." + BELOW,
    "RMSE": "The root of the mean squared residual: a typical error, in units of y." + BELOW,
    "R² held out": "R² on the rows that the neuron never learned from. Below, the difference from R² in training.",
}


def metrics(run: Run) -> None:
    """Draw them, and for several features all weights."""
    rows = _rows(run)
    with st.grid(len(rows), min_column_width=130):
        for label, value, target in rows:
            _metric(label, value, target)
    if len(run.dataset.feature_names) > 1:
        _weights(run)


def _rows(run: Run) -> list[tuple[str, float | None, float | None]]:
    """Each metric's name, value, and the value to compare it with; None where it is not defined."""
    dataset, history, fit = run.dataset, run.history, run.fit
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    squares = float(residuals @ residuals)
    total = float(np.square(dataset.target - dataset.target.mean()).sum())
    r_squared = round(1 - squares / total, 10) if total > 0 else None
    rows: list[tuple[str, float | None, float | None]] = []
    if len(dataset.feature_names) == 1:
        rows.append(("Weight w", float(history.weights_in_data_units[-1, 0]), float(fit.weights[0])))
    rows += [
        ("Bias b", float(run.biases_shown[-1]), run.best_bias_shown),
        ("Loss", float(history.losses[-1]), fit.loss),
        ("R²", r_squared, fit.r_squared),
        ("RMSE", (squares / dataset.rows) ** 0.5, (fit.loss / run.scale / dataset.rows) ** 0.5),
    ]
    if run.held_out is not None:
        rows.append(("R² held out", run.held_out_r_squared, r_squared))
    return rows


def _metric(label: str, value: float | None, target: float | None) -> None:
    if value is None or target is None:
        st.metric(label, "–", help="Not defined, because the target is the same in every row.")
        return
    st.metric(
        label,
        number(value),
        f"{value - target:+.1e}",
        delta_color="off",
        delta_arrow="off",
        delta_description=f"vs {number(target)}",
        help=MEANINGS[label],
        border=True,
    )


def _weights(run: Run) -> None:
    weights = run.history.weights_in_data_units[-1]
    shown = pd.DataFrame(
        {
            "feature": [as_title(name) for name in run.dataset.feature_names],
            "weight": weights,
            "least squares": run.fit.weights,
            "difference": weights - run.fit.weights,
            "standardised weight": weights * run.dataset.feature_scales,
        }
    )
    st.dataframe(shown, hide_index=True, alt="The weights beside those of least squares")
