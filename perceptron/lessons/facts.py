"""What can be asked of a run in a lesson's file: one name or function for each fact, worked out from the run."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from perceptron.insight.run import Run
from perceptron.learning.by_hand import FLOAT32_MAX
from perceptron.learning.gradients import chain_rule

# Before the name of a fact: that of the other run, which an experiment compares with.
OTHER = "other_"


# What only somebody can be told who drew something.
OF_THE_DRAWING = {"line_w", "line_b", "line_loss", "line_off", "drawn"}


@dataclass(frozen=True)
class Drawn:
    """What was drawn as a prediction: a line's slope and intercept, or a curve of (epoch, loss)."""

    line: tuple[float, float] | None = None
    curve: tuple[tuple[float, float], ...] = ()


class Facts:
    """One run, the one it is compared with, if any, and what the learner drew."""

    def __init__(self, run: Run, other: Run | None = None, drawn: Drawn | None = None) -> None:
        self.run, self.other, self.drawn = run, other, drawn or Drawn()

    def named(self, name: str) -> Any:
        """The fact of that name."""
        if name.startswith(OTHER):
            return NAMES[name.removeprefix(OTHER)](self._of_the_other())
        return NAMES[name](self)

    def function(self, name: str) -> Callable[..., Any]:
        """The function of that name, for this run."""
        if name.startswith(OTHER):
            return lambda *values: FUNCTIONS[name.removeprefix(OTHER)](self._of_the_other(), *values)
        return lambda *values: FUNCTIONS[name](self, *values)

    def _of_the_other(self) -> "Facts":
        if self.other is None:
            raise ValueError("there is no other run to compare with: add a [compare] table")
        return Facts(self.other)


def _epoch(facts: Facts, at: float) -> int:
    if not 0 <= at <= facts.run.last:
        raise ValueError(f"the run has the epochs 0 to {facts.run.last}, not {at:g}")
    return int(at)


def _row(facts: Facts, row: float) -> int:
    if not 1 <= row <= facts.run.dataset.rows:
        raise ValueError(f"the data set has the rows 1 to {facts.run.dataset.rows}, not {row:g}")
    return int(row) - 1


def _prediction(facts: Facts, row: float, at: float) -> float:
    place = _row(facts, row)
    return float(facts.run.history.predict(facts.run.dataset.features[place : place + 1], _epoch(facts, at))[0])


def _residual(facts: Facts, row: float, at: float) -> float:
    return _prediction(facts, row, at) - _y(facts, row)


def _y(facts: Facts, row: float) -> float:
    return float(facts.run.dataset.target[_row(facts, row), 0])


def _arrives(facts: Facts, percent: float) -> float:
    """The first epoch whose loss is at most so many percent above the best line's; infinite where none is."""
    found = np.flatnonzero(facts.run.history.losses <= (1 + percent / 100) * facts.run.fit.loss)
    return float(found[0]) if len(found) else math.inf


def _gap(values: np.ndarray, best: float, at: int) -> float:
    """How much is left of the way to the best value, as a share of the way at the start."""
    return float(abs(values[at] - best) / abs(values[0] - best))


def _swings(facts: Facts, updates: float) -> int:
    """How often w turned back among the first so many updates."""
    steps = np.diff(facts.run.history.weights[: int(updates) + 1, 0])
    return int((steps[1:] * steps[:-1] < 0).sum())


def _off(facts: Facts, part: float) -> float:
    """The mean residual at the end in one of three thirds of the rows, by x: 1 is that of the smallest x."""
    x, history = facts.run.dataset.features, facts.run.history
    residuals = history.predict(x) - facts.run.dataset.target[:, 0]
    return float(np.array_split(residuals[np.argsort(x[:, 0], kind="stable")], 3)[int(part) - 1].mean())


