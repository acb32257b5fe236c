"""Everyone takes part: by keyboard alone with the focus to be seen, by ear, by finger, enlarged, and without motion."""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PATIENCE, READY, ROOT, VIEWS, Visitor, ready
from film_page import button, epoch_of, frames_drawn, go_to, said, set_rate, tab_to
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, train

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]
ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
# Faults of Streamlit's own: an unnamed drawing in the metrics, the role of the uploader's field, the header over the
# boxes that select rows, and code in a box that scrolls, to which the browsers bring the keyboard by themselves.
STREAMLITS_OWN = {
    "svg-img-alt": "[data-testid='stMetric'] *",
    "presentation-role-conflict": "[data-testid='stFileUploaderDropzone']",
    "empty-table-header": "[data-testid='stDataFrame'] th:first-child",
    "scrollable-region-focusable": "[data-testid='stCode'] pre",
}


def settled(page: Page) -> None:
    page.wait_for_selector(READY, state="attached")
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(READY, state="attached")
    frames_drawn(page)


def opened(visitor: Visitor, query: str) -> Page:
    visitor.page.goto(f"{visitor.server}/{query}")
    settled(visitor.page)
    return visitor.page


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
    settled(page)


# What axe finds


BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}


def violations(page: Page, place: str, schemes: Sequence[str] = tuple(BACKGROUNDS)) -> list[tuple[Any, ...]]:
    """All but Streamlit's own, on light and on dark, or on one of them."""
    found = []
    for scheme in schemes:
        background = BACKGROUNDS[scheme]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        settled(page)
        if place == "One step":
            # A formula that is drawn keeps its inks until the page is loaded anew.
            page.reload()
            page.locator(".st-key-step_points svg.marks").wait_for()
            settled(page)
        # What Python colours follows the browser's choice a moment later.
        for _ in range(10):
            faults = Axe().run(page).response["violations"]
            if not [fault for fault in faults if fault["id"] == "color-contrast"]:
                break
            page.wait_for_timeout(500)
        for violation in faults:
            excused = STREAMLITS_OWN.get(violation["id"])
            for node in violation["nodes"]:
                # Inside a component's own root the target is a way down to it.
                target = node["target"][-1]
                element = page.locator(target if isinstance(target, str) else target[-1]).first
                if excused is None or not element.evaluate("(element, excused) => element.matches(excused)", excused):
                    checks = node["any"] or node["all"] or node["none"]
                    found.append((place, scheme, violation["id"], node["html"][:120], checks[0]["message"]))
    # The next place is opened on light.
    page.emulate_media(color_scheme="light")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS["light"])
    settled(page)
    return found


@pytest.mark.parametrize(
    ("depth", "schemes"), [("plain", ["light"]), ("formulas", ["light", "dark"]), ("derivation", ["dark"])]
)
def test_nothing_bars_anybodys_way(visit: Visit, depth: str, schemes: list[str]) -> None:
    """Every tab and an experiment before and after it was answered, on light and on dark."""
    page = visit().open(f"?learning_rate=0.0013&depth={depth}")
    page.get_by_text("More settings").click()
    button(page, "To the end").click()
    found = violations(page, "Train", schemes)
    go_to(page, 3)
    for tab in ("One step", "Data", "Compare", "Take home", "Learn"):
        open_tab(page, tab)
        found += violations(page, tab, schemes)
    page.get_by_role("button", name=re.compile("^(.*)5. Too small a rate")).click()
    page.locator(".st-key-learn_pictures svg.marks").first.wait_for()
    found += violations(page, "an experiment", schemes)
    page.get_by_role("radio", name="Planted mistakes").click()
    page.get_by_text("The step is added instead of subtracted").click()
    button(page, "That is my answer").click()
    said(page, "What you see is this one").wait_for()
    assert found + violations(page, "a mistake", schemes) == []


# By keyboard alone

ACTIVE = """() => {
    let found = document.activeElement
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement
    if (!found || found === document.body) return null
    window.focused = found
    const {x, y, width, height} = found.getBoundingClientRect()
    const name = found.getAttribute("aria-label") || found.textContent.trim().slice(0, 40) || found.tagName
    // A table is one stop more for each of its cells; it shows by itself in which one the keyboard is.
    const inTable = found.closest("[data-testid=stDataFrame]") !== null
    return {name, x, y, width, height, inTable, kind: found.tagName}
}"""
PAD = 6.0
# The contrast by which a sign can be told from what is around it, and the share of the rim that has to have it.
TOLD_APART, RIM = 3.0, 0.25


