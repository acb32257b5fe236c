"""What is kept of the film: its views as pictures, and all of it as one file that plays without a network."""

import base64
import json
import re
import sys
import threading
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from conftest import PATIENCE, ROOT, VIEWS, Visitor
from film_page import box_of, button, epoch_box, formula, frames_drawn, go_to
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.apart import still
from perceptron.charts.palette import PREDICTION, TARGET
from perceptron.charts.reel import text_at
from perceptron.charts.view import Look
from perceptron.charts.views import FILM, FITTED_LINE
from perceptron.insight.prospect import Prospect
from perceptron.panels.film.live import LIVE
from perceptron.panels.film.player import PLAYER
from perceptron.take_home import rendering
from perceptron.take_home.film_file import film_page
from perceptron.take_home.pictures import WIDTH
from perceptron.take_home.rendering import DrawingError, render

HIT = "document.title='hit'"
HOSTILE = (
    f"</script><script>{HIT}</script>",
    f"<img src=x onerror={HIT}>",
    f"''' + {HIT} + ''' {{{{ {HIT} }}}} ${{{HIT}}} <!--told-->",
    f"one\nline\u2028{HIT}\u2029more\r\n//",
    "]]>" + "&quot;\"'" * 50,
)
SVG = "{http://www.w3.org/2000/svg}"
# All that Vega draws with.
DRAWN_WITH = {f"{SVG}{tag}" for tag in ("svg", "g", "rect", "path", "line", "text", "defs", "clipPath")}


@cache
def run_of(**settings: Any) -> Run:
    """The article's data learned with those settings, by hand, which is faster."""
    asked = Hyperparameters(**{"gradients": "by_hand"} | settings)
    dataset = Dataset.from_csv(ROOT / "data" / "article.csv")
    return Run.of(Prospect(dataset=dataset, hyperparameters=asked), train(dataset, asked))


@cache
def hostile_run(features: int) -> Run:
    """A table whose every name is hostile."""
    random = np.random.default_rng(1)
    names = HOSTILE[: features + 1]
    frame = pd.DataFrame(random.normal(0, 1, (20, len(names))), columns=list(names))
    dataset = Dataset.from_frame(frame, features=names[:-1], target=names[-1])
    asked = Hyperparameters(activation="identity", epochs=40, batch_size=7, gradients="by_hand")
    return Run.of(Prospect(dataset=dataset, hyperparameters=asked), train(dataset, asked))


def by_the_article(epochs: int) -> tuple[float, float]:
    """Weight and bias after so many updates: the article's loop, in NumPy, from where its seed 0 starts."""
    x, y = np.loadtxt(ROOT / "data" / "article.csv", delimiter=",", skiprows=1).T
    w, b = 0.49625658988952637, 0.7682217955589294
    for _ in range(epochs):
        residual = np.maximum(w * x, 0) + b - y
        w, b = w - 0.001 * 2 * (residual * x * (w * x >= 0)).sum(), b - 0.001 * 2 * residual.sum()
    return w, b


# Pictures


@pytest.fixture(scope="module")
def svgs() -> list[ElementTree.Element]:
    """The article's line at epoch 30, and every view of two hostile tables."""
    specs = [still(FITTED_LINE, run_of(), Look(squares=True), 30, width=WIDTH)]
    specs += [still(view, hostile_run(features), Look(), 5, width=WIDTH) for features in (1, 4) for view in FILM]
    return [ElementTree.fromstring(picture) for picture in render(specs, "svg")]


def numbers_in(text: str | None) -> list[float]:
    return [float(found) for found in re.findall(r"-?[\d.]+(?:e-?\d+)?", text or "")]


def test_the_line_in_a_picture_is_the_neurons_at_that_epoch(svgs: list[ElementTree.Element]) -> None:
    paths = list(svgs[0].iter(f"{SVG}path"))
    # Where the points stand tells which pixel is which number.
    points = np.array([numbers_in(path.get("transform"))[:2] for path in paths if path.get("fill") == TARGET])
    data = np.loadtxt(ROOT / "data" / "article.csv", delimiter=",", skiprows=1)
    x, y = (np.poly1d(np.polyfit(points[:, place], data[:, place], 1)) for place in (0, 1))
    (line,) = (path for path in paths if path.get("stroke") == PREDICTION and path.get("stroke-width") == "3")
    ends = np.array(numbers_in(line.get("d"))).reshape(-1, 2)
    w, b = by_the_article(30)
    assert len(ends) == 2 and x(ends[0, 0]) < data[:, 0].min() and x(ends[1, 0]) > data[:, 0].max()
    for across, down in ends:
        assert y(down) == pytest.approx(w * x(across) + b, abs=1e-4)
    assert "The line, epoch 30" in "".join(svgs[0].itertext())


def test_a_picture_has_nothing_of_a_hostile_name_but_its_letters(svgs: list[ElementTree.Element]) -> None:
    said = ""
    for svg in svgs:
        said += "".join(svg.itertext())
        for element in svg.iter():
            assert element.tag in DRAWN_WITH
            assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")]
            assert "url(http" not in "".join(element.attrib.values())
    assert "</script><script>document" in said and "<img src=x onerror=" in said


