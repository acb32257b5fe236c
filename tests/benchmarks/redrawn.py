"""One visitor in the browser: from a changed control to the drawn views, the first page of all, and the film."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.film import PLAY
from benchmarks.without_training import RATES
from conftest import chromium_running, free_port, ready, running, serving
from playwright.sync_api import Browser, Page

WITHOUT_TRAINING = str(Path(__file__).resolve().parent / "without_training.py")
TIMES = 12
SIZES = {"laptop": (1366, 650), "phone": (390, 844)}
# From the hand's last move to the last change in any of the views; the layer of hands moves at every refresh.
WATCH = """() => {
    let [began, last] = [0, 0]
    new MutationObserver((changes) => {
        const drawn = changes.some(({target}) => target.closest?.(".st-key-film .vega-embed"))
        if (drawn) last = performance.now()
    }).observe(document.body, {subtree: true, childList: true, attributes: true})
    window.watch = (event) => document.addEventListener(
        event, () => { [began, last] = [performance.now(), 0] }, {once: true, capture: true})
    window.redrawn = () => last - began
}"""
STILL = 1500  # ms after which nothing more is drawn


def slid(page: Page, turn: int) -> float:
    """Milliseconds from letting go of the rate's slider, each time elsewhere, to the views."""
    slider = page.locator(".st-key-rate input[type=range]")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (0.2 + 0.02 * turn), box["y"] + box["height"] / 2, steps=3)
    page.evaluate("window.watch('pointerup')")
    page.mouse.up()
    page.wait_for_timeout(STILL)
    return float(page.evaluate("window.redrawn()"))


def typed(page: Page, rate: float) -> float:
    """Milliseconds from Enter in the rate's box to the views."""
    box = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first
    box.fill(str(rate))
    page.evaluate("window.watch('keydown')")
    box.press("Enter")
    page.wait_for_timeout(STILL)
    return float(page.evaluate("window.redrawn()"))


def changes(browser: Browser, server: str, way: str) -> float:
    """The median of some changes, once the first few have warmed everything up."""
    page = browser.new_page(viewport={"width": 1366, "height": 650}, reduced_motion="reduce")
    page.goto(f"{server}/?gradients=by_hand")
    ready(page)
    page.evaluate(WATCH)
    taken = []
    for turn in range(TIMES):
        taken.append(slid(page, turn) if way == "slider" else typed(page, RATES[3 * turn]))
    page.close()
    return statistics.median(taken[3:])


def film(page: Page) -> float:
    """Distinct pictures of the line a second, while it plays for the second time."""
    for _ in range(2):
        seen = page.evaluate(PLAY)
    return float(seen["pictures"] / seen["seconds"])


def figures() -> Iterator[Figure]:
    with chromium_running() as browser:
        port, began = free_port(), time.perf_counter()
        server = f"http://127.0.0.1:{port}"
        with running(port):
            opened = []
            for _ in range(2):
                page = browser.new_context(viewport={"width": 1366, "height": 650}).new_page()
                page.goto(server)
                ready(page)
                opened.append(time.perf_counter() - began)
                page.context.close()
                began = time.perf_counter()
            yield Figure("first page: server start to the trained page", opened[0], "s", 4)
            yield Figure("first page: the second visitor", opened[1], "s", 1.5, opened[0], "the first")
            with serving(WITHOUT_TRAINING) as bare:
                for way in ("slider", "typed"):
                    trained, without = changes(browser, server, way), changes(browser, bare, "typed")
                    name = f"one session, by hand, {way}: change to redrawn"
                    yield Figure(name, trained, "ms", min(300.0, 1.5 * without), without, "without training, typed")
            for size, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{server}/?gradients=by_hand")
                ready(page)
                yield Figure(f"film: pictures a second, {size}", film(page), "", 40, at_least=True)
                page.close()
