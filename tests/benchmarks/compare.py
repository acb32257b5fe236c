"""What pins cost: run it with `PYTHONPATH=.:tests python tests/benchmarks/compare.py`.

In headless Chromium, on the Compare tab: another rate is typed, by hand, and the time until its lines are drawn is
taken, without a pin, with one, and with eight, in turns; and the same of the server's part alone, the page's script.
"""

import statistics
import time

from conftest import chromium_running, ready, serving
from film_page import box_of, set_rate
from script_page import opened

from perceptron import Hyperparameters
from perceptron.take_home.pins import Carried, packed_pins

ROUNDS = 7
COUNTS = (0, 1, 8)


def link(count: int) -> str:
    """A link's pins: that many runs of the article's data, by hand."""
    pins = [
        Carried("", place, Hyperparameters(learning_rate=place * 1e-4, gradients="by_hand"), 0, "Article")
        for place in range(1, count + 1)
    ]
    return packed_pins(pins, "Article") or ""


def in_the_script() -> dict[int, list[float]]:
    """Seconds of the script after a changed rate, by the number of pins."""
    pages = {count: opened(tab="Compare", gradients="by_hand", pins=link(count)) for count in COUNTS}
    seconds: dict[int, list[float]] = {count: [] for count in COUNTS}
    for turn in range(ROUNDS):
        for place, (count, page) in enumerate(pages.items()):
            started = time.perf_counter()
            page.number_input(key="learning_rate").set_value(2e-4 + 1e-6 * (turn * len(pages) + place)).run()
            seconds[count].append(time.perf_counter() - started)
    return seconds


def in_the_browser() -> dict[int, list[float]]:
    """Seconds from the key to the drawn lines, by the number of pins."""
    seconds: dict[int, list[float]] = {count: [] for count in COUNTS}
    with serving() as address, chromium_running() as browser:
        pages = {}
        for count in COUNTS:
            pages[count] = browser.new_context(viewport={"width": 1366, "height": 650}).new_page()
            pages[count].goto(f"{address}/?tab=Compare&gradients=by_hand&epoch=3&pins={link(count)}")
            ready(pages[count], ("fitted_line", "loss_curve"))
        for turn in range(ROUNDS):
            for place, (count, page) in enumerate(pages.items()):
                page.bring_to_front()
                before = box_of(page, "fitted_line")
                started = time.perf_counter()
                set_rate(page, 2.5e-4 + 1e-6 * (turn * len(pages) + place))
                page.wait_for_function(
                    "before => document.querySelector('.st-key-fitted_line input[name=k]')?.value !== before",
                    arg=before,
                )
                seconds[count].append(time.perf_counter() - started)
                ready(page, ("fitted_line", "loss_curve"))
    return seconds


def main() -> None:
    for place, seconds in (("script", in_the_script()), ("browser", in_the_browser())):
        alone = statistics.median(seconds[0])
        for count, each in seconds.items():
            middle = statistics.median(each)
            print(f"{place:8} {count} pins: median {middle:.3f} s, {middle / alone:.2f} of that without (target 1.5)")


if __name__ == "__main__":
    main()
