"""A run before its first update, drawn for somebody who has yet to predict it: nothing tells what will come of it."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from perceptron import Dataset, Hyperparameters, Run, least_squares, train
from perceptron.charts.tables import tables_of
from perceptron.charts.view import Look, View
from perceptron.charts.views import FITTED_LINE, LOSS_CURVE
from perceptron.charts.views.ranges import axes_of
from perceptron.insight.prospect import Prospect
from perceptron.insight.untrained import untrained
from perceptron.panels.learn.drawn_loss import MOST_PLACES, curve_from

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
SETTINGS = Hyperparameters(epochs=300, activation="identity")
# What is drawn before a prediction.
VIEWS = (FITTED_LINE, LOSS_CURVE)
HIDING = Look(hides_best=True, ahead=300)


def asked(settings: Hyperparameters = SETTINGS) -> Prospect:
    return Prospect(dataset=ARTICLE, hyperparameters=settings)


def run_of(settings: Hyperparameters = SETTINGS) -> Run:
    return Run.of(asked(settings), train(ARTICLE, settings))


def told(view: View, run: Run, look: Look) -> tuple[np.ndarray, str]:
    """Every number that a view sends, and all its words."""
    tables = [*tables_of(view, run, look).values(), pd.DataFrame(dict(view.live(run, look)))]
    numbers = np.concatenate([table.select_dtypes("number").to_numpy(dtype=float).ravel() for table in tables])
    return numbers, f"{view.caption(run, look)} {view.description(run, look)}"


def test_the_pictures_of_an_untrained_run_tell_nothing_of_its_end() -> None:
    run, fit = run_of(), least_squares(ARTICLE)
    history = run.history
    ends = [history.losses[-1], history.weights[-1, 0], history.biases[-1], history.losses[0] - fit.loss]
    secrets = np.array([fit.loss, float(fit.weights[0]), fit.bias, *ends, *history.losses[1:5]])
    secrets = np.append(secrets, [2 * ends[-1], ends[-1] / 2])
    for view in VIEWS:
        numbers, words = told(view, untrained(asked()), HIDING)
        for secret in secrets:
            assert not np.isclose(numbers, secret, rtol=1e-5, atol=0).any(), (view.name, secret)
            assert f"{secret:.4g}" not in words
        assert not re.search("best|theory", words)
    # All of that is told when nothing is hidden, so it would have been found.
    numbers = np.concatenate([told(view, run, Look())[0] for view in VIEWS])
    for secret in (fit.loss, history.losses[-1], history.weights[-1, 0], 2 * ends[-1]):
        assert np.isclose(numbers, secret, rtol=1e-5).any(), secret


@pytest.mark.parametrize("rate", [1e-5, 1e-3, 0.1])
def test_what_is_drawn_before_is_the_same_whatever_comes_of_the_run(rate: float) -> None:
    """The rate decides the end, and even how many epochs there will be; the pictures before do not change with it."""
    for view in VIEWS:
        numbers, words = told(view, untrained(asked(replace(SETTINGS, learning_rate=rate))), HIDING)
        others, same_words = told(view, untrained(asked(replace(SETTINGS, learning_rate=1e-4))), HIDING)
        np.testing.assert_array_equal(numbers, others)
        assert words == same_words
    assert LOSS_CURVE.constants(untrained(asked()), HIDING)["epoch_high"] == 300


def test_an_untrained_run_has_the_first_row_and_a_key_of_its_own() -> None:
    settings = replace(SETTINGS, learning_rate=0.1)
    run, start = run_of(settings), untrained(asked(settings))
    assert run.history.diverged_at is not None and start.history.diverged_at is None
    assert len(start.history) == 1 and start.history.losses[0] == run.history.losses[0]
    assert start.history.weight_gradients[0] == run.history.weight_gradients[0]
    assert start.key != run.key and start.key == untrained(asked(settings)).key


def test_the_axes_before_hold_the_points_and_the_start_and_not_the_best_line() -> None:
    # The best line of these leaves the picture of the points.
    data = Dataset(np.array([[0.0], [1.0], [10.0]]), np.array([[0.0], [8.0], [2.0]]), ("x",))
    settings = replace(SETTINGS, initial_weight=0.0, initial_bias=1.0, epochs=2)
    start = untrained(Prospect(dataset=data, hyperparameters=settings))
    assert axes_of(start, with_best=False).y == pytest.approx((-0.15 * 8, 8 + 0.15 * 8))


def test_the_axis_of_the_loss_has_room_for_what_was_drawn() -> None:
    run, start = run_of(), untrained(asked())
    first = float(run.history.losses[0])
    assert LOSS_CURVE.constants(start, replace(HIDING, loss_high=2 * first))["loss_high"] == 2 * first
    assert LOSS_CURVE.constants(run, Look(loss_high=2 * first))["loss_high"] == 2 * first
    assert LOSS_CURVE.constants(run, Look(loss_high=0.1))["loss_high"] == pytest.approx(1.05 * first)


def test_a_curve_is_checked_and_bounded() -> None:
    assert curve_from([[0, 7], [3, 4.5], [99, 1]], 10) == ((0, 7), (3, 4.5), (10, 1))
    assert curve_from([[-1, 5], [2, -1]], 10) == ((0, 5), (2, 0))
    nonsense = ([[0, 5]], [[0, 5], [2, None]], [[0, 5], [2, "1"]], [1, 2, 3], None, "abc", [[0, 5], [2, True]])
    falling, endless = [[5, 1], [2, 1]], [[place, 1.0] for place in range(MOST_PLACES + 1)]
    for given in (*nonsense, falling, endless, [[0, 5], [2, float("nan")]], [[0, 5], [2, float("inf")]]):
        assert curve_from(given, 10) is None
