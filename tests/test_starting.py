"""Settings that suit a data set: with them it is learned, and what is said of them is so."""

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import IN_CI
from hypothesis import given
from hypothesis import strategies as st
from tables import TABLES

from perceptron import Dataset, Hyperparameters, diagnose, train
from perceptron.data.choosing import choose, first_choice
from perceptron.data.reading import read_table
from perceptron.insight.starting import suiting

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCES = {path.stem: path.read_bytes() for path in sorted(DATA.glob("*.csv"))}
# All of them take some ten seconds.
CHOSEN = sorted(TABLES) if IN_CI else sorted(TABLES)[::3]
TIME = np.arange(50.0)


def first_sight(content: bytes) -> Dataset:
    """What the page trains on after one click."""
    table = read_table(content)
    choice = choose(table, *first_choice(table), "days")
    return Dataset.from_frame(choice.frame, choice.features, choice.target)


def one_feature(x: np.ndarray, y: np.ndarray) -> Dataset:
    return Dataset(x[:, np.newaxis], y, ("x",))


def scaled(dataset: Dataset, hyperparameters: Hyperparameters) -> np.ndarray:
    """The features in the units of training, with a column of ones."""
    x = dataset.features
    if hyperparameters.standardize:
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    return np.column_stack([x, np.ones(len(x))])


def best_r_squared(dataset: Dataset) -> float:
    """By NumPy's solver, on columns of one scale."""
    y = dataset.target[:, 0] - dataset.target.mean()
    z = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    residuals = z @ np.linalg.lstsq(z, y, rcond=None)[0] - y
    return float(1 - residuals @ residuals / (y @ y))


def test_there_are_sixty_tables() -> None:
    assert len(TABLES) >= 60


def test_nearly_every_table_is_learned_at_first_sight() -> None:
    failed = []
    contents = SOURCES | {name: TABLES[name]() for name in CHOSEN}
    for name, content in contents.items():
        dataset = first_sight(content)
        picked = suiting(dataset).hyperparameters
        history = train(dataset, picked)
        residuals = history.predict(dataset.features) - dataset.target[:, 0]
        r_squared = 1 - np.square(residuals).mean() / dataset.target.var()
        kind = diagnose(dataset, picked, history).kind
        if kind not in ("converged", "still learning") or best_r_squared(dataset) - r_squared > 0.01:
            failed.append((name, kind, r_squared))
    assert len(failed) <= 0.05 * len(contents), failed


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["tree_by_year", "daily_energy", "taxi_fare"])
def test_another_start_arrives_as_well(name: str, seed: int) -> None:
    dataset = first_sight(SOURCES[name])
    picked = suiting(dataset, seed).hyperparameters
    assert picked.seed == seed
    history = train(dataset, picked)
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    assert best_r_squared(dataset) - (1 - np.square(residuals).mean() / dataset.target.var()) < 1e-5


@pytest.mark.parametrize("name", SOURCES)
def test_the_farthest_starts_arrive_too_step_by_step(name: str) -> None:
    """Gradient descent written out, from every corner of [0, 1) for the weights and the bias."""
    dataset = first_sight(SOURCES[name])
    picked = suiting(dataset).hyperparameters
    rows, y = scaled(dataset, picked), dataset.target[:, 0]
    for corner in np.ndindex(*[2] * rows.shape[1]):
        state = np.array(corner, dtype=np.float64)
        for _ in range(picked.epochs):
            state -= picked.learning_rate * 2 * rows.T @ (rows @ state - y)
        r_squared = 1 - np.square(rows @ state - y).mean() / y.var()
        assert best_r_squared(dataset) - r_squared < 1e-5


@pytest.mark.parametrize("name", SOURCES)
def test_the_numbers_in_the_sentence_are_those_of_the_data(name: str) -> None:
    dataset = first_sight(SOURCES[name])
    starting = suiting(dataset)
    picked, said = starting.hyperparameters, starting.reason
    assert starting.fingerprint == dataset.fingerprint
    raw = np.column_stack([dataset.features, np.ones(dataset.rows)])
    rows = scaled(dataset, picked)
    limit = 2 / np.linalg.eigvalsh(2 * rows.T @ rows)[-1]
    assert (
        f"rate {picked.learning_rate:g}, where {limit:.3g} is the largest stable one; {picked.epochs:,} epochs." in said
    )
    best = best_r_squared(dataset)
    shape = "line" if len(dataset.feature_names) == 1 else "plane"
    assert f"Tried by hand: R² {round(best, 4):.6g}; the best {shape} has {round(best, 4):.6g}." in said
    condition = re.search(r"its condition number is (\S+), and (\S+) afterwards", said)
    assert picked.standardize == (condition is not None)
    if condition:
        assert float(condition[1]) == pytest.approx(np.linalg.cond(raw) ** 2, rel=0.01)
        assert float(condition[2]) == pytest.approx(np.linalg.cond(rows) ** 2, rel=0.01)


