"""The gradient by hand, against autograd in float64, finite differences and exact arithmetic."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Dataset, DatasetError, History, Hyperparameters, train
from perceptron.learning.activation import ACTIVATIONS
from perceptron.learning.batches import Batches
from perceptron.learning.by_hand import FLOAT32_MAX, learn_by_hand
from perceptron.learning.gradients import chain_rule
from perceptron.learning.neuron import Neuron
from perceptron.learning.sums import Sums

DATA = Path(__file__).resolve().parent.parent / "data"
ARTICLE = Dataset.from_csv(DATA / "article.csv", features=["x"], target="y")
# The chain rule asks the settings for these two only.
WAYS = [
    Hyperparameters(activation=activation, reduction=reduction)
    for activation, reduction in product(("clamp", "identity"), ("sum", "mean"))
]
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.activation}-{way.reduction}")

# Quarters: x·w is then exact, and exactly 0 often enough.
QUARTERS = st.integers(-16, 16).map(lambda quarters: quarters / 4)
# x (rows, d), y (rows,), weight (d,) and bias.
Problem = tuple[np.ndarray, np.ndarray, np.ndarray, float]


@st.composite
def problems(draw: st.DrawFn, features: int | None = None) -> Problem:
    """Any small problem, of one to three features where their number is not given."""
    d = features or draw(st.integers(1, 3))
    rows = draw(st.integers(1, 12))
    numbers = draw(st.lists(QUARTERS, min_size=rows * (d + 1) + d + 1, max_size=rows * (d + 1) + d + 1))
    x, y, weight, bias = np.split(np.array(numbers), [rows * d, rows * (d + 1), rows * (d + 1) + d])
    return x.reshape(rows, d), y, weight, float(bias[0])


def autograd(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, bias: float, way: Hyperparameters
) -> tuple[float, np.ndarray, float]:
    """Loss and gradient from PyTorch, in float64."""
    w = torch.tensor(np.reshape(weight, (-1, 1)), dtype=torch.float64, requires_grad=True)
    b = torch.tensor([[bias]], dtype=torch.float64, requires_grad=True)
    weighted_sum = torch.tensor(x).mm(w)
    if way.activation == "clamp":
        weighted_sum = weighted_sum.clamp(min=0)
    squares = (weighted_sum.add(b) - torch.tensor(np.reshape(y, (-1, 1)))).pow(2)
    loss = squares.sum() if way.reduction == "sum" else squares.mean()
    loss.backward()
    assert w.grad is not None
    assert b.grad is not None
    return loss.item(), w.grad.numpy().ravel(), b.grad.item()


def numbers_of(answer: tuple[float, np.ndarray, float]) -> np.ndarray:
    return np.hstack(answer)


def mixed_signs(features: int, rows: int = 25) -> Dataset:
    """Features on both sides of 0, and a target that falls with the first of them."""
    random = np.random.default_rng(features)
    x = random.normal(size=(rows, features))
    y = x @ np.array([-2.0, 1.0, 0.5])[:features] + 1.0 + random.normal(scale=0.3, size=rows)
    return Dataset(x, y, tuple(f"x{index}" for index in range(features)))


def stable_rate(dataset: Dataset, hyperparameters: Hyperparameters) -> float:
    """Half the largest stable rate of the line, 2/λmax of the Hessian 2·AᵀA with A = [x, 1]; with batches, of any."""
    features = dataset.z_scores if hyperparameters.standardize else dataset.features
    table = np.column_stack([features, np.ones(dataset.rows)])
    rate = 1.0 / float(np.linalg.eigvalsh(2.0 * table.T @ table)[-1])
    if hyperparameters.reduction == "sum":
        return rate
    size = hyperparameters.batch_size or dataset.rows
    return rate * (dataset.rows % size or size)


def from_file(path: Path, features: int) -> Dataset:
    """The first numeric columns as features, the last one as target; gaps and constant columns left out."""
    frame = pd.read_csv(path).select_dtypes("number").dropna().head(300)
    frame = frame.loc[:, frame.nunique() > 1]
    columns = list(frame.columns)
    return Dataset.from_frame(frame, features=columns[:-1][:features], target=columns[-1])


def known_datasets() -> list[Dataset]:
    files = [from_file(path, features) for path in sorted(DATA.glob("*.csv")) for features in (1, 3)]
    different = {data.fingerprint: data for data in files}
    return [*different.values(), mixed_signs(1), mixed_signs(3)]


def name_of(value: object) -> str:
    if isinstance(value, Dataset):
        return "+".join(value.feature_names)
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def assert_same_to_float32(by_hand: History, by_autograd: History, dataset: Dataset, reduction: str) -> None:
    """Each number as near as float32 can be, measured against the terms it is added up from."""
    features = (dataset.features - by_hand.feature_means) / by_hand.feature_scales
    terms = np.abs(by_hand.weights) @ np.abs(features).T + np.abs(by_hand.biases)[:, np.newaxis]
    terms += np.abs(dataset.target[:, 0])  # (n+1, rows): what every residual is made of
    share = 1.0 if reduction == "sum" else 1.0 / dataset.rows

    def close(left: np.ndarray, right: np.ndarray, scale: np.ndarray) -> None:
        assert left.shape == right.shape
        assert (np.abs(left - right) <= 1e-5 * scale).all()

    close(by_hand.losses, by_autograd.losses, share * np.square(terms).sum(axis=1))
    close(by_hand.weight_gradients, by_autograd.weight_gradients, share * 2.0 * terms @ np.abs(features))
    close(by_hand.bias_gradients, by_autograd.bias_gradients, share * 2.0 * terms.sum(axis=1))
    close(by_hand.weights, by_autograd.weights, np.full(by_hand.weights.shape, np.abs(by_hand.weights).max()))
    largest = max(np.abs(by_hand.biases).max(), np.abs(by_hand.weights).max())
    close(by_hand.biases, by_autograd.biases, np.full(by_hand.biases.shape, largest))


# The chain rule


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        # clamp: ŷ = 1.5, 2.5, 0.5, so the residuals are 0.5, -0.5, -1.5 and the third row is shut.
        (WAYS[0], (0.25 + 0.25 + 2.25, 2 * (0.5 * 1 - 0.5 * 2), 2 * (0.5 - 0.5 - 1.5))),
        (WAYS[1], (2.75 / 3, -1.0 / 3, -3.0 / 3)),
        # identity: ŷ = 1.5, 2.5, -0.5, so the residuals are 0.5, -0.5, -2.5.
        (WAYS[2], (0.25 + 0.25 + 6.25, 2 * (0.5 * 1 - 0.5 * 2 + 2.5), 2 * (0.5 - 0.5 - 2.5))),
        (WAYS[3], (6.75 / 3, 4.0 / 3, -5.0 / 3)),
    ],
)
def test_a_gradient_worked_on_paper(way: Hyperparameters, expected: tuple[float, float, float]) -> None:
    x, y = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0], [3.0], [2.0]])
    assert numbers_of(chain_rule(x, y, np.array([1.0]), 0.5, way)) == pytest.approx(expected)


@given(problems(), st.sampled_from(WAYS))
def test_chain_rule_is_what_autograd_says(problem: Problem, way: Hyperparameters) -> None:
    answer = chain_rule(*problem, way)
    assert numbers_of(answer) == pytest.approx(numbers_of(autograd(*problem, way)), rel=1e-12)


@pytest.mark.parametrize("weight", [0.0, -0.0])
def test_at_exactly_zero_the_clamp_lets_the_gradient_through_as_autograd_does(weight: float) -> None:
    x, y = np.array([[3.0], [-1.0], [0.0]]), np.array([1.0, 3.0, 4.0])
    for way in WAYS[:2]:
        expected = autograd(x, y, np.array([weight]), 0.5, way)
        assert expected[1][0] != 0.0
        assert numbers_of(chain_rule(x, y, np.array([weight]), 0.5, way)) == pytest.approx(numbers_of(expected))


@every_way
def test_chain_rule_is_the_slope_of_the_loss(way: Hyperparameters) -> None:
    """Central differences (L(θ + h) - L(θ - h)) / 2h of a loss that is written out here, of three features."""
    random = np.random.default_rng(0)
    x, y = random.normal(size=(20, 3)), random.normal(size=20)
    parameters = random.normal(size=4)
    assert np.abs(x @ parameters[:-1]).min() > 1e-4  # no row at the clamp's corner

    def loss(parameters: np.ndarray) -> float:
        passed = x @ parameters[:-1]
        if way.activation == "clamp":
            passed = np.where(passed > 0.0, passed, 0.0)
        squares = (passed + parameters[-1] - y) ** 2
        return float(squares.sum() if way.reduction == "sum" else squares.mean())

    h = 1e-5
    slopes = [(loss(parameters + step) - loss(parameters - step)) / (2 * h) for step in h * np.eye(4)]
    answer = chain_rule(x, y, parameters[:-1], parameters[-1], way)
    assert answer[0] == pytest.approx(loss(parameters))
    assert np.hstack(answer[1:]) == pytest.approx(slopes, rel=1e-6, abs=1e-8)


# The sums


@given(problems(), st.lists(QUARTERS, min_size=12, max_size=12))
def test_sums_of_a_line_say_what_the_chain_rule_says(problem: Problem, numbers: list[float]) -> None:
    x, y, _, _ = problem
    assert_sums_agree(x, y, np.reshape(numbers, (3, 4))[:, : x.shape[1]], np.array(numbers[-3:]), "identity")


@given(problems(features=1), QUARTERS)
def test_sums_of_a_clamped_line_say_what_the_chain_rule_says(problem: Problem, weight: float) -> None:
    x, y, _, bias = problem
    weights = np.array([weight, -weight, 0.0, -0.0])[:, np.newaxis]
    assert_sums_agree(x, y, weights, bias + np.arange(4.0), "clamp")


def assert_sums_agree(x: np.ndarray, y: np.ndarray, weights: np.ndarray, biases: np.ndarray, activation: str) -> None:
    sums = Sums.of(x, y, ACTIVATIONS[activation])
    weight_gradients, bias_gradients = sums.gradients(weights, biases)
    by_sums = np.column_stack([sums.losses(weights, biases), weight_gradients, bias_gradients])
    way = Hyperparameters(activation=activation)
    by_rows = [numbers_of(chain_rule(x, y, w, b, way)) for w, b in zip(weights, biases.tolist(), strict=True)]
    assert by_sums == pytest.approx(np.array(by_rows), rel=1e-10, abs=1e-10)


@given(problems(features=1), QUARTERS, st.sampled_from(sorted(ACTIVATIONS)))
def test_the_three_sums_of_one_weight_are_over_the_rows_that_count(problem: Problem, w: float, activation: str) -> None:
    x, y = problem[0][:, 0], problem[1]
    counts = (x * w >= 0.0) if activation == "clamp" else np.full(len(x), True)
    expected = [(x * x)[counts].sum(), x[counts].sum(), (x * y)[counts].sum()]
    assert Sums.of(problem[0], y, ACTIVATIONS[activation]).for_one_weight(w) == pytest.approx(expected)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("off", [0.0, 1e-7, 1e-3, -1.0])
def test_losses_survive_large_numbers_with_small_differences(off: float, activation: str) -> None:
    """Years: the terms of the multiplied-out loss are ten million times their sum. Against exact fractions."""
    x = np.arange(2000.0, 2025.0)[:, np.newaxis]
    y = 0.3 * x[:, 0] - 590.0 + np.sin(np.arange(25.0))
    w, b = np.polyfit(x[:, 0], y, 1) + np.array([off, 0.0])
    squares = (
        (max(passed, Fraction(0)) if activation == "clamp" else passed) + Fraction(b) - Fraction(target)
        for passed, target in zip((Fraction(value) * Fraction(w) for value in x[:, 0]), y, strict=True)
    )
    exact = float(sum(residual**2 for residual in squares))
    losses = Sums.of(x, y, ACTIVATIONS[activation]).losses(np.array([[w]]), np.array([b]))
    assert losses[0] == pytest.approx(exact, rel=1e-11)


class Enough(Exception):
    """What a listener says who wants the training to end."""


@pytest.mark.parametrize(
    ("features", "activation", "reads_once"), [(1, "clamp", True), (3, "identity", True), (3, "clamp", False)]
)
def test_sums_replace_the_rows_wherever_they_can(features: int, activation: str, reads_once: bool) -> None:
    """The rows are spoilt while it trains: whoever has read them once never notices."""
    dataset = mixed_signs(features)
    hyperparameters = Hyperparameters(epochs=1_000_000, activation=activation, learning_rate=1e-4)
    x, y = torch.from_numpy(dataset.features.copy()), torch.from_numpy(dataset.target.copy())
    neuron = Neuron(torch.full((features, 1), 0.5), torch.zeros(1, 1), ACTIVATIONS[activation])
    told: list[float] = []

    def spoil(epoch: int, loss: float) -> None:
        told.append(loss)
        if len(told) == 2:
            raise Enough
        x.fill_(torch.nan)

    batches = Batches(x, y, None, torch.Generator())
    if reads_once:
        with pytest.raises(Enough):
            learn_by_hand(neuron, batches, hyperparameters, spoil)
        assert np.isfinite(told).all()
    else:
        _, diverged_at = learn_by_hand(neuron, batches, hyperparameters, spoil)
        assert diverged_at is not None


# Training


# Of activation, reduction, standardising and batch size: two ways for each set that differ in everything, and others
# for the next set, so that any two choices of different kinds meet.
HALVES = [*product(("clamp",), ("sum", "mean"), (False, True), (None, 8))]
OPPOSITE = {"clamp": "identity", "sum": "mean", "mean": "sum", False: True, True: False, None: 8, 8: None}
PAIRS = [
    (dataset, choices)
    for index, dataset in enumerate(known_datasets())
    for half in [HALVES[index % len(HALVES)]]
    for choices in (half, tuple(OPPOSITE[choice] for choice in half))
]


@pytest.mark.parametrize(("dataset", "choices"), PAIRS, ids=name_of)
def test_training_by_hand_goes_where_autograd_goes(
    dataset: Dataset, choices: tuple[str, str, bool, int | None]
) -> None:
    activation, reduction, standardize, batch_size = choices
    settings = Hyperparameters(
        epochs=40, seed=3, activation=activation, reduction=reduction, standardize=standardize, batch_size=batch_size
    )
    settings = replace(settings, learning_rate=stable_rate(dataset, settings))
    by_autograd = train(dataset, settings)
    by_hand = train(dataset, replace(settings, gradients="by_hand"))
    assert by_hand.weights[0].tolist() == by_autograd.weights[0].tolist()
    assert by_hand.biases[0] == by_autograd.biases[0]
    assert_same_to_float32(by_hand, by_autograd, dataset, reduction)


@every_way
@pytest.mark.parametrize(("features", "start"), [(1, None), (1, 0.0), (3, -0.5)])
def test_every_row_is_one_step_of_float64_autograd_from_the_row_before(
    features: int, start: float | None, way: Hyperparameters
) -> None:
    dataset = mixed_signs(features)
    settings = replace(way, epochs=60, initial_weight=start, gradients="by_hand")
    settings = replace(settings, learning_rate=stable_rate(dataset, settings))
    history = train(dataset, settings)
    if (features, start, way.activation) == (1, None, "clamp"):
        assert history.weights[0] > 0.0 > history.weights[-1]  # on its way it went through the corner

    x, y = (values.astype(np.float32).astype(np.float64) for values in (dataset.features, dataset.target))
    assert len(history) == 61
    for epoch, (weight, bias) in enumerate(zip(history.weights, history.biases, strict=True)):
        expected = numbers_of(autograd(x, y, weight, bias, way))
        row = np.hstack([history.losses[epoch], history.weight_gradients[epoch], history.bias_gradients[epoch]])
        assert row == pytest.approx(expected, rel=1e-9, abs=1e-9)
        if epoch < 60:
            step = settings.learning_rate * expected[1:]
            after = np.hstack([history.weights[epoch + 1], history.biases[epoch + 1]])
            assert after == pytest.approx(np.hstack([weight, bias]) - step, rel=1e-11, abs=1e-11)


def test_articles_run_ends_at_least_squares() -> None:
    history = train(ARTICLE, Hyperparameters(gradients="by_hand"))
    x, y = (values.astype(np.float32).astype(np.float64) for values in (ARTICLE.features, ARTICLE.target[:, 0]))
    (weight, bias), (loss,), _, _ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)
    assert len(history) == 4001
    assert history.weights[-1, 0] == pytest.approx(weight, rel=1e-8)
    assert history.biases[-1] == pytest.approx(bias, rel=1e-8)
    assert history.losses[-1] == pytest.approx(loss, rel=1e-9)


def test_a_dead_neuron_repeats_itself_at_the_mean() -> None:
    """Just past the largest stable rate w goes below 0, where no row of the article's data gets through."""
    history = train(ARTICLE, Hyperparameters(learning_rate=0.0013, gradients="by_hand"))
    assert history.weights[-1, 0] == pytest.approx(-0.00206, abs=1e-5)
    assert history.biases[-1] == pytest.approx(ARTICLE.target.mean(), rel=1e-6)
    assert history.losses[-1] == pytest.approx(np.square(ARTICLE.target - ARTICLE.target.mean()).sum(), rel=1e-6)
    assert history.weight_gradients[-1, 0] == 0.0
    assert history.diverged_at is None

    states = list(zip(history.weights[:, 0].tolist(), history.biases.tolist(), strict=True))
    first = next(epoch for epoch, state in enumerate(states) if state in states[:epoch])
    assert history.repeats_from == first
    period = first - states.index(states[first])
    assert states[first:] == states[first - period : -period]


