"""A run as one value: what is known before training and after it, worked out once and never changed."""

from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch.overrides import TorchFunctionMode

from perceptron import Dataset, Hyperparameters, Run, diagnose, largest_stable_learning_rate, least_squares, train
from perceptron.insight.outcome import Outcome
from perceptron.insight.prospect import Prospect

DATA = Path(__file__).resolve().parent.parent / "data"
ARTICLE = Dataset.from_csv(DATA / "article.csv")
YEARS = Dataset.from_csv(DATA / "tree_by_year.csv")
SIGNS = Dataset(np.arange(-10.0, 11.0)[:, np.newaxis] / 5, np.arange(-10.0, 11.0) * 0.7 + 1, ("x",))
THREE = Dataset(
    np.random.default_rng(3).normal(size=(30, 3)), np.random.default_rng(4).normal(size=30), ("a", "b", "c")
)


def run_on(dataset: Dataset, **changes: Any) -> Run:
    hyperparameters = Hyperparameters(**changes)
    return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))


# Before training


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("standardize", [False, True])
def test_a_prospect_knows_the_best_line_and_the_bowl_of_its_own_settings(standardize: bool, reduction: str) -> None:
    prospect = Prospect(dataset=YEARS, hyperparameters=Hyperparameters(standardize=standardize, reduction=reduction))
    x, y = YEARS.features[:, 0], YEARS.target[:, 0]
    if standardize:
        x = (x - x.mean()) / x.std()
    np.testing.assert_allclose(prospect.features[:, 0], x, rtol=1e-12)
    slope, intercept = np.polynomial.Polynomial.fit(x, y, 1).convert().coef[::-1]
    assert prospect.best == pytest.approx([slope, intercept], rel=1e-8)
    share = 25 if reduction == "mean" else 1
    assert prospect.fit.loss == pytest.approx(np.square(slope * x + intercept - y).sum() / share, rel=1e-6)
    assert prospect.scale == 1 / share
    steepest = np.linalg.eigvalsh(2 * np.array([[x @ x, x.sum()], [x.sum(), 25]]))[-1] / share
    assert prospect.curvature.steepest == pytest.approx(steepest, rel=1e-9)


@pytest.mark.parametrize("changes", [{}, {"reduction": "mean"}, {"standardize": True}, {"batch_size": 3}], ids=str)
@pytest.mark.parametrize("dataset", [ARTICLE, YEARS, THREE], ids=["article", "years", "three"])
def test_the_safe_rate_is_half_of_what_every_update_bears_in_two_digits(
    dataset: Dataset, changes: dict[str, Any]
) -> None:
    prospect = Prospect(dataset=dataset, hyperparameters=Hyperparameters(**changes))
    half = 1 / prospect.steepest_update
    assert 0.9 * half <= prospect.safe_rate <= half
    assert prospect.safe_rate == float(f"{prospect.safe_rate:.1e}")
    if "batch_size" not in changes:
        assert 2 * half == pytest.approx(largest_stable_learning_rate(dataset, prospect.hyperparameters))


def test_a_safe_rate_can_be_set_even_where_the_data_would_ask_for_a_smaller_one() -> None:
    steep = Dataset(np.array([[9e14], [1e15]]), np.array([0.0, 1.0]), ("x",))
    prospect = Prospect(dataset=steep, hyperparameters=Hyperparameters())
    assert 1 / prospect.steepest_update < prospect.safe_rate
    assert prospect.but(learning_rate=prospect.safe_rate).hyperparameters.learning_rate == prospect.safe_rate


def test_a_rate_is_too_fast_from_the_limit_on() -> None:
    limit = largest_stable_learning_rate(ARTICLE)
    for rate, is_too_fast in ((0.999 * limit, False), (limit, True), (1.001 * limit, True)):
        assert Prospect(dataset=ARTICLE, hyperparameters=Hyperparameters(learning_rate=rate)).is_too_fast == is_too_fast


def test_but_changes_what_is_said_and_nothing_else() -> None:
    prospect = Prospect(dataset=ARTICLE, hyperparameters=Hyperparameters(seed=5))
    changed = prospect.but(standardize=True)
    assert changed.hyperparameters == Hyperparameters(seed=5, standardize=True)
    assert changed.dataset is ARTICLE
    assert prospect.hyperparameters == Hyperparameters(seed=5)


# After training


@pytest.mark.parametrize(
    ("dataset", "changes", "bends"),
    [
        (ARTICLE, {"epochs": 100}, False),
        (ARTICLE, {"learning_rate": 0.0013, "epochs": 100}, True),
        (ARTICLE, {"learning_rate": 0.0013, "epochs": 100, "activation": "identity"}, False),
        (ARTICLE, {"standardize": True, "epochs": 5}, True),
        (SIGNS, {"epochs": 1}, True),
        (THREE, {"epochs": 1}, True),
        (THREE, {"epochs": 1, "activation": "identity"}, False),
    ],
)
def test_a_run_knows_whether_a_row_was_ever_bent(dataset: Dataset, changes: dict[str, Any], bends: bool) -> None:
    run = run_on(dataset, **changes)
    sums = np.array([run.history.weighted_sums(dataset.features, epoch) for epoch in range(len(run.history))])
    assert (run.hyperparameters.activation == "clamp" and bool((sums < 0).any())) == bends
    assert run.bends == bends
    assert run.theory_holds == (not bends)


