"""The page in a real Chromium: how it looks, tables and files, links and long runs."""

import re
from base64 import b64encode
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import pandas as pd
import pytest
from conftest import PATIENCE, ROOT, Visitor, ready
from film_page import expect_at_the_end
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, train
from perceptron.insight.starting import suiting
from perceptron.words import as_title

expect.set_options(timeout=PATIENCE)

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
Visit = Callable[..., Visitor]


def type_number(page: Page, label: str, value: object) -> None:
    box = page.get_by_label(label, exact=True).and_(page.locator("input"))
    box.fill(str(value))
    box.press("Enter")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


# How it looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_sticks_out(visit: Visit, width: int, scheme: str) -> None:
    page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme).open()
    for tab in ("Train", "One step", "Data"):
        open_tab(page, tab)
        page.wait_for_load_state("networkidle")
        if tab == "Train":
            ready(page)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        sticking_out = page.evaluate(
            """() => [...document.querySelectorAll("[data-testid='stMain'] :is(svg, canvas, .player *)")]
                .filter((drawn) => drawn.checkVisibility() && drawn.getBoundingClientRect().right > innerWidth + 1)
                .map((drawn) => drawn.outerHTML.slice(0, 200))"""
        )
        assert sticking_out == []
    open_tab(page, "Train")
    ready(page)
    for view in ("fitted_line", "loss_curve", "weight", "bias"):
        room = page.locator(f".st-key-{view}").bounding_box()
        drawn = page.locator(f".st-key-{view} .vega-embed").locator("svg.marks, canvas").bounding_box()
        assert room is not None and drawn is not None
        assert room["x"] - 1 <= drawn["x"]
        assert drawn["x"] + drawn["width"] <= room["x"] + room["width"] + 1
        assert drawn["width"] > 0.8 * room["width"]


def test_javascripts_own_words_are_no_names(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("about:blank")
    words = page.evaluate("Object.getOwnPropertyNames(Object.prototype)")
    assert len(words) >= 12
    assert page.evaluate("names => names.filter((name) => name in {})", [as_title(word) for word in words]) == []


# Tables, files, links, long runs


def edited(changes: dict[int, float]) -> Dataset:
    """The article's data with another x in some rows."""
    frame = ARTICLE.to_frame()
    for row, value in changes.items():
        frame.loc[row, "x"] = value
    return Dataset.from_frame(frame, features=["x"], target="y")


def cell(page: Page, column: int, row: int) -> Locator:
    return page.get_by_test_id(f"glide-cell-{column}-{row}")


def edit_x(page: Page, row: int, text: str) -> None:
    """Type into the editor's column of x. Its cells are drawn on a canvas; beside it they are told as a table."""
    page.locator("[data-testid='stDataFrame'] .dvn-scroller").click(position={"x": 200, "y": 35 * (row + 1) + 17})
    expect(cell(page, 2, row)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.locator("#portal textarea").fill(text)
    page.keyboard.press("Enter")
    expect(cell(page, 2, row)).to_have_text(re.compile(text.replace(",", "[,.]")))
    page.wait_for_selector(".stApp[data-test-script-state='notRunning']", state="attached")


def test_an_edited_cell_stays_edited(visitor: Visitor) -> None:
    page = visitor.open("?epochs=500")
    open_tab(page, "Data")
    expect(cell(page, 2, 0)).to_have_text("4.7")
    edit_x(page, 0, "1,5")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()

    open_tab(page, "Train")
    once = edited({0: 1.5})
    expect_at_the_end(page, train(once, Hyperparameters(epochs=500)))
    type_number(page, "Learning rate", 0.0005)
    expect_at_the_end(page, train(once, Hyperparameters(0.0005, 500)))

    open_tab(page, "Data")
    expect(cell(page, 2, 0)).to_have_text(re.compile("1[,.]5"))
    edit_x(page, 2, "8,25")
    expect(cell(page, 2, 0)).to_have_text(re.compile("1[,.]5"))
    open_tab(page, "Train")
    expect_at_the_end(page, train(edited({0: 1.5, 2: 8.25}), Hyperparameters(0.0005, 500)))

    open_tab(page, "Data")
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 2, 2)).to_have_text("7.5")
    expect(cell(page, 2, 0)).to_have_text("1.5")


def upload(page: Page, name: str, content: bytes) -> None:
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("[data-testid='stFileUploader'] input[type=file]").set_input_files([file])
    expect(page.locator("[data-testid='stFileUploader']")).to_contain_text(name)


