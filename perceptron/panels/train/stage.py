"""The first screen: the points with the line, the loss or its valley, the formula, and the player below."""

from dataclasses import replace

import streamlit as st

from perceptron.charts.view import View
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.run import Run
from perceptron.panels.film.axes import axes_shown
from perceptron.panels.film.film import run_before, show_player, show_view
from perceptron.panels.film.hands import hands
from perceptron.panels.film.live import formula
from perceptron.panels.rate import rate_slider
from perceptron.panels.session.depth import worded
from perceptron.panels.train.view_options import squares_switch, view_options


def stage(run: Run, true_line: tuple[float, float] | None) -> None:
    """Draw it, and the pictures of weight and bias below it; true_line is the slope and intercept that generated data
    was made from.
    """
    before = run_before(run)
    with st.container(key="film"):
        with st.container(key="headline", horizontal=True, vertical_alignment="center", gap="small"):
            formula(run)
            hands_place = st.container(width="content")
            squares = squares_switch()
            look, show_end = view_options(run, true_line, squares)
            look = replace(look, axes=axes_shown(run))
            with hands_place:
                hands(run, look)

        # First, because the line, the formula and the numbers follow it, and so answer a hand before all else is drawn.
        show_player(run, look, before, tells=False, show_end=show_end)

        def show(view: View) -> None:
            show_view(view, run, look, before)
            ghost = " Grey: the run before." if before is not None and view in (FITTED_LINE, LOSS_CURVE) else ""
            caption = worded(view.caption(run, look) + ghost)
            if caption:
                st.caption(caption)

        # Side by side where there is room for both.
        pictures = st.grid(2, min_column_width=300)
        with pictures.container():
            show(FITTED_LINE)
            # A phone's sidebar is shut, so it has the rate beside the plot.
            rate_slider(run, key="rate_on_stage")
        with pictures.container():
            loss, valley = st.tabs(["Loss", "Valley"])
            with loss:
                show(LOSS_CURVE)
            with valley:
                show(LOSS_SURFACE)
        with st.grid(2, min_column_width=300):
            for view in (WEIGHTS, BIAS):
                with st.container():
                    show(view)
