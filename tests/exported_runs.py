"""Runs of every kind that a learner may take home, as scripts or as notebooks."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.data.held_out import hold_out
from perceptron.words import counted

DATA = Path(__file__).resolve().parent.parent / "data"
ARTICLE = Dataset.from_csv(DATA / "article.csv")
YEARS = Dataset.from_csv(DATA / "tree_by_year.csv")

# If one of these ran as code, it would say so, or leave a file.
SAYS_SO = "print('INJECTED'); open('INJECTED', 'w')"
HOSTILE = (
    f"'''\n{SAYS_SO}\n'''",
    f'"""\n{SAYS_SO}\n"""',
    f"x'; {SAYS_SO}; '",
    f'x"]; {SAYS_SO} #',
    f"{{{SAYS_SO}}} {{{{{SAYS_SO}}}}}",
    f"\\'; {SAYS_SO} \\",
    f"a\r\n{SAYS_SO}\u2028{SAYS_SO}\x0c{SAYS_SO}",
    "</script><script>alert('INJECTED')</script>",
    "\ud800 lone \udfff",
    "$\\frac{1}{$ $x_1^$",
    "N" * 300,
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{SNOWMAN} größe 温度",
)


def points(rows: int, features: int, seed: int = 5) -> Dataset:
    """A cloud around a line, its features on both sides of 0 and on different scales, so that a clamp bends."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, features)) * np.linspace(0.5, 2, features) + 0.3
    y = x @ np.linspace(1, -1, features) + 2 + random.normal(scale=0.3, size=rows)
    return Dataset(x, y, tuple(f"x{number}" for number in range(features)))


def named(dataset: Dataset, *names: str) -> Dataset:
    """The same numbers under other names."""
    return Dataset(dataset.features, dataset.target, names[:-1], names[-1])


THREE, TWENTY = points(30, 3), points(60, 20)
MANY = points(40_000, 1)
TWO = Dataset(np.array([[1.0], [2.0]]), np.array([1.0, 3.0]), ("x",))
NOTHING = Dataset(TWO.features, np.zeros(2), ("x",))
ODD_NUMBERS = Dataset(
    np.array([[-0.0], [1e-310], [0.1 + 0.2], [1 / 3], [-7.0]]), np.array([1e-40, -0.0, 2.0, 1e3, 1e-5]), ("x",)
)
HUGE = Dataset(np.array([[1e15], [-1e15], [3e14]]), np.array([1.0, 2.0, 3.0]), ("x",))
FAR = Dataset(np.array([[1e12], [-5e11], [2e12]]), np.array([1.0, 2.0, 3.0]), ("x",))
TINY = Dataset(np.array([[1e-90], [2e-90], [4e-90]]), np.array([1.0, 2.0, 3.0]), ("x",))
HOSTILE_ONE = named(ARTICLE, HOSTILE[0], HOSTILE[1])
HOSTILE_MANY = named(points(30, len(HOSTILE) - 1), *HOSTILE)

