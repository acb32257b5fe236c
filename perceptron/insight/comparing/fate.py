"""What became of one run, as what is said after "it", "the first" or "the second": plainly, and with terms."""

from dataclasses import dataclass

import numpy as np

from perceptron.insight.best_possible import name_of_best
from perceptron.insight.comparing.arrival import bar, epochs_to_arrive, is_by_r_squared, y_is_constant
from perceptron.insight.comparing.figures import as_number, as_percent
from perceptron.insight.diagnosis import Kind
from perceptron.insight.run import Run
from perceptron.words import counted, line_or_plane

# What a run that has not arrived is doing where it ends.
_DOES: dict[Kind, str] = {
    "still learning": "is still",
    "oscillating, converging": "is still",
    "oscillating, not converging": "does not settle and is",
    "stalled in float32": "is stuck",
    "converged": "settles",
}
# So many times the lowest loss, and it is no longer said in percent.
MANY_TIMES = 10.0
BEYOND_PICTURE = 1e6


@dataclass(frozen=True)
class Fate:
    """plain, words: what became of it. briefly: the words without the best, which then was said before; best: what the
    words say of that. arrived: whether it did, and stayed. broke: whether it diverged or died.
    """

    plain: str
    words: str
    briefly: str
    best: str = ""
    arrived: bool = False
    broke: bool = False


def fate_of(run: Run, best_loss: str) -> Fate:
    """What became of that run: it broke, it died, it arrived, or how far it is from there when the epochs run out.

    best_loss is what the lowest loss of a line is called, see `name_of_best_loss`.
    """
    broken, arrived = run.history.diverged_at, epochs_to_arrive(run)
    if broken is not None:
        words = f"diverges at epoch {broken:,}"
        return Fate(f"blows up at epoch {broken:,}", words, words, broke=True)
    if run.symptoms.is_dead:
        died = run.symptoms.epoch_of_death()
        how = "is dead from the start" if died == 0 else f"dies at epoch {died:,}"
        return Fate(how, how, how, broke=True)
    if arrived is None or run.history.losses[-1] > bar(run):
        return _not_there(run, best_loss, was_there=arrived is not None)
    goal = goal_of(run, best_loss)
    when = f"after {counted(arrived, 'epoch')}" if arrived else "from the start"
    number = f", {goal.best}," if goal.best else ""
    return Fate(
        f"is {goal.plain} {when}", f"is {goal.words}{number} {when}", f"is {goal.words} {when}", goal.best, arrived=True
    )


@dataclass(frozen=True)
class Goal:
    """Where a run that has arrived is, after "is" or "to come", plainly and with terms, and what the best there is."""

    plain: str
    words: str
    best: str


def goal_of(run: Run, best_loss: str) -> Goal:
    """What counts as arrived for that run."""
    if not is_by_r_squared(run):
        return Goal(f"within 1 % of {best_loss}", f"within 1 % of {best_loss}", f"{run.fit.loss:.5g}")
    close = f"close to {_best_line(run)}"
    if y_is_constant(run):
        return Goal(close, "within a root mean squared residual of 1 % of y", "")
    return Goal(close, f"within 0.0001 of {_best_line(run)}'s R²", f"{run.fit.r_squared:.6g}")


def name_of_best_loss(*runs: Run) -> str:
    """What the lowest loss of a line is called: the best, where each neuron can get there and no lower."""
    if all(name_of_best(run) == "best possible" for run in runs):
        return "the best loss"
    return f"{_best_line(runs[0])}'s loss"


def _best_line(run: Run) -> str:
    return f"the best {line_or_plane(len(run.dataset.feature_names))}"


def _not_there(run: Run, best_loss: str, was_there: bool) -> Fate:
    does, loss = _DOES[run.diagnosis.kind], float(run.history.losses[-1])
    if was_there and does == "is still":
        does = "is"
    when, best = f"after {counted(run.last, 'epoch')}", goal_of(run, best_loss).best
    if not is_by_r_squared(run):
        far = f"{does} {_above(loss, run.fit.loss)} {best_loss}"
        roughly = f"{does} {_roughly_above(loss, run.fit.loss)} {best_loss}"
        return Fate(f"{roughly} {when}", f"{far}, {best}, {when}", f"{far} {when}", best)
    y = run.dataset.target[:, 0]
    missed = float(np.abs(run.history.predict(run.dataset.features) - y).mean())
    plain = f"{does} off the points by {as_number(missed, 3)} on average {when}"
    if y_is_constant(run):
        off = (loss / run.scale / run.dataset.rows) ** 0.5
        words = f"{does} at a root mean squared residual of {as_number(off, 3)} {when}"
        return Fate(plain, words, words)
    reached = 1 - loss / (run.scale * float(np.square(y - y.mean()).sum()))
    words = f"{does} at R² {reached:.6g}"
    return Fate(plain, f"{words}, {_best_line(run)} at {best}, {when}", f"{words} {when}", best)


def told(one: Fate, other: Fate, term: bool) -> tuple[str, str]:
    """What became of two runs in the order in which it is said, plainly or with terms; the best is said once."""
    if not term:
        return one.plain, other.plain
    return one.words, other.briefly if one.best == other.best else other.words


def _above(loss: float, lowest: float) -> str:
    """How far a loss is above the lowest of a line: "35 % above", or "at 43 times"."""
    if loss >= MANY_TIMES * lowest:
        return f"at {as_number(loss / lowest, 3)} times"
    return f"{as_percent(loss / lowest - 1)} above"


def _roughly_above(loss: float, lowest: float) -> str:
    """The same without numbers that nobody can picture."""
    return "at over a million times" if loss > BEYOND_PICTURE * lowest else _above(loss, lowest)
