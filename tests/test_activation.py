"""An activation is one entry: whoever adds one has told everybody, from the training to the words about it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import leaky_relu

from perceptron import Dataset, History, Hyperparameters, Run, train
from perceptron.charts.film import specification
from perceptron.charts.neuron_graph import neuron_graph
from perceptron.charts.view import Look
from perceptron.charts.views import FILM, FITTED_LINE, LOSS_CURVE
from perceptron.insight.gradient_check import check_gradient
from perceptron.insight.surface import loss_at
from perceptron.insight.theory_beside import theory_beside
from perceptron.insight.trials import that_help
from perceptron.insight.walkthrough import code_of_a_step
from perceptron.knobs import knobs_of
from perceptron.learning.activation import ACTIVATIONS, Activation
from perceptron.learning.sums import Sums
from perceptron.take_home.script import script_of

# A leaky ReLU: what is negative gets a tenth of it through. At exactly 0 PyTorch gives the slope of the left side.
LEAKY = Activation(
    tensor=lambda z: leaky_relu(z, 0.1),
    array=lambda z: np.where(z > 0, z, 0.1 * z),
    derivative=lambda z: np.where(z > 0, 1.0, 0.1),
    meaning="makes a negative x·w ten times smaller before the bias is added",
    text="max(0.1·{0}, {0})",
    tex=r"\max(0.1\, {0},\; {0})",
    vega="max(0.1 * {0}, {0})",
    code=".where(X.mm(w1) > 0, 0.1 * X.mm(w1))",
    array_code="np.where({0} > 0, {0}, 0.1 * {0})",
    derivative_code="np.where({} > 0, 1.0, 0.1)",
    shape="hinge",
)
EVERY = ("clamp", "identity", "leaky")
every_one = pytest.mark.parametrize("name", EVERY)


@pytest.fixture(autouse=True)
def leaky() -> Iterator[None]:
    """One entry more, for the time of a test."""
    ACTIVATIONS["leaky"] = LEAKY
    yield
    del ACTIVATIONS["leaky"]


def random_points(features: int) -> Dataset:
    """Twenty points with x on both sides of 0, and a target that rises with the first feature and bends."""
    random = np.random.default_rng(features)
    x = random.normal(size=(20, features))
    y = np.where(x[:, 0] > 0, 2 * x[:, 0], 0.5 * x[:, 0]) + 1 + random.normal(scale=0.1, size=20)
    return Dataset(x, y, tuple("abc"[:features]))


ONE, THREE = random_points(1), random_points(3)
ARTICLE = Dataset.from_csv(Path(__file__).resolve().parent.parent / "data" / "article.csv")


def settings(**changes: Any) -> Hyperparameters:
    """Some epochs with the leaky ReLU; it can be chosen only while it is there."""
    return replace(Hyperparameters(activation="leaky", epochs=80, learning_rate=0.005), **changes)


def leaked(z: np.ndarray) -> np.ndarray:
    """The formula once more, written in another way."""
    return np.maximum(z, 0) + np.minimum(z, 0) / 10


def loop(dataset: Dataset, hyperparameters: Hyperparameters) -> np.ndarray:
    """Rows of loss, weights, bias and gradient, in float64 from the float32 start, without a look at the package."""
    random = torch.Generator().manual_seed(hyperparameters.seed)
    weights = torch.rand(dataset.features.shape[1], generator=random).double().numpy()
    bias = torch.rand(1, generator=random).item()
    x, y = dataset.features, dataset.target[:, 0]

    def look(rows: np.ndarray) -> tuple[float, np.ndarray, float]:
        share = 1 / len(rows) if hyperparameters.reduction == "mean" else 1
        sums = x[rows] @ weights
        residual = leaked(sums) + bias - y[rows]
        slope = np.where(sums > 0, 1, 0.1)
        return share * residual @ residual, share * 2 * (residual * slope) @ x[rows], share * 2 * residual.sum()

    everything, history = np.arange(dataset.rows), []
    for _ in range(hyperparameters.epochs + 1):
        loss, *gradient = look(everything)
        history.append([loss, *weights, bias, *np.hstack(gradient)])
        batches = [everything]
        if hyperparameters.batch_size:
            order = torch.randperm(dataset.rows, generator=random).numpy()
            batches = np.split(order, range(hyperparameters.batch_size, dataset.rows, hyperparameters.batch_size))
        for batch in batches:
            _, weight_gradient, bias_gradient = look(batch)
            weights = weights - hyperparameters.learning_rate * weight_gradient
            bias = bias - hyperparameters.learning_rate * bias_gradient
    return np.array(history)


def rows_of(history: History) -> np.ndarray:
    return history.to_frame().drop(columns="epoch").to_numpy()


# What an entry says of itself holds


Z = np.array([-3.0, -0.25, -0.0, 0.0, 0.5, 4.0])


@every_one
def test_its_three_functions_are_one_in_torch_and_in_numpy(name: str) -> None:
    activation = ACTIVATIONS[name]
    z = torch.tensor(Z, requires_grad=True)
    activated = activation.tensor(z)
    activated.sum().backward()
    assert z.grad is not None
    assert activation.array(Z) == pytest.approx(activated.detach().numpy())
    # Also at the corner, where mathematics leaves the choice.
    assert activation.derivative(Z) == pytest.approx(z.grad.numpy())


@every_one
def test_its_shape_is_what_it_says(name: str) -> None:
    activation = ACTIVATIONS[name]
    assert activation.shape in ("line", "hinge", "curve")
    if activation.shape == "line":
        assert np.array_equal(activation.array(Z), Z)
    if activation.shape == "hinge":
        assert activation.array(Z) == pytest.approx(activation.derivative(Z) * Z)
        assert len({*activation.derivative(Z[:2])}) == len({*activation.derivative(Z[-2:])}) == 1


@every_one
def test_its_code_and_its_text_are_the_function(name: str) -> None:
    activation = ACTIVATIONS[name]
    names = {"X": torch.tensor(Z[:, np.newaxis]), "w1": torch.ones(1, 1, dtype=torch.float64)}
    by_code = eval(f"X.mm(w1){activation.code}", names)
    assert by_code[:, 0].numpy() == pytest.approx(activation.array(Z))
    by_text = [eval(activation.text.format(f"({z})").replace("·", "*")) for z in Z]
    assert by_text == pytest.approx(activation.array(Z).tolist())
    in_numpy = {"np": np, "z": Z}
    assert np.array_equal(eval(activation.array_code.format("z"), in_numpy), activation.array(Z))
    assert np.array_equal(eval(activation.derivative_code.format("z"), in_numpy), activation.derivative(Z))
    assert "x·w" in activation.tex.format("x·w")


# One entry more, and everybody knows


def test_it_can_be_chosen_and_is_explained() -> None:
    assert Hyperparameters(activation="leaky").activation_function is LEAKY
    assert list(knobs_of(Hyperparameters)["activation"].choices) == list(EVERY)
    assert f"leaky {LEAKY.meaning}" in knobs_of(Hyperparameters)["activation"].explanation
    with pytest.raises(ValueError, match="one of clamp, identity, leaky"):
        Hyperparameters(activation="tanh")


# Read once as sums, row by row, and in batches that are shuffled.
WAYS: dict[str, tuple[Dataset, dict[str, Any]]] = {
    "sums": (ONE, {}),
    "sums, mean": (ONE, {"seed": 3, "reduction": "mean", "learning_rate": 0.1}),
    "rows": (THREE, {}),
    "batches": (THREE, {"batch_size": 6, "seed": 2}),
    "batches, mean": (ONE, {"batch_size": 7, "reduction": "mean", "learning_rate": 0.05}),
}


@pytest.mark.parametrize("gradients", ["autograd", "by_hand"])
@pytest.mark.parametrize("way", WAYS)
def test_training_goes_where_a_loop_of_its_own_goes(way: str, gradients: str) -> None:
    dataset, changes = WAYS[way]
    history = train(dataset, settings(gradients=gradients, **changes))
    expected = loop(dataset, settings(**changes))
    assert len({*np.sign(history.weighted_sums(dataset.features, 0))}) == 2  # some rows are bent
    assert (np.abs(rows_of(history) - expected) <= 2e-5 * np.abs(expected).max(axis=0)).all()


def test_one_feature_is_read_once_and_several_are_not() -> None:
    assert Sums.serve(1, LEAKY)
    assert not Sums.serve(3, LEAKY)


def test_through_0_and_on_it_by_hand_goes_where_autograd_goes() -> None:
    """A start on the corner, and one from which the weight has to change its sign."""
    for start in (0.0, -2.0):
        by_autograd, by_hand = (
            train(ONE, settings(initial_weight=start, epochs=150, gradients=way)) for way in ("autograd", "by_hand")
        )
        assert by_hand.weights[0, 0] <= 0 < by_hand.weights[-1, 0]
        np.testing.assert_allclose(rows_of(by_hand), rows_of(by_autograd), rtol=1e-4, atol=1e-3)
    assert by_hand.weight_gradients[0, 0] != 0


def run_on(dataset: Dataset, hyperparameters: Hyperparameters) -> Run:
    return Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))


@pytest.fixture
def run() -> Run:
    """Of three features, so that rows bend one by one."""
    return run_on(THREE, settings())


def test_the_history_predicts_with_it(run: Run) -> None:
    for epoch in (0, 40, -1):
        expected = leaked(THREE.features @ run.history.weights[epoch]) + run.history.biases[epoch]
        np.testing.assert_allclose(run.history.predict(THREE.features, epoch), expected, rtol=1e-12)


def test_a_step_opens_with_its_derivative(run: Run) -> None:
    step = run.step(7)
    assert set(step.slope) == {0.1, 1.0}
    np.testing.assert_allclose(step.slope, np.where(step.weighted_sum > 0, 1, 0.1))
    np.testing.assert_allclose(step.prediction, leaked(step.weighted_sum) + step.bias)
    np.testing.assert_allclose(step.weight_shares.sum(axis=0), run.history.weight_gradients[7], rtol=1e-4, atol=1e-4)
    table, corners = check_gradient(run, step)
    assert corners == []
    np.testing.assert_allclose(table["chain_rule"], table["recorded"], rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(table["finite_difference"], table["chain_rule"], rtol=1e-6, atol=1e-6)
    assert code_of_a_step(run.hyperparameters)["forward"] == f"y_pred = X.mm(w1){LEAKY.code}.add(b1)"


def test_the_loss_surface_is_that_of_the_bent_line(run: Run) -> None:
    def loss(parameters: np.ndarray) -> float:
        return float(np.square(leaked(THREE.features @ parameters[:-1]) + parameters[-1] - THREE.target[:, 0]).sum())

    random = np.random.default_rng(0).normal(size=(10, 4))
    assert loss_at(run, random) == pytest.approx([loss(parameters) for parameters in random])

    # A contour of two of the parameters, the others as they are at the end of training, lies where its loss is.
    surface = run.surface((0, 3))
    parameters = np.append(run.history.weights[-1], run.history.biases[-1])
    span = surface.contours["loss"].max() - surface.contours["loss"].min()
    for u, v, level in islice(surface.contours[["u", "v", "loss"]].itertuples(index=False), 0, None, 10):
        parameters[[0, 3]] = u, v
        assert loss(parameters) == pytest.approx(level, abs=0.01 * span)


def test_theory_knows_that_it_bends(run: Run) -> None:
    assert run.bends
    assert not run.theory_holds
    straight = Dataset(np.abs(ONE.features), ONE.target, ("x",))
    assert run_on(straight, settings()).theory_holds


# x on both sides of 0, and a target that is no such bend: the leaky neuron stays above the least-squares line.
LINE = Dataset(np.arange(-10.0, 11.0)[:, np.newaxis] / 5, np.arange(-10.0, 11.0) * 0.7 + 1, ("x",))


@pytest.mark.parametrize(
    ("dataset", "changes", "kind", "said"),
    [
        (LINE, {}, "converged", "as close to the least-squares line as the leaky lets it"),
        (LINE, {"initial_weight": -3.0}, "converged", "as close to the least-squares line"),
        (LINE, {"epochs": 4}, "still learning", "stopped before it arrived"),
        (LINE, {"learning_rate": 0.1}, "diverged", "too large to hold"),
        (ONE, {"standardize": True, "learning_rate": 0.045}, "oscillating, not converging", "does not settle"),
        # The article's x is positive, so here it is a line like any other.
        (ARTICLE, {"learning_rate": 0.001, "epochs": 4000}, "converged", "found the least-squares line"),
        (ARTICLE, {"learning_rate": 0.00129, "epochs": 150}, "oscillating, converging", "less from step to step"),
    ],
)
def test_what_happened_is_put_into_words_that_fit(
    dataset: Dataset, changes: dict[str, object], kind: str, said: str
) -> None:
    """Nothing is shut, so nobody speaks of a clamp, and no neuron dies."""
    diagnosis = run_on(dataset, settings(**{"learning_rate": 0.01, "epochs": 1000} | changes)).diagnosis
    assert (diagnosis.kind, said in diagnosis.headline) == (kind, True), diagnosis
    words = [diagnosis.headline, diagnosis.reason]
    words += [f"{suggestion.label}. {suggestion.reason}" for suggestion in diagnosis.suggestions]
    assert not re.search(r"clamp|shut|\bdied\b", " ".join(words))


def test_the_floor_is_the_lowest_that_it_reaches() -> None:
    told = run_on(LINE, settings(learning_rate=0.01, epochs=1000))
    assert told.symptoms.floor * LINE.rows == pytest.approx(told.history.losses[-1], rel=1e-6)
    assert not told.symptoms.shut.any()


def test_without_it_is_advice_that_helps() -> None:
    told = run_on(LINE, settings(learning_rate=0.01, epochs=1000))
    assert that_help(told.symptoms, told.diagnosis.suggestions) == told.diagnosis.suggestions
    without = told.diagnosis.suggestions[0]
    assert (without.label, without.hyperparameters.activation) == ("Without the leaky", "identity")


# The pictures


def test_its_line_bends_where_the_entry_says() -> None:
    x = np.arange(-5.0, 6.0)
    dataset = Dataset(x[:, np.newaxis], leaked(2 * x) + 1, ("x",))
    hyperparameters = settings(learning_rate=0.002, epochs=2000)
    found = Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))
    assert found.history.losses[-1] < 1e-6

    look = Look()
    layers = specification(FITTED_LINE.chart(FITTED_LINE.shape(found, look)))["layer"]
    steps = [step for layer in layers for step in layer.get("transform", [])]
    # What Vega would make of the expressions, that of the line and that of the residuals; they read the same in Python.
    predictions = {
        step["calculate"].replace("data('axes')[0]", "constants").replace("toNumber", "float")
        for step in steps
        if step.get("as") == "prediction"
    }
    assert sorted("datum.px" in prediction for prediction in predictions) == [False, True]
    constants = SimpleNamespace(**FITTED_LINE.constants(found, look))
    now = ["2,000", "2000", *[str(values[-1]) for values in FITTED_LINE.live(found, look).values()] * 2]
    corners = FITTED_LINE.plotted(found, look)["line"]
    names = {"max": max, "float": float, "now": now, "constants": constants}
    assert corners["x"].iloc[1] == 0
    for prediction in predictions:
        points = [SimpleNamespace(x=corner, px=corner) for corner in corners["x"]]
        heights = [eval(prediction, names | {"datum": point}) for point in points]
        np.testing.assert_allclose(heights, leaked(2 * corners["x"].to_numpy()) + 1, atol=1e-3)

    assert "max(0.1·" in neuron_graph(found, found.step(0), 0, dark=False)
    assert all(view.description(found, look) for view in FILM)
    # No theory without a clamp is told of it.
    assert LOSS_CURVE.plotted(found, look)["curve"]["predicted"].isna().all()
    assert "where the leaky bends the line" in theory_beside(found)


@pytest.mark.parametrize("changes", [{}, {"batch_size": 6}, {"gradients": "by_hand"}], ids=str)
@pytest.mark.parametrize("dataset", [ONE, THREE], ids=["one", "three"])
def test_a_script_to_take_home_trains_with_it(
    dataset: Dataset, changes: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    hyperparameters = settings(**changes)
    run = Run(dataset=dataset, hyperparameters=hyperparameters, history=train(dataset, hyperparameters))
    exec(compile(script_of(run, "derivation"), "script.py", "exec"), {"__name__": "script"})
    printed = [float(line.partition(" = ")[2]) for line in capsys.readouterr().out.splitlines()[1:]]
    page = [*run.history.weights[-1], run.history.biases[-1], run.history.losses[-1]]
    # The entry's line of code goes another way than its function, and float32 rounds on the way.
    assert printed == pytest.approx(page, rel=1e-12 if changes.get("gradients") else 1e-5)
