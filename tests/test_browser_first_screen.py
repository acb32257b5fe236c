"""The first screen in a real Chromium: what has to be in view is there, whole, and nothing lies over anything else."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import PATIENCE, ROOT, Visitor, ready
from film_page import button, frames_drawn, set_rate
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, train
from perceptron.take_home.table_in_link import pack_table

expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Visitor]
Box = dict[str, float]

SIZES = {"laptop": (1366, 650), "tablet": (820, 1180), "phone": (390, 844)}
# A table of somebody's own, whose names and numbers need room.
OWN = pd.DataFrame(
    {
        "Average daily temperature in °C": [-12.5, -3.25, 4.0, 11.75, 19.5, 27.25],
        "Electricity used per household (kWh)": [23_400.0, 18_900.0, 15_100.0, 11_050.0, 7_800.0, 3_300.0],
    }
)
QUERIES = {
    "fresh": "",
    "bundled": "?data=Mountain+air",
    "own table": f"?table={pack_table(OWN, OWN.columns[:1].tolist(), OWN.columns[1])}",
    "standardised": "?data=Falling+stone&standardize=true",
}


def box(found: Locator) -> Box:
    place = found.first.bounding_box()
    assert place is not None
    return dict(place)


def plot(page: Page, view: str) -> Locator:
    return page.locator(f".st-key-{view} .role-frame.root path.background")


# All that stands on the first screen, each with the rectangle of its words, or of itself where it is more than words;
# and what is wrong with it by itself: words that are wider than their place, or that leave their picture.
LOOK = """() => {
    const bar = document.querySelector(".st-key-player_bar").getBoundingClientRect().top
    const rectangle = ({left, top, right, bottom}) => ({x: left, y: top, width: right - left, height: bottom - top})
    function words(element) {
        const range = document.createRange()
        range.selectNodeContents(element)
        return range.getBoundingClientRect()
    }
    const [pieces, faults] = [[], []]
    function add(name, found) {
        pieces.push({name, ...rectangle(found)})
    }
    const inReach = (element) => element.checkVisibility({visibilityProperty: true})
        && (element.closest(".player") || element.getBoundingClientRect().bottom <= bar)
    const all = (selector) => [...document.querySelectorAll(selector)].filter(inReach)
    const texts = "h1, .st-key-tab [role=tab], .st-key-headline label p, .live.formula > *, .player .step, "
        + ".player .last, .st-key-film [data-testid=stCaptionContainer] p"
    for (const element of all(texts)) {
        add(element.textContent, words(element))
        // Digits that are higher than their line stick out of it downwards, not sideways.
        if (words(element).right > Math.min(innerWidth, element.getBoundingClientRect().right) + 1) {
            faults.push("cut: " + element.textContent)
        }
    }
    const controls = ".st-key-headline button, .player :is(button, select, input), "
        + ".st-key-rate_on_stage input[type=range]"
    for (const element of all(controls)) {
        const name = element.getAttribute("aria-label") || element.textContent.trim() || element.className
        const around = element.getBoundingClientRect()
        // The way to why is a word of the sentence, which is a piece already.
        if (!element.closest(".step")) add(name, around)
        if (element.scrollWidth > element.clientWidth + 1) faults.push("cut: " + name)
        if (element.textContent.trim() && element.tagName !== "SELECT") {
            const inside = words(element)
            if (inside.left < around.left - 1 || inside.right > around.right + 1) faults.push("cut: " + name)
        }
    }
    for (const svg of all(".st-key-film svg.marks")) {
        const around = svg.getBoundingClientRect()
        add("plot", svg.querySelector(".role-frame.root path.background").getBoundingClientRect())
        for (const text of [...svg.querySelectorAll("text")].filter((text) => text.textContent)) {
            if (text.getAttribute("opacity") === "0" || !text.checkVisibility({visibilityProperty: true})) continue
            const place = text.getBoundingClientRect()
            add(text.textContent, place)
            // The room of a line of text is higher than its letters.
            const room = 0.3 * parseFloat(getComputedStyle(text).fontSize)
            if (place.left < around.left - room || place.right > around.right + room
                || place.top < around.top - room || place.bottom > around.bottom + room) {
                faults.push("cut: " + text.textContent)
            }
            if (text.textContent.includes("…")) faults.push("shortened: " + text.textContent)
        }
    }
    for (const element of all("[data-testid=stSidebar] :is(label, button, input, p)")) {
        if (element.getBoundingClientRect().right < 0) continue
        if (element.scrollWidth > element.clientWidth + 1) faults.push("cut: " + element.outerHTML.slice(0, 90))
    }
    const main = document.querySelector("[data-testid=stMain]")
    if (main.scrollTop || document.scrollingElement.scrollTop) faults.push("scrolled")
    if (main.scrollWidth > main.clientWidth || document.scrollingElement.scrollWidth > innerWidth) {
        faults.push("sticks out sideways")
    }
    return {pieces, faults}
}"""


def overlap(one: Box, other: Box) -> bool:
    return (
        one["x"] < other["x"] + other["width"] - 1
        and other["x"] < one["x"] + one["width"] - 1
        and one["y"] < other["y"] + other["height"] - 1
        and other["y"] < one["y"] + one["height"] - 1
    )


def expect_all_whole(page: Page) -> None:
    """Nothing of what is on the screen is cut, leaves the window, or lies over anything else."""
    looked: dict[str, Any] = page.evaluate(LOOK)
    assert looked["faults"] == []
    pieces = looked["pieces"]
    assert len(pieces) > 30
    size = page.viewport_size
    assert size is not None
    outside = [
        piece["name"]
        for piece in pieces
        if min(piece["x"], piece["y"]) < -1
        or piece["x"] + piece["width"] > size["width"] + 1
        or piece["y"] + piece["height"] > size["height"] + 1
    ]
    assert outside == []
    assert [(one["name"], other["name"]) for one, other in combinations(pieces, 2) if overlap(one, other)] == []


def expect_in_view(page: Page, size: str) -> None:
    """What a newcomer needs is above the player's bar, or in it."""
    width, height = SIZES[size]
    bar = box(page.locator(".st-key-player_bar"))["y"]
    above = {"formula": box(page.locator(".live.formula")), "plot": box(plot(page, "fitted_line"))}
    if size == "phone":
        above["rate"] = box(page.locator(".st-key-rate_on_stage input[type=range]"))
    else:
        above["loss"] = box(plot(page, "loss_curve"))
    within = {"Play": box(button(page, "Play")), "epoch": box(page.locator(".player .epoch"))}
    for name, place in {**above, **within}.items():
        assert place["x"] >= 0 and place["x"] + place["width"] <= width, name
        low = bar if name in above else height
        assert place["y"] >= 0 and place["y"] + place["height"] <= low + 1, (name, place, bar)
        assert place["width"] > 30 and place["height"] > 15, (name, place)