def brightness(picture: bytes) -> np.ndarray:
    """Of each point, as contrasts are worked out from it."""
    tones = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")) / 255
    linear = np.where(tones <= 0.03928, tones / 12.92, ((tones + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722] + 0.05)


def looks_focused(page: Page, stop: dict[str, Any]) -> bool:
    """Whether the page looks clearly different around that place than when the keyboard is elsewhere."""
    size = page.viewport_size
    assert size is not None
    x, y = max(0.0, stop["x"] - PAD), max(0.0, stop["y"] - PAD)
    right, bottom = stop["x"] + stop["width"] + PAD, stop["y"] + stop["height"] + PAD
    width, height = min(size["width"], right) - x, min(size["height"], bottom) - y
    if width < 2 or height < 2:
        return False
    clip: Any = {"x": x, "y": y, "width": width, "height": height}
    focused = brightness(page.screenshot(clip=clip, animations="disabled"))
    page.evaluate("focused.blur()")
    frames_drawn(page)
    blurred = brightness(page.screenshot(clip=clip, animations="disabled"))
    page.evaluate("focused.focus({preventScroll: true})")
    contrast = np.maximum(focused, blurred) / np.minimum(focused, blurred)
    # Of a slider the thumb alone has the ring; it is some thirty points of rim, and of a large field as much will do.
    return bool((contrast >= TOLD_APART).sum() >= min(RIM * 2 * (stop["width"] + stop["height"]), 100))


@pytest.mark.parametrize("tab", ["Train", "Data", "Learn"])
def test_the_keyboard_comes_round_and_is_seen_at_every_stop(visit: Visit, tab: str) -> None:
    page = opened(visit(viewport={"width": 1366, "height": 768}), f"?tab={tab}&learn=too_small_a_rate")
    page.wait_for_selector(".st-key-points" if tab == "Data" else "svg.marks g.mark-group", state="attached")
    names: list[str] = []
    unseen: list[str] = []
    for _ in range(90):
        page.keyboard.press("Tab")
        frames_drawn(page)
        stop = page.evaluate(ACTIVE)
        if stop is None:
            break
        names.append(stop["name"])
        # The page itself scrolls by keys, with a ring along its own edge, below what lies over it.
        if not stop["inTable"] and stop["kind"] != "MAIN" and not looks_focused(page, stop):
            unseen.append(stop["name"])
    else:
        raise AssertionError(f"the keyboard does not come round: {names[-6:]}")
    assert unseen == []
    wanted = {"Train": {"Play", "Speed", "Your line", "Loss"}, "Data": {"Row 1: x 4.7, y 2.6"}, "Learn": {"Experiment"}}
    assert wanted[tab] <= set(names)


def test_film_and_dragging_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open()
    page.keyboard.press("Tab")
    tab_to(page, button(page, "Play"))
    page.keyboard.press("Space")
    page.wait_for_function("Number(document.querySelector('.player .epoch').value) > 0")
    page.keyboard.press("Space")
    stood = epoch_of(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player .epoch")).to_have_value(str(stood + 1))
    # A line of one's own is turned by its end.
    toggle = button(page, "Your line")
    tab_to(page, toggle)
    page.keyboard.press("Enter")
    end = page.get_by_role("slider", name="Right end of your line")
    tab_to(page, end)
    before = float(end.get_attribute("aria-valuenow") or "nan")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "([end, before]) => Number(end.getAttribute('aria-valuenow')) > before", arg=[end.element_handle(), before]
    )
    # A point is moved, and the neuron learns from where it is now.
    tab_to(page, page.get_by_role("tab", name="Train", exact=True))
    for _ in ("One step", "Data"):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = page.get_by_role("button", name="Row 1: x 4.7, y 2.6")
    first.wait_for()
    settled(page)
    tab_to(page, first)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name=re.compile(r"Row 1: x 4\.7, y 2\.6\d+"))).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


# By ear


def heard(page: Page, within: str) -> Locator:
    return page.locator(f"{within} [role=status]")


