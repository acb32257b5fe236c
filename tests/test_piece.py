"""The bowl a neuron stands in and how far down it goes, against NumPy's solver, dense grids and plain descents."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron.insight.cycle import largest_gaps
from perceptron.insight.piece import Piece, Seen, lowest_downhill
from perceptron.insight.trend import trend_of
from perceptron.learning.activation import ACTIVATIONS

RANDOM = np.random.default_rng(5)


def seen(x: np.ndarray, y: np.ndarray, activation: str = "clamp", scale: float = 1.0) -> Seen:
    x = x.reshape(len(y), -1)
    return Seen(x, y, ACTIVATIONS[activation], scale, 1e-12 * np.abs(x).max(axis=0))


def clamped_mean_squares(x: np.ndarray, y: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """Of one feature, for all pairs of weight and bias."""
    predictions = np.maximum(x[:, None, None] * weights[:, None], 0) + biases
    return np.asarray(np.square(predictions - y[:, None, None]).mean(axis=0))


CLOUD = RANDOM.normal(size=(30, 3)), RANDOM.normal(size=30)
YEARS = 2000 + np.arange(25.0), np.sin(np.arange(25.0))
SAME = np.column_stack([np.arange(9.0), 2 * np.arange(9.0)]), np.arange(9.0) ** 2


@pytest.mark.parametrize("x, y", [CLOUD, YEARS, SAME], ids=["cloud", "years", "dependent"])
def test_what_is_left_to_gain_on_a_line_is_what_least_squares_gains(x: np.ndarray, y: np.ndarray) -> None:
    found = seen(x, y, "identity", 1 / len(y))
    d = found.x.shape[1]
    parameters = np.append(np.full(d, 0.3), -1.0)
    rows = np.column_stack([found.x - found.x.mean(axis=0), np.ones(len(y))])
    best = np.square(rows @ np.linalg.lstsq(rows, y)[0] - y).mean()
    residuals = found.x @ parameters[:-1] + parameters[-1] - y
    piece = Piece(found, parameters)
    assert piece.excess == pytest.approx(np.square(residuals).mean() - best, rel=1e-9)
    assert piece.floor == pytest.approx(best, rel=1e-9)
    assert piece.excess_by_direction.sum() == pytest.approx(piece.excess, rel=1e-6)
    assert found.mean_square(piece.lowest) == pytest.approx(best, rel=1e-9)
    assert lowest_downhill(piece) == piece.floor


def test_under_the_clamp_the_bowl_is_that_of_the_rows_that_are_open() -> None:
    x, y = np.array([-2.0, -1.0, 1.0, 3.0]), np.array([5.0, 1.0, 2.0, 4.0])
    piece = Piece(seen(x, y), np.array([0.5, 1.0]))
    columns = np.column_stack([[0, 0, 1.0, 3.0], np.ones(4)])
    np.testing.assert_allclose(piece.curvature.eigenvalues, np.linalg.eigvalsh(2 * columns.T @ columns))
    np.testing.assert_allclose(piece.lowest, np.linalg.lstsq(columns, y)[0])
    assert piece.seen.mean_square(np.array([0.5, 1.0])) == pytest.approx(np.square(columns @ [0.5, 1.0] - y).mean())


numbers = st.floats(-10, 10).map(lambda number: round(number, 2))


@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12), st.sampled_from([-1.0, -0.01, 0.02, 1.5]))
def test_of_one_feature_the_lowest_downhill_is_no_lower_than_any_neuron_and_reached_by_walking(
    points: list[tuple[float, float]], weight: float
) -> None:
    x, y = np.array(points).T
    piece = Piece(seen(x, y), np.array([weight, 0.5]))
    found = lowest_downhill(piece)
    slack = 1e-6 * (1 + y.var())
    # On a bend a neuron passes nothing on, as at the mean of y.
    best_of_each_side = [y.var()]
    for is_open in (x > 0, x < 0):
        columns = np.column_stack([np.where(is_open, x, 0), np.ones(len(x))])
        slope, bias = np.linalg.lstsq(columns, y)[0]
        if slope * x[is_open].sum() > 0:
            best_of_each_side.append(float(np.square(columns @ [slope, bias] - y).mean()))
    assert found >= min(best_of_each_side) - slack
    walker, steepest = np.array([weight, 0.5]), 2 * (np.square(x).sum() + len(x))
    for _ in range(500):
        is_open = x * walker[0] >= 0
        by_prediction = 2 * (np.where(is_open, x * walker[0], 0) + walker[1] - y)
        walker = walker - np.array([by_prediction @ (is_open * x), by_prediction.sum()]) / steepest
    # A long step may cross into another valley; one that stays on its side gets no lower.
    if walker[0] * weight > 0:
        assert found <= piece.seen.mean_square(walker) + slack
    assert found <= y.var() + slack


def test_a_fold_that_no_clamp_fits_has_its_lowest_at_the_bend() -> None:
    """y = -|x|: on either side of w = 0 the open rows want the other sign, so the best is the mean of y."""
    x = np.linspace(-2, 2, 21)
    y = -np.abs(x)
    for weight in (0.3, -0.2):
        assert lowest_downhill(Piece(seen(x, y), np.array([weight, -1.0]))) == pytest.approx(y.var())
    grid = clamped_mean_squares(x, y, np.linspace(-2, 2, 201), np.linspace(-2, 1, 301))
    assert grid.min() >= y.var() - 1e-12


# Where a loss is heading


NOISE = RANDOM.normal(size=400)


@pytest.mark.parametrize(
    ("past", "ahead", "trend"),
    [
        (np.geomspace(9, 1, 100), np.geomspace(1, 0.1, 100), "falls"),
        (10 - np.arange(200) * 1e-6, 10 - np.arange(200, 400) * 1e-6, "falls"),
        (5 + NOISE[:200], 5 + NOISE[200:], "level"),
        (np.array([90.0, 40.0]), 5 + NOISE[:100] / 10, "falls"),
        (5 + NOISE[:200] / 10, 9 + NOISE[200:] / 10, "grows"),
        (np.geomspace(1, 9, 40), np.empty(0), "grows"),
        (5 + NOISE[:200], np.empty(0), "level"),
    ],
)
def test_a_trend_is_told_from_chance(past: np.ndarray, ahead: np.ndarray, trend: str) -> None:
    assert trend_of(past, ahead, 0.0, 1e-9) == trend


def test_steps_are_counted_in_the_gaps_between_numbers() -> None:
    here = np.float32(1.5)
    there = np.nextafter(np.nextafter(here, np.float32(2)), np.float32(2))
    states = np.array([[here, 4.0], [there, 4.0]], dtype=np.float64)
    assert largest_gaps(states, np.float32) == 2
    assert largest_gaps(states, np.float64) == 2 * 2.0**29
