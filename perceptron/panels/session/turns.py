"""Whose turn it is: autograd trainings that run at once fight over the interpreter, in turn all of them end sooner."""

import threading


class Turns:
    """One training at a time, the one with the least time left first; a longer one gives way whenever it asks."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._seconds_left: dict[object, float] = {}
        self._holder: object | None = None

    def take(self, who: object, seconds_left: float, timeout: float) -> bool:
        """Whether it became, or still is, the turn of `who`, which needs so many seconds, within the timeout."""
        with self._changed:
            self._seconds_left[who] = seconds_left
            if self._holder is who and self._first() is not who:
                self._holder = None
                self._changed.notify_all()
            is_mine = self._changed.wait_for(
                lambda: self._holder in (None, who) and self._first() is who, timeout=timeout
            )
            if is_mine:
                self._holder = who
            return is_mine

    def leave(self, who: object) -> None:
        """Wait no more, and give the turn away."""
        with self._changed:
            self._seconds_left.pop(who, None)
            if self._holder is who:
                self._holder = None
            self._changed.notify_all()

    def _first(self) -> object:
        return min(self._seconds_left, key=self._seconds_left.__getitem__)
