"""Every kind of run is named, explained with its own numbers, and answered with advice that helps when it is taken."""

import math
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perceptron import Dataset, DatasetError, Diagnosis, History, Hyperparameters, Run, diagnose, train
from perceptron.insight.diagnosis import Kind
from perceptron.insight.prospect import Prospect
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.trials import that_help

DATA = Path(__file__).resolve().parent.parent / "data"
SETS = {path.stem: Dataset.from_csv(path) for path in sorted(DATA.glob("*.csv"))}
X, Y = SETS["article"].features[:, 0], SETS["article"].target[:, 0]
SETS["from day 0"] = Dataset(np.arange(20.0)[:, None], 50 - 3 * np.arange(20.0), ("day",))
SETS["both signs"] = Dataset(np.arange(-10.0, 11.0)[:, None] / 5, np.arange(-10.0, 11.0) * 0.7 + 1, ("x",))
SETS["below 0"] = Dataset(-X[:, None], Y, ("x",))
SETS["constant"] = Dataset(np.arange(1.0, 7.0)[:, None], np.full(6, 3.0), ("x",))
SETS["one far off"] = Dataset(np.array([[0.1], [0.2], [0.3], [5.0]]), np.array([1.0, 2.0, 1.5, 4.0]), ("x",))
SETS["deep"] = Dataset(np.arange(1.0, 7.0)[:, None], np.arange(6.0) - 200, ("x",))

# One or more scenes for every kind: the data, what is set, and what has to be found.
SCENES: dict[str, tuple[str, dict[str, object], Kind]] = {
    "the article": ("article", {}, "converged"),
    "the article by hand": ("article", {"gradients": "by_hand"}, "converged"),
    "oscillated on the way": ("article", {"learning_rate": 0.00125, "epochs": 1200}, "converged"),
    "standardised": (
        "tree_by_year",
        {"standardize": True, "activation": "identity", "learning_rate": 0.01},
        "converged",
    ),
    "the clamp shuts a part": ("both signs", {"learning_rate": 0.01}, "converged"),
    "z-scores under the clamp": ("article", {"standardize": True, "learning_rate": 0.01}, "converged"),
    "nothing to explain": ("constant", {"learning_rate": 0.004}, "converged"),
    "too few epochs": ("article", {"epochs": 100}, "still learning"),
    "too small a rate": ("article", {"learning_rate": 1e-6, "epochs": 1500}, "still learning"),
    "one epoch": ("article", {"epochs": 1}, "still learning"),
    "too few epochs in batches": ("article", {"epochs": 20, "batch_size": 5, "learning_rate": 1e-4}, "still learning"),
    "near the limit": ("article", {"learning_rate": 0.00129, "epochs": 150}, "oscillating, converging"),
    "on the limit": (
        "article",
        {"learning_rate": 0.00129447, "activation": "identity", "epochs": 400},
        "oscillating, not converging",
    ),
    "past the limit for a while": (
        "article",
        {"learning_rate": 0.0013, "activation": "identity", "epochs": 400},
        "oscillating, not converging",
    ),
    "z-scores under the clamp, fast": (
        "article",
        {"standardize": True, "learning_rate": 0.036, "epochs": 500},
        "oscillating, not converging",
    ),
    "small batches": (
        "article",
        {"batch_size": 2, "learning_rate": 0.005, "epochs": 100},
        "oscillating, not converging",
    ),
    "far past the limit": ("article", {"learning_rate": 0.01, "activation": "identity", "epochs": 1500}, "diverged"),
    "years": ("tree_by_year", {"activation": "identity"}, "diverged"),
    "small batches and their mean": (
        "one far off",
        {"learning_rate": 0.14, "activation": "identity", "reduction": "mean", "batch_size": 1, "epochs": 200},
        "diverged",
    ),
    "just past the limit with the clamp": ("article", {"learning_rate": 0.0013, "epochs": 1500}, "dead neuron"),
    "years with the clamp": ("tree_by_year", {}, "dead neuron"),
    "two features with the clamp": ("daily_energy", {}, "dead neuron"),
    "a falling line": ("mountain_air", {"learning_rate": 0.002, "epochs": 1500}, "dead neuron"),
    "a falling line from 0": ("from day 0", {"learning_rate": 0.0001, "epochs": 1500}, "dead neuron"),
    "a start on the wrong side": ("article", {"initial_weight": -1.0, "epochs": 1500}, "dead neuron"),
    "features below 0": ("below 0", {"epochs": 1500}, "dead neuron"),
    "a long way down": ("deep", {"learning_rate": 0.001, "epochs": 1500}, "dead neuron"),
    "years at a safe rate": ("tree_by_year", {"activation": "identity", "learning_rate": 4e-9}, "stalled in float32"),
}
# Of more updates by autograd than this, an advice is taken elsewhere.
MOST_UPDATES = 5_000
# What somebody who has never heard of any of it would stumble over.
JARGON = re.compile(r"float|eigen|epsilon|gradient|residual|least[- ]squares|[Α-Ωα-ω∂∇·^=×]|(?<![\w])[wbxy](?![\w])")
every_scene = pytest.mark.parametrize("scene", SCENES)


