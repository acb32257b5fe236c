"""The pictures of one step: the neuron's graph, the points, and the loss with its tangent, against our own numbers."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.digits import shown
from perceptron.charts.film import specification
from perceptron.charts.loss_tangent import tangent_chart, tangent_drawn
from perceptron.charts.neuron_graph import neuron_graph
from perceptron.charts.step_points import MOST_POINTS, points_chart, points_described, points_drawn, points_shape
from perceptron.insight.autograd_names import autograd_names
from perceptron.insight.loss_along import loss_along
from perceptron.words import as_title

DATA = {path.stem: Dataset.from_csv(path) for path in sorted((Path(__file__).parents[1] / "data").glob("*.csv"))}
ARTICLE, ENERGY = DATA["article"], DATA["daily_energy"]
PLAIN = Hyperparameters(epochs=20)


@cache
def run(dataset: Dataset, hyperparameters: Hyperparameters = PLAIN) -> Run:
    return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))


def values_of(part: Any, key: str) -> list[Any]:
    """All that stands under that key, anywhere in a specification."""
    if isinstance(part, dict):
        return [part[name] for name in part if name == key] + [
            found for value in part.values() for found in values_of(value, key)
        ]
    return [found for value in part for found in values_of(value, key)] if isinstance(part, list) else []


# The neuron as a graph


def graph(dataset: Dataset, hyperparameters: Hyperparameters = PLAIN, row: int = 0, epoch: int = 0) -> Xml.Element:
    found = run(dataset, hyperparameters)
    step = found.step(epoch)
    names = autograd_names(step, row, hyperparameters)
    return Xml.fromstring(neuron_graph(found, step, row, dark=False, names=names))


def texts(drawing: Xml.Element, way: str = "") -> list[str]:
    """What it says, in the parts of one way or in all."""
    parts = [part for part in drawing.iter("g") if way in part.get("class", "")] if way else [drawing]
    return [text.text or "" for part in parts for text in part.iter("text")]


def without_texts(drawing: Xml.Element) -> list[tuple[str, list[str]]]:
    return [(part.tag, sorted(part.keys())) for part in drawing.iter()]


@pytest.mark.parametrize("name", ['say "hi"', "back\\slash", "</text><script>", "two\nlines", "&lt;", "<b>", "x" * 99])
def test_names_cannot_break_out_of_the_graph(name: str) -> None:
    drawn = graph(Dataset(ARTICLE.features, ARTICLE.target, (name,)))
    harmless = graph(ARTICLE)
    assert without_texts(drawn) == without_texts(harmless)
    ((changed, _),) = [pair for pair in zip(texts(drawn), texts(harmless), strict=True) if pair[0] != pair[1]]
    whole = as_title(name)
    assert changed == whole or (changed.endswith("…") and whole.startswith(changed[:-1]))
    assert whole in [title.text for title in drawn.iter("title")]


@pytest.mark.parametrize("activation", ["clamp", "identity"])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_graph_shows_the_rows_numbers_on_their_way(activation: str, reduction: Any) -> None:
    hyperparameters = Hyperparameters(epochs=20, activation=activation, reduction=reduction)
    history = run(ARTICLE, hyperparameters).history
    weight, bias = history.weights[7, 0], history.biases[7]
    x, y = ARTICLE.features[4, 0], ARTICLE.target[4, 0]
    residual = x * weight + bias - y
    back = 2 * residual / (25 if reduction == "mean" else 1)
    drawing = graph(ARTICLE, hyperparameters, row=4, epoch=7)
    down, up = " ".join(texts(drawing, "forward")), texts(drawing, "backward")
    for name, number in {
        "x·w": x * weight,
        "w": weight,
        "b": bias,
        "ŷ": x * weight + bias,
        "ŷ − y": residual,
        "(ŷ − y)²": residual**2,
        "L": history.losses[7],
        "∂L/∂w": back * x,
        "∂L/∂b": back,
    }.items():
        assert f"{name} = {number:.4g}".replace("-", "−") in down
    assert f"∂L/∂ŷ = {back:.4g}".replace("-", "−") in up
    assert f"∂L/∂(x·w) = {back:.4g}".replace("-", "−") in up
    assert ("max(0, x·w)" in down) == (activation == "clamp")


@pytest.mark.parametrize("activation", ["clamp", "identity"])
def test_forward_lights_up_from_top_to_bottom_and_then_backward(activation: str) -> None:
    drawing = graph(ARTICLE, Hyperparameters(epochs=20, activation=activation))
    order = {
        way: [
            (float(part.get("style", "").removeprefix("--at: ")), min(_heights(part)))
            for part in drawing.iter("g")
            if part.get("class") == way and len(part)
        ]
        for way in ("forward", "backward")
    }
    down, up = sorted(order["forward"]), sorted(order["backward"])
    assert [height for _, height in down] == sorted(height for _, height in down)
    assert [height for _, height in up] == sorted((height for _, height in up), reverse=True)
    assert max(at for at, _ in down) < min(at for at, _ in up)
    assert len({at for at, _ in down + up}) == len(down + up)


def _heights(part: Xml.Element) -> list[float]:
    boxes = [float(box.get("y", "")) for box in part.iter("rect")]
    return boxes + [float(path.get("d", "")[1:].split("L")[0].split()[1]) for path in part.iter("path")]


def test_all_stays_inside_the_drawing() -> None:
    names = ("a long name of a feature", "b", "c")
    dataset = Dataset(np.arange(60.0).reshape(20, 3) ** 3 * 1e5, np.arange(20.0), names)
    for hyperparameters in (PLAIN, Hyperparameters(epochs=3, standardize=True)):
        drawing = graph(dataset, Hyperparameters(**vars(hyperparameters) | {"learning_rate": 1e-30}))
        x, y, width, height = map(float, drawing.get("viewBox", "").split())
        for text in drawing.iter("text"):
            long = len(text.text or "") * float(text.get("font-size", "")) * 0.55
            start = float(text.get("x", "")) - (long / 2 if text.get("text-anchor") == "middle" else 0)
            assert x <= start and start + long <= x + width
            assert y <= float(text.get("y", "")) <= y + height


def test_many_inputs_are_summed_up_in_one_line() -> None:
    random = np.random.default_rng(0)
    names = tuple(f"x{index}" for index in range(9))
    dataset = Dataset(random.normal(size=(20, 9)), random.normal(size=20), names)
    hyperparameters = Hyperparameters(epochs=3, activation="identity")
    rest = dataset.features[2, 6:] @ run(dataset, hyperparameters).history.weights[0, 6:]
    assert f"3 more inputs: {rest:.4g}".replace("-", "−") in texts(graph(dataset, hyperparameters, row=2))


def test_with_standardising_the_graph_has_both_units() -> None:
    drawn = texts(graph(ARTICLE, Hyperparameters(epochs=3, standardize=True), row=3))
    x = ARTICLE.features[:, 0]
    assert f"{x[3]:.4g}" in drawn
    assert f"z = {(x[3] - x.mean()) / x.std():.4g}".replace("-", "−") in drawn
    assert any(text.startswith("w_z = ") for text in drawn) and not any(text.startswith("w = ") for text in drawn)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.5, "2.5"),
        (-0.013, "−0.013"),
        (6.02214e23, "6.022×10²³"),
        (-1.5e-7, "−1.5×10⁻⁷"),
        (-0.0, "0"),
        (41.183, "41.18"),
    ],
)
def test_numbers_are_written_as_by_hand(value: float, text: str) -> None:
    assert shown(value) == text


# The points


@pytest.mark.parametrize("ways", [PLAIN, Hyperparameters(epochs=20, standardize=True, learning_rate=0.01)])
def test_the_points_and_the_line_are_those_of_the_epoch(ways: Hyperparameters) -> None:
    found = run(ARTICLE, ways)
    history = found.history
    drawn = points_drawn(found, found.step(5), 8, turn=2)
    points = drawn["points"]
    assert points["row"].tolist() == list(range(1, 26))
    assert points["across"].tolist() == ARTICLE.features[:, 0].tolist()
    assert points["up"].tolist() == ARTICLE.target[:, 0].tolist()
    np.testing.assert_allclose(points["foot"], history.predict(ARTICLE.features, 5), rtol=1e-6)
    assert points.loc[points["chosen"], "row"].tolist() == [9]
    assert set(points["turn"]) == {2}
    line = drawn["line"]
    np.testing.assert_allclose(line["up"], history.predict(line["across"].to_numpy()[:, None], 5), rtol=1e-6)
    if ways.standardize:
        # The clamp bends the line where z is 0.
        assert ARTICLE.features.mean() in line["across"].tolist()
    assert (line["across"].min(), line["across"].max()) == (line["across_low"][0], line["across_high"][0])
    assert "row 9" in points_described(found, found.step(5), 8)


def test_several_features_are_predicted_against_actual() -> None:
    found = run(ENERGY, Hyperparameters(epochs=20, standardize=True, learning_rate=0.001, activation="identity"))
    points, line = points_drawn(found, found.step(0), 0, turn=0).values()
    assert points["across"].tolist() == ENERGY.target[:, 0].tolist()
    np.testing.assert_allclose(points["up"], found.history.predict(ENERGY.features, 0), rtol=1e-5)
    assert line["across"].tolist() == line["up"].tolist()
    # However far off they are, the points are in the picture.
    assert line["up_low"][0] <= points["up"].min() and points["up"].max() <= line["up_high"][0]


def test_of_many_rows_some_are_drawn_and_the_opened_one_among_them() -> None:
    x = np.linspace(0, 1, 5000)
    dataset = Dataset(x[:, None], x, ("x",))
    found = run(dataset, Hyperparameters(epochs=2, reduction="mean"))
    points = points_drawn(found, found.step(0), 1234, turn=0)["points"]
    assert len(points) <= MOST_POINTS + 1
    assert points.loc[points["chosen"], "row"].tolist() == [1235]


# The loss and its tangent


def test_the_tangent_touches_the_curve_and_the_arrow_leads_to_the_next_weight() -> None:
    found = run(ARTICLE)
    history = found.history
    for parameter, course in ((0, history.weights[:, 0]), (1, history.biases)):
        curve, now = tangent_drawn(loss_along(found, found.step(0), parameter)).values()
        assert (curve["tangent"] <= curve["loss"] + 1e-4).all()
        nearest = int(np.abs(curve["value"] - course[0]).argmin())
        assert curve["tangent"][nearest] == pytest.approx(curve["loss"][nearest], rel=1e-5)
        assert now["value"].tolist() == [course[0]] and now["next"].tolist() == [course[1]]
        assert now["loss"].tolist() == [history.losses[0]]
        assert curve["value_low"][0] <= min(course[:2]) and max(course[:2]) <= curve["value_high"][0]
        low, high = curve["loss_low"][0], curve["loss_high"][0]
        assert low <= curve["loss"].min() and max(curve["loss"].max(), now["next_loss"][0]) <= high


# All of them


def specifications(dataset: Dataset, hyperparameters: Hyperparameters = PLAIN) -> list[tuple[Any, dict[str, Any]]]:
    found = run(dataset, hyperparameters)
    step = found.step(0)
    return [
        (specification(points_chart(points_shape(found))), points_drawn(found, step, 0, turn=0)),
        (specification(tangent_chart("w", "#123456")), tangent_drawn(loss_along(found, step, 0))),
    ]


@pytest.mark.parametrize("dataset", [ARTICLE, ENERGY])
def test_every_chart_reads_what_goes_along_and_holds_no_data(dataset: Dataset) -> None:
    for spec, tables in specifications(dataset):
        columns = {column for table in tables.values() for column in table.columns}
        assert {name for name in values_of(spec, "field") if isinstance(name, str)} <= columns
        assert {data["name"] for data in values_of(spec, "data") if isinstance(data, dict)} == set(tables)
        assert not values_of(spec, "values")
        read = set(re.findall(r"datum\.(\w+)|\[0\]\.(\w+)", str(spec)))
        assert {one or other for one, other in read} - {"value", "label"} <= columns


def test_charts_know_nothing_of_a_run() -> None:
    other = Hyperparameters(epochs=20, seed=5, learning_rate=0.0001)
    for (spec, tables), (other_spec, other_tables) in zip(
        specifications(ARTICLE), specifications(ARTICLE, other), strict=True
    ):
        assert spec == other_spec
        assert {name: list(table) for name, table in tables.items()} == {
            name: list(table) for name, table in other_tables.items()
        }
