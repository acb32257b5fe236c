"""The ideas in a real browser: the refresher's sliders by pointer and by keyboard, and Show me with its way back."""

import re

from conftest import PATIENCE, READY, ROOT, Visitor, ready
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, train
from perceptron.insight.loss_along import slopes_along
from perceptron.insight.run import Run

expect.set_options(timeout=PATIENCE)


def opened(visitor: Visitor, query: str) -> Page:
    visitor.page.goto(f"{visitor.server}/?tab=Learn&{query}")
    visitor.page.wait_for_selector(READY, state="attached")
    return visitor.page


def slider(page: Page, picture: str) -> Locator:
    return page.locator(f".st-key-slope_{picture} form.vega-bindings input")


def says(page: Page, picture: str) -> Locator:
    """The words over the picture."""
    return page.locator(f".st-key-slope_{picture} svg text").filter(has_text=re.compile("^slope"))


def test_the_slope_follows_the_slider_by_pointer_and_by_keyboard_and_sends_nothing(visitor: Visitor) -> None:
    page = opened(visitor, "learn=slope")
    for picture in ("line", "hills", "downhill", "flat", "loss"):
        expect(says(page, picture).first).to_be_visible()
    expect(says(page, "flat")).to_have_text("slope 0: level")
    expect(says(page, "downhill")).to_have_text(["slope −0.84: go right", "slope 1.89: go left"])
    page.wait_for_selector(READY, state="attached")
    sent = len(visitor.sent)

    slider(page, "hills").scroll_into_view_if_needed()
    box = slider(page, "hills").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(says(page, "hills")).to_have_text("slope −1: go right")

    slider(page, "line").focus()
    page.keyboard.press("Home")
    expect(says(page, "line")).to_have_text("slope = −4 / 2 = −2")

    # What autograd would say a few keys to the left of the start, and on the level stretch.
    dataset = Dataset.from_csv(ROOT / "data" / "article.csv")
    settings = Hyperparameters(epochs=1)
    run = Run(dataset=dataset, hyperparameters=settings, history=train(dataset, settings))
    slider(page, "loss").focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    (slope,) = slopes_along(run, run.step(0), [0.2])
    expect(says(page, "loss")).to_have_text(f"slope {slope:.3g}: go right".replace("-", "−"))
    page.keyboard.press("Home")
    expect(says(page, "loss")).to_have_text("slope 0: level")
    assert len(visitor.sent) == sent


def test_show_me_stands_where_it_says_and_the_way_back_where_one_was(visitor: Visitor) -> None:
    page = visitor.open("?epoch=25&epochs=300")
    page.get_by_role("tab", name="Learn").click()
    page.get_by_role("radio", name="Ideas").click()
    page.get_by_text("downhill, step by step").click()
    page.locator(".st-key-show_gradient_descent button").press("Enter")
    ready(page)
    epoch = page.locator(".st-key-player_bar input.epoch")
    expect(epoch).to_have_value("10")
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("4000")
    page.get_by_role("button", name="Back to the ideas").click()
    expect(page.locator(".st-key-show_gradient_descent")).to_be_visible()
    page.get_by_role("button", name="Back to what you had").click()
    expect(page.get_by_role("button", name="Back to what you had")).to_be_hidden()
    page.get_by_role("tab", name="Train").click()
    ready(page)
    expect(epoch).to_have_value("25")
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("300")


def test_the_ideas_fit_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visitor, "learn=slope&depth=Derivation")
    expect(slider(page, "loss")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    box = slider(page, "loss").bounding_box()
    assert box is not None and box["height"] >= 24 and box["width"] >= 150
