"""Asking before a long training is started, and offering what is quicker."""

import streamlit as st

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.speed import estimated_seconds
from perceptron.panels.markdown import escaped
from perceptron.panels.session import runs
from perceptron.panels.session.knobs import apply
from perceptron.words import DatasetError

# A run that is expected to take longer than this is not started without being asked for.
PATIENCE = 45.0


def run_of(asked: Prospect, *, ask: bool = True) -> Run | None:
    """The run, or None where it is too long to start unasked, or cannot be started: the page then says why.

    With `ask` the ways out of a long run are drawn, insisting among them.
    """
    insisted: set[object] = st.session_state.setdefault("insisted", set())
    if not isinstance(asked, Run) and asked.key not in insisted and _seconds(asked) > PATIENCE:
        if ask:
            _ask(asked, insisted)
        return None
    try:
        return runs.trained(asked)
    except DatasetError as error:
        st.error(escaped(str(error)))
        return None


def _ask(asked: Prospect, insisted: set[object]) -> None:
    with st.container(border=True, key="long_run"):
        st.markdown(
            f":material/hourglass: **This run would take about {duration_in_words(_seconds(asked))}.** It has"
            f" {asked.dataset.rows:,} rows and {asked.hyperparameters.epochs:,} epochs. What would be quicker:"
        )
        with st.container(horizontal=True):
            for label, quicker in _quicker(asked).items():
                about = duration_in_words(_seconds(quicker))
                st.button(
                    f"{label}: about {about}", on_click=apply, args=(quicker.hyperparameters,), key=f"quicker {label}"
                )
            st.button("Train anyway", on_click=insisted.add, args=(asked.key,), icon=":material/play_arrow:")


def _seconds(asked: Prospect) -> float:
    return estimated_seconds(asked.dataset, asked.hyperparameters)


def duration_in_words(seconds: float) -> str:
    """A duration as one would say it."""
    if seconds < 1:
        return "a second"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    return "a second"


def _quicker(asked: Prospect) -> dict[str, Prospect]:
    """What would take clearly less time, by its label."""
    epochs = asked.hyperparameters.epochs
    offers = {
        "Gradient by hand": asked.but(gradients="by_hand"),
        "Full batches": asked.but(batch_size=None),
        "Batches of 1,000": asked.but(batch_size=1000, epochs=min(epochs, 20)),
        "Fewer epochs": asked.but(epochs=max(1, epochs // 100)),
    }
    return {label: quicker for label, quicker in offers.items() if _seconds(quicker) < 0.5 * _seconds(asked)}
