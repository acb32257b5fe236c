"""The Train tab: what happened in this run?"""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.diagnosis import Diagnosis
from perceptron.insight.suggestions import Suggestion, is_too_fast, ways_out
from perceptron.insight.theory import Fit
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters, Reduction
from perceptron.panels.markdown import escaped, number
from perceptron.panels.session import link, runs, table_versions
from perceptron.panels.session.long_run import run
from perceptron.panels.sidebar import apply
from perceptron.panels.step.tab import step_summary
from perceptron.panels.train.film import film, stopped_epoch
from perceptron.panels.train.predict_box import predict_box
from perceptron.panels.train.standardizing import standardizing
from perceptron.take_home.csv_files import history_csv
from perceptron.words import as_title

ICONS = {
    "converged": ":material/check_circle:",
    "still learning": ":material/hourglass_bottom:",
    "swinging, converging": ":material/swap_horiz:",
    "swinging, not converging": ":material/swap_horiz:",
    "diverged": ":material/trending_up:",
    "dead neuron": ":material/power_off:",
    "stalled in float32": ":material/pause_circle:",
}
LOG_EVERY = 100
STEP = "step"
BELOW = " Below, the difference from the value of least squares."
MEANINGS = {
    "Weight w": "The slope: by how much the prediction grows for one unit of x." + BELOW,
    "Bias b": "The intercept: the prediction where x·w is 0." + BELOW,
    "Loss": "The squared residuals of all rows, added up or averaged, as float32 has them." + BELOW,
    "R²": "The share of y's variance that the neuron explains: 1 is all, 0 no more than the mean of y." + BELOW,
    "RMSE": "The root of the mean squared residual: a typical error, in units of y." + BELOW,
    "R² held out": "R² on the rows that the neuron never learned from. Below, the difference from R² in training.",
}
HELP = (
    "A run ends in one of seven ways: it converged, is still learning, swings and converges, swings and does not"
    " converge, diverged, died under the clamp, or stalled because float32 has no smaller step."
)


def train_tab(dataset: Dataset, held_out: HeldOut | None, hyperparameters: Hyperparameters) -> None:
    """Draw the tab: what the data can bear, the run's diagnosis, its numbers, its film, a prediction and the log."""
    warned = _warn_of_rate(dataset, hyperparameters)
    history = run(dataset, hyperparameters)
    if history is None:
        return
    _, fit = runs.landscape(dataset, hyperparameters)
    _diagnosis(runs.explained(dataset, hyperparameters, history), with_buttons=not warned)
    _numbers(dataset, held_out, hyperparameters.reduction, history, fit)
    film(dataset, held_out, hyperparameters, history, fit, _true_line(), on_stop=_stop)
    _opened(dataset, hyperparameters, history)
    if hyperparameters.standardize:
        standardizing(dataset, hyperparameters, history)
    left, right = st.columns(2, gap="large")
    with left:
        predict_box(dataset, history)
    with right:
        _log(history)
        st.download_button(
            "Download the history",
            lambda: history_csv(history, dataset.feature_names),
            file_name="perceptron-history.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            help="Every epoch as a row: loss, weights, bias and their gradients, for any spreadsheet.",
        )


def _true_line() -> tuple[float, float] | None:
    recipe = table_versions.versions().now.recipe
    return None if recipe is None else (recipe.slope, recipe.intercept)


def _warn_of_rate(dataset: Dataset, hyperparameters: Hyperparameters) -> bool:
    bowl, _ = runs.landscape(dataset, hyperparameters)
    if not is_too_fast(hyperparameters, bowl):
        return False
    limit = bowl.largest_stable_learning_rate
    with st.container(border=True):
        st.markdown(
            f":material/warning: **The learning rate {hyperparameters.learning_rate:g} is more than this data"
            " can bear: "
            f"the largest stable rate is {limit:.4g}.** Every step would overshoot by more than the one before."
        )
        _buttons(ways_out(dataset, hyperparameters))
    return True


def _diagnosis(diagnosis: Diagnosis, *, with_buttons: bool) -> None:
    st.header(f"{ICONS[diagnosis.kind]} {escaped(diagnosis.headline)}", anchor=False, help=HELP)
    st.markdown(escaped(diagnosis.reason))
    if with_buttons:
        _buttons(diagnosis.suggestions)


def _buttons(suggestions: tuple[Suggestion, ...]) -> None:
    if not suggestions:
        return
    with st.container(horizontal=True, key="suggestions"):
        for suggestion in suggestions:
            st.button(
                suggestion.label,
                help=escaped(suggestion.reason),
                on_click=apply,
                args=(suggestion.hyperparameters,),
                key=f"suggest {suggestion.label}",
            )


def _numbers(dataset: Dataset, held_out: HeldOut | None, reduction: Reduction, history: History, fit: Fit) -> None:
    """The learned numbers, each with its least-squares value and the difference, in the data's own units."""
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    squares = float(residuals @ residuals)
    total = float(np.square(dataset.target - dataset.target.mean()).sum())
    best = fit.loss / (dataset.rows if reduction == "sum" else 1)
    rows: list[tuple[str, float | None, float | None]] = []
    if len(dataset.feature_names) == 1:
        rows.append(("Weight w", float(history.weights_in_data_units[-1, 0]), float(fit.weights[0])))
    rows += [
        ("Bias b", float(history.biases_in_data_units[-1]), fit.bias),
        ("Loss", float(history.losses[-1]), fit.loss),
        ("R²", round(1 - squares / total, 10) if total > 0 else None, fit.r_squared),
        ("RMSE", (squares / dataset.rows) ** 0.5, best**0.5),
    ]
    with st.grid(len(rows) + (held_out is not None), min_column_width=130):
        for label, value, target in rows:
            _metric(label, value, target)
        if held_out is not None:
            _metric("R² held out", held_out.r_squared(history), rows[-2][1])
    if len(dataset.feature_names) > 1:
        names = [as_title(name) for name in dataset.feature_names]
        weights = pd.DataFrame(
            {
                "feature": names,
                "weight": history.weights_in_data_units[-1],
                "least squares": fit.weights,
                "difference": history.weights_in_data_units[-1] - fit.weights,
                "standardised weight": history.weights_in_data_units[-1] * dataset.feature_scales,
            }
        )
        st.dataframe(weights, hide_index=True, alt="The weights beside those of least squares")


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


def _log(history: History) -> None:
    with st.expander("The log, as the article prints it", icon=":material/list:"):
        iterations = np.arange(LOG_EVERY, len(history), LOG_EVERY)
        if len(iterations) == 0:
            st.caption(f"The article prints every {LOG_EVERY}th iteration; this run has {len(history) - 1}.")
            return
        st.caption("Iteration t prints the loss before its update, that is, after t − 1 updates.")
        log = pd.DataFrame({"iteration": iterations, "loss": history.losses[iterations - 1]})
        st.dataframe(log, hide_index=True, height=240, alt="Iteration and loss, every 100 iterations")


@st.fragment(key=STEP)
def _opened(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> None:
    step_summary(dataset, hyperparameters, history)


def _stop() -> None:
    st.session_state["epoch"] = stopped_epoch()
    link.keep_epoch(st.session_state["epoch"])
    st.rerun(STEP)
