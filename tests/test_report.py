"""The report of a lesson: it holds all that was predicted, found out and pinned, runs nothing, and prints whole."""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from conftest import READY, Visitor
from playwright.sync_api import Browser, Page
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.palette import GHOST, YOURS
from perceptron.charts.view import Look
from perceptron.charts.views import FITTED_LINE, LOSS_CURVE
from perceptron.insight.prospect import Prospect
from perceptron.lessons.facts import Drawn
from perceptron.lessons.mistakes.reading import FILES as MISTAKES_FILES
from perceptron.lessons.reading import EXPERIMENTS
from perceptron.panels.session.bundled import OWN
from perceptron.panels.session.pin import Pin
from perceptron.panels.session.version import Version
from perceptron.panels.take_home.known import MISTAKES, NOW, Known
from perceptron.panels.take_home.reported import reported
from perceptron.take_home import rendering
from perceptron.take_home.pins import Carried, packed_pins
from perceptron.take_home.report.contents import Link, Report, RunNow
from perceptron.take_home.report.drawing import charts_of_lesson, draw
from perceptron.take_home.report.in_html import in_line, paragraphs
from perceptron.take_home.report.page import report_page

DATA = Path(__file__).resolve().parent.parent / "data"
LESSON = "a_larger_rate"
FILE = tomllib.loads((EXPERIMENTS / f"06_{LESSON}.toml").read_text(encoding="utf-8"))
NAME = "half <b>as</b> fast {{ 7 * 7 }}"
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "{{ 7 * 7 }}{% raw %}",
    '\'\'\'""" onload=alert(3) x="',
    "javascript:alert(4) ![p](http://e.example/p) $\\text{<i>}$",
    "W" * 60,
)
# All that a report is made of, beside formulas.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "article", "div"),
    *("h1", "h2", "h3", "p", "ol", "ul", "li", "dl", "dt", "dd", "a", "span", "bdi", "strong", "em", "code"),
    *("figure", "img", "figcaption", "table", "thead", "tbody", "tr", "th", "td"),
}


