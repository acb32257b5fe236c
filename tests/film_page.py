"""Reading and moving the film in a browser, as a learner would."""

import re
import time

from conftest import PATIENCE, READY
from playwright.sync_api import Locator, Page, expect

from perceptron import History


def epoch_box(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Film of the training").get_by_role("spinbutton", name="Epoch")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Epoch", exact=True)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def rest(page: Page) -> None:
    """Wait until nothing runs and nothing is about to."""
    page.wait_for_timeout(300)
    page.wait_for_selector(READY, state="attached")


def said(page: Page, words: str) -> Locator:
    """Words to be seen; what has just happened stands once more where it is only heard, for a while."""
    return page.get_by_text(words).and_(page.locator(":not([role=status])"))


def epoch_of(page: Page) -> int:
    return int(epoch_box(page).input_value())


def go_to(page: Page, epoch: int) -> None:
    epoch_box(page).fill(str(epoch))
    epoch_box(page).press("Enter")
    expect(epoch_box(page)).to_have_value(str(epoch))
    page.evaluate("document.activeElement.blur()")


def set_rate(page: Page, rate: float) -> None:
    box = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first
    box.fill(str(rate))
    box.press("Enter")


def formula(page: Page) -> Locator:
    return page.locator(".live.formula")


def number(page: Page, name: str) -> Locator:
    """A number of the epoch shown, from the table below the pictures."""
    return page.locator(".live.numbers tr").filter(has_text=name).locator("strong").first


def expect_at_the_end(page: Page, history: History) -> None:
    """The run that is shown is that one: at its end it has its loss. A run that is still coming is waited for."""
    loss = f"{history.losses[-1]:.5g}"
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        button(page, "To the end").click()
        shown = number(page, "Loss").inner_text().replace(",", "")
        if epoch_of(page) == len(history) - 1 and re.fullmatch(rf"{re.escape(loss)}0*", shown):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the loss at the end is {number(page, 'Loss').inner_text()}, and not {loss}")


def box_of(page: Page, view: str, name: str = "k") -> str:
    """What the player last wrote into a picture's box."""
    return page.locator(f".st-key-{view} input[name={name}]").first.input_value()


def frames_drawn(page: Page) -> None:
    """Wait for two refreshes of the screen, after which everything shows the epoch."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def tab_to(page: Page, target: Locator, most: int = 90) -> None:
    """With the Tab key, as often as it takes."""
    for _ in range(most):
        if target.evaluate("(element) => element === element.getRootNode().activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab did not lead to {target}")
