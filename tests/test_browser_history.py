"""The browser's Back and Forward, in a real Chromium: from one settled change of a setting to the next."""

import re
from collections.abc import Callable

import pytest
from conftest import PATIENCE, ROOT, Visitor
from film_page import expect_at_the_end, rest
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, train

expect.set_options(timeout=PATIENCE)

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
# So few epochs that each rate ends at another loss.
EPOCHS = 20
DEFAULTS = Hyperparameters()


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """At a page of their own: a browser counts no more than fifty entries, and others' would be among them."""
    return visit(to_keep=True)


def rate(page: Page) -> Locator:
    return page.get_by_label("Learning rate", exact=True).and_(page.locator("input[type=number]"))


def type_rate(page: Page, value: float) -> None:
    rate(page).fill(str(value))
    rate(page).press("Enter")
    shows_run(page, value)


def shows_run(page: Page, learning_rate: float) -> None:
    """The rate stands in its box, and the run of that rate is what is shown."""
    expect(rate(page)).to_have_value(f"{learning_rate:g}")
    expect_at_the_end(page, train(ARTICLE, Hyperparameters(learning_rate=learning_rate, epochs=EPOCHS)))
    rest(page)


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_back_and_forward_go_from_rate_to_rate_and_tab_to_tab(visitor: Visitor) -> None:
    page = visitor.open(f"?epochs={EPOCHS}")
    shows_run(page, 0.001)
    # What is done before the page has come to rest is no step of its own.
    rest(page)
    before = entries(page)
    type_rate(page, 0.0005)
    type_rate(page, 0.0002)
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(page).to_have_url(re.compile("tab=Data"))
    rest(page)
    assert entries(page) == before + 3

    page.go_back()
    expect(page.get_by_role("tab", name="Train", exact=True)).to_have_attribute("aria-selected", "true")
    for learning_rate in (0.0002, 0.0005, 0.001):
        shows_run(page, learning_rate)
        if learning_rate != 0.001:
            page.go_back()
    for learning_rate in (0.0005, 0.0002):
        page.go_forward()
        shows_run(page, learning_rate)
    # Going to and fro made no entry, and a new change forgets what was ahead.
    assert entries(page) == before + 3
    page.go_back()
    shows_run(page, 0.0005)
    type_rate(page, 0.0007)
    assert entries(page) == before + 2


def test_the_table_goes_back_too_and_a_button_that_sets_much_is_one_step(visitor: Visitor) -> None:
    page = visitor.open(f"?epochs={EPOCHS}")
    before = entries(page)
    chooser = page.get_by_label("Data", exact=True).and_(page.locator("input"))
    chooser.click()
    page.get_by_role("option", name="Ice cream").click()
    # Choosing a set sets rate, epochs and activation, too.
    expect(page).to_have_url(re.compile("data=Ice.cream.*learning_rate"))
    expect(page.get_by_label("Epochs", exact=True)).not_to_have_value(str(EPOCHS))
    rest(page)
    page.get_by_role("button", name="Back to the article").click()
    expect(rate(page)).to_have_value("0.001")
    rest(page)
    assert entries(page) == before + 2

    page.go_back()
    expect(page.get_by_label("Epochs", exact=True)).not_to_have_value(str(DEFAULTS.epochs))
    expect(page).to_have_url(re.compile("data=Ice.cream"))
    rest(page)
    page.go_back()
    shows_run(page, 0.001)
    page.go_forward()
    expect(page).to_have_url(re.compile("data=Ice.cream"))
    rest(page)
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("ice creams sold from sunshine")


def test_after_an_address_was_corrected_at_rest_the_next_change_is_a_step(visitor: Visitor) -> None:
    page = visitor.open(f"?epochs={EPOCHS}")
    shows_run(page, 0.001)
    # No run of the page follows, or one so short that nobody sees it begin and end.
    page.evaluate("history.replaceState({}, '', location.search + '&unknown=1')")
    rest(page)
    before = entries(page)
    type_rate(page, 0.0005)
    assert entries(page) == before + 1


def test_neither_an_epoch_nor_what_a_held_key_passes_is_a_step(visitor: Visitor) -> None:
    page = visitor.open(f"?epochs={EPOCHS}")
    page.get_by_text("More settings").click()
    before = entries(page)
    page.evaluate("history.replaceState({}, '', location.search + '&epoch=7')")
    page.evaluate("history.pushState({}, '', location.search.replace('epoch=7', 'epoch=8'))")
    assert entries(page) == before

    slider = page.get_by_role("slider", name="Held-out rows")
    slider.focus()
    # Pressed again without being let go, as a keyboard repeats it; at each share the page runs.
    for share in (5, 10, 15):
        page.keyboard.down("ArrowRight")
        expect(page).to_have_url(re.compile(f"held_out={share}"))
        rest(page)
    page.keyboard.up("ArrowRight")
    assert entries(page) == before + 1
    page.go_back()
    expect(slider).to_have_value("0")
