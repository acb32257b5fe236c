"""The learning rate in a real Chromium: by mouse, by keys, typed, from a link, and on a phone."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PATIENCE, READY, Visitor, ready, serving
from playwright.sync_api import Locator, Page, expect
from test_rate import DATA, SCRIPT, in_link, largest_stable

expect.set_options(timeout=PATIENCE)

LAPTOP = {"width": 1366, "height": 650}
LIMIT = largest_stable(DATA["article"], standardize=False, reduction="sum")
Open = Callable[..., Visitor]


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that has the sidebar, and beside it a phone's slider, and nothing else."""
    script = tmp_path_factory.mktemp("rate") / "page.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with serving(script) as address:
        yield address


@pytest.fixture
def at_small_page(visit: Callable[..., Visitor], small_page: str) -> Open:
    """Somebody who opened that page."""

    def arrive(query: str = "", width: int = 1366, height: int = 650, **kind: object) -> Visitor:
        visitor = visit(server=small_page, viewport={"width": width, "height": height}, **kind)
        visitor.page.goto(f"{small_page}/{query}")
        visitor.page.wait_for_selector(READY, state="attached")
        visitor.page.locator(".st-key-rate .rate-said b").wait_for(state="attached")
        return visitor

    return arrive


def slider(page: Page, key: str = "rate") -> Locator:
    return page.locator(f".st-key-{key} input[type=range]")


def said(page: Page, key: str = "rate") -> Locator:
    return page.locator(f".st-key-{key} .rate-said")


def box(page: Page) -> Locator:
    return page.get_by_label("Learning rate", exact=True).and_(page.locator("input"))


def type_rate(page: Page, rate: str) -> None:
    box(page).fill(rate)
    box(page).press("Enter")


def all_show(page: Page, rate: str, keys: tuple[str, ...] = ("rate",)) -> None:
    """The box, the sliders and the link have this rate."""
    expect(box(page)).to_have_value(rate)
    for key in keys:
        expect(page.locator(f".st-key-{key} .rate-said b")).to_have_text(rate)
    page.wait_for_selector(READY, state="attached")
    in_the_link = page.evaluate("new URL(location).searchParams.get('learning_rate')")
    assert float(in_the_link or 0.001) == float(rate)


def pull(page: Page, rate: str, key: str = "rate") -> None:
    """Take the thumb and move it, pixel by pixel, until the rate is there; without letting go."""
    room = slider(page, key).bounding_box()
    assert room is not None
    middle = room["y"] + room["height"] / 2
    page.mouse.move(room["x"] + 0.5 * room["width"], middle)
    page.mouse.down()
    number = page.locator(f".st-key-{key} .rate-said b")
    for pixel in range(int(0.5 * room["width"]), int(room["width"])):
        page.mouse.move(room["x"] + pixel, middle)
        if number.inner_text() == rate:
            return
    raise AssertionError(f"{rate} is nowhere on the slider")


def place(page: Page, key: str = "rate") -> float:
    return float(slider(page, key).input_value())


def test_the_thumb_gets_to_the_last_rate_below_the_limit_with_one_message(visit: Open) -> None:
    visitor = visit(viewport=LAPTOP)
    page = visitor.page
    page.goto(visitor.server)
    ready(page, ())
    before = len(visitor.sent)
    pull(page, "0.00129")
    # All of it follows at once, and nobody has heard of it.
    expect(said(page)).to_have_text("0.00129 oscillates: 99.7 % of the limit")
    expect(page.locator(".st-key-rate .rate-names .now")).to_have_text("oscillates")
    page.wait_for_timeout(400)
    assert len(visitor.sent) == before
    expect(box(page)).to_have_value("0.001")
    page.mouse.up()
    all_show(page, "0.00129")
    assert len(visitor.sent) == before + 1
    expect(page.locator(".st-key-rate .rate-limit")).to_have_text(f"limit {LIMIT:.4g}")


