"""Training for the page: one at a time, with a progress bar, and never twice for the same question.

Everything in here is shared by all visitors of the server, so equal requests are answered once.
"""

import gc
import threading
import time
from collections.abc import Callable
from typing import Any

import streamlit as st
import torch

from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.diagnosis import Diagnosis, diagnose
from perceptron.insight.theory import Curvature, Fit, curvature, least_squares
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.training import train

HASHES: dict[str | type, Callable[[Any], Any]] = {
    Dataset: lambda dataset: dataset.fingerprint,
    HeldOut: lambda held_out: held_out.fingerprint,
}
SECONDS_BEFORE_A_BAR = 0.5


@st.cache_resource(show_spinner="Warming up PyTorch")
def warm_up(_dataset: Dataset) -> None:
    """Once per server: settle what every later training would otherwise pay for."""
    # Several trainings at once are faster with one thread each; and small matrices never need two.
    torch.set_num_threads(1)
    train(_dataset, Hyperparameters(epochs=10))
    # Streamlit collects garbage after every run of the page, and would look through all of PyTorch each time.
    gc.collect()
    gc.freeze()


@st.cache_resource
def _turn() -> threading.Lock:
    return threading.Lock()


@st.cache_data(max_entries=200, max_size="100MB", show_spinner=False, hash_funcs=HASHES)
def trained(dataset: Dataset, hyperparameters: Hyperparameters) -> History:
    """The run, from the cache or trained now. A bar shows what takes longer than half a second; a click anywhere
    else on the page, or closing it, ends the training at the next tenth of a second.
    """
    place = st.empty()
    started = time.monotonic()

    def show(share: float, text: str) -> None:
        if time.monotonic() - started > SECONDS_BEFORE_A_BAR:
            place.progress(share, text)

    def on_progress(epoch: int, loss: float) -> None:
        show(
            epoch / hyperparameters.epochs, f"Training: epoch {epoch:,} of {hyperparameters.epochs:,}, loss {loss:.5g}"
        )

    # Autograd trainings that run at once fight over the interpreter; in turn, all of them end sooner.
    while not _turn().acquire(timeout=0.1):
        show(0.0, "Waiting for another training on this server to end")
        if time.monotonic() - started <= SECONDS_BEFORE_A_BAR:
            place.empty()
    try:
        return train(dataset, hyperparameters, on_progress)
    finally:
        _turn().release()
        place.empty()


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHES)
def explained(dataset: Dataset, hyperparameters: Hyperparameters, _history: History) -> Diagnosis:
    """What happened in that run; the history follows from the other two."""
    return diagnose(dataset, hyperparameters, _history)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=HASHES)
def landscape(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[Curvature, Fit]:
    """The curvature of the loss and the least-squares line, in the run's reduction."""
    return curvature(dataset, hyperparameters), least_squares(dataset, hyperparameters.reduction)
