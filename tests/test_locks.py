"""A teacher's link: it reads back as it was written, nonsense in it harms nothing, and what it locks stays as it is."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Hyperparameters
from perceptron.knobs import knobs_of
from perceptron.take_home.teacher_link import (
    HIDEABLE,
    LOCKABLE,
    LONGEST_LIST,
    LONGEST_NOTE,
    MORE,
    TeacherLink,
    read_link,
    written,
)

KNOBS = knobs_of(Hyperparameters)
CHANGED: dict[str, Any] = {
    "learning_rate": 0.0004,
    "epochs": 321,
    "seed": 7,
    "activation": "identity",
    "reduction": "mean",
    "batch_size": 5,
    "standardize": True,
    "initial_weight": 0.25,
    "initial_bias": -1.5,
    "gradients": "by_hand",
    "held_out": 20,
}
NOTE = "Only the rate today"
# The sidebar alone, with what a callback could do to it: each setting, the data, and the ways back.
SIDEBAR = """
from dataclasses import replace
import streamlit as st
from perceptron import Hyperparameters
from perceptron.panels.session import knobs, locks, table_versions
from perceptron.panels.session.lock_note import lock_note
from perceptron.panels.session.version import Version
from perceptron.panels.sidebar import sidebar

def forge():
    for name, value in OTHER.items():
        st.session_state[name] = value

def other_data():
    now = table_versions.versions().now
    table_versions.change(table_versions.with_rows(now, now.frame.iloc[:5]), restart_editor=True)
    table_versions.bring(table_versions.load("ice_cream"))
    table_versions.undo()
    table_versions.redo()
    table_versions.reset()

OTHER = dict(learning_rate=0.003, epochs=99, seed=5, activation="clamp", reduction="sum", batch_size=9,
             standardize=False, initial_weight=3.0, initial_bias=2.0, gradients="autograd", held_out=10)
settings = {name: value for name, value in OTHER.items() if name != "held_out"}
st.button("apply", on_click=knobs.apply, args=(Hyperparameters(**settings),))
st.button("forge", on_click=forge)
st.button("other data", on_click=other_data)
st.button("article", on_click=table_versions.back_to_the_article)
chosen = sidebar()
lock_note()
st.text(repr(vars(chosen) | {"held_out": round(100 * knobs.held_out_share())}))
st.text(table_versions.dataset()[0].rows)
knobs.keep_in_link()
locks.keep_in_link()
"""


def link_to(**query: object) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}


def said(page: AppTest) -> dict[str, Any]:
    """What the run would be made of."""
    return eval(page.text[0].value)


def press(page: AppTest, label: str) -> None:
    (found,) = (button for button in page.button if button.label == label)
    checked(found.click().run())


def forge(widget: Any, value: object) -> None:
    """Send what no browser lets anybody do: another value for a widget that is disabled."""
    widget.proto.disabled = False
    widget.set_value(value)


def in_address(page: AppTest, name: str) -> str | None:
    """What the address says of it."""
    said: str | list[str] | None = page.query_params.get(name)
    return said[-1] if isinstance(said, list) else said


# The link itself


def subsets(names: dict[str, str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of them, in their order."""
    return st.sets(st.sampled_from(list(names))).map(lambda some: tuple(name for name in names if name in some))


lines = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=LONGEST_NOTE).map(
    lambda text: " ".join(text.split())
)
links = st.builds(TeacherLink, subsets(LOCKABLE), subsets(HIDEABLE), st.booleans(), lines)


@given(links)
def test_a_link_reads_back_as_it_was_written(link: TeacherLink) -> None:
    query = written(link)
    assert read_link(query) == (link, None)
    assert all(len(text) < LONGEST_LIST for text in query.values())


@given(st.dictionaries(st.sampled_from(["lock", "hide", "ask", "note", "other"]), st.text(max_size=500)))
def test_whatever_a_link_says_what_is_read_is_bounded(query: dict[str, str]) -> None:
    link, complaint = read_link(query)
    assert set(link.locked) <= set(LOCKABLE)
    assert set(link.hidden) <= set(HIDEABLE)
    assert len(link.note) <= LONGEST_NOTE
    assert link.note.isprintable()
    assert read_link(written(link)) == (link, None)
    if complaint is not None:
        assert complaint.isprintable()
        assert len(complaint) < 300
        assert complaint.endswith(".")


def test_unknown_names_are_left_out_and_named_in_one_sentence() -> None:
    link, complaint = read_link({"lock": "seed, colour,tabs", "hide": "tabs,colour", "ask": "maybe"})
    assert link == TeacherLink(locked=("seed",), hidden=("tabs",))
    assert complaint is not None
    assert all(name in complaint for name in ("“colour”", "“tabs”", "“ask=maybe”"))
    assert complaint.count("colour") == 1


