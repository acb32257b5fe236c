"""Sentences that once were false, each with the run that showed it: it is not said any more, and what is said is true."""

import math
from decimal import Decimal, getcontext
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from test_truth import false_of
from truth.case import Case, cases_of

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.view import Look
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.gradient_check import check_gradient

DATA = Path(__file__).resolve().parent.parent / "data"
STEPS = np.arange(30.0)
BOTH = np.arange(-10.0, 11.0) / 5
NEAR_Z = {"standardize": True, "activation": "identity"}


def table(x: np.ndarray, y: np.ndarray) -> Dataset:
    columns = np.reshape(x, (len(y), -1))
    return Dataset(columns, y, tuple(f"x{place + 1}" for place in range(columns.shape[1])))


SETS = {path.stem: Dataset.from_csv(path) for path in DATA.glob("*.csv")} | {
    "high": table(STEPS, 1.7e9 + 60 * STEPS),
    "hinge": table(BOTH, 2 * np.maximum(BOTH, 0) + 1),
    "minus abs": table(BOTH, -np.abs(BOTH)),
    "both signs": table(BOTH, 0.7 * BOTH + 1 + 0.1 * np.cos(9 * BOTH)),
    "from day 0": table(STEPS[:20], 50 - 3 * STEPS[:20]),
    "twice": table(np.column_stack([BOTH, 2 * BOTH]), 0.7 * BOTH + 1 + 0.1 * np.cos(9 * BOTH)),
    "exact": table(BOTH, 0.5 * BOTH + 1),
    "stamps": table(1.6e9 + STEPS, np.cos(STEPS)),
}


class Row(NamedTuple):
    """A run, what it is now, what has to be said of it and what must not."""

    data: str
    settings: dict[str, Any]
    kind: str
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


