"""What the pictures draw, against formulas written out here; and that a picture never depends on a learner's words."""

import itertools
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reel_read import numbers

from perceptron import Dataset, Hyperparameters, Run, least_squares, train
from perceptron.charts.bowl import bowl_chart, bowl_contours
from perceptron.charts.film import specification
from perceptron.charts.reel import live_columns, reel_of
from perceptron.charts.steps import in_steps
from perceptron.charts.tables import tables_of
from perceptron.charts.view import Look, View
from perceptron.charts.views import (
    BIAS,
    FILM,
    FITTED_LINE,
    LOSS_CURVE,
    LOSS_SURFACE,
    WEIGHTS,
    fitted_line,
    loss_surface,
)
from perceptron.data.held_out import HeldOut, hold_out
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.theory import curvature
from perceptron.words import as_title

DATA = {path.stem: Dataset.from_csv(path) for path in sorted((Path(__file__).parents[1] / "data").glob("*.csv"))}
ARTICLE = DATA["article"]
ENERGY = DATA["daily_energy"]
RUNS = {
    "as the article": Hyperparameters(epochs=300),
    "identity": Hyperparameters(epochs=300, activation="identity"),
    "standardised": Hyperparameters(epochs=300, activation="identity", standardize=True, learning_rate=0.01),
    "standardised, clamped": Hyperparameters(epochs=300, standardize=True, learning_rate=0.01),
    "mean": Hyperparameters(epochs=300, reduction="mean", learning_rate=0.01),
    "in batches": Hyperparameters(epochs=20, batch_size=7),
}
# Every set once, and every kind of run: what one of them cannot draw, these show.
PAIRS = list(zip(DATA, itertools.cycle(RUNS), strict=False))
every_pair = pytest.mark.parametrize(
    ("dataset", "hyperparameters"), [pytest.param(DATA[name], RUNS[way], id=f"{name}, {way}") for name, way in PAIRS]
)


def made(x: object, y: object) -> Dataset:
    columns = np.array(x, dtype=np.float64)
    columns = columns[:, np.newaxis] if columns.ndim == 1 else columns
    return Dataset(columns, np.array(y, dtype=np.float64), tuple(f"x{index}" for index in range(columns.shape[1])))


@cache
def run(dataset: Dataset, hyperparameters: Hyperparameters) -> Run:
    return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))


def look_at(run: Run, **more: Any) -> Look:
    """As the page looks at first: the first weight against the bias."""
    return Look(pair=(0, run.dataset.features.shape[1]), **more)


def tables_at(found: Run, look: Look) -> dict[str, pd.DataFrame]:
    """All that the views draw, by name, in all digits; and `history`, the epochs that curves are drawn through with all
    that is drawn of them, live or not, under either kind of loss.
    """
    drawn = {name: table for view in FILM for name, table in view.plotted(found, look).items()}
    epochs = drawn["curve"]["epoch"].to_numpy()
    columns: dict[str, Any] = {"epoch": epochs}
    for seen in (look, replace(look, loss_axis="excess")):
        columns |= {name: values[epochs] for name, values in live_columns(found, seen, FILM).items()}
        columns |= dict(LOSS_CURVE.plotted(found, seen)["curve"].items())
    constants = {name: value for view in FILM for name, value in view.constants(found, look).items()}
    return drawn | {"history": pd.DataFrame(columns).assign(**constants)}


def tables(dataset: Dataset, hyperparameters: Hyperparameters, **more: Any) -> dict[str, pd.DataFrame]:
    found = run(dataset, hyperparameters)
    return tables_at(found, look_at(found, **more))


def as_trained(dataset: Dataset, hyperparameters: Hyperparameters) -> np.ndarray:
    x = dataset.features
    return (x - x.mean(axis=0)) / x.std(axis=0) if hyperparameters.standardize else x


def losses_by_hand(dataset: Dataset, hyperparameters: Hyperparameters, parameters: np.ndarray) -> np.ndarray:
    """The loss of each row of (weights, bias)."""
    sums = as_trained(dataset, hyperparameters) @ parameters[:, :-1].T
    if hyperparameters.activation == "clamp":
        sums = np.where(sums > 0, sums, 0)
    squares = (sums + parameters[:, -1] - dataset.target) ** 2
    return np.asarray(squares.sum(axis=0) if hyperparameters.reduction == "sum" else squares.mean(axis=0))


# Frames


def check_frames(last: int) -> None:
    epochs = telling_epochs(last)
    assert 0 < len(epochs) <= 240
    assert epochs[: min(60, last + 1)].tolist() == list(range(min(60, last + 1)))
    assert epochs[-1] == last
    assert (np.diff(epochs) > 0).all()
    assert np.issubdtype(epochs.dtype, np.integer)


@pytest.mark.parametrize("last", [0, 1, 5, 59, 60, 61, 238, 239, 240, 241, 242, 300, 4000, 10**6])
def test_frames_begin_one_by_one_and_end_at_the_last_epoch(last: int) -> None:
    check_frames(last)


@given(st.integers(0, 10**6))
def test_frames_of_any_run(last: int) -> None:
    check_frames(last)


def test_a_run_that_fits_is_shown_whole_and_a_long_one_ever_sparser() -> None:
    assert telling_epochs(239).tolist() == list(range(240))
    gaps = np.diff(telling_epochs(10**6))[60:]
    assert (gaps[1:] >= 0.8 * gaps[:-1] - 2).all()
    assert gaps[-1] > 1000 * gaps[0]


@pytest.mark.parametrize("last", [1000, 4000, 4001, 10**6])
def test_a_run_that_swings_is_met_on_either_side_by_turns(last: int) -> None:
    even = np.flatnonzero(np.diff(telling_epochs(last)) % 2 == 0)
    assert len(even) <= 1 and (even >= 237).all()


# The reel


def epochs_held(reel: dict[str, Any]) -> np.ndarray:
    """Which epochs of the run the player can show as they were."""
    epochs = folded(reel)
    return np.flatnonzero(np.isin(epochs, np.frombuffer(b64decode(reel["rows"]), dtype="<i4")))


def folded(reel: dict[str, Any]) -> np.ndarray:
    """For every epoch of the run the one that has its numbers, after the docstring of `reel_of`."""
    epochs = np.arange(reel["last"] + 1)
    first, period = reel["repeats"] or (reel["last"] + 1, 1)
    return np.where(epochs < first, epochs, first + (epochs - first) % period)


