"""The ideas: their words against the article's loop, what PyTorch prints against PyTorch, and where Show me leads."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters, train
from perceptron.charts.slope import HILLS, WEIGHTS, curve_drawn, hills, places_of
from perceptron.insight.as_pytorch_prints import as_pytorch_prints
from perceptron.insight.loss_along import losses_along, slopes_along
from perceptron.insight.run import Run
from perceptron.knobs import knobs_of
from perceptron.learning.history import History
from perceptron.lessons.facts import Facts
from perceptron.lessons.fields import LessonError
from perceptron.lessons.ideas import Idea, read_idea, read_ideas

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
IDEAS = read_ideas({"article": ARTICLE})
EVERY = pytest.mark.parametrize("idea", IDEAS.values(), ids=IDEAS)
# A formula, a Greek letter, code, or a word about the digits of a computer.
NOT_PLAIN = re.compile(r"[$`=²∂Σ]|[α-ωΑ-Ω]|float|grad_|\b[wbxyLηn]\b")


@cache
def run_of(hyperparameters: Hyperparameters) -> Run:
    history: History = train(ARTICLE, hyperparameters)
    return Run(dataset=ARTICLE, hyperparameters=hyperparameters, history=history)


def facts_of(idea: Idea) -> Facts:
    return Facts(run_of(idea.show.situation.hyperparameters))


def said(idea: Idea, depth: Any) -> str:
    """All its words at that depth."""
    facts = facts_of(idea)
    return "\n".join(idea.said(words, depth, facts) for words in (idea.words, *(part.words for part in idea.parts)))


@cache
def article_loop(epochs: int) -> dict[str, Any]:
    """The article's loop after so many updates, its next forward and backward pass done."""
    torch.manual_seed(0)
    X, Y = (torch.tensor(values, dtype=torch.float32) for values in (ARTICLE.features, ARTICLE.target))
    w1, b1 = torch.rand(1, 1, requires_grad=True), torch.rand(1, 1, requires_grad=True)
    for epoch in range(epochs + 1):
        y_pred = X.mm(w1).clamp(min=0).add(b1)
        loss = (y_pred - Y).pow(2).sum()
        loss.backward()
        if epoch < epochs:
            with torch.no_grad():
                w1 -= 0.001 * w1.grad
                b1 -= 0.001 * b1.grad
                w1.grad.zero_()
                b1.grad.zero_()
    return {"X": X, "Y": Y, "w1": w1, "b1": b1, "y_pred": y_pred, "loss": loss}


def test_the_ideas_come_in_the_articles_order_with_the_refresher_before_what_needs_it() -> None:
    names = "linear_regression neuron tensor weight_and_bias parameters_and_hyperparameters loss slope"
    names += " gradient_descent forward backward autograd activation"
    assert list(IDEAS) == names.split()
    assert "1958" in said(IDEAS["neuron"], "plain")


@EVERY
def test_plain_words_have_no_formula_and_the_deeper_ones_add_to_them(idea: Idea) -> None:
    plain, formulas, derivation = (said(idea, depth) for depth in ("plain", "formulas", "derivation"))
    assert NOT_PLAIN.findall(f"{idea.title} {idea.short} {idea.show.says} {plain}") == []
    assert len(plain) < len(formulas) <= len(derivation)
    assert "{{" not in derivation and "[[" not in derivation
    assert 2 <= len(re.findall(r"[.?!](?:\s|$)", idea.said(idea.words, "plain", facts_of(idea)))) <= 5


@EVERY
def test_what_the_words_claim_is_true_of_the_run(idea: Idea) -> None:
    assert idea.check is None or idea.check.holds(facts_of(idea))


