"""Points moved by hand: in a real browser, on a page of its own, down to what Python gets to hear."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import PATIENCE, READY, Visitor, serving
from playwright.sync_api import Locator, expect
from streamlit.testing.v1 import AppTest

from perceptron.panels.data.points import Change, change_from

ROWS = [[1.0, 2.0], [4.7, 2.6], [9.0, 6.0]]
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"

# A table, its version, and everything the learner did; the query makes it slow or names the columns.
SCRIPT = f"""
import json, time
import streamlit as st
from perceptron.panels.data.points import Shown, change_of, point_editor

state = st.session_state
if "rows" not in state:
    state.rows, state.version, state.heard = {ROWS}, 0, []

def take():
    change = change_of("points")
    state.heard.append([change.kind, change.version, change.row, change.x, change.y])
    if change.version != state.version or st.query_params.get("deaf"):
        return
    state.version += 1
    if change.kind == "add":
        state.rows = [*state.rows, [change.x, change.y]]
    elif change.kind == "delete":
        state.rows = [row for index, row in enumerate(state.rows) if index != change.row]
    else:
        state.rows = [[change.x, change.y] if index == change.row else row for index, row in enumerate(state.rows)]

def replace():
    state.rows, state.version = [[1000.0, 5.0], [2000.0, 6.0]], state.version + 1

time.sleep(float(st.query_params.get("slow", 0)))
x = [row[0] for row in state.rows]
y = [row[1] for row in state.rows]
slope = float(st.query_params.get("slope", 0.5))
title = st.query_params.get("title", "x")
ends = [-1000.0, 1000.0]
line = (ends, [slope * end for end in ends])
true = (ends, [1.0, 1.0]) if st.query_params.get("true") else ([], [])
point_editor(Shown(x, y, title, "y", state.version, line, true), key="points", on_change=take)
st.button("Replace", on_click=replace)
st.text("heard " + json.dumps(state.heard))
st.text("rows " + json.dumps(state.rows))
"""


MOVE = {"kind": "move", "row": 3, "x": 1.2, "y": 3.4, "version": 7}


def test_a_change_is_read_from_the_message() -> None:
    assert change_from(MOVE) == Change("move", 7, 3, 1.2, 3.4)
    assert change_from(MOVE | {"kind": "add"}) == Change("add", 7, None, 1.2, 3.4)
    assert change_from(MOVE | {"kind": "delete"}) == Change("delete", 7, 3, None, None)
    assert change_from({"kind": "add", "x": 1, "y": -1e15, "version": 0}) == Change("add", 0, None, 1.0, -1e15)
    assert change_from({"kind": "delete", "row": 0, "version": -1}) == Change("delete", -1, 0)


def test_whole_numbers_become_floats() -> None:
    change = change_from(MOVE | {"x": 1, "y": 2})
    assert change is not None
    assert (type(change.x), type(change.y)) == (float, float)


@pytest.mark.parametrize("value", [None, [], "move", 3, {}, {"kind": "move"}, [MOVE]], ids=repr)
def test_what_is_no_message_is_no_change(value: Any) -> None:
    assert change_from(value) is None


@pytest.mark.parametrize("kind", ["", "Move", "drop", None, 1, ["move"], {"move": 1}], ids=repr)
def test_an_unknown_kind_is_no_change(kind: Any) -> None:
    assert change_from(MOVE | {"kind": kind}) is None


@pytest.mark.parametrize(
    "value",
    [None, "1", True, [], {}, math.nan, math.inf, -math.inf, math.nextafter(1e15, math.inf), -2e15, 10**400],
    ids=lambda value: repr(value)[:12],
)
def test_a_coordinate_that_cannot_be_data_is_no_change(value: Any) -> None:
    for kind in ("move", "add"):
        assert change_from(MOVE | {"kind": kind, "x": value}) is None
        assert change_from(MOVE | {"kind": kind, "y": value}) is None


@pytest.mark.parametrize("row", [None, -1, 1.0, 0.5, "1", True, [], math.nan], ids=repr)
def test_a_row_that_is_no_place_in_a_list_is_no_change(row: Any) -> None:
    assert change_from(MOVE | {"row": row}) is None
    assert change_from(MOVE | {"kind": "delete", "row": row}) is None


@pytest.mark.parametrize("version", [None, 1.0, "1", True, [], math.nan], ids=repr)
def test_a_version_that_is_no_number_is_no_change(version: Any) -> None:
    assert change_from(MOVE | {"version": version}) is None


def test_before_anything_is_drawn_there_is_no_change() -> None:
    page = AppTest.from_string(
        "import streamlit as st\n"
        "from perceptron.panels.data.points import change_of\n"
        "st.text(f'heard {change_of(\"points\")}')"
    )
    assert page.run().text[0].value == "heard None"


@pytest.fixture(scope="module")
def table_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small page that shows the points, what it heard of them, and the table."""
    script = tmp_path_factory.mktemp("points") / "page.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with serving(script) as address:
        yield address


