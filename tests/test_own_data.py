"""Bringing data of one's own: what the page makes of it, and the journeys of somebody who does it in a browser."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import script_page
from conftest import READY, Visitor
from playwright.sync_api import Page
from streamlit.elements.lib import policies
from streamlit.runtime.state import get_session_state
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters
from perceptron.data.generator import Recipe, generate, true_line
from perceptron.data.held_out import hold_out
from perceptron.data.reading import ReadingOptions, Table, read_table
from perceptron.insight.starting import suiting
from perceptron.knobs import knobs_of
from perceptron.panels.data import upload as uploading
from perceptron.panels.session.table_versions import with_rows
from perceptron.panels.session.version import Version
from perceptron.take_home.table_in_link import pack_table

GERMAN = (
    "Größe;Länge;Farbe;Preis\r\n"
    "1,5;10;rot;3,25\r\n2,5;12;blau;5,5\r\n3,5;9;rot;6,75\r\n4,5;15;grün;9,0\r\n5,5;11;blau;\r\n6,25;14;rot;12,1\r\n"
).encode("cp1252")
YEARS = b"year,height\n" + b"".join(b"%d,%d\n" % (2000 + n, 3 * n + n % 4) for n in range(25))
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
    return script_page.opened(**({"tab": "Data"} | query))


def run(page: AppTest) -> AppTest:
    return script_page.checked(page.run())


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


def use(page: AppTest) -> AppTest:
    page.button(key="use_file").click()
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
    use(page)
    assert now(page).dataset.names == ("Größe", "Länge", "Preis")
    assert now(page).frame.to_numpy().tolist() == now(page).dataset.to_frame().to_numpy().tolist()
    assert now(page).dataset.features[:, 0].tolist() == [1.5, 2.5, 3.5, 4.5, 6.25]
    assert now(page).dataset.target[:, 0].tolist() == [3.25, 5.5, 6.75, 9.0, 12.1]
    other = opened(**page.query_params)
    assert now(other).dataset.fingerprint == now(page).dataset.fingerprint
    # What was picked for it is said there too, and why.
    picked = [
        [
            text.value
            for text in (*found.caption, *found.markdown)
            if "picked" in text.value or "This data" in text.value
        ]
        for found in (go_to(page, "Train"), go_to(other, "Train"))
    ]
    assert picked[0] == picked[1]
    assert any("Settings picked for this data" in text for text in picked[0])


def test_a_damaged_table_in_the_link_is_refused_in_a_sentence() -> None:
    page = opened(data="Your data", table="1.nonsense")
    [complaint] = page.warning
    assert complaint.proto.title == "The table in the link was not taken"
    assert "damaged" in complaint.value
    assert now(page).name == "article"


def settings(page: AppTest) -> Hyperparameters:
    """What the sidebar says."""
    return Hyperparameters(**{name: page.session_state[name] for name in knobs_of(Hyperparameters)})


def said(page: AppTest) -> str:
    """All captions, and what stands behind them, without Markdown's escapes."""
    return "\n".join(text.value for text in (*page.caption, *page.markdown)).replace("\\", "")


def go_to(page: AppTest, tab: str) -> AppTest:
    """As a click on the tab would have it."""
    page.query_params["tab"] = page.session_state["tab"] = tab
    return run(page)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_a_new_table_is_seen_learning_with_settings_that_suit_it() -> None:
    page = use(brought(opened(), YEARS))
    assert page.session_state["tab"] == "Train"
    assert now(page).dataset.names == ("year", "height")
    picked = suiting(now(page).dataset)
    assert settings(page) == picked.hyperparameters and settings(page).standardize
    assert picked.reason in said(page)
    assert "found the best line" in page.header[0].value
    # The link carries them, so whoever opens it sees the same run.
    other = opened(**page.query_params)
    assert settings(other) == settings(page)


def test_the_articles_settings_are_a_click_away_and_so_is_the_way_back() -> None:
    page = use(brought(opened(), YEARS))
    picked = settings(page)
    press(page, "As in the article")
    assert settings(page) == Hyperparameters()
    assert "died" in page.header[0].value
    assert "As in the article" not in labels(page)
    press(page, "Suit this data")
    assert settings(page) == picked
    assert "Suit this data" not in labels(page)


