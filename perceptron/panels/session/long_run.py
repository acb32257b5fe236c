"""Asking before a long training is started, and offering what is quicker."""

from dataclasses import replace

import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.speed import estimated_seconds
from perceptron.panels.markdown import escaped
from perceptron.panels.session.runs import trained
from perceptron.panels.sidebar import apply
from perceptron.words import DatasetError

# A run that is expected to take longer than this is not started without being asked for.
PATIENCE = 45.0


def run(dataset: Dataset, hyperparameters: Hyperparameters, *, ask: bool = True) -> History | None:
    """The run, or None where it is too long to start unasked, or cannot be started: the page then says why.

    With `ask` the ways out of a long run are drawn, insisting among them.
    """
    insisted: set[tuple[str, Hyperparameters]] = st.session_state.setdefault("insisted", set())
    seconds = estimated_seconds(dataset, hyperparameters)
    if seconds > PATIENCE and (dataset.fingerprint, hyperparameters) not in insisted:
        if ask:
            _ask(dataset, hyperparameters, seconds, insisted)
        return None
    try:
        return trained(dataset, hyperparameters)
    except DatasetError as error:
        st.error(escaped(str(error)))
        return None


def _ask(
    dataset: Dataset,
    hyperparameters: Hyperparameters,
    seconds: float,
    insisted: set[tuple[str, Hyperparameters]],
) -> None:
    request = (dataset.fingerprint, hyperparameters)
    with st.container(border=True, key="long_run"):
        st.markdown(
            f":material/hourglass: **This run would take about {in_words(seconds)}.** It has {dataset.rows:,} rows and"
            f" {hyperparameters.epochs:,} epochs. What would be quicker:"
        )
        with st.container(horizontal=True):
            for label, changed in _quicker(dataset, hyperparameters).items():
                about = in_words(estimated_seconds(dataset, changed))
                st.button(f"{label}: about {about}", on_click=apply, args=(changed,), key=f"quicker {label}")
            st.button("Train anyway", on_click=insisted.add, args=(request,), icon=":material/play_arrow:")


def in_words(seconds: float) -> str:
    """A duration as one would say it."""
    if seconds < 1:
        return "a second"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    return "a second"


def _quicker(dataset: Dataset, hyperparameters: Hyperparameters) -> dict[str, Hyperparameters]:
    """What would take clearly less time, by its label."""
    offers = {
        "Gradient by hand": replace(hyperparameters, gradients="by_hand"),
        "Full batches": replace(hyperparameters, batch_size=None),
        "Batches of 1,000": replace(hyperparameters, batch_size=1000, epochs=min(hyperparameters.epochs, 20)),
        "Fewer epochs": replace(hyperparameters, epochs=max(1, hyperparameters.epochs // 100)),
    }
    seconds = estimated_seconds(dataset, hyperparameters)
    return {label: changed for label, changed in offers.items() if estimated_seconds(dataset, changed) < 0.5 * seconds}
