"""The pictures of an experiment, and its film: before the prediction only what can be known then."""

import streamlit as st

from perceptron.charts.view import Look, View
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.run import Run
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn
from perceptron.panels.film.axes import LOSS_AXES, loss_axis_fitting
from perceptron.panels.film.film import Lesson, show_player, show_view
from perceptron.panels.film.live import formula

VIEWS: dict[str, View] = {
    "line": FITTED_LINE,
    "loss": LOSS_CURVE,
    "valley": LOSS_SURFACE,
    "weight": WEIGHTS,
    "bias": BIAS,
}


def pictures(experiment: Experiment, run: Run, other: Run | None, lesson: Lesson, drawn: Drawn) -> None:
    """Draw the run, the other one in grey beside it, and what was drawn as a prediction over it."""
    axis = LOSS_AXES[experiment.loss_axis] or loss_axis_fitting(run)
    look = Look(squares=experiment.squares, loss_axis=axis, hides_best=bool(lesson.before))
    views = lesson.before or tuple(VIEWS[name] for name in experiment.views)
    with st.container(key="film"), st.container(key="learn_pictures"):
        show_player(run, look, other, tells=False, lesson=lesson)
        if not lesson.before:
            formula(run)
        with st.grid(len(views), min_column_width=300):
            for view in views:
                with st.container():
                    show_view(view, run, look, other)
                    in_grey = other is not None and view in (FITTED_LINE, LOSS_CURVE)
                    grey = f" Grey: {experiment.compare_label}." if in_grey else ""
                    st.caption(view.caption(run, look) + grey)
