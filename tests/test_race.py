"""Races: what is spread out, that each run is the very one of its setting, which is the best, and how it is drawn."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import torch
from conftest import IN_CI
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.endings import ENDED_AS
from perceptron.charts.film import specification
from perceptron.charts.race import PICKED, race_chart, race_drawn, race_shape
from perceptron.charts.race_in_words import race_described, race_table
from perceptron.insight.diagnosis import Kind
from perceptron.insight.prospect import Prospect
from perceptron.insight.race import Entrant, Race, race, seconds
from perceptron.insight.spreading import KNOBS, MOST_BYTES, OVERS, SETTING, Over, spread_out, value_of

DATA = Path(__file__).resolve().parent.parent / "data"
ARTICLE = Dataset.from_csv(DATA / "article.csv")
LIMIT = 0.00129447


def asked(dataset: Dataset = ARTICLE, **settings: Any) -> Prospect:
    return Prospect(dataset=dataset, hyperparameters=Hyperparameters(**settings))


def kinds(found: Race) -> dict[float, Kind]:
    return {entrant.value: entrant.kind for entrant in found.entrants}


# Against the article's facts and the theory of a bowl


def losses_by_theory(rate: float, seed: int, epochs: int) -> np.ndarray:
    """floor + ½ Σ λ c² (1 - ηλ)^2t on the article's data, with NumPy's eigenvalues and least squares."""
    rows = np.column_stack([ARTICLE.features, np.ones(ARTICLE.rows)])
    y = ARTICLE.target[:, 0]
    eigenvalues, vectors = np.linalg.eigh(2 * rows.T @ rows)
    best = np.linalg.lstsq(rows, y, rcond=None)[0]
    random = torch.Generator().manual_seed(seed)
    start = np.array([torch.rand(1, generator=random).item() for _ in range(2)])
    shares = eigenvalues * (vectors.T @ (start - best)) ** 2 / 2
    factors = (1 - rate * eigenvalues) ** (2 * np.arange(epochs + 1)[:, None])
    return float(np.square(rows @ best - y).sum()) + factors @ shares


def test_below_the_limit_rates_end_where_theory_says_and_above_it_none_arrives() -> None:
    found = race(asked(activation="identity", epochs=400), "rate", 20)
    below = [entrant for entrant in found.entrants if entrant.value < LIMIT]
    above = [entrant for entrant in found.entrants if entrant.value > LIMIT]
    assert len(below) >= 10 and len(above) >= 4
    assert sum(0.8 * LIMIT < entrant.value < 1.25 * LIMIT for entrant in found.entrants) >= 5
    for entrant in below:
        assert entrant.final_loss == pytest.approx(losses_by_theory(entrant.value, 0, 400)[-1], rel=1e-5)
        assert entrant.kind in ("converged", "still learning", "oscillating, converging")
    for entrant in above:
        assert entrant.kind in ("diverged", "oscillating, not converging")
    assert found.limit == pytest.approx(LIMIT, rel=1e-5)


def test_beyond_the_limit_the_articles_clamp_shuts_and_the_neuron_dies() -> None:
    found = race(asked(), "rate")
    assert {kind for value, kind in kinds(found).items() if value > 1.02 * LIMIT} == {"dead neuron"}
    assert "dead neuron" not in {kind for value, kind in kinds(found).items() if value < LIMIT}
    dead = [entrant.final_loss for entrant in found.entrants if entrant.kind == "dead neuron"]
    assert dead == pytest.approx([8.912] * len(dead), abs=1e-3)
    assert found.best is not None and found.best.final_loss == pytest.approx(6.1198969, abs=1e-6)


def test_the_best_rate_is_the_fastest_of_those_with_the_lowest_loss() -> None:
    found = race(asked(activation="identity"), "rate", 24)
    arrivals = {}
    for entrant in found.entrants:
        losses = losses_by_theory(entrant.value, 0, 4000) if entrant.value < LIMIT else np.array([np.inf])
        there = np.flatnonzero(losses <= 1.01 * 6.1198969)
        arrivals[entrant.value] = int(there[0]) if len(there) else None
        assert found.arrived_at(entrant) == arrivals[entrant.value]
    assert found.best is not None
    assert arrivals[found.best.value] == min(epochs for epochs in arrivals.values() if epochs is not None)


def entrant(value: float, kind: Kind, *losses: float) -> Entrant:
    """One with those losses by epoch, and whatever else."""
    question = asked(learning_rate=value, epochs=len(losses) - 1)
    history = train(ARTICLE, question.hyperparameters)
    cut = {name: getattr(history, name)[: len(losses)] for name in ("weights", "biases")}
    return Entrant(value, question, Run.of(question, replace(history, losses=np.array(losses), **cut)), kind)


def test_the_fastest_of_equals_wins_and_what_swings_only_among_its_like() -> None:
    slow = entrant(1e-4, "converged", 9.0, 7.0, 6.5, 6.2, 6.12)
    fast = entrant(2e-4, "still learning", 9.0, 6.15, 6.14, 6.13, 6.13)
    swings = entrant(3e-4, "oscillating, not converging", 6.12, 6.12, 6.12, 6.12, 6.12)
    died = entrant(4e-4, "dead neuron", 6.12, 6.12, 6.12, 6.12, 6.12)
    diverged = Entrant(5e-4, asked(), None, "diverged")
    found = Race(asked(), "rate", (slow, fast, swings, died, diverged))
    assert found.best is fast
    assert [found.arrived_at(each) for each in found.entrants] == [4, 1, 0, 0, None]
    assert Race(asked(), "rate", (slow, swings)).best is slow
    assert Race(asked(), "rate", (swings, died, diverged)).best is swings
    none = Race(asked(), "rate", (died, diverged))
    assert none.best is None and none.arrived_at(died) is None
    # Small batches swing as a rule.
    batches = replace(swings, asked=asked(batch_size=5))
    assert Race(asked(batch_size=5), "rate", (replace(slow, asked=asked(batch_size=5)), batches)).best is batches
    # Where nobody comes near the best line, the lowest loss of all is what counts.
    far, farther = entrant(1e-5, "still learning", 40.0, 30.0, 20.0), entrant(2e-5, "still learning", 40.0, 21.0, 20.5)
    assert Race(asked(), "rate", (farther, far)).best is far


@pytest.mark.parametrize("over", OVERS)
def test_every_run_is_the_very_one_of_its_setting(over: Over) -> None:
    question = asked(epochs=50, seed=3, batch_size=6 if over == "batch size" else None, initial_bias=0.5)
    found = race(question, over, 6)
    assert len(found.entrants) == 6
    for entrant in found.entrants:
        size = int(entrant.value) if over != "batch size" or entrant.value < ARTICLE.rows else None
        value = {"rate": entrant.value, "start": entrant.value}.get(over, size)
        settings = {"epochs": 50, "seed": 3, "batch_size": None, "initial_bias": 0.5} | {SETTING[over]: value}
        alone = train(ARTICLE, Hyperparameters(**settings, gradients="by_hand"))
        assert entrant.run is not None
        for name in ("losses", "weights", "biases", "weight_gradients"):
            assert np.array_equal(getattr(entrant.run.history, name), getattr(alone, name))
        assert entrant.run.diagnosis.kind == entrant.kind
    own = {"rate": 0.001, "start": torch.rand(1, generator=torch.Generator().manual_seed(3)).item()}
    assert found.own is not None and found.own.value == own.get(over, {"batch size": 6, "seed": 3}.get(over))


def test_who_insists_has_the_runs_of_autograd() -> None:
    found = race(asked(epochs=40), "seed", 4, by_autograd=True)
    for seed, entrant in enumerate(found.entrants):
        assert entrant.run is not None
        assert np.array_equal(
            entrant.run.history.weights, train(ARTICLE, Hyperparameters(epochs=40, seed=seed)).weights
        )


def test_starts_go_to_both_sides_of_the_best_weight_and_batches_from_one_row_to_all() -> None:
    starts = [each.hyperparameters.initial_weight for each in spread_out(asked(), "start", 9)]
    assert starts[0] is not None and starts[-1] is not None and starts[0] < -1 and starts[-1] > 1.5
    assert np.mean([starts[0], starts[-1]]) == pytest.approx(0.1750716, abs=0.1)
    sizes = [each.hyperparameters.batch_size for each in spread_out(asked(), "batch size")]
    assert sizes == [1, 2, 4, 8, 16, None]
    assert [value_of(each, "batch size") for each in spread_out(asked(batch_size=5), "batch size", 4)][-1] == 25
    last = int(KNOBS["seed"].high)
    assert [each.hyperparameters.seed for each in spread_out(asked(seed=last), "seed", 4)] == [
        *range(last - 3, last + 1)
    ]


def test_what_no_one_could_hold_or_wait_for_is_bounded_and_told() -> None:
    questions = spread_out(asked(epochs=1_000_000), "rate", 40)
    assert sum(8 * 5 * (each.hyperparameters.epochs + 1) for each in questions) <= MOST_BYTES
    assert {each.hyperparameters.epochs for each in spread_out(asked(), "rate", 40)} == {4000}
    assert seconds(asked(), "rate", by_autograd=True) > 5 * seconds(asked(), "rate")
    assert seconds(asked(), "batch size") > 5 * seconds(asked(), "rate", 6)
    for count in (3, 41):
        with pytest.raises(ValueError, match=f"from 4 to 40 runs, not {count}"):
            spread_out(asked(), "rate", count)


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[float] = []

    def stop_at_half(share: float) -> None:
        told.append(share)
        if share > 0.5:
            raise InterruptedError

    race(asked(epochs=20), "seed", 5, on_progress=told.append)
    assert told == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    told.clear()
    with pytest.raises(InterruptedError):
        race(asked(epochs=20), "seed", 5, on_progress=stop_at_half)
    assert told == pytest.approx([0.2, 0.4, 0.6])


# The picture


def test_every_kind_has_a_colour_and_a_shape_in_the_legend() -> None:
    spec = specification(race_chart(race_shape(race(asked(epochs=5), "rate", 4))))
    marks = next(layer for layer in spec["layer"] if "shape" in layer["encoding"])
    colours, shapes = (marks["encoding"][channel]["scale"] for channel in ("color", "shape"))
    assert colours["domain"] == shapes["domain"] and len(colours["domain"]) == 6
    assert len(set(colours["range"])) == len(set(shapes["range"])) == 6
    assert set(ENDED_AS) == set(get_args(Kind))
    assert {ending.word for ending in ENDED_AS.values()} == set(colours["domain"])
    assert PICKED in json.dumps(spec["params"])


def test_the_picture_has_a_mark_for_each_run_and_the_limit_only_where_it_holds() -> None:
    found = race(asked(activation="identity", epochs=100), "rate", 12)
    drawn = race_drawn(found)
    runs, axes = drawn["runs"], drawn["axes"].iloc[0]
    assert runs["value"].tolist() == [entrant.value for entrant in found.entrants]
    assert axes["limit"] == pytest.approx(LIMIT, rel=1e-5) and "0.001294" in axes["limit_label"]
    assert axes["floor"] == pytest.approx(6.1198969)
    assert runs.loc[runs["own"], "value"].tolist() == [0.001]
    assert runs["best"].sum() == 1
    blown = runs[runs["ended"] == "blew up"]
    assert len(blown) and (blown["up"] == axes["up_high"]).all() and blown["said"].str.startswith("too large").all()
    fine = [(up, each.final_loss) for up, each in zip(runs["up"], found.entrants, strict=True) if each.value < LIMIT]
    assert all(up == loss for up, loss in fine)
    for question, over in ((asked(batch_size=5, epochs=20), "rate"), (asked(epochs=20), "seed")):
        assert np.isnan(race_drawn(race(question, over, 4))["axes"].loc[0, "limit"])  # type: ignore[arg-type]


def test_another_race_only_swaps_the_data() -> None:
    years = Dataset(np.arange(2000.0, 2010)[:, None], np.arange(10.0)[:, None], ("__proto__",), "a.b[0]")
    for over in OVERS:
        one, other = (race(asked(data, epochs=9, learning_rate=1e-9), over, 4) for data in (ARTICLE, years))
        assert race_shape(one)._replace(loss="log") == race_shape(other)._replace(loss="log")
        assert [list(table) for table in race_drawn(one).values()] == [list(t) for t in race_drawn(other).values()]
    spec = json.dumps(specification(race_chart(race_shape(race(asked(epochs=9), "rate", 4)))))
    assert "0.00129" not in spec and "proto" not in spec and "6.11" not in spec


def test_it_is_told_in_a_sentence_and_a_table() -> None:
    found = race(asked(), "rate", 8)
    assert found.best is not None
    words = race_described(found)
    assert "8 runs" in words and "0.001294" in words and "6.1199" in words and f"{found.best.value:g}" in words
    table = race_table(found)
    assert table["ended"].tolist() == [ENDED_AS[entrant.kind].word for entrant in found.entrants]
    best = table[table["best"]].iloc[0]
    assert (best["weight"], best["bias"]) == pytest.approx((0.1750716, 1.4045023), abs=1e-4)


# Over data as it may come


@st.composite
def odd_data(draw: st.DrawFn) -> Dataset:
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    rows = draw(st.sampled_from([2, 3, 7, 12]))
    kind = draw(st.sampled_from(["tiny spread", "years", "perfect line", "several", "huge", "level", "seconds"]))
    x = random.normal(size=(rows, 1))
    y = 3 * x[:, 0] - 1 + random.normal(size=rows)
    if kind == "tiny spread":
        x = 5 + x * 1e-6
    elif kind in ("years", "seconds"):
        x = (2000.0 if kind == "years" else 1.7e9) + np.arange(rows)[:, None]
    elif kind == "perfect line":
        y = 2 * x[:, 0] + 1
    elif kind == "several":
        x = np.column_stack([x, 100 * random.normal(size=rows), 2 * x[:, 0]])
    elif kind == "huge":
        x, y = x * 10.0 ** draw(st.integers(3, 12)), y * 10.0 ** draw(st.integers(-6, 12))
    elif kind == "level":
        y = np.full(rows, 7.0)
    return Dataset(x, y[:, None], tuple(f"x{place}" for place in range(x.shape[1])))


SETTINGS = st.fixed_dictionaries(
    {
        "learning_rate": st.floats(-30, 1).map(lambda power: 10**power),
        "epochs": st.integers(1, 40),
        "activation": st.sampled_from(["clamp", "identity"]),
        "reduction": st.sampled_from(["sum", "mean"]),
        "standardize": st.booleans(),
        "batch_size": st.sampled_from([None, 1, 3, 50]),
        "initial_weight": st.sampled_from([None, 0.0, -1e6]),
        "seed": st.sampled_from([0, 2**31 - 1]),
    }
)


@given(odd_data(), SETTINGS, st.sampled_from(OVERS), st.sampled_from([4, 5]))
@examples(max_examples=40 if IN_CI else 10)
def test_no_data_breaks_a_race(dataset: Dataset, settings: dict[str, Any], over: Over, count: int) -> None:
    question = asked(dataset, **settings)
    found = race(question, over, count)
    values = [entrant.value for entrant in found.entrants]
    assert values == sorted(set(values)) and 1 <= len(values) <= count
    for entrant in found.entrants:
        settings_of = vars(entrant.asked.hyperparameters)
        KNOBS[SETTING[over]].check(over, settings_of[SETTING[over]])
        changed = {name for name, value in settings_of.items() if value != getattr(question.hyperparameters, name)}
        assert changed <= {SETTING[over], "gradients"}
    if value_of(question, over) is not None:
        assert found.own is not None
    best_is_lowest(found)
    drawn = race_drawn(found)
    axes = drawn["axes"].iloc[0]
    assert axes["value_low"] < values[0] <= values[-1] < axes["value_high"]
    assert drawn["runs"]["up"].between(axes["up_low"], axes["up_high"]).all()
    assert np.isfinite(axes[["value_low", "value_high", "up_low", "up_high"]].astype(float)).all()
    if race_shape(found).loss == "log":
        assert axes["up_low"] > 0
    assert len(race_table(found)) == len(values)
    assert race_described(found).endswith(".")


def best_is_lowest(found: Race) -> None:
    def learned(entrant: Entrant) -> bool:
        return entrant.kind not in ("diverged", "dead neuron")

    living = {entrant.final_loss: entrant for entrant in found.entrants if learned(entrant)}
    settled = {loss: each for loss, each in living.items() if each.kind != "oscillating, not converging"}
    if found.asked.is_full_batch and settled and found.over != "batch size":
        living = settled
    if not living:
        assert found.best is None
        return
    assert found.best is not None and found.best.final_loss is not None and learned(found.best)
    lowest, y = min(loss for loss in living if loss is not None), found.asked.dataset.target
    # What is there to explain: R² of one in ten thousand is no difference.
    of_all = float(np.square(y - y.mean()).sum() if np.ptp(y) else np.square(y).sum())
    of_all /= len(y) if found.asked.hyperparameters.reduction == "mean" else 1
    if found.over != "batch size":
        least = found.asked.fit.loss
        assert found.best.final_loss <= max(lowest, least) + max(0.01 * max(lowest, least), 0.0001 * of_all) * (
            1 + 1e-9
        )
