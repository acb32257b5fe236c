"""A race in a real browser: a click on a mark picks that run, the film moves all, and the best one is pinned."""

from conftest import READY, Visitor
from film_page import said


def test_a_mark_is_picked_all_runs_move_and_the_best_is_pinned(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?tab=Compare")
    page.wait_for_selector(READY, state="attached")
    page.get_by_text("Race", exact=True).click()
    page.locator(".st-key-race_actions").wait_for()
    page.wait_for_selector(READY, state="attached")
    said(page, "Rate 0.001: arrived").wait_for()
    # The leftmost run is the slowest, at a hundredth of the limit.
    picture = page.locator(".st-key-race svg.marks").bounding_box()
    assert picture is not None
    page.mouse.click(picture["x"] + 75, picture["y"] + 150)
    said(page, "Rate 1.29e−05: still learning").wait_for()
    page.get_by_text("Film of all").click()
    lines = page.locator(".st-key-fitted_line .mark-line path")
    lines.nth(16).wait_for(state="attached")
    page.wait_for_selector(READY, state="attached")
    before = [line.get_attribute("d") for line in lines.all()]
    page.get_by_role("button", name="One step forward").click()
    page.wait_for_function(
        "before => [...document.querySelectorAll('.st-key-fitted_line .mark-line path')]"
        ".filter((line, place) => line.getAttribute('d') !== before[place]).length >= 16",
        arg=before,
    )
    page.get_by_role("button", name="Pin the best").click()
    page.wait_for_selector(READY, state="attached")
    page.get_by_text("Pinned runs", exact=True).click()
    page.locator(".st-key-chips").get_by_text("rate 0.00121").wait_for()