@pytest.mark.parametrize("data", QUERIES)
@pytest.mark.parametrize("size", SIZES)
def test_all_that_is_needed_is_in_view(visit: Visit, size: str, data: str) -> None:
    width, height = SIZES[size]
    page = visit(viewport={"width": width, "height": height}, color_scheme="light").open(QUERIES[data])
    for scheme in ("light", "dark"):
        if scheme == "dark":
            page.emulate_media(color_scheme="dark")
            expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgb(20, 23, 27)")
            ready(page)
        frames_drawn(page)
        expect_in_view(page, size)
        expect_all_whole(page)
    # At the end the numbers and sentences have other lengths, and nothing moves for it.
    stood = [box(place) for place in (button(page, "Play"), plot(page, "fitted_line"))]
    button(page, "To the end").click()
    frames_drawn(page)
    expect_all_whole(page)
    assert [box(place) for place in (button(page, "Play"), plot(page, "fitted_line"))] == stood
    if size != "phone":
        page.get_by_role("tab", name="Valley").click()
        expect(plot(page, "loss_surface").first).to_be_visible()
        frames_drawn(page)
        bar, valley = box(page.locator(".st-key-player_bar")), box(plot(page, "loss_surface"))
        assert valley["y"] + valley["height"] <= bar["y"] + 1
        expect_all_whole(page)


def test_play_stays_where_it_was_when_the_verdict_appears(visitor: Visitor) -> None:
    page = visitor.open("?learning_rate=0.0013")
    before = box(button(page, "Play"))
    button(page, "To the end").click()
    expect(page.locator(".st-key-verdict")).to_be_visible()
    assert box(button(page, "Play")) == before
    page.mouse.wheel(0, 3000)
    frames_drawn(page)
    assert box(button(page, "Play")) == before


@pytest.mark.parametrize("width", [1366, 390])
def test_squares_are_square_and_on_by_one_click(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 844}).open("?epoch=1")
    rects = page.locator(".st-key-fitted_line .mark-rect path")
    expect(rects).to_have_count(0)
    page.get_by_text("Squares", exact=True).click()
    ready(page)
    frames_drawn(page)
    expect(rects).to_have_count(25)
    sizes = np.array(
        rects.evaluate_all(
            "paths => paths.map((path) => path.getBoundingClientRect()).map(({width, height}) => [width, height])"
        )
    )
    np.testing.assert_allclose(sizes[:, 0], sizes[:, 1], atol=1)
    # Their sides are the residuals, in the measure of the picture's own axis.
    article = Dataset.from_csv(ROOT / "data" / "article.csv")
    history = train(article, Hyperparameters(epochs=2))
    residuals = history.predict(article.features, 1) - article.target[:, 0]
    ticks = page.locator(".st-key-fitted_line .role-axis-label text[text-anchor=end]").evaluate_all(
        "texts => texts.map((text) => [Number(text.textContent), text.getBoundingClientRect().y])"
    )
    (low, bottom), (high, top) = ticks[0], ticks[-1]
    unit = (bottom - top) / (high - low)
    np.testing.assert_allclose(np.sort(sizes[:, 1]), np.sort(np.abs(residuals)) * unit, atol=1.5)