def unpacked(reel: dict[str, Any], name: str) -> np.ndarray:
    """A column at every epoch of the run, as the player makes it out; of one that is not held, at the one before."""
    column = reel["columns"][name]
    values = numbers(reel["columns"][column] if isinstance(column, str) else column)
    epochs = folded(reel)
    if reel["rows"] is None:
        return values[epochs]
    return values[np.searchsorted(np.frombuffer(b64decode(reel["rows"]), dtype="<i4"), epochs, side="right") - 1]


def columns_of(found: Run) -> dict[str, np.ndarray]:
    history = found.history
    return {"w1": history.weights[:, 0], "b": history.biases, "loss": history.losses}


@pytest.mark.parametrize("rate", [0.001, 0.0005, 0.0013, 0.01])
def test_the_reel_holds_every_epoch(rate: float) -> None:
    found = run(ARTICLE, Hyperparameters(learning_rate=rate, activation="clamp" if rate == 0.0013 else "identity"))
    seen = look_at(found, loss_axis="excess")
    columns = live_columns(found, seen, FILM)
    assert {"w1", "b", "loss", "excess", "shown_w1", "shown_b", "u", "v", "u_arrow", "v_arrow"} == set(columns)
    reel = reel_of(found, columns)
    assert reel["last"] == found.last and reel["rows"] is None
    # A run that goes round a cycle is told once.
    assert (reel["repeats"] is None) == (rate == 0.01)
    if rate == 0.001:
        assert reel["repeats"] == [1880, 2] and len(numbers(reel["columns"]["w1"])) == 1882
    for name, values in columns_of(found).items():
        assert unpacked(reel, name).tolist() == values.tolist()
    # The other columns were worked out in more digits than float32 has.
    for name, values in columns.items():
        np.testing.assert_allclose(unpacked(reel, name), values, rtol=1e-7, atol=1e-45)


def test_numbers_beyond_float32_are_told_as_they_are_and_equal_columns_once() -> None:
    found = run(ARTICLE, RUNS["as the article"])
    enormous = found.history.losses * 1e300
    reel = reel_of(found, {"enormous": enormous, "as enormous": enormous.copy(), "loss": found.history.losses})
    assert unpacked(reel, "enormous").tolist() == unpacked(reel, "as enormous").tolist() == enormous.tolist()
    assert reel["columns"]["as enormous"] == "enormous"
    assert list(reel["columns"]["enormous"]) == ["float64"]


@pytest.mark.parametrize("length", [1, 2, 3, 4001])
def test_numbers_in_steps_are_bit_by_bit_those_of_float32(length: int) -> None:
    smooth = 1 + np.exp(-np.linspace(0, 9, length))
    any_bits = np.random.default_rng(7).integers(0, 2**32, length, dtype=np.uint32).view(np.float32)
    any_bits[np.isnan(any_bits)] = 0
    edges = np.resize([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, 3.4e38, -3.4e38], length)
    for values in (smooth, -smooth, any_bits, edges):
        bits = values.astype("<f4").tobytes()
        assert np.array(numbers({"steps": in_steps(values)}), dtype="<f4").tobytes() == bits
    # A smooth run takes little more than a byte each, of which base 64 makes four thirds.
    assert length < 4001 or len(in_steps(smooth)) < 1.1 * length * 4 / 3


def test_of_a_long_run_the_reel_holds_what_is_asked_for() -> None:
    found = run(ARTICLE, Hyperparameters(epochs=120_000, learning_rate=1e-6, gradients="by_hand"))
    columns = columns_of(found) | {f"other {place}": found.history.losses * place for place in range(2, 5)}
    reel = reel_of(found, columns, 77_777)
    assert sum(len(numbers(column)) for column in reel["columns"].values()) < 1.05 * 400_000
    held = epochs_held(reel)
    assert {*range(60), *range(77_577, 77_978), 120_000} <= set(held.tolist())
    # Between those that are asked for there are some of every stretch.
    assert np.diff(held).max() <= 3
    for name, values in columns_of(found).items():
        # By hand training has more digits than the browser is told.
        np.testing.assert_allclose(unpacked(reel, name)[held], values[held], rtol=1e-7)


def going_round(from_epoch: int, period: int) -> Run:
    """A run that repeats some of its epochs for ever after."""
    found = run(ARTICLE, Hyperparameters(epochs=2000, activation="identity", learning_rate=1e-4))
    history, epochs = found.history, np.arange(2001)
    rows = np.where(epochs < from_epoch, epochs, from_epoch + (epochs - from_epoch) % period)
    parts = ("losses", "weights", "biases", "weight_gradients", "bias_gradients")
    turned = replace(
        history,
        **{name: getattr(history, name)[rows] for name in parts},
        repeats_from=from_epoch + period,
        period=period,
    )
    return replace(found, history=turned)


