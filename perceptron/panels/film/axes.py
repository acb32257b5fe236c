"""Axes that stand still under a hand: a point that is let go inside the picture stays where it was let go. And the axis
of the loss that fits a run.
"""

import streamlit as st

from perceptron.charts.view import Axes, EpochAxis, LossAxis
from perceptron.charts.views.ranges import axes_of, points_are_inside, start_is_inside
from perceptron.insight.run import Run
from perceptron.panels.session.moved_point import point_was_moved

# The choices by their names; what fits the run, in place of an axis.
LOSS_AXES: dict[str, LossAxis | None] = {"auto": None, "linear": "linear", "log": "log", "excess, log": "excess"}
# A loss that grew to so many times the first one leaves no more than its end to be seen on a linear axis.
EXPLODED = 1000


def loss_axis_fitting(run: Run) -> LossAxis:
    """Linear, or log where the loss explodes."""
    losses = run.history.losses
    return "log" if losses.max() > EXPLODED * losses[0] else "linear"


def loss_axis_chosen() -> LossAxis | None:
    """The axis of the loss that the learner chose; None where it is to fit the run."""
    return LOSS_AXES[st.session_state.get("loss_axis") or "auto"]


def epoch_axis_chosen() -> EpochAxis:
    """The axis of the epochs that the learner chose, also while the choice is not drawn."""
    chosen: EpochAxis = st.session_state.get("epoch_axis") or "log"
    return chosen


def axes_shown(run: Run) -> Axes | None:
    """The axes to draw the points on, None for several features. Those of the picture in which a point was moved stay
    as long as all points lie inside, and, where the settings have changed, the untrained neuron's line too.
    """
    if len(run.dataset.feature_names) > 1:
        return None
    axes = axes_of(run)
    if point_was_moved() and "axes_shown" in st.session_state:
        stood, settings = st.session_state["axes_shown"]
        start_fits = settings == run.hyperparameters or start_is_inside(run, stood)
        if points_are_inside(run, stood) and start_fits:
            axes = stood
    st.session_state["axes_shown"] = axes, run.hyperparameters
    return axes
