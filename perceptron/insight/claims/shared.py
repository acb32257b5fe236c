"""Claims that runs of several kinds share: the limit, the cycle, what is left to gain, what float32 can tell."""

import numpy as np

from perceptron.insight.claims.claim import Claim, always
from perceptron.insight.claims.future import epochs_to_go
from perceptron.insight.rounding import LAST_STEPS
from perceptron.insight.suggestions import compare_with_limit
from perceptron.insight.symptoms import Symptoms
from perceptron.words import quoted

# A cycle of steps no longer than so many gaps is made by rounding alone.
FEW_GAPS = 64
# float32 blurs a column where its rounding is more than this share of the column's spread.
BLURRED = 1e-3


def update_or_epoch(symptoms: Symptoms) -> str:
    """What a row of the history is called: with full batches an epoch is one update."""
    return "update" if symptoms.run.is_full_batch else "epoch"


def name_of_activation(symptoms: Symptoms) -> str:
    """What the learner chose it by."""
    return symptoms.hyperparameters.activation


def precision(symptoms: Symptoms) -> str:
    """The numbers that training holds."""
    return "float32" if symptoms.hyperparameters.gradients == "autograd" else "float64"


def least_squares_loss(symptoms: Symptoms) -> str:
    """The loss of the least-squares line, 0 where it is nothing but rounding."""
    return f"{symptoms.run.fit.loss if symptoms.best else 0.0:.5g}"


# The learning rate beside its limit


def _compare_with_piece(symptoms: Symptoms) -> str:
    rate, limit = symptoms.rate, symptoms.piece.curvature.largest_stable_learning_rate
    where = "with the rows that are shut left out" if symptoms.shut.any() else "where it ended"
    return f"The learning rate {rate:.4g} is {_times(rate / limit)} the largest stable rate {where}, {limit:.4g}."


RATE_BESIDE_LIMIT = (
    Claim(
        lambda s: s.run.is_full_batch and not s.is_line and s.run.activation.shape == "hinge" and not s.is_dead,
        _compare_with_piece,
    ),
    always(lambda s: f"The learning rate {compare_with_limit(s.run)}."),
)
RATE_BEYOND_LIMIT = (Claim(lambda s: s.run.is_too_fast, lambda s: f"The learning rate {compare_with_limit(s.run)}."),)
FEW_ROWS = (
    Claim(
        lambda s: not s.run.is_full_batch,
        lambda s: (
            f"Each update sees only {s.hyperparameters.batch_size:,} of {s.dataset.rows:,} rows, so its gradient is a"
            " noisy guess."
        ),
    ),
)


def _times(factor: float) -> str:
    return "just" if f"{factor:.4g}" == "1" else f"{factor:.4g} times"


def _lands(s: Symptoms) -> bool:
    """Whether the last steps went to and fro and changed in length as the bowl says."""
    steps = s.steps_across
    if len(steps) < 2 or not s.piece.is_whole or s.growth <= 0 or steps[-2] == 0:
        return False
    return abs(-float(steps[-1] / steps[-2]) / s.growth - 1) < 0.01


LANDS_FURTHER = (
    Claim(
        _lands,
        lambda s: f"Each step jumps across the valley and lands {_times(s.growth)} as far on the other side.",
    ),
    Claim(
        lambda s: s.run.is_full_batch and s.run.activation.shape != "curve" and s.growth > 1 and s.piece.is_whole,
        lambda s: (
            f"Across the valley every further step goes {_times(s.growth)} as far as the one before, to the other side."
        ),
    ),
)
FALLS_FOR_NOW = (
    Claim(
        lambda s: s.growth > 1 and len(s.history) > 1 and bool(s.history.losses[-1] < s.history.losses[-2]),
        lambda s: "The loss still falls, because most of it is not across the valley yet.",
    ),
)
ROUNDING_DECIDES = (
    Claim(
        lambda s: s.run.is_full_batch and s.run.activation.shape != "curve" and abs(s.growth - 1) <= 1e-5,
        lambda s: f"So close to the limit the rounding of {precision(s)} decides whether it shrinks or grows.",
    ),
)


# Going round for ever


