"""The page in a real Chromium: how it looks, the film that needs no server, tables and files, links and long runs."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PATIENCE, ROOT, VIEWS, Visitor, ready
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.starting import suiting
from perceptron.words import as_title

expect.set_options(timeout=PATIENCE)

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
EPOCHS = telling_epochs(4000).tolist()
LAST = len(EPOCHS) - 1
# Faults of Streamlit's own: an unnamed drawing in the metrics, the role of the uploader's field, and the header
# over the boxes that select rows.
STREAMLITS_OWN = {
    "svg-img-alt": "[data-testid='stMetric'] *",
    "presentation-role-conflict": "[data-testid='stFileUploaderDropzone']",
    "empty-table-header": "[data-testid='stDataFrame'] th:first-child",
}
Visit = Callable[..., Visitor]


def slider(page: Page) -> Locator:
    return page.locator(".st-key-film input[type=range]")


def readout(page: Page) -> Locator:
    return page.locator(".player output")


def summary(page: Page) -> Locator:
    return page.locator(".st-key-step_summary")


def at_epoch(epoch: int, last: int = 4000) -> str:
    return f"Epoch {epoch:,} of {last:,}"


def picture(page: Page, view: str) -> str:
    """What a view draws, without its words: titles name the epoch, which would make any two pictures differ."""
    return str(
        page.locator(f".st-key-{view} .vega-embed").evaluate(
            """embed => {
                const canvas = embed.querySelector("canvas")
                if (canvas) return canvas.toDataURL()
                const svg = embed.querySelector("svg.marks").cloneNode(true)
                svg.querySelectorAll("text").forEach((text) => text.remove())
                return svg.outerHTML
            }"""
        )
    )


def frames_drawn(page: Page) -> None:
    """Wait for two refreshes of the screen, after which everything follows the slider."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def type_number(page: Page, label: str, value: object) -> None:
    box = page.get_by_label(label, exact=True).and_(page.locator("input"))
    box.fill(str(value))
    box.press("Enter")


def metric(page: Page, label: str) -> Locator:
    return (
        page.locator("[data-testid='stMetric']").filter(has_text=label).locator("[data-testid='stMetricValue']").first
    )


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


