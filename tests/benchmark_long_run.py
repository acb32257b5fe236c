"""Measures what a short run waits for a long one: run it with `python -m tests.benchmark_long_run`."""

import time
from pathlib import Path

import torch

from perceptron import Dataset, Hyperparameters
from perceptron.insight.prospect import Prospect
from perceptron.panels.session.background import Training, Trainings

ARTICLE = Dataset.from_csv(Path(__file__).resolve().parent.parent / "data" / "article.csv")
LONG = Hyperparameters(learning_rate=1e-7, epochs=1_000_000)


def seconds_for(trainings: Trainings, chosen: Hyperparameters, long: Training | None = None) -> float:
    """How long a visitor waits for that run, while another one looks at the long one."""
    started = time.perf_counter()
    short = trainings.of(Prospect(dataset=ARTICLE, hyperparameters=chosen))
    while not short.over.wait(0.02):
        short.want()
        if long is not None:
            long.want()
    return time.perf_counter() - started


def main() -> None:
    torch.set_num_threads(1)
    trainings = Trainings(lambda run: None)
    for gradients in ("autograd", "by_hand"):
        alone = [seconds_for(trainings, Hyperparameters(seed=seed, gradients=gradients)) for seed in range(5)]
        long = trainings.of(Prospect(dataset=ARTICLE, hyperparameters=LONG))
        while long.stand.epoch == 0:
            long.want()
            time.sleep(0.02)
        beside = [seconds_for(trainings, Hyperparameters(seed=seed, gradients=gradients), long) for seed in range(5)]
        long.rest()
        print(
            f"{gradients:<9} alone {sorted(alone)[2]:.4f} s, beside a long run {sorted(beside)[2]:.4f} s (medians of 5)"
        )


if __name__ == "__main__":
    main()
