"""A class in real browsers: one teacher, and three students with a laptop, a phone and a keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import READY, Visitor
from film_page import button, tab_to
from playwright.sync_api import Locator, Page, expect
from test_browser_everyone import violations
from test_browser_learn import LINE, PHONE, SLOW, drawn, option, play_to_the_end
from test_learn import FOUND, run_of

from perceptron.lessons.experiment import the_true_one
from perceptron.lessons.facts import Facts

LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 650}}
CHOICES = FOUND[SLOW].prediction.choices
TRUE = the_true_one(CHOICES, Facts(run_of(SLOW)))


def says(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.locator(".st-key-learn").get_by_text(words).first


def opened_room(teacher: Visitor, lesson: str) -> str:
    page = teacher.page
    page.goto(f"{teacher.server}/?tab=Learn&learn={lesson}")
    drawn(page)
    button(page, "Ask a class").click()
    expect(says(page, "Nobody is in yet.")).to_be_visible()
    code = re.search(r"room=(\w{6})", page.url)
    assert code is not None, page.url
    return code[1]


def sits(student: Visitor, code: str) -> Page:
    """Joins by the link."""
    student.page.goto(f"{student.server}/?tab=Learn&room={code}")
    drawn(student.page)
    return student.page


def joins_by_code(student: Visitor, typed: str) -> Page:
    """Joins by the code on the wall, with the keyboard alone."""
    page = student.page
    page.goto(f"{student.server}/?tab=Learn")
    box = page.get_by_role("textbox", name="Does your teacher show a code?")
    box.wait_for()
    page.wait_for_selector(READY, state="attached")
    page.keyboard.press("Tab")
    tab_to(page, box)
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    drawn(page)
    return page


def words_of(place: int) -> str:
    return CHOICES[place].says.filled(Facts(run_of(SLOW)))


def wall(page: Page) -> Locator:
    """The picture of the spread that is to be seen."""
    return page.locator("[class*='st-key-wall_'] [role='graphics-document']").filter(visible=True).first


def test_a_class_of_three_goes_through_a_whole_experiment(visit: Callable[..., Visitor]) -> None:
    teacher = visit(**LAPTOP)
    code = opened_room(teacher, SLOW)
    laptop = sits(visit(**LAPTOP), code)
    phone = sits(visit(**PHONE), code)
    keys = joins_by_code(visit(**LAPTOP), f"{code[:3].lower()}-{code[3:].lower()}")
    option(laptop, words_of(TRUE)).click()
    button(laptop, "That is my prediction").click()
    option(phone, words_of((TRUE + 1) % 3)).tap()
    button(phone, "That is my prediction").tap()
    for page in (laptop, phone):
        expect(says(page, "Your prediction is in.")).to_be_visible()
    expect(says(teacher.page, "2 of 3 have answered; 3 are in.")).to_be_visible()
    # By keyboard alone: to the choices, one further, and the button behind them.
    keys.keyboard.press("Tab")
    tab_to(keys, keys.locator(".st-key-learn [data-testid='stRadio'] input").first, 90)
    keys.keyboard.press("Space")
    for _ in range(TRUE):
        keys.keyboard.press("ArrowDown")
    expect(button(keys, "That is my prediction")).to_be_enabled()
    tab_to(keys, button(keys, "That is my prediction"))
    keys.keyboard.press("Enter")
    expect(says(keys, "Your prediction is in.")).to_be_visible()
    # What the teacher projects tells nothing before it is shown, and nothing of what happens before the run.
    expect(says(teacher.page, "3 of 3 have answered; 3 are in.")).to_be_visible()
    assert wall(teacher.page).count() == 0
    button(teacher.page, "Show the spread").click()
    expect(wall(teacher.page)).to_have_attribute("aria-label", re.compile("^3 predictions: .*2"))
    assert "happened" not in (wall(teacher.page).get_attribute("aria-label") or "")
    # A reload keeps the own answer, and the seat at the desk.
    for page in (phone, teacher.page):
        page.reload()
    expect(says(phone, "Your prediction is in.")).to_be_visible()
    button(teacher.page, "Run it").click()
    for page in (laptop, phone, keys):
        play_to_the_end(page)
    for page in (laptop, keys):
        expect(says(page, "That is what happened.")).to_be_visible()
    expect(says(phone, "What happened:")).to_be_visible()
    button(teacher.page, "To the end").click()
    expect(says(teacher.page, "2 of 3 predictions were right.")).to_be_visible()
    button(teacher.page, "Read on").click()
    expect(wall(teacher.page)).to_have_attribute("aria-label", re.compile("which is what happened"))
    # The next question is there for all by itself; who has left is not waited for.
    button(laptop, "Leave the room").click()
    expect(laptop.get_by_role("textbox", name="Does your teacher show a code?")).to_be_visible()
    button(teacher.page, "Next question").click()
    button(teacher.page, "Ask it").click()
    following = [*FOUND.values()][[*FOUND].index(SLOW) + 1]
    for page in (phone, keys):
        expect(page.get_by_role("heading", name=following.title)).to_be_visible()
    expect(says(teacher.page, re.compile("^0 of 2 have answered"))).to_be_visible()


def test_a_room_bars_nobodys_way(visit: Callable[..., Visitor]) -> None:
    """As axe sees it, light and dark: the desk and a seat, before the run and after it."""
    teacher, student = visit(**LAPTOP), visit(**PHONE)
    code = opened_room(teacher, SLOW)
    page = sits(student, code)
    found = violations(page, "asked")
    option(page, words_of(TRUE)).tap()
    button(page, "That is my prediction").tap()
    expect(page.locator(".announced")).to_have_text(re.compile("^Your prediction is in"))
    found += violations(page, "waits")
    button(teacher.page, "Show the spread").click()
    expect(wall(teacher.page)).to_be_visible()
    found += violations(teacher.page, "spread")
    button(teacher.page, "Run it").click()
    play_to_the_end(page)
    button(teacher.page, "To the end").click()
    expect(teacher.page.locator(".announced")).to_have_text(re.compile("1 of 1 prediction was right"))
    assert found + violations(teacher.page, "run") + violations(page, "seen") == []


def test_lines_of_a_class_lie_over_each_other_and_nobody_sees_anothers(visit: Callable[..., Visitor]) -> None:
    teacher = visit(**LAPTOP)
    code = opened_room(teacher, LINE)
    pages = [sits(visit(**kind), code) for kind in (LAPTOP, PHONE)]
    for page, key in zip(pages, ("ArrowDown", "ArrowUp"), strict=True):
        page.get_by_role("slider", name="Right end of your line").press(key)
        button(page, "This is my line").click()
        expect(says(page, "Your prediction is in.")).to_be_visible()
    button(teacher.page, "Show the spread").click()
    expect(wall(teacher.page)).to_have_attribute(
        "aria-label", re.compile("^2 predictions as lines: slopes from −?[-0-9.e]+ to")
    )
    for page in pages:
        assert page.locator("[class*='st-key-wall_']").count() == 0
    lines = teacher.page.locator(".st-key-wall_live g.mark-line path").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('d')).filter(Boolean)"
    )
    assert len(set(lines)) == len(lines) == 2


@pytest.mark.parametrize("width", [360, 820])
def test_a_student_and_a_teacher_need_no_scrolling_sideways(width: int, visit: Callable[..., Visitor]) -> None:
    size = {"viewport": {"width": width, "height": 740}}
    teacher = visit(**size)
    code = opened_room(teacher, SLOW)
    student = sits(visit(**size), code)
    for page in (teacher.page, student):
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
        assert wide <= 0
