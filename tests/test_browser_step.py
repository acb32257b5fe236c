"""The One step tab in a real browser: what lights up when, what a click opens, and what can be read on a phone."""

from collections.abc import Callable

import pytest
from conftest import PATIENCE, READY, Visitor
from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]
ROW = "input[aria-label='Row']"
POINTS = ".st-key-step_points .mark-symbol.role-mark path"
# How far every part of the drawing is lit, in the order of its turns.
LIT = """(drawing) => [...drawing.querySelectorAll("g[style]")]
    .sort((one, other) => one.style.getPropertyValue("--at") - other.style.getPropertyValue("--at"))
    .map((part) => Number(getComputedStyle(part).opacity))"""


def opened(visitor: Visitor, query: str = "") -> Page:
    """The tab, with everything drawn."""
    visitor.page.goto(f"{visitor.server}/?tab=One+step{query}")
    visitor.page.wait_for_selector(f"{POINTS}, [data-testid='stException']", state="attached")
    visitor.page.wait_for_selector(READY, state="attached")
    expect(drawing(visitor.page).locator("svg")).to_be_visible()
    return visitor.page


def drawing(page: Page) -> Locator:
    return page.locator(".st-key-neuron_graph .drawing")


def all_lit(page: Page) -> bool:
    return all(share == 1 for share in drawing(page).evaluate(LIT))


def test_forward_lights_up_then_backward_and_again_at_a_click(visitor: Visitor) -> None:
    page = opened(visitor)
    replay = page.get_by_role("button", name="Replay")
    for start in (None, replay):
        if start is not None:
            start.click()
        # Looked at while it goes on: what is lit is always the first so many.
        looks = []
        for _ in range(4):
            page.wait_for_timeout(400)
            lit = drawing(page).evaluate(LIT)
            assert lit == sorted(lit, reverse=True)
            looks.append(min(lit))
        # At first it may be over when the page has come to rest; after a click it is seen to go on.
        assert start is None or min(looks) < 1
        sent = len(visitor.sent)
        while not all_lit(page):
            page.wait_for_timeout(200)
        assert len(visitor.sent) == sent


def test_whoever_wants_no_motion_sees_it_at_once(visit: Visit) -> None:
    page = opened(visit(reduced_motion="reduce"))
    assert all_lit(page)
    expect(page.get_by_text("Replay")).to_be_hidden()


def click_on(page: Page, place: int) -> None:
    """Click on the point of the row with that number, from 1."""
    page.locator(".st-key-step_points svg.marks").scroll_into_view_if_needed()
    box = page.locator(POINTS).nth(place - 1).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_clicked_point_is_the_row_opened_and_so_is_a_typed_one(visit: Visit) -> None:
    page = opened(visit(reduced_motion="reduce"))
    row, title = page.locator(ROW), page.get_by_text("flows through the neuron")
    expect(row).to_have_value("1")
    click_on(page, 7)
    expect(row).to_have_value("7")
    expect(title).to_have_text("Row 7 flows through the neuron")
    row.fill("1")
    row.press("Enter")
    expect(title).to_have_text("Row 1 flows through the neuron")
    # The very same click as before.
    click_on(page, 7)
    expect(title).to_have_text("Row 7 flows through the neuron")
    expect(row).to_have_value("7")


@pytest.mark.parametrize("query", ["", "&data=Daily+energy&standardize=true&activation=identity"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light"), (1366, "light")])
def test_the_graph_can_be_read_at_any_width(visit: Visit, width: int, scheme: str, query: str) -> None:
    kind = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = opened(visit(**kind), query)
    texts = drawing(page).evaluate(
        """(drawing) => {
            const room = drawing.getBoundingClientRect()
            return [...drawing.querySelectorAll("text")].map((text) => {
                const box = text.getBoundingClientRect()
                return [text.textContent, box.height, box.left >= room.left && box.right <= room.right]
            })
        }"""
    )
    assert len(texts) > 15
    assert [text for text, _, inside in texts if not inside] == []
    # Of a line's height some four fifths are the letters.
    assert [text for text, height, _ in texts if height < 9] == []
    # Nor does a formula or a picture want to be scrolled sideways.
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    wide = page.locator(".katex-display").evaluate_all(
        "all => all.filter((formula) => formula.scrollWidth > formula.clientWidth + 1).map((one) => one.textContent)"
    )
    assert wide == []


def test_a_boxs_words_stay_in_it(visit: Visit) -> None:
    """The drawing reckons with letters of some width; here they have the one that they have."""
    for query in ("", "&activation=identity&learning_rate=0.01&epoch=9999", "&data=Daily+energy&standardize=true"):
        page = opened(visit(reduced_motion="reduce"), query)
        outside = drawing(page).evaluate(
            """(drawing) => [...drawing.querySelectorAll("g:has(> rect)")].flatMap((group) => {
                const box = group.querySelector("rect").getBoundingClientRect()
                return [...group.querySelectorAll("text")].filter((text) => {
                    const words = text.getBoundingClientRect()
                    return words.left < box.left || words.right > box.right || words.bottom > box.bottom
                }).map((text) => text.textContent)
            })"""
        )
        assert outside == []
