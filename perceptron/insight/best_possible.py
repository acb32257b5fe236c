"""A number beside the lowest that it could be, where a difference that nobody can see is none."""

from perceptron.insight.prospect import Prospect
from perceptron.words import line_or_plane

# So many digits are shown, and a difference of a smaller share than this is rounding.
DIGITS = 5
TOLERANCE = 1e-6


def is_best(value: float, best: float) -> bool:
    """Whether the two read the same in DIGITS digits, or differ by at most TOLERANCE of the larger.

    In JavaScript: Number(v.toPrecision(5)) === Number(b.toPrecision(5)) || Math.abs(v - b) <= 1e-6 *
    Math.max(Math.abs(v), Math.abs(b)).
    """
    same_digits = float(f"{value:.{DIGITS}g}") == float(f"{best:.{DIGITS}g}")
    return same_digits or abs(value - best) <= TOLERANCE * max(abs(value), abs(best))


def beside_best(value: float, best: float, name: str = "best possible") -> str:
    """ "= best possible" or "best possible 6.1199"; name: what the best is called, as `name_of_best` has it."""
    return f"= {name}" if is_best(value, best) else f"{name} {best + 0.0:.{DIGITS}g}"


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