def described(page: Page, view: str) -> Locator:
    return page.locator(f".st-key-{view} [role=graphics-document]")


def test_pictures_are_described_at_the_epoch_at_which_the_film_rests(visitor: Visitor) -> None:
    page = visitor.open("?epochs=500")
    history = train(ARTICLE, Hyperparameters(epochs=500))
    for epoch in (0, 37):
        go_to(page, epoch)
        weight, bias, loss = (f"{v[epoch]:.4g}" for v in (history.weights[:, 0], history.biases, history.losses))
        line = f"At epoch {epoch}: weight {weight}, bias {bias}, loss {loss}."
        expect(described(page, "fitted_line")).to_have_attribute("aria-description", line)
    go_to(page, 37)
    upto = re.compile(rf"^Up to epoch 37: loss from {history.losses[0]:.4g} to {history.losses[37]:.4g}")
    expect(described(page, "loss_curve")).to_have_attribute("aria-description", upto)
    whole = described(page, "loss_curve").get_attribute("aria-label") or ""
    assert f"{history.losses[-1]:.5g}" in whole
    # Another run has other words, and one that rose says how high.
    set_rate(page, 0.0013)
    button(page, "To the end").click()
    died = train(ARTICLE, Hyperparameters(0.0013, 500))
    top = f"{died.losses.max():.4g} at most"
    expect(described(page, "loss_curve")).to_have_attribute("aria-description", re.compile(re.escape(top)))
    expect(described(page, "loss_curve")).to_have_attribute("aria-label", re.compile(f"{died.losses[-1]:.5g}"))
    ends = described(page, "weight").get_attribute("aria-description") or ""
    assert f"from {died.weights[0, 0]:.4g} to {died.weights[-1, 0]:.3g}".replace("-", "−") in ends


def test_what_a_click_brought_is_said_once_it_can_be_seen(visitor: Visitor) -> None:
    page = opened(visitor, "?tab=Learn")
    said = heard(page, ".st-key-announcing")
    expect(said).to_have_text("")
    page.get_by_role("button", name=re.compile("5. Too small a rate")).click()
    expect(said).to_have_text("Too small a rate")
    page.locator(".st-key-learn [data-testid=stRadioOption]").first.click()
    button(page, "That is my prediction").click()
    page.locator(".player").wait_for()
    expect(said).to_have_text("")
    button(page, "To the end").click()
    expect(said).to_have_text(re.compile("^(Right|No)\\. .+"))
    assert "*" not in said.inner_text()
    expect(heard(page, ".player")).to_have_text(re.compile("^Epoch 400, loss .*The film has come to its end"))
    page.get_by_role("radio", name="Planted mistakes").click()
    expect(said).to_have_text(re.compile("^Mistake 1. The loss falls, rises"))
    page.get_by_text("The step is added instead of subtracted").click()
    button(page, "That is my answer").click()
    expect(said).to_have_text(re.compile("^No. .* What you see is this one: the gradients are never cleared"))


# By finger, and enlarged

