"""The Train tab, from top to bottom: the stage, then what became of the run, its numbers, prediction and log."""

import streamlit as st

from perceptron.insight.prospect import Prospect
from perceptron.panels.session import table_versions
from perceptron.panels.session.long_run import run_of
from perceptron.panels.train.introduction import introduction
from perceptron.panels.train.metrics import metrics
from perceptron.panels.train.predict_box import predict_box
from perceptron.panels.train.printed_log import printed_log
from perceptron.panels.train.stage import stage
from perceptron.panels.train.standardizing import standardizing
from perceptron.panels.train.verdict import try_suggestions, verdict, warn_of_rate
from perceptron.take_home.csv_files import history_csv


def train_tab(asked: Prospect) -> None:
    """Draw the tab."""
    run = run_of(asked)
    if run is None:
        warn_of_rate(asked)
        return
    stage(run, _true_line())
    st.markdown(introduction(asked))
    place = verdict(run)
    metrics(run)
    if run.hyperparameters.standardize:
        standardizing(run)
    left, right = st.columns(2, gap="large")
    with left:
        predict_box(run)
    with right:
        printed_log(run)
        st.download_button(
            "Download the history",
            lambda: history_csv(run.history, run.dataset.feature_names),
            file_name="perceptron-history.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            help="Every epoch as a row: loss, weights, bias and their gradients, for any spreadsheet.",
        )
    # Last, because trying takes time, and all else can be looked at meanwhile.
    try_suggestions(run, place)


def _true_line() -> tuple[float, float] | None:
    recipe = table_versions.versions().now.recipe
    return None if recipe is None else (recipe.slope, recipe.intercept)