def test_settings_of_ones_own_are_not_said_to_be_picked() -> None:
    page = use(brought(opened(), YEARS))
    reason = suiting(now(page).dataset).reason
    page.number_input(key="learning_rate").set_value(0.003)
    run(page)
    assert reason not in said(page) and {"Suit this data", "As in the article"} <= set(labels(page))
    press(page, "Suit this data")
    press(page, "New random start")
    # Another start learns with the same settings.
    assert reason in said(page) and settings(page).seed != 0


def test_a_bundled_set_comes_with_settings_that_suit_it_and_the_article_with_its_own() -> None:
    page = opened(tab="Train")
    assert not {"Suit this data", "As in the article"} & set(labels(page))
    page.selectbox(key="data").set_value("tree_by_year")
    run(page)
    assert settings(page) == suiting(now(page).dataset).hyperparameters
    assert "found the best line" in page.header[0].value
    page.selectbox(key="data").set_value("article")
    run(page)
    assert settings(page) == Hyperparameters()


def test_a_link_is_never_overruled() -> None:
    page = opened(tab="Train", data="Tree by year", learning_rate="0.0013")
    assert settings(page) == Hyperparameters(learning_rate=0.0013)
    assert "Suit this data" in labels(page)
    packed = pack_table(pd.DataFrame({"year": [2000.0, 2001, 2002], "y": [1.0, 2, 4]}), ["year"], "y")
    assert settings(opened(tab="Train", data="Your data", table=packed)) == Hyperparameters()


def test_undo_brings_back_the_settings_that_a_table_found() -> None:
    page = opened(learning_rate="0.0005")
    use(brought(page, YEARS))
    picked = settings(page)
    go_to(page, "Data")
    press(page, "Undo")
    assert now(page).name == "article" and settings(page) == Hyperparameters(learning_rate=0.0005)
    press(page, "Redo")
    assert settings(page) == picked
    press(page, "Back to the article")
    assert settings(page) == Hyperparameters()
    assert settings(press(page, "Undo")) == picked


def test_undoing_a_typed_cell_leaves_the_settings_alone() -> None:
    """Undo goes back to settings only where the change that is undone had picked some."""
    came = Version(
        "your data", pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 3.0]}), ("x",), "y", before=Hyperparameters(seed=5)
    )
    assert with_rows(came, came.frame).before is None


def test_other_columns_and_generated_data_get_settings_too() -> None:
    page = go_to(use(brought(opened(), b"a,b,c\n1,2000,5\n3,2001,7\n4,2002,1\n9,2003,8\n2,2004,4\n")), "Data")
    edition = page.session_state["versions"].edition
    page.multiselect(key=f"features_{edition}").set_value(["b"])
    run(page)
    assert now(page).features == ("b",)
    assert settings(page) == suiting(now(page).dataset).hyperparameters and settings(page).standardize
    page.number_input(key="recipe_x_low").set_value(2000.0)
    page.number_input(key="recipe_x_high").set_value(2024.0)
    press(page, "Generate")
    assert settings(page) == suiting(now(page).dataset).hyperparameters and settings(page).standardize


def test_a_bundled_set_that_is_used_the_other_way_round_travels_in_the_link() -> None:
    page = opened(data="Mountain air")
    edition = page.session_state["versions"].edition
    page.selectbox(key=f"target_{edition}").set_value("altitude (km)")
    run(page)
    assert now(page).dataset.names == ("air temperature (°C)", "altitude (km)")
    assert settings(page) == suiting(now(page).dataset).hyperparameters
    other = opened(**page.query_params)
    assert now(other).dataset.fingerprint == now(page).dataset.fingerprint and settings(other) == settings(page)
    assert now(press(page, "Reset the table")).dataset.names == ("altitude (km)", "air temperature (°C)")


