"""What the film's views show: residual squares or not, the axes, the two parameters of the map."""

import streamlit as st

from perceptron.charts.view import EpochAxis, Look, LossAxis
from perceptron.insight.run import Pair, Run
from perceptron.words import as_title

LOSS_AXES: dict[LossAxis, str] = {"linear": "linear", "log": "log", "excess": "excess, log"}
EPOCH_AXES: tuple[EpochAxis, ...] = ("log", "linear")


def view_options(run: Run, true_line: tuple[float, float] | None) -> Look:
    """Draw the choices behind one button."""
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
        pair = _pair(run.dataset.feature_names)
    return Look(squares, loss_axis or "linear", epoch_axis or "log", pair, true_line)


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
