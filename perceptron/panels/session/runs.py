"""Runs for the page: trained in the background, with a progress bar, and never twice for the same question.

The runs are shared by all visitors of the server and changed by none. The store is bounded in number and bytes.
"""

import gc
import weakref
from collections.abc import Callable

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut, hold_out
from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.speed import estimated_seconds
from perceptron.learning.training import train
from perceptron.panels.session.background import TENTH, Training, Trainings
from perceptron.panels.session.bar import Bar
from perceptron.panels.session.memory import keep_small
from perceptron.panels.session.store import Store
from perceptron.words import DatasetError, counted

MOST_BYTES = 40_000_000
# Of one run: a million epochs of one feature. With 200 features they would fill three gigabytes.
MOST_NUMBERS_OF_A_RUN = 5_000_005
# What a run holds at least, and what is worked out on demand beside its history; so at most 80 runs are kept.
BYTES_BESIDE_ARRAYS = 500_000


@st.cache_resource(show_spinner="Warming up PyTorch")
def warm_up(_dataset: Dataset) -> None:
    """Once per server: settle what every later training would otherwise pay for."""
    keep_small()
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
def _trainings() -> Trainings:
    store = _store()
    return Trainings(lambda run: store.keep(run.key, run))


def check_size(asked: Prospect) -> None:
    """Raises DatasetError where the run's history would be too large for a server that a class shares."""
    features = len(asked.dataset.feature_names)
    most = MOST_NUMBERS_OF_A_RUN // (2 * features + 3) - 1
    if asked.hyperparameters.epochs > most:
        raise DatasetError(
            f"{asked.hyperparameters.epochs:,} epochs of {counted(features, 'feature')} would fill the server's memory:"
            f" choose at most {most:,} epochs, or fewer features."
        )


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


def trained(
    asked: Prospect, *, on_stop: Callable[[Training], None], is_too_long: Callable[[Training], bool]
) -> Run | None:
    """The run, from the store or trained now, in the background: a page that is drawn anew finds it where it is.

    A bar shows what takes longer than half a second, with a button to stop it. None where `is_too_long` says, asked ten
    times a second, that it should not be waited for; the training then rests. `on_stop` is called when it is stopped.
    Raises DatasetError where float32 cannot hold the untrained neuron's loss, or the server the run's history.
    """
    # Drawn in any case, so that nothing below moves to another place when a run comes from the store.
    place = st.empty()
    check_size(asked)
    run = asked if isinstance(asked, Run) else _known(asked) or _waited_for(asked, place, on_stop, is_too_long)
    if run is not None:
        st.session_state["run"] = run
    return run


def _waited_for(
    asked: Prospect,
    place: DeltaGenerator,
    on_stop: Callable[[Training], None],
    is_too_long: Callable[[Training], bool],
) -> Run | None:
    training = _trainings().of(asked)
    # A session remembers what its buttons call long after they are gone, and must not keep every run alive by that.
    current = [weakref.ref(training)]

    def stop() -> None:
        under_way = current[0]()
        if under_way is not None:
            on_stop(under_way)

    bar = Bar(place, stop=stop)
    tell = bar.listener(asked.hyperparameters.epochs)
    try:
        while not training.over.wait(TENTH) or training.is_unwanted:
            if not training.want():
                # It was given up while this page was busy elsewhere.
                training = _trainings().of(asked)
                current[0] = weakref.ref(training)
                continue
            if is_too_long(training):
                training.rest()
                bar.clear()
                return None
            if training.stand.loss is not None and training.is_at_work:
                tell(training.stand.epoch, training.stand.loss)
            else:
                share = min(training.stand.epoch / asked.hyperparameters.epochs, 1.0)
                bar.show(share, "Training" if training.is_at_work else waiting_words(training.before_it()))
    except StopException:
        # So ends a page at Streamlit's own Stop, when its visitor leaves, and at every click that draws the next one.
        # Whoever still looks at the training, that next page too, wakes it where it is.
        training.rest()
        raise
    bar.clear()
    return training.result()


def waiting_words(before: int) -> str:
    """What is said while a training waits for so many others."""
    return f"Waiting: {counted(before, 'training')} before this one" if before else "Waiting: this training is next"


def for_a_file(asked: Prospect, patience: float) -> Run | None:
    """The run, where no page is drawn: known, or trained in its turn. None where that would take about more than
    `patience` seconds. Raises DatasetError as `trained` does.
    """
    check_size(asked)
    known = asked if isinstance(asked, Run) else _store().find(asked.key)
    if known is not None:
        return known
    if estimated_seconds(asked.dataset, asked.hyperparameters) > patience:
        return None
    training = _trainings().of(asked)
    while not training.over.wait(TENTH) or training.is_unwanted:
        if not training.want():
            training = _trainings().of(asked)
    return training.result()