def test_a_file_with_semicolons_and_decimal_commas(visitor: Visitor) -> None:
    page = visitor.open()
    open_tab(page, "Data")
    rows = pd.DataFrame({"Länge": [1.25, 2.5, 3.75, 5.0], "Gewicht": [2.5, 4.75, 7.5, 9.25]})
    upload(page, "messung.csv", rows.to_csv(index=False, sep=";", decimal=",").encode("cp1252"))
    page.get_by_role("button", name="Use these 4 rows").click()
    # It is shown at once how the neuron learns it, with settings that suit it.
    expect(page.get_by_role("tab", name="Train", exact=True)).to_have_attribute("aria-selected", "true")
    dataset = Dataset.from_frame(rows, features=["Länge"], target="Gewicht")
    expect_at_the_end(page, train(dataset, suiting(dataset).hyperparameters))
    open_tab(page, "Data")
    expect(page.get_by_role("tabpanel").first).to_contain_text("Gewicht from Länge")
    expect(page.get_by_role("tabpanel").first).to_contain_text("In use; to read it or choose columns another way")


def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor.open()
    open_tab(page, "Data")
    expect(cell(page, 2, 0)).to_have_text("4.7")
    bad = {
        "empty.csv": b"",
        "header.csv": b"x,y\n",
        "binary.csv": bytes(range(256)) * 20,
        "words.csv": b"a,b\nc,d\ne,f\n",
    }
    told = set()
    for name, content in bad.items():
        upload(page, name, content)
        alert = page.get_by_test_id("stAlert")
        for before in told:
            expect(alert).not_to_have_text(before, use_inner_text=True)
        expect(alert).to_contain_text("This file was not taken")
        told.add(alert.inner_text())
        assert re.search(r"\w{3,} \w+.*\.$", alert.inner_text().strip())
        assert "Traceback" not in alert.inner_text() and "Error" not in alert.inner_text()
    assert len(told) == len(bad)
    expect(cell(page, 2, 0)).to_have_text("4.7")
    open_tab(page, "Train")
    expect_at_the_end(page, train(ARTICLE, Hyperparameters()))


def test_a_copied_link_opens_the_same_run(visit: Visit) -> None:
    first = visit().open()
    first.get_by_text("More settings").click()
    type_number(first, "Learning rate", 0.02)
    type_number(first, "Epochs", 150)
    type_number(first, "Random seed", 5)
    first.get_by_test_id("stSidebar").get_by_text("Standardise x", exact=True).click()
    expect(first).to_have_url(re.compile("standardize=true"))
    history = train(ARTICLE, Hyperparameters(learning_rate=0.02, epochs=150, seed=5, standardize=True))
    expect_at_the_end(first, history)
    ready(first)

    second = visit().open(first.url.split("/")[-1])
    expect_at_the_end(second, history)
    for label in ("Learning rate", "Epochs", "Random seed"):
        values = [
            page.get_by_label(label, exact=True).and_(page.locator("input")).input_value() for page in (first, second)
        ]
        assert values[0] == values[1]


def test_a_long_run_shows_how_far_it_is_and_gives_way_to_another(visitor: Visitor) -> None:
    page = visitor.open()
    type_number(page, "Learning rate", 1e-7)
    expect_at_the_end(page, train(ARTICLE, Hyperparameters(1e-7)))
    ready(page)
    type_number(page, "Epochs", 300_000)
    bar = page.get_by_test_id("stProgress")
    expect(bar).to_contain_text("of 300,000")
    epochs = [int(found.replace(",", "")) for found in re.findall(r"epoch ([\d,]+) of", bar.inner_text())]
    assert 0 < epochs[0] < 300_000

    type_number(page, "Epochs", 200)
    history = train(ARTICLE, Hyperparameters(learning_rate=1e-7, epochs=200))
    expect_at_the_end(page, history)
    expect(bar).to_have_count(0)
    ready(page)
    expect(page.locator(".player .last")).to_have_text("of 200")


@pytest.mark.usefixtures("browser")
def test_what_goes_to_the_browser_is_packed(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"), timeout=30)
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": b64encode(bytes(16)).decode(),
        "Sec-WebSocket-Extensions": "permessage-deflate",
    }
    connection.request("GET", "/_stcore/stream", headers=asked)
    answer = connection.getresponse()
    assert answer.status == 101
    assert answer.getheader("Sec-WebSocket-Extensions", "").startswith("permessage-deflate")
    connection.close()
