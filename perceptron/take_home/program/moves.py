"""The five moves as code, by autograd and by hand, with their comments: the lesson of `learning/training.py` once more,
as lines that run by themselves.
"""

import re

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.comments import said_of_moves
from perceptron.take_home.program.piece import comment, lines

AUTOGRAD_UPDATE = """with torch.no_grad():
    weight -= learning_rate * weight.grad
    bias -= learning_rate * bias.grad"""
BY_HAND_UPDATE = """weight = weight - learning_rate * weight_gradient
bias = bias - learning_rate * bias_gradient"""


def predicted_in_torch(run: Run, x: str) -> str:
    """The forward pass as an expression of PyTorch over the rows that are called so."""
    words = {"X": x, "w1": "weight", "b1": "bias"}
    return re.sub(r"\b(X|w1|b1)\b", lambda word: words[word[0]], f"X.mm(w1){run.activation.code}.add(b1)")


def predicted_in_numpy(run: Run, weighted_sum: str, bias: str) -> str:
    """The same in NumPy, from x·w and the bias that are called so."""
    return f"{run.activation.array_code.format(weighted_sum)} + {bias}"


def measured_by_autograd(run: Run, depth: Depth, x: str, y: str) -> str:
    """Moves 1 to 3."""
    said = said_of_moves(run, depth)
    return lines(
        comment(*said["forward"]),
        f"prediction = {predicted_in_torch(run, x)}",
        "",
        comment(*said["loss"]),
        f"residual = prediction - {y}",
        "squares = residual * residual",
        f"loss = squares.{run.hyperparameters.reduction}()",
        "",
        comment(*said["backward"]),
        "loss.backward()",
    )


def stepped_by_autograd(run: Run, depth: Depth) -> str:
    """Moves 4 and 5."""
    said = said_of_moves(run, depth)
    return lines(
        comment(*said["update"]),
        AUTOGRAD_UPDATE,
        "",
        comment(*said["clear"]),
        "weight.grad = bias.grad = None",
    )


def measured_by_hand(run: Run, depth: Depth, x: str, y: str) -> str:
    """Moves 1 to 3, the third by the chain rule."""
    said = said_of_moves(run, depth)
    is_mean, bends = run.hyperparameters.reduction == "mean", run.activation.shape != "line"
    slope = run.activation.derivative_code.format("weighted_sum")
    return lines(
        comment(*said["forward"]),
        f"weighted_sum = {x} @ weight",
        f"prediction = {predicted_in_numpy(run, 'weighted_sum', 'bias')}",
        "",
        comment(*said["loss"]),
        f"residual = prediction - {y}",
        f"share = 1.0 / len({x})" if is_mean else None,
        f"loss = {'share * ' if is_mean else ''}float(residual @ residual)",
        "",
        comment(*said["backward"]),
        f"by_prediction = {'share * ' if is_mean else ''}2.0 * residual",
        f"by_weighted_sum = by_prediction * {slope}" if bends else None,
        f"weight_gradient = {'by_weighted_sum' if bends else 'by_prediction'} @ {x}",
        "bias_gradient = float(by_prediction.sum())",
    )


def stepped_by_hand(run: Run, depth: Depth) -> str:
    """Moves 4 and 5."""
    said = said_of_moves(run, depth)
    return lines(comment(*said["update"]), BY_HAND_UPDATE, "", comment(*said["clear"]))
