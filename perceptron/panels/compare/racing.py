"""Races for the page: at once where they are quick, else when they are asked for, with a bar; and never twice for the
same question. They are shared by all visitors; the store is bounded by its bytes.
"""

import threading
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.insight.prospect import Prospect
from perceptron.insight.race import Race, race, seconds
from perceptron.insight.spreading import Over
from perceptron.panels.session.background import TENTH
from perceptron.panels.session.bar import Bar
from perceptron.panels.session.long_run import duration_in_words
from perceptron.panels.session.store import Store
from perceptron.words import counted

# A race that takes longer is run only when it is asked for.
AT_ONCE = 1.0
# One that takes still longer would keep all others waiting who want a long race.
LONGEST = 600.0
# With fewer epochs than this there is little to see.
FEWEST_EPOCHS = 20
MOST_BYTES = 100_000_000
# Of a run, what is worked out on demand beside its history.
BYTES_BESIDE_ARRAYS = 50_000


class Start(NamedTuple):
    """What a race starts from: the page's question, over what it goes, how many runs, and who differentiates."""

    asked: Prospect
    over: Over
    runs: int
    by_autograd: bool

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal races."""
        return self.asked.key, *self[1:]

    def run(self, bar: Bar) -> Race:
        """The race, trained now."""
        name = "Racing by autograd" if self.by_autograd else "Racing"
        return race(
            self.asked,
            self.over,
            self.runs,
            by_autograd=self.by_autograd,
            on_progress=lambda share: bar.show(min(share, 1.0), f"{name}: {share:.0%} done".replace("%", " %")),
        )

    def seconds(self) -> float:
        """About how long it takes."""
        return seconds(self.asked, self.over, self.runs, by_autograd=self.by_autograd)


def bytes_of(found: Race) -> int:
    """About how much memory a race keeps."""
    runs = [entrant.run for entrant in found.entrants if entrant.run is not None]
    numbers = sum(3 * run.history.weights.size + 4 * run.history.losses.size for run in runs)
    dataset = found.asked.dataset
    return 8 * (numbers + 3 * dataset.features.size + 3 * dataset.target.size) + len(runs) * BYTES_BESIDE_ARRAYS


@st.cache_resource
def _store() -> Store[Race]:
    return Store(MOST_BYTES, bytes_of)


@st.cache_resource
def _long_ones() -> threading.Lock:
    # Several long races at once would fight over the interpreter, and all of them end later.
    return threading.Lock()


def raced(start: Start) -> Race | None:
    """The race, from the store or run now; None where it takes long and is not asked for yet, which the page then says.

    Raises no DatasetError: a run that cannot begin is one of those that blow up.
    """
    shortened = st.session_state.get("race_shortened")
    if shortened is not None and shortened[0] == start.key:
        start = start._replace(asked=start.asked.but(epochs=shortened[1]))
    # Drawn in any case, so that nothing below moves to another place when a race comes from the store.
    place = st.empty()
    mine: tuple[object, Race] | None = st.session_state.get("race")
    found = mine[1] if mine is not None and mine[0] == start.key else _store().find(start.key)
    if found is None:
        about = start.seconds()
        if about > LONGEST or (about > AT_ONCE and st.session_state.get("race_asked_for") != start.key):
            with place.container():
                _offer(start, about)
            return None
        found = _long(start, place) if about > AT_ONCE else start.run(Bar(place))
        place.empty()
        _store().keep(start.key, found)
    st.session_state["race"] = start.key, found
    return found


def _long(start: Start, place: DeltaGenerator) -> Race:
    bar = Bar(place, stop=_stop)
    while not _long_ones().acquire(timeout=TENTH):
        bar.show(0.0, "Waiting for another long race to end")
    try:
        return start.run(bar)
    finally:
        _long_ones().release()


def _offer(start: Start, about: float) -> None:
    epochs = start.asked.hyperparameters.epochs
    words = f":material/hourglass: This race takes about {duration_in_words(about)}"
    if about <= LONGEST:
        st.markdown(f"{words}, or less where runs break or come to rest.")
    else:
        st.markdown(f"{words}, and others wait meanwhile: choose fewer runs or epochs, or larger batches.")
    with st.container(horizontal=True):
        if about <= LONGEST:
            st.button("Race", icon=":material/flag:", on_click=_ask_for, args=(start.key,), key="race_now")
        fewer = _fewer_epochs(start, about)
        if FEWEST_EPOCHS <= fewer < epochs:
            st.button(
                f"Race at once, with {counted(fewer, 'epoch')} each",
                on_click=_shorten,
                args=(start.key, fewer),
                key="race_shorter",
            )


def _fewer_epochs(start: Start, about: float) -> int:
    """A round number of epochs with which the race would be quick; 0 where none is."""
    epochs = start.asked.hyperparameters.epochs
    least = start._replace(asked=start.asked.but(epochs=1)).seconds()
    most = int((epochs - 1) * (AT_ONCE - least) / max(about - least, 1e-9))
    size = 10 ** max(0, len(str(most)) - 1)
    return max(0, most // size * size)


def _ask_for(key: object) -> None:
    st.session_state["race_asked_for"] = key


def _shorten(key: object, epochs: int) -> None:
    st.session_state["race_shortened"] = key, epochs


def _stop() -> None:
    st.session_state.pop("race_asked_for", None)
