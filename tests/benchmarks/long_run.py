"""Measures what a visitor waits beside somebody's long run: `PYTHONPATH=.:tests python tests/benchmarks/long_run.py`.

Two people in two browsers of one server, headless Chromium, at 1366 × 650. The one changes the rate of the article's
run; the times are from Enter to the last change on the stage, medians of seven. Then the same while the other one's
run by autograd goes on, which would take minutes.
"""

import statistics
from collections.abc import Iterator

from benchmarks.film import WATCH
from conftest import Visitor, chromium_running, ready, serving
from playwright.sync_api import Page

LONG = "?learning_rate=1e-7&epochs=1000000&activation=identity&batch_size=5"
GRADIENTS = ("by_hand", "autograd")


def milliseconds_until_drawn(page: Page, rates: Iterator[float]) -> list[float]:
    """Milliseconds from a changed rate until the stage is drawn, seven times."""
    found = []
    for _ in range(7):
        box = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first
        box.fill(f"{next(rates):.7f}")
        box.press("Enter")
        page.wait_for_timeout(3000)
        found.append(page.evaluate("window.changes.at(-1)"))
    return found


def main() -> None:
    # No rate twice, for what is known already is not trained.
    rates = (0.0009 - step * 1e-6 for step in range(1000))
    with serving() as server, chromium_running() as browser:
        visitors = [
            Visitor(browser.new_page(viewport={"width": 1366, "height": 650}, reduced_motion="reduce"), server)
            for _ in range(2)
        ]
        pages = {}
        for gradients in GRADIENTS:
            pages[gradients] = visitors[0].open(f"?gradients={gradients}")
            page = pages[gradients]
            page.evaluate(WATCH)
            ready(page)
            alone = statistics.median(milliseconds_until_drawn(page, rates))
            other = visitors[1].page
            other.goto(f"{server}/{LONG}")
            # It is asked about first, and then goes on.
            other.get_by_role("button", name="Train on").click()
            bar = other.get_by_test_id("stProgress")
            bar.wait_for()
            before = bar.inner_text()
            beside = statistics.median(milliseconds_until_drawn(page, rates))
            went_on = before != bar.inner_text()
            print(
                f"{gradients}: alone {alone:.0f} ms, beside a long run {beside:.0f} ms, {beside / alone:.1f} times;"
                f" the long run {'went on' if went_on else 'stood still'}"
            )
            other.goto("about:blank")


if __name__ == "__main__":
    main()
