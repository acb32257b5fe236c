"""Codes cannot be tried out in numbers: after some wrong ones, of one visitor or of all, one has to wait."""

from collections import deque
from collections.abc import Callable

SECONDS = 60.0


class Tries:
    """Counts the wrong tries of the last minute; at most so many of them are let in."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong: deque[float] = deque(maxlen=most)

    def seconds_to_wait(self) -> float:
        """How long there is nothing to be tried; 0 where one may."""
        if len(self._wrong) < (self._wrong.maxlen or 0):
            return 0.0
        return max(0.0, self._wrong[0] + SECONDS - self._clock())

    @property
    def any_wrong(self) -> bool:
        """Whether there was a wrong one at all."""
        return bool(self._wrong)

    def was_wrong(self) -> None:
        """One more wrong try."""
        self._wrong.append(self._clock())
