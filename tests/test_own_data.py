"""Bringing data of one's own: what the page makes of it, and the journeys of somebody who does it in a browser."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import READY, ROOT, Visitor
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from perceptron import Dataset
from perceptron.data.generator import Recipe, generate, true_line
from perceptron.panels.session.version import Version
from perceptron.take_home.table_in_link import pack_table

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


# Without a browser


def opened(**query: str) -> AppTest:
    """The page in its Data tab, as a link opens it."""
    page = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    for name, value in ({"tab": "Data"} | query).items():
        page.query_params[name] = value
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception[0].stack_trace
    return page


def now(page: AppTest) -> Version:
    """The table as it stands."""
    version: Version = page.session_state["versions"].now
    return version


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return run(page)


def brought(page: AppTest, content: bytes) -> AppTest:
    page.file_uploader(key="upload").upload("data.csv", content, "text/csv")
    return run(page)


def points(page: AppTest) -> Any:
    """What the picture of the points is given."""
    return json.loads(page.get("bidi_component")[0].proto.json)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"a,b\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a picture"),
        (b"a," * 250_000 + b"b\n1", "columns"),
        (b"a,b\nred,1\nblue,\n", "more than one number"),
    ],
    ids=["empty file", "header alone", "binary", "250,000 columns", "one row of numbers"],
)
def test_a_file_that_cannot_be_used_gets_a_sentence_and_leaves_the_data(content: bytes, sentence: str) -> None:
    page = opened()
    before = now(page)
    brought(page, content)
    [complaint] = page.error
    assert complaint.proto.title == "This file was not taken; your data is as it was"
    assert sentence in complaint.value
    assert now(page) is before


def test_a_file_is_used_as_it_was_checked_and_travels_in_the_link() -> None:
    page = brought(opened(), GERMAN)
    assert now(page).name == "article"
    page.button(key="use_file").click()
    run(page)
    assert now(page).dataset.names == ("Größe", "Länge", "Preis")
    assert now(page).frame.to_numpy().tolist() == now(page).dataset.to_frame().to_numpy().tolist()
    assert now(page).dataset.features[:, 0].tolist() == [1.5, 2.5, 3.5, 4.5, 6.25]
    assert now(page).dataset.target[:, 0].tolist() == [3.25, 5.5, 6.75, 9.0, 12.1]
    other = opened(**page.query_params)
    assert now(other).dataset.fingerprint == now(page).dataset.fingerprint


def test_a_damaged_table_in_the_link_is_refused_in_a_sentence() -> None:
    page = opened(data="Your data", table="1.nonsense")
    [complaint] = page.warning
    assert complaint.proto.title == "The table in the link was not taken"
    assert "damaged" in complaint.value
    assert now(page).name == "article"


def test_generated_data_is_drawn_with_the_line_it_was_made_from() -> None:
    page = opened()
    page.number_input(key="recipe_slope").set_value(-1.5)
    page.number_input(key="recipe_n").set_value(30)
    press(page, "Generate")
    recipe = Recipe(slope=-1.5, n=30)
    pd.testing.assert_frame_equal(now(page).frame, generate(recipe))
    xs, ys = points(page)["lines"]["true"]
    assert ys == true_line(recipe, xs).tolist()
    assert xs[0] < now(page).frame["x"].min() < now(page).frame["x"].max() < xs[1]
    # As a click on the tab would have it.
    page.query_params["tab"] = page.session_state["tab"] = "Train"
    run(page)
    assert any("the line that the data was made from" in caption.value for caption in page.caption)


def test_a_recipe_that_cannot_be_made_is_refused_and_leaves_the_data() -> None:
    page = opened()
    page.number_input(key="recipe_outliers").set_value(60)
    press(page, "Generate")
    assert any("from 0 to 50" in complaint.value for complaint in page.error)
    assert now(page).name == "article"


def test_a_change_is_undone_and_done_again() -> None:
    page = press(opened(), "Generate")
    generated = now(page)
    assert generated.name == "your data"
    assert now(press(page, "Undo")).name == "article"
    assert now(press(page, "Redo")) is generated
    assert now(press(page, "Back to the article")).name == "article"
    assert now(press(page, "Undo")) is generated


def test_while_a_table_cannot_be_used_the_page_trains_on_the_one_before() -> None:
    """The target is the same in every row, which is fine until it is to be a feature."""
    frame = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [2.0, 1.0, 5.0], "c": [7.0, 7.0, 7.0]})
    table = pack_table(frame, ["a", "b"], "c")
    assert table is not None
    page = opened(data="Your data", table=table)
    edition = page.session_state["versions"].edition
    page.multiselect(key=f"features_{edition}").set_value(["c"])
    page.selectbox(key=f"target_{edition}").set_value("a")
    run(page)
    assert now(page).features == ("c",)
    assert any("is 7 in every row" in complaint.value.replace("\\", "") for complaint in page.error)
    # A line of the earlier run, which has two features, would mean nothing among these points.
    assert points(page)["lines"]["neuron"] == [[], []]
    assert points(page)["x"] == [7.0, 7.0, 7.0]


def test_rows_that_are_being_filled_in_wait_until_they_are() -> None:
    version = Version(
        "your data", pd.DataFrame({"x": [1.0, 2.0, np.nan], "y": [1.0, 3.0, 4.0]}), ("x",), "y", edited=True
    )
    assert version.dataset.features.tolist() == [[1.0], [2.0]]
    checked = Dataset(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]), ("x",), "y")
    assert Version.of("your data", checked).dataset is checked


# In a browser


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


def test_hostile_names_are_shown_as_they_are_and_fetch_nothing(visitor: Visitor) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(12, len(HOSTILE) + 1)).round(3), columns=[*HOSTILE, "y"])
    # All of them are features of the table in the link; the same table as a file is described column by column.
    page = visitor.open(f"?activation=identity&data=Your+data&table={pack_table(frame, HOSTILE, 'y')}")
    assert page.get_by_text("The table in the link was not taken").count() == 0
    for tab in ("Train", "One step", "Data"):
        open_tab(page, tab)
        if tab == "Data":
            upload(page, frame.to_csv(index=False).encode())
            page.get_by_role("button", name="Use these 12 rows").wait_for()
        page.wait_for_timeout(1000)
        assert page.locator("[data-testid='stException']").count() == 0
        # What a hostile name might have made: an image or a link that nobody put there.
        assert page.locator("img[src*='hostile'], a[href*='hostile']").count() == 0
