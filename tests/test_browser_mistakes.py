"""The planted mistakes in a real browser: asked before it is told, by pointer and by keyboard, on a phone too."""

from collections.abc import Callable

import pytest
from conftest import PATIENCE, READY, Visitor
from film_page import said
from playwright.sync_api import Page, expect

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]
# One in each of the two pictures, and as many of the sound loop.
LINES = ".st-key-planted .vega-embed .mark-line.role-mark path"


def opened(visitor: Visitor) -> Page:
    visitor.page.goto(f"{visitor.server}/?tab=Learn&learn=mistakes")
    visitor.page.wait_for_selector(f"{LINES}, [data-testid='stException']", state="attached")
    visitor.page.wait_for_selector(READY, state="attached")
    assert visitor.page.locator("[data-testid='stException']").count() == 0
    return visitor.page


def test_a_wrong_answer_is_told_what_it_would_have_done(visitor: Visitor) -> None:
    page = opened(visitor)
    expect(page.locator(LINES)).to_have_count(2)
    expect(page.locator("code.language-diff")).to_have_count(0)
    page.get_by_text("The step is added instead of subtracted").click()
    page.get_by_role("button", name="That is my answer").click()
    expect(said(page, "no number could hold it")).to_be_visible()
    expect(said(page, "What you see is this one: the gradients are never cleared.")).to_be_visible()
    expect(page.locator("code.language-diff")).to_contain_text("w.grad = b.grad = None")
    expect(page.locator(LINES)).to_have_count(4)
    page.locator(".st-key-mistake").get_by_text("3", exact=True).click()
    expect(page.get_by_text("RuntimeError: a leaf Variable")).to_be_visible()
    expect(page.locator(LINES)).to_have_count(0)
    page.locator(".st-key-mistake").get_by_text("1", exact=True).click()
    expect(page.get_by_role("radio", name="The step is added instead of subtracted")).to_be_checked()


@pytest.mark.parametrize("width", [390, 1366])
def test_by_keyboard_alone_and_nothing_is_wider_than_the_window(visit: Visit, width: int) -> None:
    page = opened(visit(viewport={"width": width, "height": 844}))
    page.get_by_role("radio", name="The step is added instead of subtracted").focus()
    # Three below it, and with the right one chosen on to the button.
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="The gradients are never cleared")).to_be_checked()
    expect(page.get_by_role("button", name="That is my answer")).to_be_enabled()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Right.", exact=True)).to_be_visible()
    expect(page.get_by_text("Answered: 1 of 8, right: 1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