def _jitter(facts: Facts) -> float:
    """How far the loss of the last tenth of the epochs spreads, as a share of the best line's."""
    losses = facts.run.history.losses
    return float(np.ptp(losses[-max(2, len(losses) // 10) :]) / facts.run.fit.loss)


def _died(facts: Facts) -> float:
    return float(facts.run.symptoms.epoch_of_death()) if facts.run.symptoms.is_dead else math.inf


def _line(facts: Facts) -> tuple[float, float]:
    if facts.drawn.line is None:
        raise ValueError("no line was drawn: this fact is for predictions of the kind line")
    return facts.drawn.line


def _line_loss(facts: Facts) -> float:
    slope, intercept = _line(facts)
    dataset = facts.run.dataset
    off = slope * dataset.features[:, 0] + intercept - dataset.target[:, 0]
    return float(off @ off) * facts.run.scale


def _line_off(facts: Facts) -> float:
    """How far the drawn line is from the run's at its end, on the rows: the root of the mean square, as a share of how
    far the targets are from their mean.
    """
    slope, intercept = _line(facts)
    dataset = facts.run.dataset
    off = slope * dataset.features[:, 0] + intercept - facts.run.history.predict(dataset.features)
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.mean(off**2)) / np.std(dataset.target))


def _drawn(facts: Facts, at: float) -> float:
    """How high the drawn curve is at an epoch, straight between the places it was drawn through."""
    if not facts.drawn.curve:
        raise ValueError("no curve was drawn: this fact is for predictions of the kind loss")
    epochs, losses = zip(*facts.drawn.curve, strict=True)
    return float(np.interp(at, epochs, losses))


def _share_of_loss(facts: Facts, row: float) -> float:
    """How much of the loss at the end is that row's, in percent."""
    residuals = facts.run.history.predict(facts.run.dataset.features) - facts.run.dataset.target[:, 0]
    return float(100 * residuals[_row(facts, row)] ** 2 / (residuals @ residuals))


def _gap_between_numbers(facts: Facts, value: float) -> float:
    return float(np.spacing(np.float32(abs(value))))


def _settled(facts: Facts) -> float:
    return math.inf if facts.run.settled_at is None else float(facts.run.settled_at)


def _loss_of(facts: Facts, weight: float, bias: float) -> float:
    """The loss of another weight and bias, in the units of training; for one feature."""
    dataset, hyperparameters = facts.run.dataset, facts.run.hyperparameters
    loss, _, _ = chain_rule(facts.run.features, dataset.target, np.array([weight]), bias, hyperparameters)
    return min(loss, FLOAT32_MAX)


NAMES: dict[str, Callable[[Facts], Any]] = {
    "rows": lambda facts: facts.run.dataset.rows,
    "rate": lambda facts: facts.run.hyperparameters.learning_rate,
    "epochs": lambda facts: facts.run.hyperparameters.epochs,
    "batch": lambda facts: min(facts.run.hyperparameters.batch_size or facts.run.dataset.rows, facts.run.dataset.rows),
    "last": lambda facts: facts.run.last,
    "kind": lambda facts: facts.run.diagnosis.kind,
    "settled": _settled,
    "died": _died,
    "limit": lambda facts: facts.run.curvature.largest_stable_learning_rate,
    "steepest": lambda facts: facts.run.curvature.steepest,
    "flattest": lambda facts: facts.run.curvature.flattest,
    "condition": lambda facts: facts.run.curvature.condition_number,
    "best_w": lambda facts: float(facts.run.fit.weights[0]),
    "best_b": lambda facts: facts.run.fit.bias,
    "best_loss": lambda facts: facts.run.fit.loss,
    "r_squared": lambda facts: facts.run.fit.r_squared,
    "shut": lambda facts: int(facts.run.symptoms.shut.sum()),
    "jitter": _jitter,
    "repeats": lambda facts: math.inf if facts.run.history.repeats_from is None else facts.run.history.repeats_from,
    "period": lambda facts: facts.run.history.period or 0,
    "mean_x": lambda facts: float(facts.run.dataset.feature_means[0]),
    "mean_y": lambda facts: float(facts.run.dataset.target.mean()),
    "line_w": lambda facts: _line(facts)[0],
    "line_b": lambda facts: _line(facts)[1],
    "line_loss": _line_loss,
    "line_off": _line_off,
}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "w": lambda facts, at: float(facts.run.history.weights_in_data_units[_epoch(facts, at), 0]),
    "b": lambda facts, at: float(facts.run.history.biases_in_data_units[_epoch(facts, at)]),
    "loss": lambda facts, at: float(facts.run.history.losses[_epoch(facts, at)]),
    "gradient_w": lambda facts, at: float(facts.run.history.weight_gradients[_epoch(facts, at), 0]),
    "gradient_b": lambda facts, at: float(facts.run.history.bias_gradients[_epoch(facts, at)]),
    "gap_w": lambda facts, at: _gap(
        facts.run.history.weights_in_data_units[:, 0], float(facts.run.fit.weights[0]), _epoch(facts, at)
    ),
    "gap_b": lambda facts, at: _gap(facts.run.history.biases_in_data_units, facts.run.fit.bias, _epoch(facts, at)),
    "x": lambda facts, row: float(facts.run.dataset.features[_row(facts, row), 0]),
    "y": _y,
    "prediction": _prediction,
    "residual": _residual,
    "square": lambda facts, row, at: _residual(facts, row, at) ** 2,
    "share_of_loss": _share_of_loss,
    "arrives": _arrives,
    "swings": _swings,
    "off": _off,
    "drawn": _drawn,
    "loss_of": _loss_of,
    "gap_between_numbers": _gap_between_numbers,
}