# How far around its middle each control is hit, in steps of two pixels; and what is smaller than 44, less at most four
# that the room around a neighbour takes of it.
SMALL = """() => {
    const controls = "a[href], button, summary, input, select, textarea, [role=tab], [role=slider]"
    const fields = ["NumberInputContainer", "TextInputRootElement"].map((name) => `[data-testid=st${name}]`)
    fields.push(".react-aria-ComboBox")
    const visible = {visibilityProperty: true, opacityProperty: true}
    const found = []
    function look(root) {
        for (const element of root.querySelectorAll("*")) {
            if (element.shadowRoot) look(element.shadowRoot)
            if (!element.matches(controls) || element.disabled || !element.checkVisibility(visible)) continue
            // Words explained are words of sentences; a point that the keyboard holds is caught by the plot itself.
            if (element.closest(".page-words") || getComputedStyle(element).pointerEvents === "none") continue
            const whole = element.matches("label input") ? element.closest("label") : element.closest(fields.join())
            const area = element.tagName === "INPUT" && whole ? whole : element
            area.scrollIntoView({block: "center", inline: "center"})
            const {left, top, right, width, height} = area.getBoundingClientRect()
            if (width <= 1 || height <= 1 || right <= 0 || left >= innerWidth) continue
            function isHit(x, y) {
                let [hit, inner] = [null, document.elementFromPoint(x, y)]
                while (inner && inner !== hit) [hit, inner] = [inner, inner.shadowRoot?.elementFromPoint(x, y)]
                while (hit && hit !== area && hit !== element) hit = hit.parentElement ?? hit.getRootNode().host
                return Boolean(hit)
            }
            function reach(x, y) {
                let far = 0
                while (far < 44 && isHit(left + width / 2 + x * far, top + height / 2 + y * far)) far += 2
                return far
            }
            const [wide, high] = [reach(1, 0) + reach(-1, 0), reach(0, 1) + reach(0, -1)]
            const name = element.getAttribute("aria-label") || element.title || element.textContent.trim()
            if (Math.min(wide, high) < 40) found.push([name.slice(0, 40), wide, high])
        }
    }
    look(document)
    return found
}"""
STICKS_OUT = """() => {
    const main = document.querySelector("[data-testid=stMain]")
    function sticksOut(element) {
        // What scrolls inside its own box, such as a long formula or the tabs, is not cut off.
        for (let box = element.parentElement; box !== main; box = box.parentElement) {
            if (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX)) return false
        }
        const right = element.getBoundingClientRect().right
        return right > innerWidth + 1 && element.checkVisibility({visibilityProperty: true})
    }
    const all = [...main.querySelectorAll("button, input, select, svg, canvas, .player *, h1, h2, p")]
    const out = all.filter(sticksOut).map((element) => element.outerHTML.slice(0, 100))
    return [main.scrollWidth > main.clientWidth, document.scrollingElement.scrollWidth > innerWidth, out]
}"""
WHOLE = [False, False, []]


def test_a_finger_finds_every_control(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True).open()
    small = {"Train": page.evaluate(SMALL)}
    for tab in ("One step", "Compare", "Take home", "Learn"):
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        open_tab(page, tab)
        small[tab] = page.evaluate(SMALL)
    assert {tab: found for tab, found in small.items() if found} == {}


# A narrow phone; and a laptop's window at 200 %.
@pytest.mark.parametrize(("width", "height", "finger"), [(360, 740, True), (683, 325, False)])
def test_nothing_is_cut_off_where_there_is_little_room(visit: Visit, width: int, height: int, finger: bool) -> None:
    page = visit(viewport={"width": width, "height": height}, has_touch=finger).open()
    assert page.evaluate(STICKS_OUT) == WHOLE
    # The player is there, whole, and leaves more than half of the window to the pictures.
    bar = page.locator(".st-key-player_bar").bounding_box()
    assert bar is not None and bar["y"] > height / 2
    for name in ("To the start", "Play", "To the end", "Pin"):
        place = button(page, name).bounding_box()
        assert place is not None
        assert place["x"] >= 0 and place["x"] + place["width"] <= width and place["y"] + place["height"] <= height, name
    for tab in ("One step", "Data", "Compare", "Take home", "Learn"):
        open_tab(page, tab)
        assert page.evaluate(STICKS_OUT) == WHOLE, tab


# Without motion


def test_where_motion_is_not_wanted_playing_goes_on_by_steps(visit: Visit) -> None:
    page = visit(reduced_motion="reduce", to_keep=True).open()
    page.evaluate(
        "() => { window.seen = []; document.addEventListener('film-frame', ({detail}) => seen.push(detail.playing)) }"
    )
    play = button(page, "Play in steps")
    epochs = [epoch_of(page)]
    while epochs[-1] < 4000 and len(epochs) < 40:
        play.click()
        frames_drawn(page)
        epochs.append(epoch_of(page))
        expect(heard(page, ".player")).to_have_text(re.compile(f"^Epoch {epochs[-1]:,}, loss"))
        if page.locator(".player .step").inner_text().endswith("See why"):
            break
    assert epochs[:6] == [0, 1, 2, 3, 4, 5]
    steps = np.diff(epochs)
    assert (steps > 0).all() and (np.diff(steps[:-1]) >= 0).all() and len(epochs) < 20
    expect(page.get_by_label("Speed")).to_be_hidden()
    # Another run is there at once, where the film stands, and nothing has played.
    set_rate(page, 0.0005)
    ready(page, VIEWS)
    expect(page.locator(".live.formula")).to_be_visible()
    assert not any(page.evaluate("seen"))