@pytest.mark.parametrize("gradients", ["autograd", "by_hand"])
def test_shuffled_batches_never_claim_to_repeat_themselves(gradients: str) -> None:
    """On the exact line nothing moves. With full batches that is for ever; of the next shuffle it is not known."""
    dataset = Dataset(np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([1.0, 2.0, 3.0, 4.0]), ("x",))
    settings = Hyperparameters(epochs=5, initial_weight=1.0, initial_bias=0.0, gradients=gradients)
    assert train(dataset, settings).repeats_from == 1
    assert train(dataset, replace(settings, batch_size=2)).repeats_from is None


@pytest.mark.parametrize(
    ("dataset", "activation", "reduction", "batch_size", "too_fast"),
    [
        (ARTICLE, "identity", "sum", None, 2.04),  # slowly: some thousand epochs
        (ARTICLE, "identity", "mean", None, 20.0),
        (ARTICLE, "identity", "sum", 8, 100.0),
        (ARTICLE, "identity", "mean", 8, 100.0),
        (mixed_signs(1), "clamp", "sum", None, 4.0),
        (mixed_signs(1), "clamp", "mean", None, 4.0),
        (mixed_signs(3), "identity", "mean", None, 4.0),
        (mixed_signs(3), "clamp", "sum", None, 6.0),
    ],
    ids=name_of,
)
def test_divergence_is_noticed_where_autograd_notices_it(
    dataset: Dataset, activation: str, reduction: str, batch_size: int | None, too_fast: float
) -> None:
    settings = Hyperparameters(activation=activation, batch_size=batch_size, reduction=reduction)
    settings = replace(settings, learning_rate=too_fast * stable_rate(dataset, settings))
    by_autograd = train(dataset, settings)
    history = train(dataset, replace(settings, gradients="by_hand"))
    assert by_autograd.diverged_at is not None
    assert history.diverged_at == len(history)
    assert abs(history.diverged_at - by_autograd.diverged_at) <= 1
    assert history.repeats_from is None
    for values in (history.losses, history.weights, history.biases, history.weight_gradients, history.bias_gradients):
        assert (np.abs(values) <= FLOAT32_MAX).all()


def test_a_start_that_float32_cannot_hold_is_refused_in_the_same_words() -> None:
    dataset = Dataset(np.array([[1e15], [-1e15]]), np.array([1.0, 2.0]), ("x",))
    complaints = []
    for gradients in ("autograd", "by_hand"):
        with pytest.raises(DatasetError) as caught:
            train(dataset, Hyperparameters(initial_weight=1e6, gradients=gradients))
        complaints.append(str(caught.value))
    assert complaints[0] == complaints[1]
