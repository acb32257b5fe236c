"""The film: every view of a run at one epoch, and the player that moves them without the server."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from perceptron.charts import captions, descriptions
from perceptron.charts.film import specification
from perceptron.charts.film_tables import film_tables
from perceptron.charts.views.fitted_line import fitted_line_chart
from perceptron.charts.views.loss_curve import loss_curve_chart
from perceptron.charts.views.loss_surface import loss_surface_chart
from perceptron.charts.views.parameters import MOST_WEIGHTS, parameters_chart
from perceptron.charts.views.scrubber import scrubber_chart
from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.surface import loss_surface
from perceptron.insight.theory import Fit
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.session import link
from perceptron.panels.session.runs import HASHES, landscape
from perceptron.panels.train.player import player
from perceptron.words import as_title

PLAYER = "player"
HEIGHT = 330
LOSS_AXES = {"linear": "linear", "log": "log", "excess": "excess, log"}
EPOCH_AXES = ("log", "linear")

CHARTS: dict[str, Callable[..., Any]] = {
    "scrubber": scrubber_chart,
    "fitted_line": fitted_line_chart,
    "loss_curve": loss_curve_chart,
    "parameters": parameters_chart,
    "bias": parameters_chart,
    "loss_surface": loss_surface_chart,
}


@st.cache_resource(max_entries=500, show_spinner=False)
def _specification(chart: str, *arguments: object, **options: object) -> dict[str, Any]:
    # Building and checking a chart costs twenty times what handing data to a finished one does.
    return specification(CHARTS[chart](*arguments, **options))


@st.cache_data(max_entries=100, max_size="50MB", show_spinner=False, hash_funcs=HASHES)
def _tables(
    dataset: Dataset,
    held_out: HeldOut | None,
    hyperparameters: Hyperparameters,
    _history: History,
    _fit: Fit,
    pair: tuple[int, int],
    true_line: tuple[float, float] | None,
) -> tuple[dict[str, pd.DataFrame], bool]:
    surface = loss_surface(dataset, hyperparameters, _history, pair)
    return film_tables(dataset, held_out, hyperparameters, _history, _fit, surface, pair, true_line), surface.clipped


def film(
    dataset: Dataset,
    held_out: HeldOut | None,
    hyperparameters: Hyperparameters,
    history: History,
    fit: Fit,
    true_line: tuple[float, float] | None,
    on_stop: Callable[[], None],
) -> None:
    """Draw the film of a run. `on_stop` runs when the learner stops it; `stopped_epoch` then tells where.

    true_line is the slope and intercept that generated data was made from.
    """
    features = len(dataset.feature_names)
    bowl, _ = landscape(dataset, hyperparameters)
    whole = st.container(key="film")
    playing, view = whole.columns([6, 1], vertical_alignment="center")
    with view:
        squares, loss_axis, epoch_axis, pair = _controls(features, dataset.feature_names)
    tables, clipped = _tables(dataset, held_out, hyperparameters, history, fit, pair, true_line)
    frames = len(tables["history"])

    def show(chart: str, alt: str, names: list[str], *arguments: object, **options: object) -> None:
        spec = _specification(chart, *arguments, frames=frames, **options)
        with st.container(key=chart):
            datasets = {name: tables[name] for name in names}
            st.vega_lite_chart({**spec, "datasets": datasets}, key=f"{chart}_chart", alt=alt)

    with playing:
        player(tables["history"]["epoch"].tolist(), start=link.epoch_in_link(), key=PLAYER, on_stop=on_stop)
    with whole:
        show("scrubber", "The epoch that all views show", ["history"])
        left, right = st.columns(2)
        with left:
            names = (dataset.feature_names[0], dataset.target_name)
            show(
                "fitted_line",
                descriptions.describe_fitted_line(dataset, history, fit),
                ["history", "points", "line"],
                features,
                history.activation,
                *names,
                squares=squares,
                height=HEIGHT,
            )
            st.caption(captions.line_caption(dataset, squares, with_truth=true_line is not None))
        with right:
            show(
                "loss_curve",
                descriptions.describe_loss_curve(history, fit),
                ["history"],
                loss_axis,
                epoch_axis,
                height=HEIGHT,
            )
            st.caption(
                captions.loss_caption(dataset, hyperparameters, history, bowl, tables["history"])
                + (captions.held_out_caption(held_out, hyperparameters) if held_out is not None else "")
            )
        left, right = st.columns(2)
        with left:
            drawn = min(features, MOST_WEIGHTS)
            for chart, what in (("parameters", "weight"), ("bias", "bias")):
                show(
                    chart,
                    descriptions.describe_parameters(history, what),
                    ["history", "parameters"],
                    what,
                    drawn,
                    epoch_axis,
                    height=HEIGHT // 2 + (20 if what == "weight" and drawn > 1 else 0),
                )
            st.caption(
                "Solid: the neuron. Dashed: least squares."
                + (f" The {MOST_WEIGHTS} weights that count most are drawn." if drawn < features else "")
            )
        with right:
            titles = [_parameter_name(index, dataset) for index in pair]
            show(
                "loss_surface",
                descriptions.describe_loss_surface(*titles, clipped=clipped),
                ["history", "contours"],
                *titles,
                height=HEIGHT,
            )
            st.caption(captions.surface_caption(hyperparameters, features, clipped=clipped))


def stopped_epoch() -> int:
    """The epoch at which the learner stopped the film; for the callback of `film`."""
    return int(st.session_state[PLAYER].stopped)


def _controls(features: int, names: tuple[str, ...]) -> tuple[bool, str, str, tuple[int, int]]:
    """What the views show: residual squares or not, the loss axis, the epoch axis, the two parameters of the map."""
    with st.popover("View", icon=":material/tune:", width="stretch"):
        squares = st.toggle(
            "Residual squares",
            key="squares",
            help=(
                "Draws each residual as a square. In data units their areas add up to the loss, or to n times its mean."
            ),
        )
        loss_axis = st.segmented_control(
            "Loss axis",
            list(LOSS_AXES),
            default="linear",
            required=True,
            format_func=LOSS_AXES.__getitem__,
            key="loss_axis",
            help="Excess is the loss minus the least-squares loss. On a log axis, steady progress is a straight line.",
        )
        epoch_axis = st.segmented_control(
            "Epoch axis",
            EPOCH_AXES,
            default="log",
            required=True,
            key="epoch_axis",
            help="A log axis gives the first epochs, where most happens, as much room as the many later ones.",
        )
        pair = (0, features)
        if features > 1:
            options = list(range(features + 1))

            def label(index: int) -> str:
                return "bias" if index == features else as_title(names[index])

            first = st.selectbox("Map: across", options, index=0, format_func=label, key=f"u_{features}")
            second = st.selectbox("Map: up", options, index=1, format_func=label, key=f"v_{features}")
            pair = (first, second if second != first else (first + 1) % (features + 1))
    return squares, loss_axis or "linear", epoch_axis or "log", pair


def _parameter_name(index: int, dataset: Dataset) -> str:
    features = len(dataset.feature_names)
    if index == features:
        return "bias b"
    return "weight w" if features == 1 else f"w {dataset.feature_names[index]}"
