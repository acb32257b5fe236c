"""`train` against loops written out here: the article's own, and one for every setting that the article lacks."""

import inspect
import math
import time
import tracemalloc
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from perceptron import Dataset, DatasetError, History, Hyperparameters, train
from perceptron.learning import training
from perceptron.learning.batches import Batches, in_float32
from perceptron.learning.hyperparameters import Gradients
from perceptron.learning.training import learn

DATA = Path(__file__).resolve().parent.parent / "data"
ARTICLE = Dataset.from_csv(DATA / "article.csv")
YEARS = Dataset.from_csv(DATA / "tree_by_year.csv")
CLOUD = Dataset(
    features=np.random.default_rng(5).normal(size=(30, 3)) * [1.0, 3.0, 0.2] + [0.5, -1.0, 0.0],
    target=np.random.default_rng(6).normal(size=30),
    feature_names=("a", "b", "c"),
)

# Rows of (loss, weights, bias, weight gradients, bias gradient), and what `train` says in the same order.
Rows = np.ndarray


def rows_of(history: History) -> Rows:
    return np.column_stack(
        [history.losses, history.weights, history.biases, history.weight_gradients, history.bias_gradients]
    )


@cache
def article_loop(seed: int, learning_rate: float) -> Rows:
    """The article's code: global randomness, zeroed gradients and all. Row t is what it sees after t updates."""
    X_train = torch.tensor(ARTICLE.features, dtype=torch.float32)
    Y_train = torch.tensor(ARTICLE.target, dtype=torch.float32)
    torch.manual_seed(seed)
    w1 = torch.rand(1, 1, requires_grad=True)
    b1 = torch.rand(1, 1, requires_grad=True)
    rows = []
    for _ in range(4001):
        y_pred = X_train.mm(w1).clamp(min=0).add(b1)
        loss = (y_pred - Y_train).pow(2).sum()
        loss.backward()
        rows.append([loss.item(), w1.item(), b1.item(), w1.grad.item(), b1.grad.item()])
        with torch.no_grad():
            w1 -= learning_rate * w1.grad
            b1 -= learning_rate * b1.grad
            w1.grad.zero_()
            b1.grad.zero_()
    return np.array(rows)


def loop(dataset: Dataset, hyperparameters: Hyperparameters) -> Rows:
    """One neuron in float32 with its gradient by formula instead of autograd, written without a look at the package.

    Row t is measured on all rows after t epochs, as far as the numbers are finite.
    """
    random = torch.Generator().manual_seed(hyperparameters.seed)
    d = dataset.features.shape[1]
    weight = torch.rand(d, generator=random).numpy()
    bias = torch.rand(1, generator=random).numpy()
    if hyperparameters.initial_weight is not None:
        weight[:] = hyperparameters.initial_weight
    if hyperparameters.initial_bias is not None:
        bias[:] = hyperparameters.initial_bias
    x, y = dataset.features, dataset.target[:, 0].astype(np.float32)
    if hyperparameters.standardize:
        x = (x - np.mean(x, axis=0)) / np.std(x, axis=0)
    x = x.astype(np.float32)
    rate = np.float32(hyperparameters.learning_rate)

    def look(chosen: np.ndarray) -> tuple[float, np.ndarray, float]:
        share = np.float32(1 if hyperparameters.reduction == "sum" else 1 / len(chosen))
        weighted_sum = x[chosen] @ weight
        is_open = np.ones(len(chosen), dtype=bool) if hyperparameters.activation == "identity" else weighted_sum >= 0
        residual = np.where(is_open, weighted_sum, 0) + bias - y[chosen]
        return share * (residual @ residual), share * 2 * (residual * is_open) @ x[chosen], share * 2 * residual.sum()

    everything, rows = np.arange(dataset.rows), []
    for _ in range(hyperparameters.epochs + 1):
        with np.errstate(all="ignore"):
            loss, weight_gradient, bias_gradient = look(everything)
            row = [loss, *weight, *bias, *weight_gradient, bias_gradient]
            if not np.isfinite(row).all():
                break
            rows.append(row)
            batches = [everything]
            if hyperparameters.batch_size is not None and hyperparameters.batch_size < dataset.rows:
                order = torch.randperm(dataset.rows, generator=random).numpy()
                starts = range(0, dataset.rows, hyperparameters.batch_size)
                batches = [order[start : start + hyperparameters.batch_size] for start in starts]
            for batch in batches:
                _, weight_gradient, bias_gradient = look(batch)
                weight = weight - rate * weight_gradient
                bias = bias - rate * bias_gradient
    return np.array(rows, dtype=np.float64)