RUNS = {
    "rate 10": "?learning_rate=10",
    "rate 10, no clamp": "?learning_rate=10&activation=identity",
    "rate 1e-8": "?learning_rate=1e-8",
    "standardised": "?data=Falling+stone&standardize=true&learning_rate=0.01",
    "several features": "?data=Daily+energy&standardize=true&activation=identity&learning_rate=0.01",
    "held out, in small batches": "?learning_rate=0.01&held_out=20&batch_size=5&epochs=200",
    "one epoch": "?epochs=1",
}
LABELS = """() => [...document.querySelectorAll(".st-key-film .vega-embed .role-axis-label text")]
    .filter((text) => text.checkVisibility() && Number(text.getAttribute("opacity")) !== 0)
    .map((text) => text.textContent)"""
# The axes that can be chosen behind "View".
AXES = (("linear", "linear"), ("log", "log"), ("excess, log", "linear"))


def choose(page: Page, group: str, name: str) -> None:
    page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True).click()


@pytest.mark.parametrize("run", RUNS)
def test_pictures_and_their_numbers_hold_at_any_run(visitor: Visitor, run: str) -> None:
    """What Vega says in the console fails the visitor."""
    page = visitor.open(RUNS[run])
    film = page.locator(".st-key-film")
    height = box(film)["height"]

    def expect_readable() -> None:
        frames_drawn(page)
        labels: list[str] = page.evaluate(LABELS)
        assert len(labels) > 20
        assert [label for label in labels if "…" in label or "e+" in label or len(label) > 9] == []
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        # A line more in a caption is all that it may grow by.
        assert box(film)["height"] <= height + 60

    for loss_axis, epoch_axis in AXES:
        button(page, "View").click()
        choose(page, "Loss axis", loss_axis)
        choose(page, "Epoch axis", epoch_axis)
        page.keyboard.press("Escape")
        ready(page)
        for place in ("To the start", "To the end"):
            button(page, place).click()
            expect_readable()
    page.get_by_role("tab", name="Valley").click()
    expect(plot(page, "loss_surface").first).to_be_visible()
    expect_readable()


def test_after_a_run_that_exploded_a_calm_one_is_drawn(visitor: Visitor) -> None:
    """The loss's axis is a logarithm only for the one; the other's ghost is too high to be drawn as it is."""
    page = visitor.open("?learning_rate=0.1&activation=identity")
    ticks = page.locator(".st-key-loss_curve .role-axis-label text[text-anchor=end]")
    assert {"10¹⁰", "10²⁰"} <= set(ticks.all_text_contents())
    # Before the ghost is handed over there was none.
    set_rate(page, 0.0001)
    ready(page)
    button(page, "To the end").click()
    frames_drawn(page)
    assert set(ticks.all_text_contents()) >= {"10", "20", "30", "40"}
    # Whole dots at both ends.
    dots = page.locator(".st-key-loss_curve .mark-symbol path")
    around = box(page.locator(".st-key-loss_curve svg.marks"))
    for place in ("To the end", "To the start"):
        button(page, place).click()
        frames_drawn(page)
        dot = max((box(dot) for dot in dots.all()), key=lambda found: found["width"])
        assert around["x"] <= dot["x"]
        assert dot["x"] + dot["width"] <= around["x"] + around["width"]
        assert around["y"] <= dot["y"]


FOCUSED = """() => {
    const focused = document.activeElement
    return {
        name: focused.getAttribute("aria-label") || focused.textContent.trim().slice(0, 40),
        kind: `${focused.tagName} ${focused.id}`,
        player: focused.closest(".player") !== null,
        control: focused !== document.body,
        toolbar: focused.closest("[data-testid=stElementToolbar]") !== null,
    }
}"""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_from_play_to_the_next_control_are_few_stops(visitor: Visitor, key: str) -> None:
    page = visitor.open()
    button(page, "Play").focus()
    play = page.evaluate(FOCUSED)
    reached: list[dict[str, Any]] = []
    while not reached or reached[-1] != play:
        page.keyboard.press(key)
        reached.append(page.evaluate(FOCUSED))
        assert len(reached) < 60
    next_control = next(place for place, stop in enumerate(reached) if stop["control"] and not stop["player"])
    assert next_control < 8
    assert [stop["name"] for stop in reached if stop["toolbar"]] == []
    # Once round the page every control was there.
    assert {"Speed", "Loss", "Your line"} <= {stop["name"] for stop in reached}