ROWS = {
    "a cycle of two by rounding": Row(
        "article", {}, "converged", ("go round a cycle of 2 updates for ever",), ("smaller than the gaps",)
    ),
    "a high y is no constant": Row(
        "high", {**NEAR_Z, "learning_rate": 0.01}, "stalled in float32", ("tells 15 apart",), ("converged", "lowest that")
    ),
    "a hinge is no line": Row(
        "hinge", {"learning_rate": 0.01}, "converged", ("better than any straight line",), ("found the least-squares",)
    ),
    "no floor beyond the corner": Row(
        "minus abs", {"learning_rate": 0.01}, "oscillating, not converging", (), ("still", "stalled")
    ),
    "no arrival ahead at the corner": Row(
        "minus abs",
        {"learning_rate": 0.001, "epochs": 300},
        "oscillating, not converging",
        (),
        ("before it arrived", "above"),
    ),
    "swings that grow": Row(
        "daily_energy",
        {**NEAR_Z, "learning_rate": 0.02, "epochs": 8},
        "oscillating, not converging",
        ("lands 1.097 times as far",),
        ("less from step to step",),
    ),
    "swings that will grow": Row(
        "daily_energy",
        {**NEAR_Z, "learning_rate": 0.02, "epochs": 1},
        "oscillating, not converging",
        ("1.097 times",),
        ("still learning",),
    ),
    "small batches have another limit": Row(
        "taxi_fare",
        {"learning_rate": 0.0016, "batch_size": 1, "epochs": 300},
        "converged",
        (),
        ("more than this data can bear", "overshoot"),
    ),
    "near the lowest is not the lowest": Row(
        "ice_cream",
        {**NEAR_Z, "learning_rate": 0.001, "batch_size": 3, "epochs": 300},
        "converged",
        ("the least-squares line, the lowest of all lines, has 18700",),
        ("lowest that any straight line reaches",),
    ),
    "a bias that runs away": Row(
        "article",
        {"learning_rate": 0.05, "epochs": 60},
        "dead neuron",
        ("Each update takes it 1.5 times as far from there",),
        ("heads for", "multiplied the error"),
    ),
    "one step is no growth": Row("tree_by_year", {}, "dead neuron", ("Update 1 took the weight from",), ("multiplied",)),
    "epochs where rows are shut": Row(
        "both signs",
        {"learning_rate": 0.0005, "epochs": 20},
        "still learning",
        (),
        ("needs about", "endlessly", "so no step overshoots"),
    ),
    "a flat direction costs no epochs": Row(
        "twice",
        {"activation": "identity", "learning_rate": 0.0005, "epochs": 20},
        "still learning",
        ("would arrive in about",),
        ("endlessly",),
    ),
    "batch noise is no growth": Row(
        "article",
        {"initial_weight": 0.1750716, "initial_bias": 1.4045023, "batch_size": 5, "learning_rate": 1e-5, "epochs": 40},
        "converged",
        (),
        ("too fast", "larger"),
    ),
    "settled in batch noise": Row(
        "article",
        {**NEAR_Z, "batch_size": 5, "learning_rate": 0.04, "epochs": 200},
        "oscillating, not converging",
        ("jumps about", "only 5 of 25 rows"),
        ("still learning", "before it arrived"),
    ),
    "nothing moves at all": Row(
        "exact",
        {"initial_weight": 0.5, "initial_bias": 1.0, "batch_size": 3, "activation": "identity", "epochs": 99},
        "converged",
        (),
        ("jumping", "jumps"),
    ),
    "the identity shuts no rows": Row(
        "article",
        {"activation": "identity", "learning_rate": 0.00129447, "epochs": 400},
        "oscillating, not converging",
        ("just the largest stable rate",),
        ("shut", "clamp"),
    ),
    "a row of 0 is not negative": Row(
        "from day 0",
        {"learning_rate": 1e-4, "epochs": 1500},
        "dead neuron",
        ("negative for every row whose x is not 0",),
        ("for every row,",),
    ),
    "an epoch of batches is no step": Row(
        "daily_energy", {"batch_size": 4, "epochs": 50}, "dead neuron", ("Epoch 1 took the weights",), ("first step",)
    ),
    "by hand nothing is float32's": Row(
        "tree_by_year",
        {"activation": "identity", "learning_rate": 1e-25, "gradients": "by_hand", "epochs": 20},
        "stalled in float32",
        ("too small for float64",),
        ("float32",),
    ),
    "a cycle of fourteen": Row(
        "minus abs",
        {"learning_rate": 0.0405, "epochs": 600},
        "oscillating, not converging",
        ("go round a cycle of 14 updates for ever",),
        ("less from step to step",),
    ),
}


@cache
def case_of(name: str) -> Case:
    row = ROWS[name]
    return of(SETS[row.data], **row.settings)


def of(dataset: Dataset, **settings: Any) -> Case:
    hyper = Hyperparameters(**settings)
    run = Run(dataset=dataset, hyperparameters=hyper, history=train(dataset, hyper))
    return cases_of({0: run})[0]


@pytest.mark.parametrize("name", ROWS)
def test_what_was_false_is_said_no_more_and_what_is_said_is_true(name: str) -> None:
    row, case = ROWS[name], case_of(name)
    diagnosis = case.run.diagnosis
    text = f"{diagnosis.headline} {diagnosis.reason}"
    assert diagnosis.kind == row.kind
    assert [words for words in row.said if words not in text] == []
    assert [words for words in row.unsaid if words in text] == []
    assert false_of(case) == []


# What stands beside the pictures


def test_the_predicted_decay_is_that_of_directions_that_carry_loss() -> None:
    """Of two columns that depend on each other one direction is flat; it is not the slowest, it is none."""
    case = of(SETS["twice"], activation="identity", learning_rate=0.002, epochs=60)
    caption = LOSS_CURVE.caption(case.run, Look())
    assert "was last multiplied by" in caption
    assert "1.00000" not in caption
    assert false_of(case) == []


