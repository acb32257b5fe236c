"""Data from a recipe: what was put in is found again by somebody else's fit."""

import math
from dataclasses import FrozenInstanceError, asdict, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perceptron.data.generator import Recipe, generate, true_line
from perceptron.knobs import knobs_of

KNOBS = knobs_of(Recipe)
NOISELESS = Recipe(noise=0.0)


def numbers(name: str, within: float = math.inf) -> st.SearchStrategy[float]:
    low, high = KNOBS[name].low, KNOBS[name].high
    return st.floats(max(low, -within), min(high, within), allow_subnormal=False)


@st.composite
def recipes(draw: st.DrawFn) -> Recipe:
    """Any recipe at all, with at most some hundred rows to be quick."""
    low, high = sorted((draw(numbers("x_low")), draw(numbers("x_high"))))
    assume(low + Recipe.SHORTEST_RANGE <= high)
    n = draw(st.integers(2, 100))
    return Recipe(
        **{name: draw(numbers(name)) for name in ("slope", "intercept", "noise", "curvature")},
        outliers=draw(st.integers(0, n)),
        n=n,
        seed=draw(st.integers(0, 2**31 - 1)),
        x_low=low,
        x_high=high,
    )


def complaint_about(name: str, value: object) -> str:
    with pytest.raises(ValueError) as complaint:
        replace(Recipe(), **{name: value})
    return str(complaint.value)


def test_the_defaults_make_as_many_rows_as_they_say() -> None:
    assert len(generate(Recipe())) == Recipe().n


@pytest.mark.parametrize("name", KNOBS)
def test_just_beyond_a_bound_is_refused_with_field_value_and_range(name: str) -> None:
    low, high = KNOBS[name].low, KNOBS[name].high
    assert math.isfinite(low) and math.isfinite(high)
    if KNOBS[name].kind == "whole number":
        below, above, kind = low - 1, high + 1, "a whole number"
    else:
        below, above, kind = math.nextafter(low, -math.inf), math.nextafter(high, math.inf), "a number"
    for value in (below, above):
        said = complaint_about(name, value)
        assert said == f"{name} is {value:g}: it must be {kind} from {low:g} to {high:g}."


@pytest.mark.parametrize("name", ["n", "slope"])
@pytest.mark.parametrize("value", [True, None, "1", math.nan, [1], 1j], ids=repr)
def test_what_is_not_a_number_is_refused_by_name(name: str, value: object) -> None:
    assert complaint_about(name, value).startswith(f"{name} is {value!r}:")


@pytest.mark.parametrize("name", ["outliers", "n", "seed"])
def test_counts_are_whole_numbers(name: str) -> None:
    assert complaint_about(name, 3.0).startswith(f"{name} is 3.0: it must be a whole number")


def test_there_are_no_more_outliers_than_rows() -> None:
    assert Recipe(n=5, outliers=5).outliers == 5
    with pytest.raises(ValueError, match="outliers is 6: it must be a whole number from 0 to 5"):
        Recipe(n=5, outliers=6)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (1.0, -1.0), (0.0, 0.0009), (1e6, 1e6)])
def test_the_range_of_x_has_a_length(low: float, high: float) -> None:
    with pytest.raises(ValueError, match=r"x_high is .*: it must be a number from "):
        Recipe(x_low=low, x_high=high)
    assert Recipe(x_low=0.0, x_high=0.001).x_high == 0.001


def test_a_recipe_once_made_cannot_be_changed_and_is_a_key() -> None:
    with pytest.raises(FrozenInstanceError):
        Recipe().slope = 3.0  # type: ignore[misc]
    assert {Recipe(seed=3): 1}[Recipe(seed=3)] == 1
    assert Recipe(**asdict(Recipe(slope=5.0))) == Recipe(slope=5.0)


@given(recipes())
def test_any_recipe_makes_finite_rows_within_the_range_with_at_least_two_different_x(recipe: Recipe) -> None:
    frame = generate(recipe)
    assert list(frame.columns) == ["x", "y"]
    assert list(frame.dtypes) == [np.float64, np.float64]
    assert len(frame) == recipe.n
    assert np.isfinite(frame.to_numpy()).all()
    assert np.abs(frame.to_numpy()).max() <= 1e15
    assert frame["x"].between(recipe.x_low, recipe.x_high).all()
    assert frame["x"].nunique() >= 2


@given(recipes())
def test_the_same_recipe_makes_the_same_data(recipe: Recipe) -> None:
    pd.testing.assert_frame_equal(generate(recipe), generate(replace(recipe)), check_exact=True)


def test_another_seed_makes_other_data_and_leaves_the_global_numbers_alone() -> None:
    np.random.seed(7)  # noqa: NPY002
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(7)  # noqa: NPY002
    assert not generate(Recipe(seed=1)).equals(generate(Recipe(seed=2)))
    assert np.random.random() == expected  # noqa: NPY002