@cache
def run(scene: str) -> Run:
    name, changes, _ = SCENES[scene]
    dataset, hyperparameters = SETS[name], replace(Hyperparameters(), **changes)
    return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))


@cache
def advice(scene: str) -> tuple[Suggestion, ...]:
    """What is suggested there and was found to help."""
    return that_help(run(scene).symptoms, run(scene).diagnosis.suggestions)


def mean_squared_residual(dataset: Dataset, history: History) -> float:
    """In data units, whatever the run added up: what two runs can be compared by."""
    x = (dataset.features - history.feature_means) / history.feature_scales
    sums = x @ history.weights[-1]
    if history.activation == "clamp":
        sums = np.where(sums < 0, 0.0, sums)
    return float(np.mean((sums + history.biases[-1] - dataset.target[:, 0]) ** 2))


def limit(dataset: Dataset, hyperparameters: Hyperparameters) -> float:
    """2 / λmax of the full Hessian."""
    x = dataset.features
    if hyperparameters.standardize:
        x = (x - x.mean(axis=0)) / x.std(axis=0)
    rows = np.column_stack([x, np.ones(len(x))])
    hessian = 2 * rows.T @ rows / (len(x) if hyperparameters.reduction == "mean" else 1)
    return float(2 / np.linalg.eigvalsh(hessian)[-1])


def article_descent(rate: float, weight: float, bias: float, clamp: bool, updates: int) -> list[tuple[float, float]]:
    """The states (w, b) on the article's data, in float64."""
    states = [(weight, bias)]
    for _ in range(updates):
        is_open = (X * weight >= 0) | (not clamp)
        residuals = np.where(is_open, X * weight, 0) + bias - Y
        weight, bias = weight - rate * 2 * (residuals * is_open) @ X, bias - rate * 2 * residuals.sum()
        states.append((weight, bias))
    return states


# What is found


@every_scene
def test_the_kind_is_found(scene: str) -> None:
    assert run(scene).diagnosis.kind == SCENES[scene][2]


def test_there_is_a_scene_for_every_kind() -> None:
    assert {kind for _, _, kind in SCENES.values()} == set(get_args(Kind))


@every_scene
def test_the_words_are_one_headline_and_whole_sentences(scene: str) -> None:
    assert_well_said(run(scene).diagnosis)
    assert len(run(scene).diagnosis.headline) < 90
    assert len(run(scene).diagnosis.plain) < 95


def test_the_reason_is_its_parts() -> None:
    said = run("just past the limit with the clamp").diagnosis
    assert len(said.reasons) > 2
    assert said.reason == " ".join(said.reasons)


def test_of_several_features_the_best_fit_is_a_plane() -> None:
    energy = SETS["daily_energy"]
    settings = Hyperparameters(standardize=True, activation="identity", learning_rate=0.01, epochs=500)
    said = diagnose(energy, settings, train(energy, settings))
    assert said.kind == "converged"
    assert said.plain == "It found the best plane and stays there."
    assert "least-squares plane" in said.headline
    assert not re.search(r"\bline", f"{said.plain} {said.headline} {said.reason}")


def assert_well_said(said: Diagnosis) -> None:
    assert said.kind in get_args(Kind)
    assert re.fullmatch(r"[A-Z][^.;]*\.", said.plain), "one sentence"
    assert not JARGON.search(said.plain), said.plain
    assert said.reasons
    assert said.headline
    assert said.headline.isprintable()
    assert not said.headline.endswith(".")
    assert said.reason.endswith(".")
    assert said.reason.isprintable()
    for text in (said.plain, said.headline, said.reason, *(suggestion.reason for suggestion in said.suggestions)):
        words = text.replace(",", " ").replace(".", " ").replace(";", " ").split()
        assert not {"nan", "inf", "None", "-inf"} & set(words)
    assert len({suggestion.label for suggestion in said.suggestions}) == len(said.suggestions)


