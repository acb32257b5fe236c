"""The pictures of an experiment, and its film: before the prediction only what can be known then."""

import streamlit as st

from perceptron.charts.view import Axes, EpochAxis, Look, View
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.charts.views.ranges import axes_of
from perceptron.insight.run import Run
from perceptron.insight.untrained import untrained
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn
from perceptron.panels.film.axes import LOSS_AXES, loss_axis_fitting
from perceptron.panels.film.film import Lesson, show_player, show_view
from perceptron.panels.film.hands import LineAsked, hands
from perceptron.panels.film.live import formula
from perceptron.panels.learn.drawn_loss import Curve, drawn_loss
from perceptron.panels.session.depth import worded
from perceptron.panels.session.lessons import progress_of
from perceptron.panels.session.pin import of_set

VIEWS: dict[str, View] = {
    "line": FITTED_LINE,
    "loss": LOSS_CURVE,
    "valley": LOSS_SURFACE,
    "weight": WEIGHTS,
    "bias": BIAS,
}
# A loss can be drawn up to so many times the first one.
ROOM_ABOVE = 2.0
# The axis goes up for the run in grey to so many times the first loss at most.
GREY_LINEAR, GREY_LOG = 3.0, 1e6
# So few epochs all have the same room on their axis.
FEW_EPOCHS = 100


def pictures(experiment: Experiment, run: Run, other: Run | None, lesson: Lesson, drawn: Drawn | None) -> None:
    """Draw the run, the other one in grey beside it, and what is, or was, drawn as a prediction over it; None where
    nobody predicts here.
    """
    views = lesson.before or tuple(VIEWS[name] for name in experiment.views)
    look = look_of(experiment, run, other, drawn or Drawn(), waits=bool(lesson.before))
    with st.container(key="film"), st.container(key="learn_pictures"):
        if drawn is not None:
            _hands(experiment, run, look, drawn, waits=bool(lesson.before))
        kept = of_set(experiment.situation.set_name, run)
        show_player(run, look, other, tells=False, lesson=lesson, pinned=kept)
        if not lesson.before:
            formula(run)
        with st.grid(len(views), min_column_width=300):
            for view in views:
                with st.container():
                    show_view(view, run, look, other)
                    in_grey = other is not None and view in (FITTED_LINE, LOSS_CURVE)
                    grey = f" Grey: {experiment.compare_label}." if in_grey else ""
                    st.caption(worded(view.caption(run, look) + grey))


def look_of(experiment: Experiment, run: Run, other: Run | None, drawn: Drawn, *, waits: bool) -> Look:
    """How the pictures are looked at; waits: before the prediction."""
    axis = LOSS_AXES[experiment.loss_axis] or loss_axis_fitting(run)
    high = 0.0
    if experiment.prediction.kind == "loss":
        first = float(run.history.losses[0])
        high = ROOM_ABOVE * first if waits else max((loss for _, loss in drawn.curve), default=0.0)
    if other is not None:
        # The grey curve too, as far as it leaves the other one readable.
        most = float(run.history.losses[0]) * (GREY_LOG if axis == "log" else GREY_LINEAR)
        high = max(high, min(1.05 * float(other.history.losses.max()), most))
    return Look(
        squares=experiment.squares,
        loss_axis=axis,
        epoch_axis=epoch_axis_of(experiment),
        # The same before the run and after it, so that what was drawn stays where it was.
        axes=_axes(experiment, run),
        hides_best=waits,
        hides_neuron=waits and experiment.prediction.kind == "line",
        ahead=experiment.situation.hyperparameters.epochs if waits else 0,
        loss_high=high,
    )


def epoch_axis_of(experiment: Experiment) -> EpochAxis:
    """Linear for few epochs; else one that gives the first ones more room."""
    return "linear" if experiment.situation.hyperparameters.epochs <= FEW_EPOCHS else "log"


def _axes(experiment: Experiment, run: Run) -> Axes | None:
    if len(run.dataset.feature_names) > 1:
        return None
    known = st.session_state.setdefault("lesson_axes", {})
    if experiment.name not in known:
        known[experiment.name] = axes_of(untrained(experiment.situation.prospect), with_best=False)
    axes: Axes = known[experiment.name]
    return axes


def _hands(experiment: Experiment, run: Run, look: Look, drawn: Drawn, *, waits: bool) -> None:
    """What draws a prediction, or shows what was drawn."""
    kind, name = experiment.prediction.kind, experiment.name
    if kind == "line" and (waits or drawn.line is not None):
        hands(run, look, LineAsked(name, drawn.line, lambda slope, height: _commit(name, Drawn(line=(slope, height)))))
    if kind == "loss" and (waits or drawn.curve):

        def take(curve: Curve) -> None:
            _commit(name, Drawn(curve=curve))

        first, epochs = float(run.history.losses[0]), experiment.situation.hyperparameters.epochs
        drawn_loss(
            name, first=first, last=epochs, axis=look.epoch_axis, high=look.loss_high, curve=drawn.curve, take=take
        )


def _commit(name: str, drawn: Drawn) -> None:
    progress = progress_of(name)
    if not progress.is_committed:
        progress.predicted = drawn
