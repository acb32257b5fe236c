"""The knobs: the article's values by default, refused by name where they are out of range, fixed once made."""

import math
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Hyperparameters
from perceptron.knobs import Knob, knobs_of
from perceptron.learning.activation import ACTIVATIONS

KNOBS = knobs_of(Hyperparameters)
NUMBERS = [name for name, knob in KNOBS.items() if knob.kind in ("number", "whole number")]
WHOLE = [name for name in NUMBERS if KNOBS[name].kind == "whole number"]
CHOICES = [name for name, knob in KNOBS.items() if knob.kind == "choice"]
MAY_BE_EMPTY = [name for name, knob in KNOBS.items() if knob.empty]


def made_with(name: str, value: object) -> Hyperparameters:
    return replace(Hyperparameters(), **{name: value})


def complaint_about(name: str, value: object) -> str:
    with pytest.raises(ValueError) as complaint:
        made_with(name, value)
    return str(complaint.value)


def test_the_defaults_are_the_articles_run() -> None:
    assert Hyperparameters() == Hyperparameters(
        learning_rate=0.001,
        epochs=4000,
        seed=0,
        activation="clamp",
        reduction="sum",
        batch_size=None,
        standardize=False,
        initial_weight=None,
        initial_bias=None,
        gradients="autograd",
    )


def test_every_field_has_a_knob_with_a_label_and_words() -> None:
    assert list(KNOBS) == [field.name for field in fields(Hyperparameters)]
    for knob in KNOBS.values():
        assert knob.label
        assert knob.explanation.endswith(".")


def test_few_knobs_come_first() -> None:
    assert [name for name, knob in KNOBS.items() if knob.first] == ["learning_rate", "epochs", "seed"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_bound_itself_is_in_range_and_just_beyond_is_refused_with_field_value_and_range(name: str) -> None:
    low, high = KNOBS[name].low, KNOBS[name].high
    assert -math.inf < low < high < math.inf
    for bound in (int(low), int(high)) if name in WHOLE else (low, high):
        assert getattr(made_with(name, bound), name) == bound
    below, above = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    for value in (int(low) - 1, int(high) + 1) if name in WHOLE else (below, above):
        said = complaint_about(name, value)
        assert said.startswith(f"{name} is {value:g}: it must be a {KNOBS[name].kind} from")
        assert f"from {low:g} to {high:g}" in said


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_not_a_number_is_refused_by_name(name: str) -> None:
    for value in (True, False, "1", "", math.nan, [1], {}, 1j, b"1"):
        said = complaint_about(name, value)
        assert said.startswith(f"{name} is {value!r}:")
        assert f"from {KNOBS[name].low:g} to {KNOBS[name].high:g}" in said


@pytest.mark.parametrize("name", NUMBERS)
def test_infinity_is_out_of_every_range(name: str) -> None:
    for value in (math.inf, -math.inf):
        assert complaint_about(name, value).startswith(f"{name} is {value:g}:")


@pytest.mark.parametrize("name", WHOLE)
def test_counts_are_whole_numbers(name: str) -> None:
    assert "a whole number" in complaint_about(name, 2.0)


def test_what_may_be_empty_is_so_by_default_and_nothing_else_may() -> None:
    assert MAY_BE_EMPTY == ["batch_size", "initial_weight", "initial_bias"]
    for name in KNOBS:
        if name in MAY_BE_EMPTY:
            assert getattr(Hyperparameters(), name) is None
            assert getattr(made_with(name, None), name) is None
        else:
            assert complaint_about(name, None).startswith(f"{name} is None:")


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_is_accepted_and_nothing_else(name: str) -> None:
    choices = list(KNOBS[name].choices)
    for choice in choices:
        assert getattr(made_with(name, choice), name) == choice
    for value in ("", "Clamp ", choices[0].upper(), None, 0, True, [choices[0]]):
        said = complaint_about(name, value)
        assert said.startswith(f"{name} is {value!r}:")
        assert all(choice in said for choice in choices)


def test_the_choices_are_those_of_the_two_texts_and_the_two_ways() -> None:
    assert {name: tuple(KNOBS[name].choices) for name in CHOICES} == {
        "activation": ("clamp", "identity"),
        "reduction": ("sum", "mean"),
        "gradients": ("autograd", "by_hand"),
    }


def test_the_activations_are_explained_one_by_one() -> None:
    said = KNOBS["activation"].explanation
    assert all(f"{name} {activation.meaning}" in said for name, activation in ACTIVATIONS.items())


@pytest.mark.parametrize("value", [0, 1, "True", None])
def test_standardize_is_true_or_false_and_nothing_like_it(value: object) -> None:
    assert complaint_about("standardize", value).startswith(f"standardize is {value!r}:")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_learning_rate_is_accepted_exactly_within_its_bounds(value: float) -> None:
    if KNOBS["learning_rate"].low <= value <= KNOBS["learning_rate"].high:
        assert Hyperparameters(learning_rate=value).learning_rate == value
    else:
        assert complaint_about("learning_rate", value).startswith("learning_rate is ")


@given(st.sampled_from(NUMBERS), st.floats(allow_nan=False, allow_infinity=False) | st.none())
def test_a_bounded_value_is_the_nearest_that_is_accepted(name: str, value: float | None) -> None:
    knob, default = KNOBS[name], getattr(Hyperparameters(), name)
    bounded = knob.bounded(value, default)
    assert getattr(made_with(name, bounded), name) == bounded
    if value is None:
        assert bounded == default
    elif knob.low <= value <= knob.high:
        assert bounded == (int(value) if name in WHOLE else value)
    else:
        assert bounded == (knob.low if value < knob.low else knob.high)


def test_an_empty_box_that_must_not_be_empty_gives_the_default() -> None:
    assert KNOBS["epochs"].bounded(None, 4000) == 4000
    assert KNOBS["batch_size"].bounded(None, 25) is None
    assert KNOBS["activation"].bounded("identity", "clamp") == "identity"


def test_an_explanation_may_depend_on_the_choices() -> None:
    choices = ["one"]
    knob = Knob("Count", lambda: ", ".join(choices), kind="choice", choices=choices)
    choices.append("two")
    assert knob.explanation == "one, two"
    knob.check("count", "two")


def test_a_value_once_made_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Hyperparameters().learning_rate = 0.1  # type: ignore[misc]


def test_equal_values_are_one_key_of_a_cache_and_different_ones_two() -> None:
    cache = {Hyperparameters(seed=1): "first"}
    assert cache[Hyperparameters(seed=1)] == "first"
    others = {
        "learning_rate": 0.002,
        "epochs": 10,
        "seed": 2,
        "activation": "identity",
        "reduction": "mean",
        "batch_size": 3,
        "standardize": True,
        "initial_weight": 0.5,
        "initial_bias": 0.5,
        "gradients": "by_hand",
    }
    assert list(others) == list(KNOBS)
    for name, other in others.items():
        assert replace(Hyperparameters(seed=1), **{name: other}) not in cache


@pytest.mark.parametrize(("size", "full"), [(None, True), (1, False), (24, False), (25, True), (26, True)])
def test_a_batch_is_full_when_it_holds_all_rows(size: int | None, full: bool) -> None:
    assert Hyperparameters(batch_size=size).is_full_batch(25) == full


def test_the_mean_divides_the_sum_by_the_rows() -> None:
    assert [Hyperparameters(reduction="sum").scale(rows) for rows in (1, 25)] == [1.0, 1.0]
    assert [Hyperparameters(reduction="mean").scale(rows) for rows in (1, 25)] == [1.0, 1 / 25]
