"""The gradient check judges the gradient and nothing of its own: at any scale, and on the clamp's corner."""

from typing import Any

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.insight.gradient_check import check_gradient

X, Y = np.array([1.0, 2.0, 4.0, -3.0, 0.5]), np.array([2.0, 2.5, 5.0, 1.0, 0.0])


def run_of(x: np.ndarray, y: np.ndarray, **changes: Any) -> Run:
    dataset = Dataset(x[:, None], y, ("x",))
    way = Hyperparameters(**{"epochs": 3, "learning_rate": 1e-30, "gradients": "by_hand"} | changes)
    return Run(dataset=dataset, hyperparameters=way, history=train(dataset, way))


@pytest.mark.parametrize("activation", ["clamp", "identity"])
@pytest.mark.parametrize("of_y", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("of_x", [1e-6, 1.0, 1e8])
def test_the_finite_difference_agrees_at_any_scale(of_x: float, of_y: float, activation: str) -> None:
    run = run_of(X * of_x, Y * of_y, activation=activation, initial_weight=0.7)
    table, corners = check_gradient(run, run.step(0))
    assert corners == []
    rows = run.step(0)
    sizes = np.append(np.abs(rows.weight_shares).sum(), np.abs(rows.bias_shares).sum())
    assert (np.abs(table["finite_difference"] - table["chain_rule"]) <= 1e-9 * sizes).all()


def test_on_the_corner_the_two_slopes_are_told_and_no_difference() -> None:
    """At w = 0 the clamp opens the positive rows above, the negative ones below: each by its own sum."""
    run = run_of(X, Y, initial_weight=0.0, initial_bias=1.0)
    table, (corner,) = check_gradient(run, run.step(0))
    shares = 2 * (1.0 - Y) * X
    assert (corner.parameter, corner.rows) == ("x", (0, 1, 2, 3, 4))
    assert corner.slope_above == pytest.approx(shares[X > 0].sum())
    assert corner.slope_below == pytest.approx(shares[X < 0].sum())
    assert np.isnan(table["finite_difference"][0])
    assert table["finite_difference"][1] == pytest.approx(2 * (1.0 - Y).sum())


def test_a_corner_that_is_near_is_not_stepped_over() -> None:
    run = run_of(X, Y, initial_weight=1e-4)
    table, corners = check_gradient(run, run.step(0))
    assert corners == []
    assert table["finite_difference"].tolist() == pytest.approx(table["chain_rule"].tolist(), rel=1e-7)