def test_settings_suit_the_rows_that_are_not_held_out() -> None:
    page = use(brought(opened(held_out="20", seed="3"), YEARS))
    training, kept = hold_out(now(page).dataset, 0.2, 3)
    assert kept is not None
    assert settings(page) == suiting(training, 3).hyperparameters
    assert suiting(training, 3).reason in said(page)
    # Of other rows the sentence may be false.
    page.slider(key="held_out").set_value(0)
    assert suiting(training, 3).reason not in said(run(page))


@pytest.mark.parametrize(
    ("content", "share", "sentence"),
    [
        (b"x,y\n1,2\n2,3\n3,7\n", "10", "No row is held out: 10% of 3 rows is less than one"),
        (b"x,y\n1,2\n2,3\n", "50", "No row is held out: without 50% of these 2 rows no line could be learned"),
    ],
)
def test_too_few_rows_to_hold_any_out_are_said_to_be(content: bytes, share: str, sentence: str) -> None:
    page = use(brought(opened(held_out=share), content))
    assert sentence in said(page)
    assert "No row is held out" not in said(opened(held_out="20"))


def test_the_first_rows_are_shown_before_they_are_used() -> None:
    page = brought(opened(), GERMAN)
    first = next(frame.value for frame in page.dataframe if "line" in frame.value.columns)
    assert first["line"].tolist() == [2, 3, 4, 5, 6, 7]
    assert first["0"].tolist() == ["1.5", "2.5", "3.5", "4.5", "5.5", "6.25"]
    assert first["3"].tolist()[:4] == ["3.25", "5.5", "6.75", "9"] and pd.isna(first["3"].iloc[4])


def test_the_switch_for_names_shows_what_was_understood_and_reads_again() -> None:
    page = brought(opened(), b"1,2\n2,3\n4,7\n")
    [switch] = [toggle for toggle in page.toggle if toggle.label == "The first line holds names"]
    assert switch.value is False
    assert any("3 rows and 2 columns" in text.value for text in page.markdown)
    switch.set_value(True)
    run(page)
    assert any("2 rows and 2 columns" in text.value for text in page.markdown)
    # Asked to find names where there is nothing else, the reader refuses, and the switch leads back.
    page = brought(opened(), b"1,2\n2,3\n")
    [switch] = [toggle for toggle in page.toggle if toggle.label == "The first line holds names"]
    switch.set_value(True)
    run(page)
    assert page.error
    [switch] = [toggle for toggle in page.toggle if toggle.label == "The first line holds names"]
    switch.set_value(False)
    run(page)
    assert not page.error and "Use these 2 rows" in labels(page)


def test_a_file_in_use_can_be_opened_again_until_it_is_taken_away() -> None:
    page = go_to(use(brought(opened(), b"a,b,c\n1,5,2\n2,6,3\n4,1,7\n")), "Data")
    assert "Use these 3 rows" in labels(page)
    [features] = [box for box in page.multiselect if str(box.key).startswith("from_")]
    features.set_value(["b"])
    run(page)
    assert now(use(page)).features == ("b",)


def test_words_and_dates_are_shown_as_the_numbers_they_become() -> None:
    page = brought(opened(), b"colour,y\nred,1\nblue,2\nred,4\n")
    shown = [frame.value for frame in page.dataframe]
    assert any(frame.shape == (3, 2) and frame.iloc[:, 0].tolist() == ["0", "1", "0"] for frame in shown)


def test_a_file_is_read_once_and_again_only_for_who_wants_it_read_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[ReadingOptions] = []

    def noting(content: bytes, options: ReadingOptions) -> Table:
        read.append(options)
        return read_table(content, options)

    monkeypatch.setattr(uploading, "read_table", noting)
    page = brought(opened(), b"1,2\n2,3\n3,5\n")
    run(run(page))
    assert len(read) == 1
    next(toggle for toggle in page.toggle if toggle.label == "The first line holds names").set_value(True)
    run(run(page))
    assert [options.header for options in read] == [None, True]


