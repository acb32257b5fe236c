"""Pinned runs: they travel in a link and in a file and come back as they were; whatever else comes is refused in one
sentence; and on the page they are pinned, named, put back, let go and had again.
"""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, DatasetError, Hyperparameters
from perceptron.panels.session.pin import Pin
from perceptron.take_home.packed import MAX_LINK_LENGTH, pack
from perceptron.take_home.pins import (
    LONGEST_NAME,
    MOST_PINS,
    Carried,
    Table,
    packed_pins,
    pins_file,
    pins_in_file,
    unpacked_pins,
)

HOSTILE = [
    "</script><script>alert(1)</script>",
    "'''",
    "{{7*7}}",
    "a\nb\r\n",
    "n" * 300,
    "![x](http://a.b)",
    "\ud800",
    "𝒽é",
]

settings = some.builds(
    Hyperparameters,
    learning_rate=some.floats(1e-30, 10),
    epochs=some.integers(1, 1_000_000),
    seed=some.integers(0, 2**31 - 1),
    activation=some.sampled_from(["clamp", "identity"]),
    reduction=some.sampled_from(["sum", "mean"]),
    batch_size=some.none() | some.integers(1, 10_000_000),
    standardize=some.booleans(),
    initial_weight=some.none() | some.floats(-1e6, 1e6),
    initial_bias=some.none() | some.floats(-1e6, 1e6),
    gradients=some.sampled_from(["autograd", "by_hand"]),
)
names = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
numbers = some.lists(some.floats(-1e15, 1e15), min_size=2, max_size=5)


@some.composite
def tables(draw: some.DrawFn) -> Table:
    columns = draw(some.lists(names, min_size=2, max_size=3, unique=True))
    rows = draw(some.integers(2, 5))
    cells = some.lists(some.floats(-1e15, 1e15), min_size=rows, max_size=rows)
    return Table(pd.DataFrame({name: draw(cells) for name in columns}), tuple(columns[:-1]), columns[-1])


carried = some.builds(
    Carried,
    some.text(some.characters(categories=["L", "N", "P", "S"]), max_size=LONGEST_NAME),
    some.integers(1, MOST_PINS),
    settings,
    some.integers(0, 50),
    some.sampled_from(["Article", "Ice cream"]) | tables(),
)


def are_the_same(one: Carried, other: Carried) -> bool:
    if isinstance(one.data, str) or isinstance(other.data, str):
        return one == other
    same_table = (
        one.data[1:] == other.data[1:] and one.data.frame.to_numpy().tobytes() == other.data.frame.to_numpy().tobytes()
    )
    return same_table and one[:-1] == other[:-1]


@given(some.lists(carried, max_size=MOST_PINS), some.just("Article") | tables())
def test_what_travels_comes_back_exactly(pins: list[Carried], shown: str | Table) -> None:
    text = packed_pins(pins, shown)
    if text is not None:
        assert len(text) <= MAX_LINK_LENGTH
        back = unpacked_pins(text, shown)
        assert len(back) == len(pins) and all(map(are_the_same, pins, back))
    from_file = pins_in_file(pins_file(pins))
    assert len(from_file) == len(pins) and all(map(are_the_same, pins, from_file))


def test_the_data_that_the_link_shows_is_not_carried_twice() -> None:
    rows = np.random.default_rng(0).normal(size=(60, 2))
    table = Table(pd.DataFrame(rows, columns=["x", "y"]), ("x",), "y")
    pins = [Carried("", style, Hyperparameters(seed=style), 0, table) for style in (1, 2, 3)]
    once, beside = packed_pins(pins, "Article"), packed_pins(pins, table)
    assert once is not None and beside is not None
    assert len(beside) < 150 < len(once) < 3_000
    assert packed_pins(pins, "Article", room=len(once) - 1) is None


@pytest.mark.parametrize("name", HOSTILE[:-2] + HOSTILE[-1:])
def test_a_name_comes_back_on_one_line_and_short(name: str) -> None:
    text = packed_pins([Carried(name, 1, Hyperparameters(), 0, "Article")], "Article")
    assert text is not None
    (back,) = unpacked_pins(text, "Article")
    assert back.name == " ".join(name.split())[:LONGEST_NAME]


ENTRY: list[Any] = ["", 1, {}, 0, None]


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ([], "damaged"),
        ({}, "damaged"),
        ([[["", 1, {}, 0]], []], "damaged"),
        ([[["", 0, {}, 0, None]], []], "damaged"),
        ([[["", MOST_PINS + 1, {}, 0, None]], []], "damaged"),
        ([[["", 1, {}, 51, None]], []], "damaged"),
        ([[["", 1, {}, 0, 3]], []], "damaged"),
        ([[[7, 1, {}, 0, None]], []], "damaged"),
        ([[["", 1, {"epochs": "1e9"}, 0, None]], []], "“epochs” as “1e9”"),
        ([[["", 1, {"epochs": 7}, 0, None]], []], "damaged"),
        ([[["", 1, {"__class__": "x"}, 0, None]], []], "“__class__”"),
        ([[["", 1, {"learning_rate": "nan"}, 0, None]], []], "“learning_rate”"),
        ([[ENTRY] * (MOST_PINS + 1), []], f"{MOST_PINS} are the most"),
        ([[ENTRY], ["1.nonsense"]], "damaged"),
    ],
)
def test_what_is_no_list_of_pins_is_refused_in_a_sentence(inside: object, says: str) -> None:
    text = pack(json.dumps(inside).encode())
    assert text is not None
    with pytest.raises(DatasetError) as refused:
        unpacked_pins(text, "Article")
    assert says in str(refused.value) and str(refused.value).count(".") >= 1 and "\n" not in str(refused.value)


