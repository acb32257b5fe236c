"""The first screen in a real Chromium: what has to be in view is there, whole, and nothing lies over anything else."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from conftest import PATIENCE, VIEWS, Visitor, ready
from film_page import box_of, button, frames_drawn, go_to
from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Visitor]
Box = dict[str, float]

SIZES = {"laptop": (1366, 650), "tablet": (820, 1180), "phone": (390, 844)}


def box(found: Locator) -> Box:
    place = found.first.bounding_box()
    assert place is not None
    return dict(place)


def plot(page: Page, view: str) -> Locator:
    return page.locator(f".st-key-{view} .role-frame.root path.background")


def in_view(page: Page, size: str) -> dict[str, Box]:
    """What a newcomer has to see at once, by name."""
    seen = {
        "title": box(page.get_by_role("heading", level=1)),
        "formula": box(page.locator(".live.formula")),
        "plot": box(plot(page, "fitted_line")),
        "Play": box(button(page, "Play")),
        "epoch": box(page.locator(".player .way")),
        "step": box(page.locator(".player .step")),
    }
    if size == "phone":
        seen["rate"] = box(page.locator(".st-key-rate_on_stage input[type=range]"))
    else:
        seen["loss"] = box(plot(page, "loss_curve"))
    return seen


def overlap(one: Box, other: Box) -> bool:
    return (
        one["x"] < other["x"] + other["width"] - 1
        and other["x"] < one["x"] + one["width"] - 1
        and one["y"] < other["y"] + other["height"] - 1
        and other["y"] < one["y"] + one["height"] - 1
    )


CUT = """() => [...document.querySelectorAll(
    ".live.formula *, .player button:not([data-move=open]), .player .last, [role=tab], h1"
)].filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).display !== "inline").map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("data", ["", "?data=Mountain+air", "?data=Falling+stone&standardize=true"])
@pytest.mark.parametrize("size", SIZES)
def test_all_that_is_needed_is_in_view(visit: Visit, size: str, data: str) -> None:
    width, height = SIZES[size]
    scheme = "dark" if data else "light"
    page = visit(viewport={"width": width, "height": height}, color_scheme=scheme).open(data)
    frames_drawn(page)
    bar = box(page.locator(".st-key-player_bar"))
    seen = in_view(page, size)
    for name, place in seen.items():
        assert place["x"] >= 0 and place["x"] + place["width"] <= width, name
        below = height if name in ("Play", "epoch", "step") else bar["y"]
        assert place["y"] >= 0 and place["y"] + place["height"] <= below + 1, (name, place, bar)
    assert [(one, other) for one, other in combinations(seen, 2) if overlap(seen[one], seen[other])] == []
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    if size == "laptop":
        page.get_by_role("tab", name="Valley").click()
        expect(plot(page, "loss_surface").first).to_be_visible()
        valley = box(plot(page, "loss_surface"))
        assert valley["y"] + valley["height"] <= bar["y"] + 1


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
    page = visit(viewport={"width": width, "height": 844}).open()
    page.get_by_text("Squares", exact=True).click()
    rects = page.locator(".st-key-fitted_line .mark-rect path")
    expect(rects).to_have_count(25)
    for place in rects.evaluate_all("paths => paths.map((path) => path.getBBox()).map((b) => [b.width, b.height])"):
        assert place[0] == pytest.approx(place[1], abs=0.2)


RUNS = [
    "?learning_rate=10",
    "?learning_rate=10&activation=identity",
    "?learning_rate=1e-8",
    "?data=Daily+energy&standardize=true&activation=identity&learning_rate=0.01",
    "?standardize=true&learning_rate=0.01&held_out=20&batch_size=5&epochs=200",
    "?epochs=1",
]
LABELS = """() => [...document.querySelectorAll(".vega-embed .role-axis-label text")].map((text) => text.textContent)"""


@pytest.mark.parametrize("query", RUNS)
def test_pictures_and_their_numbers_hold_at_any_run(visitor: Visitor, query: str) -> None:
    """What Vega says in the console fails the visitor."""
    page = visitor.open(query)
    height = page.evaluate("document.querySelector('.st-key-film').getBoundingClientRect().height")
    for axis in ("linear", "log", "excess, log"):
        button(page, "View").click()
        page.get_by_role("radio", name=axis, exact=True).or_(
            page.get_by_role("button", name=axis, exact=True)
        ).first.click()
        page.keyboard.press("Escape")
        ready(page)
        button(page, "To the end").click()
        frames_drawn(page)
        labels: list[str] = page.evaluate(LABELS)
        assert labels
        assert [label for label in labels if "…" in label or "e+" in label or len(label) > 9] == []
    page.get_by_role("tab", name="Valley").click()
    frames_drawn(page)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.st-key-film').getBoundingClientRect().height") <= height + 60


def test_from_play_to_the_next_control_are_few_stops(visitor: Visitor) -> None:
    page = visitor.open()
    button(page, "Open this step").focus()
    reached: list[Any] = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.closest('[data-testid=stElementToolbar]') !== null"))
    assert not any(reached)
    assert (
        page.locator(".st-key-film [data-testid=stElementToolbar]").evaluate_all(
            "toolbars => toolbars.filter((toolbar) => toolbar.checkVisibility()).length"
        )
        == 0
    )
    go_to(page, 3)
    assert json.dumps([box_of(page, view).split(";")[0] for view in VIEWS]) == json.dumps(["3"] * len(VIEWS))