@pytest.mark.parametrize("asked", [0, 700, 1299, 1300, 1301, 1650, 1777, 2000])
@pytest.mark.parametrize("period", [1, 2, 450])
def test_of_a_long_run_that_repeats_itself_too(period: int, asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An epoch far behind the first repetition is one of the epochs before it, with what is around that."""
    monkeypatch.setattr("perceptron.charts.reel.MOST_NUMBERS", 300)
    found = going_round(1300, period)
    reel = reel_of(found, columns_of(found), asked)
    assert reel["repeats"] == [1300, period]
    held = epochs_held(reel)
    assert {*range(max(0, asked - 200), min(2000, asked + 200) + 1)} <= set(held.tolist())
    for name, values in columns_of(found).items():
        assert unpacked(reel, name)[held].tolist() == values[held].tolist()


def test_what_goes_to_the_browser_is_off_by_less_than_can_be_seen() -> None:
    # Seconds since 1970, over a few hours: float32 counts them by two minutes.
    hours = made(1.7e9 + 240 * np.arange(40.0), np.arange(40.0) % 7)
    for dataset in (*DATA.values(), hours):
        found = run(dataset, Hyperparameters(epochs=50, standardize=True, learning_rate=1e-3))
        look = look_at(found)
        for view in FILM:
            sent = tables_of(view, found, look)
            for name, table in view.plotted(found, look).items():
                assert list(sent[name].columns) == list(table.columns)
                for column in table.select_dtypes("number"):
                    exact = table[column].to_numpy(dtype=np.float64)
                    off = np.abs(sent[name][column].to_numpy(dtype=np.float64) - exact)
                    if np.isfinite(exact).any():
                        assert np.nanmax(off) <= 1e-4 * (np.nanmax(exact) - np.nanmin(exact)), (name, column)


# Where a run has settled


def settled_by_hand(found: Run) -> int | None:
    """From the last epoch back, as long as neither the loss nor the line up to two standard deviations from the mean
    of each feature is seen to differ from what it is in the end.
    """
    history, x = found.history, as_trained(found.dataset, found.hyperparameters)
    signs = itertools.product((-2, 2), repeat=x.shape[1])
    corners = np.array([x.mean(axis=0) + x.std(axis=0) * sign for sign in signs])
    lines = corners @ history.weights.T + history.biases
    thousandth = 1e-3 * max(history.losses[-1], 1e-3 * history.losses.max())

    def is_as_in_the_end(epoch: int) -> bool:
        moved = np.abs(lines[:, epoch] - lines[:, -1]).max()
        loss = abs(history.losses[epoch] - history.losses[-1])
        return bool(moved <= 1e-3 * np.ptp(found.dataset.target) and loss <= thousandth)

    settled = found.last
    while settled > 0 and is_as_in_the_end(settled - 1):
        settled -= 1
    return settled if 0 < settled <= 0.9 * found.last else None


SETTLING = {
    "the article's": (ARTICLE, Hyperparameters()),
    "died": (ARTICLE, Hyperparameters(learning_rate=0.0013)),
    "broke": (ARTICLE, Hyperparameters(learning_rate=0.01, activation="identity")),
    "too slow": (ARTICLE, Hyperparameters(learning_rate=1e-5, activation="identity", epochs=300)),
    "too short": (ARTICLE, Hyperparameters(epochs=60)),
    "begun at its end": (
        ARTICLE,
        Hyperparameters(initial_weight=0.1750716, initial_bias=1.4045023, activation="identity", epochs=50),
    ),
    "standardised": (ARTICLE, Hyperparameters(standardize=True, learning_rate=0.01, epochs=400)),
    "several": (ENERGY, Hyperparameters(standardize=True, learning_rate=0.001, activation="identity")),
    "in batches": (ARTICLE, Hyperparameters(batch_size=5, learning_rate=0.001, epochs=300)),
    # Its loss goes on falling for ever, soon by less than is seen.
    "down to no loss at all": (
        made([0, 1, 2, 3], [1, 3, 5, 7]),
        Hyperparameters(learning_rate=0.02, activation="identity", gradients="by_hand", epochs=1000),
    ),
}
NEVER_SEEN_TO_SETTLE = {"broke", "too slow", "too short", "begun at its end", "in batches"}


@pytest.mark.parametrize("name", SETTLING)
def test_a_run_settles_where_nothing_is_seen_to_move_any_more(name: str) -> None:
    found = run(*SETTLING[name])
    assert found.settled_at == settled_by_hand(found)
    assert (found.settled_at is None) == (name in NEVER_SEEN_TO_SETTLE)


@pytest.mark.parametrize("name", RUNS)
def test_a_run_has_settled_where_no_picture_shows_it_move(name: str) -> None:
    found = run(ARTICLE, replace(RUNS[name], epochs=3000))
    x = as_trained(ARTICLE, RUNS[name])
    sums = x @ found.history.weights.T
    if RUNS[name].activation == "clamp":
        sums = np.maximum(sums, 0)
    predictions = sums + found.history.biases
    moved = np.abs(predictions - predictions[:, -1:]).max(axis=0) / np.ptp(ARTICLE.target)
    losses = np.abs(found.history.losses / found.history.losses[-1] - 1)
    if found.settled_at is None:
        assert moved[2700:].max() > 2e-4 or losses[2700:].max() > 1e-3
        return
    assert moved[found.settled_at :].max() < 2e-3 and losses[found.settled_at :].max() <= 1e-3
    before = found.settled_at - 1
    assert moved[before] > 1e-4 or losses[before] > 1e-3


# Tables


@every_pair
def test_everything_that_is_drawn_is_a_number(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    drawn = tables(dataset, hyperparameters)
    frames = drawn["history"]
    may_be_missing = frames[["predicted", "predicted_excess", "held_out"]]
    assert not np.isinf(may_be_missing.to_numpy()).any()
    numbers = frames.drop(columns=may_be_missing.columns).select_dtypes("number")
    assert np.isfinite(numbers.to_numpy()).all()
    for name in ("points", "line", "weight", "bias", "contours"):
        numbers = drawn[name].drop(columns="truth", errors="ignore").select_dtypes("number")
        assert len(numbers) and np.isfinite(numbers.to_numpy()).all()
    for axis in ("x", "y", "u", "v", "epoch", "weight", "bias"):
        assert (frames[f"{axis}_low"] < frames[f"{axis}_high"]).all()
    for low, high in (
        ("loss_linear_low", "loss_high"),
        ("loss_log_low", "loss_high"),
        ("excess_excess_low", "excess_high"),
    ):
        assert (frames[low] < frames[high]).all()
    assert (frames[["loss_log_low", "excess_excess_low"]] > 0).all(axis=None)


@every_pair
def test_frames_hold_the_runs_own_numbers(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    history = run(dataset, hyperparameters).history
    drawn = tables(dataset, hyperparameters)
    frames, epochs = drawn["history"], drawn["history"]["epoch"].to_numpy()
    assert frames["loss"].tolist() == history.losses[epochs].tolist()
    weights = frames[[f"w{index + 1}" for index in range(history.weights.shape[1])]].to_numpy()
    assert (weights == history.weights[epochs]).all()
    assert (frames["b"] == history.biases[epochs]).all()
    # Weight and bias are shown in the data's own units.
    slopes = history.weights[epochs, 0]
    if hyperparameters.standardize:
        slopes = slopes / dataset.features[:, 0].std()
    first = drawn["weight"].iloc[: len(epochs)]
    np.testing.assert_allclose(first["value"], slopes, rtol=1e-12)
    np.testing.assert_allclose(frames["shown_w1"], slopes, rtol=1e-12)


NUMBER = re.compile(r"toNumber\((\w+)\[(\d+)\]\)")


class Picture:
    """What Vega would make of a chart's expressions; these few read the same in Python. `boxes` are its text boxes."""

    def __init__(self, spec: dict[str, Any], constants: dict[str, float], **boxes: str) -> None:
        self.spec, self.constants = spec, SimpleNamespace(**constants)
        self.boxes = {"drag": "", "yours": "", "ghost": "", "width": 400.0, "height": 255.0, **boxes}
        self.parts = {"now": str(self.boxes["k"]).split(";")}
        self.parts |= {f"{name}_parts": str(self.boxes[name]).split(",") for name in ("drag", "yours", "ghost")}

    def value(self, expression: str, datum: SimpleNamespace) -> Any:
        python = NUMBER.sub(lambda found: f"float({found[1]}[{found[2]}])", expression)
        python = python.replace("data('axes')[0]", "constants").replace("&&", " and ").replace("!=", " != ")
        while " ? " in python:
            python = re.sub(r"^(.*?) \? (.*?) : (.*)$", r"(\2) if (\1) else (\3)", python, count=1)
        names = {"max": max, "min": min, "abs": abs, "float": float, "length": len}
        names |= {"datum": datum, "constants": self.constants}
        return eval(python, names | self.boxes | self.parts)

    def rows(self, layer: dict[str, Any], table: pd.DataFrame) -> list[SimpleNamespace]:
        """A layer's rows after its transforms, as far as these make rows of rows."""
        rows = [SimpleNamespace(**row) for row in table.to_dict("records")]
        for step in layer["transform"]:
            if "calculate" in step:
                for row in rows:
                    setattr(row, step["as"], self.value(step["calculate"], row))
            elif "filter" in step:
                rows = [row for row in rows if self.value(step["filter"], row)]
            else:
                (row,) = [
                    SimpleNamespace(
                        **{
                            part["as"]: len(rows)
                            if part["op"] == "count"
                            else sum(getattr(row, part["field"]) for row in rows)
                            for part in step["aggregate"]
                        }
                    )
                ]
                rows = [row]
        return rows


def text_of(found: Run, view: View, look: Look, epoch: int) -> str:
    """What the player writes into a view's box when the film rests at an epoch."""
    exact = [repr(float(values[epoch])) for values in view.live(found, look).values()]
    return ";".join([f"{epoch:,}", str(epoch), *exact, *exact])


def picture_of(found: Run, look: Look, epoch: int, **boxes: Any) -> Picture:
    spec = specification(FITTED_LINE.chart(FITTED_LINE.shape(found, look)))
    constants = dict(FITTED_LINE.constants(found, look))
    return Picture(spec, constants, k=text_of(found, FITTED_LINE, look, epoch), **boxes)


def layers_with(picture: Picture, mark: str, *fields: str) -> list[dict[str, Any]]:
    """The layers of that mark that read those fields."""
    return [
        layer
        for layer in picture.spec["layer"]
        if layer["mark"]["type"] == mark and set(fields) <= set(values_of(layer["encoding"], "field"))
    ]


@pytest.mark.parametrize(
    "dataset", [ARTICLE, DATA["mountain_air"], ENERGY], ids=["article", "mountain_air", "daily_energy"]
)
@pytest.mark.parametrize("name", ["as the article", "standardised", "standardised, clamped"])
def test_the_squares_are_square_on_the_screen_and_their_sides_are_the_residuals(dataset: Dataset, name: str) -> None:
    found = run(dataset, RUNS[name])
    look = look_at(found, squares=True)
    points = FITTED_LINE.plotted(found, look)["points"]
    several = dataset.features.shape[1] > 1
    for epoch in (0, 1, found.last):
        picture = picture_of(found, look, epoch)
        squares = layers_with(picture, "rect")[0]
        across, up = squares["encoding"]["x"]["field"], squares["encoding"]["y"]["field"]
        far, end = squares["encoding"]["x2"]["field"], squares["encoding"]["y2"]["field"]
        rows = picture.rows(squares, points)
        x_axis, y_axis = ("y", "y") if several else ("x", "y")
        spans = [
            getattr(picture.constants, f"{axis}_high") - getattr(picture.constants, f"{axis}_low")
            for axis in (x_axis, y_axis)
        ]
        wide = np.array([abs(getattr(row, far) - getattr(row, across)) for row in rows]) / spans[0] * 400
        high = np.array([abs(getattr(row, end) - getattr(row, up)) for row in rows]) / spans[1] * 255
        np.testing.assert_allclose(wide, high, rtol=1e-9, atol=1e-9)
        # Each lies to the right of its point, or to the left where the right would cut it off.
        for row in rows:
            turned = getattr(row, far) < getattr(row, across)
            right = getattr(row, across) + abs(getattr(row, far) - getattr(row, across))
            assert turned == (right > getattr(picture.constants, f"{x_axis}_high"))
        residuals = high / 255 * spans[1]
        total = np.square(residuals).sum() / (dataset.rows if RUNS[name].reduction == "mean" else 1)
        assert total == pytest.approx(found.history.losses[epoch], rel=1e-4)
    # Off, they are not drawn.
    without = picture_of(found, look_at(found), 0)
    assert without.rows(layers_with(without, "rect")[0], points) == []


def test_a_moved_point_takes_its_residual_and_the_best_line_along() -> None:
    found = run(ARTICLE, RUNS["as the article"])
    look = look_at(found)
    points = FITTED_LINE.plotted(found, look)["points"]
    picture = picture_of(found, look, 7, drag="3,6.5,0.25")
    x, y = ARTICLE.features[:, 0].copy(), ARTICLE.target[:, 0].copy()
    x[2], y[2] = 6.5, 0.25
    (residuals,) = layers_with(picture, "rule", "px", "py", "on_line")
    rows = picture.rows(residuals, points)
    assert [(row.px, row.py) for row in rows] == list(zip(x, y, strict=True))
    weight, bias = found.history.weights[7, 0], found.history.biases[7]
    np.testing.assert_allclose([row.on_line for row in rows], np.maximum(x * weight, 0) + bias, rtol=1e-12)
    best = [layer for layer in layers_with(picture, "rule", "left", "right") if "slope" in str(layer["transform"])]
    (line,) = picture.rows(best[0], points)
    slope, intercept = np.polyfit(x, y, 1)
    low, high = picture.constants.x_low, picture.constants.x_high
    np.testing.assert_allclose([line.left, line.right], [slope * low + intercept, slope * high + intercept], rtol=1e-9)


def kept_from(dataset: Dataset, hyperparameters: Hyperparameters) -> Run:
    training, held_out = hold_out(dataset, 0.2, 0)
    assert held_out is not None
    history = train(training, hyperparameters)
    return Run(dataset=training, hyperparameters=hyperparameters, history=history, held_out=held_out)


def test_held_out_rows_are_drawn_among_the_points_and_nothing_is_made_of_them() -> None:
    found = kept_from(ARTICLE, RUNS["as the article"])
    look = look_at(found, squares=True)
    points = FITTED_LINE.plotted(found, look)["points"]
    assert found.held_out is not None
    for held, rows in ((0, found.dataset), (1, found.held_out)):
        drawn = points.query(f"held == {held}")
        assert drawn["x"].tolist() == rows.features[:, 0].tolist() and drawn["y"].tolist() == rows.target[:, 0].tolist()
        assert drawn["row"].tolist() == list(range(1, rows.rows + 1))
    picture = picture_of(found, look, 7, drag="3,6.5,0.25", yours="0.5,1")
    # The row of that number that is held out stays where it is.
    (drawn_points,) = layers_with(picture, "point", "px", "py")
    x, y = points["x"].to_numpy(copy=True), points["y"].to_numpy(copy=True)
    x[2], y[2] = 6.5, 0.25
    rows = picture.rows(drawn_points, points)
    assert [(row.px, row.py) for row in rows] == list(zip(x, y, strict=True))
    # No residual and no square is that of a held-out row.
    for layer in [*layers_with(picture, "rule", "px", "prediction"), *layers_with(picture, "rect")]:
        assert [row.held for row in picture.rows(layer, points)] == [0] * found.dataset.rows
    # Nor does the best line through the points as they are now know of any.
    (best,) = [layer for layer in layers_with(picture, "rule", "left", "right") if "slope" in str(layer["transform"])]
    ((line,), trained) = picture.rows(best, points), slice(0, found.dataset.rows)
    design = np.column_stack([x[trained], np.ones(found.dataset.rows)])
    ends = np.array([[picture.constants.x_low, 1], [picture.constants.x_high, 1]])
    expected = ends @ np.linalg.lstsq(design, y[trained], rcond=None)[0]
    np.testing.assert_allclose([line.left, line.right], expected, rtol=1e-9)


def test_held_out_rows_of_several_features_are_seen_as_training_sees_rows() -> None:
    found = kept_from(ENERGY, RUNS["standardised"])
    points = FITTED_LINE.plotted(found, look_at(found))["points"]
    assert found.held_out is not None
    mean, spread = found.dataset.features.mean(axis=0), found.dataset.features.std(axis=0)
    for held, rows in ((0, found.dataset), (1, found.held_out)):
        drawn = points.query(f"held == {held}")
        np.testing.assert_allclose(drawn[["z1", "z2"]], (rows.features - mean) / spread, rtol=1e-9, atol=1e-12)
        assert drawn["y"].tolist() == rows.target[:, 0].tolist()


def test_a_line_of_ones_own_has_its_squares_and_the_run_before_its_line() -> None:
    found = run(ARTICLE, RUNS["as the article"])
    look = look_at(found, squares=True)
    drawn = FITTED_LINE.plotted(found, look)
    picture = picture_of(found, look, 7, yours="0.5,1.25", ghost="0,1,2,3,10,4")
    low, high = picture.constants.x_low, picture.constants.x_high
    one_row = pd.DataFrame({"row": [0]})
    (line,) = [layer for layer in layers_with(picture, "rule", "left", "right") if "yours" in str(layer["transform"])]
    (end,) = picture.rows(line, one_row)
    assert (end.from_x, end.left, end.to_x, end.right) == (low, 0.5 * low + 1.25, high, 0.5 * high + 1.25)
    (squares,) = [layer for layer in layers_with(picture, "rect") if "yours" in str(layer["transform"])]
    encoding = squares["encoding"]
    rows = picture.rows(squares, drawn["points"])
    sides = [abs(getattr(row, encoding["y2"]["field"]) - row.py) for row in rows]
    x, y = ARTICLE.features[:, 0], ARTICLE.target[:, 0]
    np.testing.assert_allclose(sides, np.abs(0.5 * x + 1.25 - y), rtol=1e-12)
    wide = [abs(getattr(row, encoding["x2"]["field"]) - row.px) / (high - low) * 400 for row in rows]
    tall = np.array(sides) / (picture.constants.y_high - picture.constants.y_low) * 255
    np.testing.assert_allclose(wide, tall, rtol=1e-9)
    pieces = [layer for layer in picture.spec["layer"] if "ghost" in str(layer.get("transform"))]
    corners = []
    for piece in pieces:
        (row,) = picture.rows(piece, one_row)
        corners.append([getattr(row, piece["encoding"][channel]["field"]) for channel in ("x", "y", "x2", "y2")])
    assert corners == [[0, 1, 2, 3], [2, 3, 10, 4]]
    # Without a hand and without a run before there is none of it.
    without = picture_of(found, look, 7)
    assert [without.rows(layer, one_row) for layer in (line, *pieces)] == [[], [], []]
    assert without.rows(squares, drawn["points"]) == []


STARTS = [(None, None), (0.5, -1.0), (-1.5, 4.0), (0.0, 12.0)]


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("name", RUNS)
def test_the_points_the_untrained_line_and_the_best_one_are_in_the_picture(
    name: str, start: tuple[float | None, float | None]
) -> None:
    initial_weight, initial_bias = start
    hyperparameters = replace(RUNS[name], epochs=3, initial_weight=initial_weight, initial_bias=initial_bias)
    found = kept_from(ARTICLE, hyperparameters)
    axes = FITTED_LINE.constants(found, look_at(found))
    x, y = ARTICLE.features[:, 0], ARTICLE.target[:, 0]
    assert axes["x_low"] < x.min() and x.max() < axes["x_high"]
    ends = np.array([axes["x_low"], axes["x_high"]])
    learned = found.dataset.features[:, 0]
    z = (ends - learned.mean()) / learned.std() if hyperparameters.standardize else ends
    sums = z * found.history.weights[0, 0]
    untrained = (np.maximum(sums, 0) if hyperparameters.activation == "clamp" else sums) + found.history.biases[0]
    best = np.polyval(np.polyfit(learned, found.dataset.target[:, 0], 1), ends)
    for values in (y, untrained, best):
        assert (axes["y_low"] < values).all() and (values < axes["y_high"]).all()


def test_held_out_points_and_a_steep_best_line_are_in_the_picture() -> None:
    x = np.repeat([4.0, 6.0, 0.0, 10.0], [20, 20, 1, 1])
    steep = made(x, np.repeat([0.0, 1.0, 0.0, 1.0], [20, 20, 1, 1]))
    far = HeldOut(np.array([[-5.0], [30.0]]), np.array([[9.0], [-7.0]]))
    hyperparameters = Hyperparameters(epochs=3, learning_rate=1e-5, initial_weight=0.0, initial_bias=0.5)
    without = run(steep, hyperparameters)
    for found in (without, replace(without, held_out=far)):
        axes = FITTED_LINE.constants(found, look_at(found))
        ends = np.array([axes["x_low"], axes["x_high"]])
        best = np.polyval(np.polyfit(x, steep.target[:, 0], 1), ends)
        assert np.ptp(best) > 1.5
        assert (axes["y_low"] < best).all() and (best < axes["y_high"]).all()
    assert axes["x_low"] < -5 and axes["x_high"] > 30 and axes["y_low"] < -7 and axes["y_high"] > 9


def test_of_several_features_the_untrained_predictions_are_in_the_picture() -> None:
    for initial_bias in (None, 300.0, -50.0):
        found = run(ENERGY, replace(RUNS["standardised"], epochs=3, initial_bias=initial_bias))
        axes = FITTED_LINE.constants(found, look_at(found))
        untrained = as_trained(ENERGY, RUNS["standardised"]) @ found.history.weights[0] + found.history.biases[0]
        for values in (ENERGY.target, untrained):
            assert (axes["y_low"] < values).all() and (values < axes["y_high"]).all()


def test_an_untrained_line_that_is_far_away_does_not_flatten_the_points() -> None:
    found = run(ARTICLE, replace(RUNS["identity"], epochs=3, initial_weight=1000.0))
    axes = FITTED_LINE.constants(found, look_at(found))
    assert np.ptp(ARTICLE.target) > 0.5 * (axes["y_high"] - axes["y_low"])
    assert axes["y_low"] < ARTICLE.target.min() and ARTICLE.target.max() < axes["y_high"]


# Halves and quarters, which float32 holds exactly: training by hand then has all digits of float64.
EXACT = made([[0.25, 2], [0.5, 0], [1.5, 1], [2, 0.5], [3.25, 1.5]], [1, 0.75, 2.5, 2, 4])


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("rate", [0.01, 0.02, 0.04])
def test_the_predicted_losses_come_true(rate: float, reduction: Any) -> None:
    hyperparameters = Hyperparameters(rate, 200, activation="identity", reduction=reduction, gradients="by_hand")
    frames = tables(EXACT, hyperparameters)["history"]
    assert (rate == 0.04 and reduction == "sum") == (frames["loss"].iloc[-1] > frames["loss"].iloc[0])
    np.testing.assert_allclose(frames["predicted"], frames["loss"], rtol=1e-8)
    np.testing.assert_allclose(frames["predicted_excess"] + frames["floor"], frames["loss"], rtol=1e-8)


@pytest.mark.parametrize("rate", [0.001, 0.0013])
def test_float32_follows_the_prediction(rate: float) -> None:
    frames = tables(ARTICLE, Hyperparameters(epochs=300, activation="identity", learning_rate=rate))["history"]
    np.testing.assert_allclose(frames["predicted"], frames["loss"], rtol=2e-4)


def test_no_prediction_where_the_bowl_is_not_what_training_walks_down() -> None:
    died = Hyperparameters(epochs=300, learning_rate=0.0013)
    assert run(ARTICLE, died).history.weights[-1, 0] < 0
    shut_at_first = Hyperparameters(epochs=300, initial_weight=-0.1, learning_rate=0.0001)
    half_shut = Hyperparameters(epochs=300, standardize=True, learning_rate=0.001)
    in_batches = Hyperparameters(epochs=20, batch_size=24, activation="identity", learning_rate=0.0001)
    for hyperparameters in (died, shut_at_first, half_shut, in_batches):
        assert tables(ARTICLE, hyperparameters)["history"]["predicted"].isna().all()
    whole_batch = Hyperparameters(epochs=20, batch_size=25, activation="identity", learning_rate=0.0001)
    for hyperparameters in (Hyperparameters(epochs=300), whole_batch):
        assert tables(ARTICLE, hyperparameters)["history"]["predicted"].notna().all()


@every_pair
def test_the_excess_is_what_is_above_the_least_squares_loss(dataset: Dataset, hyperparameters: Hyperparameters) -> None:
    frames = tables(dataset, hyperparameters)["history"]
    rows = np.column_stack([as_trained(dataset, hyperparameters), np.ones(dataset.rows)])
    best = np.linalg.lstsq(rows, dataset.target[:, 0], rcond=None)[0]
    linear = Hyperparameters(
        standardize=hyperparameters.standardize, reduction=hyperparameters.reduction, activation="identity"
    )
    floor = losses_by_hand(dataset, linear, best[np.newaxis])[0]
    assert (frames["excess"] >= 0).all()
    np.testing.assert_allclose(frames["floor"], floor, rtol=1e-6, atol=1e-12)
    # Recorded in float32, the loss itself has some six digits.
    above = np.maximum(frames["loss"] - floor, 0)
    np.testing.assert_allclose(frames["excess"], above, rtol=1e-3, atol=3e-5 * (1e-3 + floor))


def test_the_excess_keeps_digits_that_subtracting_loses() -> None:
    """In the end loss and least-squares loss agree in all digits; the distance in the bowl is still known."""
    hyperparameters = Hyperparameters(0.02, 4000, activation="identity", gradients="by_hand")
    frames = tables(EXACT, hyperparameters)["history"]
    rows = np.column_stack([EXACT.features, np.ones(5)])
    eigenvalues, directions = np.linalg.eigh(2 * rows.T @ rows)
    best = np.linalg.lstsq(rows, EXACT.target[:, 0], rcond=None)[0]
    start = frames[["w1", "w2", "b"]].iloc[0].to_numpy(dtype=float) - best
    decay = (1 - 0.02 * eigenvalues) ** (2 * frames["epoch"].to_numpy()[:, np.newaxis])
    expected = decay @ (eigenvalues * (directions.T @ start) ** 2) / 2
    known = expected > 1e-20
    assert (expected[known] < 1e-17 * frames["floor"][0]).any()
    np.testing.assert_allclose(frames["excess"][known], expected[known], rtol=1e-3)


def test_held_out_losses_are_scaled_to_the_rows_trained_on() -> None:
    for reduction, scale in (("sum", 20), ("mean", 1)):
        kept = kept_from(ARTICLE, Hyperparameters(epochs=50, reduction=reduction))
        held_out, history = kept.held_out, kept.history
        assert held_out is not None
        assert (kept.dataset.rows, held_out.rows) == (20, 5)
        frames = tables_at(kept, look_at(kept))["history"]
        predictions = np.maximum(held_out.features @ history.weights.T, 0) + history.biases
        means = np.square(predictions - held_out.target).mean(axis=0)
        np.testing.assert_allclose(frames["held_out"], means * scale, rtol=1e-12)
        assert (frames["loss_high"] >= frames["held_out"]).all()


@pytest.mark.parametrize(
    "dataset",
    [
        made([1, 2], [1, 2]),
        made([1, 2, 3], [5, 5, 5]),
        made([1, 2, 3], [0, 0, 0]),
        made([-1, 0, 1], [1, 0, 1]),
        made([1e6, 2e6, 3e6], [1e6, 1.5e6, 1e6]),
        made([1e-6, 2e-6, 3e-6], [1e-6, 2e-6, 2e-6]),
        made([[1, 2], [2, 4], [3, 6]], [1, 2, 4]),
    ],
    ids=["two rows", "y never changes", "y is 0", "both sides of 0", "large", "small", "dependent features"],
)
def test_odd_data_can_be_drawn(dataset: Dataset) -> None:
    for activation in ("clamp", "identity"):
        test_everything_that_is_drawn_is_a_number(dataset, Hyperparameters(epochs=30, activation=activation))


def test_only_so_many_points_are_drawn_and_they_span_the_data() -> None:
    x = np.arange(5000.0)
    points = tables(made(x, 2 * x), Hyperparameters(epochs=2, gradients="by_hand", learning_rate=1e-12))["points"]
    assert len(points) == 1000
    assert (points["x"].iloc[0], points["x"].iloc[-1]) == (0, 4999)
    assert (points["row"] == points["x"] + 1).all()


# The loss surface


@pytest.mark.parametrize("rate", [1e-5, 0.001, 0.0013, 0.01, 10.0])
@pytest.mark.parametrize("activation", ["clamp", "identity"])
def test_start_and_best_are_on_the_map_wherever_the_run_goes(rate: float, activation: Any) -> None:
    for dataset in DATA.values():
        hyperparameters = Hyperparameters(epochs=100, learning_rate=rate, activation=activation)
        history = run(dataset, hyperparameters).history
        surface = run(dataset, hyperparameters).surface((0, dataset.features.shape[1]))
        fit = least_squares(dataset)
        path = np.column_stack([history.weights[:, 0], history.biases])
        np.testing.assert_allclose(surface.best, [fit.weights[0], fit.bias], rtol=1e-9)
        for point in (path[0], surface.best):
            assert surface.u_range[0] < point[0] < surface.u_range[1]
            assert surface.v_range[0] < point[1] < surface.v_range[1]
        inside = [
            (low <= values) & (values <= high)
            for (low, high), values in zip((surface.u_range, surface.v_range), path.T, strict=True)
        ]
        assert surface.clipped == (not np.logical_and(*inside).all())


@pytest.mark.parametrize(
    "dataset", [ARTICLE, ENERGY, DATA["mountain_air"]], ids=["article", "daily_energy", "mountain_air"]
)
@pytest.mark.parametrize("name", ["as the article", "standardised", "mean"])
def test_on_a_contour_the_loss_is_the_same_everywhere(dataset: Dataset, name: str) -> None:
    hyperparameters = RUNS[name]
    history = run(dataset, hyperparameters).history
    last = np.append(history.weights[-1], history.biases[-1])
    for pair in itertools.combinations(range(len(last)), 2):
        surface = run(dataset, hyperparameters).surface(pair)
        contours = surface.contours
        parameters = np.tile(last, (len(contours), 1))
        parameters[:, pair[0]], parameters[:, pair[1]] = contours["u"], contours["v"]
        losses = losses_by_hand(dataset, hyperparameters, parameters)
        # A contour crosses the edges of a grid of 61 × 61 where a straight line between two corners has the level:
        # that is off by the square of the edge times the curvature, over 8.
        design = np.column_stack([as_trained(dataset, hyperparameters), np.ones(dataset.rows)])
        bend = 2 * (design**2).sum(axis=0) / (dataset.rows if hyperparameters.reduction == "mean" else 1)
        edges = np.array([np.ptp(surface.u_range), np.ptp(surface.v_range)]) / 60
        tolerance = (edges**2 * bend[list(pair)]).max() / 8
        away_from_the_corner = np.ones(len(contours), dtype=bool)
        if hyperparameters.activation == "clamp":
            # Where a row's x·w changes its sign the surface has a fold.
            moved = np.abs(as_trained(dataset, hyperparameters)[:, [index for index in pair if index < len(last) - 1]])
            widths = edges[: moved.shape[1]] if moved.shape[1] > 1 or pair[0] < len(last) - 1 else edges[1:]
            sums = np.abs(as_trained(dataset, hyperparameters) @ parameters[:, :-1].T)
            away_from_the_corner = (sums > (moved @ widths)[:, np.newaxis]).all(axis=0)
            assert away_from_the_corner.any() or dataset is not ARTICLE
        off = np.abs(losses - contours["loss"])[away_from_the_corner]
        assert (off <= tolerance * 1.01 + 1e-9 * losses.max()).all()
        assert contours["loss"].nunique() >= 5


def test_the_arrow_points_downhill() -> None:
    frames = tables(ARTICLE, RUNS["identity"])["history"]
    u, v = frames["u"].to_numpy(), frames["v"].to_numpy()
    steps = np.column_stack([frames["u_arrow"] - u, frames["v_arrow"] - v])
    x, y = ARTICLE.features[:, 0], ARTICLE.target[:, 0]
    residuals = np.outer(u, x) + v[:, np.newaxis] - y
    downhill = -np.column_stack([2 * residuals @ x, 2 * residuals.sum(axis=1)])
    early = slice(0, 50)
    unit = steps[early] / np.linalg.norm(steps[early], axis=1, keepdims=True)
    np.testing.assert_allclose(
        unit, downhill[early] / np.linalg.norm(downhill[early], axis=1, keepdims=True), atol=1e-3
    )


def test_the_bowl_before_and_after_standardising() -> None:
    for hyperparameters in (Hyperparameters(), Hyperparameters(standardize=True)):
        rows = np.column_stack([as_trained(ARTICLE, hyperparameters)[:, 0], np.ones(25)])
        for _, ring in bowl_contours(curvature(ARTICLE, hyperparameters)).groupby("ring"):
            points = ring[["u", "v"]].to_numpy()
            heights = np.einsum("ij,jk,ik->i", points, rows.T @ rows, points)
            np.testing.assert_allclose(heights, heights[0], rtol=1e-9)
            assert np.abs(points).max() <= 1
    round_one = bowl_contours(curvature(ARTICLE, Hyperparameters(standardize=True))).query("ring == 2")
    np.testing.assert_allclose(np.hypot(round_one["u"], round_one["v"]), 1)


# Names and words

# What every JavaScript object inherits: Object.getOwnPropertyNames(Object.prototype).
JAVASCRIPTS_OWN = re.findall(
    r"\w+",
    """constructor __defineGetter__ __defineSetter__ hasOwnProperty __lookupGetter__ __lookupSetter__ isPrototypeOf
    propertyIsEnumerable toString valueOf __proto__ toLocaleString""",
)


def check_title(name: str) -> None:
    title = as_title(name)
    visible = title.replace("\u200b", "")
    assert visible.strip()
    assert visible.isprintable()
    assert len(title) <= 40
    assert title not in JAVASCRIPTS_OWN
    assert as_title(visible) == title


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\n",
        "\u202e",
        "\x00",
        "a\nb",
        "x" * 41,
        "\ud800",
        "\u200b",
        *JAVASCRIPTS_OWN,
        *(f" {word}\t" for word in JAVASCRIPTS_OWN),
    ],
)
def test_hostile_names_make_decent_titles(name: str) -> None:
    check_title(name)