class Text(HTMLParser):
    """The words of a page, and its links and pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.links, self.pictures = "", [], []
        self._hidden = False
        self.feed(page)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("style", "title")
        known = dict(attrs)
        if tag == "a":
            self.links.append(known["href"])
        if tag == "img":
            self.pictures.append(known["src"])

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        self.words += "" if self._hidden else data


def pinned() -> str:
    runs = [
        Carried("", 1, Hyperparameters(), 0, "Article"),
        Carried(NAME, 2, Hyperparameters(learning_rate=0.0005), 0, "Article"),
    ]
    text = packed_pins(runs, "Article")
    assert text is not None
    return text


def click(page: AppTest, label: str) -> AppTest:
    return checked(next(button for button in page.button if button.label == label).click().run())


@pytest.fixture(scope="module")
def made() -> Iterator[str]:
    """Somebody predicts, says why, does the mission, goes back to the list with two runs pinned, and asks for it."""
    asked: dict[str, Callable[[], str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", lambda label, data, **_: asked.update({label: data}))
        patch.setattr(
            "perceptron.panels.take_home.known.address_of", lambda query: f"https://page.example/?{urlencode(query)}"
        )
        page = opened(tab="Learn", learn=LESSON, pins=pinned(), seed=3)
        checked(page.radio(key=f"predict {LESSON}").set_value(0).run())
        click(page, "That is my prediction")
        checked(page.radio(key=f"reason {LESSON}").set_value(1).run())
        click(page, "That is why")
        checked(page.number_input(key=f"mission {LESSON} learning_rate").set_value(0.002).run())
        checked(page.segmented_control(key="learn_part").set_value("Planted mistakes").run())
        checked(page.radio(key="mistake_1").set_value(0).run())
        checked(page.button(key="mistake_1_answer").click().run())
        checked(page.segmented_control(key="learn_part").set_value("Experiments").run())
        checked(page.selectbox(key="learn_experiment").set_value("").run())
    yield asked["Download my report"]()


@pytest.fixture(scope="module")
def text(made: str) -> Text:
    return Text(made)


def before_numbers(words: str) -> str:
    return " ".join(words.split("{{")[0].split())


def test_it_has_the_lesson_from_the_question_to_the_mission(text: Text) -> None:
    choices, reasons = FILE["predict"]["choices"], FILE["why"]["reasons"]
    said = [
        FILE["title"],
        before_numbers(FILE["question"]["words"]),
        FILE["predict"]["ask"],
        f"Prediction: {choices[0]['says']}",
        "✗ Not right. That holds for small rates",
        # Past the limit the loss of the article's data grows without the clamp.
        f"What happened: {choices[2]['says']}",
        FILE["why"]["ask"],
        f"Reason chosen: {reasons[1]['says']} ✓ Right. That is why.",
        before_numbers(FILE["explanation"]["words"]),
        before_numbers(FILE["mission"]["task"]),
    ]
    places = [text.words.find(each, text.words.find("</nav>") + 1) for each in said]
    assert [each for each, place in zip(said, places, strict=True) if place < 0] == []
    # The title is in the table of contents too.
    assert places[1:] == sorted(places[1:])


def test_it_tells_the_mission_that_was_just_done(text: Text) -> None:
    article = Dataset.from_csv(DATA / "article.csv")
    steps = 0
    w, b = (float(each) for each in train(article, Hyperparameters(epochs=1)).to_frame()[["weight", "bias"]].iloc[0])
    x, y = article.features[:, 0], article.target[:, 0]
    while (loss := float(np.square(residual := w * x + b - y).sum())) < float(np.finfo(np.float32).max):
        w, b = w - 0.002 * 2 * float(residual @ x), b - 0.002 * 2 * float(residual.sum())
        steps += 1
    assert loss > 1e38
    told = re.search(r"✓ Done\. With a rate of 0\.002 the computer could hold the numbers for (\d+) steps", text.words)
    assert told is not None
    assert abs(int(told[1]) - steps) <= 1


def test_it_has_the_pinned_runs_and_the_run_that_is_set(text: Text) -> None:
    article = Dataset.from_csv(DATA / "article.csv")
    x, y = article.features[:, 0], article.target[:, 0]
    w, b = np.polyfit(x, y, 1)
    for shown in ("rate 0.001", NAME, "0.0005", f"{w:.5g}", f"{b:.5g}", f"{np.square(w * x + b - y).sum():.5g}"):
        assert shown in text.words
    # The slope of the loss is halved, so that it takes about twice the epochs.
    slow = re.search(
        r"Half the learning rate \(0\.0005 instead of 0\.001\) needs (twice|[\d.]+ times) the epochs", text.words
    )
    assert slow is not None
    assert "random start w" in text.words
    now = text.words[text.words.rindex("The run that is set now") :]
    assert "random seed 3" in now
    assert "25 rows, y from x" in now


def test_it_has_the_mistake_that_was_answered(text: Text) -> None:
    file = tomllib.loads((MISTAKES_FILES / "1_no_clearing.toml").read_text(encoding="utf-8"))
    told = text.words[text.words.rindex("Planted mistakes") :]
    told = told[: told.index("Pinned runs")]
    assert before_numbers(file["question"]) in told
    # Between its code and its numbers.
    assert " ".join(re.split("[`«]", file["why"])[4].split()) in told
    is_right = f"Answer chosen: {file['title']}" in told
    assert ("✓ Right." if is_right else "✗ Not right.") in told
    assert file["title"][1:] in told


def test_its_pictures_are_inside(text: Text) -> None:
    # Two of the lesson, two of the pinned runs and two of the run, and twice a short line for each pin.
    assert len(text.pictures) == 6 + 2 * 2
    assert all(each.startswith("data:image/svg+xml") for each in text.pictures)


def test_its_links_open_the_lesson_the_pins_and_the_run(text: Text) -> None:
    queries = [
        {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
        for link in text.links
        if not link.startswith("#")
    ]
    assert {"tab": "Learn", "learn": LESSON} in queries
    assert {"seed": "3"} in queries
    (compare,) = [query for query in queries if query.get("tab") == "Compare"]
    page = opened(**compare)
    assert [pin.given for pin in page.session_state["pins"].pinned] == ["", NAME]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/?tab=Learn", " https://x.example"])
def test_an_address_that_is_none_of_the_web_is_refused(address: str) -> None:
    now = RunNow("data", "settings", "plain", "", (), link=Link(address, "Open"))
    with pytest.raises(ValueError, match="address"):
        report_page(Report(date(2026, 1, 2), now=now))


@pytest.mark.parametrize(
    "written",
    [
        "<img src=x onerror=alert(1)>",
        "[a link](https://e.example)",
        "![a picture](https://e.example/p.png)",
        "<https://e.example>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\href{javascript:alert(1)}{x}$",
    ],
)
def test_nothing_in_a_lesson_becomes_a_link_a_picture_or_a_tag(written: str) -> None:
    for made in (paragraphs(written), in_line(written)):
        assert not re.search(r"<(img|a)\b|href|src=[\"']", made)


def test_every_formula_of_the_lessons_is_set() -> None:
    formulas = {
        found
        for path in EXPERIMENTS.glob("*.toml")
        for found in re.findall(r"\$[^$\n]+\$", re.sub(r"\{\{.*?\}\}", "1", path.read_text(encoding="utf-8")))
    }
    assert len(formulas) > 50
    made = {formula: in_line(formula) for formula in formulas}
    assert [formula for formula, html in made.items() if "<math" not in html or "\\" in html] == []
    assert re.sub(r"<[^>]+>", "", made[r"$r = \hat y - y$"]) == "r=y^−y"


def test_what_was_drawn_and_the_other_run_are_in_the_pictures() -> None:
    article = Dataset.from_csv(DATA / "article.csv")
    runs = []
    for rate in (0.001, 0.0005):
        asked = Prospect(dataset=article, hyperparameters=Hyperparameters(learning_rate=rate, epochs=50))
        runs.append(Run.of(asked, train(asked.dataset, asked.hyperparameters)))
    drawings = (
        (Drawn(), None),
        (Drawn(line=(0.2, 1.0)), None),
        (Drawn(curve=((0.0, 30.0), (50.0, 8.0))), None),
        (Drawn(), runs[1]),
    )
    views = (FITTED_LINE, LOSS_CURVE)
    pictures = draw([list(charts_of_lesson(views, runs[0], Look(), *each, "slower")) for each in drawings])

    def has(colour: str) -> list[list[bool]]:
        return [[f'stroke="{colour}"' in picture.svg for picture in group] for group in pictures]

    assert has(YOURS) == [[False, False], [True, False], [False, True], [False, False]]
    assert has(GHOST) == [[False, False], [False, False], [False, False], [True, True]]
    said = [[re.findall("what you drew|Grey: slower", picture.caption) for picture in group] for group in pictures]
    assert said == [[[], []], [["what you drew"], []], [[], ["what you drew"]], [["Grey: slower"]] * 2]


def hostile_names() -> Known:
    """Names of every kind as columns and as pinned runs, on data of one's own."""
    random = np.random.default_rng(5)
    frame = pd.DataFrame(random.normal(size=(12, 4)), columns=list(HOSTILE[:4]))
    version = Version(OWN, frame, tuple(frame.columns[:3]), frame.columns[3])
    runs = [Hyperparameters(learning_rate=0.001 * place, epochs=20) for place in range(1, len(HOSTILE) + 1)]
    pins = tuple(Pin(version, 0, run, place, HOSTILE[place - 1]) for place, run in enumerate(runs, start=1))
    return Known(
        day=date(2026, 1, 2),
        plain=False,
        attempts=(),
        mistakes=(),
        pinned=pins,
        now=Pin(version, 25, runs[0], 0),
        run=None,
        carries_data=False,
        links={MISTAKES: None, NOW: Link("https://page.example/?table=" + "x" * 2000, "Open the page with this run")},
    )


