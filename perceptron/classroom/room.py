"""One room: its question, who is in it, what each of them answered, and how far the teacher has gone.

It is shared by the pages of a whole class, so that everything in it happens under one lock, and what is handed out
never changes afterwards.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace

from perceptron.classroom.answer import Answer, Kept, fits
from perceptron.classroom.codes import RoomError
from perceptron.classroom.course import Count, Course, Stage
from perceptron.lessons.experiment import Experiment

MOST_STUDENTS = 150
# Whoever's page has not been heard of for so many seconds is not in; browsers let pages that nobody sees ask seldom.
SECONDS_UNHEARD = 30.0
SECRET_BYTES = 16
# A table of one's own that a room asks about may take so much memory.
MOST_BYTES_OF_A_TABLE = 1_000_000


class _Student:
    __slots__ = ("heard", "kept", "order")

    def __init__(self, heard: float) -> None:
        self.heard = heard
        self.kept: Kept | None = None
        self.order = 0


class Room:
    """A room. Only who knows its secret directs it; only who was given a token answers, each for themselves."""

    def __init__(self, code: str, experiment: Experiment, clock: Callable[[], float]) -> None:
        """Raises RoomError where the table is too large."""
        _check_size(experiment)
        self.code = code
        self._secret = secrets.token_urlsafe(SECRET_BYTES)
        self._clock = clock
        self._lock = threading.Lock()
        self._course = Course(experiment)
        self._students: dict[str, _Student] = {}
        self._answered = 0
        self._used = clock()

    # What the teacher does.

    def secret_for_the_teacher(self) -> str:
        """The secret, for whoever opens the room, and nobody else."""
        return self._secret

    def is_taught_with(self, secret: str) -> bool:
        """Whether that is the teacher's secret."""
        return secrets.compare_digest(secret.encode(), self._secret.encode())

    def direct(
        self,
        secret: str,
        *,
        stage: Stage | None = None,
        waits: bool | None = None,
        may_change: bool | None = None,
    ) -> None:
        """Go on, or change the pace. Raises RoomError without the teacher's secret."""
        changes = {"stage": stage, "waits": waits, "may_change": may_change}
        with self._lock:
            self._check(secret)
            self._become(**{name: value for name, value in changes.items() if value is not None})

    def ask(self, secret: str, experiment: Experiment) -> None:
        """Ask the next question; the answers to the one before are gone. Raises RoomError without the secret,
        and where the table is too large.
        """
        _check_size(experiment)
        with self._lock:
            self._check(secret)
            for student in self._students.values():
                student.kept = None
            self._answered = 0
            self._become(experiment=experiment, number=self._course.number + 1, stage="asking")

    def answers(self, secret: str) -> tuple[Answer, ...]:
        """All answers in the order in which they came, without whose they are. Raises RoomError without the secret."""
        with self._lock:
            self._check(secret)
            answered = [student for student in self._students.values() if student.kept is not None]
            answered.sort(key=lambda student: student.order)
            return tuple(student.kept.answer for student in answered if student.kept is not None)

    # What students do.

    def join(self) -> str:
        """Come in; the token by which one is known from now on. Raises RoomError where the room is full."""
        with self._lock:
            self._forget_who_left()
            if len(self._students) >= MOST_STUDENTS:
                raise RoomError(f"This room is full, with {MOST_STUDENTS} students: ask your teacher for another one.")
            token = secrets.token_urlsafe(SECRET_BYTES)
            self._students[token] = _Student(self._clock())
            self._used = self._clock()
            return token

    def knows(self, token: str) -> bool:
        """Whether somebody came in with that token; they are heard of."""
        with self._lock:
            student = self._students.get(token)
            if student is not None:
                student.heard = self._clock()
            return student is not None

    def leave(self, token: str) -> None:
        """Go out. An answer that was given stays."""
        with self._lock:
            student = self._students.get(token)
            if student is not None:
                student.heard = -SECONDS_UNHEARD + self._clock()

    def answer(self, token: str, number: int, said: Answer) -> None:
        """Answer question `number`. Raises RoomError where that is over, or one has answered already and may not do so
        again, or it is no answer to this question.
        """
        with self._lock:
            student = self._students.get(token)
            if student is None:
                raise RoomError("You are not in this room: join it with its code first.")
            course = self._course
            if number != course.number or course.stage == "run":
                raise RoomError("The class has gone on meanwhile, so this answer does not count any more.")
            # Who goes on by themselves has seen the run.
            if student.kept is not None and not (course.may_change and course.waits):
                raise RoomError("You have answered this question, and your teacher has not asked for another answer.")
            if not fits(course.experiment, said):
                raise RoomError("That is no answer to this question: answer it once more.")
            if student.kept is None:
                self._answered += 1
                student.order = self._answered
            student.kept = Kept(said)
            student.heard = self._used = self._clock()

    def answer_of(self, token: str) -> Answer | None:
        """One's own answer to the question that is asked now; None before it."""
        with self._lock:
            student = self._students.get(token)
            return None if student is None or student.kept is None else student.kept.answer

    # What both see.

    def course(self) -> Course:
        """How far it is."""
        return self._course

    def count(self) -> Count:
        """How many are in, and how many have answered."""
        with self._lock:
            since = self._clock() - SECONDS_UNHEARD
            return Count(sum(student.heard > since for student in self._students.values()), self._answered)

    # What the store asks.

    @property
    def unused_since(self) -> float:
        """When somebody last joined, answered or directed; to look on is no use."""
        return self._used

    @property
    def is_empty(self) -> bool:
        """Whether nobody has come in yet."""
        return not self._students

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        with self._lock:
            dataset = self._course.experiment.situation.dataset
            answers = sum(600 if each.kept is None else 600 + each.kept.bytes for each in self._students.values())
            return 10_000 + dataset.features.nbytes + dataset.target.nbytes + answers

    def _check(self, secret: str) -> None:
        if not self.is_taught_with(secret):
            raise RoomError("Only the teacher who opened this room can do that.")

    def _become(self, **changes: object) -> None:
        self._course = replace(self._course, **changes, version=self._course.version + 1)  # type: ignore[arg-type]
        self._used = self._clock()

    def _forget_who_left(self) -> None:
        """Of a full room those make way who have gone without an answer."""
        if len(self._students) < MOST_STUDENTS:
            return
        since = self._clock() - SECONDS_UNHEARD
        gone = [token for token, each in self._students.items() if each.kept is None and each.heard <= since]
        for token in gone:
            del self._students[token]


def _check_size(experiment: Experiment) -> None:
    dataset = experiment.situation.dataset
    if dataset.features.nbytes + dataset.target.nbytes > MOST_BYTES_OF_A_TABLE:
        raise RoomError(
            "This table is too large to ask a class about: choose fewer rows, or one of the page's own data sets."
        )
