"""How a neuron learns: five moves, over and over.

Predict, measure the loss, let autograd work out the gradient, step against it, clear the gradient. There is no
optimiser object: the update is two lines of arithmetic, so that nothing stands between you and the learning.
"""

import torch

from perceptron.data.dataset import Dataset
from perceptron.learning.batches import Batches, in_float32
from perceptron.learning.by_hand import learn_by_hand
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.neuron import Neuron
from perceptron.learning.recording import Progress, Recorder

ARTICLE = Hyperparameters()


def learn(neuron: Neuron, batches: Batches, hyperparameters: Hyperparameters, recorder: Recorder) -> None:
    """Train the neuron where it stands: the article's loop, for batches of any size."""
    weight, bias, learning_rate = neuron.weight, neuron.bias, hyperparameters.learning_rate

    for _ in range(hyperparameters.epochs):
        for x, y in batches:
            # 1. Forward: what does the neuron say?
            prediction = neuron.predict(x)

            # 2. Loss: how wrong is it? One number, from the squares of all residuals.
            residual = prediction - y
            squares = residual * residual
            loss = squares.sum() if hyperparameters.reduction == "sum" else squares.mean()

            # 3. Backward: autograd walks back from the loss and leaves ∂loss/∂w and ∂loss/∂b in .grad.
            loss.backward()

            # 4. Update: one step against the gradient. no_grad, because the step itself is not to be differentiated.
            with torch.no_grad():
                weight -= learning_rate * weight.grad
                bias -= learning_rate * bias.grad

            # 5. Clear: backward() adds to .grad, so without this the next gradient would join this one.
            gradient = weight.grad, bias.grad
            weight.grad = bias.grad = None

        if recorder.has_enough(loss, gradient):  # the numbers broke, or repeat themselves
            break


def train(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE, on_progress: Progress | None = None) -> History:
    """Train one neuron by gradient descent and return the whole run.

    The loss is Σ (ŷ - y)², or its mean over the rows, with ŷ = max(0, x·w) + b ("clamp") or x·w + b ("identity").
    For the article's settings every row is, bit for bit, what the article's loop computes.

    `on_progress(epoch, loss)` is called at most ten times a second, within a long epoch too, with the epochs done and
    the loss after them; an exception from it ends the training.
    Raises DatasetError where float32 cannot even hold the untrained neuron's loss.
    """
    random = torch.Generator().manual_seed(hyperparameters.seed)
    neuron = Neuron.untrained(len(dataset.feature_names), hyperparameters, random)
    # Copied into torch's own memory, which always starts evenly: on where it starts a sum's last bit may depend.
    x, y = map(torch.tensor, in_float32(dataset, hyperparameters))
    batches = Batches(x, y, hyperparameters.batch_size, random)
    if hyperparameters.gradients == "by_hand":
        rows, diverged_at = learn_by_hand(neuron, batches, hyperparameters, on_progress)
    else:
        recorder = Recorder(neuron, batches, hyperparameters, on_progress)
        learn(neuron, batches, hyperparameters, recorder)
        rows, diverged_at = recorder.rows_and_divergence()
    return History.from_rows(rows, dataset, hyperparameters, diverged_at)
