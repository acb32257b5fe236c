"""The film: every view of a run at one epoch, and the player that moves them without the server."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.frames import plotted_by
from perceptron.charts.view import Look, View
from perceptron.charts.views import BIAS, FILM, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, SCRUBBER, WEIGHTS
from perceptron.insight.run import Run
from perceptron.panels.session import link
from perceptron.panels.train.player import player
from perceptron.panels.train.view_options import view_options

PLAYER = "player"


@st.cache_resource(max_entries=500, show_spinner=False)
def _specification(_view: View, name: str, shape: object, frames: int) -> dict[str, Any]:
    # Building and checking a chart costs twenty times what handing data to a finished one does.
    return specification(_view.chart(shape, frames))


@st.cache_data(max_entries=100, max_size="50MB", show_spinner=False, hash_funcs={Run: lambda run: run.key})
def _plotted(run: Run, look: Look) -> dict[str, pd.DataFrame]:
    return plotted_by(run, look, FILM)


def film(run: Run, true_line: tuple[float, float] | None, on_stop: Callable[[], None]) -> None:
    """Draw the film of a run. `on_stop` runs when the learner stops it; `stopped_epoch` then tells where.

    true_line is the slope and intercept that generated data was made from.
    """
    whole = st.container(key="film")
    playing, options = whole.columns([6, 1], vertical_alignment="center")
    with options:
        look = view_options(run, true_line)
    # Squares and axes change no number: one set of them serves them all.
    plotted = _plotted(run, Look(pair=look.pair, true_line=look.true_line))
    frames = len(plotted["history"])

    def show(view: View) -> None:
        spec = _specification(view, view.name, view.shape(run, look), frames)
        with st.container(key=view.name):
            datasets = {name: plotted[name] for name in view.reads}
            st.vega_lite_chart(
                {**spec, "datasets": datasets}, key=f"{view.name}_chart", alt=view.description(run, look)
            )

    with playing:
        player(plotted["history"]["epoch"].tolist(), start=link.epoch_in_link(), key=PLAYER, on_stop=on_stop)
    with whole:
        show(SCRUBBER)
        for sides in (((FITTED_LINE,), (LOSS_CURVE,)), ((WEIGHTS, BIAS), (LOSS_SURFACE,))):
            for column, views in zip(st.columns(2), sides, strict=True):
                with column:
                    for view in views:
                        show(view)
                    # Of views one above the other the last speaks for all.
                    st.caption(views[-1].caption(run, look))


def stopped_epoch() -> int:
    """The epoch at which the learner stopped the film; for the callback of `film`."""
    return int(st.session_state[PLAYER].stopped)