@given(st.text(st.characters(), max_size=60))
def test_any_name_makes_a_decent_title(name: str) -> None:
    check_title(name)


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("altitude (km)", "ŷ", "Größe", "価格", "a.b", "sum(x)", "x" * 40):
        assert as_title(name) == name


def test_descriptions_name_the_runs_numbers() -> None:
    found = run(ARTICLE, Hyperparameters(epochs=1500))
    history, look = found.history, look_at(found)
    weight, bias = history.weights[:, 0], history.biases
    line = FITTED_LINE.description(found, look)
    assert all(text in line for text in ("25", f"{weight[-1]:.4g}", f"{bias[-1]:.4g}", "0.1751", "1.405"))
    curve = LOSS_CURVE.description(found, look)
    assert all(text in curve for text in ("goes", "41.183", f"{history.losses[-1]:.5g}", "6.1199", "1,500"))
    for view, course in ((WEIGHTS, weight), (BIAS, bias)):
        description = view.description(found, look)
        assert view.name in description and all(f"{end:.4g}" in description for end in (course[0], course[-1]))
    grown = run(ARTICLE, Hyperparameters(epochs=5, activation="identity", learning_rate=0.01))
    assert f"to {grown.history.losses[-1]:.5g} over" in LOSS_CURVE.description(grown, look_at(grown))
    assert "leaves" in LOSS_SURFACE.description(grown, look_at(grown))
    assert "weight w" in LOSS_SURFACE.description(found, look) and "bias b" in LOSS_SURFACE.description(found, look)
    several = run(ENERGY, RUNS["standardised"])
    line = FITTED_LINE.description(several, look_at(several))
    assert "40 points" in line and "2 features" in line and ENERGY.target_name in line


