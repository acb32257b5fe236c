"""What the film's views show: residual squares or not, the axes, the two parameters of the map."""

import streamlit as st

from perceptron.charts.view import EpochAxis, Look
from perceptron.insight.run import Pair, Run
from perceptron.panels.film.axes import EXPLODED, LOSS_AXES, epoch_axis_chosen, loss_axis_chosen, loss_axis_fitting
from perceptron.words import as_title

EPOCH_AXES: tuple[EpochAxis, ...] = ("log", "linear")


KEPT = ("squares", "loss_axis", "epoch_axis", "show_end")


def keep_view_options() -> None:
    """Hold on to them while another tab is open, where they are not drawn; before anything is drawn."""
    for name in KEPT:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def squares_switch() -> bool:
    """Draw the switch for the squares."""
    return st.toggle(
        "Squares",
        key="squares",
        help="Draws each residual as the side of a square. The loss is the sum of their areas, or the mean of them.",
    )


def view_options(run: Run, true_line: tuple[float, float] | None, squares: bool) -> tuple[Look, bool]:
    """Draw the choices behind one button: the look, and whether a new run shows its end at once."""
    with st.popover("View", icon=":material/tune:"):
        loss_axis = st.segmented_control(
            "Loss axis",
            list(LOSS_AXES),
            default=None if "loss_axis" in st.session_state else "auto",
            required=True,
            key="loss_axis",
            help="Excess is the loss minus the least-squares loss. On a log axis, steady progress is a straight line."
            f" Auto is linear, and log where the loss grows more than {EXPLODED:,}-fold.",
        )
        epoch_axis = st.segmented_control(
            "Epoch axis",
            EPOCH_AXES,
            default=None if "epoch_axis" in st.session_state else "log",
            required=True,
            key="epoch_axis",
            help="A log axis gives the first epochs, where most happens, as much room as the many later ones.",
        )
        pair = _pair(run.dataset.feature_names)
        show_end = st.toggle(
            "Show the end",
            key="show_end",
            help="A changed setting then shows the end of the new run at once, instead of playing it from epoch 0.",
        )
    axis = LOSS_AXES[loss_axis or "auto"] or loss_axis_fitting(run)
    return Look(squares, axis, epoch_axis or "log", pair, true_line), show_end


def look_kept(run: Run) -> Look:
    """What was chosen there, for a tab that does not draw the choices."""
    axis = loss_axis_chosen() or loss_axis_fitting(run)
    return Look(bool(st.session_state.get("squares")), axis, epoch_axis_chosen())


def _pair(names: tuple[str, ...]) -> Pair:
    """The parameters of the map: the weight and the bias, or of several weights those that the learner picks."""
    bias = len(names)
    if bias == 1:
        return 0, 1
    options = list(range(bias + 1))

    def label(index: int) -> str:
        return "bias" if index == bias else as_title(names[index])

    first = st.selectbox("Map: across", options, index=0, format_func=label, key=f"u_{bias}")
    second = st.selectbox("Map: up", options, index=1, format_func=label, key=f"v_{bias}")
    return first, second if second != first else (first + 1) % (bias + 1)
