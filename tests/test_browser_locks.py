"""A teacher's link in a real Chromium: on a phone by touch, and by keyboard alone."""

from collections.abc import Callable

from conftest import PATIENCE, READY, Visitor, ready
from playwright.sync_api import Page, expect

expect.set_options(timeout=PATIENCE)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LINK = "?lock=learning_rate,seed,data&note=Only+the+epochs+today&learning_rate=0.0012&epochs=300"
REASON = "Locked by the link you opened, so that everybody has the same run"
DRAWN = ("fitted_line", "loss_curve")
Visit = Callable[..., Visitor]


def opened(visit: Visit, **kind: object) -> Visitor:
    visitor = visit(**kind)
    visitor.page.goto(f"{visitor.server}/{LINK}")
    ready(visitor.page, DRAWN)
    return visitor


def pull(page: Page, key: str) -> None:
    """Pull the rate's thumb to the left end."""
    track = page.locator(f".st-key-{key} .rate-track")
    track.scroll_into_view_if_needed()
    track.evaluate("track => track.scrollIntoView({ block: 'center' })")
    room = track.bounding_box()
    assert room is not None
    middle = room["y"] + room["height"] / 2
    page.mouse.move(room["x"] + 0.8 * room["width"], middle)
    page.mouse.down()
    page.mouse.move(room["x"] + 5, middle, steps=8)
    page.mouse.up()
    page.touchscreen.tap(room["x"] + 0.3 * room["width"], middle)
    page.wait_for_timeout(500)


def free(page: Page) -> Page:
    """The page that "Open without locks" opens, by keyboard."""
    way_out = page.get_by_role("link", name="Open without locks")
    way_out.focus()
    with page.context.expect_page() as arriving:
        page.keyboard.press("Enter")
    arrived = arriving.value
    ready(arrived, DRAWN)
    return arrived


def test_on_a_phone_a_locked_rate_says_so_and_cannot_be_dragged(visit: Visit) -> None:
    visitor = opened(visit, **PHONE)
    page = visitor.page
    line = page.locator(".st-key-lock_note")
    expect(line).to_contain_text(f"{REASON}: Data, Learning rate, Random seed.")
    expect(line).to_contain_text("“Only the epochs today”")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    slider = page.locator(".st-key-rate_on_stage")
    expect(slider.locator("input")).to_be_disabled()
    expect(slider.get_by_text(REASON)).to_be_visible()
    place, before = slider.locator("input").input_value(), len(visitor.sent)
    pull(page, "rate_on_stage")
    expect(slider.locator(".rate-said b")).to_have_text("0.0012")
    assert slider.locator("input").input_value() == place
    assert len(visitor.sent) == before

    arrived = free(page)
    expect(arrived.locator(".st-key-lock_note")).to_have_count(0)
    assert "lock=" not in arrived.url
    expect(arrived.locator(".st-key-rate_on_stage .rate-said b")).to_have_text("0.0012")
    pull(arrived, "rate_on_stage")
    expect(arrived.locator(".st-key-rate_on_stage .rate-said b")).not_to_have_text("0.0012")


def test_on_a_phone_no_point_can_be_dragged_where_the_data_is_locked(visit: Visit) -> None:
    visitor = opened(visit, **PHONE)
    page = visitor.page
    expect(page.locator(".hands-layer .grip")).to_be_hidden()
    symbols = page.locator(".st-key-fitted_line .mark-symbol path")
    point = symbols.nth(3).bounding_box()
    assert point is not None
    before = len(visitor.sent)
    page.mouse.move(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    page.mouse.down()
    page.mouse.move(point["x"] + 40, point["y"] - 40, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert symbols.nth(3).bounding_box() == point
    assert len(visitor.sent) == before


def test_by_keyboard_what_is_locked_stays_and_what_is_free_moves(visit: Visit) -> None:
    visitor = opened(visit, viewport={"width": 1366, "height": 650})
    page = visitor.page
    sidebar = page.get_by_test_id("stSidebar")
    rate = sidebar.get_by_role("spinbutton", name="Learning rate")
    expect(rate).to_be_disabled()
    expect(sidebar.locator(".st-key-rate input")).to_be_disabled()
    expect(sidebar.get_by_role("button", name="New random start")).to_be_disabled()
    # From the top of the page the first thing in the sidebar that can be reached is what is free.
    epochs = sidebar.get_by_role("spinbutton", name="Epochs")
    epochs.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('epochs=200')")
    page.wait_for_selector(READY, state="attached")
    page.reload()
    ready(page, DRAWN)
    expect(rate).to_be_disabled()
    expect(rate).to_have_value("0.0012")
    expect(epochs).to_have_value("200")
    arrived = free(page)
    expect(arrived.get_by_test_id("stSidebar").get_by_role("spinbutton", name="Learning rate")).to_be_enabled()
    assert "epochs=200" in arrived.url


def test_a_link_is_made_copied_and_opened(visit: Visit) -> None:
    visitor = visit(viewport={"width": 1366, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    page.goto(f"{visitor.server}/?tab=Learn&learn=teachers&learning_rate=0.0007&epochs=300")
    ready(page, ())
    locked = page.get_by_role("combobox", name="Locked")
    locked.focus()
    page.keyboard.type("Learning")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    made = page.get_by_role("textbox", name="The link")
    expect(made).to_have_value(f"{visitor.server}/?learning_rate=0.0007&epochs=300&lock=learning_rate")
    page.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == made.input_value()
    page.goto(copied)
    ready(page, DRAWN)
    expect(page.locator(".st-key-lock_note")).to_contain_text(f"{REASON}: Learning rate.")