def test_a_png_has_two_pixels_for_each_point() -> None:
    spec = still(FITTED_LINE, run_of(), Look(), 3, width=WIDTH, dark=True)
    image = Image.open(BytesIO(render([spec], "png")[0]))
    assert image.format == "PNG" and image.width == 2 * WIDTH and image.height > 2 * spec["height"]
    assert image.getpixel((1, 1))[:3] == (0x14, 0x17, 0x1B)
    # It was drawn elsewhere.
    assert "vl_convert" not in sys.modules


def test_a_picture_is_of_an_epoch_that_there_is() -> None:
    with pytest.raises(ValueError, match="epoch is 4001: the run has epochs 0 to 4000"):
        still(FITTED_LINE, run_of(), Look(), 4001, width=WIDTH)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("raise SystemExit(3)", "vl-convert-python, which draws pictures, is not installed"),
        ("raise MemoryError('no room')", r"could not be drawn \(MemoryError: no room\)"),
        ("import time; time.sleep(60)", "took more than 0.5 seconds and was stopped"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    program: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "converter.py").write_text(program)
    monkeypatch.setattr(rendering, "CONVERTER", tmp_path / "converter.py")
    monkeypatch.setattr(rendering, "PATIENCE", 0.5 if "sleep" in program else 30)
    with pytest.raises(DrawingError, match=sentence):
        render([{}], "svg")


