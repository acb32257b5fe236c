"""The Train tab, from top to bottom: warning, verdict, numbers, film, the step at its epoch, prediction and log."""

import streamlit as st

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.panels.session import link, table_versions
from perceptron.panels.session.long_run import run_of
from perceptron.panels.step.summary import step_summary
from perceptron.panels.train.film import film, stopped_epoch
from perceptron.panels.train.metrics import metrics
from perceptron.panels.train.predict_box import predict_box
from perceptron.panels.train.printed_log import printed_log
from perceptron.panels.train.standardizing import standardizing
from perceptron.panels.train.verdict import try_suggestions, verdict, warn_of_rate
from perceptron.take_home.csv_files import history_csv

STEP = "step"


def train_tab(asked: Prospect) -> None:
    """Draw the tab."""
    run = run_of(asked)
    if run is None:
        warn_of_rate(asked)
        return
    place = verdict(run)
    metrics(run)
    film(run, _true_line(), on_stop=_stop)
    _opened(run)
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


@st.fragment(key=STEP)
def _opened(run: Run) -> None:
    step_summary(run)


def _stop() -> None:
    st.session_state["epoch"] = stopped_epoch()
    link.keep_epoch(st.session_state["epoch"])
    st.rerun(STEP)
