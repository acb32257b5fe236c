"""A room on the page: opened, joined, answered, run, and told of where it is lost."""

import asyncio
import json
import re
from contextlib import AsyncExitStack
from typing import Any

import pytest
from conftest import IN_CI
from load import done
from load.session import Session
from load.session import opened as visiting
from script_page import checked, opened
from streamlit.testing.v1 import AppTest
from test_learn import FOUND, run_of

from perceptron.classroom.codes import read_code
from perceptron.lessons.experiment import the_true_one
from perceptron.lessons.facts import Facts

SLOW = "too_small_a_rate"
TRUE = the_true_one(FOUND[SLOW].prediction.choices, Facts(run_of(SLOW)))
NO_ROOM = "ABCDEF"


def press(page: AppTest, key: str) -> AppTest:
    return checked(page.button(key=key).click().run())


def words(page: AppTest) -> str:
    """All that stands on the page as text, in one."""
    parts = [*page.markdown, *page.caption, *page.error, *page.warning, *page.header]
    return "\n".join(str(each.value) for each in parts)


def room_of(page: AppTest) -> str:
    code = page.query_params["room"]
    return str(code[0] if isinstance(code, list) else code)


def desk(lesson: str = SLOW) -> AppTest:
    """The desk of a new room that asks that."""
    page = press(opened(tab="Learn", learn=lesson), "ask_a_class")
    assert read_code(room_of(page)) == room_of(page)
    return page


def joined(code: str) -> AppTest:
    return opened(tab="Learn", room=code)


def predict(page: AppTest, choice: int) -> AppTest:
    checked(page.radio[0].set_value(choice).run())
    return checked(next(each for each in page.button if each.label == "That is my prediction").click().run())


def test_a_class_predicts_waits_and_sees_the_run() -> None:
    teacher = desk()
    code = room_of(teacher)
    assert "Nobody is in yet" in words(teacher)
    right, wrong, late = joined(code), joined(code.lower()), joined(code)
    predict(right, TRUE)
    predict(wrong, (TRUE + 1) % 3)
    for page in (right, wrong):
        assert "Your prediction is in" in words(page) and "What happened" not in words(page)
    checked(teacher.run())
    assert "**2** of 3 have answered; 3 are in." in words(teacher)
    assert "right.**" not in words(teacher)
    press(teacher, "desk_spread")
    press(teacher, "desk_run")
    assert "1 of 2 predictions was right" in words(teacher)
    for page in (right, wrong, late):
        checked(page.run())
    assert "That is what happened" in words(right)
    assert "What happened" in words(wrong)
    # Who comes late sees it with the others; the class does not count it.
    assert "You predicted:** nothing: it had been run already." in words(late)
    checked(teacher.run())
    assert "1 of 2 predictions was right" in words(teacher)
    # The next question is everybody's, and begins anew.
    checked(teacher.selectbox(key="room_next").set_value("one_step").run())
    press(teacher, "ask_next")
    checked(right.run())
    assert FOUND["one_step"].title in words(right) and "Your prediction is in" not in words(right)
    assert "**0** of 3 have answered" in words(teacher)


def test_one_goes_on_or_answers_again_where_the_teacher_lets_one() -> None:
    teacher = desk()
    student = predict(joined(room_of(teacher)), 0)
    assert not [each for each in student.button if each.key == "change"]
    checked(teacher.toggle(key="desk_may_change").set_value(True).run())
    press(checked(student.run()), "change")
    checked(teacher.run())
    assert "**1** of 1 have answered" in words(teacher)
    predict(student, 1)
    press(teacher, "desk_run")
    wall = teacher.get("vega_lite_chart")
    assert any(
        f"“{FOUND[SLOW].prediction.choices[1].says.filled(Facts(run_of(SLOW)))}” 1" in each.proto.alt for each in wall
    )
    # At one's own pace the run is there as soon as one has predicted, and who has seen it does not answer again.
    free = desk()
    checked(free.toggle(key="desk_may_change").set_value(True).run())
    checked(free.toggle(key="desk_waits").set_value(False).run())
    quick = predict(joined(room_of(free)), 0)
    assert "What happened" in words(quick)
    assert "change" not in {each.key for each in quick.button}