def test_more_settings_are_all_that_stand_behind_that_name() -> None:
    link, _ = read_link({"lock": MORE})
    assert set(link.locked) == {name for name, knob in KNOBS.items() if not knob.first} | {"held_out"}
    assert written(link) == {"lock": MORE}


def test_a_prediction_is_required_unless_the_link_says_otherwise() -> None:
    assert [read_link(query)[0].asks for query in ({}, {"ask": "required"}, {"ask": "optional"})] == [True, True, False]


@pytest.mark.parametrize("name", KNOBS)
def test_a_knobs_value_reads_back_from_its_text(name: str) -> None:
    knob, default = KNOBS[name], getattr(Hyperparameters(), name)
    for value in (CHANGED[name], default, *knob.choices):
        assert knob.read(knob.text(value), "nothing") == value
    for nonsense in ("nan", "inf", "-1e99", "1e999", "?"):
        assert knob.read(nonsense, default) == default


# What is locked, and what is hidden


@pytest.mark.parametrize("way", ["lock", "hide"])
def test_what_the_link_says_counts_although_no_widget_takes_it(way: str) -> None:
    page = opened(SIDEBAR, **{way: ",".join(CHANGED)}, **link_to(**CHANGED))
    assert said(page) == CHANGED


def test_a_locked_setting_keeps_its_value_whatever_would_set_it() -> None:
    page = opened(SIDEBAR, lock=",".join(CHANGED), **link_to(**CHANGED))
    for label in ("apply", "forge", "article"):
        press(page, label)
        assert said(page) == CHANGED
    # A link value that comes later, and a browser that sends another value than the disabled box has.
    page.query_params["learning_rate"] = "0.5"
    assert said(checked(page.run())) == CHANGED
    forge(page.number_input(key="learning_rate"), 0.7)
    forge(page.toggle(key="standardize"), False)
    forge(page.selectbox(key="activation"), "clamp")
    forge(page.slider(key="held_out"), 50)
    assert said(checked(page.run())) == CHANGED
    assert (in_address(page, "learning_rate"), in_address(page, "seed")) == ("0.0004", "7")


@pytest.mark.parametrize("name", CHANGED)
def test_a_locked_setting_is_drawn_locked_and_the_others_are_free(name: str) -> None:
    page = opened(SIDEBAR, lock=name, **link_to(**CHANGED))
    widgets = [*page.number_input, *page.selectbox, *page.toggle, *page.slider]
    drawn = {widget.key: widget for widget in widgets}
    assert {key for key, widget in drawn.items() if widget.disabled} == {name}
    assert drawn[name].label.endswith("(locked)")
    assert drawn[name].help.startswith("Locked by the link you opened, so that everybody has the same run.")
    press(page, "apply")
    # The other ones can be set, and are.
    assert {key for key, value in said(page).items() if value == CHANGED[key]} == {name, "held_out"}


@pytest.mark.parametrize("name", CHANGED)
def test_a_hidden_setting_is_not_drawn_and_keeps_the_links_value(name: str) -> None:
    page = opened(SIDEBAR, hide=name, **link_to(**CHANGED))
    drawn = {widget.key for widget in (*page.number_input, *page.selectbox, *page.toggle, *page.slider)}
    assert set(CHANGED) - drawn == {name}
    assert said(checked(page.run())) == CHANGED
    assert in_address(page, name) == KNOBS[name].text(CHANGED[name]) if name in KNOBS else "20"
    if name == "learning_rate":
        assert not page.get("bidi_component")
    # It is hidden, not locked: what is set for other data is set here too, and stands in the link.
    press(page, "apply")
    if name != "held_out":
        assert said(page)[name] != CHANGED[name]
        assert in_address(page, name) != KNOBS[name].text(CHANGED[name])


def test_locked_data_keeps_its_rows_whatever_would_change_them() -> None:
    page = opened(SIDEBAR, lock="data", data="Taxi fare")
    for label in ("other data", "article"):
        press(page, label)
        assert page.text[1].value == "24"
    assert page.session_state["data"] == "taxi_fare"
    forge(page.selectbox(key="data"), "article")
    assert checked(page.run()).text[1].value == "24"
    assert page.session_state["data"] == "taxi_fare"
    assert in_address(page, "data") == "Taxi fare"


def test_free_data_can_be_changed_by_the_same_buttons() -> None:
    page = opened(SIDEBAR, data="Taxi fare")
    press(page, "other data")
    assert page.text[1].value == "40"


