"""Bringing data of one's own, as somebody at the page would: upload, choose, train, edit, undo, share."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import READY, Visitor
from playwright.sync_api import Page

GERMAN = (
    "Größe;Länge;Farbe;Preis\r\n"
    "1,5;10;rot;3,25\r\n2,5;12;blau;5,5\r\n3,5;9;rot;6,75\r\n4,5;15;grün;9,0\r\n5,5;11;blau;\r\n6,25;14;rot;12,1\r\n"
).encode("cp1252")
HOSTILE = [
    "a.b",
    "x:y",
    "<img src=http://hostile.invalid/1.png>",
    "![x](http://hostile.invalid/2.png)",
    "__proto__",
    "constructor",
    "two\nlines",
    "n" * 300,
    "$\\frac{1}{0}$",
    "sum(x)",
    "a[0]",
    "'\"",
]


def settle(page: Page) -> None:
    """Wait until the script that a click started has ended."""
    page.wait_for_timeout(400)
    page.wait_for_selector(READY, state="attached")


def open_tab(page: Page, name: str) -> None:
    """Click on a tab and wait for it."""
    page.get_by_role("tab", name=name, exact=True).click()
    settle(page)


def upload(page: Page, content: bytes, name: str = "data.csv") -> None:
    """Hand the file to the uploader in the Data tab."""
    page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": "text/csv", "buffer": content}])
    settle(page)


def trained_history(page: Page, folder: Path) -> list[dict[str, str]]:
    """Every epoch of the run on the Train tab, from its download."""
    open_tab(page, "Train")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the history").click()
    waiting.value.save_as(folder / "history.csv")
    return list(csv.DictReader(io.StringIO((folder / "history.csv").read_text(encoding="utf-8-sig"))))


def test_a_german_file_is_understood_chosen_trained_edited_undone_and_shared(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    page = visit().open("?learning_rate=0.0005")
    open_tab(page, "Data")
    upload(page, GERMAN, "Müll.csv")
    understood = page.locator(".st-key-opened_file")
    understood.get_by_text("semicolon").wait_for()
    text = understood.inner_text()
    assert "6 rows and 4 columns" in text and "decimal comma" in text and "cp1252" in text
    assert "1 of 6 rows are left out" in text
    understood.get_by_role("button", name="Use these 5 rows").click()
    settle(page)

    before = trained_history(page, tmp_path)
    x = np.array([[1.5, 10], [2.5, 12], [3.5, 9], [4.5, 15], [6.25, 14]])
    y = np.array([3.25, 5.5, 6.75, 9.0, 12.1])
    start = np.array([float(before[0][f"weight of {name}"]) for name in ("Größe", "Länge")])
    loss = float(np.square(np.maximum(x @ start, 0) + float(before[0]["bias"]) - y).sum())
    assert float(before[0]["loss"]) == pytest.approx(loss, rel=1e-5)

    open_tab(page, "Data")
    cell = page.locator("[data-testid='data-grid-canvas']").last
    cell.scroll_into_view_if_needed()
    box = cell.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + 52)
    # The grid is a canvas: there is nothing to wait for but the time it takes to open and to hand over a cell.
    page.wait_for_timeout(500)
    page.keyboard.type("4,75", delay=50)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Reset the table").and_(page.locator(":enabled")).wait_for()
    settle(page)
    edited = trained_history(page, tmp_path)
    y[0] = 4.75
    loss = float(np.square(np.maximum(x @ start, 0) + float(before[0]["bias"]) - y).sum())
    assert float(edited[0]["loss"]) == pytest.approx(loss, rel=1e-5)

    open_tab(page, "Data")
    page.get_by_role("button", name="Undo").click()
    settle(page)
    undone = trained_history(page, tmp_path)
    assert undone == before

    other = visit()
    other.open(page.url.removeprefix(other.server + "/"))
    shared = trained_history(other.page, tmp_path)
    for name in ("weight of Größe", "weight of Länge", "bias"):
        assert float(shared[-1][name]) == pytest.approx(float(before[-1][name]), abs=1e-6)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"a,b\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        (b"a," * 250_000 + b"b\n1", "columns"),
    ],
    ids=["empty file", "header alone", "binary", "250,000 columns"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_leaves_the_data(
    visitor: Visitor, content: bytes, sentence: str
) -> None:
    page = visitor.open()
    open_tab(page, "Data")
    upload(page, content)
    alert = page.get_by_role("alert").filter(has_text="This file was not taken")
    alert.wait_for()
    assert sentence in alert.inner_text()
    open_tab(page, "Train")
    assert page.locator("[data-testid='stMetricValue']").first.inner_text() == "0.17507"


def test_hostile_names_are_shown_as_they_are_and_fetch_nothing(visitor: Visitor, tmp_path: Path) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([*HOSTILE, "y"])
    random = np.random.default_rng(0)
    for row in random.normal(size=(12, len(HOSTILE) + 1)).round(3):
        writer.writerow(row)
    page = visitor.open("?learning_rate=0.001&activation=identity")
    open_tab(page, "Data")
    upload(page, stream.getvalue().encode())
    # One that goes with the target most is offered; take all of them.
    chosen = page.get_by_role("combobox", name="Features: learn from").first
    chosen.click()
    for _ in HOSTILE:
        option = page.get_by_role("option").filter(has_not_text="No results").first
        if option.count() == 0:
            break
        option.click()
        settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Use these 12 rows").click()
    settle(page)
    for tab in ("Train", "One step", "Data", "Train"):
        open_tab(page, tab)
        page.wait_for_timeout(1000)
        assert page.locator("[data-testid='stException']").count() == 0
        # What a hostile name might have made: an image or a link that nobody put there.
        assert page.locator("img[src*='hostile'], a[href*='hostile']").count() == 0
    weights = trained_history(page, tmp_path)
    assert len(weights[0]) > len(HOSTILE)


def test_a_damaged_table_in_the_link_is_refused_in_a_sentence(visitor: Visitor) -> None:
    page = visitor.open("?data=Your+data&table=1.nonsense")
    page.get_by_text("The table in the link was not taken").wait_for()
    assert page.locator("[data-testid='stMetricValue']").first.inner_text() == "0.17507"


def test_generated_data_is_drawn_with_the_line_it_was_made_from(visitor: Visitor) -> None:
    page = visitor.open()
    open_tab(page, "Data")
    page.get_by_text("Generate data").click()
    page.get_by_role("spinbutton", name="Slope").wait_for()
    # The room for the form opens slowly, and what moves cannot be clicked on.
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Generate", exact=True).click()
    page.get_by_text("from 50 rows").wait_for()
    settle(page)
    open_tab(page, "Train")
    page.get_by_text("the line that the data was made from").wait_for()
