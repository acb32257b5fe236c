"""How tables end with the settings picked for them, and with the article's, and how long that takes: run it with
`PYTHONPATH=.:tests python tests/benchmarks/starting.py`.
"""

import time
from collections import Counter
from pathlib import Path

import torch

from perceptron import Dataset, Hyperparameters, diagnose, least_squares, train
from perceptron.data.choosing import choose, first_choice
from perceptron.data.reading import read_table
from perceptron.insight.starting import suiting
from tests.tables import TABLES

DATA = Path(__file__).resolve().parents[2] / "data"


def main() -> None:
    torch.set_num_threads(1)
    train(Dataset.from_csv(DATA / "article.csv"), Hyperparameters(epochs=10))
    sources = {path.stem: path.read_bytes() for path in sorted(DATA.glob("*.csv"))}
    sources |= {name: made() for name, made in TABLES.items()}
    picked_kinds: Counter[str] = Counter()
    article_kinds: Counter[str] = Counter()
    good = 0
    for name, content in sources.items():
        table = read_table(content)
        features, target = first_choice(table)
        choice = choose(table, features, target, "days")
        started = time.perf_counter()
        dataset = Dataset.from_frame(choice.frame, choice.features, choice.target)
        starting = suiting(dataset)
        picked = time.perf_counter()
        history = train(dataset, starting.hyperparameters)
        trained = time.perf_counter()
        kind = diagnose(dataset, starting.hyperparameters, history).kind
        fit = least_squares(dataset)
        residuals = history.predict(dataset.features) - dataset.target[:, 0]
        r_squared = 1 - (residuals @ residuals) / (dataset.rows * dataset.target.var()) if fit.r_squared else 1.0
        gap = (fit.r_squared or 1.0) - r_squared
        is_good = (kind == "converged" or (kind == "still learning" and gap < 0.01)) and trained - started < 1
        good += is_good
        picked_kinds[kind] += 1
        in_article = train(dataset, Hyperparameters(gradients="by_hand" if dataset.rows > 1000 else "autograd"))
        article_kind = diagnose(dataset, Hyperparameters(), in_article).kind
        article_kinds[article_kind] += 1
        print(
            f"{'  ' if is_good else '!!'} {name:<32}{dataset.rows:>6}×{len(features):<3}"
            f"{picked - started:6.3f} + {trained - picked:5.3f} s  {kind:<16} gap {gap:9.2g}   article:"
            f" {article_kind:<14} {','.join(features)[:40]} → {target}"
        )
    print(f"good: {good} of {len(sources)}")
    print("picked:", dict(picked_kinds))
    print("article:", dict(article_kinds))


if __name__ == "__main__":
    main()
