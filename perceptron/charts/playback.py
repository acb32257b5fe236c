"""What the player and the formula are told of a run, on the page and in a file: its reel, its line, its formula."""

import hashlib
from typing import Any, NamedTuple, Protocol

import numpy as np

from perceptron.charts.reel import live_columns, reel_of
from perceptron.charts.view import Look
from perceptron.charts.views import FILM
from perceptron.charts.views.ranges import x_range
from perceptron.insight.best_possible import name_of_best
from perceptron.insight.run import Run


class Live(NamedTuple):
    """A run's reel, and which of its columns each view reads."""

    reel: dict[str, Any]
    views: dict[str, list[str]]


def live(run: Run, look: Look, epoch: int = 0) -> Live:
    """All that the film's views, the formula and the numbers read: every epoch, or of a long run many and those around
    `epoch`.
    """
    columns = live_columns(run, look, FILM) | {"loss": run.history.losses}
    # The formula and the numbers name every weight, in the data's own units.
    for place, weights in enumerate(run.history.weights_in_data_units.T, start=1):
        columns.setdefault(f"shown_w{place}", weights)
    if run.held_out is not None:
        columns["held_out"] = run.held_out_losses(np.arange(run.last + 1))
    return Live(reel_of(run, columns, epoch), {view.name: list(view.live(run, look)) for view in FILM})


def playback(run: Run, look: Look) -> dict[str, Any]:
    """What the player is told of a run beside its reel: which it is, of how many steps its epochs, how its line is
    drawn. Nothing here gives away what becomes of the run.
    """
    size = run.hyperparameters.batch_size or run.dataset.rows
    low, high = look.axes.x if look.axes else x_range(run)
    return {
        "key": key_of(run),
        # What is looked at may need other columns of the same run.
        "look": f"{look.loss_axis} {look.pair}",
        "batches": -(-run.dataset.rows // size),
        "line": line_of(run) | {"low": low, "high": high} if len(run.dataset.feature_names) == 1 else None,
        "epoch_axis": look.epoch_axis,
    }


def formula_told(run: Run, *, plain: bool) -> dict[str, Any]:
    """What the formula is told: which columns it needs and how it is written. plain: without letters."""
    weights = [f"shown_w{place}" for place in range(1, len(run.dataset.feature_names) + 1)]
    return {
        "kind": "formula",
        "needs": [*weights, "shown_b", "loss"],
        "plain": plain,
        "weights": weights,
        "around": run.activation.text,
        "means": run.history.feature_means.tolist() if run.bias_stays_as_trained else None,
        "best": run.fit.loss,
        "called": name_of_best(run),
    }


def line_of(run: Run) -> dict[str, Any]:
    """What the line of one feature needs beside w and b: where it may bend, and what makes an x standardised."""
    history = run.history
    return {
        "bend": float(history.feature_means[0]),
        "scale": float(history.feature_scales[0]),
        "slopes": slopes(run),
    }


def slopes(run: Run) -> list[float]:
    """By what the activation multiplies a negative x·w, and a positive one: all that the browser knows of it."""
    return run.activation.derivative(np.array([-1.0, 1.0])).tolist()


class Keyed(Protocol):
    """A run, or a film of several."""

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for equal ones."""


def key_of(run: Keyed) -> str:
    """A short text for the browser that is the same for equal runs, or films, only."""
    return hashlib.sha256(repr(run.key).encode()).hexdigest()[:16]