def test_a_loss_that_ends_where_it_began_does_not_grow() -> None:
    case = of(SETS["exact"], activation="identity", learning_rate=1e-12, epochs=5)
    assert "starts and ends at" in LOSS_CURVE.description(case.run, Look())


def test_only_what_never_rose_walks_downhill() -> None:
    swung, fell = case_of("swings that grow").run, case_of("epochs where rows are shut").run
    assert (np.diff(swung.history.losses) > 0).any()
    assert "downhill" not in LOSS_SURFACE.description(swung, Look())
    assert "walks downhill" in LOSS_SURFACE.description(fell, Look())


def test_the_weights_that_are_drawn_are_those_that_count_in_units_of_spread() -> None:
    """The ninth column is a thousandth as wide as the others, so its weight is large and counts for the least."""
    random = np.random.default_rng(0)
    x = random.normal(0, 1, (40, 9)) * np.array([*[1.0] * 8, 1e-3])
    case = of(table(x, x @ np.arange(1.0, 10.0)), activation="identity", learning_rate=0.005, epochs=500, initial_weight=4.0)
    assert case.state[8] > case.state[0]
    assert [line.name for line in WEIGHTS.lines(case.run)] == [f"w x{place}" for place in range(1, 9)]


def test_the_bias_under_a_clamp_at_z_scores_stays_as_it_was_trained() -> None:
    """There the prediction is b where x·w is 0, at the mean; b - w·mean is the prediction of nothing."""
    case = of(SETS["article"], standardize=True, learning_rate=0.01, epochs=500)
    run, look = case.run, Look()
    assert f"to {case.state[-1]:.4g} over" in BIAS.description(run, look)
    assert f"bias {case.state[-1]:.4g};" in FITTED_LINE.description(run, look)
    assert "for standardised x" in BIAS.caption(run, look)


# Numbers


@pytest.mark.parametrize("size", [1e-9, 1e-4, 1.0, 1e5, 1e9])
def test_the_finite_difference_is_the_slope_at_every_scale(size: float) -> None:
    case = of(table(BOTH * size, 2 * BOTH + 1), activation="clamp", learning_rate=1e-30, epochs=1, initial_weight=min(1 / size, 1e6))
    table_, corners = check_gradient(case.run, case.run.step(0))
    open_ = case.x[:, 0] >= 0
    residuals = np.where(open_, case.x[:, 0] * case.states[0, 0], 0) + case.states[0, 1] - case.y
    right = [2 * float(residuals[open_] @ case.x[open_, 0]), 2 * float(residuals.sum())]
    if not corners:
        assert table_["finite_difference"].to_numpy() == pytest.approx(right, rel=1e-6)


def test_a_corner_is_told_with_its_two_slopes() -> None:
    """At w = 0 every row stands on it: to the right those with x > 0 open, to the left the others."""
    case = of(SETS["both signs"], initial_weight=0.0, initial_bias=0.0, learning_rate=1e-6, epochs=1)
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
    case = of(SETS["article"], activation="identity", learning_rate=rate, epochs=1)
    flattest, _ = eigenvalues(case.x_given[:, 0])
    needed = Decimal("0.001").ln() / (1 - Decimal(rate) * flattest).ln()
    assert case.run.curvature.epochs_needed(rate) == pytest.approx(float(needed), rel=1e-9)


def test_times_a_second_apart_have_their_true_condition_number() -> None:
    case = of(SETS["stamps"], activation="identity", learning_rate=1e-22, epochs=1)
    flattest, steepest = eigenvalues(case.x_given[:, 0])
    assert case.run.curvature.condition_number == pytest.approx(float(steepest / flattest), rel=1e-6)


def test_a_small_number_is_not_0() -> None:
    from perceptron.panels.markdown import number

    assert (number(3.2e-19), number(-1e-300), number(0.0), number(-0.0)) == ("3.2e-19", "-1e-300", "0", "0")
