"""Rows kept from training, against the split and the sums done by hand."""

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.data.held_out import hold_out

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(40, 2))
DATASET = Dataset(X, X @ [[2.0], [-1.0]] + RANDOM.normal(size=(40, 1)), ("a", "b"))


def rows(features: np.ndarray, target: np.ndarray) -> set[tuple[float, ...]]:
    return {tuple(row) for row in np.column_stack([features, target])}


def test_every_row_is_either_trained_on_or_kept() -> None:
    training, kept = hold_out(DATASET, 0.25, seed=3)
    assert kept is not None
    assert (training.rows, kept.rows) == (30, 10)
    used, unused = rows(training.features, training.target), rows(kept.features, kept.target)
    assert not used & unused
    assert used | unused == rows(DATASET.features, DATASET.target)


def test_the_seed_draws_the_rows() -> None:
    drawn = {seed: hold_out(DATASET, 0.25, seed)[1] for seed in (3, 4)}
    again = hold_out(DATASET, 0.25, 3)[1]
    assert drawn[3] is not None and drawn[4] is not None and again is not None
    assert np.array_equal(drawn[3].features, again.features) and drawn[3].fingerprint == again.fingerprint
    assert drawn[3].fingerprint != drawn[4].fingerprint


@pytest.mark.parametrize("share", [0.0, 0.01])
def test_too_small_a_share_keeps_nothing(share: float) -> None:
    assert hold_out(DATASET, share, seed=0) == (DATASET, None)


def test_nothing_is_kept_where_no_line_could_be_learned_from_the_rest() -> None:
    two = Dataset(np.array([[1.0], [2.0]]), np.array([1.0, 2.0]), ("x",))
    assert hold_out(two, 0.5, seed=0) == (two, None)


@pytest.mark.parametrize("standardize", [True, False])
def test_losses_and_r_squared_are_those_of_the_kept_rows(standardize: bool) -> None:
    training, kept = hold_out(DATASET, 0.25, seed=3)
    assert kept is not None
    chosen = Hyperparameters(learning_rate=0.002, epochs=30, activation="identity", standardize=standardize)
    history = train(training, chosen)
    run = Run(dataset=training, held_out=kept, hyperparameters=chosen, history=history)
    scaled = kept.features
    if standardize:
        scaled = (kept.features - training.features.mean(axis=0)) / training.features.std(axis=0)
    for epoch in (0, 7, 30):
        residuals = scaled @ history.weights[epoch] + history.biases[epoch] - kept.target[:, 0]
        expected = (residuals**2).sum() / 10
        assert run.held_out_losses(np.array([epoch]))[0] == pytest.approx(expected)
    total = ((kept.target - kept.target.mean()) ** 2).sum()
    assert run.held_out_r_squared == pytest.approx(1 - (residuals**2).sum() / total)
