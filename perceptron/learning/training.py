"""How a neuron learns: five moves, over and over.

Predict, measure the loss, let autograd work out the gradient, step against it, clear the gradient. There is no
optimiser object: the update is two lines of arithmetic, so that nothing stands between you and the learning.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.learning.by_hand import train_by_hand
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron
from perceptron.learning.recording import Progress, Recorder

ARTICLE = Hyperparameters()


def train(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE, on_progress: Progress | None = None) -> History:
    """Train one neuron by gradient descent and return the whole run.

    The loss is Σ (ŷ - y)², or its mean over the rows, with ŷ = max(0, x·w) + b ("clamp") or x·w + b ("identity").
    For the article's settings every row is, bit for bit, what the article's loop computes.

    `on_progress(epoch, loss)` is called at most ten times a second; an exception from it ends the training.
    Raises DatasetError where float32 cannot even hold the untrained neuron's loss.
    """
    learning_rate = hyperparameters.learning_rate
    random = torch.Generator().manual_seed(hyperparameters.seed)
    neuron = Neuron(len(dataset.feature_names), hyperparameters, random)
    weight, bias = neuron.weight, neuron.bias
    if hyperparameters.gradients == "by_hand":
        start_weight, orders = weight.detach().numpy().ravel(), map(Tensor.numpy, shuffles(dataset.rows, random))
        return train_by_hand(dataset, hyperparameters, start_weight, bias.item(), orders, on_progress)
    untracked = torch.no_grad()
    recorder = Recorder(neuron, hyperparameters, hyperparameters.is_full_batch(dataset.rows), on_progress)

    for x, y, starts_epoch, updates in passes(dataset, hyperparameters, random):
        # 1. Forward: what does the neuron say?
        prediction = neuron.predict(x)

        # 2. Loss: how wrong is it? One number, from the squares of all residuals.
        residual = prediction - y
        squares = residual * residual
        loss = squares.sum() if hyperparameters.reduction == "sum" else squares.mean()

        # 3. Backward: autograd walks back from the loss and leaves ∂loss/∂w and ∂loss/∂b in .grad.
        loss.backward()
        if starts_epoch and recorder.is_complete(loss):
            break

        # 4. Update: one step against the gradient. untracked, because the step itself is not to be differentiated.
        if updates:
            with untracked:
                weight -= learning_rate * weight.grad
                bias -= learning_rate * bias.grad

        # 5. Clear: backward() adds to .grad, so without this the next gradient would join this one.
        weight.grad = bias.grad = None

    return recorder.history(dataset)


def passes(
    dataset: Dataset, hyperparameters: Hyperparameters, random: torch.Generator
) -> Iterator[tuple[Tensor, Tensor, bool, bool]]:
    """The rows to look at, pass after pass: (x, y, whether an epoch starts here, whether to update after it).

    With full batches every pass is both. With mini-batches an epoch starts with a look at all rows that changes
    nothing, for the history; then come the batches, in an order shuffled anew every time.
    """
    features = dataset.z_scores if hyperparameters.standardize else dataset.features
    x = torch.from_numpy(features.astype(np.float32))
    y = torch.from_numpy(dataset.target.astype(np.float32))
    if hyperparameters.is_full_batch(dataset.rows):
        while True:
            yield x, y, True, True
    assert hyperparameters.batch_size is not None
    for order in shuffles(dataset.rows, random):
        yield x, y, True, False
        for rows in order.split(hyperparameters.batch_size):
            yield x[rows], y[rows], False, True


def shuffles(rows: int, random: torch.Generator) -> Iterator[Tensor]:
    """The rows in a new order for every epoch."""
    while True:
        yield torch.randperm(rows, generator=random)
