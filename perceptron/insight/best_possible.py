"""What the best loss may be called: only the lowest of all is the best possible."""

from perceptron.insight.prospect import Prospect
from perceptron.words import line_or_plane


def name_of_best(prospect: Prospect) -> str:
    """What the least-squares loss is to this neuron: "best possible" where it is certain that it can get there and no
    lower; else "best line" or "best plane", which an activation that bends may miss, or beat.
    """
    features = prospect.features
    if prospect.activation.shape == "line":
        return "best possible"
    sums = features @ prospect.best[:-1]
    # x of one sign is on one side of the bend, so every such neuron is a line.
    one_side = features.shape[1] == 1 and (features.min() >= 0 or features.max() <= 0)
    if prospect.activation.shape == "hinge" and one_side and (prospect.activation.array(sums) == sums).all():
        return "best possible"
    return f"best {line_or_plane(features.shape[1])}"
