"""What the gradient by hand costs: `PYTHONPATH=.:tests python tests/benchmarks/by_hand.py` prints two figures.

1. A million rows, one feature, 4000 epochs with their whole history; making the data set is not counted.
2. The article's data and settings, as a share of the article's own autograd loop of 4000 iterations.

Torch on one thread, wall clock, the best of several runs after a warm-up, all in one process.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from benchmarks.training import bare_loop

from perceptron import Dataset, Hyperparameters, train

ARTICLE = Path(__file__).resolve().parents[2] / "data" / "article.csv"
EPOCHS = 4000


def best_seconds(run: Callable[[], object], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def million_rows() -> Dataset:
    random = np.random.default_rng(0)
    x = random.normal(size=(1_000_000, 1))
    y = 2.0 * x + 1.0 + random.normal(scale=0.5, size=x.shape)
    return Dataset(x, y, ("x",))


def main() -> None:
    torch.set_num_threads(1)

    large = million_rows()
    settings = Hyperparameters(learning_rate=0.001, epochs=EPOCHS, reduction="mean", gradients="by_hand")
    seconds = best_seconds(lambda: train(large, settings), runs=3)
    print(f"{large.rows:,} rows, {EPOCHS} epochs, whole history: {seconds:.3f} s (best of 3; target 1.5 s)")

    article = Dataset.from_csv(ARTICLE)
    settings = Hyperparameters(epochs=EPOCHS, gradients="by_hand")
    train(article, settings)
    x, y = (torch.tensor(values, dtype=torch.float32) for values in (article.features, article.target))
    loop = best_seconds(lambda: bare_loop(x, y), runs=3)
    by_hand = best_seconds(lambda: train(article, settings), runs=20)
    print(
        f"article, {EPOCHS} epochs, whole history: {by_hand * 1000:.2f} ms (best of 20), "
        f"{by_hand / loop:.4f} of the bare autograd loop's {loop:.3f} s (best of 3; target 0.008)"
    )


if __name__ == "__main__":
    main()
