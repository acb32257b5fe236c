"""The neuron's numbers at the film's epoch, each beside the best possible, in the data's own units."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.insight.run import Run
from perceptron.panels.film.live import numbers
from perceptron.panels.markdown import five_digits
from perceptron.panels.session.depth import is_plain, worded
from perceptron.words import as_title

# Of more weights than this the first ones are told live; a table has all of them.
MOST_WEIGHTS = 8
SHARE, ERROR, HELD_OUT_SHARE = "Share explained (R²)", "Typical error", "Share explained, held-out rows (R²)"
MEANINGS = {
    "Weight w": "The slope: by how much x·w grows where x grows by 1.",
    "Bias b": "The prediction where x·w is 0.",
    "Loss": "How wrong the neuron is: the squares of all residuals, added up or averaged, as training recorded them.",
    SHARE: "How much of what makes y differ from row to row the neuron explains: 1 is all of it, 0 no more than the"
    " mean of y does.",
    ERROR: "How far off a prediction typically is, in units of y: the root of the mean squared residual (RMSE).",
    HELD_OUT_SHARE: "The share explained of the rows that the neuron never learned from.",
}

# The same in plain words.
PLAIN_NAMES = {"Weight w": "Weight: the slope", "Bias b": "Bias: the height at zero"}
PLAIN_MEANINGS = {
    "Weight w": "How steep the line is: by how much the prediction grows where x grows by one.",
    "Bias b": "How high the line lies where x is zero.",
}


def metrics(run: Run) -> None:
    """Draw them, and for several features, once the film has arrived there, all weights at the end of training."""
    numbers(run, _rows(run))
    if len(run.dataset.feature_names) > 1:
        with st.container(key="weights_at_the_end"), st.expander("All weights at the end of the run"):
            _weights(run)


def _rows(run: Run) -> list[dict[str, Any]]:
    """What `live.numbers` draws; a share of the target's variance is left out where it has none."""
    dataset, fit = run.dataset, run.fit
    total = float(np.square(dataset.target - dataset.target.mean()).sum())

    def row(
        name: str, column: str, best: float | None, meaning: str, how: str = "as_it_is", factor: float = 1.0
    ) -> None:
        known = MEANINGS["Weight w" if meaning == "weight" else name]
        rows.append(
            {
                "name": PLAIN_NAMES.get(name, worded(name)) if is_plain() else name,
                "column": column,
                "best": best,
                "meaning": meaning,
                "how": how,
                "factor": factor,
                "help": PLAIN_MEANINGS.get("Weight w" if meaning == "weight" else name, known) if is_plain() else known,
            }
        )

    rows: list[dict[str, Any]] = []
    names = dataset.feature_names
    for place, (name, best) in enumerate(zip(names[:MOST_WEIGHTS], fit.weights, strict=False), start=1):
        label = "Weight w" if len(names) == 1 else f"Weight of {as_title(name)}"
        row(label, f"shown_w{place}", float(best), "weight")
    row("Bias b", "shown_b", run.best_bias_shown, "bias")
    row("Loss", "loss", fit.loss, "loss")
    if total > 0:
        row(SHARE, "loss", fit.r_squared, "loss", "r_squared", 1 / run.scale / total)
    row(ERROR, "loss", (fit.loss / run.scale / dataset.rows) ** 0.5, "loss", "root", 1 / run.scale / dataset.rows)
    if run.held_out is not None and (variance := float(run.held_out.target.var())) > 0:
        row(HELD_OUT_SHARE, "held_out", None, "loss", "r_squared", 1 / variance)
    return rows


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
    st.dataframe(
        shown,
        hide_index=True,
        column_config=five_digits(shown.columns[1:]),
        alt="The weights beside those of least squares",
    )
