"""All rooms of this server: in its memory alone, bounded in number and bytes, gone after two hours without use."""

import threading
import time
from collections.abc import Callable

from perceptron.classroom.codes import RoomError, Server
from perceptron.classroom.room import Room
from perceptron.classroom.tries import Tries
from perceptron.lessons.experiment import Experiment

SECONDS_UNUSED = 7200.0
# A room that nobody came into makes way for another one after that.
SECONDS_EMPTY = 900.0
MOST_ROOMS = 40
MOST_BYTES = 40_000_000
# Wrong codes within a minute: of one visitor, and of all together.
WRONG_OF_ONE, WRONG_OF_ALL = 8, 120


class Rooms:
    """The rooms, by their codes."""

    def __init__(self, server: Server | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.server = server or Server()
        self._clock = clock
        self._lock = threading.Lock()
        self._rooms: dict[str, Room] = {}
        self._tries = Tries(WRONG_OF_ALL, clock)

    def new_tries(self) -> Tries:
        """What counts the wrong codes of one visitor."""
        return Tries(WRONG_OF_ONE, self._clock)

    def open(self, experiment: Experiment) -> Room:
        """A new room that asks that. Raises RoomError where the server has no more place, or the table is too large."""
        with self._lock:
            self._drop_unused()
            if self._is_full():
                self._drop_empty()
            if self._is_full():
                raise RoomError("This server has as many rooms as it can hold: try again in a quarter of an hour.")
            code = self.server.new_code()
            while code in self._rooms:
                code = self.server.new_code()
            room = self._rooms[code] = Room(code, experiment, self._clock)
            return room

    def find(self, code: str, tries: Tries) -> Room | None:
        """The room of that code, None where there is none. Raises RoomError where too many wrong codes were tried,
        whether that one is wrong or not.
        """
        with self._lock:
            self._drop_unused()
            room = self._rooms.get(code)
            wait = tries.seconds_to_wait()
            if tries.any_wrong:
                # Where somebody tries out codes, one wrong try is enough; who had none is let in, as a class has to be.
                wait = max(wait, self._tries.seconds_to_wait())
            if wait:
                raise RoomError(f"Too many wrong codes were tried: wait for {wait:.0f} seconds, and try again.")
            if room is None:
                tries.was_wrong()
                self._tries.was_wrong()
            return room

    def again(self, code: str) -> Room | None:
        """The room of that code for somebody who is in it, or was: it does not count as a try, and says nothing to
        anybody else.
        """
        with self._lock:
            self._drop_unused()
            return self._rooms.get(code)

    def close(self, code: str, secret: str) -> None:
        """Close a room for all. Raises RoomError without the teacher's secret."""
        with self._lock:
            room = self._rooms.get(code)
            if room is not None and not room.is_taught_with(secret):
                raise RoomError("Only the teacher who opened this room can do that.")
            self._rooms.pop(code, None)

    def _is_full(self) -> bool:
        return len(self._rooms) >= MOST_ROOMS or sum(room.bytes for room in self._rooms.values()) > MOST_BYTES

    def _drop_unused(self) -> None:
        since = self._clock() - SECONDS_UNUSED
        self._rooms = {code: room for code, room in self._rooms.items() if room.unused_since > since}

    def _drop_empty(self) -> None:
        since = self._clock() - SECONDS_EMPTY
        self._rooms = {
            code: room for code, room in self._rooms.items() if not room.is_empty or room.unused_since > since
        }