@every_scene
def test_the_same_run_is_explained_in_the_same_words(scene: str) -> None:
    told = run(scene)
    assert diagnose(told.dataset, told.hyperparameters, told.history) == told.diagnosis


# The reasons, with numbers worked out here


def reason(scene: str) -> str:
    return run(scene).diagnosis.reason


def beside_limit(scene: str, words: str = "the largest stable rate") -> str:
    rate, largest = run(scene).hyperparameters.learning_rate, limit(run(scene).dataset, run(scene).hyperparameters)
    return f"{rate:.4g} is {rate / largest:.4g} times {words}, {largest:.4g}"


@pytest.mark.parametrize("scene", ["near the limit", "past the limit for a while", "far past the limit", "years"])
def test_the_rate_is_set_beside_the_largest_stable_rate(scene: str) -> None:
    assert beside_limit(scene) in reason(scene)


@pytest.mark.parametrize(
    "scene", ["just past the limit with the clamp", "years with the clamp", "two features with the clamp"]
)
def test_where_the_clamp_bent_rows_the_limit_is_said_to_be_that_without_it(scene: str) -> None:
    assert beside_limit(scene, "the largest stable rate without the clamp") in reason(scene)


@pytest.mark.parametrize("scene", ["a long way down", "small batches and their mean", "small batches"])
def test_a_limit_that_was_kept_or_is_another_ones_is_not_held_against_the_run(scene: str) -> None:
    """Below it nothing is to be explained by it, and small batches have others than all rows together."""
    rate, largest = run(scene).hyperparameters.learning_rate, limit(run(scene).dataset, run(scene).hyperparameters)
    assert (rate > largest) == ("times the largest stable rate of full batches" in reason(scene))
    assert "largest stable rate," not in reason(scene)


def test_a_rate_on_the_limit_is_not_called_1_times_it() -> None:
    assert "is just the largest stable rate, 0.001294" in reason("on the limit")
    assert "lands just as far on the other side" in reason("on the limit")


def test_where_only_rounding_tells_the_rate_from_its_limit_that_is_said() -> None:
    way = replace(run("on the limit").hyperparameters, learning_rate=limit(SETS["article"], Hyperparameters()))
    said = diagnose(SETS["article"], way, train(SETS["article"], way))
    assert said.kind == "oscillating, not converging"
    assert "So close to the limit the rounding of float32 decides" in said.reason
    assert "rounding" not in reason("on the limit")


def test_converged_tells_the_loss_before_and_after_and_the_cycle_it_goes_round() -> None:
    history = run("the article").history
    states = list(zip(history.weights[:, 0].tolist(), history.biases.tolist(), strict=True))
    first = next(t for t in range(1, 4001) if states[t] in states[max(0, t - 10) : t])
    period = next(back for back in range(1, 10) if states[first - back] == states[first])
    gaps = max(
        abs(one - other) / float(np.spacing(np.float32(max(one, other))))
        for one, other in zip(states[first], states[first + 1], strict=True)
    )
    start = float(np.square(np.maximum(X * states[0][0], 0) + states[0][1] - Y).sum())
    assert f"from {start:.5g} to {6.1198969:.5g}; the least-squares line" in reason("the article")
    assert f"Since update {first:,} weight and bias repeat: they go round a cycle of {period} updates" in reason(
        "the article"
    )
    assert f"in steps of at most {gaps:.3g} gap between float32 numbers" in reason("the article")
    assert "least-squares line" in run("the article").diagnosis.headline


def test_where_nothing_changes_any_more_no_cycle_is_told() -> None:
    history = run("standardised").history
    assert (history.weights[-1], history.biases[-1]) == (history.weights[-2], history.biases[-2])
    assert history.weight_gradients[-1, 0] or history.bias_gradients[-1]
    assert "they no longer change, because float32 rounds every step away" in reason("standardised")
    assert "cycle" not in reason("standardised")


def test_by_hand_nothing_is_said_of_float32() -> None:
    assert "float32" not in reason("the article by hand")


@pytest.mark.parametrize("scene", ["the clamp shuts a part", "z-scores under the clamp"])
def test_the_rows_that_the_clamp_shuts_are_counted(scene: str) -> None:
    x, said = run(scene).dataset.features[:, 0], run(scene).diagnosis
    if run(scene).hyperparameters.standardize:
        x = (x - x.mean()) / x.std()
    shut = sum(1 for value in x if value * run(scene).history.weights[-1, 0] < 0)
    assert 0 < shut < len(x)
    assert f"shuts {shut} of {len(x)} rows" in said.headline
    assert f"For {shut} rows" in said.reason


