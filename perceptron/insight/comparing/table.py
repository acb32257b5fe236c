"""Several runs as a table: what differs between them, and what became of each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from perceptron.insight.comparing.arrival import epochs_to_arrive
from perceptron.insight.comparing.settings import Words, what_differs
from perceptron.insight.run import Run
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters

LABELS = {"data": "Data", **{name: knob.label for name, knob in knobs_of(Hyperparameters).items()}}
LABELS["held_out"] = "Held-out rows"
RUN, ARRIVES, BIAS, LOSS, ENDED = "Run", "Epochs to 1 %", "Bias b", "Loss", "Ended as"
ARRIVES_HELP = (
    "The first epoch whose loss is at most 1 % above that of the best line, or, where that leaves next to nothing,"
    " whose R² is at most 0.0001 below its. Empty: it did not get there."
)
# Of more weights than this, each of a column of its own, no table could be read.
MOST_WEIGHTS = 8


def compared(names: Sequence[str], words: Sequence[Words], runs: Sequence[Run]) -> pd.DataFrame:
    """One row a run, in their order: its name, those settings that differ, the epochs it took, and its weights, bias
    and loss at the end, in the data's own units, and what it ended as. Empty cells are NaN.
    """
    columns: dict[str, list[object]] = {RUN: list(names)}
    differing = what_differs(words)
    for setting in differing[0] if differing else ():
        columns[LABELS[setting]] = [each[setting] for each in differing]
    columns[ARRIVES] = [np.nan if (epochs := epochs_to_arrive(run)) is None else epochs for run in runs]
    features = list(dict.fromkeys(name for run in runs for name in run.dataset.feature_names))
    for feature in features[:MOST_WEIGHTS]:
        heading = "Weight w" if len(features) == 1 else f"w {feature}"
        columns[heading] = [_weight(run, feature) for run in runs]
    columns[BIAS] = [float(run.biases_shown[-1]) for run in runs]
    columns[LOSS] = [float(run.history.losses[-1]) for run in runs]
    columns[ENDED] = [run.diagnosis.kind for run in runs]
    return pd.DataFrame(columns)


def _weight(run: Run, feature: str) -> float:
    names = run.dataset.feature_names
    return float(run.history.weights_in_data_units[-1, names.index(feature)]) if feature in names else np.nan
