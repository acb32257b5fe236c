"""A suggestion is tried before it is made: what kills or worsens is left out, and what came of the rest is told."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, Run, Suggestion, train
from perceptron.insight.trials import that_help

ARTICLE = Dataset.from_csv(Path(__file__).resolve().parent.parent / "data" / "article.csv")


def run_on(dataset: Dataset, **changes: Any) -> Run:
    """By hand, as trials are, so that an equal one ends equal to the last digit."""
    chosen = replace(Hyperparameters(gradients="by_hand"), **changes)
    return Run(dataset=dataset, hyperparameters=chosen, history=train(dataset, chosen))


RUN = run_on(ARTICLE, epochs=100)


def to(**changes: Any) -> Suggestion:
    """The suggestion to change just that."""
    return Suggestion(str(changes), replace(RUN.hyperparameters, **changes), "")


BETTER = to(epochs=200)
STANDARDISED = to(standardize=True, activation="identity", learning_rate=0.01)


@pytest.mark.parametrize(
    "useless",
    [
        to(),
        to(epochs=50),
        to(learning_rate=1e-5),
        to(learning_rate=0.0013, epochs=4000),
        to(learning_rate=0.01, activation="identity"),
        to(initial_weight=-1.0),
        to(initial_weight=1e6, learning_rate=10.0, activation="identity"),
    ],
    ids=["the same", "fewer epochs", "slower", "it dies", "it diverges", "dead from the start", "at once"],
)
def test_what_does_not_help_is_left_out_and_what_helps_stays_in_order(useless: Suggestion) -> None:
    assert that_help(RUN.symptoms, [BETTER, useless, STANDARDISED]) == (BETTER, STANDARDISED)
    assert that_help(RUN.symptoms, [STANDARDISED, BETTER]) == (STANDARDISED, BETTER)
    assert that_help(RUN.symptoms, [useless]) == ()


def test_a_lower_loss_is_no_help_where_the_neuron_dies_or_diverges() -> None:
    """The mean of y is better than a single step from the start, and a fast divergence ends lower than a slow one."""
    short = run_on(ARTICLE, epochs=1)
    dead, diverged = to(learning_rate=0.0013, epochs=4000), to(learning_rate=0.01, activation="identity")
    assert train(ARTICLE, dead.hyperparameters).losses[-1] < short.history.losses[-1]
    assert that_help(short.symptoms, [dead, BETTER]) == (BETTER,)
    slow = run_on(ARTICLE, learning_rate=0.0014, activation="identity")
    assert train(ARTICLE, diverged.hyperparameters).losses[-1] < slow.history.losses[-1]
    assert that_help(slow.symptoms, [diverged, BETTER]) == (BETTER,)


def test_an_untrained_loss_that_overflows_is_no_help() -> None:
    far = Dataset(np.array([[1e13], [2e13]]), np.array([1.0, 2.0]), ("x",))
    run = run_on(far, epochs=5, learning_rate=1e-30, activation="identity")
    tried = Suggestion("far off", replace(run.hyperparameters, initial_weight=1e6), "")
    assert that_help(run.symptoms, [tried]) == ()


def test_a_trial_compares_what_the_page_shows_and_not_the_sum_with_the_mean() -> None:
    """A mean is a 25th of the sum; the worse run must not look better for it."""
    assert that_help(RUN.symptoms, [to(reduction="mean", learning_rate=0.001)]) == ()
    assert len(that_help(RUN.symptoms, [to(reduction="mean", learning_rate=0.03)])) == 1


def test_what_takes_too_long_is_tried_for_as_long_as_there_is_time() -> None:
    """Of a million epochs in batches only some can be tried; what diverges or is no better in them is not offered."""
    long: dict[str, Any] = {"epochs": 1_000_000, "batch_size": 5, "activation": "identity"}
    better, diverging = to(learning_rate=0.0005, **long), to(learning_rate=0.02, **long)
    (helpful,) = that_help(RUN.symptoms, [better, diverging])
    assert helpful == better
    tried = re.fullmatch(r"Tried for ([\d,]+) epochs: the mean squared residual ended at .*\.", helpful.tried)
    assert tried and 100 < int(tried[1].replace(",", "")) < 1_000_000


def test_what_came_of_a_trial_is_told() -> None:
    """In means over the rows, of the run that was tried and of the one it was tried for."""
    (helpful,) = that_help(RUN.symptoms, [BETTER])
    after, before = (train(ARTICLE, way).losses[-1] / 25 for way in (BETTER.hyperparameters, RUN.hyperparameters))
    assert helpful.tried == f"Tried: the mean squared residual ended at {after:.4g}, where it is {before:.4g} now."


# Three features under the clamp cannot be read once: so many epochs take far longer than a listener waits.
CLOUD = Dataset(
    np.random.default_rng(3).normal(size=(30, 3)), np.random.default_rng(4).normal(size=30), ("a", "b", "c")
)


class Enough(Exception):
    """What a listener says who wants the trials to end."""


def test_progress_of_a_trial_is_told_and_can_end_it() -> None:
    run = run_on(CLOUD, epochs=1)
    long = Suggestion("for long", replace(run.hyperparameters, epochs=50_000), "")
    told: list[tuple[int, float]] = []

    def listen(epoch: int, loss: float) -> None:
        told.append((epoch, loss))
        if len(told) == 2:
            raise Enough

    with pytest.raises(Enough):
        that_help(run.symptoms, [long], listen)
    (first, _), (second, loss) = told
    assert 0 < first < second < 50_000
    # It is the trial's own epochs and losses that are told.
    assert loss == train(CLOUD, replace(long.hyperparameters, epochs=second)).losses[second]