def test_still_learning_tells_how_many_more_epochs_it_takes_to_arrive() -> None:
    """By walking on, in float64, until R² is right to five digits."""
    told = run("too few epochs").history
    states = article_descent(0.001, told.weights[-1, 0], told.biases[-1], clamp=True, updates=2000)
    losses = [float(np.square(np.maximum(X * w, 0) + b - Y).mean()) for w, b in states]
    needed = next(t for t, loss in enumerate(losses) if loss - 6.11989690 / 25 <= 1e-5 * Y.var())
    said = re.search(r"arrive in about ([\d,]+) more epochs", reason("too few epochs"))
    assert said
    assert int(said[1].replace(",", "")) == pytest.approx(needed, abs=2)
    for scene in ("too few epochs", "too small a rate"):
        assert f"The loss is {run(scene).history.losses[-1]:.5g} and still falling" in reason(scene)
        assert f"the least-squares line has {6.1198969:.5g}" in reason(scene)


def test_no_epochs_are_counted_that_float32_would_lose() -> None:
    """At a rate of 1e-6 the last steps would be smaller than the gaps between float32 numbers: by hand they are not."""
    assert "more epochs" not in reason("too small a rate")
    by_hand = replace(run("too small a rate").hyperparameters, gradients="by_hand")
    assert "more epochs" in diagnose(SETS["article"], by_hand, train(SETS["article"], by_hand)).reason


@pytest.mark.parametrize("scene", ["near the limit", "past the limit for a while"])
def test_oscillating_tells_by_how_much_each_step_changes(scene: str) -> None:
    """By how far apart the states of a descent are that starts off in the steepest direction alone."""
    rate = run(scene).hyperparameters.learning_rate
    rows = np.column_stack([X, np.ones(25)])
    weight, bias = np.linalg.lstsq(rows, Y)[0] + np.linalg.eigh(rows.T @ rows)[1][:, -1] * 0.01
    states = np.array(article_descent(rate, weight, bias, clamp=False, updates=9))
    steps = np.linalg.norm(np.diff(states, axis=0), axis=1)[-2:]
    told = re.search(r"lands ([\d.]+) times as far", reason(scene))
    assert told
    assert float(told[1]) == pytest.approx(steps[1] / steps[0], abs=6e-4)


def test_a_bend_is_named_where_steps_cross_it_and_the_rate_held_against_the_rows_that_are_open() -> None:
    scene = "z-scores under the clamp, fast"
    history = run(scene).history
    z = (X - X.mean()) / X.std()
    is_open = [z * history.weights[epoch, 0] >= 0 for epoch in (-2, -1)]
    assert (is_open[0] != is_open[1]).any()
    rows = np.column_stack([z * is_open[1], np.ones(25)])
    largest = 2 / np.linalg.eigvalsh(2 * rows.T @ rows)[-1]
    assert f"largest stable rate with the rows that are shut left out, {largest:.4g}." in reason(scene)
    crossed = sum(bool(((z * one >= 0) != (z * other >= 0)).any()) for one, other in pairwise(history.weights[-21:, 0]))
    assert f"At {crossed} of its last 20 steps some row crossed the bend of the clamp" in reason(scene)


def test_noise_tells_how_few_rows_an_update_sees_and_between_what_the_loss_jumps() -> None:
    assert "only 2 of 25 rows" in reason("small batches")
    losses = run("small batches").history.losses[-25:]
    assert f"Over the last 25 epochs the loss was between {losses.min():.5g} and {losses.max():.5g}" in reason(
        "small batches"
    )


def test_diverged_tells_the_factor_and_the_update() -> None:
    history, said = run("far past the limit").history, run("far past the limit").diagnosis
    states = article_descent(0.01, history.weights[0, 0], history.biases[0], clamp=False, updates=16)
    losses = [float(np.square(X * w + b - Y).sum()) for w, b in states]
    update = next(t for t, loss in enumerate(losses) if loss > 3.4e38)
    assert f"at update {update} the numbers" in said.headline
    assert f"at update {update} the numbers left float32's range" in said.reason
    factor = math.sqrt(losses[10] / losses[9])
    assert f"moved weight and bias {factor:.4g} times as much as the one before" in said.reason