def test_keys_move_it_by_a_digit_with_one_message(at_small_page: Open) -> None:
    visitor = at_small_page()
    page = visitor.page
    before = len(visitor.sent)
    slider(page).focus()
    for _ in range(29):
        page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(said(page).locator("b")).to_have_text("0.00129")
    all_show(page, "0.00129")
    assert len(visitor.sent) == before + 1
    words = f"0.00129, oscillates, 99.7 % of the largest stable rate {LIMIT:.4g}"
    expect(slider(page)).to_have_attribute("aria-valuetext", words)
    for key, rate in (("PageDown", "0.0012"), ("PageDown", "0.0011"), ("PageUp", "0.0012"), ("ArrowDown", "0.00119")):
        page.keyboard.press(key)
        expect(said(page).locator("b")).to_have_text(rate)
    all_show(page, "0.00119")
    type_rate(page, "0.001")
    all_show(page, "0.001")
    slider(page).press("ArrowLeft")
    all_show(page, "0.000999")
    slider(page).press("Home")
    all_show(page, f"{float(f'{1e-4 * LIMIT:.3g}'):.2e}".replace("e-0", "e-"))
    assert place(page) == pytest.approx(0, abs=1e-3)
    slider(page).press("End")
    assert place(page) == pytest.approx(1, abs=1e-2)


def test_what_is_typed_moves_the_thumb_and_minus_goes_below_every_power_of_ten(at_small_page: Open) -> None:
    page = at_small_page().page
    places = []
    for typed, shown in (("2.5e-7", "2.5e-7"), ("1e-5", "0.00001"), ("0.0005", "0.0005"), ("0.00129", "0.00129")):
        type_rate(page, typed)
        all_show(page, shown)
        places.append(place(page))
    assert places == sorted(places) and len(set(places)) == 4
    minus, plus = (
        page.locator(".st-key-learning_rate").get_by_test_id(f"stNumberInputStep{way}") for way in ("Down", "Up")
    )
    for rate, below in (("0.001", "0.0009"), ("0.0001", "0.00009")):
        type_rate(page, rate)
        all_show(page, rate)
        minus.click()
        all_show(page, below)
        plus.click()
        all_show(page, rate)


def test_a_rate_beyond_the_track_stands_at_its_end_with_its_number(at_small_page: Open) -> None:
    page = at_small_page("?learning_rate=0.5").page
    all_show(page, "0.5")
    assert place(page) == 1
    expect(said(page)).to_have_text(f"0.5 too much: {0.5 / LIMIT:.0f} times the limit")
    # A key goes on from the number, not from the end.
    slider(page).press("ArrowLeft")
    all_show(page, "0.499")
    page = at_small_page("?learning_rate=1e-9").page
    assert place(page) == 0
    expect(said(page)).to_have_text("1e-9 crawls: under 0.01 % of the limit")


@pytest.mark.parametrize(
    ("name", "standardize", "reduction"),
    [("tree_by_year", False, "sum"), ("daily_energy", True, "mean"), ("ice_cream", False, "mean")],
)
def test_the_words_are_right_for_the_data(at_small_page: Open, name: str, standardize: bool, reduction: str) -> None:
    limit = largest_stable(DATA[name], standardize=standardize, reduction=reduction)
    way = f"activation=identity&standardize={standardize}&reduction={reduction}".lower()
    page = at_small_page(f"?data={in_link(name)}&{way}").page
    for share in (0.02, 0.045, 0.055, 0.3, 0.49, 0.51, 0.9, 0.99, 1.01, 1.3):
        rate = float(np.format_float_scientific(share * limit, 5))
        # One step from an error of 1 in the steepest direction.
        error = 1 - rate * 2 / limit
        zone = "too much" if abs(error) >= 1 else "oscillates" if error < 0 else "crawls" if error > 0.9 else "fine"
        before = said(page).inner_text()
        type_rate(page, f"{rate:.6g}")
        expect(said(page)).not_to_have_text(before)
        expect(said(page)).to_contain_text(f" {zone}: ")
        percent = said(page).inner_text().split(": ")[1].split(" %")[0]
        assert float(percent) == pytest.approx(100 * rate / limit, abs=0.5)
        # The mark is where the share is 1: right of the thumb before it, left of it after it.
        mark, thumb = place_of_limit(page), place(page)
        assert (thumb < mark) == (rate < limit)