def test_theory_says_nothing_of_small_batches() -> None:
    assert not run_on(ARTICLE, activation="identity", batch_size=24, epochs=3).theory_holds
    assert run_on(ARTICLE, activation="identity", batch_size=25, epochs=3).theory_holds


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_excess_keeps_its_digits_where_the_loss_has_none_left(reduction: str, standardize: bool) -> None:
    """The best line's residuals stand upright on all lines, so the rest is the square of the lines' distance."""
    run = run_on(
        ARTICLE,
        gradients="by_hand",
        activation="identity",
        reduction=reduction,
        standardize=standardize,
        learning_rate=0.001 if reduction == "sum" else 0.025,
    )
    epochs = np.array([0, 10, 1000, run.last])
    fit = least_squares(ARTICLE)
    for epoch, excess in zip(epochs, run.excess_losses(epochs), strict=True):
        apart = run.history.predict(ARTICLE.features, epoch) - (ARTICLE.features @ fit.weights + fit.bias)
        assert excess == pytest.approx(apart @ apart * run.scale, rel=1e-6, abs=1e-20)


def test_the_excess_of_a_bent_line_is_what_its_loss_says() -> None:
    run = run_on(SIGNS, learning_rate=0.01, epochs=200)
    lowest = least_squares(SIGNS).loss
    assert run.excess_losses(np.array([0, 200])) == pytest.approx(run.history.losses[[0, 200]] - lowest)


def test_parameters_and_gradients_are_the_rows_of_the_history() -> None:
    run = run_on(THREE, epochs=5)
    frame, epochs = run.history.to_frame(), np.array([0, 4])
    assert run.last == 5
    columns = ["weight_1", "weight_2", "weight_3", "bias"]
    assert run.parameters(epochs).tolist() == frame.loc[epochs, columns].to_numpy().tolist()
    columns = ["weight_gradient_1", "weight_gradient_2", "weight_gradient_3", "bias_gradient"]
    assert run.gradients(epochs).tolist() == frame.loc[epochs, columns].to_numpy().tolist()


# One value


def test_everything_is_worked_out_once() -> None:
    run = run_on(THREE, epochs=20, learning_rate=0.005)
    for name in ("fit", "curvature", "best", "steepest_update", "safe_rate", "bends", "symptoms", "diagnosis"):
        assert getattr(run, name) is getattr(run, name), name
    assert run.surface((0, 1)) is run.surface((0, 1))
    assert run.surface((0, 3)) is not run.surface((0, 1))
    assert run.step(7) is run.step(7)
    assert run.step(8).epoch == 8


def test_what_it_says_is_what_everybody_else_says() -> None:
    run = run_on(ARTICLE, epochs=300)
    assert run.diagnosis == diagnose(ARTICLE, run.hyperparameters, run.history)
    assert run.surface((0, 1)).best.tolist() == run.best.tolist()
    assert run.step(300).weights.tolist() == run.history.weights[300].tolist()


def test_a_run_is_never_changed_and_every_part_of_it_is_named() -> None:
    run = run_on(ARTICLE, epochs=3)
    with pytest.raises(FrozenInstanceError):
        run.history = run.history  # type: ignore[misc]
    for kind, parts in ((Prospect, 2), (Outcome, 3), (Run, 4)):
        with pytest.raises(TypeError):
            kind(*[run.dataset, run.hyperparameters, run.history, None][:parts])


class NoTraining(TorchFunctionMode):
    """While it lasts, whoever asks PyTorch for anything fails: every training draws its start there."""

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        raise AssertionError(f"PyTorch was asked for {function}")


@pytest.mark.parametrize(
    ("dataset", "changes"),
    [
        (ARTICLE, {"epochs": 40_000, "learning_rate": 1e-6}),
        (ARTICLE, {"epochs": 40_000, "learning_rate": 0.0013}),
        (THREE, {"epochs": 2000, "learning_rate": 10.0, "activation": "identity"}),
        (ARTICLE, {"epochs": 200, "learning_rate": 0.005, "batch_size": 2}),
    ],
    ids=["still learning", "dead", "diverged", "jumping"],
)
def test_a_run_is_explained_without_training_anything(dataset: Dataset, changes: dict[str, Any]) -> None:
    run = run_on(dataset, gradients="by_hand", **changes)
    with NoTraining():
        said = diagnose(dataset, run.hyperparameters, run.history)
        assert said.suggestions
        assert run.diagnosis == said
        with pytest.raises(AssertionError, match="PyTorch was asked"):
            train(dataset, said.suggestions[0].hyperparameters)