def test_the_update_at_which_the_neuron_died_is_named() -> None:
    told = run("just past the limit with the clamp")
    history, said = told.history, told.diagnosis
    states = article_descent(0.0013, history.weights[0, 0], history.biases[0], clamp=True, updates=100)
    died = next(t for t, (weight, _) in enumerate(states) if weight < 0)
    assert f"at update {died} the clamp shut" in said.headline
    assert f"Update {died} took the weight from {states[died - 1][0]:.4g} to {states[died][0]:.4g}" in said.reason
    assert f"the mean of y, {Y.mean():.4g}; it is {history.biases[-1]:.4g}." in said.reason
    assert "Each step overshot by more than the one before" in said.reason


def test_a_neuron_that_dies_at_the_first_step_did_not_overshoot_several_times() -> None:
    told = run("years with the clamp").history.weights
    assert f"Update 1 took the weight from {told[0, 0]:.4g} to {told[1, 0]:.4g}" in reason("years with the clamp")
    assert "Update 1 took the weights" in reason("two features with the clamp")
    for scene in ("years with the clamp", "two features with the clamp"):
        assert "overshot" not in reason(scene)


def test_a_dead_neuron_whose_bias_runs_away_is_not_said_to_head_for_the_mean() -> None:
    """Each update multiplies the distance from the mean by |1 - 2·25·rate|."""
    way = Hyperparameters(learning_rate=0.05, epochs=30)
    history = train(SETS["article"], way)
    away = np.abs(history.biases[-2:] - Y.mean())
    assert away[1] / away[0] == pytest.approx(1.5, rel=1e-4)
    said = diagnose(SETS["article"], way, history)
    assert said.kind == "dead neuron"
    assert "Each update takes it 1.5 times as far from there." in said.reason


def test_a_falling_line_is_named_as_the_cause_of_death() -> None:
    for scene in ("a falling line", "a falling line from 0"):
        assert "falling line" in reason(scene)
        assert f"the mean of y, {run(scene).dataset.target.mean():.4g}" in reason(scene)


@pytest.mark.parametrize("scene", ["a start on the wrong side", "features below 0"])
def test_dead_from_the_start_is_told_so(scene: str) -> None:
    assert "from the start" in run(scene).diagnosis.headline
    assert "wrong side of the clamp" in reason(scene)


def test_stalled_tells_since_when_and_what_is_left() -> None:
    told = run("years at a safe rate")
    dataset, history, said = told.dataset, told.history, told.diagnosis
    x, y = dataset.features[:, 0], dataset.target[:, 0]
    line = np.polynomial.Polynomial.fit(x, y, 1)
    lowest = float(np.mean((line(x) - y) ** 2))
    states = list(zip(history.weights[:, 0].tolist(), history.biases.tolist(), strict=True))
    since = next(t for t in range(1, len(states)) if states[t] in states[:t])
    assert f"Since update {since:,} weight and bias repeat" in said.reason
    left = mean_squared_residual(dataset, history) - lowest
    assert f"still {left:.3g} above that of the least-squares line, {lowest:.4g}" in said.reason


# The advice, taken


@every_scene
def test_every_suggestion_leads_to_a_living_neuron_and_no_higher_loss(scene: str) -> None:
    told = run(scene)
    before = mean_squared_residual(told.dataset, told.history)
    for suggestion in advice(scene):
        changed = suggestion.hyperparameters
        assert changed != told.hyperparameters
        if changed.epochs * told.dataset.rows / (changed.batch_size or told.dataset.rows) > MOST_UPDATES:
            continue  # the same as here, for a minute
        after = train(told.dataset, changed)
        assert after.diverged_at is None, suggestion.label
        assert mean_squared_residual(told.dataset, after) <= before * (1 + 1e-4), suggestion.label
        assert diagnose(told.dataset, changed, after).kind not in ("diverged", "dead neuron"), suggestion.label


@every_scene
def test_there_is_advice_unless_nothing_is_wrong(scene: str) -> None:
    said = run(scene).diagnosis
    if said.kind == "converged":
        assert bool(advice(scene)) == bool(said.suggestions) == ("clamp shuts" in said.headline)
    else:
        assert advice(scene)
    assert set(advice(scene)) <= set(said.suggestions)