def test_the_numbers_in_the_words_are_those_of_the_articles_loop() -> None:
    start, first, tenth, end = (article_loop(epochs) for epochs in (0, 1, 10, 4000))
    rows = ARTICLE.features.size
    best = np.linalg.lstsq(np.column_stack([ARTICLE.features, np.ones(rows)]), ARTICLE.target, rcond=None)
    expected = {
        "linear_regression": [best[0][0], best[0][1]],
        "weight_and_bias": [start["w1"], start["b1"], end["w1"], end["b1"]],
        "loss": [start["loss"], best[1], start["y_pred"][0], start["y_pred"][0] - 2.6],
        "slope": [start["b1"], start["w1"].grad, start["b1"].grad],
        "gradient_descent": [start["loss"], first["loss"], tenth["loss"], first["w1"]],
        "forward": [start["y_pred"][0]],
        "backward": [start["w1"].grad, start["b1"].grad],
        "activation": [ARTICLE.target.mean()],
    }
    for name, values in expected.items():
        for value in values:
            digits = re.escape(f"{torch.as_tensor(value).item():.4g}")
            assert re.search(rf"(?<![\d.]){digits}(?!\d)", said(IDEAS[name], "derivation")), (name, digits)
    # The rate a hundredth of the article's, as its loop would have it.
    slow = float(train(ARTICLE, Hyperparameters(learning_rate=0.00001)).losses[-1])
    assert f"still {slow:.4g}" in said(IDEAS["parameters_and_hyperparameters"], "plain").replace("\n", " ")


@pytest.mark.parametrize("epoch", [0, 3, 200])
def test_pytorch_prints_what_the_articles_loop_prints(epoch: int) -> None:
    loop, printed = article_loop(epoch), as_pytorch_prints(run_of(Hyperparameters(epochs=300)), epoch)
    everything = "\n".join(printed.values())
    for name in ("X", "Y", "w1", "b1", "y_pred", "loss"):
        assert f">>> {name}\n{loop[name]!r}\n" in f"{everything}\n"
    assert f">>> w1.grad, b1.grad\n{(loop['w1'].grad, loop['b1'].grad)!r}\n" in everything
    assert "requires_grad=True" in printed["parameters"] and "grad" not in printed["points"].replace(
        "requires_grad", ""
    )
    assert ">>> X.requires_grad\nFalse" in printed["points"]
    assert "grad_fn=<AddBackward0>" in printed["autograd"] and "grad_fn=<SumBackward0>" in printed["autograd"]


def test_pytorch_prints_other_runs_too() -> None:
    settings = Hyperparameters(epochs=5, activation="identity", reduction="mean", standardize=True, gradients="by_hand")
    dataset = Dataset(np.random.default_rng(0).normal(size=(1500, 2)), np.arange(1500.0), ("a", "b"))
    run = Run(dataset=dataset, hyperparameters=settings, history=train(dataset, settings))
    printed = as_pytorch_prints(run, 5)
    assert "grad_fn=<MeanBackward0>" in printed["autograd"] and "clamp" not in printed["autograd"]
    assert "torch.Size([1500, 2])" in printed["points"] and "..." in printed["points"]
    assert all(text.count("\n") < 40 for text in printed.values())


@pytest.mark.parametrize("activation", ["clamp", "identity"])
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_slopes_of_the_loss_are_autograds(activation: Any, reduction: Any) -> None:
    run = run_of(Hyperparameters(epochs=3, activation=activation, reduction=reduction))
    weights, step = places_of(WEIGHTS), run.step(2)
    losses, slopes = losses_along(run, step, 0, weights), slopes_along(run, step, weights)
    X, Y = (torch.tensor(values, dtype=torch.float64) for values in (ARTICLE.features, ARTICLE.target))
    for weight, loss, slope in list(zip(weights, losses, slopes, strict=True))[::9]:
        w1 = torch.tensor([[weight]], dtype=torch.float64, requires_grad=True)
        summed = X.mm(w1)
        squares = ((summed.clamp(min=0) if activation == "clamp" else summed) + step.bias - Y).pow(2)
        asked = squares.sum() if reduction == "sum" else squares.mean()
        asked.backward()
        assert loss == pytest.approx(asked.item(), rel=1e-6)
        assert slope == pytest.approx(w1.grad.item(), rel=1e-6, abs=1e-9)


