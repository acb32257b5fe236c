"""Runs for the page: trained one at a time, with a progress bar, and never twice for the same question.

The runs are shared by all visitors of the server and changed by none. The store is bounded in number and bytes.
"""

import gc
import threading
import time

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator

from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut, hold_out
from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.recording import Progress
from perceptron.learning.training import train
from perceptron.panels.session.store import Store

SECONDS_BEFORE_A_BAR = 0.5
MOST_BYTES = 100_000_000
# What a run holds at least, and what is worked out on demand beside its history; so at most 200 runs are kept.
BYTES_BESIDE_ARRAYS = 500_000


@st.cache_resource(show_spinner="Warming up PyTorch")
def warm_up(_dataset: Dataset) -> None:
    """Once per server: settle what every later training would otherwise pay for."""
    # Several trainings at once are faster with one thread each; and small matrices never need two.
    torch.set_num_threads(1)
    train(_dataset, Hyperparameters(epochs=10))
    # Streamlit collects garbage after every run of the page, and would look through all of PyTorch each time.
    gc.collect()
    gc.freeze()


def bytes_of(run: Run) -> int:
    """About how much memory a run keeps."""
    history, dataset = run.history, run.dataset
    numbers = history.weights.size * 3 + history.losses.size * 4
    # The features may be standardised beside, and what the neuron sees of them and of y is kept with its slopes.
    return 8 * (numbers + 3 * dataset.features.size + 3 * dataset.target.size) + BYTES_BESIDE_ARRAYS


@st.cache_resource
def _store() -> Store[Run]:
    # A run that is larger than the whole store is kept by the session that asked for it alone.
    return Store(MOST_BYTES, bytes_of)


@st.cache_resource
def _turn() -> threading.Lock:
    return threading.Lock()


def prospect(whole: Dataset, share: float, hyperparameters: Hyperparameters) -> Prospect:
    """The question that the page asks: what to train on, what to keep from it, and how. Where the answer is known
    already, it is the run itself.
    """
    dataset, held_out = _split(whole, share, hyperparameters.seed)
    asked = Prospect(dataset=dataset, hyperparameters=hyperparameters, held_out=held_out)
    return _known(asked) or asked


def _split(whole: Dataset, share: float, seed: int) -> tuple[Dataset, HeldOut | None]:
    """The rows, held out once and not at every click."""
    kept = st.session_state.get("split")
    if kept is None or kept[0] is not whole or kept[1] != (share, seed):
        kept = st.session_state["split"] = (whole, (share, seed), hold_out(whole, share, seed))
    parts: tuple[Dataset, HeldOut | None] = kept[2]
    return parts


def _known(asked: Prospect) -> Run | None:
    mine: Run | None = st.session_state.get("run")
    return mine if mine is not None and mine.key == asked.key else _store().find(asked.key)


def trained(asked: Prospect) -> Run:
    """The run, from the store or trained now. A bar shows what takes longer than half a second; a click anywhere else
    on the page, or closing it, ends the training at the next tenth of a second.

    Raises DatasetError where float32 cannot hold the untrained neuron's loss.
    """
    # Drawn in any case, so that nothing below moves to another place when a run comes from the store.
    place = st.empty()
    run = asked if isinstance(asked, Run) else _known(asked) or _trained_in_turn(asked, Bar(place))
    st.session_state["run"] = run
    return run


def _trained_in_turn(asked: Prospect, bar: "Bar") -> Run:
    # Autograd trainings that run at once fight over the interpreter; in turn, all of them end sooner.
    while not _turn().acquire(timeout=0.1):
        bar.show(0.0, "Waiting for another training on this server to end")
    try:
        # Perhaps the one that was waited for asked the same.
        run = _store().find(asked.key)
        if run is None:
            history = train(asked.dataset, asked.hyperparameters, bar.listener(asked.hyperparameters.epochs))
            run = Run.of(asked, history)
            _store().keep(run.key, run)
        return run
    finally:
        _turn().release()
        bar.clear()


class Bar:
    """A progress bar that shows only what takes longer than half a second."""

    def __init__(self, place: DeltaGenerator, what: str = "Training") -> None:
        self._place, self._what = place, what
        self._started = time.monotonic()

    def show(self, share: float, text: str) -> None:
        """Show how far it is, if it is time to."""
        if time.monotonic() - self._started > SECONDS_BEFORE_A_BAR:
            self._place.progress(share, text)

    def listener(self, epochs: int) -> Progress:
        """What to tell of each epoch of a training of that many."""

        def on_progress(epoch: int, loss: float) -> None:
            share = min(epoch / epochs, 1.0)
            self.show(share, f"{self._what}: epoch {epoch:,} of {epochs:,}, loss {loss:.5g}")

        return on_progress

    def clear(self) -> None:
        """Take the bar away."""
        self._place.empty()