def test_any_file_is_taken_and_the_reader_decides() -> None:
    page = opened()
    page.file_uploader(key="upload").upload("numbers.dat", b"x,y\n1,2\n2,3\n", "application/octet-stream")
    assert "Use these 2 rows" in labels(run(page))


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,c\n1,2,3\n",
        b"x,y,corr\n1,2,\n2,3,\n3,6,0.5\n",
        b"x,y\n0.3,1\n0.30000000000000004,2\n0.3,3\n",
        b"id,y\n12345678901234567,1\n12345678901234568,2\n12345678901234569,4\n",
        b"x,y\n1e308,1\n-1e308,2\n3,4\n",
        b"x,y,z\ninf,1,2\n2,3,\n4,5,\n",
        b"day,w,n\n2024-01-01,red,1\n2024-01-02,blue,\n,red,3\n",
    ],
    ids=["one row", "one cell", "rounding", "identifiers", "enormous", "infinite", "dates and words"],
)
def test_no_choice_of_columns_breaks_the_page(content: bytes) -> None:
    page = brought(opened(), content)
    aims = [box.key for box in page.selectbox if str(box.key).startswith("aim_")]
    for key in aims:
        for option in range(len(page.selectbox(key=key).options)):
            page.selectbox(key=key).select_index(option)
            run(page)
    if any(label.startswith("Use these") for label in labels(page)):
        use(page)


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
    go_to(page, "Train")
    assert any("the line that the data was made from" in caption.value for caption in page.caption)


def test_a_recipe_that_cannot_be_made_is_refused_and_leaves_the_data() -> None:
    page = opened()
    page.number_input(key="recipe_outliers").set_value(60)
    press(page, "Generate")
    assert any("from 0 to 50" in complaint.value for complaint in page.error)
    assert now(page).name == "article"


def test_what_was_refused_is_said_once() -> None:
    """Whatever comes next: nothing was changed by it, so there is nothing left to mend."""
    page = opened()
    page.number_input(key="recipe_outliers").set_value(60)
    press(page, "Generate")
    assert len(page.error) == 1
    page.number_input(key="recipe_outliers").set_value(5)
    assert not run(page).error
    go_to(page, "Train")
    assert not go_to(page, "Data").error


def test_a_damaged_link_is_spoken_of_until_there_is_another_table() -> None:
    page = opened(data="Your data", table="1.nonsense")
    assert len(run(page).warning) == 1
    assert not press(page, "Generate").warning


def number_formats(page: AppTest) -> dict[str, str]:
    """How the tables of the page print the numbers of their columns, by the columns' names."""
    columns = [column for table in page.dataframe for column in json.loads(table.proto.columns).values()]
    return {column["label"]: column["type_config"].get("format", "") for column in columns if "type_config" in column}


def test_no_weight_is_shown_with_sixteen_digits() -> None:
    page = use(brought(opened(), b"a,b,c\n1,2000,5\n3,2001,7\n4,2002,1\n9,2003,8\n2,2004,4\n"))
    formats = number_formats(page)
    names = ["mean", "σ", "w_z, as trained", "w, in data units", "weight", "least squares", "difference"]
    assert {formats[name] for name in [*names, "standardised weight"]} == {"%.5g"}


def test_bars_of_a_spread_start_at_zero() -> None:
    """Where no part of a range is empty, the least full one is no empty one."""
    page = brought(opened(), b"a,b\n" + b"".join(b"%d,%d\n" % (i % 12, i) for i in range(30)))
    (described,) = [table for table in page.dataframe if "spread" in table.value]
    assert min(described.value["spread"][0]) == 2
    assert json.loads(described.proto.columns)["spread"]["type_config"]["y_min"] == 0


# Of these there may be one only.
ONE = re.compile(r"(?<![\d.,])1 (?:\w+ )?(?:rows|columns|epochs|steps|updates|notes|points|fields|features|lines)\b")


def all_said(page: AppTest) -> str:
    """What the page says in any place: also in what is folded away, on buttons, and of pictures."""
    texts = [str(element.value) for kind in ("markdown", "caption", "info", "error") for element in page.get(kind)]
    pictures = [str(chart.proto) for chart in page.get("vega_lite_chart")]
    folded = [block.proto.expandable.label for block in page.get("expandable")]
    return "\n".join([*texts, *pictures, *labels(page), *folded]).replace("\\", "")


