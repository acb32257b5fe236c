"""Writing a history while a neuron trains, and noticing when nothing new can come.

Training on full batches is a map from one float32 state to the next. Where it returns to a state it has been in, it
must go round the same cycle for ever, so the rest of the history can be copied instead of computed.
"""

import math
import time
from collections.abc import Callable
from copy import copy

import numpy as np
import torch
from torch import Tensor

from perceptron.learning.batches import Batches
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron

Progress = Callable[[int, float], None]

SECONDS_BETWEEN_CALLS = 0.1
# A tensor is asked for its number much faster when many are asked in a row.
EPOCHS_AT_ONCE = 32
# How far back a return is looked for; a longer cycle is computed to the end like any other run.
LOOKED_BACK = 1024
# Neurons side by side times rows: some 16 MB for each step of the sum.
RESIDUALS_AT_ONCE = 4_000_000


class Listener:
    """Tells `on_progress` of an epoch and its loss, at most ten times a second: when the clock is past `next_call`."""

    def __init__(self, on_progress: Progress | None) -> None:
        self._on_progress = on_progress
        self.next_call = math.inf if on_progress is None else time.monotonic() + SECONDS_BETWEEN_CALLS

    def tell(self, epoch: int, loss: float) -> None:
        """Call; an exception from the listener goes on to whoever trains."""
        assert self._on_progress is not None
        self.next_call = time.monotonic() + SECONDS_BETWEEN_CALLS
        self._on_progress(epoch, loss)