@pytest.fixture(scope="module")
def hostile() -> str:
    return report_page(reported(hostile_names()))


def test_where_no_picture_can_be_drawn_it_says_so_and_has_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "PATIENCE", 0.01)
    text = Text(report_page(reported(hostile_names())))
    assert "There are no pictures in this report. Drawing took more than 0.01 seconds" in text.words
    assert all(name in text.words for name in HOSTILE[:3])
    assert len(text.pictures) == 2 * len(HOSTILE)


@contextmanager
def in_browser(browser: Browser, file: Path, text: str, faults: list[str]) -> Iterator[Page]:
    """The report as somebody opens it from their disk, on a sheet's width."""
    file.write_text(text, encoding="utf-8")
    with browser.new_page(viewport={"width": 680, "height": 900}) as page:
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else faults.append(request.url),
        )
        page.goto(file.as_uri())
        yield page


def test_names_run_nowhere_in_it(browser: Browser, tmp_path: Path, hostile: str) -> None:
    faults: list[str] = []
    with in_browser(browser, tmp_path / "report.html", hostile, faults) as page:
        assert page.title() == "My report: one neuron learns a line"
        names = page.evaluate("[...document.querySelectorAll('*')].map(element => element.localName)")
        assert set(names) <= ELEMENTS
        assert names.count("img") == names.count("figure") + 2 * len(HOSTILE)
        assert (
            page.evaluate(
                "[...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())"
                ".filter(name => name.startsWith('on'))"
            )
            == []
        )
        words = page.inner_text("main")
        assert [name for name in HOSTILE if name not in words] == []
    # What names could do is not even tried: without the policy it is the same.
    open_to_all = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", hostile)
    assert open_to_all != hostile
    with in_browser(browser, tmp_path / "open.html", open_to_all, faults):
        assert faults == []