def test_buttons_that_would_change_what_is_locked_are_locked_or_gone() -> None:
    page = opened(SIDEBAR, lock="seed", seed=3)
    state = {button.label: button.disabled for button in page.button}
    assert state["New random start"]
    assert state["Back to the article"]
    free = opened(SIDEBAR, lock="seed")
    assert not {button.label: button.disabled for button in free.button}["Back to the article"]
    hidden = opened(SIDEBAR, hide="seed")
    assert "New random start" not in [button.label for button in hidden.button]


# The page


def test_a_learner_reads_what_is_locked_and_why_and_how_to_be_free() -> None:
    page = opened(
        SIDEBAR, lock="seed,more_settings", hide="epochs", note=NOTE + " [x](http://a.b)", learning_rate=0.002
    )
    (line,) = (caption.value for caption in page.caption if "Locked by the link" in caption.value)
    assert "everybody has the same run: Random seed, More settings." in line
    assert f"“{NOTE} \\[x\\]" in line
    way_out = line.rsplit("](", 1)[1]
    assert "learning_rate=0.002" in way_out
    assert "lock=" not in way_out
    assert "hide=" not in way_out
    assert in_address(page, "lock") == "seed,more_settings"


def test_without_a_teachers_link_nothing_is_said() -> None:
    assert not [caption for caption in opened(SIDEBAR).caption if "link" in caption.value]


def test_nonsense_in_the_link_breaks_nothing_and_is_told() -> None:
    page = opened(lock="x" * 5000 + ",seed", hide="\0,<b>", ask="?", note="\n" * 999, epochs=50)
    assert [warning.value for warning in page.warning if "This link asks for" in warning.value]
    assert "lock" not in page.query_params
    assert not page.number_input(key="seed").disabled


def test_a_suggestion_that_would_change_what_is_locked_is_not_offered() -> None:
    def offered(**query: object) -> list[str]:
        page = opened(learning_rate=0.0013, epochs=60, **query)
        return [button.label for button in page.button if str(button.key).startswith("suggest ")]

    everything = offered()
    assert {"Use a safe rate", "Without the clamp"} <= set(everything)
    assert "Use a safe rate" not in offered(lock="learning_rate")
    assert offered(hide="suggestions") == []


def test_locked_data_can_be_looked_at_and_not_edited_or_dragged() -> None:
    page = opened(tab="Data", lock="data", epochs=50)
    assert "Undo" not in [button.label for button in page.button]
    assert not page.get("file_uploader")
    assert not page.multiselect
    assert not components(page, "point_editor")
    (shown,) = (frame.value for frame in page.dataframe)
    assert isinstance(shown, pd.DataFrame)
    assert len(shown) == 25

    stage = opened(lock="data,initial_bias", epochs=50)
    (hands,) = components(stage, "film_hands")
    assert (hands["still"], hands["starts"]) == (True, False)
    (free,) = components(opened(epochs=50), "film_hands")
    assert (free["still"], free["starts"]) == (False, True)


def test_both_sliders_of_a_locked_rate_are_locked() -> None:
    sliders = components(opened(lock="learning_rate", epochs=50), "learning_rate_slider")
    assert [slider["locked"][:6] for slider in sliders] == ["Locked", "Locked"]


def test_hidden_tabs_leave_the_one_that_the_link_opens() -> None:
    page = opened(tab="One step", hide="tabs", epochs=50)
    assert not page.tabs
    assert in_address(page, "tab") == "One step"
    assert components(page, "film_player")[0]["alone"]
    assert any("backward" in text.value or "residual" in text.value.lower() for text in page.markdown)


def components(page: AppTest, name: str) -> list[dict[str, Any]]:
    """What the browser is given for the components of that name."""
    found = [element.proto for block in page._tree.children.values() for element in walk(block)]
    return [json.loads(proto.json) for proto in found if getattr(proto, "component_name", "").split(".")[-1] == name]


def walk(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from walk(child)


# The teacher's side


def test_the_made_link_says_what_was_chosen_and_opens_it() -> None:
    page = opened(tab="Learn", learn="teachers", learning_rate=0.0005, epochs=60)
    page.multiselect(key="teach_locked").set_value(["seed", "learning_rate"])
    page.multiselect(key="teach_hidden").set_value(["tabs", MORE])
    page.text_input(key="teach_note").set_value(NOTE)
    checked(page.run())
    (made,) = components(page, "copying")
    query = dict(
        pair.split("=") for pair in made["text"].split("?")[1].replace("+", " ").replace("%2C", ",").split("&")
    )
    assert query == {
        "learning_rate": "0.0005",
        "epochs": "60",
        "lock": "learning_rate,seed",
        "hide": "tabs,more_settings",
        "note": NOTE,
    }
    class_page = opened(**query)
    assert class_page.number_input(key="learning_rate").value == 0.0005
    assert class_page.number_input(key="learning_rate").disabled
