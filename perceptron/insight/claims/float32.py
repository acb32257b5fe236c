"""What the numbers that training holds have to do with it: cycles, steps that are rounded away, values that blur."""

import numpy as np

from perceptron.insight.claims.claim import Claim
from perceptron.insight.claims.shared import precision, update_or_epoch
from perceptron.insight.rounding import LAST_STEPS
from perceptron.insight.symptoms import Symptoms
from perceptron.words import quoted

# A cycle of steps no longer than so many gaps is made by rounding alone.
FEW_GAPS = 64
# float32 blurs a column where its rounding is more than this share of the column's spread.
BLURRED = 1e-3


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