def test_who_leaves_and_comes_back_is_who_they_were() -> None:
    teacher = desk()
    student = predict(joined(room_of(teacher)), 0)
    press(student, "leave")
    assert "room" not in student.query_params
    checked(student.text_input(key="room_code").set_value(f"Room {room_of(teacher)}!").run())
    assert "Your prediction is in" in words(student)
    checked(teacher.run())
    assert "**1** of 1 have answered; 1 are in" in words(teacher)


def test_the_teacher_steps_out_and_finds_the_way_back() -> None:
    teacher = desk()
    code = room_of(teacher)
    press(teacher, "step_out")
    assert "room" not in teacher.query_params
    checked(next(each for each in teacher.button if code[:3] in each.label).click().run())
    assert room_of(teacher) == code
    press(teacher, "close_it")
    assert "is closed" in "".join(each.value for each in teacher.success)
    assert not [each for each in teacher.button if code[:3] in each.label]


def test_a_link_that_names_a_room_and_no_tab_opens_it() -> None:
    teacher = desk()
    assert FOUND[SLOW].title in words(opened(room=room_of(teacher)))


def test_a_class_is_asked_about_the_page_as_it_is_set() -> None:
    page = opened(tab="Learn", learn="teachers", learning_rate="0.0013", activation="identity", epochs="50")
    checked(page.selectbox(key="room_asks").set_value("now: what_becomes_of_it").run())
    teacher = press(page, "open_room")
    student = joined(room_of(teacher))
    assert "with a rate of 0.0013, in 50 epochs" in words(student)
    predict(student, 2)
    press(teacher, "desk_run")
    checked(student.run())
    assert "1 of 1 prediction was right" in words(teacher) and "That is what happened" in words(student)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"epochs": "1000000", "batch_size": "1"}, "too long for a class"),
        ({"data": "Ice cream"}, "one feature only"),
    ],
)
def test_what_cannot_be_asked_is_said_and_opens_no_room(settings: dict[str, str], says: str) -> None:
    page = opened(tab="Learn", learn="teachers", **settings)
    question = "now: the_line_at_the_end" if "data" in settings else "now: what_becomes_of_it"
    checked(page.selectbox(key="room_asks").set_value(question).run())
    press(page, "open_room")
    if "data" in settings and "one feature" not in words(page):
        pytest.skip("that set has one feature")
    assert says in words(page) and "room" not in page.query_params


def test_a_room_that_is_not_there_says_what_is_lost_and_what_is_not() -> None:
    page = opened(tab="Learn", room=NO_ROOM, learn=SLOW)
    assert "There is no room ABC DEF here" in words(page) and "experiment is not lost" in words(page)
    for _ in range(12):
        # Drawn anew, the page does not try anew, and is not taken for somebody who tries out codes.
        checked(page.run())
    assert "Too many" not in words(page)
    press(page, "alone")
    assert FOUND[SLOW].title in words(page) and "room" not in page.query_params


def test_a_closed_room_is_lost_for_the_class_and_the_own_answer_is_said() -> None:
    teacher = desk()
    student = predict(joined(room_of(teacher)), 0)
    press(teacher, "close_it")
    checked(student.run())
    assert "is gone" in words(student) and "Lost are the room and its answers" in words(student)
    assert "not lost" in words(student)


@pytest.mark.parametrize(
    "typed", ["", "  ", "ABC", "<b>x</b>", "![x](http://x.y/z)", "$x$", "ABC DEF", "a" * 20, "?room=" + "a" * 400]
)
def test_a_code_that_is_none_gets_a_sentence(typed: str) -> None:
    page = opened(tab="Learn")
    checked(page.text_input(key="room_code").set_value(typed).run())
    assert "room" not in page.query_params
    said = [each.value for each in page.error]
    assert len(said) == (1 if typed.strip() else 0)
    assert all("http" not in each for each in said)