def test_pictures_are_drawn_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tmp_path / "journal"
    (tmp_path / "converter.py").write_text(
        f"import time\ndef note(sign):\n    with open({str(journal)!r}, 'a') as file: file.write(sign)\n"
        "note('('); time.sleep(0.2); note(')'); print('[]')"
    )
    monkeypatch.setattr(rendering, "CONVERTER", tmp_path / "converter.py")
    threads = [threading.Thread(target=render, args=([], "svg")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.read_text() == "()()()"


# The film


def page_of(run: Run, **options: Any) -> str:
    return film_page(run, Look(), PLAYER, LIVE, **options)


def told_in(page: str) -> dict[str, Any]:
    """The data in the file, read as a browser would find it: up to the first end of a script."""
    found = re.search(r'<script type="application/json" id="told">(.*?)</script', page, re.S)
    assert found
    return dict(json.loads(found[1]))


@pytest.fixture
def without_vega(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perceptron.take_home.film_file.library", lambda: "window.vegaEmbed = null")


def test_a_long_run_says_that_not_all_of_it_is_there(without_vega: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(epochs=1500)
    assert told_in(page_of(run))["left_out"] == ""
    monkeypatch.setattr("perceptron.charts.reel.MOST_NUMBERS", 500)
    told = told_in(page_of(run, epoch=1200))
    there = np.frombuffer(base64.b64decode(told["player"]["reel"]["rows"]), "<i4")
    assert {0, 1199, 1200, 1201, 1500} <= set(there.tolist()) and len(there) < 1501
    assert f"{len(there):,} of its epochs are in this file" in told["left_out"]


def test_a_file_says_what_was_learned_and_with_what(without_vega: None) -> None:
    told = told_in(page_of(run_of(seed=12345, standardize=True, activation="identity", batch_size=5), plain=True))
    assert told["data"] == "25 rows, y from x"
    assert told["settings"] == (
        "learning rate 0.001, epochs 4,000, random seed 12345, activation identity, batch size 5, standardise x,"
        " gradient by hand"
    )
    assert told["player"]["plain"] and told["formula"]["plain"]


@pytest.mark.parametrize("features", [1, 4])
def test_no_name_ends_the_data_or_is_taken_for_a_place_in_the_file(features: int, without_vega: None) -> None:
    run = hostile_run(features)
    page = page_of(run, address=f"https://a.page/?x={HOSTILE[0]}{HOSTILE[2]}")
    told = told_in(page)
    assert told["address"].endswith(HOSTILE[2])
    assert told["player"]["verdict"] == run.diagnosis.plain
    # Four scripts and the data, whatever the names are.
    assert len(re.findall("<script", page)) == len(re.findall("</script", page)) == 5
    assert not re.search("[\u2028\u2029]", page) and "<!--told-->" not in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//elsewhere", " https://x"])
def test_a_file_leads_back_to_the_web_alone(address: str, without_vega: None) -> None:
    with pytest.raises(ValueError, match="must begin with http"):
        page_of(run_of(epochs=1), address=address)


class Alone:
    """A browser without a network, and the films that are opened in it from files."""

    def __init__(self, browser: Browser, folder: Path, **kind: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 1000}} | kind)
        self.context.set_offline(True)
        self.folder = folder
        self.asked: list[str] = []
        self.faults: list[str] = []

    def open(self, text: str) -> Page:
        file = self.folder / "film.html"
        file.write_text(text, encoding="utf-8", newline="")
        page = self.context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}"))
        page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        page.goto(file.as_uri())
        # The last to be drawn of all.
        expect(page.locator(".live.formula .equation")).to_be_visible(timeout=PATIENCE)
        return page


@pytest.fixture
def alone(browser: Browser, tmp_path: Path) -> Iterator[Alone]:
    """Nothing may be asked for but the file, and nothing may go wrong."""
    somebody = Alone(browser, tmp_path)
    yield somebody
    somebody.context.close()
    assert somebody.faults == []
    assert set(somebody.asked) <= {(tmp_path / "film.html").as_uri()}


NEURONS_LINE = f"""() => {{
    const path = document.querySelector(".st-key-fitted_line .mark-line path[stroke='{PREDICTION}'][stroke-width='3']")
    const plot = document.querySelector(".st-key-fitted_line .role-frame.root path.background").getBBox()
    const ends = path.getAttribute("d").match(/-?[\\d.]+/g).map(Number)
    return ends.map((value, i) => (i % 2 ? value / plot.height : value / plot.width))
}}"""


def seen_at(page: Page, epoch: int) -> dict[str, Any]:
    go_to(page, epoch)
    frames_drawn(page)
    boxes = {view: box_of(page, view) for view in VIEWS}
    step = page.locator(".player .step").inner_text()
    return {"boxes": boxes, "formula": formula(page).inner_text(), "line": page.evaluate(NEURONS_LINE), "step": step}


def test_the_film_in_a_file_is_that_on_the_page(alone: Alone, visitor: Visitor) -> None:
    run = run_of()
    page = visitor.open("?gradients=by_hand")
    film = alone.open(page_of(run, epoch=3, address="https://a.page/?seed=0&x=\"'><b>"))
    expect(epoch_box(film)).to_have_value("3")
    for epoch in (0, 2, 500):
        here, there = seen_at(film, epoch), seen_at(page, epoch)
        # Of the same size, the same picture; the two are as wide as their pages have room.
        assert here.pop("line") == pytest.approx(there.pop("line"), abs=0.01)
        assert here == there
        # And Python writes into pictures what the player writes.
        for view in FILM:
            text = text_at(view.live(run, Look()), epoch)
            label, *numbers = box_of(film, view.name).split(";")
            assert text.split(";")[0] == label
            assert [*map(float, text.split(";")[1:])] == [*map(float, numbers)]
    w, b = by_the_article(2)
    expect(film.locator("footer .verdict")).to_be_hidden()
    go_to(film, 2)
    assert [float(value) for value in re.findall(r"[\d.]+", formula(film).inner_text())[1:3]] == pytest.approx(
        (w, b), abs=6e-4
    )
    button(film, "To the end").click()
    expect(film.locator("footer .verdict")).to_have_text(run.diagnosis.plain)
    expect(film.locator(".player .step")).to_have_text(run.diagnosis.plain)
    expect(film.locator("footer a")).to_have_attribute("href", "https://a.page/?seed=0&x=\"'><b>")


def test_the_film_in_a_file_plays_by_button_and_by_keys(alone: Alone) -> None:
    film = alone.open(page_of(run_of(epochs=12)))
    before = box_of(film, "fitted_line")
    button(film, "Play").click()
    expect(epoch_box(film)).to_have_value(re.compile("[2-9]"), timeout=PATIENCE)
    film.evaluate("document.activeElement.blur()")
    film.keyboard.press("Space")
    expect(button(film, "Play")).to_be_visible()
    stood = int(epoch_box(film).input_value())
    film.keyboard.press("ArrowRight")
    expect(epoch_box(film)).to_have_value(str(stood + 1))
    assert box_of(film, "fitted_line") != before
    button(film, "Play").click()
    expect(epoch_box(film)).to_have_value("12", timeout=PATIENCE)
    expect(film.locator("footer .verdict")).to_be_visible()


@pytest.mark.parametrize("features", [1, 4])
def test_no_hostile_name_does_anything_in_a_file(features: int, alone: Alone) -> None:
    run = hostile_run(features)
    film = alone.open(page_of(run))
    go_to(film, 5)
    go_to(film, run.last)
    assert film.title() == "One neuron learns a line"
    # Four scripts and the data; and nothing that a name would have made.
    counted = "selector => document.querySelectorAll(selector).length"
    assert film.evaluate(counted, "script") == 5
    assert film.evaluate(counted, "img, iframe, object, embed, link, base, a:not(footer a)") == 0
    assert film.evaluate(counted, "body > :not(.film-tip)") == 2 + 5
    if features == 1:
        assert "</script><script>document" in film.locator("header").inner_text()


def test_a_file_of_a_run_that_blew_up_opens_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    somebody = Alone(browser, tmp_path, viewport={"width": 390, "height": 844}, color_scheme="dark")
    run = run_of(learning_rate=0.01, activation="identity")
    assert run.history.diverged_at is not None
    film = somebody.open(page_of(run, plain=True))
    go_to(film, run.last)
    assert film.evaluate("document.documentElement.scrollWidth") <= 390
    assert film.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    somebody.context.close()
    assert somebody.faults == []