def assert_same_run(dataset: Dataset, hyperparameters: Hyperparameters, rel: float = 2e-4) -> None:
    """To float32 rounding: the loop here adds in another order."""
    ours, theirs = rows_of(train(dataset, hyperparameters)), loop(dataset, hyperparameters)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=rel, atol=rel * np.abs(theirs).max(axis=0).min())


# The lesson


def test_the_lesson_is_five_moves_within_one_look() -> None:
    """From the first line of the loop to the clearing of the gradients, for readers of the code."""
    lines = [line.strip() for line in inspect.getsource(learn).splitlines()]
    moves = [
        "for _ in range(hyperparameters.epochs):",
        "prediction = neuron.predict(x)",
        'loss = squares.sum() if hyperparameters.reduction == "sum" else squares.mean()',
        "loss.backward()",
        "weight -= learning_rate * weight.grad",
        "bias -= learning_rate * bias.grad",
        "weight.grad = bias.grad = None",
    ]
    places = [lines.index(move) for move in moves]
    assert places == sorted(places)
    assert places[-1] - places[0] < 30
    assert "with torch.no_grad():" in lines[places[3] : places[4]]


# The article's run, bit for bit


@cache
def article_run(seed: int, learning_rate: float) -> History:
    return train(ARTICLE, Hyperparameters(seed=seed, learning_rate=learning_rate))


@pytest.mark.parametrize(("seed", "learning_rate"), [(0, 0.001), (7, 0.0013), (0, 0.0005), (42, 0.001)])
def test_every_number_of_the_run_is_what_the_articles_loop_computes(seed: int, learning_rate: float) -> None:
    history = article_run(seed, learning_rate)
    assert len(history) == 4001
    assert np.array_equal(rows_of(history), article_loop(seed, learning_rate))


def test_the_defaults_are_the_articles_settings() -> None:
    assert np.array_equal(rows_of(train(ARTICLE)), article_loop(0, 0.001))


def test_the_run_ends_where_the_article_ends() -> None:
    history = article_run(0, 0.001)
    # Two machines add up in different orders, so the last digits may differ.
    assert history.weights[-1, 0] == pytest.approx(0.17507315, abs=2e-7)
    assert history.biases[-1] == pytest.approx(1.40449321, abs=2e-6)
    assert history.losses[-1] == pytest.approx(6.11989689, abs=3e-6)


def test_just_past_the_stable_rate_the_neuron_dies_with_the_mean_of_y() -> None:
    history = train(ARTICLE, Hyperparameters(learning_rate=0.0013))
    assert history.weights[-1, 0] == pytest.approx(-0.00206, abs=5e-6)
    assert history.biases[-1] == pytest.approx(ARTICLE.target.mean(), abs=1e-5)
    assert history.losses[-1] == pytest.approx(np.square(ARTICLE.target - ARTICLE.target.mean()).sum(), rel=1e-5)


@pytest.mark.parametrize("learning_rate", [0.001, 0.0005])
def test_repeats_from_is_the_first_state_that_was_there_before(learning_rate: float) -> None:
    states = [tuple(row) for row in article_loop(0, learning_rate)[:, 1:3]]
    earliest: dict[tuple[float, ...], int] = {}
    first = next(t for t, state in enumerate(states) if earliest.setdefault(state, t) < t)
    assert 0 < first < 4000
    assert article_run(0, learning_rate).repeats_from == first


def test_a_run_that_never_returns_repeats_from_nowhere() -> None:
    assert train(ARTICLE, Hyperparameters(epochs=1000)).repeats_from is None


def test_mini_batches_never_claim_to_repeat() -> None:
    """The same state meets other batches next time, so it says nothing about what comes."""
    still = Hyperparameters(learning_rate=1e-30, epochs=100, batch_size=5)
    assert train(ARTICLE, still).repeats_from is None
    assert train(ARTICLE, replace(still, batch_size=None)).repeats_from == 1


