"""How smoothly the film plays: `python tests/benchmark_film.py` prints two rates for the article's run.

Refreshes are the times a second that the browser draws the page; frames are the distinct epochs that the film shows
in them, of the 40 a second that the player asks for. Headless Chromium without a graphics card, at 1400 × 1600.
"""

from typing import Any

from conftest import Visitor, chromium_running, ready, serving

# Plays the film once from its start, and looks at every refresh which epoch is shown.
PLAY = """() => new Promise((done) => {
    const readout = document.querySelector(".player output")
    const button = document.querySelector(".player [data-move=play]")
    document.querySelector(".player [data-move=start]").click()
    button.click()
    const began = performance.now()
    const shown = new Set()
    let refreshes = 0
    function look(now) {
        shown.add(readout.textContent)
        refreshes += 1
        if (button.getAttribute("aria-label") === "Pause") requestAnimationFrame(look)
        else done({refreshes, frames: shown.size, seconds: (now - began) / 1000})
    }
    requestAnimationFrame(look)
})"""


def main() -> None:
    with serving() as server, chromium_running() as browser:
        context = browser.new_context(viewport={"width": 1400, "height": 1600})
        page = Visitor(context, server).open()
        for attempt in ("the first time", "again"):
            ready(page)
            seen: dict[str, Any] = page.evaluate(PLAY)
            refreshes, frames = (seen[name] / seen["seconds"] for name in ("refreshes", "frames"))
            print(
                f"{attempt}: {seen['frames']} of 240 frames in {seen['seconds']:.1f} s,"
                f" {frames:.1f} frames and {refreshes:.1f} refreshes a second"
            )


if __name__ == "__main__":
    main()
