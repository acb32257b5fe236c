"""Measures what `perceptron/learning/speed.py` estimates: run it with
`PYTHONPATH=.:tests python tests/benchmarks/speed.py`.
"""

import itertools
import time

import numpy as np
import torch

from perceptron import Dataset, Hyperparameters, train
from perceptron.learning.speed import estimated_seconds


def main() -> None:
    torch.set_num_threads(1)
    random = np.random.default_rng(0)
    print("rows     features epochs batch  gradients  activation  measured  estimated (s)")
    cases = itertools.product(
        (25, 10_000, 1_000_000), (1, 5), (None, 1000), ("autograd", "by_hand"), ("clamp", "identity")
    )
    for rows, features, batch, gradients, activation in cases:
        if batch is not None and batch >= rows:
            continue
        x = random.normal(size=(rows, features))
        y = x.sum(axis=1, keepdims=True) + random.normal(size=(rows, 1))
        dataset = Dataset(x, y, tuple(f"x{index}" for index in range(features)))
        epochs = max(3, min(2000, 10_000_000 // rows // (20 if batch else 1)))
        chosen = Hyperparameters(
            learning_rate=1e-9, epochs=epochs, batch_size=batch, gradients=gradients, activation=activation
        )
        started = time.perf_counter()
        train(dataset, chosen)
        seconds = time.perf_counter() - started
        estimate = estimated_seconds(dataset, chosen)
        print(
            f"{rows:<9}{features:<9}{epochs:<7}{batch!s:<7}{gradients:<11}{activation:<10}{seconds:9.3f}"
            f" {estimate:9.3f}"
        )


if __name__ == "__main__":
    main()
