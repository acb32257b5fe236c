"""What may be said of two runs by where they end: from another start, with the gradient by hand, from other points."""

from perceptron.insight.comparing.beside import DATA, HELD_OUT, START, Beside
from perceptron.insight.comparing.claim import Claim, either_way, neither_broke, only
from perceptron.insight.comparing.fate import goal_of
from perceptron.insight.comparing.figures import capital
from perceptron.insight.comparing.one_path import apart_by
from perceptron.insight.comparing.one_setting import both_arrive, what_became
from perceptron.words import counted

# More digits than these float64 does not hold.
MOST_DIGITS = 17


# Another start


def _starts_elsewhere(two: Beside) -> bool:
    return only(*START)(two)


def _start(two: Beside) -> str:
    """What is another one: a seed decides which rows an update sees, too, where it does not see all."""
    if two.second.is_full_batch or "seed" not in two.differing:
        return "another start"
    return "another start and other batches" if two.same_epochs == 0 else "other batches"


def _arrivals(two: Beside) -> str:
    """When each arrived, where both did."""
    if not both_arrive(two):
        return ""
    one, other = two.arrivals
    when = counted(one or 0, "epoch") if one == other else f"{one:,} and {other:,} epochs"
    return f", each {goal_of(two.first, two.best_loss).plain} after {when}"


def _from_another(two: Beside, term: bool) -> str:
    return what_became(two, f"With {_start(two)}", term)


ANOTHER_START = (
    either_way(
        lambda two: _starts_elsewhere(two) and neither_broke(two) and two.ends_alike,
        lambda two: f"{capital(_start(two))}, the same end: {apart_by(two)}{_arrivals(two)}.",
    ),
    either_way(
        lambda two: _starts_elsewhere(two) and neither_broke(two),
        lambda two: f"{capital(_start(two))}, another end: {apart_by(two)}.",
    ),
    Claim(
        _starts_elsewhere,
        lambda two: _from_another(two, term=False),
        lambda two: _from_another(two, term=True),
    ),
)


# The gradient by hand or by autograd


def _same_line(two: Beside) -> bool:
    return only("gradients")(two) and neither_broke(two) and two.ends_alike


def _digits(two: Beside) -> str:
    """Where the last losses differ first, in digits rounded to; autograd's is said first."""
    by_autograd_first = sorted(two.both, key=lambda run: run.hyperparameters.gradients)
    one, other = (float(run.history.losses[-1]) for run in by_autograd_first)
    for digits in range(1, MOST_DIGITS + 1):
        if f"{one:.{digits}g}" != f"{other:.{digits}g}":
            return f"differ first in digit {digits}: {one:.{digits}g} and {other:.{digits}g}"
    return f"are the same in every digit: {one:.5g}"


GRADIENT = (
    Claim(
        _same_line,
        lambda two: (
            f"Worked out by itself or by hand, the gradient leads to the same end: after"
            f" {counted(two.second.last, 'epoch')} the losses {_digits(two)}."
        ),
        lambda two: (
            f"By autograd in float32 and by hand in float64 they come to the same end: after"
            f" {counted(two.second.last, 'epoch')} the losses {_digits(two)}."
        ),
    ),
)


# Other points


def _learns_otherwise(two: Beside) -> bool:
    return only(DATA, HELD_OUT)(two) and two.learns_from_other_rows and neither_broke(two)


def _how_many(two: Beside) -> str:
    one, other = (run.dataset.rows for run in two.both)
    return "other points" if one == other else f"{one:,} and {other:,} points"


def _slopes(two: Beside) -> str:
    one, other = (f"{run.history.weights_in_data_units[-1, 0]:.4g}" for run in two.both)
    return f"{one} and {other}"


def _heights(two: Beside) -> str:
    one, other = (f"{run.biases_shown[-1]:.4g}" for run in two.both)
    return f"{one} and {other}"


def _of_one_feature(two: Beside) -> bool:
    return len(two.first.dataset.feature_names) == 1 and not two.first.bias_stays_as_trained


OTHER_POINTS = (
    Claim(
        lambda two: _learns_otherwise(two) and _of_one_feature(two),
        lambda two: (
            f"They learn from {_how_many(two)}, so their losses cannot be compared: the slopes at the end are"
            f" {_slopes(two)}, the heights where x is 0 are {_heights(two)}."
        ),
        lambda two: (
            f"They learn from {_how_many(two)}, so their losses cannot be compared: at the end w is {_slopes(two)},"
            f" b is {_heights(two)}."
        ),
    ),
    either_way(
        _learns_otherwise,
        lambda two: (
            f"They learn from {_how_many(two)}, so their losses cannot be compared: at the first's points"
            f" {apart_by(two)}."
        ),
    ),
)
