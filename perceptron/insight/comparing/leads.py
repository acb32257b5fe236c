"""How the second run is told from the first by the one setting that differs: "With half the rate"."""

from collections.abc import Callable

from perceptron.insight.comparing.beside import DATA, HELD_OUT, Beside
from perceptron.insight.comparing.figures import as_number, as_ratio
from perceptron.insight.run import Run
from perceptron.words import counted

SETTINGS = {
    DATA: "data",
    "learning_rate": "rate",
    "epochs": "epochs",
    "seed": "seed",
    "activation": "activation",
    "reduction": "loss",
    "batch_size": "batch size",
    "standardize": "standardising",
    "initial_weight": "start w",
    "initial_bias": "start b",
    "gradients": "gradient",
    HELD_OUT: "held-out rows",
}

# Larger condition numbers float64 does not tell from infinite ones.
MOST_CONDITION = 1e15


def lead(two: Beside) -> str:
    """The beginning of a sentence on the second run, plainly, where one setting differs."""
    return _PLAIN[two.differing[0]](two)


def lead_with_terms(two: Beside) -> str:
    """The same with terms and numbers."""
    setting = two.differing[0]
    return _WITH_TERMS.get(setting, _PLAIN[setting])(two)


def rates(two: Beside) -> str:
    """The second's rate as a ratio of the first's: "half the rate"."""
    one, other = (run.hyperparameters.learning_rate for run in two.both)
    return f"{as_ratio(other / one, 3)} the rate"


def rates_with_terms(two: Beside) -> str:
    """The same with the rates themselves."""
    one, other = (f"{run.hyperparameters.learning_rate:.4g}" for run in two.both)
    return f"{rates(two).replace('the rate', 'the learning rate')} ({other} instead of {one})"


def rows_an_update(run: Run) -> int:
    """How many rows an update sees, the last of an epoch aside."""
    return min(run.hyperparameters.batch_size or run.dataset.rows, run.dataset.rows)


def updates_an_epoch(run: Run) -> int:
    """How many updates an epoch makes."""
    return -(-run.dataset.rows // rows_an_update(run))


def _batches(two: Beside) -> str:
    how = "all points" if two.second.is_full_batch else counted(rows_an_update(two.second), "point")
    one, other = map(updates_an_epoch, two.both)
    return f"With {how} a step, so {counted(other, 'step')} an epoch instead of {one:,},"


def _batches_with_terms(two: Beside) -> str:
    how = "full batches" if two.second.is_full_batch else f"batches of {rows_an_update(two.second):,}"
    one, other = map(updates_an_epoch, two.both)
    return f"With {how}, {counted(other, 'update')} an epoch instead of {one:,},"


def _activation(two: Beside) -> str:
    if two.second.activation.shape == "line":
        return f"Without the {two.first.hyperparameters.activation}"
    return f"With the {two.second.hyperparameters.activation}"


def _standardized(two: Beside) -> str:
    return "With x standardised" if two.second.hyperparameters.standardize else "Without standardising x"


def _conditioned(two: Beside) -> str:
    one, other = (run.curvature.condition_number for run in two.both)
    if max(one, other) > MOST_CONDITION:
        return _standardized(two)
    return f"{_standardized(two)} (condition number {as_number(other, 3)} instead of {as_number(one, 3)})"


def _held_out(two: Beside) -> str:
    kept = 0 if two.second.held_out is None else two.second.held_out.rows
    other = "other " if two.first.held_out is not None and kept == two.first.held_out.rows else ""
    return f"With {f'{kept:,}' if kept else 'no'} {other}{'row' if kept == 1 else 'rows'} held out"


_PLAIN: dict[str, Callable[[Beside], str]] = {
    DATA: lambda two: "From other points",
    "learning_rate": lambda two: f"With {rates(two)}",
    "epochs": lambda two: f"With {counted(two.second.hyperparameters.epochs, 'epoch')}",
    "activation": _activation,
    "reduction": lambda two: f"With the {two.second.hyperparameters.reduction} of the squares",
    "batch_size": _batches,
    "standardize": _standardized,
    "gradients": lambda two: (
        "With the gradient worked out by hand"
        if two.second.hyperparameters.gradients == "by_hand"
        else "With the gradient worked out by itself"
    ),
    HELD_OUT: _held_out,
}
_WITH_TERMS: dict[str, Callable[[Beside], str]] = {
    "learning_rate": lambda two: f"With {rates_with_terms(two)}",
    "batch_size": _batches_with_terms,
    "standardize": _conditioned,
    "gradients": lambda two: (
        "With the gradient by hand" if two.second.hyperparameters.gradients == "by_hand" else "With autograd"
    ),
}
