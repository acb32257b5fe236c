"""What mathematics says beforehand, against NumPy's own solvers, finite differences and plain descents in float64."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Dataset, Hyperparameters, largest_stable_learning_rate, least_squares, train
from perceptron.insight.prospect import Prospect
from perceptron.insight.theory import Curvature, curvature, least_squares_where
from perceptron.learning.batches import training_features

DATA = Path(__file__).resolve().parent.parent / "data"
BUNDLED = {path.stem: Dataset.from_csv(path) for path in sorted(DATA.glob("*.csv"))}
ARTICLE = BUNDLED["article"]
# The settings that change the shape of the bowl.
SHAPES = [
    Hyperparameters(activation="identity", reduction=reduction, standardize=standardize)
    for reduction, standardize in (("sum", False), ("mean", True), ("mean", False), ("sum", True))
]
# Two shapes for each set that differ in both, and the other two for the next set.
PAIRS = [(name, shape) for index, name in enumerate(BUNDLED) for shape in SHAPES[2 * (index % 2) :][:2]]
every_set = pytest.mark.parametrize("dataset", BUNDLED.values(), ids=BUNDLED.keys())
every_pair = pytest.mark.parametrize(
    ("dataset", "shape"),
    [(BUNDLED[name], shape) for name, shape in PAIRS],
    ids=[f"{name}-{shape.reduction}{'-standardised' if shape.standardize else ''}" for name, shape in PAIRS],
)


def made(features: object, target: object) -> Dataset:
    table = np.array(features, dtype=np.float64)
    return Dataset(table, np.array(target, dtype=np.float64), tuple(f"x{index}" for index in range(table.shape[1])))


def design(dataset: Dataset, shape: Hyperparameters) -> np.ndarray:
    """The features as the neuron gets them, with a column of ones beside them."""
    x = dataset.features
    if shape.standardize:
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return np.column_stack([x, np.ones(len(x))])


def hessian(dataset: Dataset, shape: Hyperparameters) -> np.ndarray:
    rows = design(dataset, shape)
    return 2 * rows.T @ rows / (len(rows) if shape.reduction == "mean" else 1)


def loss(dataset: Dataset, shape: Hyperparameters, theta: np.ndarray) -> float:
    squares = np.square(design(dataset, shape) @ theta - dataset.target[:, 0])
    return float(squares.sum() if shape.reduction == "sum" else squares.mean())


def best_line(dataset: Dataset, shape: Hyperparameters) -> np.ndarray:
    """The least-squares weights and bias (d+1,) in the units of training, by NumPy."""
    return np.asarray(np.linalg.lstsq(design(dataset, shape), dataset.target[:, 0])[0])


def descend(dataset: Dataset, shape: Hyperparameters, theta: np.ndarray, rate: float) -> Iterator[np.ndarray]:
    """The states of plain gradient descent in float64, from the start on."""
    rows, y = design(dataset, shape), dataset.target[:, 0]
    share = len(rows) if shape.reduction == "mean" else 1
    while True:
        yield theta
        theta = theta - rate * 2 * rows.T @ (rows @ theta - y) / share


# The best line


@every_set
def test_least_squares_is_what_lstsq_finds(dataset: Dataset) -> None:
    rows = np.column_stack([dataset.features, np.ones(dataset.rows)])
    solution, (squares,), rank, _ = np.linalg.lstsq(rows, dataset.target[:, 0], rcond=None)
    fit = least_squares(dataset)
    assert rank == rows.shape[1]
    assert fit.weights.shape == (dataset.features.shape[1],)
    np.testing.assert_allclose([*fit.weights, fit.bias], solution, rtol=1e-7)
    assert fit.loss == pytest.approx(squares, rel=1e-7, abs=1e-20)
    spread = np.square(dataset.target - dataset.target.mean()).sum()
    assert fit.r_squared == pytest.approx(1 - squares / spread, abs=1e-9)
    assert least_squares(dataset, "mean").loss == pytest.approx(squares / dataset.rows, rel=1e-7, abs=1e-20)


@pytest.mark.parametrize("name", [name for name, dataset in BUNDLED.items() if dataset.features.shape[1] == 1])
def test_least_squares_is_the_polynomial_of_degree_1(name: str) -> None:
    dataset = BUNDLED[name]
    slope, intercept = (
        np.polynomial.Polynomial.fit(dataset.features[:, 0], dataset.target[:, 0], 1).convert().coef[::-1]
    )
    fit = least_squares(dataset)
    assert fit.weights[0] == pytest.approx(slope, rel=1e-9)
    assert fit.bias == pytest.approx(intercept, rel=1e-9)


def test_least_squares_finds_an_exact_line_through_years() -> None:
    years = np.arange(2000.0, 2025.0)
    fit = least_squares(made(years[:, None], 0.25 * years - 400))
    assert fit.weights[0] == pytest.approx(0.25, rel=1e-12)
    assert fit.bias == pytest.approx(-400, rel=1e-12)
    assert fit.loss < 1e-18


def test_the_articles_best_line_is_known() -> None:
    fit = least_squares(ARTICLE)
    assert fit.weights[0] == pytest.approx(0.1750716, abs=5e-8)
    assert fit.bias == pytest.approx(1.4045023, abs=5e-8)
    assert fit.loss == pytest.approx(6.1198969, rel=1e-6)


def test_a_constant_target_has_a_flat_line_and_no_r_squared() -> None:
    fit = least_squares(made([[1], [2], [4]], [7, 7, 7]))
    assert fit.weights[0] == pytest.approx(0, abs=1e-12)
    assert fit.bias == pytest.approx(7)
    assert fit.r_squared is None


def test_two_points_determine_the_line() -> None:
    fit = least_squares(made([[1], [3]], [5, 9]))
    assert (fit.weights[0], fit.bias) == (pytest.approx(2), pytest.approx(3))
    assert fit.loss == pytest.approx(0, abs=1e-20)


def test_of_equally_good_lines_the_smallest_standardised_weights_win() -> None:
    x = np.array([1.0, 2.0, 4.0, 7.0])
    fit = least_squares(made(np.column_stack([x, x]), 3 * x + 1))
    np.testing.assert_allclose(fit.weights, [1.5, 1.5])
    assert fit.bias == pytest.approx(1)


def test_more_features_than_rows_still_give_a_line_through_all_points() -> None:
    dataset = made([[1, 5, 2], [2, 3, 9]], [4, -1])
    fit = least_squares(dataset)
    np.testing.assert_allclose(dataset.features @ fit.weights + fit.bias, [4, -1])


@pytest.mark.parametrize("name", ["article", "tree_by_year", "mountain_air", "daily_energy"])
@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("slopes", [(0.0,), (0.0, 1.0), (1.0,), (0.1, 1.0)], ids=str)
def test_the_best_line_is_found_whatever_each_row_passes_on(
    name: str, standardize: bool, slopes: tuple[float, ...]
) -> None:
    """Slopes drawn from those: a clamp that shuts every row, some or none, and an activation that lets a tenth pass."""
    dataset, shape = BUNDLED[name], Hyperparameters(standardize=standardize)
    passed = np.random.default_rng(3).choice(slopes, size=dataset.rows)
    columns = design(dataset, shape)
    columns[:, :-1] *= passed[:, np.newaxis]
    solution = np.linalg.lstsq(columns, dataset.target[:, 0], rcond=None)[0]
    lowest = float(np.square(columns @ solution - dataset.target[:, 0]).sum())
    fit = least_squares_where(dataset, passed, "sum", standardize)
    assert fit.loss == pytest.approx(lowest, rel=1e-6)
    weights, bias = fit.weights, fit.bias
    if standardize:
        weights, bias = weights * dataset.features.std(axis=0), bias + weights @ dataset.features.mean(axis=0)
    np.testing.assert_allclose([*weights, bias], solution, rtol=1e-5, atol=1e-9)
    assert least_squares_where(dataset, passed, "mean", standardize).loss == pytest.approx(lowest / dataset.rows)


def test_with_every_row_shut_only_the_mean_is_left() -> None:
    fit = least_squares_where(ARTICLE, np.zeros(25), "mean")
    assert (fit.weights[0], fit.bias) == (0, pytest.approx(ARTICLE.target.mean()))
    assert fit.loss == pytest.approx(np.square(ARTICLE.target - ARTICLE.target.mean()).mean())


# The bowl


def test_the_articles_bowl_is_known() -> None:
    bowl = curvature(ARTICLE)
    assert bowl.steepest == pytest.approx(1545.0393, abs=1e-4)
    assert bowl.flattest == pytest.approx(5.8968, abs=5e-5)
    assert bowl.condition_number == pytest.approx(262.01, abs=5e-3)
    assert bowl.largest_stable_learning_rate == pytest.approx(0.00129447, abs=5e-9)
    assert largest_stable_learning_rate(ARTICLE) == bowl.largest_stable_learning_rate


def test_consecutive_numbers_and_years_bear_the_known_rates() -> None:
    counts, years = np.arange(1.0, 26.0), np.arange(2000.0, 2025.0)
    assert largest_stable_learning_rate(made(counts[:, None], counts)) == pytest.approx(1.8e-4, rel=0.01)
    bowl = curvature(made(years[:, None], years))
    assert bowl.largest_stable_learning_rate == pytest.approx(9.9e-9, rel=0.01)
    assert bowl.condition_number == pytest.approx(3e11, rel=0.06)


@every_pair
def test_the_eigenvalues_are_those_of_the_hessian(dataset: Dataset, shape: Hyperparameters) -> None:
    expected = np.linalg.eigvalsh(hessian(dataset, shape))
    bowl = curvature(dataset, shape)
    # eigvalsh knows the small ones to within the rounding of the large one only.
    np.testing.assert_allclose(bowl.eigenvalues, expected, rtol=1e-8, atol=1e-14 * expected[-1])


@every_pair
def test_along_an_eigenvector_the_hessian_only_stretches(dataset: Dataset, shape: Hyperparameters) -> None:
    bowl, matrix = curvature(dataset, shape), hessian(dataset, shape)
    np.testing.assert_allclose(bowl.eigenvectors.T @ bowl.eigenvectors, np.eye(len(matrix)), atol=1e-12)
    np.testing.assert_allclose(
        matrix @ bowl.eigenvectors, bowl.eigenvectors * bowl.eigenvalues, atol=1e-12 * bowl.steepest
    )


@every_pair
def test_the_loss_really_bends_as_the_bowl_says(dataset: Dataset, shape: Hyperparameters) -> None:
    """A second difference of the loss along every eigenvector; the loss is a parabola there, so any width will do."""
    bowl = curvature(dataset, shape)
    theta = best_line(dataset, shape)
    here = loss(dataset, shape, theta)
    for value, direction in zip(bowl.eigenvalues, bowl.eigenvectors.T, strict=True):
        width = math.sqrt(max(here, float(np.square(dataset.target).mean())) / value)
        ahead, behind = loss(dataset, shape, theta + width * direction), loss(dataset, shape, theta - width * direction)
        assert (ahead - 2 * here + behind) / width**2 == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize("rows", [2, 3, 40])
def test_a_feature_twice_makes_a_flat_direction_which_costs_no_epochs(rows: int) -> None:
    """Nothing is lost along it: the two are as quick as one feature, √2 times as large."""
    x = np.random.default_rng(rows).normal(size=rows)
    bowl, alone = curvature(made(np.column_stack([x, x]), x)), curvature(made(x[:, None] * math.sqrt(2), x))
    assert bowl.flattest == 0
    assert bowl.condition_number == math.inf
    assert bowl.best_learning_rate == pytest.approx(alone.best_learning_rate)
    rate = bowl.best_learning_rate
    assert bowl.epochs_needed(rate) == pytest.approx(alone.epochs_needed(rate))


def test_times_in_seconds_have_the_flattest_direction_that_they_have() -> None:
    """λmax + λmin is the trace and λmax·λmin the determinant, which whole numbers give exactly."""
    seconds = [1_700_000_000 + second for second in range(25)]
    trace = 2 * (sum(x * x for x in seconds) + 25)
    determinant = 4 * (25 * sum(x * x for x in seconds) - sum(seconds) ** 2)
    bowl = curvature(made(np.array(seconds, dtype=float)[:, None], np.arange(25.0)))
    assert bowl.steepest == pytest.approx(trace, rel=1e-12)
    assert bowl.flattest == pytest.approx(determinant / trace, rel=1e-9)
    assert bowl.condition_number == pytest.approx(trace**2 / determinant, rel=1e-9)


def test_steps_too_small_for_float64_beside_1_still_count() -> None:
    bowl = curvature(made([[1], [3]], [5, 9]))
    needed = math.log(1000) / (1e-17 * float(np.linalg.eigvalsh([[20, 8], [8, 4]])[0]))
    assert bowl.epochs_needed(1e-17) == pytest.approx(needed, rel=1e-9)


def test_more_parameters_than_rows_leave_flat_directions() -> None:
    dataset = made([[1, 5, 2], [2, 3, 9]], [4, -1])
    bowl = curvature(dataset)
    np.testing.assert_allclose(bowl.eigenvalues, np.linalg.eigvalsh(hessian(dataset, Hyperparameters())), atol=1e-12)
    assert (bowl.eigenvalues[:2] == 0).all()
    assert bowl.eigenvectors.shape == (4, 4)
    assert bowl.condition_number == math.inf


def test_two_rows_have_a_bowl_too() -> None:
    dataset = made([[1], [3]], [5, 9])
    np.testing.assert_allclose(curvature(dataset).eigenvalues, np.linalg.eigvalsh([[20, 8], [8, 4]]), rtol=1e-12)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.sampled_from(["sum", "mean"]))
def test_standardised_any_single_feature_has_a_round_bowl(numbers: list[float], reduction: str) -> None:
    if max(numbers) - min(numbers) < 1e-3:
        return
    dataset = made(np.array(numbers)[:, None], np.zeros(len(numbers)))
    bowl = curvature(dataset, Hyperparameters(standardize=True, reduction=reduction))
    assert bowl.condition_number == pytest.approx(1, abs=1e-6)
    assert bowl.steepest == pytest.approx(2 * (len(numbers) if reduction == "sum" else 1), rel=1e-6)


@every_set
def test_training_features_are_the_data_or_its_z_scores(dataset: Dataset) -> None:
    for shape in SHAPES:
        np.testing.assert_allclose(training_features(dataset, shape), design(dataset, shape)[:, :-1], rtol=1e-9)


@every_set
def test_the_best_line_in_training_units_predicts_as_it_does_in_data_units(dataset: Dataset) -> None:
    fit = least_squares(dataset)
    in_data_units = dataset.features @ fit.weights + fit.bias
    for shape in SHAPES:
        best = Prospect(dataset=dataset, hyperparameters=shape).best
        np.testing.assert_allclose(design(dataset, shape) @ best, in_data_units, rtol=1e-7, atol=1e-9)


# The largest rate


def steep_start(dataset: Dataset, shape: Hyperparameters) -> np.ndarray:
    """A start from which only the steepest direction matters: so far along it that 0.98 and 1.02 show."""
    theta = best_line(dataset, shape)
    values, directions = np.linalg.eigh(hessian(dataset, shape))
    height = max(loss(dataset, shape, theta), float(np.square(dataset.target).mean()))
    return theta + 1e3 * math.sqrt(height / values[-1]) * directions[:, -1]


@every_pair
def test_below_the_limit_the_loss_falls_and_beyond_it_grows(dataset: Dataset, shape: Hyperparameters) -> None:
    for share, direction in ((0.99, -1), (1.01, 1)):
        rate = share * largest_stable_learning_rate(dataset, shape)
        states = itertools.islice(descend(dataset, shape, steep_start(dataset, shape), rate), 21)
        losses = [loss(dataset, shape, theta) for theta in states]
        assert (np.sign(np.diff(losses)) == direction).all()


@every_pair
@pytest.mark.parametrize("share", [0.99, 1.01])
def test_the_neuron_itself_learns_below_the_limit_and_not_beyond_it(
    dataset: Dataset, shape: Hyperparameters, share: float
) -> None:
    """In float32, from the far end of the axes that a start by hand can reach: all weights alike."""
    rate = share * largest_stable_learning_rate(dataset, shape)
    # Large, so that the way across the valley stands out of the rest of the loss.
    start = 1e5 if not shape.standardize else 1e6
    history = train(
        dataset, replace(shape, learning_rate=rate, initial_weight=start, initial_bias=start / 2, epochs=150)
    )
    # Along the other directions the loss only falls, so compare late with late.
    early, late = history.losses[100], history.losses[-1]
    assert late < early if share < 1 else late > early


def test_at_the_limit_itself_the_error_across_the_valley_stays() -> None:
    bowl = curvature(ARTICLE)
    assert abs(bowl.factors(bowl.largest_stable_learning_rate)[-1]) == pytest.approx(1)


# The best rate, and how long it takes


@every_pair
def test_no_other_rate_shrinks_the_slowest_error_faster(dataset: Dataset, shape: Hyperparameters) -> None:
    values = np.linalg.eigvalsh(hessian(dataset, shape))
    bowl = curvature(dataset, shape)

    def slowest(rate: float) -> float:
        return float(np.abs(1 - rate * bowl.eigenvalues).max())

    best = bowl.best_learning_rate
    assert best == pytest.approx(2 / (values[0] + values[-1]), rel=1e-7)
    for factor in (0.5, 0.9, 0.999, 1.001, 1.1, 2.0):
        assert slowest(best * factor) > slowest(best)
    assert best <= bowl.largest_stable_learning_rate


def test_the_factors_are_what_one_step_leaves_of_an_error() -> None:
    shape = Hyperparameters(activation="identity")
    bowl, best = curvature(ARTICLE), best_line(ARTICLE, shape)
    for factor, direction in zip(bowl.factors(0.0004), bowl.eigenvectors.T, strict=True):
        states = descend(ARTICLE, shape, best + direction, 0.0004)
        next(states)
        np.testing.assert_allclose(next(states) - best, factor * direction, atol=1e-9)


@pytest.mark.parametrize("rate", [0.0001, 0.0005, 0.001, 0.00128])
@pytest.mark.parametrize("remaining", [0.001, 0.5])
def test_epochs_needed_is_when_the_slowest_error_is_that_small(rate: float, remaining: float) -> None:
    bowl = curvature(ARTICLE)
    errors, epochs = np.ones(2), 0
    while np.abs(errors).max() > remaining:
        errors = errors * (1 - rate * np.array([bowl.flattest, bowl.steepest]))
        epochs += 1
    assert math.ceil(bowl.epochs_needed(rate, remaining)) == epochs


def test_beyond_the_limit_no_number_of_epochs_is_enough() -> None:
    bowl = curvature(ARTICLE)
    assert bowl.epochs_needed(bowl.largest_stable_learning_rate * 1.0001) == math.inf
    assert bowl.epochs_needed(10.0) == math.inf


def test_in_a_round_bowl_one_step_is_enough() -> None:
    assert Curvature(np.array([4.0, 4.0]), np.eye(2)).epochs_needed(0.25) == 1
    bowl = curvature(ARTICLE, Hyperparameters(standardize=True))
    assert bowl.epochs_needed(bowl.best_learning_rate) == pytest.approx(1, abs=1e-6)


def test_epochs_needed_agrees_with_a_descent_on_the_article() -> None:
    """From a start in the flattest direction, the error is where it was said to be, and not before."""
    shape = Hyperparameters(activation="identity")
    bowl, best = curvature(ARTICLE), best_line(ARTICLE, shape)
    needed = math.ceil(bowl.epochs_needed(0.001, 0.01))
    states = itertools.islice(descend(ARTICLE, shape, best + bowl.eigenvectors[:, 0], 0.001), needed + 1)
    distances = [float(np.linalg.norm(theta - best)) for theta in states]
    assert distances[-1] <= 0.01 < distances[-2]


# The path


@every_pair
@pytest.mark.parametrize("share", [0.3, 1.05])
def test_the_predicted_losses_are_those_of_a_descent(dataset: Dataset, shape: Hyperparameters, share: float) -> None:
    settings = replace(shape, learning_rate=share * largest_stable_learning_rate(dataset, shape))
    start = np.full(dataset.features.shape[1] + 1, 0.5)
    states = list(itertools.islice(descend(dataset, shape, start, settings.learning_rate), 61))
    epochs = np.array([0, 1, 2, 5, 20, 60])
    expected = [loss(dataset, shape, states[epoch]) for epoch in epochs]
    predicted = Prospect(dataset=dataset, hyperparameters=settings).predicted_losses(start, epochs)
    np.testing.assert_allclose(predicted, expected, rtol=1e-5, atol=1e-25)


@pytest.mark.parametrize("name", ["article", "falling_stone", "tree_by_year", "daily_energy"])
def test_the_predicted_losses_are_those_of_training(name: str) -> None:
    dataset = BUNDLED[name]
    for shape in SHAPES:
        settings = replace(shape, learning_rate=0.4 * largest_stable_learning_rate(dataset, shape), epochs=40)
        history = train(dataset, settings)
        start = np.append(history.weights[0], history.biases[0])
        predicted = Prospect(dataset=dataset, hyperparameters=settings).predicted_losses(start, np.arange(41))
        np.testing.assert_allclose(predicted, history.losses, rtol=1e-3, atol=1e-5)


def test_a_prediction_beyond_every_number_is_infinite_and_never_nan() -> None:
    settings = Hyperparameters(learning_rate=10.0, activation="identity")
    prospect = Prospect(dataset=ARTICLE, hyperparameters=settings)
    far = prospect.predicted_losses(np.zeros(2), np.array([0, 100, 4000]))
    assert far[0] == pytest.approx(loss(ARTICLE, settings, np.zeros(2)))
    assert far[1] > far[0]
    assert far[2] == math.inf
