"""The knobs: the article's values by default, refused by name where they are out of range, fixed once made."""

import math
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Hyperparameters

BOUNDS, CHOICES = Hyperparameters.BOUNDS, Hyperparameters.CHOICES


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


def test_every_field_is_checked_by_bounds_by_choices_or_as_a_switch() -> None:
    assert {field.name for field in fields(Hyperparameters)} == {*BOUNDS, *CHOICES, "standardize"}


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("end", [0, 1])
def test_a_bound_itself_is_in_range(name: str, end: int) -> None:
    bound = BOUNDS[name][end]
    assert getattr(made_with(name, bound), name) == bound


@pytest.mark.parametrize("name", BOUNDS)
def test_just_beyond_a_bound_is_refused_with_field_value_and_range(name: str) -> None:
    low, high = BOUNDS[name]
    whole = name in Hyperparameters.WHOLE
    below, above = (low - 1, high + 1) if whole else (math.nextafter(low, -math.inf), math.nextafter(high, math.inf))
    for value in (below, above):
        said = complaint_about(name, value)
        assert said.startswith(f"{name} is ")
        assert f"from {low:g} to {high:g}" in said


@pytest.mark.parametrize("name", BOUNDS)
def test_the_refused_value_itself_is_in_the_sentence(name: str) -> None:
    assert complaint_about(name, -(10**12)).startswith(f"{name} is -1e+12:")


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("value", [True, False, "1", "", math.nan, [1], {}, 1j, b"1"], ids=repr)
def test_what_is_not_a_number_is_refused_by_name(name: str, value: object) -> None:
    said = complaint_about(name, value)
    assert said.startswith(f"{name} is {value!r}:")
    assert f"from {BOUNDS[name][0]:g} to {BOUNDS[name][1]:g}" in said


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinity_is_out_of_every_range(name: str, value: float) -> None:
    assert f"{name} is {value:g}" in complaint_about(name, value).replace(repr(value), f"{value:g}")


@pytest.mark.parametrize("name", sorted(Hyperparameters.WHOLE))
def test_counts_are_whole_numbers(name: str) -> None:
    assert "a whole number" in complaint_about(name, 2.0)


@pytest.mark.parametrize("name", sorted(set(BOUNDS) - Hyperparameters.OPTIONAL))
def test_what_is_not_optional_cannot_be_left_empty(name: str) -> None:
    assert complaint_about(name, None).startswith(f"{name} is None:")


@pytest.mark.parametrize("name", sorted(Hyperparameters.OPTIONAL))
def test_what_is_optional_may_be_none_and_is_by_default(name: str) -> None:
    assert getattr(Hyperparameters(), name) is None
    assert getattr(made_with(name, None), name) is None


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_is_accepted_and_nothing_else(name: str) -> None:
    for choice in CHOICES[name]:
        assert getattr(made_with(name, choice), name) == choice
    for value in ("", "Clamp ", CHOICES[name][0].upper(), None, 0, True):
        said = complaint_about(name, value)
        assert said.startswith(f"{name} is {value!r}:")
        assert all(choice in said for choice in CHOICES[name])


def test_the_choices_are_those_of_the_two_texts_and_the_two_ways() -> None:
    assert CHOICES == {
        "activation": ("clamp", "identity"),
        "reduction": ("sum", "mean"),
        "gradients": ("autograd", "by_hand"),
    }


@pytest.mark.parametrize("value", [0, 1, "True", None])
def test_standardize_is_true_or_false_and_nothing_like_it(value: object) -> None:
    assert complaint_about("standardize", value).startswith(f"standardize is {value!r}:")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_learning_rate_is_accepted_exactly_within_its_bounds(value: float) -> None:
    low, high = BOUNDS["learning_rate"]
    if low <= value <= high:
        assert Hyperparameters(learning_rate=value).learning_rate == value
    else:
        assert complaint_about("learning_rate", value).startswith("learning_rate is ")


def test_a_value_once_made_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Hyperparameters().learning_rate = 0.1  # type: ignore[misc]


def test_equal_values_are_one_key_of_a_cache_and_different_ones_two() -> None:
    cache = {Hyperparameters(seed=1): "first"}
    assert cache[Hyperparameters(seed=1)] == "first"
    for field in fields(Hyperparameters):
        other = {
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
        }[field.name]
        assert replace(Hyperparameters(seed=1), **{field.name: other}) not in cache


@pytest.mark.parametrize(("size", "full"), [(None, True), (1, False), (24, False), (25, True), (26, True)])
def test_a_batch_is_full_when_it_holds_all_rows(size: int | None, full: bool) -> None:
    assert Hyperparameters(batch_size=size).is_full_batch(25) == full
