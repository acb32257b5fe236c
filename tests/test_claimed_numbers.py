"""Numbers and captions that once were false, each with the run that showed it."""

import math
from decimal import Decimal, getcontext

import numpy as np
import pytest
from truth.known import BOTH, NEAR_Z, SETS, table
from truth.runs import case_of
from truth.verdict import false_of

from perceptron.charts.view import Look
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.gradient_check import check_gradient
from perceptron.insight.theory_beside import theory_beside
from perceptron.panels.markdown import number

# What stands beside the pictures


def test_the_predicted_decay_is_that_of_directions_that_carry_loss() -> None:
    """Of two columns that depend on each other one direction is flat; it is not the slowest, it is none."""
    case = case_of(SETS["twice"], activation="identity", learning_rate=0.002, epochs=60)
    told = theory_beside(case.run)
    assert "multiplied the excess loss by" in told
    assert "1.00000" not in told
    assert false_of(case) == []


def test_the_decay_of_a_run_that_crawls_is_that_of_its_later_half() -> None:
    """And not of its first epochs, in which it got down to a thirtieth of where it then crawls from."""
    case = case_of(SETS["article"], activation="identity", learning_rate=1e-5, epochs=4000)
    told = theory_beside(case.run)
    excess = case.run.excess_losses(np.array([2000, 4000]))
    assert f"by {(excess[1] / excess[0]) ** (1 / 2000):.5f} on average" in told
    assert "to 4,000 each" in told
    assert false_of(case) == []


def test_a_loss_that_ends_where_it_began_does_not_grow() -> None:
    case = case_of(SETS["exact"], activation="identity", learning_rate=1e-12, epochs=5)
    assert "starts and ends at" in LOSS_CURVE.description(case.run, Look())


def test_only_what_never_rose_walks_downhill() -> None:
    swung, fell = (
        case_of(SETS[name], **settings).run
        for name, settings in (
            ("daily_energy", {**NEAR_Z, "learning_rate": 0.02, "epochs": 8}),
            ("both signs", {"learning_rate": 0.0005, "epochs": 20}),
        )
    )
    assert (np.diff(swung.history.losses) > 0).any()
    assert "downhill" not in LOSS_SURFACE.description(swung, Look())
    assert "walks downhill" in LOSS_SURFACE.description(fell, Look())


def test_the_weights_that_are_drawn_are_those_that_count_in_units_of_spread() -> None:
    """The ninth column is a thousandth as wide as the others, so its weight is large and counts for the least."""
    random = np.random.default_rng(0)
    x = random.normal(0, 1, (40, 9)) * np.array([*[1.0] * 8, 1e-3])
    case = case_of(
        table(x, x @ np.arange(1.0, 10.0)), activation="identity", learning_rate=0.005, epochs=500, initial_weight=4.0
    )
    assert case.state[8] > case.state[0]
    assert [line.name for line in WEIGHTS.lines(case.run)] == [f"w x{place}" for place in range(1, 9)]


def test_the_bias_under_a_clamp_at_z_scores_stays_as_it_was_trained() -> None:
    """There the prediction is b where x·w is 0, at the mean; b - w·mean is the prediction of nothing."""
    case = case_of(SETS["article"], standardize=True, learning_rate=0.01, epochs=500)
    run, look = case.run, Look()
    assert f"to {case.state[-1]:.4g} over" in BIAS.description(run, look)
    assert f"bias {case.state[-1]:.4g};" in FITTED_LINE.description(run, look)
    assert "for standardised x" in BIAS.caption(run, look)


# Numbers


@pytest.mark.parametrize("size", [1e-9, 1e-4, 1.0, 1e5, 1e9])
def test_the_finite_difference_is_the_slope_at_every_scale(size: float) -> None:
    case = case_of(
        table(BOTH * size, 2 * BOTH + 1),
        activation="clamp",
        learning_rate=1e-30,
        epochs=1,
        initial_weight=min(1 / size, 1e6),
    )
    table_, corners = check_gradient(case.run, case.run.step(0))
    open_ = case.x[:, 0] >= 0
    residuals = np.where(open_, case.x[:, 0] * case.states[0, 0], 0) + case.states[0, 1] - case.y
    right = [2 * float(residuals[open_] @ case.x[open_, 0]), 2 * float(residuals.sum())]
    if not corners:
        assert table_["finite_difference"].to_numpy() == pytest.approx(right, rel=1e-6)


def test_a_corner_is_told_with_its_two_slopes() -> None:
    """At w = 0 every row stands on it: to the right those with x > 0 open, to the left the others."""
    case = case_of(SETS["both signs"], initial_weight=0.0, initial_bias=0.0, learning_rate=1e-6, epochs=1)
    checked, corners = check_gradient(case.run, case.run.step(0))
    assert math.isnan(checked["finite_difference"][0])
    shares = -2 * case.y * case.x[:, 0]
    assert corners[0].slope_above == pytest.approx(shares[case.x[:, 0] > 0].sum(), rel=1e-6)
    assert corners[0].slope_below == pytest.approx(shares[case.x[:, 0] < 0].sum(), rel=1e-6)


def eigenvalues(x: np.ndarray) -> tuple[Decimal, Decimal]:
    """Those of 2·[[Σx², Σx], [Σx, n]] for one feature, to 80 digits."""
    getcontext().prec = 80
    values = [Decimal(float(value)) for value in x]
    n, total, squares = Decimal(len(values)), sum(values), sum(value * value for value in values)
    steepest = squares + n + ((squares - n) ** 2 + 4 * total * total).sqrt()
    return 4 * (squares * n - total * total) / steepest, steepest


@pytest.mark.parametrize("rate", [1e-30, 1e-17, 1e-9])
def test_epochs_are_counted_where_a_step_takes_less_than_float64_can_hold(rate: float) -> None:
    case = case_of(SETS["article"], activation="identity", learning_rate=rate, epochs=1)
    flattest, _ = eigenvalues(case.x_given[:, 0])
    needed = Decimal("0.001").ln() / (1 - Decimal(rate) * flattest).ln()
    assert case.run.curvature.epochs_needed(rate) == pytest.approx(float(needed), rel=1e-9)


def test_times_a_second_apart_have_their_true_condition_number() -> None:
    case = case_of(SETS["stamps"], activation="identity", learning_rate=1e-22, epochs=1)
    flattest, steepest = eigenvalues(case.x_given[:, 0])
    assert case.run.curvature.condition_number == pytest.approx(float(steepest / flattest), rel=1e-6)


def test_a_small_number_is_not_0() -> None:
    assert (number(3.2e-19), number(-1e-300), number(0.0), number(-0.0)) == ("3.2e-19", "-1e-300", "0", "0")