def test_the_hills_have_the_slopes_of_their_heights() -> None:
    drawn = hills()
    measured = np.gradient(drawn.height, drawn.value, edge_order=2)
    assert drawn.slope.to_numpy()[1:-1] == pytest.approx(measured[1:-1], abs=0.01)
    assert drawn.slope[np.isin(drawn.value, [-1, 1])].tolist() == [0, 0]
    assert set(HILLS.starts) <= set(drawn.value)
    assert curve_drawn(*np.ones((3, 4))).height_low[0] < 1


def walk(page: AppTest) -> str:
    return "\n".join(element.value for kind in (page.markdown, page.caption, page.code) for element in kind)


def learning(name: str, **query: object) -> AppTest:
    return opened(tab="Learn", learn=name, **query)


@EVERY
def test_show_me_opens_what_it_says(idea: Idea) -> None:
    page = learning(idea.name, epochs=7, seed=3)
    page = checked(page.button(f"show_{idea.name}").click().run())
    wanted = idea.show.situation.hyperparameters
    assert page.session_state["tab"] == idea.show.tab
    assert {name: page.session_state[name] for name in knobs_of(Hyperparameters)} == vars(wanted)
    assert page.session_state["epoch"] == idea.show.epoch
    assert page.session_state["squares"] == idea.show.squares


def test_the_way_back_leads_to_what_the_learner_had_and_only_once() -> None:
    page = learning("loss", data="Ice cream", activation="identity", epochs=7, seed=3, epoch=4)
    for _ in range(2):
        page = checked(page.button("show_loss").click().run())
        assert page.session_state["data"] == "article" and page.session_state["squares"]
        page = checked(page.button("to_the_ideas").click().run())
    page = checked(page.button("to_what_was").click().run())
    assert page.session_state["data"] == "ice_cream" and page.session_state["epochs"] == 7
    assert page.session_state["seed"] == 3 and page.session_state["epoch"] == 4 and not page.session_state["squares"]
    assert "to_what_was" not in [button.key for button in page.button]
    # The idea that was open still is.
    assert "show_loss" in [button.key for button in page.button]


def test_the_line_about_what_is_shown_goes_when_something_is_changed() -> None:
    page = checked(learning("loss", epochs=7).button("show_loss").click().run())
    assert "to_the_ideas" in [button.key for button in page.button]
    page = checked(page.number_input("epochs").set_value(9).run())
    assert "to_the_ideas" not in [button.key for button in page.button]


def test_what_pytorch_prints_is_the_pages_own_run_and_not_for_plain_words() -> None:
    page = learning("weight_and_bias", epochs=5, epoch=3, seed=1)
    run = run_of(Hyperparameters(epochs=5, seed=1))
    assert as_pytorch_prints(run, 3)["parameters"] in walk(page) and "epoch 3" in walk(page)
    assert "requires_grad" not in walk(learning("weight_and_bias", epochs=5, depth="Plain"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"set = ": 'set = "roses" #'}, "field `show.set`: one of article is expected"),
        ({"epoch = ": "epoch = 1.5 #"}, "field `show.epoch`: a whole number"),
        ({"tab = ": 'tab = "Home" #'}, "field `show.tab`: one of Train, One step, Data"),
        ({"short": "shirt"}, "field `short`: a text in quotes is expected, and it is missing"),
        ({"{{loss(1)}}": "17.48"}, "field `idea.words`: a number is written out"),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, change: dict[str, str], sentence: str) -> None:
    text = next((ROOT / "perceptron" / "lessons" / "ideas").glob("*gradient_descent.toml")).read_text("utf-8")
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new, 1)
    faulty = tmp_path / "01_faulty.toml"
    faulty.write_text(text, "utf-8")
    with pytest.raises(LessonError, match=re.escape(f"01_faulty.toml, {sentence}")):
        read_idea(faulty, {"article": ARTICLE})
