"""Trainings in the background: what happens to a page does not restart them, and all who ask the same share one."""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.learning.speed import estimated_seconds
from perceptron.learning.training import train
from perceptron.panels.session.turns import Turns

# How long a training goes on that no page looks at, and how long one is kept, at rest, that a page may go on with.
SECONDS_UNWATCHED, SECONDS_AT_REST = 5.0, 120.0
TENTH = 0.1


class Stand(NamedTuple):
    """How far a training is: epochs done, its last loss (None before the first), and its seconds of work left, at the
    most.
    """

    epoch: int
    loss: float | None
    left: float


class _UnwantedError(Exception):
    """Ends a training that nobody looks at any more."""


class Training:
    """One training on a thread of its own. It works in turn with the others, and rests when told to."""

    def __init__(self, asked: Prospect, turns: Turns, keep: Callable[[Run], None]) -> None:
        self._estimated = estimated_seconds(asked.dataset, asked.hyperparameters)
        self.stand = Stand(0, None, self._estimated)
        self.over = threading.Event()
        self.is_at_work = self.is_unwanted = False
        self._asked, self._turns, self._keep = asked, turns, keep
        self._run: Run | None = None
        self._error: Exception | None = None
        self._lock = threading.Lock()
        self._rests = False
        self._worked, self._resumed = 0.0, 0.0
        self._wanted_until = time.monotonic() + SECONDS_UNWATCHED
        threading.Thread(target=self._work, daemon=True, name="training").start()

    def want(self) -> bool:
        """Keep it going for some seconds more; False where it has been given up already."""
        with self._lock:
            self._rests = False
            self._wanted_until = time.monotonic() + SECONDS_UNWATCHED
            return not self.is_unwanted

    def rest(self) -> None:
        """Let it stop where it is, to go on from there if it is wanted soon enough."""
        with self._lock:
            self._rests = True
            self._wanted_until = time.monotonic() + SECONDS_AT_REST

    def seconds_worked(self) -> float:
        """Its seconds of work up to now, the epoch under way included."""
        return self._worked + (time.monotonic() - self._resumed if self.is_at_work else 0.0)

    def before_it(self) -> int:
        """How many trainings are going to end before this one."""
        return self._turns.before(self)

    def result(self) -> Run:
        """The run, when it is over; raises what its training raised."""
        if self._error is not None:
            raise self._error
        assert self._run is not None
        return self._run

    def _work(self) -> None:
        try:
            self._wait_for_turn()
            history = train(self._asked.dataset, self._asked.hyperparameters, self._on_progress)
            self._run = Run.of(self._asked, history)
            self._keep(self._run)
        except Exception as error:  # it is raised in the pages that wait for the result
            self._error = error
        finally:
            self._turns.leave(self)
            self.is_at_work = False
            self.over.set()

    def _on_progress(self, epoch: int, loss: float) -> None:
        self._worked = self.seconds_worked()
        self._resumed = time.monotonic()
        # Of the first epoch it is not known how much of it is done.
        left = self._worked / epoch * (self._asked.hyperparameters.epochs - epoch) if epoch else self._left_at_first()
        self.stand = Stand(epoch, loss, left)
        self._wait_for_turn()

    def _left_at_first(self) -> float:
        """What is left by the estimate; where that was too low, it may be as much again as it has been."""
        return max(self._estimated - self._worked, self._worked)

    def _wait_for_turn(self) -> None:
        while True:
            with self._lock:
                self.is_unwanted = time.monotonic() > self._wanted_until
                rests = self._rests
            if self.is_unwanted:
                raise _UnwantedError
            if rests:
                self._turns.leave(self)
                self.is_at_work = False
                time.sleep(TENTH)
            elif self._turns.take(self, self.stand.left, TENTH):
                break
            else:
                self.is_at_work = False
        if not self.is_at_work:
            self._resumed = time.monotonic()
            self.is_at_work = True


class Trainings:
    """All trainings under way on this server, by their questions. What they end with is handed to `keep`."""

    def __init__(self, keep: Callable[[Run], None]) -> None:
        self._keep = keep
        self._turns = Turns()
        self._lock = threading.Lock()
        self._under_way: dict[object, Training] = {}

    def of(self, asked: Prospect) -> Training:
        """The one that is under way for this question, or a new one."""
        with self._lock:
            self._under_way = {key: each for key, each in self._under_way.items() if not each.over.is_set()}
            known = self._under_way.get(asked.key)
            if known is None or not known.want():
                known = self._under_way[asked.key] = Training(asked, self._turns, self._keep)
            return known