@pytest.mark.parametrize("tab", ["Train", "One step"])
@pytest.mark.parametrize("query", [{"epochs": 1}, {"batch_size": 1, "epochs": 2}, {"held_out": 5, "epochs": 1}])
def test_there_are_no_1_rows(tab: str, query: dict[str, Any]) -> None:
    said = all_said(opened(tab=tab, **query))
    assert "epoch" in said
    assert ONE.findall(said) == []


def test_there_are_no_1_rows_in_a_file() -> None:
    for content in (b"x\n1\n", b"a,b\n1,2\n2,\n3,7\n5,\n", b"a,b\n1,2\n2,\n3,7\n4,9\n", b"a,b\n1,2\n"):
        said = all_said(brought(opened(), content))
        assert "row" in said
        assert not ONE.search(said) and "1 of 4 rows are" not in said


def test_no_box_has_two_values_and_the_log_stays_silent(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit warns once for the server's whole life of a widget with both a default and a value that was set. Only
    the boxes whose defaults the link leaves out have both.
    """
    both: set[str] = set()

    def note(default_value: object, key: str | None, writes_allowed: bool = True) -> None:
        monkeypatch.setattr(policies, "_shown_default_value_warning", False)
        if key is not None and default_value is not None and get_session_state().is_new_state_value(key):
            both.add(key)
        rules(default_value, key, writes_allowed)

    rules = policies.check_session_state_rules
    monkeypatch.setattr(policies, "check_session_state_rules", note)
    for query in (
        {"learning_rate": "nan", "epochs": "abc", "seed": "-4", "held_out": "20", "epoch": "5"},
        {"data": "Taxi fare", "standardize": "true", "learning_rate": "0.1", "epochs": "20", "seed": "3"},
        {"data": "Nonsense", "batch_size": "5", "initial_weight": "1.5", "gradients": "by_hand", "epochs": "20"},
    ):
        page = opened(tab="Train", **query)
        for tab in ("One step", "Data", "Train"):
            go_to(page, tab)
        for name in ("loss_axis", "epoch_axis"):
            page.session_state[name] = "log"
        page.number_input(key="epochs").set_value(30)
        go_to(run(page), "Data")
    use(brought(page, b"a,b,c\n1,2000,5\n3,2001,7\n4,2002,1\n9,2003,8\n2,2004,4\n"))
    for way in ("As in the article", "Suit this data", "New random start"):
        press(page, way)
    go_to(page, "Data")
    for way in ("Undo", "Redo", "Generate", "Back to the article"):
        press(page, way)
    page.selectbox(key="data").set_value("tree_by_year")
    run(page)
    assert both == {"learning_rate", "epochs", "seed"}
    assert not [record.getMessage() for record in caplog.records if "default value" in record.getMessage()]


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
    page = visit().open()
    open_tab(page, "Data")
    upload(page, GERMAN, "Müll.dat")
    understood = page.locator(".st-key-opened_file")
    understood.get_by_text("semicolon").wait_for()
    text = understood.inner_text()
    assert "6 rows and 4 columns" in text and "decimal comma" in text and "cp1252" in text
    assert "1 of 6 rows is left out" in text
    understood.get_by_role("button", name="Use these 5 rows").click()
    settle(page)

    page.get_by_text("Picked for this data").wait_for()
    before = trained_history(page, tmp_path)
    x = np.array([[1.5, 10], [2.5, 12], [3.5, 9], [4.5, 15], [6.25, 14]])
    # The condition number of these columns asks for z-scores.
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = np.array([3.25, 5.5, 6.75, 9.0, 12.1])
    start = np.array([float(before[0][f"weight of {name}"]) for name in ("Größe", "Länge")])
    loss = float(np.square(x @ start + float(before[0]["bias"]) - y).sum())
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
    loss = float(np.square(x @ start + float(before[0]["bias"]) - y).sum())
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