def loss_shown(history: History) -> str:
    return f"{history.losses[-1]:.5g}"


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
    for view in ("scrubber", *VIEWS):
        room = page.locator(f".st-key-{view}").bounding_box()
        drawn = page.locator(f".st-key-{view} .vega-embed").locator("svg.marks, canvas").bounding_box()
        assert room is not None and drawn is not None
        assert room["x"] - 1 <= drawn["x"]
        assert drawn["x"] + drawn["width"] <= room["x"] + room["width"] + 1
        assert drawn["width"] > 0.8 * room["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_anybodys_way(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme).open("?learning_rate=0.0013")
    page.get_by_text("More settings").click()
    found = []
    for tab in ("Train", "One step", "Data"):
        open_tab(page, tab)
        page.wait_for_load_state("networkidle")
        ready(page, VIEWS if tab == "Train" else ())
        for violation in Axe().run(page).response["violations"]:
            excused = STREAMLITS_OWN.get(violation["id"])
            for node in violation["nodes"]:
                element = page.locator(node["target"][-1]).first
                if excused is None or not element.evaluate("(element, excused) => element.matches(excused)", excused):
                    found.append((tab, violation["id"], node["target"], node["any"] and node["any"][0]["message"]))
    assert found == []


def test_javascripts_own_words_are_no_names(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("about:blank")
    words = page.evaluate("Object.getOwnPropertyNames(Object.prototype)")
    assert len(words) >= 12
    assert page.evaluate("names => names.filter((name) => name in {})", [as_title(word) for word in words]) == []


# The film


def test_moving_the_slider_changes_every_view_and_asks_nobody(visitor: Visitor) -> None:
    page = visitor.open()
    assert slider(page).count() == 1
    history = train(ARTICLE, Hyperparameters())
    before = len(visitor.sent)
    seen: dict[str, set[str]] = {view: set() for view in VIEWS}
    slopes = []
    for frame in (LAST, 100, 20, 0):
        slider(page).fill(str(frame))
        # The epoch is told, not the number of the frame.
        expect(readout(page)).to_have_text(at_epoch(EPOCHS[frame]))
        epoch = EPOCHS[frame]
        numbers = [
            f"{label} {value:.5g}"
            for label, value in zip("wb", (history.weights[epoch, 0], history.biases[epoch]), strict=True)
        ]
        for number in (f"loss {history.losses[epoch]:.5g}", *numbers):
            expect(page.locator(".st-key-scrubber")).to_contain_text(number)
        frames_drawn(page)
        for view in VIEWS:
            seen[view].add(picture(page, view))
            expect(page.locator(f".st-key-{view}")).to_contain_text(f"epoch {EPOCHS[frame]:,}")
        line = page.locator(".st-key-fitted_line .mark-line path[stroke='#d55e00']").get_attribute("d")
        ((left, top), (right, bottom)) = [
            map(float, point) for point in re.findall(r"([\d.-]+),([\d.-]+)", str(line))[-2:]
        ]
        slopes.append((bottom - top) / (left - right))
    assert {view: len(pictures) for view, pictures in seen.items()} == dict.fromkeys(VIEWS, 4)
    # A steeper weight is a steeper line, in the same proportion.
    weights = history.weights[[EPOCHS[frame] for frame in (LAST, 100, 20, 0)], 0]
    np.testing.assert_allclose(np.array(slopes) / slopes[0], weights / weights[0], rtol=1e-3)
    assert len(visitor.sent) == before


def test_playing_asks_nobody_and_pausing_tells_the_server_once(visitor: Visitor) -> None:
    page = visitor.open()
    before = len(visitor.sent)
    expect(summary(page)).to_contain_text("The step at epoch 0")
    # From the end, Play starts over.
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_count(0)
    seen: dict[str, set[str]] = {view: set() for view in VIEWS}
    for passed in (3, 10, 30):
        page.wait_for_function(
            "passed => Number(document.querySelector('.st-key-film input[type=range]').value) > passed", arg=passed
        )
        for view in VIEWS:
            seen[view].add(picture(page, view))
    assert {view: len(pictures) for view, pictures in seen.items()} == dict.fromkeys(VIEWS, 3)
    assert len(visitor.sent) == before

    page.evaluate(
        """() => {
            window.changed = []
            new MutationObserver((changes) => changes.forEach(({target}) => {
                const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement
                if (element && !element.closest(".st-key-film, .st-key-step_summary"))
                    window.changed.push(element.outerHTML.slice(0, 200))
            })).observe(document.querySelector("[data-testid='stMain']"), {
                subtree: true, childList: true, characterData: true,
            })
        }"""
    )
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    epoch = int(re.sub(r"\D", "", readout(page).inner_text().split(" of ")[0]))
    assert 30 < epoch < 4000
    expect(summary(page)).to_contain_text(f"The step at epoch {epoch:,}")
    ready(page)
    assert len(visitor.sent) == before + 1
    assert page.evaluate("window.changed") == []
    # It stays where it was stopped.
    expect(readout(page)).to_have_text(at_epoch(epoch))


def test_it_stops_by_itself_at_the_end(visitor: Visitor) -> None:
    page = visitor.open("?epochs=30")
    before = len(visitor.sent)
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(summary(page)).to_contain_text("The step at epoch 30")
    expect(readout(page)).to_have_text(at_epoch(30, 30))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert len(visitor.sent) == before + 1


def test_keys_move_the_film(visitor: Visitor) -> None:
    page = visitor.open()
    before = len(visitor.sent)
    page.evaluate("document.activeElement.blur()")
    expect(readout(page)).to_have_text(at_epoch(4000))
    page.keyboard.press("ArrowLeft")
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[-2]))
    page.keyboard.press("ArrowLeft")
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[-3]))
    page.keyboard.press("ArrowRight")
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[-2]))
    page.get_by_role("button", name="To the start").click()
    expect(readout(page)).to_have_text(at_epoch(0))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    expect(readout(page)).to_have_text(at_epoch(0))
    # The slider itself is a control that keys move.
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(readout(page)).to_have_text(at_epoch(1))
    expect(slider(page)).to_have_attribute("aria-valuetext", at_epoch(1))
    page.keyboard.press("End")
    expect(readout(page)).to_have_text(at_epoch(4000))
    assert len(visitor.sent) == before

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    ready(page)
    assert len(visitor.sent) == before + 1


def test_keys_typed_elsewhere_are_left_alone(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_label("Epochs", exact=True).focus()
    for key in ("ArrowLeft", "ArrowRight", "Space"):
        page.keyboard.press(key)
    frames_drawn(page)
    expect(readout(page)).to_have_text(at_epoch(4000))
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_pointer_over_the_loss_moves_the_film_and_a_click_keeps_the_epoch(visitor: Visitor) -> None:
    page = visitor.open()
    before = len(visitor.sent)
    curve = page.locator(".st-key-loss_curve svg.marks")
    curve.scroll_into_view_if_needed()
    box = curve.bounding_box()
    assert box is not None

    def point_at(share: float) -> tuple[float, float]:
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2

    shown = [readout(page).inner_text()]
    for share in (0.4, 0.6, 0.8):
        page.mouse.move(*point_at(share))
        expect(readout(page)).not_to_have_text(shown[-1])
        shown.append(readout(page).inner_text())
    epochs = [int(re.sub(r"\D", "", text.split(" of ")[0])) for text in shown[1:]]
    assert epochs == sorted(epochs) and set(epochs) <= set(EPOCHS)
    assert len(visitor.sent) == before

    page.mouse.click(*point_at(0.8))
    expect(summary(page)).to_contain_text(f"The step at epoch {epochs[-1]:,}")
    ready(page)
    assert len(visitor.sent) == before + 1
    # Until the pointer has left the curve, the epoch stays.
    page.mouse.move(*point_at(0.5))
    frames_drawn(page)
    expect(readout(page)).to_have_text(shown[-1])
    page.mouse.move(5, 5)
    page.mouse.move(*point_at(0.5))
    expect(readout(page)).not_to_have_text(shown[-1])
    assert len(visitor.sent) == before + 1


def test_a_step_is_opened_at_the_epoch_of_the_film(visitor: Visitor) -> None:
    page = visitor.open()
    slider(page).fill("70")
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[70]))
    page.get_by_role("button", name="Open this step").click()
    expect(summary(page)).to_contain_text(f"The step at epoch {EPOCHS[70]:,}")
    page.get_by_role("button", name="See every number").click()
    expect(page.get_by_role("tab", name="One step")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("spinbutton", name="Epoch", exact=True)).to_have_value(str(EPOCHS[70]))


