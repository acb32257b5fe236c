"""One opened update against PyTorch's autograd in float64, and against the row that training wrote next."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.insight.autograd_names import autograd_names
from perceptron.insight.gradient_check import check_gradient
from perceptron.insight.loss_along import loss_along, losses_along
from perceptron.insight.walkthrough import Step, code_of_a_step
from perceptron.learning.activation import ACTIVATIONS

DATA = {path.stem: Dataset.from_csv(path) for path in sorted((Path(__file__).parents[1] / "data").glob("*.csv"))}
WAYS = [
    Hyperparameters(epochs=150, activation=activation, reduction=reduction, standardize=standardize)
    for activation, reduction, standardize in product(("clamp", "identity"), ("sum", "mean"), (False, True))
]
# Two ways for each set that differ in everything, and others for the next set: way 0 with 7, 1 with 6, 2 with 5 …
PAIRS = [(name, way) for index, name in enumerate(DATA) for way in (WAYS[index % 4], WAYS[7 - index % 4])]
every_pair = pytest.mark.parametrize(
    ("name", "way"),
    PAIRS,
    ids=[f"{name}-{way.activation}-{way.reduction}{'-standardised' if way.standardize else ''}" for name, way in PAIRS],
)


@cache
def run(name: str, way: Hyperparameters) -> Run:
    return Run(dataset=DATA[name], hyperparameters=way, history=train(DATA[name], way))


def opened(name: str, way: Hyperparameters, epoch: int) -> Step:
    return run(name, way).step(epoch)


def inputs(name: str, way: Hyperparameters) -> np.ndarray:
    x = DATA[name].features
    return (x - x.mean(axis=0)) / x.std(axis=0) if way.standardize else x


def gently(name: str, way: Hyperparameters) -> Hyperparameters:
    """The same at half the largest rate that this data can bear."""
    rows = np.column_stack([inputs(name, way), np.ones(DATA[name].rows)])
    steepest = np.linalg.eigvalsh(2 * rows.T @ rows)[-1] / (DATA[name].rows if way.reduction == "mean" else 1)
    return replace(way, learning_rate=float(1 / steepest))


def tensors(name: str, way: Hyperparameters) -> tuple[torch.Tensor, torch.Tensor]:
    """What the neuron gets: float32's digits, here in float64."""
    x32, y32 = (
        torch.tensor(inputs(name, way), dtype=torch.float32),
        torch.tensor(DATA[name].target, dtype=torch.float32),
    )
    return x32.double(), y32.double()


def slack(step: Step, way: Hyperparameters) -> tuple[float, np.ndarray, float]:
    """How far float32 may be off in the loss, ∂L/∂w and ∂L/∂b: each prediction by a few millionths of its terms."""
    off = 1e-6 * (np.abs(step.weighted_sum) + abs(step.bias) + np.abs(step.y))
    rows = len(step.y) if way.reduction == "mean" else 1
    loss = float((2 * np.abs(step.residual) * off + off**2).sum()) / rows
    return loss, 2 * off @ np.abs(step.x) / rows, 2 * float(off.sum()) / rows


