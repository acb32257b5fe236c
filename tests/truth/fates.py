"""What may be said to have become of one run of a pair: each form of words with its check."""

import re

import numpy as np

from perceptron import Run
from truth.pairs import Pair
from truth.reading import Forms, number, shows
from truth.recipes import z_scores
from truth.simulation import EXACT, FLOAT32_MAX, solved

FATES = Forms()
BEST = r"the best (?:line's |plane's )?loss"
GOAL = (
    rf"(within 1 % of {BEST}|close to the best (?:line|plane)|within 0\.0001 of the best (?:line|plane)'s R²"
    r"|within a root mean squared residual of 1 % of y)"
)
DOES = r"(is still|is stuck|is|settles|does not settle and is)"
KINDS = {
    "is still": {"still learning", "oscillating, converging"},
    "is": {"still learning", "oscillating, converging"},
    "is stuck": {"stalled in float32"},
    "settles": {"converged"},
    "does not settle and is": {"oscillating, not converging"},
}
# How far apart two ways to add up a loss may be.
CLOSE = 1e-6


def settings_of(run: Run) -> dict[str, object]:
    """What was asked, so that equal questions are equal."""
    hyper, kept = vars(run.hyperparameters).copy(), run.held_out
    hyper["batch_size"] = min(hyper["batch_size"] or run.dataset.rows, run.dataset.rows)
    if hyper["batch_size"] == run.dataset.rows:
        hyper["batch_size"] = None
    rows = np.column_stack([run.dataset.features, run.dataset.target]).tolist()
    held = [] if kept is None else np.column_stack([kept.features, kept.target]).tolist()
    return {"data": (run.dataset.names, sorted(rows + held)), **hyper, "held_out": sorted(held)}


def scale(run: Run) -> float:
    """What a sum of squares is multiplied by to be a loss."""
    return 1 / run.dataset.rows if run.hyperparameters.reduction == "mean" else 1.0


def best_and_all(run: Run) -> tuple[float, float]:
    """The lowest loss of a line, and that of the mean; of a y that never changes, that of 0."""
    y = run.dataset.target[:, 0]
    x = run.dataset.features
    # Of several columns, what one of them is off by in its last digits is no direction.
    rounding = EXACT * np.abs(x).max(axis=0) if x.shape[1] > 1 else None
    lowest = solved(x, y, rounding=rounding)[1] * len(y)
    total = float(np.square(y - y.mean() if np.ptp(y) > 0 else y).sum())
    return lowest * scale(run), total * scale(run)


def bar(run: Run) -> float:
    """The loss at which a run has arrived."""
    lowest, total = best_and_all(run)
    return 1.01 * lowest if lowest > 0.01 * total else lowest + 0.0001 * total


def arrives_at(run: Run, epoch: int) -> bool:
    """Whether that epoch is the first."""
    losses, at = run.history.losses, bar(run)
    if epoch >= len(losses):
        return False
    return bool((losses[:epoch] > at * (1 - CLOSE)).all() and losses[epoch] <= at * (1 + CLOSE))


def is_goal(run: Run, words: str, best: str | None) -> bool:
    """Whether that is where a run that has arrived is, and the best there is that number."""
    lowest, total = best_and_all(run)
    if "loss" in words:
        is_so = lowest > 0.01 * total * (1 - CLOSE) or words == "loss"
        return is_so and _is_reachable(run, words) and (best is None or shows(best, lowest, 5, 1e-13 * total))
    is_constant = float(np.ptp(run.dataset.target)) == 0
    if "of y" in words:
        return is_constant and best is None
    is_so = lowest < 0.01 * total * (1 + CLOSE) and words.startswith("close") >= is_constant
    return is_so and (best is None or shows(best, 1 - lowest / total, 6))


def _is_reachable(run: Run, words: str) -> bool:
    """Whether the best loss may be called so: a clamp has to be open for every row of the best line."""
    if run.hyperparameters.activation == "identity" or "the best loss" not in words:
        return True
    x = z_scores(run.dataset.features) if run.hyperparameters.standardize else run.dataset.features
    weights = solved(x, run.dataset.target[:, 0])[0][:-1]
    return x.shape[1] == 1 and bool((x >= 0).all() or (x <= 0).all()) and bool((x @ weights >= 0).all())


# It broke