def test_a_new_run_is_drawn_into_the_living_pictures(visitor: Visitor) -> None:
    page = visitor.open()
    drawings = "views.map((view) => document.querySelector(`.st-key-${view} svg.marks`))"
    page.evaluate(f"views => (window.drawings = {drawings})", list(VIEWS))
    old = {view: picture(page, view) for view in VIEWS}
    slider(page).fill("50")
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[50]))
    type_number(page, "Learning rate", 0.0005)
    history = train(ARTICLE, Hyperparameters(learning_rate=0.0005))
    expect(page.locator(".st-key-scrubber")).to_contain_text(f"loss {history.losses[EPOCHS[50]]:.5g}")
    ready(page)
    same = f"views => {drawings}.map((drawing, index) => drawing === window.drawings[index])"
    assert page.evaluate(same, list(VIEWS)) == [True] * len(VIEWS)
    expect(readout(page)).to_have_text(at_epoch(EPOCHS[50]))
    assert all(picture(page, view) != old[view] for view in VIEWS)


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
    expect(metric(page, "Loss")).to_have_text(loss_shown(train(once, Hyperparameters(epochs=500))))
    type_number(page, "Learning rate", 0.0005)
    expect(metric(page, "Loss")).to_have_text(loss_shown(train(once, Hyperparameters(0.0005, 500))))

    open_tab(page, "Data")
    expect(cell(page, 2, 0)).to_have_text(re.compile("1[,.]5"))
    edit_x(page, 2, "8,25")
    expect(cell(page, 2, 0)).to_have_text(re.compile("1[,.]5"))
    open_tab(page, "Train")
    expect(metric(page, "Loss")).to_have_text(
        loss_shown(train(edited({0: 1.5, 2: 8.25}), Hyperparameters(0.0005, 500)))
    )

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
    expect(metric(page, "Loss")).to_have_text(loss_shown(train(dataset, suiting(dataset).hyperparameters)))
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
    expect(metric(page, "Loss")).to_have_text("6.1199")


def test_a_copied_link_opens_the_same_run(visit: Visit) -> None:
    first = visit().open()
    first.get_by_text("More settings").click()
    type_number(first, "Learning rate", 0.02)
    type_number(first, "Epochs", 150)
    type_number(first, "Random seed", 5)
    first.get_by_test_id("stSidebar").get_by_text("Standardise x", exact=True).click()
    expect(first).to_have_url(re.compile("standardize=true"))
    history = train(ARTICLE, Hyperparameters(learning_rate=0.02, epochs=150, seed=5, standardize=True))
    expect(metric(first, "Loss")).to_have_text(loss_shown(history))
    ready(first)

    second = visit().open(first.url.split("/")[-1])
    expect(metric(second, "Loss")).to_have_text(loss_shown(history))
    headings = [page.get_by_role("heading", level=2).first.inner_text() for page in (first, second)]
    assert headings[0] == headings[1]
    for label in ("Learning rate", "Epochs", "Random seed"):
        values = [
            page.get_by_label(label, exact=True).and_(page.locator("input")).input_value() for page in (first, second)
        ]
        assert values[0] == values[1]


def test_a_long_run_shows_how_far_it_is_and_gives_way_to_another(visitor: Visitor) -> None:
    page = visitor.open()
    type_number(page, "Learning rate", 1e-7)
    expect(metric(page, "Loss")).not_to_have_text("6.1199")
    ready(page)
    type_number(page, "Epochs", 300_000)
    bar = page.get_by_test_id("stProgress")
    expect(bar).to_contain_text("of 300,000")
    epochs = [int(found.replace(",", "")) for found in re.findall(r"epoch ([\d,]+) of", bar.inner_text())]
    assert 0 < epochs[0] < 300_000

    type_number(page, "Epochs", 200)
    history = train(ARTICLE, Hyperparameters(learning_rate=1e-7, epochs=200))
    expect(metric(page, "Loss")).to_have_text(loss_shown(history))
    expect(bar).to_have_count(0)
    ready(page)
    expect(readout(page)).to_contain_text("of 200")