# Every other setting, against the loop written out here


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"reduction": "mean", "learning_rate": 0.02},
        {"activation": "identity"},
        {"activation": "identity", "learning_rate": 0.0013},
        {"standardize": True, "activation": "identity", "learning_rate": 0.01},
        {"standardize": True, "learning_rate": 0.01},
        {"initial_weight": 2.5, "initial_bias": -3.0},
        {"initial_weight": -1.0},
        {"initial_bias": 7.0, "seed": 3},
        {"batch_size": 4, "seed": 8},
        {"batch_size": 2, "learning_rate": 0.0003},
        {"batch_size": 24, "reduction": "mean", "learning_rate": 0.005},
        {"batch_size": 25},
        {"batch_size": 26},
    ],
    ids=str,
)
def test_a_setting_does_what_an_independent_loop_does(changes: dict[str, object]) -> None:
    assert_same_run(ARTICLE, replace(Hyperparameters(epochs=120), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"activation": "identity"},
        {"standardize": True, "reduction": "mean", "learning_rate": 0.1},
        {"batch_size": 7, "activation": "identity", "seed": 2},
        {"initial_weight": 0.5, "initial_bias": 0.25},
    ],
    ids=str,
)
def test_several_features_each_learn_their_own_weight(changes: dict[str, object]) -> None:
    assert_same_run(CLOUD, replace(Hyperparameters(epochs=80), **changes))


def test_a_batch_of_all_rows_is_a_full_batch_bit_for_bit() -> None:
    whole = rows_of(train(ARTICLE, Hyperparameters(epochs=200)))
    for size in (25, 26, 10_000):
        assert np.array_equal(rows_of(train(ARTICLE, Hyperparameters(epochs=200, batch_size=size))), whole)


def test_a_start_by_hand_is_the_first_row_and_serves_for_every_feature() -> None:
    history = train(CLOUD, Hyperparameters(epochs=1, initial_weight=0.5, initial_bias=-0.25))
    assert history.weights[0].tolist() == [0.5, 0.5, 0.5]
    assert history.biases[0] == -0.25


def test_a_bias_by_hand_leaves_the_random_weight_as_it_was() -> None:
    free, held = (train(ARTICLE, Hyperparameters(epochs=1, initial_bias=bias)) for bias in (None, 3.0))
    assert free.weights[0, 0] == held.weights[0, 0]
    assert (free.biases[0], held.biases[0]) != (3.0, 3.0)


def test_the_mean_is_the_sum_at_a_rate_that_many_times_larger() -> None:
    by_sum = train(ARTICLE, Hyperparameters(epochs=500, learning_rate=0.001))
    by_mean = train(ARTICLE, Hyperparameters(epochs=500, learning_rate=0.025, reduction="mean"))
    np.testing.assert_allclose(by_mean.weights, by_sum.weights, rtol=1e-4)
    np.testing.assert_allclose(by_mean.losses * 25, by_sum.losses, rtol=1e-4)


@pytest.mark.parametrize("dataset", [ARTICLE, CLOUD, YEARS], ids=["article", "cloud", "years"])
def test_after_standardising_the_line_in_data_units_predicts_the_same(dataset: Dataset) -> None:
    settings = Hyperparameters(standardize=True, activation="identity", learning_rate=0.005, epochs=60)
    history = train(dataset, settings)
    z_scores = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    for epoch in (0, 1, 30, 60):
        by_neuron = z_scores @ history.weights[epoch] + history.biases[epoch]
        weights, bias = history.weights_in_data_units[epoch], history.biases_in_data_units[epoch]
        np.testing.assert_allclose(dataset.features @ weights + bias, by_neuron, rtol=1e-9, atol=1e-9)


# Where the numbers overflow


@pytest.mark.parametrize(
    ("dataset", "changes"),
    [
        (ARTICLE, {"learning_rate": 0.01}),
        (ARTICLE, {"learning_rate": 10.0}),
        (ARTICLE, {"learning_rate": 0.0014}),
        (ARTICLE, {"learning_rate": 0.01, "batch_size": 5}),
        (ARTICLE, {"learning_rate": 0.5, "reduction": "mean"}),
        (YEARS, {}),
        (YEARS, {"learning_rate": 1e-8}),
        (CLOUD, {"learning_rate": 0.1}),
    ],
    ids=lambda value: value.feature_names[0] if isinstance(value, Dataset) else str(value),
)
def test_the_history_ends_at_the_last_finite_row_and_names_the_update(
    dataset: Dataset, changes: dict[str, object]
) -> None:
    settings = replace(Hyperparameters(activation="identity"), **changes)
    history, expected = train(dataset, settings), loop(dataset, settings)
    assert len(expected) < settings.epochs + 1
    assert np.isfinite(rows_of(history)).all()
    assert len(history) == history.diverged_at
    # Rounding may carry a number over float32's edge one update sooner or later.
    assert abs(history.diverged_at - len(expected)) <= 1
    assert history.repeats_from is None


