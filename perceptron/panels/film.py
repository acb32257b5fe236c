"""The film: every view of a run at one epoch, and the player that moves them without the server."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.film_tables import film_tables
from perceptron.charts.fitted_line import fitted_line_chart
from perceptron.charts.loss_curve import EpochAxis, LossAxis, loss_curve_chart
from perceptron.charts.loss_surface import loss_surface_chart
from perceptron.charts.parameters import MOST_WEIGHTS, parameters_chart
from perceptron.charts.scrubber import scrubber_chart
from perceptron.dataset import Dataset
from perceptron.history import History
from perceptron.hyperparameters import Hyperparameters
from perceptron.panels.player import player
from perceptron.panels.runs import HASHES
from perceptron.surface import loss_surface
from perceptron.theory import Fit

PLAYER = "player"
HEIGHT = 330

CHARTS: dict[str, Callable[..., Any]] = {
    "scrubber": scrubber_chart,
    "fitted_line": fitted_line_chart,
    "loss_curve": loss_curve_chart,
    "parameters": parameters_chart,
    "loss_surface": loss_surface_chart,
}


@st.cache_resource(max_entries=500, show_spinner=False)
def _specification(chart: str, *arguments: object, **options: object) -> dict[str, Any]:
    # Building and checking a chart costs twenty times what handing data to a finished one does.
    return specification(CHARTS[chart](*arguments, **options))


@st.cache_data(max_entries=100, max_size="100MB", show_spinner=False, hash_funcs=HASHES)
def _tables(
    dataset: Dataset, hyperparameters: Hyperparameters, _history: History, _fit: Fit, pair: tuple[int, int]
) -> tuple[dict[str, pd.DataFrame], bool]:
    surface = loss_surface(dataset, hyperparameters, _history, pair)
    tables = film_tables(dataset, hyperparameters, _history, _fit, surface, pair)
    return tables, surface.clipped


def film(dataset: Dataset, hyperparameters: Hyperparameters, history: History, fit: Fit) -> None:
    """Draw the film of a run."""
    with st.container(key="film"):
        _film(dataset, hyperparameters, history, fit)


def _film(dataset: Dataset, hyperparameters: Hyperparameters, history: History, fit: Fit) -> None:
    features = len(dataset.feature_names)
    pair = (0, features)
    tables, clipped = _tables(dataset, hyperparameters, history, fit, pair)
    frames = len(tables["history"])

    def show(chart: str, alt: str, names: list[str], *arguments: object, **options: object) -> None:
        spec = _specification(chart, *arguments, frames=frames, **options)
        datasets = {name: tables[name] for name in names}
        with st.container(key=chart):
            st.vega_lite_chart({**spec, "datasets": datasets}, key=f"{chart}_chart", alt=alt)

    player(tables["history"]["epoch"].tolist(), key=PLAYER, on_stop=_stop)
    loss_axis: LossAxis = "linear"
    epoch_axis: EpochAxis = "log"
    show("scrubber", "The epoch that all views show", ["history"])
    left, right = st.columns(2)
    with left:
        names = (dataset.feature_names[0], dataset.target_name)
        show(
            "fitted_line",
            "fit",
            ["history", "points", "line"],
            features,
            hyperparameters.activation,
            *names,
            squares=False,
            height=HEIGHT,
        )
        show(
            "parameters",
            "parameters",
            ["history", "parameters"],
            min(features, MOST_WEIGHTS),
            epoch_axis,
            height=HEIGHT,
        )
    with right:
        show("loss_curve", "loss", ["history"], loss_axis, epoch_axis, height=HEIGHT)
        show("loss_surface", "surface", ["history", "contours"], "weight w", "bias b", height=HEIGHT)


def _stop() -> None:
    st.session_state["epoch"] = int(st.session_state[PLAYER].stopped)