@pytest.mark.parametrize(
    "name", ["houses", "diamonds", "share prices", "insurance", "eleven columns", "thirteen columns with holes"]
)
def test_all_columns_of_a_wide_table_are_learned_as_well(name: str) -> None:
    table = read_table(TABLES[name]())
    _, target = first_choice(table)
    others = [column.name for column in table.columns if column.kind == "number" and column.name != target]
    choice = choose(table, others, target, "days")
    dataset = Dataset.from_frame(choice.frame, choice.features, choice.target)
    history = train(dataset, suiting(dataset).hyperparameters)
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    assert best_r_squared(dataset) - (1 - np.square(residuals).mean() / dataset.target.var()) < 0.01


def test_many_rows_are_learned_by_their_mean_squares() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=4000)
    starting = suiting(one_feature(x, x + random.normal(size=4000)))
    assert starting.hyperparameters.reduction == "mean"
    assert "the mean of 4,000 squares" in starting.reason


def test_the_clamp_is_picked_where_y_bends_at_0() -> None:
    x = np.linspace(-5, 5, 40)
    dataset = one_feature(x, 2 * np.maximum(x, 0) + 1)
    starting = suiting(dataset)
    history = train(dataset, starting.hyperparameters)
    assert starting.hyperparameters.activation == "clamp" and "the clamp, because y bends" in starting.reason
    assert history.weights[-1, 0] == pytest.approx(2, abs=0.01) and history.biases[-1] == pytest.approx(1, abs=0.02)
    # Nothing that falls bends so.
    assert suiting(one_feature(x, -np.abs(x))).hyperparameters.activation == "identity"


def test_a_y_far_from_0_is_learned_by_hand_where_float32_would_stop_short() -> None:
    y = 50_000_000 + 40 * TIME
    dataset = one_feature(TIME, y)
    picked = suiting(dataset).hyperparameters
    assert picked.gradients == "by_hand"
    assert train(dataset, picked).losses[-1] < 1e-3 * np.square(y - y.mean()).sum()


def test_a_y_that_float32_cannot_tell_apart_is_said_to_be_so() -> None:
    reason = suiting(one_feature(TIME, 1e9 + 1e-3 * TIME)).reason
    assert "seven digits are too few for this y: subtract 1e+09" in reason
    assert "seven digits" not in suiting(one_feature(TIME, 1e3 + TIME)).reason


def test_columns_that_follow_from_one_another_are_learned_as_far_as_it_goes() -> None:
    random = np.random.default_rng(0)
    common = random.normal(size=(300, 1))
    features = common + 1e-4 * random.normal(size=(300, 6))
    dataset = Dataset(features, features.sum(axis=1) + random.normal(size=300), tuple("abcdef"))
    starting = suiting(dataset)
    history = train(dataset, starting.hyperparameters)
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    assert best_r_squared(dataset) - (1 - np.square(residuals).mean() / dataset.target.var()) < 0.01
    assert starting.hyperparameters.gradients == "by_hand"
    assert "its columns nearly follow from one another" in starting.reason


wild = st.one_of(st.floats(-1e15, 1e15), st.sampled_from([0.0, 1.0, 0.1 + 0.2, 0.3, 5e-324, 1e-30, 1.7e9]))


@given(st.lists(st.tuples(wild, wild, wild), min_size=2, max_size=8), st.booleans())
def test_any_data_set_gets_settings_and_a_sentence(rows: list[tuple[float, float, float]], single: bool) -> None:
    values = np.array(rows)
    spread = np.ptp(values[:, :2], axis=0)
    # What a data set is not made of.
    if (spread < 1e-100).any():
        return
    features = values[:, :1] if single else values[:, :2]
    dataset = Dataset(features, values[:, 2], ("a", "b")[: features.shape[1]])
    starting = suiting(dataset)
    assert starting.reason.startswith("Picked for this data: ")
    assert not re.search(r"\b(nan|inf)\b", starting.reason)
    history = train(dataset, starting.hyperparameters)
    assert history.diverged_at is None