def test_it_prints_whole(browser: Browser, tmp_path: Path, made: str, hostile: str) -> None:
    for name, text in (("lesson", made), ("hostile", hostile)):
        faults: list[str] = []
        with in_browser(browser, tmp_path / f"{name}.html", text, faults) as page:
            page.emulate_media(media="print")
            wide = page.evaluate(
                "[...document.querySelectorAll('body *')]"
                ".filter(each => each.getBoundingClientRect().right > innerWidth)"
                ".map(each => each.outerHTML.slice(0, 80))"
            )
            assert wide == []
            printed = page.pdf(prefer_css_page_size=True, outline=True, tagged=True)
            # Sheets of A4, in points.
            sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
            assert 2 <= len(sheets) <= 9
            assert {(round(float(width)), round(float(height))) for width, height in sheets} == {(595, 842)}
            headings = page.locator("h1, h2, h3").all_inner_texts()
            assert "Pinned runs" in headings
            assert [each for each in headings if f"({each})".encode() not in printed] == []
            assert faults == []


def test_it_is_made_when_it_is_asked_for(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?{urlencode({'tab': 'Learn', 'learn': LESSON, 'pins': pinned()})}")
    page.get_by_text(FILE["predict"]["choices"][2]["says"]).click()
    page.get_by_role("button", name="That is my prediction").click()
    page.get_by_role("button", name="To the end").click()
    page.locator(".st-key-learn_result").wait_for()
    page.get_by_role("combobox", name="Experiment").click()
    page.get_by_role("option", name="All experiments").click()
    page.wait_for_selector(READY, state="attached")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my report").click()
    waiting.value.save_as(file := tmp_path / waiting.value.suggested_filename)
    assert file.name == "my-report.html"
    text = Text(file.read_text(encoding="utf-8"))
    assert "✓ Right. That is what happened." in text.words
    assert NAME in text.words
    # No reason was chosen, so none is told.
    assert FILE["why"]["ask"] not in text.words
    assert f"{visitor.server}/?tab=Learn&learn={LESSON}" in text.links
