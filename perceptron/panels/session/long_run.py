"""Asking before a long training goes on, after one was stopped, and offering what is quicker."""

from typing import NamedTuple

import streamlit as st

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.speed import estimated_seconds
from perceptron.panels.markdown import escaped
from perceptron.panels.session import runs
from perceptron.panels.session.background import Stand, Training
from perceptron.panels.session.knobs import apply, may_become
from perceptron.words import DatasetError, counted

# A run that needs longer than this is not waited for without asking. How long it needs is seen when it has worked for
# some seconds: most runs that look long repeat themselves or break soon, which no estimate knows.
PATIENCE = 45.0
SECONDS_OF_WORK = 5.0
BATCH, PASSES = 1000, 20


class Halt(NamedTuple):
    """Where a training stood when it was halted, and whether the visitor stopped it."""

    stand: Stand
    is_stopped: bool


def run_of(asked: Prospect, *, ask: bool = True) -> Run | None:
    """The run, or None where it is too long to wait for unasked, was stopped, or cannot be started: the page then says
    why. With `ask` the ways out of a long run are drawn, going on with it among them.
    """
    insisted: set[object] = st.session_state.setdefault("insisted", set())
    halted: dict[object, Halt] = st.session_state.setdefault("halted", {})

    def stop(training: Training) -> None:
        training.rest()
        halted[asked.key] = Halt(training.stand, is_stopped=True)

    def is_too_long(training: Training) -> bool:
        if asked.key in insisted or training.seconds_worked() < SECONDS_OF_WORK or training.stand.left < PATIENCE:
            return False
        halted[asked.key] = Halt(training.stand, is_stopped=False)
        return True

    run = None
    if isinstance(asked, Run) or asked.key not in halted:
        try:
            run = runs.trained(asked, on_stop=stop, is_too_long=is_too_long)
        except DatasetError as error:
            st.error(escaped(str(error)))
            return None
    if run is None and ask:
        _ask(asked, halted[asked.key])
    return run


def _go_on(key: object) -> None:
    st.session_state["insisted"].add(key)
    del st.session_state["halted"][key]


def _ask(asked: Prospect, halt: Halt) -> None:
    epochs, left = asked.hyperparameters.epochs, halt.stand.left
    at = f"at epoch {halt.stand.epoch:,} of {epochs:,}"
    begins = f"This run was stopped {at}." if halt.is_stopped else f"This run is long: it is {at}."
    with st.container(border=True, key="long_run"):
        st.markdown(
            f":material/hourglass: **{begins}** The rest, with {asked.dataset.rows:,} rows, would take about"
            f" {duration_in_words(left)}, or less if it comes to rest or breaks before. Go on, or change something:"
        )
        with st.container(horizontal=True):
            for label, quicker in _quicker(asked, left).items():
                if not may_become(quicker.hyperparameters):
                    continue
                about = duration_in_words(_seconds(quicker))
                st.button(
                    f"{label}: about {about}", on_click=apply, args=(quicker.hyperparameters,), key=f"quicker {label}"
                )
            st.button("Train on", on_click=_go_on, args=(asked.key,), icon=":material/play_arrow:")


def _seconds(asked: Prospect) -> float:
    return estimated_seconds(asked.dataset, asked.hyperparameters)


def duration_in_words(seconds: float) -> str:
    """A duration as one would say it."""
    if seconds < 1:
        return "a second"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = round(seconds / size)
            return counted(count, unit)
    return "a second"


def _quicker(asked: Prospect, seconds: float) -> dict[str, Prospect]:
    """What would take clearly less than so many seconds, by a label that names all it changes."""
    epochs, rows = asked.hyperparameters.epochs, asked.dataset.rows
    offers = {"Gradient by hand": asked.but(gradients="by_hand"), "Full batches": asked.but(batch_size=None)}
    if rows > BATCH:
        changed = f"Batches of {BATCH:,} rows"
        changed += f", {PASSES} epochs" if epochs > PASSES else ""
        offers[changed] = asked.but(batch_size=BATCH, epochs=min(epochs, PASSES))
    fewer = max(1, epochs // 100)
    offers[counted(fewer, "epoch")] = asked.but(epochs=fewer)
    most = 0.5 * min(seconds, _seconds(asked))
    return {label: quicker for label, quicker in offers.items() if _seconds(quicker) < most}
