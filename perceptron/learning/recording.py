"""Writing a history while a neuron trains, and noticing when nothing new can come.

Training is a map from one float32 state to the next. Where it returns to a state it has been in, it must go round
the same cycle for ever, so the rest of the history can be copied instead of computed.
"""

import math
import time
from collections.abc import Callable

import numpy as np
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron
from perceptron.words import DatasetError

Progress = Callable[[int, float], None]

SECONDS_BETWEEN_CALLS = 0.1
# States that are remembered at once; a cycle longer than this is computed to the end like any other run.
REMEMBERED_STATES = 65_536
# A tensor is asked for its number much faster when many are asked in a row.
EPOCHS_AT_ONCE = 32
UNTRAINED_LOSS_OVERFLOWS = (
    "The untrained neuron's loss is already larger than float32 can hold: "
    "standardise the features, or divide the columns by a power of ten."
)


class Recorder:
    """Keeps one row per epoch of a neuron in training, and calls `on_progress` at most ten times a second."""

    def __init__(
        self, neuron: Neuron, hyperparameters: Hyperparameters, full_batch: bool, on_progress: Progress | None
    ) -> None:
        self.hyperparameters = hyperparameters
        self.full_batch = full_batch
        self.on_progress = on_progress
        self.diverged_at: int | None = None
        self.repeats_from: int | None = None
        self.rows = 0
        self._neuron = neuron
        # Views of the living parameters: .tolist() copies their numbers of the moment.
        self._weight = neuron.weight.detach().numpy().ravel()
        self._bias = neuron.bias.detach().numpy().ravel()
        self._features = len(self._weight)
        self._table = np.empty((hyperparameters.epochs + 1, 2 * self._features + 3))
        self._unread: list[tuple[list[float], list[float], Tensor, Tensor | None, Tensor | None]] = []
        self._seen: dict[tuple[float, ...], int] = {}
        self._next_call = time.monotonic() + SECONDS_BETWEEN_CALLS if on_progress is not None else math.inf

    def is_complete(self, loss: Tensor) -> bool:
        """Write down the neuron's state, loss and gradient; True when no further row has to be computed.

        It may be some epochs late in saying so: what was computed in between is not kept.
        """
        neuron = self._neuron
        self._unread.append((self._weight.tolist(), self._bias.tolist(), loss, neuron.weight.grad, neuron.bias.grad))
        is_last = self.rows + len(self._unread) == len(self._table)
        is_due = time.monotonic() >= self._next_call
        if len(self._unread) < EPOCHS_AT_ONCE and not is_last and not is_due:
            return False
        if self._read() or is_last:
            return True
        if is_due and self.on_progress is not None:
            self.on_progress(self.rows - 1, float(self._table[self.rows - 1, 0]))
            self._next_call = time.monotonic() + SECONDS_BETWEEN_CALLS
        return False

    def _read(self) -> bool:
        """Turn what was collected into rows; True where the run diverged or began to repeat itself."""
        for weight, bias, loss, weight_gradient, bias_gradient in self._unread:
            assert weight_gradient is not None and bias_gradient is not None
            gradient = (*weight_gradient.view(-1).tolist(), bias_gradient.item())
            state = (*weight, *bias)
            row = (loss.item(), *state, *gradient)
            if not math.isfinite(sum(row)):
                self.diverged_at = self.rows
                return True
            self._table[self.rows] = row
            self.rows += 1
            if self.full_batch and self._returns_to(state):
                return True
        self._unread.clear()
        return False

    def _returns_to(self, state: tuple[float, ...]) -> bool:
        epoch = self.rows - 1
        earlier = self._seen.setdefault(state, epoch)
        if earlier < epoch:
            self._fill_with_cycle(epoch, period=epoch - earlier)
        elif len(self._seen) > REMEMBERED_STATES:
            self._seen.clear()
        return earlier < epoch

    def _fill_with_cycle(self, epoch: int, period: int) -> None:
        states = self._table[: epoch + 1, 1 : self._features + 2]
        # States are forgotten from time to time: walk back to where the repetition really began.
        while epoch > period and (states[epoch - 1] == states[epoch - 1 - period]).all():
            epoch -= 1
        self.repeats_from = epoch
        rest = np.arange(epoch, len(self._table))
        self._table[rest] = self._table[epoch - period + (rest - epoch) % period]
        self.rows = len(self._table)

    def history(self, dataset: Dataset) -> History:
        """The finished history. Raises DatasetError where not even its first row is finite."""
        if self.rows == 0:
            raise DatasetError(UNTRAINED_LOSS_OVERFLOWS)
        return History.from_table(
            self._table[: self.rows], dataset, self.hyperparameters, self.diverged_at, self.repeats_from
        )
