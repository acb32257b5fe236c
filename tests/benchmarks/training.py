"""Times the default run with its whole history beside the article's bare loop, in one process.

Run it with `PYTHONPATH=.:tests python tests/benchmarks/training.py`. The two take turns, so that a busy machine slows
both alike.
"""

import statistics
import time

import torch

from perceptron import Dataset, train

ROUNDS = 11


def bare_loop(x: torch.Tensor, y: torch.Tensor) -> None:
    """The article's loop as it stands, 4000 times, keeping nothing."""
    torch.manual_seed(0)
    w1 = torch.rand(1, 1, requires_grad=True)
    b1 = torch.rand(1, 1, requires_grad=True)
    for iteration in range(1, 4001):
        y_pred = x.mm(w1).clamp(min=0).add(b1)
        loss = (y_pred - y).pow(2).sum()
        if iteration % 100 == 0:
            loss.item()
        loss.backward()
        with torch.no_grad():
            w1 -= 0.001 * w1.grad
            b1 -= 0.001 * b1.grad
            w1.grad.zero_()
            b1.grad.zero_()


def main() -> None:
    torch.set_num_threads(1)
    dataset = Dataset.from_csv("data/article.csv")
    x, y = (torch.tensor(values, dtype=torch.float32) for values in (dataset.features, dataset.target))
    bare, ours = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        bare_loop(x, y)
        between = time.perf_counter()
        train(dataset)
        bare.append(between - started)
        ours.append(time.perf_counter() - between)
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    print(f"bare loop     best {min(bare):.3f} s, median {statistics.median(bare):.3f} s")
    print(f"train(...)    best {min(ours):.3f} s, median {statistics.median(ours):.3f} s")
    print(f"share         best against best {min(ours) / min(bare):.3f}, median of {ROUNDS} {ratios[ROUNDS // 2]:.3f}")


if __name__ == "__main__":
    main()