@pytest.mark.parametrize(
    "scene", ["years", "years with the clamp", "two features with the clamp", "years at a safe rate"]
)
def test_where_the_valley_is_narrow_standardising_comes_first_and_does_it(scene: str) -> None:
    dataset, changed = run(scene).dataset, advice(scene)[0].hyperparameters
    assert (changed.standardize, changed.activation) == (True, "identity")
    assert diagnose(dataset, changed, train(dataset, changed)).kind == "converged"


def test_a_falling_line_is_advised_to_go_without_the_clamp() -> None:
    without = replace(run("a falling line").hyperparameters, activation="identity")
    assert advice("a falling line")[0].hyperparameters == without


def test_a_start_by_hand_on_the_wrong_side_is_advised_to_be_random() -> None:
    assert advice("a start on the wrong side")[0].hyperparameters == Hyperparameters(epochs=1500)
    assert "Start at random" not in [suggestion.label for suggestion in advice("features below 0")]


def test_a_round_bowl_is_not_advised_to_be_standardised() -> None:
    standardised = [run(scene) for scene in SCENES if run(scene).hyperparameters.standardize]
    assert standardised
    for told in standardised:
        assert all("Standardise" not in suggestion.label for suggestion in told.diagnosis.suggestions)


# Batches


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("name", ["article", "both signs", "daily_energy"])
def test_no_batch_is_steeper_than_the_bound(name: str, reduction: str) -> None:
    dataset = SETS[name]
    rows = np.column_stack([dataset.features, np.ones(dataset.rows)])
    random = np.random.default_rng(0)
    # At random, and the batch of the longest rows.
    orders = [random.permutation(dataset.rows) for _ in range(20)] + [np.argsort(-np.square(rows).sum(axis=1))]
    for size in (1, 4, 7, dataset.rows - 1, dataset.rows, 10_000):
        settings = Hyperparameters(batch_size=size, reduction=reduction)
        bound = Prospect(dataset=dataset, hyperparameters=settings).steepest_update
        for order in orders:
            for start in range(0, dataset.rows, size):
                batch = rows[order[start : start + size]]
                share = len(batch) if reduction == "mean" else 1
                assert np.linalg.eigvalsh(2 * batch.T @ batch / share)[-1] <= bound * (1 + 1e-9)
        if size >= dataset.rows:
            assert bound == pytest.approx(2 / limit(dataset, settings), rel=1e-9)


# Whatever comes


numbers = st.floats(-100, 100).map(lambda number: round(number, 3))


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    rows, features = draw(st.integers(2, 8)), draw(st.integers(1, 3))
    table = draw(
        st.lists(st.lists(numbers, min_size=features + 1, max_size=features + 1), min_size=rows, max_size=rows)
    )
    values = np.array(table)
    offset, scale = draw(st.sampled_from([0.0, 2000.0])), draw(st.sampled_from([1.0, 1e-6, 1e6]))
    try:
        return Dataset((values[:, :-1] + offset) * scale, values[:, -1], tuple("abc"[:features]))
    except DatasetError:
        assume(False)
        raise


any_hyperparameters = st.builds(
    Hyperparameters,
    learning_rate=st.floats(-12, 1).map(lambda exponent: 10**exponent),
    epochs=st.integers(1, 40),
    seed=st.integers(0, 3),
    activation=st.sampled_from(["clamp", "identity"]),
    reduction=st.sampled_from(["sum", "mean"]),
    batch_size=st.sampled_from([None, None, 1, 3]),
    standardize=st.booleans(),
    initial_weight=st.sampled_from([None, None, -1.0, 0.0, 1e6]),
    initial_bias=st.sampled_from([None, None, 0.0, -5.0]),
    gradients=st.sampled_from(["autograd", "by_hand"]),
)


def trained(dataset: Dataset, hyperparameters: Hyperparameters) -> Run:
    try:
        return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))
    except DatasetError:
        assume(False)
        raise


@given(datasets(), any_hyperparameters)
def test_any_run_is_put_into_words(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    assert_well_said(trained(dataset, hyperparameters).diagnosis)


@given(datasets(), any_hyperparameters)
def test_advice_on_any_run_does_no_harm(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    told = trained(dataset, hyperparameters)
    before = mean_squared_residual(dataset, told.history)
    rounding = 1e-9 * float(np.square(dataset.target).mean())
    for suggestion in that_help(told.symptoms, told.diagnosis.suggestions):
        if suggestion.hyperparameters.epochs > 500:
            continue
        after = train(dataset, suggestion.hyperparameters)
        assert after.diverged_at is None
        assert mean_squared_residual(dataset, after) <= before * (1 + 1e-3) + rounding
