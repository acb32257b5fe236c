"""A history keeps what happened: read-only, through a pickle too, and it says what the neuron would predict."""

import pickle
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.learning.history import first_repetition

ARTICLE = Dataset.from_csv(Path(__file__).resolve().parent.parent / "data" / "article.csv")
TWO = Dataset(
    features=np.random.default_rng(1).uniform([100.0, -1.0], [900.0, 1.0], size=(20, 2)),
    target=np.random.default_rng(2).normal(size=20),
    feature_names=("far", "near"),
    target_name="out",
)
RAW = train(ARTICLE, Hyperparameters(epochs=40))
STANDARDISED = train(TWO, Hyperparameters(epochs=40, standardize=True, learning_rate=0.01))
UNCLAMPED = train(TWO, Hyperparameters(epochs=40, standardize=True, learning_rate=0.01, activation="identity"))
ARRAYS = [field.name for field in fields(History) if isinstance(getattr(RAW, field.name), np.ndarray)]


def by_hand(history: History, dataset: Dataset, epoch: int) -> tuple[list[float], list[float]]:
    """The weighted sums and the predictions, number by number from the raw features."""
    sums, predictions = [], []
    columns = dataset.features.T
    for row in dataset.features:
        total = 0.0
        for index, x in enumerate(row):
            if history is not RAW:
                x = (x - sum(columns[index]) / len(columns[index])) / np.sqrt(np.var(columns[index]))
            total += x * history.weights[epoch, index]
        sums.append(total)
        if history.activation == "clamp" and total < 0:
            total = 0.0
        predictions.append(total + history.biases[epoch])
    return sums, predictions


@pytest.mark.parametrize(
    ("history", "dataset"), [(RAW, ARTICLE), (STANDARDISED, TWO), (UNCLAMPED, TWO)], ids=["raw", "clamp", "identity"]
)
@pytest.mark.parametrize("epoch", [0, 7, -1])
def test_sums_and_predictions_follow_the_formula_in_data_units(history: History, dataset: Dataset, epoch: int) -> None:
    sums, predictions = by_hand(history, dataset, epoch)
    np.testing.assert_allclose(history.weighted_sums(dataset.features, epoch), sums, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(history.predict(dataset.features, epoch), predictions, rtol=1e-9, atol=1e-12)


def test_the_clamp_shows_in_predictions_of_standardised_features() -> None:
    sums = STANDARDISED.weighted_sums(TWO.features)
    assert 0 < (sums < 0).sum() < len(sums)
    flat = STANDARDISED.predict(TWO.features)[sums < 0]
    assert np.array_equal(flat, np.full(len(flat), STANDARDISED.biases[-1]))


def test_without_an_epoch_the_last_one_predicts() -> None:
    assert np.array_equal(RAW.predict(ARTICLE.features), RAW.predict(ARTICLE.features, 40))
    assert not np.array_equal(RAW.predict(ARTICLE.features), RAW.predict(ARTICLE.features, 0))


def test_it_predicts_for_features_it_has_never_seen() -> None:
    assert RAW.predict(np.array([[0.0], [-5.0]])).tolist() == [RAW.biases[-1], RAW.biases[-1]]


@pytest.mark.parametrize("history", [RAW, STANDARDISED, UNCLAMPED])
def test_a_rows_loss_is_that_of_its_own_weights(history: History) -> None:
    dataset = ARTICLE if history is RAW else TWO
    for epoch in (0, 1, 40):
        residuals = history.predict(dataset.features, epoch) - dataset.target[:, 0]
        assert history.losses[epoch] == pytest.approx(float((residuals**2).sum()), rel=1e-5)


def test_the_line_in_data_units_is_the_same_where_nothing_was_standardised() -> None:
    assert np.array_equal(RAW.weights_in_data_units, RAW.weights)
    assert np.array_equal(RAW.biases_in_data_units, RAW.biases)


def test_the_line_in_data_units_draws_the_predictions() -> None:
    line = TWO.features @ UNCLAMPED.weights_in_data_units[9] + UNCLAMPED.biases_in_data_units[9]
    np.testing.assert_allclose(line, by_hand(UNCLAMPED, TWO, 9)[1], rtol=1e-9)


def test_there_is_one_row_more_than_epochs_and_row_0_is_epoch_0() -> None:
    assert len(RAW) == 41
    assert RAW.epoch.tolist() == list(range(41))


def test_the_shapes_are_one_row_an_epoch_and_one_column_a_feature() -> None:
    assert STANDARDISED.weights.shape == STANDARDISED.weight_gradients.shape == (41, 2)
    assert STANDARDISED.losses.shape == STANDARDISED.biases.shape == STANDARDISED.bias_gradients.shape == (41,)
    assert all(getattr(STANDARDISED, name).dtype == np.float64 for name in ARRAYS)


@pytest.mark.parametrize("name", ARRAYS)
def test_no_array_can_be_written_to(name: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        getattr(RAW, name)[...] = 0.0


@pytest.mark.parametrize("history", [RAW, train(ARTICLE), train(ARTICLE, Hyperparameters(learning_rate=1.0))])
def test_a_pickle_brings_back_an_equal_history_that_is_still_read_only(history: History) -> None:
    assert history.epoch[0] == 0  # what was worked out before the pickle travels with it
    back = pickle.loads(pickle.dumps(history))
    for name in ARRAYS:
        assert np.array_equal(getattr(back, name), getattr(history, name))
        assert not getattr(back, name).flags.writeable
    others = [field.name for field in fields(History) if field.name not in ARRAYS]
    assert [getattr(back, name) for name in others] == [getattr(history, name) for name in others]
    assert np.array_equal(back.predict(ARTICLE.features), history.predict(ARTICLE.features))


def test_the_table_has_one_row_an_epoch_and_the_numbers_of_the_arrays() -> None:
    frame = RAW.to_frame()
    assert list(frame.columns) == ["epoch", "loss", "weight", "bias", "weight_gradient", "bias_gradient"]
    columns = [RAW.epoch, RAW.losses, RAW.weights[:, 0], RAW.biases, RAW.weight_gradients[:, 0], RAW.bias_gradients]
    assert frame.to_numpy().tolist() == [list(row) for row in zip(*columns, strict=True)]
    assert frame["epoch"].dtype == np.int64


def test_the_table_numbers_the_columns_of_several_weights() -> None:
    frame = STANDARDISED.to_frame()
    assert list(frame.columns) == [
        *("epoch", "loss", "weight_1", "weight_2", "bias"),
        *("weight_gradient_1", "weight_gradient_2", "bias_gradient"),
    ]
    assert frame["weight_2"].tolist() == STANDARDISED.weights[:, 1].tolist()
    assert frame["weight_gradient_2"].tolist() == STANDARDISED.weight_gradients[:, 1].tolist()


def test_changing_the_table_leaves_the_history_as_it_was() -> None:
    frame = RAW.to_frame()
    before = RAW.losses.copy()
    frame.loc[0, "loss"] = -1.0
    assert np.array_equal(RAW.losses, before)


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10), st.integers(0, 30))
def test_the_first_repetition_is_found(successors: list[int], steps: int) -> None:
    """Any map of ten states onto themselves, walked some steps."""
    walk = [0]
    for _ in range(steps):
        walk.append(successors[walk[-1]])
    expected = next(
        ((epoch, epoch - walk.index(state)) for epoch, state in enumerate(walk) if state in walk[:epoch]),
        (None, None),
    )
    assert first_repetition(np.array(walk, dtype=np.float64)[:, np.newaxis]) == expected
