"""What standardising does, where it acts: the bowl's shape before and after, and the way back to the data's units."""

from typing import Any

import pandas as pd
import streamlit as st

from perceptron.charts.bowl import bowl_chart, bowl_contours
from perceptron.charts.film import specification
from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.panels.markdown import five_digits, number
from perceptron.panels.session.depth import is_plain
from perceptron.words import as_title


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs={Prospect: lambda asked: asked.key})
def _bowl(asked: Prospect) -> tuple[float, pd.DataFrame]:
    return asked.curvature.condition_number, bowl_contours(asked.curvature)


@st.cache_resource(show_spinner=False)
def _specification() -> dict[str, Any]:
    return specification(bowl_chart())


def standardizing(run: Run) -> None:
    """Draw the comparison for a run that standardised."""
    with st.expander("What standardising did", icon=":material/adjust:", key="standardizing"):
        sides = st.columns(2)
        for side, on, title in ((sides[0], False, "Before: x as it is"), (sides[1], True, "After: x standardised")):
            condition, lines = _bowl(run.but(standardize=on))
            with side:
                st.markdown(f"**{title}**, condition number {condition:.4g}")
                st.vega_lite_chart(
                    {**_specification(), "datasets": {"contours": lines}},
                    width="content",
                    key=f"bowl_{on}",
                    alt=(
                        "A line of equal loss around its lowest point; it is"
                        f" {condition**0.5:.3g} times as long as wide."
                    ),
                )
        st.caption(
            "A line of equal loss around the lowest point, over one weight's direction and another, in equal"
            " units. One step"
            " suits a circle everywhere; in a needle, a step that is short enough for its width crawls along its"
            " length."
        )
        if not is_plain():
            _at_the_end(run)


def _at_the_end(run: Run) -> None:
    """What was learned, in both units; seen once the film has arrived there."""
    history = run.history
    with st.container(key="units_at_the_end"):
        st.markdown(f"**At the end, back to the data's own units**: {_way_back(run)}".replace("_", "\\_"))
        shown = pd.DataFrame(
            {
                "feature": [as_title(name) for name in run.dataset.feature_names],
                "mean": history.feature_means,
                "σ": history.feature_scales,
                "w_z, as trained": history.weights[-1],
                "w, in data units": history.weights_in_data_units[-1],
            }
        )
        st.dataframe(
            shown,
            hide_index=True,
            column_config=five_digits(shown.columns[1:]),
            alt="Each feature's mean, standard deviation, trained weight, and weight in data units",
        )
        if not run.bias_stays_as_trained:
            st.caption(
                f"b as trained {number(float(history.biases[-1]))}, in data units"
                f" {number(float(history.biases_in_data_units[-1]))}."
            )


def _way_back(run: Run) -> str:
    if run.bias_stays_as_trained:
        return (
            f"w = w_z / σ. b stays {number(float(run.history.biases[-1]))}: the prediction where the"
            f" {run.hyperparameters.activation} has its corner, at a standardised x·w of 0."
        )
    return "w = w_z / σ and b = b_z − Σ w·mean."
