"""The same question asked many times, with one thing spread out: rates, starts, batch sizes or seeds."""

import math
from collections.abc import Callable
from typing import Any, Literal, get_args

import numpy as np
import torch

from perceptron.insight.prospect import RATE, Prospect
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron

Over = Literal["rate", "start", "batch size", "seed"]
OVERS: tuple[Over, ...] = get_args(Over)
FEWEST, USUAL, MOST = 4, 16, 40
# The setting that each of them spreads out.
SETTING: dict[Over, str] = {
    "rate": "learning_rate",
    "start": "initial_weight",
    "batch size": "batch_size",
    "seed": "seed",
}
KNOBS = knobs_of(Hyperparameters)
# From a hundredth of the largest stable rate to twice it; nearly a third of the rates are close to it, where most
# happens. Which share of it comes after which part of the way:
PARTS = (0.0, 0.55, 0.85, 1.0)
SHARES_OF_LIMIT = (0.01, 0.8, 1.2, 2.0)
# Starts reach so many times as far to either side of the best weight as the farthest usual start is from it.
REACH = 3.0
# All histories of a race together; with more, every run gets fewer epochs.
MOST_BYTES = 20_000_000


def spread_out(prospect: Prospect, over: Over, count: int = USUAL, *, by_autograd: bool = False) -> list[Prospect]:
    """At most `count` questions that differ in one setting, by its rising value, the prospect's own among them; by hand
    unless autograd is insisted on.

    Batch sizes are the powers of two and all rows, so there are few of few rows. Where the histories would take more
    than MOST_BYTES together, all get as many epochs as have room. Raises ValueError for a count out of bounds.
    """
    if not FEWEST <= count <= MOST:
        raise ValueError(f"A race has from {FEWEST} to {MOST} runs, not {count}.")
    # Worked out before it is handed on: all of them have the same best line and the same bowl.
    _ = prospect.best, prospect.curvature
    spreads: dict[Over, Callable[[Prospect, int], list[Any]]] = {
        "rate": _rates,
        "start": _starts,
        "batch size": _batch_sizes,
        "seed": _seeds,
    }
    values = spreads[over](prospect, count)
    changed: dict[str, Any] = {
        "epochs": min(prospect.hyperparameters.epochs, most_epochs(prospect, len(values))),
        "gradients": "autograd" if by_autograd else "by_hand",
    }
    return [prospect.but(**changed, **{SETTING[over]: value}) for value in values]


def most_epochs(prospect: Prospect, count: int) -> int:
    """How many epochs each of so many runs may have, so that their histories fit into MOST_BYTES."""
    numbers = 2 * len(prospect.dataset.feature_names) + 3
    return max(1, MOST_BYTES // (8 * numbers * count) - 1)


def value_of(prospect: Prospect, over: Over) -> float | None:
    """The number that the prospect has of what is spread out: of batch sizes all rows where it is empty; None where a
    start of several weights is drawn, which are several numbers.
    """
    settings, rows = prospect.hyperparameters, prospect.dataset.rows
    if over == "rate":
        return settings.learning_rate
    if over == "batch size":
        return rows if settings.batch_size is None else min(settings.batch_size, rows)
    return settings.seed if over == "seed" else _start_of(prospect)


def _start_of(prospect: Prospect) -> float | None:
    settings = prospect.hyperparameters
    if settings.initial_weight is not None or len(prospect.dataset.feature_names) > 1:
        return settings.initial_weight
    return Neuron.untrained(1, settings, torch.Generator().manual_seed(settings.seed)).weight.item()


def _rates(prospect: Prospect, count: int) -> list[float]:
    """Even by their ratio, but closer to each other near the limit; of three digits, so that one can name them."""
    limit = prospect.curvature.largest_stable_learning_rate
    shares = np.exp(np.interp(np.linspace(0, 1, count), PARTS, np.log(SHARES_OF_LIMIT)))
    # Of data so large that the limit itself is below the lowest rate, all rates are beyond it.
    limit = min(max(limit, RATE.low / shares[0]), RATE.high / shares[-1])
    rates = [float(RATE.bounded(float(f"{limit * share:.3g}"), None)) for share in shares]
    return _with(rates, prospect.hyperparameters.learning_rate, by_ratio=True)


def _starts(prospect: Prospect, count: int) -> list[float]:
    """Evenly to either side of the best weight, of several the mean of those; every weight begins there."""
    best = prospect.best[:-1]
    farthest = float(np.maximum(np.abs(best), np.abs(best - 1)).max())
    knob, middle = KNOBS["initial_weight"], float(best.mean())
    low, high = (knob.bounded(middle + side * REACH * farthest, None) for side in (-1, 1))
    decimals = 1 - math.floor(math.log10((high - low) / count))
    starts = [float(knob.bounded(round(start, decimals), None)) for start in np.linspace(low, high, count)]
    return _with(starts, _start_of(prospect))


def _batch_sizes(prospect: Prospect, count: int) -> list[int | None]:
    """1, 2, 4, … and all rows, which are written as the prospect writes them; None where it has other batches."""
    rows, own = prospect.dataset.rows, prospect.hyperparameters.batch_size
    sizes = [2**power for power in range(math.ceil(math.log2(rows)))]
    sizes = sorted({*sizes, rows} if prospect.is_full_batch else {*sizes, rows, own or rows})
    if len(sizes) > count:
        sizes = [sizes[place] for place in np.linspace(0, len(sizes) - 1, count).round().astype(int)]
        if not prospect.is_full_batch and own is not None:
            sizes = _with(sizes, own, by_ratio=True)
    full = own if prospect.is_full_batch else None
    return [*sizes[:-1], full]


def _seeds(prospect: Prospect, count: int) -> list[int]:
    first = min(prospect.hyperparameters.seed, int(KNOBS["seed"].high) - count + 1)
    return list(range(first, first + count))


def _with(values: list[Any], own: float | None, *, by_ratio: bool = False) -> list[Any]:
    """With one's own value in place of the nearest, the ends excepted; and each value once."""
    if own is None or own in values:
        return sorted(set(values))
    between = np.array(values[1:-1])
    away = np.abs(np.log(between / own)) if by_ratio else np.abs(between - own)
    return sorted({*values[: 1 + int(away.argmin())], own, *values[2 + int(away.argmin()) :]})
