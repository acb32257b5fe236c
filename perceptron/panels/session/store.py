"""What all visitors of the server share, the longest unused given up first: bounded, and safe from several at once."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import LRUCache

Kept = TypeVar("Kept")


class Store(Generic[Kept]):
    """Keeps values, each under the key of its question, as long as their sizes add up to no more than `most`."""

    def __init__(self, most: int, size_of: Callable[[Kept], int] | None = None) -> None:
        self._lock = threading.Lock()
        self._kept: LRUCache[object, Kept] = LRUCache(most, getsizeof=size_of)

    def find(self, key: object) -> Kept | None:
        """The value of an equal question, or None."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: object, value: Kept) -> None:
        """Keep it, unless it is larger by itself than all may be together."""
        with self._lock:
            if self._kept.getsizeof(value) <= self._kept.maxsize:
                self._kept[key] = value

    def of(self, key: object, make: Callable[[], Kept]) -> Kept:
        """The value of an equal question, or else what is made now and kept; two who ask at once make it twice."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found
