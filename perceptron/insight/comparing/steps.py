"""What may be said of two runs whose steps differ: the mean of the squares or their sum, small batches or full ones."""

import numpy as np

from perceptron.insight.comparing.arrival import is_by_r_squared
from perceptron.insight.comparing.beside import Beside
from perceptron.insight.comparing.claim import Claim, only
from perceptron.insight.comparing.fate import told
from perceptron.insight.comparing.figures import as_percent
from perceptron.insight.comparing.leads import lead, lead_with_terms, rows_an_update
from perceptron.insight.comparing.one_setting import both_arrive, needs, needs_with_terms
from perceptron.insight.run import Run

# How close the gradients have to be to so many times one another: float32 adds up its rounding.
CLOSE = 1e-3
# Of two last tenths this much more is wavering more, and this share of the loss is seen.
MORE, SEEN = 2.0, 0.001


# The mean of the squares, or their sum


def _mean_and_sum(two: Beside) -> tuple[Run, Run]:
    is_mean = two.first.hyperparameters.reduction == "mean"
    return two.both if is_mean else (two.second, two.first)


def _steps_are_shorter(two: Beside) -> bool:
    """Whether, where both start, the sum's gradient is as many times the mean's as there are rows."""
    if not only("reduction")(two) or not all(run.is_full_batch for run in two.both):
        return False
    of_mean, of_sum = (run.gradients(np.array([0]))[0] for run in _mean_and_sum(two))
    far = np.abs(of_sum - two.first.dataset.rows * of_mean).max()
    return bool(of_sum.any() and far <= CLOSE * np.abs(of_sum).max())


def _of_mean_and_sum(two: Beside, term: bool) -> str:
    fates = two.fates if _mean_and_sum(two) == two.both else two.fates[::-1]
    of_mean, of_sum = told(*fates, term)
    return f"with the mean it {of_mean}, and with the sum it {of_sum}"


REDUCTION = (
    Claim(
        _steps_are_shorter,
        lambda two: (
            f"The mean of {two.first.dataset.rows:,} squares makes a step {two.first.dataset.rows:,} times as short as"
            f" their sum does: {_of_mean_and_sum(two, term=False)}."
        ),
        lambda two: (
            f"The gradient of the sum of {two.first.dataset.rows:,} squares is {two.first.dataset.rows:,} times that of"
            f" their mean: {_of_mean_and_sum(two, term=True)}."
        ),
    ),
)


# Batches


def _wavering(run: Run) -> float:
    """How far the loss of the last tenth of the epochs spreads, as a share of its mean; 0 where that is 0."""
    losses = run.history.losses[-max(2, len(run.history) // 10) :]
    return float(np.ptp(losses) / losses.mean()) if losses.any() else 0.0


def _waver(two: Beside) -> bool:
    """Whether the smaller batches waver clearly more, around a loss that is not next to nothing."""
    if not only("batch_size")(two) or not both_arrive(two) or is_by_r_squared(two.first):
        return False
    small, large = map(_wavering, sorted(two.both, key=rows_an_update))
    return small >= SEEN and small >= MORE * large


def _waver_by(two: Beside) -> str:
    one, other = (as_percent(_wavering(run)) for run in two.both)
    return f"and over the last tenth of the epochs its loss moves by {other}, the first's by {one}"


BATCHES = (
    Claim(
        _waver,
        lambda two: f"{lead(two)} it {needs(two)}, {_waver_by(two)}.",
        lambda two: f"{lead_with_terms(two)} it {needs_with_terms(two)}, {_waver_by(two)}.",
    ),
)
