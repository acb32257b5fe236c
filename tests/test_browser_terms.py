"""The technical words explain themselves where they stand: under the pointer, by a tap, and by the keyboard alone."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from conftest import PATIENCE, READY, Visitor, ready
from film_page import button, epoch_box, frames_drawn
from playwright.sync_api import Locator, Page, expect
from test_terms import TRADE

expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DRAWN = ("fitted_line", "loss_curve")
# How often the pointer goes to a word before its explanation is missed.
TIMES = 12

# Where a word is underlined in a certain part of the page.
PLACES = """([word, within]) => [...(CSS.highlights.get("explained") ?? [])].flatMap((found) => {
    const {startContainer: text, startOffset, endOffset} = found
    if (!text.isConnected || text.data.slice(startOffset, endOffset).toLowerCase() !== word) return []
    if (!(text.getRootNode().host ?? text.parentElement).closest(within)) return []
    const range = document.createRange()
    range.setStart(text, startOffset)
    range.setEnd(text, endOffset)
    const boxes = [...range.getClientRects()].filter(({width}) => width)
    return boxes.map(({x, y, width, height}) => ({x, y, width, height}))
})"""
UNDERLINED = """() => [...CSS.highlights.get("explained")].map(
    ({startContainer: {data}, startOffset, endOffset}) => data.slice(startOffset, endOffset).toLowerCase())"""
MOVED_AND_PRESSED = """([clientX, clientY]) => ["pointermove", "pointerdown"].forEach((name) =>
    document.elementFromPoint(clientX, clientY).dispatchEvent(
        new PointerEvent(name, { clientX, clientY, bubbles: true, composed: true })))"""
# The texts of the page as they are read, but for code, formulas, pictures, what is chosen from, and help.
READ = """() => [...document.querySelectorAll("h1, h2, h3, h4, p, li, th")].filter((element) =>
    element.checkVisibility() && !element.closest("code, pre, .katex, svg, [role=tooltip], button[title], .page-words")
).map((element) => element.innerText)"""


def place_of(page: Page, word: str, within: str) -> dict[str, float]:
    """The rectangle of an underlined word, as soon as it is underlined."""
    return page.wait_for_function(f"(asked) => ({PLACES})(asked)[0]", arg=[word, within]).json_value()


def middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tip(page: Page) -> Locator:
    return page.locator("#page-words-tip")


def point_at(page: Page, word: str, within: str, says: str) -> tuple[float, float]:
    """Go to a word with the pointer, and again where the page, still being drawn, has moved it away meanwhile, until
    its explanation is there; where that was.
    """
    for _ in range(TIMES):
        page.mouse.move(0, 0)
        place = middle(place_of(page, word, within))
        page.mouse.move(*place)
        with suppress(AssertionError):
            expect(tip(page)).to_contain_text(says, timeout=PATIENCE / TIMES)
            return place
    raise AssertionError(f"no explanation of “{word}” that says “{says}”")


def inside_the_window(page: Page) -> bool:
    box, window = tip(page).bounding_box(), page.viewport_size
    assert box and window
    across = box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= window["height"]


def opened(visit: Visit, query: str = "?gradients=by_hand", **kind: Any) -> Page:
    visitor = visit(**kind)
    visitor.page.goto(f"{visitor.server}/{query}")
    ready(visitor.page, DRAWN)
    return visitor.page


def test_the_pointer_on_a_word_brings_its_explanation(visit: Visit) -> None:
    page = opened(visit, viewport={"width": 1366, "height": 650})
    point_at(page, "learning rate", "[data-testid=stSidebar]", "How far each step goes.")
    expect(tip(page)).to_contain_text("∂L/∂w")
    assert inside_the_window(page)
    # The page's own elements stay as they were.
    assert page.locator("[data-testid=stSidebar] .page-words, [data-testid=stMain] .page-words").count() == 0
    page.mouse.move(700, 300)
    expect(tip(page)).to_be_hidden()

    # A number's word in the headline is written anew at each picture of the film.
    page.get_by_label("Speed").select_option("0.25")
    button(page, "Play").click()
    point_at(page, "loss", ".st-key-live_formula", "One number for how wrong the neuron is")
    before = epoch_box(page).input_value()
    page.wait_for_function("(before) => document.querySelector('.player .epoch').value !== before", arg=before)
    expect(tip(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()


def test_what_a_word_stands_in_does_what_it_did(visit: Visit) -> None:
    page = opened(visit)
    page.mouse.click(*point_at(page, "valley", "[role=tab]", "drawn as a landscape"))
    expect(tip(page)).to_be_hidden()
    expect(page.get_by_role("tab", name="Valley")).to_have_attribute("aria-selected", "true")
    # A move and a press within one picture: the explanation, which would take 250 ms, does not come after the press.
    page.evaluate(MOVED_AND_PRESSED, middle(place_of(page, "valley", "[role=tab]")))
    page.wait_for_timeout(600)
    expect(tip(page)).to_be_hidden()

    page.get_by_role("button", name="View", exact=True).click()
    popover = page.get_by_test_id("stPopoverBody")
    point_at(page, "epoch", "[data-testid=stPopoverBody]", "One time through all rows.")
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    expect(popover).to_be_visible()
    page.keyboard.press("Escape")
    expect(popover).to_be_hidden()


def test_the_words_stay_explained_when_the_page_changes(visit: Visit) -> None:
    page = opened(visit, "?gradients=by_hand&depth=Plain")
    before = len(page.evaluate(UNDERLINED))
    box = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first
    box.fill("0.0005")
    box.press("Enter")
    page.get_by_text("0.0005").first.wait_for()
    page.wait_for_selector(READY, state="attached")
    page.wait_for_function(f"() => ({UNDERLINED})().length >= {before - 5}")
    page.get_by_role("tab", name="One step").click()
    point_at(page, "epoch", ":is(h2, h3)", "One time through all rows.")
    assert page.locator(".page-words").count() == 1
    # In plain words there is no formula.
    point_at(page, "learning rate", "[data-testid=stSidebar]", "How far each step goes.")
    expect(tip(page).locator(".formula")).to_be_hidden()
    page.get_by_test_id("stSidebar").get_by_text("Derivation").click()
    page.get_by_text("Derivation", exact=True).first.wait_for()
    page.wait_for_url(re.compile("depth=Derivation"))
    page.wait_for_selector(READY, state="attached")
    page.evaluate("document.querySelector('[data-testid=stSidebarContent]').scrollTo(0, 0)")
    frames_drawn(page)
    point_at(page, "learning rate", "[data-testid=stSidebar]", "How far each step goes.")
    expect(tip(page).locator(".formula")).to_be_visible()


def test_the_keyboard_leads_from_word_to_word_after_everything_else(visit: Visit) -> None:
    page = opened(visit, viewport={"width": 1366, "height": 650})
    place_of(page, "loss", ".st-key-live_formula")
    last = page.get_by_role("button", name="Open this step")
    last.focus()
    page.keyboard.press("Tab")
    entry = page.locator(".page-words .entry")
    expect(entry).to_be_focused()
    expect(entry).to_contain_text("words on this page are explained")

    seen = []
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        focused = page.locator(".page-words .word:focus")
        expect(focused).to_have_accessible_description(re.compile(r"\w.*\."))
        seen.append(focused.inner_text())
        assert inside_the_window(page)
    assert {"loss", "best possible", "neuron"} <= {word.lower() for word in seen}
    # Focus is where the word stands.
    frames_drawn(page)
    box = page.locator(".page-words .word:focus").bounding_box()
    places = page.evaluate(PLACES, [seen[-1].lower(), "body"])
    assert any(place == pytest.approx(box, abs=1) for place in places)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".page-words .word:focus")).to_have_text(seen[-2])
    # The arrows were not for the film.
    assert epoch_box(page).input_value() == "0"
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    expect(last).to_be_focused()


@pytest.mark.parametrize("depth", ["Plain", "Formulas"])
def test_a_tap_on_a_phone(visit: Visit, depth: str) -> None:
    page = opened(visit, f"?gradients=by_hand&depth={depth}", **PHONE)
    for word, within in (("loss", ".st-key-live_formula"), ("best possible", ".st-key-live_formula")):
        page.touchscreen.tap(*middle(place_of(page, word, within)))
        expect(tip(page).locator(".name")).to_have_text(word)
        assert inside_the_window(page)
        assert tip(page).locator(".formula").is_visible() == (depth != "Plain")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.touchscreen.tap(200, 400)
    expect(tip(page)).to_be_hidden()

    page.touchscreen.tap(*middle(place_of(page, "loss", ".st-key-live_formula")))
    expect(tip(page)).to_be_visible()
    page.mouse.wheel(0, 200)
    expect(tip(page)).to_be_hidden()

    # A control under the finger does its own, and nothing comes between.
    page.get_by_role("tab", name="Valley").evaluate("(tab) => tab.scrollIntoView({block: 'center'})")
    frames_drawn(page)
    page.touchscreen.tap(*middle(place_of(page, "valley", "[role=tab]")))
    expect(page.get_by_role("tab", name="Valley")).to_have_attribute("aria-selected", "true")
    expect(tip(page)).to_be_hidden()


@pytest.mark.parametrize("tab", ["Train", "One step", "Data", "Compare", "Learn", "Take home"])
def test_every_technical_word_in_sight_is_underlined(visitor: Visitor, tab: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?gradients=by_hand&tab={tab.replace(' ', '+')}&standardize=true&activation=identity")
    ready(page, ())
    place_of(page, "neuron", "h1")
    page.wait_for_timeout(1000)
    underlined = " | ".join(page.evaluate(UNDERLINED))
    words = {match.group().lower() for text in page.evaluate(READ) for match in TRADE.finditer(text)}
    assert words
    assert {word for word in words if word not in underlined} == set()