def place_of_limit(page: Page) -> float:
    return float(page.locator(".st-key-rate .rate-zones i").evaluate("mark => parseFloat(mark.style.left)")) / 100


def test_a_finger_that_scrolls_past_chooses_nothing(visit: Callable[..., Visitor]) -> None:
    visitor = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    page = visitor.open("?epoch=100")
    before, box = len(visitor.sent), slider(page, "rate_on_stage").bounding_box()
    assert box
    x, y = box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def swipe(right: float, up: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 12):
            there = {"x": x + right * step, "y": y - up * step}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(700)

    swipe(1, 20)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") > 50
    assert len(visitor.sent) == before
    assert slider(page, "rate_on_stage").get_attribute("aria-valuetext").startswith("0.001, ")
    # One that slides along it does.
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    swipe(4, 0)
    assert len(visitor.sent) == before + 1


def test_on_a_phone_there_is_a_second_one_and_all_are_one(at_small_page: Open) -> None:
    both = ("rate", "rate_on_stage")
    visitor = at_small_page(width=390, height=844)
    page = visitor.page
    expect(slider(page, "rate_on_stage")).to_be_in_viewport(ratio=1)
    before = len(visitor.sent)
    pull(page, "0.00125", "rate_on_stage")
    page.mouse.up()
    all_show(page, "0.00125", both)
    assert len(visitor.sent) == before + 1
    assert place(page, "rate") == pytest.approx(place(page, "rate_on_stage"))

    page.set_viewport_size(LAPTOP)
    expect(slider(page, "rate_on_stage")).to_be_hidden()
    slider(page, "rate").press("PageDown")
    all_show(page, "0.0012", both)
    type_rate(page, "0.0003")
    all_show(page, "0.0003", both)
    assert place(page, "rate") == pytest.approx(place(page, "rate_on_stage"))


def test_a_slow_answer_does_not_pull_the_thumb_back(at_small_page: Open) -> None:
    """Of two changes in quick succession the first one's answer says nothing new."""
    page = at_small_page().page
    page.evaluate(
        """() => {
            window.seen = []
            const said = document.querySelector(".st-key-rate .rate-said")
            const note = () => seen.push(said.querySelector("b").textContent)
            new MutationObserver(note).observe(said, {childList: true})
        }"""
    )
    for rate in (0.3, 0.5, 0.7):
        slider(page).fill(str(rate))
    shown = said(page).locator("b").inner_text()
    all_show(page, shown)
    chosen = list(dict.fromkeys(page.evaluate("window.seen")))
    assert len(chosen) == 3
    assert page.evaluate("window.seen").index(shown) > 0
    after = page.evaluate("window.seen")[page.evaluate("window.seen").index(shown) :]
    assert set(after) == {shown}


@pytest.mark.parametrize(("width", "height"), [(1366, 650), (820, 1180)])
def test_the_first_settings_are_in_sight_and_nothing_is_cut(at_small_page: Open, width: int, height: int) -> None:
    page = at_small_page(width=width, height=height).page
    sidebar = page.get_by_test_id("stSidebar")
    for label in ("Data", "Learning rate", "Epochs", "Random seed"):
        expect(sidebar.get_by_label(label, exact=True).first).to_be_in_viewport(ratio=1)
    for name in ("New random start", "More settings"):
        expect(sidebar.get_by_text(name, exact=True).first).to_be_in_viewport(ratio=1)
    expect(slider(page)).to_be_in_viewport(ratio=1)
    spread = (
        """parts => parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.textContent)"""
    )
    assert sidebar.locator(".rate-names span, .rate-said, .rate-words").evaluate_all(spread) == []
    boxes = [text.bounding_box() for text in sidebar.locator(".rate-words, .rate-limit").all()]
    assert boxes[0] is not None and boxes[1] is not None
    edge = sidebar.bounding_box()
    assert edge is not None
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] < edge["x"] + edge["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_slider_bars_nobodys_way(at_small_page: Open, scheme: str) -> None:
    page = at_small_page(width=600, color_scheme=scheme).page
    for key in ("rate_on_stage", "rate"):
        found = Axe().run(page, context=f".st-key-{key}").response["violations"]
        assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