def test_a_run_may_diverge_at_its_very_first_update() -> None:
    far = Dataset(np.array([[1e10], [2e10]]), np.array([1.0, 2.0]), ("x",))
    history = train(far, Hyperparameters(learning_rate=10.0, activation="identity"))
    assert (len(history), history.diverged_at) == (1, 1)


def test_a_run_may_diverge_at_its_very_last_update_and_not_just_after_it() -> None:
    settings = Hyperparameters(learning_rate=0.01, activation="identity")
    update = train(ARTICLE, settings).diverged_at
    assert train(ARTICLE, replace(settings, epochs=update)).diverged_at == update
    shorter = train(ARTICLE, replace(settings, epochs=update - 1))
    assert (shorter.diverged_at, len(shorter)) == (None, update)


@pytest.mark.parametrize("batch_size", [None, 1])
def test_an_untrained_loss_that_overflows_is_said_in_one_sentence(batch_size: int | None) -> None:
    huge = Dataset(np.array([[1e14], [9e14]]), np.array([1.0, 2.0]), ("x",))
    with pytest.raises(DatasetError, match="standardise") as complaint:
        train(huge, Hyperparameters(initial_weight=1e6, batch_size=batch_size))
    assert "\n" not in str(complaint.value)


# Randomness, progress, stopping


def test_randomness_is_handed_in_and_the_global_generator_is_left_alone() -> None:
    torch.manual_seed(12345)
    before = torch.get_rng_state()
    train(ARTICLE, Hyperparameters(epochs=5, seed=3, batch_size=4))
    train(ARTICLE, Hyperparameters(epochs=5, seed=3))
    assert torch.initial_seed() == 12345
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.is_grad_enabled()


def test_the_same_settings_give_the_same_run_and_another_seed_another() -> None:
    settings = Hyperparameters(epochs=50, batch_size=4)
    again = rows_of(train(ARTICLE, settings))
    assert np.array_equal(rows_of(train(ARTICLE, settings)), again)
    assert not np.array_equal(rows_of(train(ARTICLE, replace(settings, seed=1))), again)


class Enough(Exception):
    """What a listener says who wants the training to end."""


# Runs of both ways that take much longer than a listener waits: full batches far from any repetition, and small ones.
LONG_RUNS = {
    "autograd": Hyperparameters(epochs=1_000_000, learning_rate=1e-6),
    "autograd, batches": Hyperparameters(epochs=1_000_000, batch_size=5, learning_rate=1e-5),
    "by hand, sums": Hyperparameters(epochs=1_000_000, gradients="by_hand"),
    "by hand, batches": Hyperparameters(epochs=1_000_000, batch_size=5, gradients="by_hand"),
}


@pytest.mark.parametrize("hyperparameters", LONG_RUNS.values(), ids=LONG_RUNS)
def test_progress_is_told_at_most_ten_times_a_second_until_an_exception_ends_the_training(
    hyperparameters: Hyperparameters,
) -> None:
    told: list[tuple[int, float]] = []
    times = [time.monotonic()]

    def listen(epoch: int, loss: float) -> None:
        times.append(time.monotonic())
        told.append((epoch, loss))
        if len(told) == 2:
            raise Enough

    with pytest.raises(Enough):
        train(ARTICLE, hyperparameters, on_progress=listen)
    # Told too late on a busy machine, but never too early.
    assert all(moment >= times[0] + 0.1 * call - 1e-6 for call, moment in enumerate(times))
    epochs = [epoch for epoch, _ in told]
    assert epochs == sorted(set(epochs))
    # What was told are rows of the history, here of a run that is just long enough.
    history = train(ARTICLE, replace(hyperparameters, epochs=epochs[-1] + 1))
    assert [loss for _, loss in told] == pytest.approx(history.losses[epochs].tolist(), rel=1e-6)