json_values = some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(max_size=3), inner, max_size=2),
    max_leaves=15,
)


@given(json_values, some.binary(max_size=60))
def test_nothing_else_is_said_of_any_link_or_file(value: Any, data: bytes) -> None:
    files = [
        data,
        json.dumps({"pinned_runs": value}).encode(),
        json.dumps({"pinned_runs": [["", 1, {}, 0, value]]}).encode(),
    ]
    for content in files:
        try:
            pins_in_file(content)
        except DatasetError as error:
            assert str(error).endswith(".")
    for inside in (data, json.dumps(value).encode(), json.dumps([[["", 1, {}, 0, value]], []]).encode()):
        text = pack(inside)
        assert text is not None
        try:
            unpacked_pins(text, "Article")
        except DatasetError as error:
            assert str(error).endswith((".", "one."))


# The page


def pinned(page: AppTest) -> list[Pin]:
    found: list[Pin] = page.session_state["pins"].pinned
    return found


def set_rate(page: AppTest, rate: float) -> AppTest:
    return checked(page.number_input(key="learning_rate").set_value(rate).run())


@pytest.fixture
def three() -> AppTest:
    """Three runs, pinned one after the other in the Compare tab."""
    page = opened(tab="Compare", epochs=60)
    for rate in (0.001, 0.0005, 0.0002):
        set_rate(page, rate)
        checked(page.button(key="pin_now").click().run())
    return page


def test_runs_are_named_after_what_differs_and_keep_their_style(three: AppTest) -> None:
    assert [chip.proto.popover.label for chip in three.get("popover")] == [
        r"rate 0\.001",
        r"rate 0\.0005",
        r"rate 0\.0002",
    ]
    assert [pin.style for pin in pinned(three)] == [1, 2, 3]
    checked(three.button(key="unpin_2").click().run())
    assert [pin.style for pin in pinned(three)] == [1, 3]
    checked(three.button(key="pin_again").click().run())
    assert [(pin.style, pin.hyperparameters.learning_rate) for pin in pinned(three)] == [
        (1, 0.001),
        (3, 0.0002),
        (2, 0.0005),
    ]


def test_the_address_has_them_all_as_they_are_called(three: AppTest) -> None:
    checked(three.text_input(key="name_3").set_value(" slow\n<b>one</b> ").run())
    text = three.query_params["pins"]
    text = text if isinstance(text, str) else text[0]
    again = opened(tab="Compare", epochs=60, pins=text)
    assert [(pin.given, pin.style, pin.hyperparameters) for pin in pinned(again)] == [
        ("", 1, Hyperparameters(learning_rate=0.001, epochs=60)),
        ("", 2, Hyperparameters(learning_rate=0.0005, epochs=60)),
        ("slow <b>one</b>", 3, Hyperparameters(learning_rate=0.0002, epochs=60)),
    ]
    assert not again.warning


def test_a_run_is_put_back_with_its_data(three: AppTest) -> None:
    checked(three.selectbox(key="data").set_value("ice_cream").run())
    checked(three.button(key="put_back_1").click().run())
    assert three.session_state["versions"].now.name == "article"
    assert three.number_input(key="learning_rate").value == 0.001
    assert three.session_state["data"] == "article"


def test_the_same_run_is_pinned_once_and_no_more_than_there_are_styles() -> None:
    page = opened(tab="Compare", epochs=5)
    for seed in range(MOST_PINS):
        checked(page.number_input(key="seed").set_value(seed).run())
        checked(page.button(key="pin_now").click().run())
    assert not [button for button in page.button if button.key == "pin_now"]
    checked(page.number_input(key="seed").set_value(99).run())
    assert page.button(key="pin_now").disabled
    assert sorted(pin.style for pin in pinned(page)) == list(range(1, MOST_PINS + 1))


def test_a_damaged_link_leaves_a_sentence_and_no_pins() -> None:
    page = opened(tab="Compare", pins="1.nonsense", epochs=5)
    assert "damaged" in page.warning[0].value
    assert pinned(page) == []
    unknown = packed_pins([Carried("", 1, Hyperparameters(), 0, "No such set")], "Article")
    assert "does not have" in opened(tab="Compare", pins=unknown, epochs=5).warning[0].value


def test_own_data_travels_with_a_pin_and_is_put_back_exactly() -> None:
    table = Table(pd.DataFrame({"a": [0.1, 2, 3.7], "b": [1.0, 0, 5]}), ("a",), "b")
    text = packed_pins([Carried("mine", 4, Hyperparameters(epochs=5, learning_rate=0.01), 0, table)], "Article")
    page = opened(tab="Compare", pins=text, epochs=5)
    checked(page.button(key="put_back_4").click().run())
    wanted = Dataset.from_frame(table.frame, ["a"], "b").fingerprint
    assert page.session_state["versions"].now.dataset.fingerprint == wanted
    assert pinned(page)[0].asked.dataset.fingerprint == wanted