class Learner:
    """Somebody at the points."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.address = visitor.page, visitor.server
        self.dots = self.page.locator(".dot")
        self.status = self.page.locator(".status")

    def open(self, query: str = "") -> "Learner":
        self.page.goto(f"{self.address}/{query}")
        self.dots.first.wait_for()
        self.page.wait_for_selector(READY, state="attached")
        return self

    def told(self, name: str) -> Any:
        text = self.page.locator("[data-testid='stText']", has_text=re.compile(f"^{name} ")).inner_text()
        return json.loads(text.removeprefix(f"{name} "))

    def heard(self, count: int) -> list[list[Any]]:
        """What Python heard, once it has heard that much."""
        for _ in range(PATIENCE // 50):
            if len(self.told("heard")) >= count:
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_selector(READY, state="attached")
        heard: list[list[Any]] = self.told("heard")
        assert len(heard) == count
        return heard

    def centre(self, row: int) -> tuple[float, float]:
        return middle_of(self.dots.nth(row).locator(".mark"))

    def drag(self, row: int, right: float, down: float, *, drop: bool = True) -> None:
        x, y = self.centre(row)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2)
        self.page.mouse.move(x + right, y + down)
        if drop:
            self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def ticks(self) -> list[str]:
        return self.page.locator(".axes text").all_text_contents()

    def scale(self) -> tuple[float, float]:
        """Data units a pixel, from where two rows are drawn that differ in both."""
        (x0, y0), (x1, y1) = self.centre(0), self.centre(2)
        return (ROWS[2][0] - ROWS[0][0]) / (x1 - x0), (ROWS[2][1] - ROWS[0][1]) / (y1 - y0)


def middle_of(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def learner(visit: Callable[..., Visitor], table_page: str) -> Learner:
    return Learner(visit(server=table_page, viewport={"width": 1000, "height": 900}))


def test_every_point_has_a_name_and_keys_choose_them_in_order(learner: Learner) -> None:
    learner.open()
    names = [dot.get_attribute("aria-label") for dot in learner.dots.all()]
    assert names == ["Row 1: x 1, y 2", "Row 2: x 4.7, y 2.6", "Row 3: x 9, y 6"]
    expect(learner.page.get_by_text("Drag a point to move it")).to_be_visible()
    learner.dots.first.focus()
    for key, row in [
        ("PageDown", 1),
        ("]", 2),
        ("]", 2),
        ("[", 1),
        ("PageUp", 0),
        ("PageUp", 0),
        ("End", 2),
        ("Home", 0),
    ]:
        learner.press(key)
        expect(learner.dots.nth(row)).to_be_focused()
    # The plot is one tab stop.
    assert [dot.get_attribute("tabindex") for dot in learner.dots.all()] == ["0", "-1", "-1"]
    learner.press("Shift+Tab", "Tab")
    expect(learner.dots.first).to_be_focused()
    learner.press("Tab")
    expect(learner.page.get_by_role("button", name="Remove row 1")).to_be_focused()
    assert learner.told("heard") == []


def test_only_the_end_of_a_drag_is_told(learner: Learner) -> None:
    learner.open()
    across, upwards = learner.scale()
    edge = learner.page.locator(".edge").bounding_box()
    assert edge is not None
    # A press near a point, a click beside the plot and a stroke across it are nothing.
    x, y = learner.centre(1)
    learner.page.mouse.click(x + 7, y - 5)
    expect(learner.dots.nth(1)).to_be_focused()
    learner.page.mouse.click(edge["x"] - 10, edge["y"] + 100)
    learner.page.mouse.move(edge["x"] + 200, edge["y"] + 30)
    learner.page.mouse.down()
    learner.page.mouse.move(edge["x"] + 260, edge["y"] + 30)
    learner.page.mouse.up()
    learner.drag(1, 60, -80, drop=False)
    learner.page.wait_for_timeout(1000)
    assert learner.told("heard") == []
    learner.page.mouse.up()
    [[kind, version, row, x, y]] = learner.heard(1)
    assert (kind, version, row) == ("move", 0, 1)
    assert x == pytest.approx(4.7 + 60 * across, abs=0.015)
    assert y == pytest.approx(2.6 - 80 * upwards, abs=0.015)
    assert learner.told("rows") == [ROWS[0], [x, y], ROWS[2]]
    expect(learner.status).to_have_text(f"Row 2 moved to x {x:g}, y {y:g}.")
    assert len(str(x)) <= 6
    assert len(str(y)) <= 6


def test_axes_stay_while_dragging_and_a_point_goes_to_the_edge_and_no_farther(learner: Learner) -> None:
    learner.open()
    before = learner.ticks()
    learner.drag(1, 2000, -900, drop=False)
    assert learner.ticks() == before
    edge = learner.page.locator(".edge").bounding_box()
    assert edge is not None
    assert learner.centre(1) == pytest.approx((edge["x"] + edge["width"], edge["y"]), abs=2)
    learner.page.mouse.up()
    [[_, _, _, x, y]] = learner.heard(1)
    # 8% and 15% of the spread of the data are left free around it.
    assert (x, y) == (pytest.approx(9 + 0.08 * 8), pytest.approx(6 + 0.15 * 4))
    # Then there is room again beyond it.
    right, top = learner.centre(1)
    assert right < edge["x"] + edge["width"] - 10
    assert top > edge["y"] + 10


def test_a_click_on_an_empty_place_adds_a_point_there(learner: Learner) -> None:
    learner.open()
    across, upwards = learner.scale()
    x0, y0 = learner.centre(0)
    learner.page.mouse.click(x0 + 100, y0 - 50)
    [[kind, version, row, x, y]] = learner.heard(1)
    assert (kind, version, row) == ("add", 0, None)
    assert (x, y) == (pytest.approx(1 + 100 * across, abs=0.015), pytest.approx(2 - 50 * upwards, abs=0.015))
    expect(learner.dots).to_have_count(4)
    expect(learner.dots.nth(3)).to_be_focused()
    expect(learner.status).to_have_text(f"Row 4 added at x {x:g}, y {y:g}.")


def test_arrow_keys_move_by_a_hundredth_of_the_axis_and_with_shift_by_a_tenth(learner: Learner) -> None:
    learner.open()
    width, height = 8 * 1.16, 4 * 1.3
    learner.dots.first.focus()
    learner.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "Enter")
    [[kind, version, row, x, y]] = learner.heard(1)
    assert (kind, version, row) == ("move", 0, 0)
    assert (x, y) == (pytest.approx(1 + 0.03 * width, abs=0.002), pytest.approx(2 + 0.01 * height, abs=0.002))
    expect(learner.dots.first).to_be_focused()
    expect(learner.status).to_have_text(f"Row 1 moved to x {x:g}, y {y:g}.")
    learner.press("Shift+ArrowUp")
    later = learner.heard(2)[1]  # after a moment of quiet
    assert later[:4] == ["move", 1, 0, x]
    assert later[4] == pytest.approx(y + 0.1 * height, abs=0.002)
    # Escape takes back; leaving the point tells at once.
    learner.press("ArrowUp", "Escape", "ArrowRight", "PageDown")
    expect(learner.dots.nth(1)).to_be_focused()
    last = learner.heard(3)[2]
    assert [*last[:3], last[4]] == ["move", 2, 0, later[4]]
    assert last[3] > x


def test_keys_add_and_remove_points(learner: Learner) -> None:
    learner.open()
    learner.dots.nth(2).focus()
    for added, key in enumerate(("n", "Insert")):
        learner.press(key)
        kind, version, row, x, y = learner.heard(added + 1)[added]
        assert (kind, version, row, y) == ("add", added, None, 6.0)
        assert 0 < abs(x - 9) < 1
        expect(learner.dots.nth(3 + added)).to_be_focused()
    learner.dots.nth(1).focus()
    for removed, key in enumerate(("Delete", "Backspace")):
        learner.press(key)
        assert learner.heard(3 + removed)[2 + removed] == ["delete", 2 + removed, 1, None, None]
        expect(learner.dots).to_have_count(4 - removed)
        expect(learner.dots.nth(1)).to_be_focused()
        expect(learner.status).to_have_text("Row 2 removed.")
    assert learner.told("rows")[0] == ROWS[0]
    assert len(learner.told("rows")) == 3


def test_all_points_can_be_removed_with_the_button_and_one_added_again(learner: Learner) -> None:
    learner.open()
    remove = learner.page.locator(".remove")
    expect(remove).to_be_hidden()
    learner.dots.first.click()
    for _ in ROWS:
        remove.click()
    learner.heard(3)
    expect(learner.dots).to_have_count(0)
    expect(remove).to_be_hidden()
    expect(learner.page.locator("svg.plot")).to_be_focused()
    learner.press("N")
    assert learner.heard(4)[3][:3] == ["add", 3, None]
    expect(learner.dots.first).to_be_focused()


def test_what_is_done_faster_than_python_answers_is_all_taken_in_order(learner: Learner) -> None:
    learner.open("?slow=0.4")
    learner.dots.first.focus()
    learner.press("n", "Delete", "PageUp", "Delete", "N", "ArrowUp", "Enter")
    heard = learner.heard(5)
    assert [kind for kind, *_ in heard] == ["add", "delete", "delete", "add", "move"]
    assert [version for _, version, *_ in heard] == [0, 1, 2, 3, 4]
    expect(learner.dots).to_have_count(3)
    rows = learner.told("rows")
    assert rows[:2] == [ROWS[0], ROWS[2]]
    names = [dot.get_attribute("aria-label") for dot in learner.dots.all()]
    assert names == [f"Row {index + 1}: x {x:g}, y {y:g}" for index, (x, y) in enumerate(rows)]


def test_an_answer_that_comes_during_a_drag_does_not_disturb_it(learner: Learner) -> None:
    learner.open("?slow=0.4")
    learner.drag(1, 40, 0)
    learner.drag(0, 30, -60, drop=False)
    learner.heard(1)
    across, upwards = learner.scale()
    learner.page.mouse.up()
    first, second = learner.heard(2)
    assert first[:3] == ["move", 0, 1]
    assert second[:3] == ["move", 1, 0]
    assert second[3] > 1.1
    assert second[4] > 2.1
    assert learner.told("rows") == [second[3:], first[3:], ROWS[2]]
    assert across > 0 > upwards


def test_another_table_during_a_drag_waits_until_it_is_finished(learner: Learner) -> None:
    learner.open()
    learner.drag(2, -60, 40, drop=False)
    held = learner.centre(2)
    learner.page.get_by_role("button", name="Replace").evaluate("button => button.click()")
    for _ in range(PATIENCE // 50):
        if learner.told("rows") == [[1000, 5], [2000, 6]]:
            break
        learner.page.wait_for_timeout(50)
    learner.page.wait_for_timeout(300)
    assert learner.centre(2) == held
    learner.page.mouse.up()
    # Python hears of it with the number of the older table, and so can leave it.
    assert learner.heard(1)[0][:3] == ["move", 0, 2]
    expect(learner.dots).to_have_count(2)
    expect(learner.dots.first).to_have_attribute("aria-label", "Row 1: x 1000, y 5")
    expect(learner.status).to_have_text("The table was changed elsewhere meanwhile.")
    assert learner.told("rows") == [[1000, 5], [2000, 6]]


def test_a_change_that_python_does_not_take_is_taken_back_and_the_next_one_is_told(learner: Learner) -> None:
    learner.open("?deaf=1")
    learner.drag(1, 60, 0)
    learner.heard(1)
    expect(learner.dots.nth(1)).to_have_attribute("aria-label", "Row 2: x 4.7, y 2.6")
    expect(learner.status).to_have_text("The table did not take this change.")
    learner.drag(1, 0, -60)
    assert [change[:3] for change in learner.heard(2)] == [["move", 0, 1], ["move", 0, 1]]


def test_hostile_titles_are_shown_as_text(learner: Learner) -> None:
    learner.open(f"?title={HOSTILE}")
    title = learner.page.locator(".axes .title").first.text_content()
    assert title is not None
    assert title.startswith("<img src=x onerror=")
    assert learner.page.locator("[data-testid='stBidiComponentIsolated'] img").count() == 0
    learner.dots.first.focus()
    learner.press("ArrowUp", "Enter")
    learner.heard(1)
    expect(learner.status).to_contain_text("<img src=x")
    assert learner.page.title() != "taken"


def test_lines_are_drawn_within_the_frame_and_named(learner: Learner) -> None:
    learner.open("?true=1")
    expect(learner.page.get_by_text("the line the data was made from")).to_be_visible()
    assert learner.page.locator(".frame .true").get_attribute("d")
    learner.open("?slope=1e12")
    expect(learner.page.get_by_text("the neuron's line")).to_be_visible()
    expect(learner.page.get_by_text("the line the data was made from")).to_be_hidden()
    path = learner.page.locator(".frame .neuron").get_attribute("d")
    assert path is not None
    assert all(abs(float(number)) < 10_000 for number in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", path))


def test_on_a_small_touch_screen_tapping_adds_and_dragging_moves(
    visit: Callable[..., Visitor], table_page: str
) -> None:
    phone = visit(server=table_page, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    learner = Learner(phone).open()
    assert learner.page.evaluate("document.documentElement.scrollWidth") <= 390
    x, y = learner.centre(0)
    learner.page.touchscreen.tap(x + 60, y - 60)
    assert learner.heard(1)[0][0] == "add"
    touch = learner.page.context.new_cdp_session(learner.page)
    x, y = learner.centre(1)
    for kind, right in (("touchStart", 0), ("touchMove", 15), ("touchMove", 40)):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x + right, "y": y - right}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    kind, version, row, moved_x, moved_y = learner.heard(2)[1]
    assert (kind, version, row) == ("move", 1, 1)
    assert moved_x > 4.7
    assert moved_y > 2.6