@given(numbers("slope", 1000), numbers("intercept", 1000), st.integers(0, 1000), st.integers(10, 300))
def test_a_fit_of_noiseless_data_finds_slope_and_intercept(slope: float, intercept: float, seed: int, n: int) -> None:
    recipe = replace(NOISELESS, slope=slope, intercept=intercept, seed=seed, n=n)
    frame = generate(recipe)
    found = np.polyfit(frame["x"], frame["y"], 1)
    # Rounding moves a y by at most half of a ten-thousandth of their spread, or of their size where that is all.
    error = 1e-4 * (np.ptp(frame["y"]) or abs(intercept) or 1) + 1e-9
    spread = np.ptp(frame["x"])
    assert found[0] == pytest.approx(slope, abs=10 * error / spread)
    assert found[1] == pytest.approx(intercept, abs=20 * error)


@given(numbers("curvature", 50), st.integers(0, 1000))
def test_a_fit_of_noiseless_bent_data_finds_the_curvature_about_the_middle(curvature: float, seed: int) -> None:
    recipe = replace(NOISELESS, slope=2.0, intercept=1.0, curvature=curvature, seed=seed, n=200, x_low=4.0, x_high=8.0)
    frame = generate(recipe)
    # c·(x − 6)² + 2·(x − 6) + 13, written about the middle of the range.
    found = np.polyfit(frame["x"] - 6, frame["y"], 2)
    assert found == pytest.approx([curvature, 2.0, 13.0], abs=1e-3 * (1 + abs(curvature)))


def test_the_noise_has_the_standard_deviation_asked_for_and_no_drift() -> None:
    frame = generate(Recipe(slope=3.0, intercept=-2.0, noise=2.5, n=10_000))
    residuals = frame["y"] - (3.0 * frame["x"] - 2.0)
    assert residuals.std() == pytest.approx(2.5, rel=0.03)
    assert residuals.mean() == pytest.approx(0.0, abs=0.1)


def test_x_fills_its_range_evenly() -> None:
    counts, _ = np.histogram(generate(Recipe(n=10_000, x_low=-5.0, x_high=5.0))["x"], bins=10, range=(-5, 5))
    assert counts == pytest.approx(np.full(10, 1000), abs=120)


@given(st.integers(2, 200), st.data(), st.floats(0.1, 100), st.integers(0, 1000))
def test_outliers_are_as_many_as_asked_for_and_five_to_ten_deviations_off(
    n: int, data: st.DataObject, noise: float, seed: int
) -> None:
    outliers = data.draw(st.integers(0, n))
    without = generate(Recipe(n=n, noise=noise, seed=seed))
    with_them = generate(Recipe(n=n, noise=noise, seed=seed, outliers=outliers))
    assert with_them["x"].equals(without["x"])
    displaced = (with_them["y"] - without["y"]).abs()
    assert (displaced > 0).sum() == outliers
    grain = 1e-3 * np.ptp(without["y"])
    assert displaced[displaced > 0].between(5 * noise - grain, 10 * noise + grain).all()


@given(st.integers(2, 200), st.data(), st.integers(0, 1000))
def test_outliers_without_noise_are_off_by_the_spread_of_y(n: int, data: st.DataObject, seed: int) -> None:
    outliers = data.draw(st.integers(0, n))
    recipe = replace(NOISELESS, n=n, seed=seed, outliers=outliers)
    frame = generate(recipe)
    expected = 1 + 2 * frame["x"]
    spread = np.ptp(expected)
    off = (frame["y"] - expected).abs()
    assert (off > spread / 2).sum() == outliers
    assert off[off > spread / 2].to_numpy() == pytest.approx(np.full(outliers, spread), rel=0.01)


def test_outliers_of_a_flat_line_are_off_all_the_same() -> None:
    for intercept in (0.0, 3.0):
        frame = generate(replace(NOISELESS, slope=0.0, intercept=intercept, outliers=4))
        assert (frame["y"] != intercept).sum() == 4


def test_outliers_lie_above_and_below() -> None:
    recipe = replace(NOISELESS, n=100, outliers=40)
    off = generate(recipe)["y"] - true_line(recipe, generate(recipe)["x"])
    assert (off > 1).any()
    assert (off < -1).any()


def test_numbers_are_short_enough_to_read() -> None:
    frame = generate(Recipe())
    assert all(len(str(abs(value))) <= 7 for value in frame.to_numpy().ravel())
    years = generate(Recipe(slope=1e3, x_low=2000.0, x_high=2024.0))
    assert all(value == round(value, 3) for value in years["x"])
    assert years["x"].nunique() == len(years)


def test_the_true_line_is_the_straight_part_alone() -> None:
    recipe = Recipe(slope=0.5, intercept=-1.0, noise=3.0, outliers=2, curvature=4.0)
    assert true_line(recipe, [0, 2, 10]).tolist() == [-1.0, 0.0, 4.0]
    assert true_line(recipe, 2) == 0.0
    assert true_line(recipe, pd.Series([2.0])).tolist() == [0.0]
