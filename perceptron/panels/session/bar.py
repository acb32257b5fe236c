"""The bar of a training that takes longer, with a way to stop it."""

import itertools
import time
from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from perceptron.learning.recording import Progress

SECONDS_BEFORE_A_BAR = 0.5
_NUMBERS = itertools.count()


class Bar:
    """A progress bar that shows only what takes longer than half a second."""

    def __init__(self, place: DeltaGenerator, what: str = "Training", stop: Callable[[], None] | None = None) -> None:
        self._place, self._what, self._stop = place, what, stop
        self._started = time.monotonic()
        self._bar: DeltaGenerator | None = None
        self._shown: tuple[float, str] | None = None

    def show(self, share: float, text: str) -> None:
        """Show how far it is, if it is time to; beside it a button that calls `stop`, if there is one."""
        if self._bar is None and time.monotonic() - self._started > SECONDS_BEFORE_A_BAR:
            # With a way to stop it, it has a place of its own over the page, by its key, and moves nothing.
            # A page may train two runs, one after the other.
            key = None if self._stop is None else f"training_bar_{next(_NUMBERS)}"
            beside = self._place.container(horizontal=True, vertical_alignment="center", key=key)
            self._bar = beside.empty()
            if self._stop is not None:
                beside.button(
                    "Stop training", on_click=self._stop, icon=":material/stop:", width="content", key=f"stop_{key}"
                )
        # A class that waits would send the same ten times a second each.
        if self._bar is not None and self._shown != (share, text):
            self._bar.progress(share, text)
            self._shown = share, text

    def listener(self, epochs: int) -> Progress:
        """What to tell of each epoch of a training of that many."""

        def on_progress(epoch: int, loss: float) -> None:
            share = min(epoch / epochs, 1.0)
            self.show(share, f"{self._what}: epoch {epoch:,} of {epochs:,}, loss {loss:.5g}")

        return on_progress

    def clear(self) -> None:
        """Take the bar away."""
        self._place.empty()
