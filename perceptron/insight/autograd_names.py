"""The names that autograd gives to the links of the chain, read from the graph that the code of a step leaves behind.

Every operation on a tensor that needs a gradient hangs a node on its result, `grad_fn`, which knows how to
differentiate that operation, and which nodes come before it, `next_functions`. `backward()` walks along these.
"""

from typing import Any

import torch

from perceptron.insight.walkthrough import Step
from perceptron.learning.hyperparameters import Hyperparameters

Names = dict[str, tuple[str, ...]]


def autograd_names(step: Step, row: int, hyperparameters: Hyperparameters) -> Names:
    """What autograd calls the nodes that each move of the forward pass adds, for row 0 … n-1: the article's line is
    run on it, and the graph is walked from the loss back to the parameters.

    The keys are weighted_sum, activated (no node where it is the plain line), prediction, residual, square, loss, and
    weight and bias, whose nodes are the ends at which the gradient is kept.
    """
    x, y = torch.tensor(step.x[row], dtype=torch.float32)[None], torch.tensor([[step.y[row]]], dtype=torch.float32)
    weight = torch.tensor(step.weights[:, None], dtype=torch.float32, requires_grad=True)
    bias = torch.tensor([[step.bias]], dtype=torch.float32, requires_grad=True)
    weighted_sum = x.mm(weight)
    activated = hyperparameters.activation_function.tensor(weighted_sum)
    prediction = activated.add(bias)
    residual = prediction - y
    square = residual.pow(2)
    loss = square.sum() if hyperparameters.reduction == "sum" else square.mean()

    moves = {
        "weighted_sum": weighted_sum,
        "activated": activated,
        "prediction": prediction,
        "residual": residual,
        "square": square,
        "loss": loss,
    }
    names: Names = {}
    known: list[Any] = []
    for move, result in moves.items():
        added = _nodes_before(result.grad_fn, known)
        names[move] = tuple(type(node).__name__ for node in added if not hasattr(node, "variable"))
        known += added
    # The ends know their tensor.
    for name, parameter in (("weight", weight), ("bias", bias)):
        names[name] = tuple(type(node).__name__ for node in known if getattr(node, "variable", None) is parameter)
    return names


def _nodes_before(node: Any, known: list[Any]) -> list[Any]:
    """That node and those before it that are not known yet, the earlier ones first."""
    found: list[Any] = []
    due = [node]
    while due:
        node = due.pop()
        if node is None or any(node is other for other in (*known, *found)):
            continue
        found.insert(0, node)
        due += [before for before, _ in node.next_functions]
    return found
