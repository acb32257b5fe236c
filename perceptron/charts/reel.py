"""What goes from a run to the player in the browser: the reel, with every epoch."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from perceptron.charts.steps import in_steps
from perceptron.charts.view import Look, Shown, View
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Run

# Of longer runs the reel holds only some epochs; the one that the film rests at is then asked for.
MOST_NUMBERS = 400_000
# A few epochs, one by one, around the one that is asked for, so that the next steps need no asking.
AROUND = 200


def live_columns(run: Shown, look: Look, views: Iterable[View[Shown]]) -> dict[str, np.ndarray]:
    """All that the views read of the current epoch, by name, (n+1,) each."""
    columns: dict[str, np.ndarray] = {}
    for view in views:
        columns |= view.live(run, look)
    return columns


def reel_of(run: Run, columns: dict[str, np.ndarray], epoch: int = 0) -> dict[str, Any]:
    """The run's columns for the player: see `reel_of_columns`. Its rows may start over, which is told once."""
    history = run.history
    repeats = None
    if history.repeats_from is not None and history.period is not None:
        repeats = history.repeats_from - history.period, history.period
    return reel_of_columns(run.last, columns, epoch, repeats, MOST_NUMBERS)


def reel_of_columns(
    last: int,
    columns: dict[str, np.ndarray],
    epoch: int,
    repeats: tuple[int, int] | None,
    most: int,
) -> dict[str, Any]:
    """Columns of (last + 1,) for the player: every epoch, or, where these are more than `most` numbers, many and those
    around `epoch`.

    last: the last epoch. rows: the epochs that are there, rising; None where they are 0, 1, 2, …. repeats: from where
    on the rows start over, and after how many epochs; None where they do not. columns: each column's numbers in
    float32, half the bytes and still seven digits, more than are shown, as `in_steps` where that is shorter; in float64
    where those would overflow.
    """
    stored, rows = last + 1 if repeats is None else sum(repeats), None
    taken = np.arange(stored)
    if stored * len(columns) > most:
        evenly = np.linspace(0, stored - 1, most // len(columns)).round().astype(np.int64)
        near = np.arange(max(0, epoch - AROUND), min(last, epoch + AROUND) + 1)
        if repeats is not None:
            # An epoch of the repetition has the row of an earlier one.
            start, period = repeats
            near = np.where(near < start, near, start + (near - start) % period)
        known = telling_epochs(last)
        taken = np.unique(np.concatenate([evenly, near, known[known < stored]]))
        rows = _packed(taken.astype(np.int32))
    packed: dict[str, Any] = {}
    for name, values in columns.items():
        same = next((other for other in packed if np.array_equal(columns[other], values)), None)
        kept = _column(values[taken])
        packed[name] = same if same is not None else _shortest(kept)
    return {"last": last, "rows": rows, "repeats": None if repeats is None else list(repeats), "columns": packed}


def bytes_of_reel(reel: Mapping[str, Any]) -> int:
    """How long its texts are."""
    columns = [text for column in reel["columns"].values() if isinstance(column, dict) for text in column.values()]
    return sum(map(len, [reel["rows"] or "", *columns]))


def text_at(columns: Mapping[str, np.ndarray], epoch: int) -> str:
    """What the player writes into a picture's box where the film rests at that epoch, from the view's live columns."""
    exact = [float(_column(values)[epoch]) for values in columns.values()]
    # Nothing glides at rest: both halves are the same.
    return ";".join([f"{epoch:,}", str(epoch), *map(repr, exact * 2)])


def _column(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        short = values.astype(np.float32)
    return short if np.array_equal(np.isfinite(short), np.isfinite(values)) else values.astype(np.float64)


def _shortest(values: np.ndarray) -> dict[str, str]:
    plain = _packed(values)
    steps = in_steps(values) if values.dtype == np.float32 else plain
    return {"steps": steps} if len(steps) < len(plain) else {values.dtype.name: plain}


def _packed(values: np.ndarray) -> str:
    return b64encode(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes()).decode("ascii")