def test_only_who_has_the_secret_sits_at_the_desk() -> None:
    teacher = desk()
    code = room_of(teacher)
    secret = teacher.session_state["seats"][code].secret
    assert secret not in str(teacher.query_params)
    again = opened(tab="Learn", room=code, key=secret)
    assert "desk_run" in {each.key for each in again.button} and "key" not in again.query_params
    for key in ("", secret[:-1], "x" * 22, secret + "x"):
        page = opened(tab="Learn", room=code, key=key)
        assert "desk_run" not in {each.key for each in page.button}
        assert secret not in words(page)


async def _class_of(server: str, students: int) -> None:
    """So many students and a teacher, all at once."""
    async with visiting(server, f"tab=Learn&learn={SLOW}") as teacher:
        await teacher.press("ask_a_class")
        code = re.search(r"room=(\w+)", teacher.query)
        assert code is not None, teacher.query
        here: list[Any] = []

        async def student(place: int) -> None:
            visit = visiting(server, f"tab=Learn&room={code[1]}")
            session: Session = await visit.__aenter__()
            here.append(visit)
            key = next(part.message.id for part in session.page.of_kind("radio"))
            await session.set(_key_of(key), FOUND[SLOW].prediction.choices[place % 3].says.filled(Facts(run_of(SLOW))))
            await session.press("That is my prediction")
            assert session.page.says("Your prediction is in") and session.page.exceptions() == []

        try:
            await asyncio.gather(*(student(place) for place in range(students)))
            await teacher.press("desk_run")
            assert teacher.page.exceptions() == []
            right = len(range(TRUE, students, 3))
            assert teacher.page.says(f"{right} of {students} predictions were right")
        finally:
            await asyncio.gather(*(visit.__aexit__(None, None, None) for visit in here))


async def _claims(server: str) -> None:
    """Cookies that say who one is: a true one is known again after a reload, a false one gives nobody any right."""

    async def visit(query: str, cookie: str = "") -> Session:
        return await stack.enter_async_context(visiting(server, query, {"Cookie": cookie} if cookie else {}))

    async with AsyncExitStack() as stack:
        teacher = await visit(f"tab=Learn&learn={SLOW}")
        await teacher.press("ask_a_class")
        found = re.search(r"room=(\w+)", teacher.query)
        assert found is not None, teacher.query
        code, room = found[1], f"tab=Learn&room={found[1]}"
        secret = _cookies(teacher)[f"desk_{code}"]
        student = await visit(room)
        token = _cookies(student)[f"seat_{code}"]
        assert secret != token and not student.page.says(secret) and not teacher.page.says(token)
        key = next(part.message.id for part in student.page.of_kind("radio"))
        await student.set(_key_of(key), FOUND[SLOW].prediction.choices[0].says.filled(Facts(run_of(SLOW))))
        await student.press("That is my prediction")
        for claim in (f"desk_{code}={token}", f"desk_{code}={'x' * 22}", f"desk_{code}=", f"seat_{code}={'x' * 22}"):
            impostor = await visit(room, claim)
            assert not impostor.page.has("desk_run") and not impostor.page.says("Your prediction is in")
        again = await visit(room, f"seat_{code}={token}")
        assert again.page.says("Your prediction is in") and not again.page.has("desk_run")
        assert (await visit(room, f"desk_{code}={secret}")).page.has("desk_run")
        await teacher.press("desk_spread")
        # The student, who was here twice, is one; and so are the three strangers, each.
        assert teacher.page.says("**1** of 5 have answered; 5 are in.")


def _cookies(session: Session) -> dict[str, str]:
    """What the page has the browser keep."""
    given: dict[str, str] = json.loads(session.page.find("door").message.json)["cookies"]
    return given


def test_who_sits_where_is_known_by_the_cookie_and_cannot_be_claimed(server: str) -> None:
    done(_claims(server))


def _key_of(identity: str) -> str:
    return identity.rpartition("-")[2]


def test_a_whole_class_answers_at_once_and_nobody_is_lost(server: str) -> None:
    done(_class_of(server, 60 if IN_CI else 12))
