"""The run's tensors at an epoch, as PyTorch prints them at Python's prompt: made anew, not written down.

What a tensor shows of itself tells how autograd sees it: `requires_grad=True` on what is to be learned, a `grad_fn` on
what was calculated from it, and neither on the data.
"""

from typing import Any

import torch

from perceptron.insight.outcome import Outcome
from perceptron.insight.walkthrough import code_of_a_step
from perceptron.learning.batches import in_float32

PROMPT = ">>> "
MORE = "... "


def as_pytorch_prints(run: Outcome, epoch: int) -> dict[str, str]:
    """What stands at the prompt, by what it is about: points, parameters, and autograd, with prediction, loss and
    gradients, before the update that follows that epoch. Of more than 1,000 numbers PyTorch prints the first and last.
    """
    features, target = in_float32(run.dataset, run.hyperparameters)
    history = run.history
    names: dict[str, Any] = {
        "X": torch.from_numpy(features),
        "Y": torch.from_numpy(target),
        "w1": torch.tensor(history.weights[epoch][:, None], dtype=torch.float32, requires_grad=True),
        "b1": torch.tensor([[history.biases[epoch]]], dtype=torch.float32, requires_grad=True),
    }
    move = code_of_a_step(run.hyperparameters)
    return {
        "points": _typed(names, "X.shape", "X.requires_grad", "X", "Y"),
        "parameters": _typed(names, "w1", "b1"),
        "autograd": _typed(
            names,
            "w1, b1",
            move["forward"],
            move["loss"],
            "loss",
            "w1.grad, b1.grad",
            "loss.backward()",
            "w1.grad, b1.grad",
            "y_pred",
        ),
    }


def _typed(names: dict[str, Any], *lines: str) -> str:
    """The lines at the prompt, one after the other, each with what Python answers."""
    shown = []
    for line in lines:
        shown.append(PROMPT + line.replace("\n", f"\n{MORE}"))
        if " = " in line:
            exec(line, names)
        else:
            answer = eval(line, names)
            if answer is not None:
                shown.append(repr(answer))
    return "\n".join(shown)