@every_pair
def test_every_number_is_autograds(name: str, way: Hyperparameters) -> None:
    way = gently(name, way)
    x, y = tensors(name, way)
    for epoch in (0, 1, 100, 150):
        step, history = opened(name, way, epoch), run(name, way).history
        w = torch.tensor(history.weights[epoch][:, np.newaxis], requires_grad=True)
        b = torch.tensor([[history.biases[epoch]]], requires_grad=True)
        weighted_sum = x.mm(w)
        activated = weighted_sum.clamp(min=0) if way.activation == "clamp" else weighted_sum
        prediction = activated.add(b)
        squares = (prediction - y).pow(2)
        loss = squares.sum() if way.reduction == "sum" else squares.mean()
        by_weighted_sum, by_prediction = torch.autograd.grad(loss, (weighted_sum, prediction), retain_graph=True)
        loss.backward()
        expected = {
            "x": x,
            "y": y[:, 0],
            "weights": w[:, 0],
            "bias": b[0, 0],
            "weighted_sum": weighted_sum[:, 0],
            "activated": activated[:, 0],
            "prediction": prediction[:, 0],
            "residual": (prediction - y)[:, 0],
            "square": squares[:, 0],
            "by_prediction": by_prediction[:, 0],
            "by_weighted_sum": by_weighted_sum[:, 0],
            "weight_shares": x * by_weighted_sum,
            "bias_shares": by_prediction[:, 0],
        }
        for field, tensor in expected.items():
            # Beside the largest, since the order of adding may differ in a product of several features.
            scale = 1e-12 * float(tensor.detach().abs().max())
            np.testing.assert_allclose(
                getattr(step, field), tensor.detach().numpy(), rtol=1e-12, atol=scale, err_msg=field
            )
        assert step.epoch == epoch
        # The shares add up to autograd's gradient.
        gradient = w.grad[:, 0].numpy()
        assert (
            np.abs(step.weight_shares.sum(axis=0) - gradient) <= 1e-12 * np.abs(step.weight_shares).sum(axis=0)
        ).all()
        assert abs(step.bias_shares.sum() - b.grad.item()) <= 1e-12 * np.abs(step.bias_shares).sum()
        # What training recorded is the same in float32.
        loss_slack, weight_slack, bias_slack = slack(step, way)
        assert abs(step.loss - loss.item()) <= loss_slack
        assert (np.abs(step.weight_gradients - gradient) <= weight_slack).all()
        assert abs(step.bias_gradient - b.grad.item()) <= bias_slack


@every_pair
def test_the_step_leads_to_the_very_next_row(name: str, way: Hyperparameters) -> None:
    way = gently(name, way)
    history = run(name, way).history
    for epoch in (0, 1, 100, 149):
        step = opened(name, way, epoch)
        assert step.next_weights.tolist() == history.weights[epoch + 1].tolist()
        assert step.next_bias == history.biases[epoch + 1]
    assert (history.weights[1] != history.weights[0]).any() or (history.biases[1] != history.biases[0])