# A data set, the share of it that is held out, and what is set besides 40 epochs.
Case = tuple[Dataset, float, dict[str, Any]]
NO_BEND = {"activation": "identity"}
TOO_FAST = NO_BEND | {"learning_rate": 0.9, "epochs": 100}
BY_HAND = {"gradients": "by_hand"}
Z = {"standardize": True, "activation": "identity", "learning_rate": 0.01}
CASES: dict[str, Case] = {
    "the article's": (ARTICLE, 0, {"epochs": 300}),
    "identity": (ARTICLE, 0, {"activation": "identity"}),
    "mean": (ARTICLE, 0, {"reduction": "mean", "learning_rate": 0.02}),
    "another seed": (ARTICLE, 0, {"seed": 2**31 - 1}),
    "five at a time": (ARTICLE, 0, {"batch_size": 5}),
    "one at a time": (ARTICLE, 0, {"batch_size": 1}),
    "a smaller last batch": (ARTICLE, 0, {"batch_size": 7, "reduction": "mean"}),
    "as many as there are": (ARTICLE, 0, {"batch_size": 25}),
    "standardised": (ARTICLE, 0, Z),
    "standardised and clamped": (ARTICLE, 0, Z | {"activation": "clamp"}),
    "held out": (ARTICLE, 0.2, {}),
    "one held out": (ARTICLE, 0.04, {}),
    "weight by hand": (ARTICLE, 0, {"initial_weight": 0.1}),
    "bias by hand": (ARTICLE, 0, {"initial_bias": -3.7}),
    "both by hand, shuffled": (ARTICLE, 0, {"initial_weight": -0.0, "initial_bias": -0.0, "batch_size": 4}),
    "minus zero, and nothing to learn": (NOTHING, 0, {"initial_weight": -0.0, "initial_bias": -0.0}),
    "by hand": (ARTICLE, 0, BY_HAND),
    "by hand, its mean, held out": (ARTICLE, 0.3, BY_HAND | {"reduction": "mean", "learning_rate": 0.03}),
    "by hand, shuffled, several": (THREE, 0, BY_HAND | {"batch_size": 4, "reduction": "mean"}),
    "by hand, shuffled, its sum": (points(21, 1), 0, BY_HAND | {"batch_size": 4}),
    "by hand, several, clamped": (THREE, 0.2, BY_HAND),
    "by hand, several, standardised": (THREE, 0, BY_HAND | Z),
    "by hand, diverging": (ARTICLE, 0, BY_HAND | TOO_FAST),
    "by hand, several, diverging": (THREE, 0, BY_HAND | TOO_FAST | {"reduction": "mean"}),
    "by hand, shuffled, diverging": (ARTICLE, 0, BY_HAND | TOO_FAST | {"batch_size": 7, "reduction": "mean"}),
    "years": (YEARS, 0, {"learning_rate": 1e-9}),
    "years standardised": (YEARS, 0.1, Z),
    "diverging": (ARTICLE, 0, TOO_FAST),
    "diverging slowly": (ARTICLE, 0, {"learning_rate": 0.0014, "activation": "identity", "epochs": 300}),
    "diverging at once": (FAR, 0, {"learning_rate": 10.0, "initial_weight": 1e6}),
    "diverging, shuffled": (ARTICLE, 0, TOO_FAST | {"batch_size": 7}),
    "diverging slowly, shuffled": (THREE, 0, NO_BEND | {"learning_rate": 0.064, "batch_size": 7, "epochs": 300}),
    "diverging, shuffled, its mean, several": (THREE, 0, TOO_FAST | {"batch_size": 4, "reduction": "mean"}),
    "clamped before it diverges": (ARTICLE, 0, {"learning_rate": 0.01}),
    "dying": (ARTICLE, 0, {"initial_weight": -1.0, "learning_rate": 0.01}),
    "going round": (ARTICLE, 0, {"initial_weight": -1.0, "learning_rate": 0.04, "initial_bias": 1.0}),
    "settled": (TWO, 0, {"learning_rate": 0.2, "epochs": 300}),
    "several": (THREE, 0, {}),
    "several, shuffled": (THREE, 0, {"batch_size": 4, "reduction": "mean", "learning_rate": 0.05}),
    "several, standardised, held out": (THREE, 0.3, Z),
    "several, one weight by hand": (THREE, 0, {"initial_weight": 0.25, "batch_size": 8}),
    "twenty": (TWENTY, 0, {}),
    "twenty, standardised, shuffled": (TWENTY, 0.1, Z | {"batch_size": 9, "reduction": "mean"}),
    "packed": (MANY, 0, {"learning_rate": 1e-6}),
    "packed, shuffled, held out": (MANY, 0.25, Z | {"batch_size": 4096, "reduction": "mean", "epochs": 12}),
    "packed, twenty": (points(2000, 20), 0.1, {"learning_rate": 1e-5}),
    "odd numbers": (ODD_NUMBERS, 0, {}),
    "huge numbers": (HUGE, 0, Z),
    "tiny numbers": (TINY, 0, Z | {"epochs": 1, "reduction": "mean"}),
    "a rate of next to nothing": (ARTICLE, 0, {"learning_rate": 1e-30}),
    "hostile": (HOSTILE_ONE, 0, {}),
    "many hostile": (HOSTILE_MANY, 0.2, Z | {"batch_size": 5}),
    "hostile, by hand": (HOSTILE_ONE, 0, BY_HAND),
}


def run_on(dataset: Dataset, share: float = 0, **changes: Any) -> Run:
    """What the page would train: on one thread."""
    training, held_out = hold_out(dataset, share, seed=0)
    hyperparameters = Hyperparameters(**{"epochs": 40} | changes)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    history = train(training, hyperparameters)
    torch.set_num_threads(threads)
    return Run(dataset=training, held_out=held_out, hyperparameters=hyperparameters, history=history)


@cache
def run_of(name: str) -> Run:
    """The run of that case."""
    dataset, share, changes = CASES[name]
    return run_on(dataset, share, **changes)


def names_of_weights(run: Run) -> list[str]:
    """What a program calls them."""
    d = len(run.dataset.feature_names)
    return ["w"] if d == 1 else [f"w{number}" for number in range(1, d + 1)]


def printed(run: Run) -> dict[str, float]:
    """The numbers that a program of the run has to print, by the names that it gives them."""
    history, weights = run.history, names_of_weights(run)
    numbers = dict(zip(weights, history.weights[-1], strict=True))
    numbers |= {"b": history.biases[-1], "loss": history.losses[-1]}
    if run.hyperparameters.standardize:
        slopes = history.weights[-1] / run.dataset.features.std(axis=0)
        numbers |= {f"{name} in data units": slope for name, slope in zip(weights, slopes, strict=True)}
        if run.hyperparameters.activation == "identity":
            numbers["b in data units"] = history.biases[-1] - slopes @ run.dataset.features.mean(axis=0)
    if run.held_out is not None:
        wrong = history.predict(run.held_out.features) - run.held_out.target[:, 0]
        numbers[f"mean squared residual on {counted(run.held_out.rows, 'held-out row')}"] = np.square(wrong).mean()
    return {name: float(number) for name, number in numbers.items()}


def assert_prints(said: str, run: Run) -> None:
    """Its first lines are the last epoch and the page's numbers: by autograd bit for bit. Nothing else is between."""
    lines, last, epochs = said.splitlines(), len(run.history) - 1, run.hyperparameters.epochs
    assert lines.pop(0) == f"epoch {last} of {epochs}"
    if run.history.diverged_at is not None:
        words = f"epoch {run.history.diverged_at} made a number too large to hold, so the run ends before it"
        assert lines.pop(0) == words
    numbers = printed(run)
    assert [line.partition(" = ")[0] for line in lines] == list(numbers)
    for line, (name, number) in zip(lines, numbers.items(), strict=True):
        shown = line.partition(" = ")[2]
        if name not in (*names_of_weights(run), "b", "loss"):
            np.testing.assert_allclose(float(shown), number, rtol=1e-9)
        elif run.hyperparameters.gradients == "autograd":
            assert shown == repr(number)
        else:
            np.testing.assert_allclose(float(shown), number, rtol=1e-12)
