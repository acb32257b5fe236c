"""Random runs, each from a number: data of every sort and scale, every switch, rates around the stable limit."""

from typing import Any

import numpy as np

from perceptron import Dataset, DatasetError, Hyperparameters

LARGEST_START = 1e6
# Rates around the limit, as shares of it, where what is said has to be careful.
AROUND = (0.5, 0.75, 0.9, 0.97, 0.999, 1 - 3e-7, 1.0, 1 + 3e-7, 1.0003, 1.01, 1.05, 1.2, 1.6, 2.5)
PLAIN = (0.001, 0.01, 0.1, 1e-6)


def recipe(number: int) -> tuple[Dataset, Hyperparameters]:
    """The data set and the hyperparameters of that number; numbers whose data is refused are passed over."""
    random = np.random.default_rng(number)
    while True:
        x, y = _points(random)
        names = tuple(f"x{place + 1}" for place in range(x.shape[1])) if x.shape[1] > 1 else ("x",)
        try:
            dataset = Dataset(x, y, names)
        except DatasetError:
            continue
        return dataset, _settings(random, dataset)


def limit_of(x: np.ndarray, mean: bool) -> float:
    """2 / λmax of the loss of a line on those columns (rows, d)."""
    columns = np.column_stack([x, np.ones(len(x))])
    return float(1 / np.linalg.svd(columns, compute_uv=False)[0] ** 2) * (len(x) if mean else 1)


def z_scores(x: np.ndarray) -> np.ndarray:
    """(x - mean) / standard deviation of every column, safe for tiny and huge numbers."""
    spread = np.ptp(x, axis=0)
    return (x - x.mean(axis=0)) / ((x / spread).std(axis=0) * spread)


def _column(random: np.random.Generator, rows: int) -> np.ndarray:
    """Features as people have them, and as nobody would."""
    steps = np.arange(rows, dtype=np.float64)
    kind = random.choice(
        ["spread", "both signs", "whole", "zeros", "far off", "twice", "years", "stamps", "below 0"],
        p=[0.22, 0.2, 0.12, 0.1, 0.08, 0.08, 0.08, 0.04, 0.08],
    )
    if kind == "years":
        return 1990 + steps
    if kind == "stamps":
        return 1.6e9 + steps * random.choice([1.0, 60.0, 86400.0])
    column = random.uniform(0.1, 5, rows)
    if kind == "both signs":
        column = random.normal(0, 1, rows)
    elif kind == "whole":
        column = steps + random.integers(0, 2)
    elif kind == "zeros":
        column = column * (random.random(rows) < 0.4)
    elif kind == "far off":
        column[random.integers(rows)] *= 30
    elif kind == "twice":
        column = random.integers(0, 4, rows).astype(np.float64)
    elif kind == "below 0":
        column = -column
    return np.asarray(column * _scale(random))


def _scale(random: np.random.Generator) -> float:
    return float(10 ** random.uniform(-6, 9)) if random.random() < 0.25 else 1.0


def _points(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    rows = round(2 * 20 ** random.random())
    features = int(random.choice([1, 2, 3, 4], p=[0.64, 0.16, 0.1, 0.1]))
    x = np.column_stack([_column(random, rows) for _ in range(features)])
    if features > 1 and random.random() < 0.3:
        # Features that depend on each other.
        x[:, -1] = 2 * x[:, 0] if random.random() < 0.5 else x[:, :-1].sum(axis=1)
    if rows > 3 and random.random() < 0.1:
        x[rows // 2 :] = x[: rows - rows // 2]
    z = (x - x.mean(axis=0)) / np.where(np.ptp(x, axis=0) > 0, x.std(axis=0), 1.0)
    slopes, noise = random.normal(0, 1, features), random.normal(0, 1, rows)
    line = z @ slopes + random.choice([0.0, 2.0, -3.0])
    kind = random.choice(
        ["noisy", "exact", "constant", "hinge", "minus abs", "noise", "falling", "far off", "high"],
        p=[0.3, 0.12, 0.05, 0.12, 0.1, 0.08, 0.1, 0.08, 0.05],
    )
    y = line + noise * random.choice([0.05, 0.5])
    if kind == "exact":
        y = line
    elif kind == "constant":
        y = np.full(rows, float(random.choice([0.0, 3.0, -40.0])))
    elif kind == "hinge":
        y = 2 * np.maximum(x[:, 0] / (np.abs(x[:, 0]).max() or 1), 0) + 1
    elif kind == "minus abs":
        y = -np.abs(x[:, 0] / (np.abs(x[:, 0]).max() or 1))
    elif kind == "noise":
        y = noise
    elif kind == "falling":
        y = 5 - z @ np.abs(slopes) + 0.1 * noise
    elif kind == "far off":
        y[random.integers(rows)] += 30
    elif kind == "high":
        y = 1.7e9 + 60 * np.arange(rows)
    return x, np.asarray(y if kind == "high" else y * _scale(random))


def _settings(random: np.random.Generator, dataset: Dataset) -> Hyperparameters:
    rows, d = dataset.features.shape
    chosen: dict[str, Any] = {
        "activation": "clamp" if random.random() < 0.5 else "identity",
        "reduction": "mean" if random.random() < 0.4 else "sum",
        "standardize": bool(random.random() < 0.35),
        "gradients": "autograd" if random.random() < 0.45 else "by_hand",
        "seed": int(random.integers(0, 1000)),
    }
    updates = 1
    if random.random() < 0.35:
        chosen["batch_size"] = int(random.choice([1, 2, 3, max(1, rows // 2), rows]))
        updates = -(-rows // chosen["batch_size"])
    most = max(2, int((500 if chosen["gradients"] == "autograd" else 2000) / updates))
    chosen["epochs"] = max(1, round(most ** random.random()))
    x = z_scores(dataset.features) if chosen["standardize"] else dataset.features
    limit = limit_of(x, chosen["reduction"] == "mean")
    way = random.random()
    if way < 0.55:
        rate = limit * 10 ** random.uniform(-4, 1.5)
    elif way < 0.9:
        rate = limit * random.choice(AROUND)
    else:
        rate = random.choice(PLAIN)
    chosen["learning_rate"] = float(np.clip(rate, 1e-30, 10))
    start = random.random()
    if start < 0.08 and d == 1:
        # On the best line itself, as far as one can say so.
        z = x - x.mean(axis=0)
        slope = float(z[:, 0] @ dataset.target[:, 0] / (z[:, 0] @ z[:, 0]))
        chosen["initial_weight"], chosen["initial_bias"] = slope, float(dataset.target.mean() - slope * x.mean())
        if max(abs(chosen["initial_weight"]), abs(chosen["initial_bias"])) > LARGEST_START:
            chosen["initial_weight"] = chosen["initial_bias"] = 0.0
    elif start < 0.22:
        chosen["initial_weight"] = float(random.choice([0.0, -1.0, 3.0, 100.0]))
        if random.random() < 0.5:
            chosen["initial_bias"] = float(random.choice([0.0, 10.0, -5.0]))
    return Hyperparameters(**chosen)
