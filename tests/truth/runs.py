"""From numbers to runs to cases: training, and going on with all of a lot side by side."""

from typing import Any

import numpy as np

from perceptron import Dataset, DatasetError, Hyperparameters, Run, train
from truth.case import Case
from truth.recipes import recipe, z_scores
from truth.simulation import Start, go_on

# Every run is taken so many updates further.
UPDATES = 1500


def start_of(dataset: Dataset, hyper: Hyperparameters, state: np.ndarray) -> Start:
    """Where a run with those settings goes on from that state."""
    x = z_scores(dataset.features) if hyper.standardize else dataset.features
    return Start(
        x=x.astype(np.float32).astype(np.float64),
        y=dataset.target[:, 0].astype(np.float32).astype(np.float64),
        state=state,
        rate=hyper.learning_rate,
        clamp=hyper.activation == "clamp",
        mean=hyper.reduction == "mean",
        size=min(hyper.batch_size or dataset.rows, dataset.rows),
    )


def cases_of(runs: dict[int, Run], updates: int = UPDATES) -> list[Case]:
    """Each run with what would come next, all taken further side by side."""
    if not runs:
        return []
    starts = [
        start_of(run.dataset, run.hyperparameters, np.append(run.history.weights[-1], run.history.biases[-1]))
        for run in runs.values()
    ]
    exactly = go_on(starts, updates)
    in_float32 = [place for place, run in enumerate(runs.values()) if run.hyperparameters.gradients == "autograd"]
    rounded = go_on([starts[place] for place in in_float32], updates, np.float32) if in_float32 else exactly
    cases = []
    for place, (number, run) in enumerate(runs.items()):
        d = run.dataset.features.shape[1]
        kept = [*range(d), -1]
        ahead = rounded[:, in_float32.index(place)] if place in in_float32 else exactly[:, place]
        cases.append(Case(number, run, ahead[:, kept], exactly[:, place][:, kept]))
    return cases


def runs_of(numbers: range) -> dict[int, Run]:
    """The trained runs of those numbers, without those that not even float32 could begin."""
    runs = {}
    for number in numbers:
        dataset, hyper = recipe(number)
        try:
            runs[number] = Run(dataset=dataset, hyperparameters=hyper, history=train(dataset, hyper))
        except DatasetError:
            continue
    return runs


def case_of(dataset: Dataset, **settings: Any) -> Case:
    """One run on that data set, with those settings changed."""
    hyper = Hyperparameters(**settings)
    return cases_of({1: Run(dataset=dataset, hyperparameters=hyper, history=train(dataset, hyper))})[0]