# Specifications

LOOKS = [
    Look(squares, loss, epochs)
    for squares, loss, epochs in ((False, "linear", "log"), (True, "log", "linear"), (True, "excess", "log"))
]
LOOKED_AT = [(ARTICLE, RUNS["as the article"]), (ARTICLE, RUNS["identity"]), (ENERGY, RUNS["standardised"])]


def every_chart() -> dict[str, Any]:
    """Each view in all its shapes, or nearly so, and the bowl."""
    charts = {}
    for look, (dataset, hyperparameters) in zip(LOOKS, LOOKED_AT, strict=True):
        found = run(dataset, hyperparameters)
        for view in FILM:
            shape: Any = view.shape(found, look)
            charts[f"{view.name} {shape}"] = view.chart(shape)
    return charts | {"bowl": bowl_chart()}


def values_of(part: Any, key: str) -> Iterator[Any]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == key:
                yield value
            yield from values_of(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from values_of(value, key)


def test_specifications_are_valid_and_hold_no_data() -> None:
    for name, chart in every_chart().items():
        spec = specification(chart)
        alt.TopLevelSpec.validate(spec)
        assert "datasets" not in spec, name
        assert all(set(data) == {"name"} for data in values_of(spec, "data") if isinstance(data, dict)), name
        if name != "bowl":
            (box,) = [param for param in spec["params"] if param["name"] == "k"]
            assert box["bind"]["input"] == "text"


@pytest.mark.parametrize("view", FILM, ids=lambda view: view.name)
def test_a_view_finds_what_it_reads(view: View) -> None:
    """In its own tables and constants: no view leans on what another one brings along."""
    for dataset, hyperparameters in LOOKED_AT:
        found = run(dataset, hyperparameters)
        for look in LOOKS:
            drawn = tables_of(view, found, look)
            spec = specification(view.chart(view.shape(found, look)))
            tables_read = {data["name"] for data in values_of(spec, "data") if isinstance(data, dict)}
            # The ghost is a table of another run, which comes with the page.
            assert tables_read - {"ghost"} == set(drawn)
            made = {name for name in values_of(spec, "as") if isinstance(name, str)}
            read = {name for name in values_of(spec, "field") if isinstance(name, str)}
            read |= set(re.findall(r"data\('axes'\)\[0\]\.(\w+)", str(spec)))
            assert read <= {name for table in drawn.values() for name in table.columns} | made
            # As many numbers of the current epoch as the player writes.
            places = [int(place) for place in re.findall(r"now\[(\d+)(?: \+ datum\.place)?\]", str(spec))]
            assert max(places) < 2 + 2 * len(view.live(found, look))


@pytest.mark.parametrize("hostile", ["a.b", "q\"uo'te\\", "__proto__"])
def test_names_change_nothing_but_titles(hostile: str) -> None:
    def without_titles(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: without_titles(value) for key, value in part.items() if key != "title"}
        return [without_titles(value) for value in part] if isinstance(part, list) else part

    def named(name: str) -> Iterator[Any]:
        yield FITTED_LINE.chart(fitted_line.Shape(1, "clamp", name, name))
        yield FITTED_LINE.chart(fitted_line.Shape(2, "clamp", name, name))
        yield LOSS_SURFACE.chart(loss_surface.Shape(name, name))

    for plain_chart, hostile_chart in zip(named("x"), named(hostile), strict=True):
        hostile_spec = specification(hostile_chart)
        assert as_title(hostile) in " ".join(map(str, values_of(hostile_spec, "title")))
        assert without_titles(hostile_spec) == without_titles(specification(plain_chart))


def test_charts_know_nothing_of_a_run() -> None:
    """Another run of the same kind has the same specification and the same columns: it only swaps the tables."""
    one, other = run(ARTICLE, RUNS["as the article"]), run(ARTICLE, Hyperparameters(epochs=300, seed=5))
    for view in FILM:
        assert view.shape(one, look_at(one)) == view.shape(other, look_at(other))
        hash(view.shape(one, look_at(one)))
    shapes = [
        {name: table.dtypes.to_dict() for name, table in tables(ARTICLE, hyperparameters).items()}
        for hyperparameters in RUNS.values()
    ]
    assert all(shape == shapes[0] for shape in shapes)
