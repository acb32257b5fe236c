"""Rooms in the server's memory: who may do what in them, how long they last, and that nothing is lost in a crowd."""

import math
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from conftest import IN_CI
from hypothesis import given
from hypothesis import strategies as st
from test_learn import FOUND

from perceptron.classroom.answer import MOST_PLACES
from perceptron.classroom.codes import LENGTH, SIGNS, RoomError, Server, read_code, spelled
from perceptron.classroom.room import MOST_BYTES_OF_A_TABLE, MOST_STUDENTS, SECONDS_UNHEARD, Room
from perceptron.classroom.rooms import (
    MOST_BYTES,
    MOST_ROOMS,
    SECONDS_EMPTY,
    SECONDS_UNUSED,
    WRONG_OF_ALL,
    WRONG_OF_ONE,
    Rooms,
)
from perceptron.data.dataset import Dataset
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn

BY_KIND = {each.prediction.kind: each for each in FOUND.values()}
CHOICE, NUMBER, LINE, LOSS = (BY_KIND[kind] for kind in ("choice", "number", "line", "loss"))
CURVE = Drawn(curve=tuple((float(at), 40.0 / (1 + at)) for at in range(MOST_PLACES)))
SAID: dict[str, Any] = {"choice": 1, "number": 0.25, "line": Drawn(line=(0.5, -1.0)), "loss": CURVE}


