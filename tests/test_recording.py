"""The notes of a training: a row for every epoch, measured where no pass did, and copied where nothing new can come."""

from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.learning.activation import ACTIVATIONS
from perceptron.learning.batches import Batches, in_float32
from perceptron.learning.neuron import Neuron
from perceptron.learning.recording import LOOKED_BACK, Recorder

X = torch.tensor([[1.0, 0.5], [2.0, -1.0], [-3.0, 0.25]])
Y = torch.tensor([[1.0], [0.0], [2.0]])
POINTS = Dataset(X.numpy(), Y.numpy(), ("a", "b"))


def state(number: int) -> list[float]:
    """Two weights, back every 7 and every 5 numbers, and a bias that never comes back; float32 has the digits."""
    return [(number % 7) / 8, (number % 5) / 4, -number / 32]


def measured(weights: np.ndarray, bias: float, x: np.ndarray, y: np.ndarray) -> list[float]:
    """Loss, state and gradient of one state in float64, by the formulas for the clamp and the sum."""
    sums = x @ weights
    residual = np.maximum(sums, 0) + bias - y
    return [residual @ residual, *weights, bias, *(2 * (residual * (sums >= 0)) @ x), 2 * residual.sum()]


def recorded(
    path: Iterator[int], hyperparameters: Hyperparameters, x: torch.Tensor = X, y: torch.Tensor = Y
) -> tuple[np.ndarray, int | None, int]:
    """The rows of a neuron that is moved from state to state by us, where they broke, and how many epochs it took."""
    neuron = Neuron(torch.zeros(2, 1), torch.zeros(1, 1), ACTIVATIONS["clamp"])

    def move() -> None:
        *weights, bias = state(next(path))
        with torch.no_grad():
            neuron.weight[:, 0] = torch.tensor(weights)
            neuron.bias[0, 0] = bias

    move()
    batches = Batches(x, y, hyperparameters.batch_size, torch.Generator())
    recorder = Recorder(neuron, batches, hyperparameters, None)
    computed, enough = 0, False
    while computed < hyperparameters.epochs and not enough:
        loss = (neuron.predict(X) - Y).pow(2).sum()
        loss.backward()
        gradient = neuron.weight.grad, neuron.bias.grad
        neuron.weight.grad = neuron.bias.grad = None
        move()
        computed, enough = computed + 1, recorder.has_enough(loss, gradient)
    return *recorder.rows_and_divergence(), computed


def round_and_round(way_there: int, period: int) -> Iterator[int]:
    """0, 1, 2, … and then the last `period` of these states for ever."""
    yield from range(way_there)
    yield from cycle(range(way_there, way_there + period))


# Going round


def assert_goes_round(way_there: int, period: int, epochs: int) -> int:
    """Holds the rows against the whole path; how many epochs were computed."""
    rows, diverged_at, computed = recorded(round_and_round(way_there, period), Hyperparameters(epochs=epochs))
    path = islice(round_and_round(way_there, period), epochs + 1)
    states = [state(number) for number in path]
    x, y = POINTS.features, POINTS.target[:, 0]
    expected = [measured(np.array(weights), bias, x, y) for *weights, bias in states]
    assert diverged_at is None
    assert np.array_equal(rows[:, 1:4], states)
    np.testing.assert_allclose(rows, expected, rtol=1e-5, atol=1e-4)
    history = History.from_rows(rows, POINTS, Hyperparameters(epochs=epochs), diverged_at)
    assert history.repeats_from == (way_there + period if way_there + period <= epochs else None)
    return computed


@given(st.integers(0, 100), st.integers(1, 100), st.integers(1, 300))
def test_rows_are_those_of_the_path_whatever_cycle_it_ends_in(way_there: int, period: int, epochs: int) -> None:
    computed = assert_goes_round(way_there, period, epochs)
    # Noticed at the latest when the next few dozen epochs have been read.
    assert computed <= way_there + period + 64


def test_the_longest_cycle_that_is_looked_for_is_copied() -> None:
    assert assert_goes_round(10, LOOKED_BACK, 2000) < 10 + LOOKED_BACK + 64


def test_a_longer_one_is_computed_to_the_end_and_still_named() -> None:
    assert assert_goes_round(10, LOOKED_BACK + 1, 2000) == 2000


def test_a_state_that_comes_back_half_is_no_return() -> None:
    """Both weights are back after 35 epochs here, the bias never."""
    assert assert_goes_round(500, 1, 400) == 400


def test_in_mini_batches_a_return_means_nothing() -> None:
    rows, _, computed = recorded(round_and_round(0, 2), Hyperparameters(epochs=200, batch_size=2))
    assert computed == 200
    assert np.array_equal(rows[:, 1:4], [state(epoch % 2) for epoch in range(201)])