# More batches than can be gone through in the time that it takes to be told three times.
@pytest.mark.parametrize("gradients", ["autograd", "by_hand"])
@pytest.mark.parametrize("learning_rate", [1e-9, 1.0], ids=["steady", "breaks"])
def test_within_an_epoch_of_very_many_batches_the_training_can_be_stopped(
    gradients: Gradients, learning_rate: float
) -> None:
    random = np.random.default_rng(3)
    many = Dataset(random.normal(size=(1_000_000, 1)), random.normal(size=1_000_000), ("x",))
    told: list[tuple[int, float]] = []

    def listen(epoch: int, loss: float) -> None:
        told.append((epoch, loss))
        if len(told) == 3:
            raise Enough

    with pytest.raises(Enough):
        train(many, Hyperparameters(learning_rate=learning_rate, batch_size=1, gradients=gradients), listen)
    weight, bias = torch.rand(2, generator=torch.Generator().manual_seed(0)).tolist()
    untrained = np.square(np.maximum(many.features[:, 0] * weight, 0) + bias - many.target[:, 0]).sum()
    assert told == [(0, pytest.approx(untrained, rel=1e-4))] * 3


def test_an_epoch_of_very_many_batches_needs_no_more_memory_than_its_rows() -> None:
    rows = 300_000
    batches = Batches(torch.zeros(rows, 1), torch.zeros(rows, 1), 1, torch.Generator())
    tracemalloc.start()
    next(iter(batches))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Python alone keeps some hundred bytes of a batch that is cut before it is used, and torch much more.
    assert peak < 10 * rows
    assert sum(len(x) for x, _ in batches) == rows


def test_a_run_that_is_over_sooner_tells_nothing() -> None:
    told: list[int] = []
    train(ARTICLE, Hyperparameters(epochs=5), on_progress=lambda epoch, loss: told.append(epoch))
    assert told == []


@pytest.mark.parametrize("batch_size", [None, 5])
def test_the_listener_changes_no_number(batch_size: int | None) -> None:
    """In a run that takes long enough here to be listened to."""
    told: list[int] = []
    for epochs in (500, 2000, 8000, 32_000):
        hyperparameters = Hyperparameters(epochs=epochs, learning_rate=1e-5, batch_size=batch_size)
        heard = train(ARTICLE, hyperparameters, on_progress=lambda epoch, loss: told.append(epoch))
        if told:
            break
    assert told
    assert np.array_equal(rows_of(heard), rows_of(train(ARTICLE, hyperparameters)))


def test_training_leaves_the_data_as_it_was() -> None:
    before = ARTICLE.features.copy(), ARTICLE.target.copy()
    train(ARTICLE, Hyperparameters(epochs=20, batch_size=3, standardize=True))
    assert np.array_equal(ARTICLE.features, before[0])
    assert np.array_equal(ARTICLE.target, before[1])
    assert math.isclose(ARTICLE.features[0, 0], 4.7)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_a_standardised_run_reaches_the_closed_form_in_the_datas_own_units(path: Path) -> None:
    """On each set's first feature: one rate suits all directions only where there is one."""
    whole = Dataset.from_csv(path)
    dataset = Dataset(whole.features[:, :1], whole.target, whole.feature_names[:1])
    chosen = Hyperparameters(standardize=True, reduction="mean", learning_rate=0.4, epochs=500, activation="identity")
    history = train(dataset, chosen)
    ones = np.ones(dataset.rows)
    slope, intercept = np.linalg.lstsq(np.column_stack([dataset.features[:, 0], ones]), dataset.target[:, 0])[0]
    assert history.weights_in_data_units[-1, 0] == pytest.approx(slope, rel=1e-5)
    assert history.biases_in_data_units[-1] == pytest.approx(intercept, rel=1e-5)


def test_where_the_numbers_lie_in_memory_changes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product of matrices may be added up in another order where they start at an odd place."""
    random = np.random.default_rng(7)
    wide = Dataset(random.normal(size=(60, 20)), random.normal(size=60), tuple(f"x{number}" for number in range(20)))
    x, y = in_float32(wide, Hyperparameters())
    found = set()
    for place in range(0, 64, 4):
        memory = np.empty(x.nbytes + 128, np.uint8)
        start = -memory.ctypes.data % 64 + place
        there = memory[start : start + x.nbytes].view(np.float32).reshape(x.shape)
        there[:] = x
        monkeypatch.setattr(training, "in_float32", lambda *_, there=there: (there, y))
        found.add(rows_of(train(wide, Hyperparameters(epochs=20))).tobytes())
    assert len(found) == 1