@FATES.say(r"(blows up|diverges) at epoch #$")
def _broke(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    return number(said[2]) == len(run.history.losses) <= run.hyperparameters.epochs and _leaves_float32(run)


def _leaves_float32(run: Run) -> bool:
    """Whether one more update would; of small batches nobody knows which rows come next."""
    hyper, y = run.hyperparameters, run.dataset.target[:, 0]
    if (hyper.batch_size or len(y)) < len(y):
        return True
    x = z_scores(run.dataset.features) if hyper.standardize else run.dataset.features
    w, b = run.history.weights[-1], run.history.biases[-1]
    with np.errstate(over="ignore", invalid="ignore"):
        sums = x @ w
        is_open = (sums >= 0) | (hyper.activation == "identity")
        residuals = 2 * scale(run) * (np.where(is_open, sums, 0) + b - y)
        w = w - hyper.learning_rate * (residuals * is_open) @ x
        b = b - hyper.learning_rate * residuals.sum()
        sums = x @ w
        is_open = (sums >= 0) | (hyper.activation == "identity")
        off = np.where(is_open, sums, 0) + b - y
        slopes = 2 * scale(run) * np.append((off * is_open) @ x, off.sum())
        largest = np.abs([*w, b, off @ off, *slopes]).max()
    return not largest < 0.99 * FLOAT32_MAX


@FATES.say(r"dies at epoch #$")
@FATES.say(r"is dead from the start$")
def _died(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    at = int(number(said[1])) if said.re.groups else 0
    x = z_scores(run.dataset.features) if run.hyperparameters.standardize else run.dataset.features
    weights = run.history.weights
    if at >= len(weights):
        return False
    shut = x @ weights[-1] < 1e-6 * (np.abs(x) @ np.abs(weights[-1])) + 1e-300
    stays = bool((weights[at:] == weights[-1]).all()) and (at == 0 or bool((weights[at - 1] != weights[at]).any()))
    return run.hyperparameters.activation == "clamp" and bool(shut.all()) and stays


# It arrived


@FATES.say(rf"is {GOAL}(?:, #,)? (?:after # epochs|from the start)$")
def _arrived(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    at = 0 if said[3] is None else int(number(said[3]))
    stays = run.history.losses[-1] <= bar(run) * (1 + CLOSE)
    return is_goal(run, said[1], said[2]) and arrives_at(run, at) and stays and (said[3] is None) == (at == 0)


# It did not


def _is_away(run: Run, does: str, epochs: str) -> bool:
    losses, at = run.history.losses, bar(run)
    never = does != "is still" or bool((losses > at * (1 - CLOSE)).all())
    ends = losses[-1] > at * (1 - CLOSE) and number(epochs) == len(losses) - 1
    return ends and never and run.diagnosis.kind in KINDS[does]


@FATES.say(rf"{DOES} # % above ({BEST})(?:, #,)? after # epochs$")
def _above(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    far = 100 * (run.history.losses[-1] / best_and_all(run)[0] - 1)
    return _is_away(run, said[1], said[5]) and shows(said[2], far, 3, 1e-4) and is_goal(run, said[3], said[4])


@FATES.say(rf"{DOES} at (?:#|over a million) times ({BEST})(?:, #,)? after # epochs$")
def _times(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    times = run.history.losses[-1] / best_and_all(run)[0]
    far = times > 1e6 if said[2] is None else shows(said[2], times, 3, 1e-6 * times)
    return _is_away(run, said[1], said[5]) and far and is_goal(run, said[3], said[4])


@FATES.say(rf"{DOES} off the points by # on average after # epochs$")
def _off(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    y = run.dataset.target[:, 0]
    x = z_scores(run.dataset.features) if run.hyperparameters.standardize else run.dataset.features
    sums = x @ run.history.weights[-1]
    clamped = np.maximum(sums, 0) if run.hyperparameters.activation == "clamp" else sums
    off = float(np.abs(clamped + run.history.biases[-1] - y).mean())
    noise = 1e-13 * float(np.abs(sums).max() + np.abs(y).max())
    return _is_away(run, said[1], said[3]) and shows(said[2], off, 3, noise)


@FATES.say(rf"{DOES} at R² #(?:, the best (line|plane) at #,)? after # epochs$")
def _r_squared(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    lowest, total = best_and_all(run)
    reached = 1 - run.history.losses[-1] / total
    best = said[4] is None or shows(said[4], 1 - lowest / total, 6)
    shape = said[3] in (None, "line" if run.dataset.features.shape[1] == 1 else "plane")
    return _is_away(run, said[1], said[5]) and shows(said[2], reached, 6) and best and shape


@FATES.say(rf"{DOES} at a root mean squared residual of # after # epochs$")
def _root(subject: tuple[Pair, Run], said: re.Match[str]) -> bool:
    _, run = subject
    off = (run.history.losses[-1] / scale(run) / run.dataset.rows) ** 0.5
    return _is_away(run, said[1], said[3]) and shows(said[2], off, 3) and float(np.ptp(run.dataset.target)) == 0
