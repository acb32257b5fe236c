"""The Data tab in a real browser: what is said goes when it is over, toolbars lie on nothing, and own data are seen
learning."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from conftest import PATIENCE, Visitor
from film_page import button, epoch_box, epoch_of, expect_at_the_end, rest, slider
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, train
from perceptron.insight.starting import suiting

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Visitor]
# A harvest in German numbers.
ROWS = [f"{1990 + i};{500 + i * 37 % 200},5;{4 + i * 13 % 17 / 10:.1f}".replace(".", ",") for i in range(28)]
HARVEST = "\n".join(["year;rainfall (mm);wheat (t/ha)", *ROWS, ""]).encode()


def opened(visitor: Visitor, query: str = "") -> Page:
    """The tab, with its table drawn."""
    page = visitor.page
    page.goto(f"{visitor.server}/?tab=Data{query}")
    cell(page, 0).wait_for(state="attached")
    rest(page)
    return page


def cell(page: Page, row: int) -> Locator:
    return page.locator(".st-key-rows").get_by_test_id(f"glide-cell-2-{row}")


def type_x(page: Page, row: int, text: str) -> None:
    grid = page.locator(".st-key-rows [data-testid='stDataFrame'] .dvn-scroller")
    grid.click(position={"x": 200, "y": 35 * (row + 1) + 17})
    expect(cell(page, row)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.locator("#portal textarea").fill(text)
    page.keyboard.press("Enter")
    rest(page)


def bring(page: Page, content: bytes = HARVEST) -> None:
    page.locator("[data-testid='stFileUploader'] input[type=file]").set_input_files(
        [{"name": "harvest.csv", "mimeType": "text/csv", "buffer": content}]
    )
    page.get_by_role("button", name=re.compile("Use these")).wait_for()
    rest(page)


def test_what_was_refused_is_said_until_it_is_mended(visitor: Visitor) -> None:
    page = opened(visitor)
    type_x(page, 0, "abc")
    complaint = page.get_by_text("is not a number")
    expect(complaint).to_be_visible()
    # It stays while nothing is done.
    page.wait_for_timeout(1000)
    expect(complaint).to_be_visible()
    type_x(page, 0, "5")
    expect(cell(page, 0)).to_have_text("5")
    expect(complaint).to_be_hidden()


def test_what_was_said_of_a_point_is_over_with_another_table(visitor: Visitor) -> None:
    page = opened(visitor)
    status, dots = page.locator(".points .status"), page.locator(".points .dot")
    ways = ["Reset the table", "Undo", "Generate"]
    for way in ways:
        count = dots.count()
        dots.last.focus()
        page.keyboard.press("Delete")
        expect(dots).to_have_count(count - 1)
        expect(status).to_have_text(f"Row {count} removed.")
        # Its own answer leaves it there.
        rest(page)
        expect(status).to_have_text(f"Row {count} removed.")
        if way == "Generate":
            page.get_by_text("Generate data").click()
        page.get_by_role("button", name=way, exact=True).click()
        expect(status).to_have_text("")
        rest(page)


# What lies under a table's toolbar: elements of the page other than the table.
COVERED = """(toolbar) => {
    const own = toolbar.closest("[data-testid='stElementContainer']")
    const bar = toolbar.getBoundingClientRect()
    return [...document.querySelectorAll("[data-testid='stElementContainer']")].filter((other) => {
        const box = other.getBoundingClientRect()
        return !own.contains(other) && !other.contains(own) && box.width && box.left < bar.right && box.right > bar.left
            && box.top < bar.bottom - 1 && box.bottom > bar.top + 1
    }).map((other) => other.textContent || other.className)
}"""


@pytest.mark.parametrize(("width", "height"), [(1366, 650), (820, 1180), (390, 844)])
def test_no_tables_toolbar_lies_on_what_stands_above_it(visit: Visit, width: int, height: int) -> None:
    page = opened(visit(viewport={"width": width, "height": height}))
    bring(page)
    tables = page.locator("[data-testid='stDataFrame']")
    assert tables.count() == 3
    for table in tables.all():
        table.scroll_into_view_if_needed()
        table.hover()
        holder = table.locator("xpath=ancestor::*[@data-testid='stElementContainer'][1]")
        toolbar = holder.get_by_test_id("stElementToolbar")
        expect(toolbar).to_be_visible()
        # It comes into its place.
        page.wait_for_timeout(400)
        assert toolbar.evaluate(COVERED) == []


def spied(page: Page) -> None:
    """Write down every epoch that is shown, from now on."""
    page.evaluate(
        """() => {
            window.epochs = []
            document.addEventListener("film-frame", ({ detail }) => {
                if (detail.epoch !== window.epochs.at(-1)) window.epochs.push(detail.epoch)
            })
        }"""
    )


def take(page: Page, way: str) -> None:
    """Other data, in one of the ways there are, until they are to be seen in Train."""
    if way == "file":
        bring(page)
        page.get_by_role("button", name="Use these 28 rows").click()
        return
    if way == "generator":
        page.get_by_text("Generate data").click()
        page.get_by_role("button", name="Generate", exact=True).click()
    else:
        page.get_by_role("combobox", name=re.compile("Data")).first.click()
        page.get_by_role("option", name="Tree by year").click()
    rest(page)
    page.get_by_role("tab", name="Train", exact=True).click()


@pytest.mark.parametrize("way", ["file", "generator", "sidebar"])
def test_other_data_are_seen_learning(visitor: Visitor, way: str) -> None:
    page = opened(visitor)
    spied(page)
    take(page, way)
    expect(button(page, "Pause")).to_be_visible()
    expect(button(page, "Play")).to_be_visible()
    epochs = page.evaluate("window.epochs")
    assert epochs[:4] == [0, 1, 2, 3] and epochs == sorted(epochs) and epochs[-1] == epoch_of(page)
    # Seen once, it stands where it is left.
    slider(page).focus()
    page.keyboard.press("ArrowLeft")
    left_at = epoch_of(page)
    for tab in ("Data", "Train"):
        page.get_by_role("tab", name=tab, exact=True).click()
        rest(page)
    expect(epoch_box(page)).to_have_value(str(left_at))
    expect(button(page, "Play")).to_be_visible()
    if way == "file":
        lines = [line.replace(",", ".").split(";") for line in HARVEST.decode().splitlines()[1:]]
        rows = np.array([list(map(float, line)) for line in lines])
        dataset = Dataset(rows[:, :2], rows[:, 2], ("year", "rainfall (mm)"), "wheat (t/ha)")
        expect_at_the_end(page, train(dataset, suiting(dataset).hyperparameters))


@pytest.mark.parametrize("way", ["reduced motion", "link"])
def test_what_should_not_move_does_not(visit: Visit, way: str) -> None:
    if way == "reduced motion":
        page = opened(visit(reduced_motion="reduce"))
        spied(page)
        take(page, "file")
        expect(button(page, "Play")).to_be_visible()
        expect(page.locator(".st-key-verdict")).to_be_visible()
        assert len(page.evaluate("window.epochs")) <= 2 and epoch_of(page) > 0
        return
    # Whoever follows a link to a table opens the film at its beginning, as everywhere.
    first = opened(visit())
    take(first, "file")
    expect(button(first, "Pause")).to_be_visible()
    other = visit()
    other.open(first.url.removeprefix(other.server + "/"))
    other.page.wait_for_timeout(1000)
    expect(button(other.page, "Play")).to_be_visible()
    assert epoch_of(other.page) == 0