class Clock:
    """The time, as the test has it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(experiment: Experiment = CHOICE) -> tuple[Room, str, Clock]:
    clock = Clock()
    room = Rooms(clock=clock).open(experiment)
    return room, room.secret_for_the_teacher(), clock


def refused(what: Callable[[], object], says: str) -> None:
    with pytest.raises(RoomError, match=says):
        what()


@given(st.text(alphabet=SIGNS, min_size=LENGTH, max_size=LENGTH), st.lists(st.integers(0, LENGTH), max_size=4))
def test_a_code_is_read_however_it_is_typed(code: str, breaks: list[int]) -> None:
    typed = code.lower()
    for place in breaks:
        typed = f"{typed[:place]} {typed[place:]}"
    assert read_code(typed) == code == read_code(spelled(code))


@pytest.mark.parametrize(
    "typed",
    [
        "room ABC DEF",
        "Room: abc-def!",
        " abc.def ",
        "https://x.y/?tab=Learn&room=ABCDEF&learn=one_step",
        "?room=abcdef",
    ],
)
def test_a_code_is_found_in_what_stands_around_it(typed: str) -> None:
    assert read_code(typed) == "ABCDEF"


@pytest.mark.parametrize("text", ["", "ABC", "ABC DEFG", "ABC DE0", "ABC DE!", "ÄBC DEF", "A" * 10_000, "../../etc"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_a_code_names_its_server_and_cannot_be_foreseen() -> None:
    codes = {Server.named(" b").new_code() for _ in range(200)}
    assert len(codes) == 200 and all(read_code(code) == code and code[0] == "B" for code in codes)
    assert not Server.named("C").may_have(codes.pop()) and Server().may_have(codes.pop())
    for text in ("AB", "0", "é", "-"):
        with pytest.raises(ValueError, match="sign"):
            Server.named(text)


@pytest.mark.parametrize("kind", SAID)
def test_a_student_answers_once_for_nobody_else_and_again_only_where_the_teacher_lets_them(kind: str) -> None:
    room, secret, _ = opened(BY_KIND[kind])
    one, other = room.join(), room.join()
    room.answer(one, 1, SAID[kind])
    assert room.answer_of(one) == SAID[kind] and room.answer_of(other) is None
    assert room.answers(secret) == (SAID[kind],) and room.count() == (2, 1)
    refused(lambda: room.answer(one, 1, SAID[kind]), "have answered")
    refused(lambda: room.answer("x" * 22, 1, SAID[kind]), "not in this room")
    room.direct(secret, may_change=True)
    second = {"choice": 0, "number": 7.0, "line": Drawn(line=(1.0, 1.0)), "loss": Drawn(curve=CURVE.curve[:9])}[kind]
    room.answer(one, 1, second)
    assert room.answers(secret) == (second,) and room.count() == (2, 1)
    room.direct(secret, waits=False)
    refused(lambda: room.answer(one, 1, SAID[kind]), "have answered")


def test_after_the_run_and_the_next_question_an_answer_comes_too_late() -> None:
    room, secret, _ = opened(CHOICE)
    student = room.join()
    room.direct(secret, stage="spread")
    room.answer(student, 1, 0)
    room.direct(secret, stage="run")
    refused(lambda: room.answer(room.join(), 1, 0), "gone on")
    room.ask(secret, NUMBER)
    assert room.count().answered == 0 and room.answer_of(student) is None and room.course().stage == "asking"
    refused(lambda: room.answer(student, 1, 0), "gone on")
    room.answer(student, 2, 3.5)
    assert room.answers(secret) == (3.5,)


def test_only_the_teachers_secret_directs() -> None:
    room, secret, clock = opened()
    rooms = Rooms(clock=clock)
    other = rooms.open(CHOICE)
    before = room.course()
    for wrong in ("", "x", secret[:-1], other.secret_for_the_teacher(), room.code, "é" * 22):
        for act in (
            lambda wrong=wrong: room.direct(wrong, stage="run"),
            lambda wrong=wrong: room.ask(wrong, NUMBER),
            lambda wrong=wrong: room.answers(wrong),
            lambda wrong=wrong: rooms.close(other.code, wrong if wrong != other.secret_for_the_teacher() else secret),
        ):
            refused(act, "Only the teacher")
    assert room.course() is before and rooms.again(other.code) is other
    rooms.close(other.code, other.secret_for_the_teacher())
    assert rooms.again(other.code) is None


NONSENSE = [
    *(None, True, "1", "", -1, 99, 1.5, math.nan, math.inf, 10**400, [], {}, (1, 2), b"1"),
    *(Drawn(), Drawn(line=(math.nan, 1.0)), Drawn(line=(1.0,)), Drawn(curve=((0.0, 1.0),))),  # type: ignore[arg-type]
    *(Drawn(curve=((0.0, math.inf), (1.0, 1.0))), Drawn(curve=((0.0, 1.0),) * (MOST_PLACES + 1))),
    Drawn(line=(1.0, 2.0), curve=((0.0, 1.0), (1.0, 2.0))),
]


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("said", NONSENSE, ids=repr)
def test_what_is_no_answer_to_the_question_is_refused(kind: str, said: Any) -> None:
    if kind == "number" and type(said) in (int, float) and abs(said) < 1e300:
        pytest.skip("any finite number answers that question")
    room, secret, _ = opened(BY_KIND[kind])
    refused(lambda: room.answer(room.join(), 1, said), "no answer")
    assert room.answers(secret) == ()


def test_who_is_not_heard_of_is_not_in_but_their_answer_stays() -> None:
    room, secret, clock = opened()
    gone, here = room.join(), room.join()
    room.answer(gone, 1, 2)
    clock.now += SECONDS_UNHEARD
    assert room.knows(here) and not room.knows("nobody")
    assert room.count() == (1, 1) and room.count().expected == 1 and room.answers(secret) == (2,)
    room.leave(here)
    assert room.count() == (0, 1)
    assert room.knows(gone) and room.count() == (1, 1) and room.answer_of(gone) == 2


def test_a_full_room_keeps_every_answer_and_lets_others_in_for_those_who_left() -> None:
    room, secret, clock = opened()
    tokens = [room.join() for _ in range(MOST_STUDENTS)]
    for token in tokens[:3]:
        room.answer(token, 1, 0)
    refused(room.join, "full")
    clock.now += SECONDS_UNHEARD
    assert all(room.knows(token) for token in tokens[5:])
    new = room.join()
    assert not room.knows(tokens[3]) and not room.knows(tokens[4]) and room.knows(new)
    assert room.answers(secret) == (0, 0, 0) and room.answer_of(tokens[0]) == 0


def test_rooms_are_bounded_and_gone_after_two_hours_without_use() -> None:
    clock = Clock()
    rooms = Rooms(clock=clock)
    found = [rooms.open(CHOICE) for _ in range(MOST_ROOMS)]
    used = found[0]
    token = used.join()
    refused(lambda: rooms.open(CHOICE), "as many rooms")
    clock.now += SECONDS_EMPTY
    new = rooms.open(CHOICE)
    assert rooms.again(used.code) is used and rooms.again(found[1].code) is None
    clock.now += SECONDS_UNUSED - SECONDS_EMPTY - 1
    used.answer(token, 1, 0)
    clock.now += 1
    assert rooms.again(used.code) is used and rooms.again(new.code) is new
    # To look on does not keep a room.
    clock.now += SECONDS_UNUSED - 2
    assert used.knows(token) and used.count().answered == 1
    assert rooms.again(new.code) is None and rooms.again(used.code) is used
    clock.now += 1
    assert rooms.again(used.code) is None


def test_codes_cannot_be_tried_out_in_numbers() -> None:
    clock = Clock()
    rooms = Rooms(clock=clock)
    room = rooms.open(CHOICE)
    wrong = next(code for code in iter(Server().new_code, "") if code != room.code)
    mine = rooms.new_tries()
    for _ in range(WRONG_OF_ONE):
        assert rooms.find(wrong, mine) is None
    refused(lambda: rooms.find(wrong, mine), "Too many")
    refused(lambda: rooms.find(room.code, mine), "Too many")
    assert rooms.find(room.code, rooms.new_tries()) is room
    assert rooms.again(room.code) is room
    for _ in range(WRONG_OF_ALL - WRONG_OF_ONE):
        rooms.find(wrong, rooms.new_tries())
    # Now one wrong try is too many, and whoever had none still comes in: nobody can lock a class out.
    other = rooms.new_tries()
    assert rooms.find(wrong, other) is None
    refused(lambda: rooms.find(room.code, other), "Too many")
    assert rooms.find(room.code, rooms.new_tries()) is room
    clock.now += 60
    assert rooms.find(room.code, mine) is room


def test_a_table_that_is_too_large_is_not_asked_about() -> None:
    rows = MOST_BYTES_OF_A_TABLE // 16 + 1
    large = Dataset(np.arange(rows, dtype=float)[:, None], np.arange(rows, dtype=float)[:, None], ("x",), "y")
    asks = replace(CHOICE, situation=replace(CHOICE.situation, dataset=large))
    refused(lambda: Rooms().open(asks), "too large")
    room, secret, _ = opened()
    refused(lambda: room.ask(secret, asks), "too large")
    assert room.course().number == 1


def test_the_bytes_of_a_room_are_about_those_it_takes() -> None:
    """Of the largest that there can be, so that the bound of all rooms bounds the server's memory."""
    room, _, _ = opened(LOSS)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for place in range(MOST_STUDENTS):
        curve = tuple((float(at), float(place + at)) for at in range(MOST_PLACES))
        room.answer(room.join(), 1, Drawn(curve=curve))
    del curve
    took = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert took <= room.bytes <= 2 * took
    assert MOST_ROOMS * room.bytes <= MOST_BYTES


@pytest.mark.parametrize("students", [60 if IN_CI else 30])
def test_a_class_that_answers_all_at_once_loses_nothing(students: int) -> None:
    room, secret, _ = opened(NUMBER)
    ready = threading.Barrier(students)
    failed: list[Exception] = []

    def student(place: int) -> None:
        try:
            token = room.join()
            ready.wait()
            for _ in range(20):
                room.count()
                room.knows(token)
            room.answer(token, 1, float(place))
            assert room.answer_of(token) == float(place)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=student, args=(place,)) for place in range(students)]
    for thread in threads:
        thread.start()
    for _ in range(50):
        room.direct(secret, waits=bool(_ % 2))
        room.answers(secret)
    for thread in threads:
        thread.join()
    assert failed == []
    assert room.count() == (students, students) and sorted(room.answers(secret)) == list(range(students))  # type: ignore[type-var]
    assert room.course().version == 50
