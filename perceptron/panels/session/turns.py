"""Whose turn it is: autograd trainings that run at once fight over the interpreter, in turn all of them end sooner."""

import threading
from dataclasses import dataclass

# Every so many turns the next one goes to whoever has waited for the most turns, so that a long training gets on too.
FAIR = 5


@dataclass
class _Place:
    """How many seconds it needs, and since which turn it has waited: its last one, or the one in which it came."""

    seconds_left: float
    since: int


class Turns:
    """One training at a time, the one with the least time left first, of equal ones the one that came first; a longer
    one gives way whenever it asks, but for every fifth turn.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._places: dict[object, _Place] = {}
        self._holder: object | None = None
        self._turn = 0

    def take(self, who: object, seconds_left: float, timeout: float) -> bool:
        """Whether it became, or still is, the turn of `who`, which needs so many seconds, within the timeout."""
        with self._changed:
            self._places.setdefault(who, _Place(seconds_left, self._turn)).seconds_left = seconds_left
            if self._holder is who and self._first() is not who:
                self._holder = None
                self._changed.notify_all()
            is_mine = self._changed.wait_for(
                lambda: self._holder in (None, who) and self._first() is who, timeout=timeout
            )
            if is_mine:
                self._holder = who
                self._turn += 1
                self._places[who].since = self._turn
            return is_mine

    def leave(self, who: object) -> None:
        """Wait no more, and give the turn away."""
        with self._changed:
            self._places.pop(who, None)
            if self._holder is who:
                self._holder = None
            self._changed.notify_all()

    def before(self, who: object) -> int:
        """How many are going to end before it, as it looks now."""
        with self._changed:
            order = sorted(self._places, key=self._need)
            return order.index(who) if who in self._places else len(order)

    def _need(self, who: object) -> float:
        return self._places[who].seconds_left

    def _first(self) -> object:
        if (self._turn + 1) % FAIR == 0:
            return min(self._places, key=lambda who: self._places[who].since)
        return min(self._places, key=self._need)
