"""What a race costs beside one run by autograd: run it with `PYTHONPATH=.:tests python tests/benchmarks/race.py`.

Sixteen rates by hand on the article's data, as a share of the article's run by autograd: trained only; with what each
ended as, which is what the page's picture needs; and with the whole diagnosis of each, its reasons too. They take turns
in one process, so that a busy machine slows all of them alike.
"""

import statistics
import time
from collections.abc import Callable

import torch

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.insight.prospect import Prospect
from perceptron.insight.race import race
from perceptron.insight.spreading import spread_out

ROUNDS = 9


def main() -> None:
    torch.set_num_threads(1)
    asked = Prospect(dataset=Dataset.from_csv("data/article.csv"), hyperparameters=Hyperparameters())

    def trained_only() -> list[Run]:
        questions = spread_out(asked, "rate", 16)
        return [Run.of(each, train(each.dataset, each.hyperparameters)) for each in questions]

    ways: dict[str, Callable[[], object]] = {
        "one run by autograd": lambda: train(asked.dataset, asked.hyperparameters),
        "sixteen by hand, trained only": trained_only,
        "the race, with what each ended as": lambda: race(asked, "rate", 16).best,
        "with all diagnoses": lambda: [run.diagnosis for run in trained_only()],
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, run in ways.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)
    one, *others = seconds
    print(f"{one:36} best {min(seconds[one]):.3f} s, median {statistics.median(seconds[one]):.3f} s")
    for name in others:
        ratios = [mine / theirs for mine, theirs in zip(seconds[name], seconds[one], strict=True)]
        print(
            f"{name:36} best {min(seconds[name]):.3f} s; share: best against best"
            f" {min(seconds[name]) / min(seconds[one]):.3f}, median {statistics.median(ratios):.3f} (target 0.2)"
        )


if __name__ == "__main__":
    main()