def _no_longer_changes(s: Symptoms) -> str:
    return f"Since {update_or_epoch(s)} {s.history.repeats_from:,} weight and bias repeat: they no longer change,"


def _has_no_gradient(s: Symptoms) -> bool:
    return not (s.history.weight_gradients[-1].any() or s.history.bias_gradients[-1])


def _goes_round(s: Symptoms) -> str:
    return (
        f"Since {update_or_epoch(s)} {s.history.repeats_from:,} weight and bias repeat: they go round a cycle of"
        f" {s.history.period:,} updates for ever"
    )


def _gaps_in_words(s: Symptoms) -> str:
    gaps = s.cycle.gaps if s.cycle is not None else 0.0
    return f"{gaps:.3g} gap{'s' if gaps > 1 else ''}"


REPEATS = (
    Claim(
        lambda s: s.history.period == 1 and _has_no_gradient(s),
        lambda s: f"{_no_longer_changes(s)} because the gradient is exactly 0.",
    ),
    Claim(
        lambda s: s.history.period == 1,
        lambda s: f"{_no_longer_changes(s)} because {precision(s)} rounds every step away.",
    ),
    Claim(
        lambda s: s.cycle is not None and s.cycle.gaps <= FEW_GAPS,
        lambda s: (
            f"{_goes_round(s)}, in steps of at most {_gaps_in_words(s)} between {precision(s)} numbers:"
            " rounding decides where."
        ),
    ),
    Claim(lambda s: s.history.period is not None, lambda s: f"{_goes_round(s)}."),
)


def _held_by_rounding(s: Symptoms) -> str:
    kept = s.kept_by_rounding
    assert kept is not None
    return (
        f"Without rounding the last {LAST_STEPS} steps would have brought the mean squared residual from"
        f" {kept.before + s.floor:.4g} down to {kept.without + s.floor:.4g}; {precision(s)} kept it at {s.loss:.4g}."
    )


NOTHING_MOVES = (
    Claim(
        lambda s: s.history.period is None and s.is_still,
        lambda s: f"In the last epochs no digit of weight or bias changed: {precision(s)} rounds every step away.",
    ),
    Claim(lambda s: s.kept_by_rounding is not None, _held_by_rounding),
)


# What is left


LEFT_TO_GAIN = (
    Claim(
        lambda s: s.is_line and s.piece.is_whole,
        lambda s: (
            f"The mean squared residual is still {s.excess:.3g} above that of the least-squares line, {s.best:.4g}."
        ),
    ),
    Claim(
        lambda s: s.piece.is_whole and s.run.activation.shape == "hinge",
        lambda s: (
            f"The mean squared residual is still {s.excess:.3g} above {s.floor:.4g}, the lowest with the rows bent as"
            " they are now."
        ),
    ),
)
EPOCHS_TO_GO = (
    Claim(
        lambda s: epochs_to_go(s) is not None,
        lambda s: f"At this learning rate it would arrive in about {epochs_to_go(s):,} more epochs.",
    ),
)
DIES_AHEAD = (
    Claim(
        lambda s: not s.is_dead and s.dies_ahead_at is not None,
        lambda s: (
            f"If it went on like this, the {s.hyperparameters.activation} would shut for every row at about"
            f" {update_or_epoch(s)} {s.dies_ahead_at:,}, and the neuron die."
        ),
    ),
)


# What float32 can tell


def _blurred(s: Symptoms) -> tuple[str, int, int] | None:
    """The first column whose values float32 cannot tell apart: its name, how many there are, and how many it tells."""
    columns = (*s.run.features.T, s.dataset.target[:, 0])
    for name, values in zip(s.dataset.names, columns, strict=True):
        rounded = values.astype(np.float32)
        if np.abs(rounded - values).max() > BLURRED * values.std():
            there, told = len(np.unique(values)), len(np.unique(rounded))
            if told < there:
                return name, there, told
    return None


def _blur_in_words(s: Symptoms) -> str:
    found = _blurred(s)
    assert found is not None
    name, there, told = found
    return (
        f"float32 has some seven digits: of the {there:,} different values of {quoted(name)} it tells {told:,} apart."
    )


BLURRED_IN_FLOAT32 = (Claim(lambda s: _blurred(s) is not None, _blur_in_words),)