# Measuring


CLOUD = Dataset(
    features=np.random.default_rng(5).normal(size=(31, 3)) * [1.0, 3.0, 0.2],
    target=np.random.default_rng(6).normal(size=31),
    feature_names=("a", "b", "c"),
)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("activation", ["clamp", "identity"])
def test_in_mini_batches_every_row_is_what_a_look_at_all_rows_of_data_says(activation: str, reduction: str) -> None:
    """One state at a time, by autograd in float32; 75 epochs are two lots of 32, and some that are left over."""
    hyperparameters = Hyperparameters(
        epochs=75, batch_size=4, learning_rate=0.001, activation=activation, reduction=reduction
    )
    history = train(CLOUD, hyperparameters)
    x, y = map(torch.from_numpy, in_float32(CLOUD, hyperparameters))
    for epoch, (weights, bias) in enumerate(zip(history.weights, history.biases, strict=True)):
        neuron = Neuron(
            torch.tensor(weights[:, np.newaxis], dtype=torch.float32),
            torch.tensor([[bias]], dtype=torch.float32),
            ACTIVATIONS[activation],
        )
        squares = (neuron.predict(x) - y).pow(2)
        loss = squares.sum() if reduction == "sum" else squares.mean()
        loss.backward()
        assert history.losses[epoch] == pytest.approx(loss.item(), rel=1e-6)
        assert neuron.weight.grad is not None
        assert neuron.bias.grad is not None
        scale = float(np.abs(history.weight_gradients).max())
        assert history.weight_gradients[epoch] == pytest.approx(neuron.weight.grad[:, 0].numpy(), abs=1e-6 * scale)
        assert history.bias_gradients[epoch] == pytest.approx(neuron.bias.grad.item(), abs=1e-6 * scale)


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_last_row_is_measured_as_the_article_does_to_the_bit(reduction: str, batch_size: int | None) -> None:
    hyperparameters = Hyperparameters(epochs=70, batch_size=batch_size, learning_rate=0.001, reduction=reduction)
    history = train(CLOUD, hyperparameters)
    X, Y = map(torch.from_numpy, in_float32(CLOUD, hyperparameters))
    w1 = torch.tensor(history.weights[-1][:, np.newaxis], dtype=torch.float32, requires_grad=True)
    b1 = torch.tensor([[history.biases[-1]]], dtype=torch.float32, requires_grad=True)
    squares = (X.mm(w1).clamp(min=0).add(b1) - Y).pow(2)
    loss = squares.sum() if reduction == "sum" else squares.mean()
    loss.backward()
    assert w1.grad is not None
    assert b1.grad is not None
    assert history.losses[-1] == loss.item()
    assert history.weight_gradients[-1].tolist() == w1.grad[:, 0].tolist()
    assert history.bias_gradients[-1] == b1.grad.item()


def test_more_rows_than_fit_side_by_side_are_measured_in_parts() -> None:
    """Fifteen neurons of so many rows are measured at once; these are two such parts, a smaller one, and the end."""
    random = np.random.default_rng(1)
    x, y = random.normal(size=(260_000, 2)).astype(np.float32), random.normal(size=(260_000, 1)).astype(np.float32)
    rows, _, _ = recorded(
        iter(range(40)), Hyperparameters(epochs=32, batch_size=2), torch.from_numpy(x), torch.from_numpy(y)
    )
    states = [state(number) for number in range(33)]
    x, y = x.astype(np.float64), y[:, 0].astype(np.float64)
    expected = [measured(np.array(weights), bias, x, y) for *weights, bias in states[::4]]
    np.testing.assert_allclose(rows[::4], expected, rtol=1e-4, atol=1e-4 * len(x))
    assert np.array_equal(rows[:, 1:4], states)


def test_the_last_row_before_the_numbers_break_is_measured_alone_too() -> None:
    """The rows are measured in lots of 32; one of these runs breaks at the first row of a lot, others within one."""
    broke_at = []
    for rate in [0.0282, 0.02822, 0.02824, 0.02826, 0.02828, 0.0284, 0.03, 0.035, 0.04]:
        hyperparameters = Hyperparameters(epochs=300, batch_size=7, learning_rate=rate, activation="identity")
        history = train(CLOUD, hyperparameters)
        X, Y = map(torch.tensor, in_float32(CLOUD, hyperparameters))
        w1 = torch.tensor(history.weights[-1][:, np.newaxis], dtype=torch.float32)
        b1 = torch.tensor([[history.biases[-1]]], dtype=torch.float32)
        assert history.losses[-1] == (X.mm(w1).add(b1) - Y).pow(2).sum().item()
        broke_at.append(history.diverged_at)
    assert 32 in broke_at