class Recorder:
    """Keeps one row per epoch of a neuron in training: loss, d weights, bias, d weight gradients, bias gradient.

    A row is the state before an epoch, with the loss and the gradient over all rows at that state.
    """

    def __init__(
        self, neuron: Neuron, batches: Batches, hyperparameters: Hyperparameters, on_progress: Progress | None
    ) -> None:
        # A copy of the batches, because those that call the recorder would hold each other in memory.
        self._neuron, self._batches, self._hyperparameters = neuron, copy(batches), hyperparameters
        self._listener = Listener(on_progress)
        # Views of the living parameters: .tolist() copies their numbers of the moment.
        self._weight = neuron.weight.detach().numpy().ravel()
        self._bias = neuron.bias.detach().numpy().ravel()
        self._before = self._weight.tolist() + self._bias.tolist()
        self._unread: list[tuple[list[float], Tensor, tuple[Tensor | None, Tensor | None]]] = []
        self._rows = np.empty((hyperparameters.epochs + 1, 2 * len(self._before) + 1))
        self._filled = 0
        self._diverged_at: int | None = None
        # The epoch that was told of last within one, and its loss: a look at all rows takes time.
        self._looked_at, self._loss = -1, math.nan
        batches.after_each = self._listen

    def has_enough(self, loss: Tensor, gradient: tuple[Tensor | None, Tensor | None]) -> bool:
        """Note an epoch, with its last batch's loss and gradient; True when no further one has to be computed.

        It may be some epochs late in saying so: what was computed in between is not kept.
        """
        self._unread.append((self._before, loss, gradient))
        self._before = self._weight.tolist() + self._bias.tolist()
        is_due = self._batches.are_full and time.monotonic() >= self._listener.next_call
        if len(self._unread) < EPOCHS_AT_ONCE and not is_due:
            return False
        self._read()
        if self._diverged_at is not None or self._goes_round():
            return True
        if is_due:
            self._listener.tell(self._filled - 1, float(self._rows[self._filled - 1, 0]))
        return False

    def _listen(self) -> None:
        """Within an epoch, tell of the state before it, and leave the lot of unread ones as it is: what is recorded
        must not depend on the clock, and a state measured beside fewer others may differ in its last digit.
        """
        if time.monotonic() < self._listener.next_call:
            return
        epoch = self._filled + len(self._unread)
        if epoch != self._looked_at:
            measured = _measured([self._before], self._neuron, self._batches, self._hyperparameters)
            self._looked_at, self._loss = epoch, float(measured[0, 0])
        self._listener.tell(epoch, self._loss)

    def rows_and_divergence(self) -> tuple[np.ndarray, int | None]:
        """All rows, finite throughout, and the update that broke the numbers, if one did."""
        self._read()
        if self._diverged_at is None and self._filled < len(self._rows):
            self._keep(_measured([self._before], self._neuron, self._batches, self._hyperparameters))
        return self._rows[: self._filled], self._diverged_at

    def _read(self) -> None:
        """Turn what was collected into rows."""
        collected, self._unread = self._unread, []
        if not collected or self._diverged_at is not None:
            return
        if self._batches.are_full:
            # The pass over all rows is the look at the state before it.
            self._keep(np.array([_row(*epoch) for epoch in collected]))
            return
        states = [state for state, _, _ in collected]
        at_once = max(1, RESIDUALS_AT_ONCE // self._batches.rows)
        for start in range(0, len(states), at_once):
            part = states[start : start + at_once]
            rows = _measured(part, self._neuron, self._batches, self._hyperparameters)
            if not np.isfinite(rows).all():
                rows = self._measured_alone(part)
            self._keep(rows)
            if self._diverged_at is not None:
                return

    def _measured_alone(self, states: list[list[float]]) -> np.ndarray:
        """The rows of states near a run's end, each measured as whoever trains again would, by itself: the row before
        them too, which may turn out to be the last.
        """
        if self._filled:
            self._filled -= 1
            states = [self._rows[self._filled, 1 : len(self._before) + 1].tolist(), *states]
        measured = [_measured([state], self._neuron, self._batches, self._hyperparameters) for state in states]
        return np.concatenate(measured)

    def _keep(self, rows: np.ndarray) -> None:
        if self._diverged_at is not None:
            return
        finite = np.isfinite(rows).all(axis=1)
        count = len(rows) if finite.all() else int(finite.argmin())
        self._rows[self._filled : self._filled + count] = rows[:count]
        self._filled += count
        if count < len(rows):
            self._diverged_at = self._filled

    def _goes_round(self) -> bool:
        """Whether the last state was there before; the rest of the rows is then filled from the cycle."""
        if not self._batches.are_full:
            return False  # the same state meets other batches next time
        filled, states = self._filled, self._rows[: self._filled, 1 : len(self._before) + 1]
        earlier, last = states[-1 - LOOKED_BACK : -1], states[-1]
        same = np.flatnonzero(earlier[:, 0] == last[0])
        same = same[(earlier[same] == last).all(axis=1)]
        if not len(same):
            return False
        period = len(earlier) - int(same[-1])
        rest = np.arange(filled, len(self._rows))
        self._rows[rest] = self._rows[filled - period + (rest - filled) % period]
        self._filled = len(self._rows)
        return True


def _row(state: list[float], loss: Tensor, gradient: tuple[Tensor | None, Tensor | None]) -> list[float]:
    weight_gradient, bias_gradient = gradient
    assert weight_gradient is not None and bias_gradient is not None
    return [loss.item(), *state, *[number for (number,) in weight_gradient.tolist()], bias_gradient.item()]


def _measured(
    states: list[list[float]], neuron: Neuron, batches: Batches, hyperparameters: Hyperparameters
) -> np.ndarray:
    """The rows of k states whose loss over all rows no pass has measured, as k neurons side by side."""
    parameters = torch.tensor(states, dtype=torch.float32).T.contiguous()
    beside = Neuron(parameters[:-1].clone(), parameters[-1:].clone(), neuron.activation)
    residual = beside.predict(batches.x) - batches.y
    squares = residual * residual
    if len(states) == 1:
        losses = (squares.sum() if hyperparameters.reduction == "sum" else squares.mean()).view(1)
    else:
        losses = squares.sum(dim=0) if hyperparameters.reduction == "sum" else squares.mean(dim=0)
    losses.sum().backward()
    assert beside.weight.grad is not None and beside.bias.grad is not None
    columns = [losses.detach().unsqueeze(0), parameters, beside.weight.grad, beside.bias.grad]
    return torch.cat(columns).T.double().numpy()
