"""Comparing in a real browser, from a race to a report that holds what was found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Visitor, ready
from film_page import box_of, button, epoch_of, frames_drawn, go_to, set_rate
from playwright.sync_api import Page, expect

from perceptron import Dataset, Hyperparameters, train

TOGETHER = ("fitted_line", "loss_curve")


def chips(page: Page) -> list[str]:
    """The names of the runs, in their order."""
    return page.locator(".st-key-chips [data-testid=stPopoverButton] p").all_inner_texts()


def at_compare(visitor: Visitor, query: str = "") -> Page:
    """The page, opened at the tab."""
    visitor.page.goto(f"{visitor.server}/?tab=Compare{query}")
    ready(visitor.page, TOGETHER)
    return visitor.page


def open_chip(page: Page, name: str) -> None:
    page.locator(".st-key-chips").get_by_role("button", name=name, exact=True).click()


def test_from_a_race_to_a_report_that_holds_what_was_found(visitor: Visitor, tmp_path: Path) -> None:
    page = at_compare(visitor)
    page.get_by_role("radio", name="Race").click()
    page.wait_for_selector(".st-key-race svg.marks", state="attached")
    button(page, "Use the best rate").click()
    expect(button(page, "Use the best rate")).to_be_disabled()
    best = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first.input_value()
    assert 0.001 <= float(best) < 0.00129447
    page.get_by_role("radio", name="Pinned runs").click()
    for rate in (float(best), 0.0005, 0.0002):
        set_rate(page, rate)
        ready(page, TOGETHER)
        button(page, "Pin this run").click()
        expect(button(page, "Pin this run")).to_have_count(0)
        ready(page, TOGETHER)
    expect(page.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(3)
    open_chip(page, "rate 0.0002")
    page.get_by_label("Name", exact=True).fill("The slow one")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.locator(".st-key-chips")).to_contain_text("The slow one")
    ready(page, TOGETHER)
    wanted = chips(page)
    assert wanted[1:] == ["rate 0.0005", "The slow one"]

    page.reload()
    ready(page, TOGETHER)
    assert chips(page) == wanted
    # Each line is that of its own run at the epoch shown.
    go_to(page, 5)
    frames_drawn(page)
    told = box_of(page, "fitted_line").split(";")
    dataset = Dataset.from_csv("data/article.csv")
    by_rate = {
        rate: train(dataset, Hyperparameters(learning_rate=rate, epochs=5)) for rate in (float(best), 0.0005, 0.0002)
    }
    shown = [float(number) for number in told[2:8]]
    # The run that is set leads, and it is one of the pinned: the last.
    expected = [by_rate[rate] for rate in (0.0002, float(best), 0.0005)]
    for place, history in enumerate(expected):
        assert shown[2 * place : 2 * place + 2] == pytest.approx([history.weights[5, 0], history.biases[5]], rel=1e-6)

    page.get_by_role("tab", name="Take home").click()
    with page.expect_download() as download:
        button(page, "Download my report").click()
    download.value.save_as(tmp_path / "report.html")
    other = page.context.new_page()
    other.goto((tmp_path / "report.html").as_uri())
    text = other.locator("body").inner_text()
    for name in wanted:
        assert name in text
    assert re.search(r"4,000 epochs", text)
    link = other.get_by_role("link").filter(has_text=re.compile("pinned", re.IGNORECASE)).first.get_attribute("href")
    assert link and "pins=1." in link
    other.goto(link)
    ready(other, TOGETHER)
    assert chips(other) == wanted


def test_one_more_pin_leaves_the_film_where_it_stands(visitor: Visitor) -> None:
    page = visitor.open("?epochs=200")
    go_to(page, 40)
    button(page, "Pin").click()
    expect(button(page, "Compare 1")).to_be_visible()
    button(page, "Compare 1").click()
    ready(page, TOGETHER)
    assert epoch_of(page) == 40
    sent = box_of(page, "fitted_line")
    set_rate(page, 0.0003)
    expect(page.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(2)
    ready(page, TOGETHER)
    frames_drawn(page)
    assert epoch_of(page) == 40
    assert box_of(page, "fitted_line") != sent
    # Unpinned by mistake, and back.
    open_chip(page, "rate 0.001")
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(1)
    button(page, "Undo unpin").click()
    expect(page.locator(".st-key-chips [data-testid=stPopoverButton]")).to_have_count(2)
    assert epoch_of(page) == 40


@pytest.mark.parametrize("size", [(1366, 650), (390, 844)])
def test_lines_and_player_are_in_view_at_once(visit: Callable[..., Visitor], size: tuple[int, int]) -> None:
    page = at_compare(visit(viewport={"width": size[0], "height": size[1]}))
    plot = page.locator(".st-key-fitted_line .vega-embed svg").bounding_box()
    player = page.get_by_role("toolbar", name="Film of the training").bounding_box()
    assert plot and player
    assert plot["y"] + 0.9 * plot["height"] < player["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
