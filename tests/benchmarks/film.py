"""How smoothly the film plays, and how fast a changed rate is answered: run it with
`PYTHONPATH=.:tests python tests/benchmarks/film.py`.

Pictures are the distinct lines that are drawn a second while it plays; refreshes those of the page. Of a change by
hand: when the first thing on the stage changes after Enter, when the last, and the bytes that came, before they are
packed for the way. Of a point that is dragged at the film's end: when, after it was let go, the neuron's line is the
new run's. Headless Chromium without a graphics card, at 1366 × 650.
"""

from typing import Any

from conftest import Visitor, chromium_running, ready, serving
from playwright.sync_api import Page

PLAY = """() => new Promise((done) => {
    const button = document.querySelector(".player [data-move=play]")
    document.querySelector(".player [data-move=start]").click()
    button.click()
    const [began, shown] = [performance.now(), new Set()]
    let refreshes = 0
    function look(now) {
        const lines = document.querySelectorAll(".st-key-fitted_line .mark-line path")
        shown.add([...lines].map((line) => line.getAttribute("d")).join())
        refreshes += 1
        if (button.getAttribute("aria-label") === "Pause") requestAnimationFrame(look)
        else done({refreshes, pictures: shown.size, seconds: (now - began) / 1000})
    }
    requestAnimationFrame(look)
})"""
WATCH = """() => {
    window.changes = []
    const element = (node) => (node.nodeType === 1 ? node : node.parentElement)
    // The hands' layer is put over the plot again at every refresh.
    const counts = (node) => node?.closest(".st-key-film, .st-key-player_bar") && !node.closest(".hands-layer, .hands")
    new MutationObserver((changes) => {
        if (changes.some(({target}) => counts(element(target)))) window.changes.push(performance.now() - window.began)
    }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true})
    document.addEventListener("keydown", ({key}) => {
        if (key === "Enter") [window.began, window.changes] = [performance.now(), []]
    }, true)
}"""

RELEASED = """() => {
    const line = () => document.querySelector(".st-key-fitted_line .mark-line path[stroke-width='3']").getAttribute("d")
    window.answered = new Promise((done) => document.addEventListener("pointerup", () => {
        const [began, before] = [performance.now(), line()]
        const look = () => line() === before ? requestAnimationFrame(look) : done(performance.now() - began)
        requestAnimationFrame(look)
    }, {once: true, capture: true}))
}"""


def drag_points(page: Page) -> None:
    page.locator("[data-move=end]").click()
    grip = page.locator(".hands-layer .grip")
    for attempt in range(5):
        page.evaluate(RELEASED)
        box = grip.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 10, y - 25, steps=4)
        page.mouse.up()
        print(f"point {attempt + 1}: the neuron's line after {page.evaluate('window.answered'):.0f} ms")
        page.wait_for_timeout(1500)


def main() -> None:
    with serving() as server, chromium_running() as browser:
        visitor = Visitor(browser.new_page(viewport={"width": 1366, "height": 650}), server)
        page = visitor.open("?gradients=by_hand")
        received: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
        page.reload()
        ready(page)
        for attempt in ("the first time", "again"):
            seen: dict[str, Any] = page.evaluate(PLAY)
            pictures, refreshes = (seen[name] / seen["seconds"] for name in ("pictures", "refreshes"))
            print(f"{attempt}: {pictures:.1f} pictures and {refreshes:.1f} refreshes a second, {seen['seconds']:.1f} s")
        page.evaluate(WATCH)
        for rate in (0.0009, 0.0008, 0.0007, 0.0006, 0.0005):
            received.clear()
            box = page.get_by_label("Learning rate", exact=True).and_(page.locator("input")).first
            box.fill(str(rate))
            box.press("Enter")
            page.wait_for_timeout(2000)
            changes: list[float] = page.evaluate("window.changes")
            print(f"rate {rate}: first {changes[0]:.0f} ms, last {changes[-1]:.0f} ms, {sum(received):,} bytes")
        drag_points(page)


if __name__ == "__main__":
    main()