@pytest.mark.parametrize("rate", [0.001, 0.0013, 0.01, 1 / 3])
def test_the_next_row_of_wild_runs_too(rate: float) -> None:
    for activation in ("clamp", "identity"):
        way = Hyperparameters(learning_rate=rate, epochs=1000, activation=activation)
        history = run("article", way).history
        last = len(history) - 1
        for epoch in sorted({0, min(1, last - 1), last // 2, last - 1}):
            step = opened("article", way, epoch)
            assert step.next_weights.tolist() == history.weights[epoch + 1].tolist()
            assert step.next_bias == history.biases[epoch + 1]


@pytest.mark.parametrize("standardize", [False, True])
def test_by_hand_steps_in_float64(standardize: bool) -> None:
    way = Hyperparameters(learning_rate=0.0007, epochs=150, gradients="by_hand", standardize=standardize)
    history = run("article", way).history
    for epoch in (0, 1, 100, 149):
        step = opened("article", way, epoch)
        np.testing.assert_allclose(step.next_weights, history.weights[epoch + 1], rtol=1e-15)
        np.testing.assert_allclose(step.next_bias, history.biases[epoch + 1], rtol=1e-15)
        assert not (np.float32(step.next_weights) == step.next_weights).all()


def test_the_step_after_the_last_row_is_the_one_that_a_longer_run_takes() -> None:
    short, long = Hyperparameters(epochs=150), Hyperparameters(epochs=151)
    step = opened("article", short, 150)
    assert step.next_weights.tolist() == run("article", long).history.weights[151].tolist()
    assert step.next_bias == run("article", long).history.biases[151]


def test_a_shut_row_has_no_share_in_the_weight_but_one_in_the_bias() -> None:
    way = Hyperparameters(epochs=5, initial_weight=-1.0, initial_bias=0.5)
    step = opened("article", way, 0)
    assert (step.weighted_sum < 0).all()
    assert (step.activated == 0).all() and (step.prediction == 0.5).all()
    assert (step.weight_shares == 0).all()
    assert (step.bias_shares == 2 * (0.5 - step.y)).all()


def test_at_the_corner_of_the_clamp_a_row_is_let_through_as_torch_does() -> None:
    dataset = Dataset(np.array([[0.0], [1.0], [-1.0]]), np.array([1.0, 2.0, 3.0]), ("x",))
    way = Hyperparameters(epochs=1, initial_weight=0.0, initial_bias=0.0, learning_rate=0.1)
    step = Run(dataset=dataset, hyperparameters=way, history=train(dataset, way)).step(0)
    weighted_sum = torch.zeros(3, requires_grad=True)
    (weighted_sum.clamp(min=0) - torch.tensor([1.0, 2.0, 3.0])).pow(2).sum().backward()
    assert step.by_weighted_sum.tolist() == weighted_sum.grad.tolist() == [-2, -4, -6]


def test_mini_batch_runs_are_opened_over_all_rows() -> None:
    way = Hyperparameters(epochs=10, batch_size=5, learning_rate=0.0005)
    step = opened("article", way, 3)
    assert len(step.y) == 25
    x, y = DATA["article"].features[:, 0], DATA["article"].target[:, 0]
    residual = np.maximum(0, x * step.weights[0]) + step.bias - y
    assert step.bias_gradient == pytest.approx(2 * residual.sum(), rel=1e-5)
    assert step.weight_gradients[0] == pytest.approx(2 * residual @ x, rel=1e-5)


# The names of autograd's nodes


def names_on_the_way(loss: torch.Tensor) -> list[str]:
    """From the loss back to the weight: of every node's branches the one that the weight lies on."""
    names, node = [], loss.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        before = [earlier for earlier, _ in node.next_functions if earlier is not None]
        node = before[0] if before else None
    return names


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_names_are_those_of_the_code_shown(activation: str, reduction: str) -> None:
    way = Hyperparameters(epochs=3, activation=activation, reduction=reduction)
    code = code_of_a_step(way)
    x, y = (torch.tensor(part[:1], dtype=torch.float32) for part in (DATA["article"].features, DATA["article"].target))
    w1, b1 = torch.rand(1, 1, requires_grad=True), torch.rand(1, 1, requires_grad=True)
    spoken: dict[str, torch.Tensor] = {"X": x, "Y": y, "w1": w1, "b1": b1}
    exec(code["forward"], spoken)
    exec(code["loss"], spoken)

    names = autograd_names(opened("article", way, 0), 0, way)
    back = ("loss", "square", "residual", "prediction", "activated", "weighted_sum", "weight")
    assert [name for move in back for name in reversed(names[move])] == names_on_the_way(spoken["loss"])
    assert names["prediction"] == (type(spoken["y_pred"].grad_fn).__name__,)
    assert names["bias"] == names["weight"] == ("AccumulateGrad",)
    assert bool(names["activated"]) == (activation != "identity")


def test_an_activation_of_several_operations_has_several_nodes(leaky: str) -> None:
    way = Hyperparameters(epochs=3, activation=leaky)
    names = autograd_names(opened("article", way, 0), 0, way)
    assert names["activated"] == ("MulBackward0", "MaximumBackward0")
    assert names["weighted_sum"] == ("MmBackward0",)


@pytest.fixture
def leaky() -> Iterator[str]:
    """An activation that is none of the page's, made of two operations."""
    ACTIVATIONS["leaky"] = replace(
        ACTIVATIONS["clamp"],
        tensor=lambda z: torch.maximum(0.1 * z, z),
        array=lambda z: np.maximum(0.1 * z, z),
        derivative=lambda z: np.where(z >= 0, 1.0, 0.1),
    )
    yield "leaky"
    del ACTIVATIONS["leaky"]


# The loss along one parameter


@every_pair
def test_the_loss_along_a_parameter_is_the_loss_with_that_parameter_changed(name: str, way: Hyperparameters) -> None:
    way = gently(name, way)
    x, y = tensors(name, way)
    step, found = opened(name, way, 3), run(name, way)
    d = len(step.weights)
    for parameter in range(d + 1):
        along = loss_along(found, step, parameter)
        now = torch.tensor([*step.weights, step.bias])
        for place in (0, 40, 120):
            there = now.clone()
            there[parameter] = along.values[place]
            weighted = x.mm(there[:d, None])
            squares = ((weighted.clamp(min=0) if way.activation == "clamp" else weighted) + there[d] - y).pow(2)
            loss = squares.sum() if way.reduction == "sum" else squares.mean()
            assert along.losses[place] == pytest.approx(loss.item(), rel=1e-9)


@every_pair
def test_the_tangent_has_the_slope_of_the_curve(name: str, way: Hyperparameters) -> None:
    """The recorded gradient against a difference of the loss to either side."""
    way = gently(name, way)
    step, found = opened(name, way, 1), run(name, way)
    _, weight_slack, bias_slack = slack(step, way)
    for parameter, off in enumerate([*weight_slack, bias_slack]):
        along = loss_along(found, step, parameter)
        h = 1e-4 * (along.values[-1] - along.values[0])
        below, above = losses_along(found, step, parameter, np.array([along.here - h, along.here + h]))
        difference = (above - below) / (2 * h)
        # Where rows are within h of the clamp's corner the loss bends in between.
        rows = np.abs(step.weighted_sum) <= h * np.abs(step.x[:, min(parameter, len(step.weights) - 1)])
        bent = 0.0 if way.activation == "identity" else np.abs(step.by_prediction * rows).sum() * np.abs(step.x).max()
        assert abs(along.slope - difference) <= off + bent + 1e-6 * abs(difference)
        assert (along.tangent[-1] - along.tangent[0]) == pytest.approx(
            along.slope * (along.values[-1] - along.values[0]), rel=1e-6
        )
        assert along.next_value == ([*step.next_weights, step.next_bias])[parameter]


def test_a_dead_neurons_curve_reaches_to_where_it_would_live() -> None:
    way = Hyperparameters(epochs=3, initial_weight=-0.01, initial_bias=2.3036)
    along = loss_along(run("article", way), opened("article", way, 0), 0)
    assert along.slope == 0 and along.next_value == along.here
    assert along.values[-1] > 0.1 and along.losses[-1] != along.losses[60]
    assert (along.losses[along.values < 0] == along.losses[0]).all()


@pytest.mark.parametrize(("rate", "up"), [(0.0005, False), (0.003, True)])
def test_a_step_that_goes_too_far_is_called_so(rate: float, up: bool) -> None:
    way = Hyperparameters(epochs=3, learning_rate=rate, activation="identity")
    assert loss_along(run("article", way), opened("article", way, 0), 0).goes_up is up


def test_a_step_that_float32_cannot_hold_leads_nowhere() -> None:
    way = Hyperparameters(epochs=1000, learning_rate=10.0, activation="identity")
    last = run("article", way).last
    step = replace(opened("article", way, last), next_bias=float("inf"))
    along = loss_along(run("article", way), step, 1)
    assert along.next_value is None and along.next_loss is None and not along.goes_up
    assert np.isfinite(along.values).all()


# The gradient, checked


@every_pair
def test_three_ways_to_one_gradient(name: str, way: Hyperparameters) -> None:
    way = gently(name, way)
    for epoch in (0, 100):
        step = opened(name, way, epoch)
        checked, _ = check_gradient(run(name, way), step)
        assert checked["parameter"].tolist() == [*DATA[name].feature_names, "bias"]
        recorded = run(name, way).gradients(np.array([epoch]))[0].tolist()
        assert checked["recorded"].tolist() == recorded
        _, weight_slack, bias_slack = slack(step, way)
        for column in ("chain_rule", "finite_difference"):
            assert (np.abs(checked[column] - recorded) <= np.append(weight_slack, bias_slack)).all()


def test_a_wrong_term_is_found() -> None:
    """The check would be worth nothing if it agreed with a gradient that is wrong by one row or one factor."""
    way = Hyperparameters(epochs=150)
    step = opened("article", way, 1)
    size = np.append(np.abs(step.weight_shares).sum(axis=0), np.abs(step.bias_shares).sum())

    def disagreement(step: Step) -> np.ndarray:
        table, _ = check_gradient(run("article", way), step)
        return np.asarray(np.abs(table["finite_difference"] - table["recorded"]) / size)

    assert (disagreement(step) < 1e-5).all()
    without_a_row = replace(step, weight_gradients=step.weight_gradients - step.weight_shares[3])
    halved_bias = replace(step, bias_gradient=step.bias_gradient / 2)
    other_epoch = replace(step, weights=step.weights * 1.01)
    assert disagreement(without_a_row)[0] > 1e-4
    assert disagreement(halved_bias)[1] > 1e-2
    assert (disagreement(other_epoch) > 1e-4).all()


@pytest.fixture
def mistaken() -> Iterator[str]:
    """A clamp whose derivative somebody got wrong by a factor."""
    ACTIVATIONS["mistaken"] = replace(ACTIVATIONS["clamp"], derivative=lambda z: (z >= 0) / 2)
    yield "mistaken"
    del ACTIVATIONS["mistaken"]


def test_a_wrong_derivative_is_found(mistaken: str) -> None:
    """Autograd and the finite difference know nothing of it, the chain rule does."""
    way = Hyperparameters(epochs=150, activation=mistaken)
    wrong = Run(dataset=DATA["article"], hyperparameters=way, history=train(DATA["article"], way))
    weight, bias = check_gradient(wrong, wrong.step(1))[0].itertuples(index=False)
    assert weight.finite_difference == pytest.approx(weight.recorded, rel=1e-4)
    assert weight.chain_rule == pytest.approx(weight.recorded / 2, rel=1e-4)
    assert bias.chain_rule == pytest.approx(bias.recorded, rel=1e-4)


# The code that is shown


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_code_shown_trains_to_the_bit_as_training_does(activation: str, reduction: str) -> None:
    """The five pieces one after the other, for some epochs, in the article's own names; x on both sides of 0."""
    x, y = DATA["article"].features, DATA["article"].target
    dataset = Dataset(x - x.mean(), y, ("x",))
    way = Hyperparameters(epochs=50, seed=4, activation=activation, reduction=reduction, learning_rate=0.0007)
    code = code_of_a_step(way)
    assert list(code) == ["forward", "loss", "backward", "update", "clear"]
    random = torch.Generator().manual_seed(way.seed)
    names = {
        "torch": torch,
        "X": torch.tensor(dataset.features, dtype=torch.float32),
        "Y": torch.tensor(dataset.target, dtype=torch.float32),
        "w1": torch.rand(1, 1, generator=random).requires_grad_(),
        "b1": torch.rand(1, 1, generator=random).requires_grad_(),
        "learning_rate": way.learning_rate,
    }
    rows = []
    for _ in range(way.epochs + 1):
        state = [names["w1"].item(), names["b1"].item()]
        for move in ("forward", "loss", "backward"):
            exec(code[move], names)
        rows.append([names["loss"].item(), *state, names["w1"].grad.item(), names["b1"].grad.item()])
        for move in ("update", "clear"):
            exec(code[move], names)
    history = train(dataset, way)
    numbers = history.to_frame()[["loss", "weight", "bias", "weight_gradient", "bias_gradient"]]
    assert numbers.to_numpy().tolist() == rows
