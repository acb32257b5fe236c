"""A long training in a real browser: it goes on over a change of tab, it can be stopped, and its bar moves nothing."""

import random
import re

from conftest import PATIENCE, READY, Visitor
from playwright.sync_api import Page, expect

expect.set_options(timeout=PATIENCE)

# Too long to end meanwhile; short enough to be waited for without asking.
EPOCHS = 60_000


def slow_rate() -> str:
    """One too slow for the run to repeat itself, and that nobody has trained here yet: the server keeps what it has
    trained, and shows that without a bar.
    """
    return f"{random.uniform(1e-7, 9e-7):.4g}"


def progress(page: Page) -> int:
    """The epoch that the bar tells, once it tells one."""
    told = page.locator("[class*=st-key-training_bar]").get_by_text(re.compile("epoch [0-9,]+ of"))
    # On a machine that is busy with other tests the run is one to be asked about, which is answered once.
    asks = page.get_by_text("This run is long")
    told.or_(asks).first.wait_for()
    if asks.is_visible():
        page.get_by_role("button", name="Train on").click()
    # Between two draws of the page a bar that has been replaced may still stand beside the one that goes on.
    found = re.search("epoch ([0-9,]+) of", told.last.inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def progress_beyond(page: Page, epoch: int) -> int:
    """The epoch that the bar tells next after that one."""
    while (now := progress(page)) <= epoch:
        page.wait_for_timeout(100)
    return now


def expect_stopped(page: Page, least: int) -> None:
    """The page says where the run stands, not before that epoch, and shows no bar."""
    told = page.get_by_text("This run was stopped at epoch")
    expect(told).to_be_visible()
    found = re.search("at epoch ([0-9,]+)", told.inner_text())
    assert found is not None and int(found[1].replace(",", "")) >= least
    expect(page.locator("[class*=st-key-training_bar]")).to_have_count(0)


def test_another_tab_lets_it_go_on_and_stop_leaves_a_way_on(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?learning_rate={slow_rate()}&epochs={EPOCHS}")
    begun = progress_beyond(page, 1000)
    for tab in ("One step", "Data", "Train"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(300)
        expect(page.get_by_text("This run was stopped")).to_have_count(0)
    begun_again = progress(page)
    assert begun_again > begun
    page.get_by_role("button", name="Stop training").click()
    expect_stopped(page, begun_again)
    page.get_by_role("button", name="Train on").click()
    # A training begun anew would first be at an epoch before that one.
    assert progress(page) >= begun_again
    page.get_by_role("button", name="Stop training").click()
    expect_stopped(page, begun_again)


def test_streamlits_own_stop_and_a_reload_go_on_from_there(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?learning_rate={slow_rate()}&epochs={EPOCHS}")
    begun = progress_beyond(page, 1000)
    page.get_by_test_id("stStatusWidget").get_by_role("button", name="Stop").click()
    page.wait_for_selector(READY, state="attached")
    page.reload()
    assert progress(page) >= begun
    page.get_by_role("button", name="Stop training").click()
    expect_stopped(page, begun)


def test_the_bar_moves_nothing(visitor: Visitor) -> None:
    # The rate comes by the link, so that but one long run is begun: of two, a busy machine may ask about the first.
    page = visitor.open(f"?learning_rate={slow_rate()}")
    stage, play = page.locator(".st-key-fitted_line"), page.get_by_role("button", name="Play", exact=True)
    before = stage.bounding_box(), play.bounding_box()
    epochs = page.get_by_label("Epochs", exact=True).first
    epochs.fill(str(EPOCHS))
    epochs.press("Enter")
    progress_beyond(page, 1)
    assert (stage.bounding_box(), play.bounding_box()) == before
    page.get_by_role("button", name="Stop training").click()
    page.wait_for_selector(READY, state="attached")
