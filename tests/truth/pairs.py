"""Random pairs of runs, each from a number: a run, and the same with one setting changed, or a few, or none."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from perceptron import Dataset, DatasetError, Hyperparameters, Run, train
from perceptron.data.held_out import HeldOut, hold_out
from perceptron.insight.comparing.difference import Difference, difference
from truth.recipes import limit_of, recipe, z_scores

SETTINGS = (
    *("learning_rate", "learning_rate", "learning_rate", "epochs", "epochs", "seed", "initial_weight", "initial_bias"),
    *("activation", "reduction", "batch_size", "batch_size", "standardize", "gradients", "data", "held_out"),
)
# What a neuron by hand does in a moment; autograd takes some five times as long.
MOST_UPDATES = {"by_hand": 400, "autograd": 80}


@dataclass(frozen=True, eq=False)
class Pair:
    """Two trained runs, and the settings that were changed between them."""

    number: int
    first: Run
    second: Run
    changed: tuple[str, ...]

    @property
    def both(self) -> tuple[Run, Run]:
        """The first, then the second."""
        return self.first, self.second

    @cached_property
    def said(self) -> Difference:
        """What is said of them."""
        return difference(self.first, self.second)


def pair_of(number: int) -> Pair | None:
    """The pair of that number; None where a run of it cannot be begun."""
    random = np.random.default_rng([number, 2])
    dataset, hyper = recipe(number)
    if random.random() < 0.5:
        hyper = _suited(random, dataset, hyper)
    count = int(random.choice([0, 1, 2, 3], p=[0.03, 0.79, 0.12, 0.06]))
    changed = tuple(dict.fromkeys(random.choice(SETTINGS, count, replace=False).tolist()))
    hyper = replace(hyper, epochs=_few_enough(hyper.epochs, hyper, dataset.rows, changed))
    other, kept, kept_by_other = dataset, None, None
    if random.random() < 0.1:
        dataset, kept = hold_out(dataset, 0.2, hyper.seed)
        other, kept_by_other = dataset, kept
    settings: dict[str, Any] = {}
    for name in changed:
        if name == "held_out":
            other, kept_by_other = hold_out(dataset, float(random.choice([0.2, 0.4])), int(random.integers(100)))
        elif name == "data":
            other = _other_points(random, other)
        else:
            settings[name] = _another(random, name, hyper, dataset.rows)
    try:
        return Pair(
            number, _trained(dataset, kept, hyper), _trained(other, kept_by_other, replace(hyper, **settings)), changed
        )
    except DatasetError:
        return None


def _trained(dataset: Dataset, kept: HeldOut | None, hyper: Hyperparameters) -> Run:
    return Run(dataset=dataset, held_out=kept, hyperparameters=hyper, history=train(dataset, hyper))


def _suited(random: np.random.Generator, dataset: Dataset, hyper: Hyperparameters) -> Hyperparameters:
    """Settings with which many a run arrives."""
    is_plain = random.random() < 0.5
    x = z_scores(dataset.features)
    limit = limit_of(x, hyper.reduction == "mean")
    return replace(
        hyper,
        standardize=True,
        activation="identity" if is_plain else "clamp",
        learning_rate=float(np.clip(limit * 10 ** random.uniform(-1.7, 0.02), 1e-30, 10)),
        epochs=int(random.integers(20, 400)),
        batch_size=None if random.random() < 0.7 else hyper.batch_size,
    )


def _few_enough(epochs: int, hyper: Hyperparameters, rows: int, changed: tuple[str, ...]) -> int:
    updates = -(-rows // min(hyper.batch_size or rows, rows))
    slowest = "autograd" if "gradients" in changed else hyper.gradients
    most = MOST_UPDATES[slowest] // (3 if "batch_size" in changed else updates)
    return max(1, min(epochs, most))


def _another(random: np.random.Generator, name: str, hyper: Hyperparameters, rows: int) -> object:
    if name == "learning_rate":
        factor = random.choice([0.5, 0.1, 2.0, 10.0, 0.25, 10 ** random.uniform(-1, 1), 10 ** random.uniform(-1, 1)])
        return float(np.clip(hyper.learning_rate * factor, 1e-30, 10))
    if name == "epochs":
        return max(1, round(hyper.epochs * 10 ** random.uniform(-0.7, 0.5)))
    if name == "seed":
        return hyper.seed + int(random.integers(1, 100))
    if name == "batch_size":
        return int(random.choice([1, 2, 3, max(1, rows // 2), rows, 2 * rows]))
    others = {
        "initial_weight": random.choice([-1.0, 0.0, 3.0]),
        "initial_bias": random.choice([-5.0, 0.0, 10.0]),
        "activation": "identity" if hyper.activation == "clamp" else "clamp",
        "reduction": "mean" if hyper.reduction == "sum" else "sum",
        "standardize": not hyper.standardize,
        "gradients": "by_hand" if hyper.gradients == "autograd" else "autograd",
    }
    value = others[name]
    return float(value) if isinstance(value, np.floating) else value


def _other_points(random: np.random.Generator, dataset: Dataset) -> Dataset:
    """A point moved, the last one left out, or another name above a column."""
    how = random.integers(5)
    y = dataset.target[:, 0].copy()
    if how == 0:
        return Dataset(dataset.features, y, dataset.feature_names, "another y")
    if how == 1 and dataset.rows > 3:
        try:
            return dataset.take(np.arange(dataset.rows - 1))
        except DatasetError:
            pass
    y[int(random.integers(len(y)))] += float(np.ptp(y)) or 1.0
    return Dataset(dataset.features, y, dataset.feature_names, dataset.target_name)
