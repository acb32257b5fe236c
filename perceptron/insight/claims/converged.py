"""It converged: to what, and what kept it from more."""

import numpy as np

from perceptron.insight.claims.claim import Claim, Explanation, always
from perceptron.insight.claims.float32 import REPEATS
from perceptron.insight.claims.shared import least_squares_loss, name_of_activation, the_line
from perceptron.insight.ending import TOLERANCE
from perceptron.insight.piece import Piece, lowest_downhill
from perceptron.insight.remedies import without_the_activation
from perceptron.insight.suggestions import compare_with_limit
from perceptron.insight.symptoms import Symptoms, go_to_and_fro
from perceptron.words import counted


def _straight(s: Symptoms) -> str:
    return "straight line" if the_line(s) == "line" else "plane"


def _count_shut(s: Symptoms) -> str:
    return f"{int(s.shut.sum())} of {s.dataset.rows}"


def _found_the_line(s: Symptoms) -> bool:
    """Whether it is as good as the best line, and no other line that is as good, as columns that nearly follow from
    one another allow: each weight is within a hundredth of y's spread, where its feature changes by its own.
    """
    weights = s.history.weights_in_data_units[-1] - s.run.fit.weights
    apart = np.abs(weights * s.dataset.feature_scales).max()
    return _is_as_good_as_the_line(s) and bool(apart <= 0.01 * s.dataset.target.std() or s.y_is_constant)


def _is_as_good_as_the_line(s: Symptoms) -> bool:
    """Whether it is a line, and as good as the best one on the data as it is, not only as float32 rounds it."""
    return s.is_line and s.mean_loss_at(s.last) - s.best <= max(s.tolerance, TOLERANCE * s.variance)


def _is_lowest_of_all(s: Symptoms) -> bool:
    """Whether no neuron with this activation has a lower loss; only of one feature can that be told here."""
    seen, parameters = s.piece.seen, s.piece.parameters
    if seen.x.shape[1] > 1 or seen.activation.shape == "curve":
        return False
    other = parameters.copy()
    other[0] = -other[0] or 1.0
    return s.floor <= lowest_downhill(Piece(seen, other)) + s.tolerance


def _oscillated_on_the_way(s: Symptoms) -> bool:
    """Whether the first steps went to and fro across the valley."""
    first = s.run.parameters(np.arange(min(s.last, 6) + 1))
    steps = np.diff(first, axis=0) @ s.piece.curvature.eigenvectors[:, -1]
    return s.run.is_full_batch and len(steps) >= 4 and go_to_and_fro(steps)


def _loss_went(s: Symptoms) -> str:
    return f"The loss went from {s.history.losses[0]:.5g} to {s.history.losses[-1]:.5g}"


def _is_lowest_for_its_activation(s: Symptoms) -> bool:
    """Whether it is open for every row and has the lowest loss that its activation allows, which a line would beat."""
    return s.clamp_costs() and not s.shut.any() and _is_lowest_of_all(s)


def _shuts_some(s: Symptoms) -> bool:
    return s.clamp_costs() and bool(s.shut.any())


CONVERGED = Explanation(
    plain=(
        Claim(_found_the_line, lambda s: f"It found the best {the_line(s)} and stays there."),
        Claim(_is_as_good_as_the_line, lambda s: f"It fits the points as well as any {the_line(s)} can."),
        Claim(
            lambda s: s.beats_every_line(),
            lambda s: f"Bent as it is, it fits the points better than any {_straight(s)}.",
        ),
        Claim(
            _is_lowest_for_its_activation,
            lambda s: f"It comes as close to the best {the_line(s)} as the {name_of_activation(s)} lets it.",
        ),
        Claim(
            _shuts_some,
            lambda s: (
                f"It can do no better from here: the {name_of_activation(s)} is shut for {_count_shut(s)} points."
            ),
        ),
        always(lambda s: "It can do no better from here."),
    ),
    headline=(
        Claim(_found_the_line, lambda s: f"It converged: the neuron found the least-squares {the_line(s)}"),
        Claim(
            _is_as_good_as_the_line,
            lambda s: f"It converged: the neuron is as good as the least-squares {the_line(s)}",
        ),
        Claim(
            lambda s: s.beats_every_line(),
            lambda s: f"It converged: bent as it is, the neuron fits better than any {_straight(s)}",
        ),
        Claim(
            _is_lowest_for_its_activation,
            lambda s: (
                f"It converged, as close to the least-squares {the_line(s)} as the {name_of_activation(s)} lets it"
            ),
        ),
        Claim(
            _shuts_some,
            lambda s: f"It converged, but the {name_of_activation(s)} shuts {_count_shut(s)} rows off",
        ),
        always(lambda s: "It converged: from where it is, it gets no lower"),
    ),
    reasons=(
        (
            Claim(
                _is_as_good_as_the_line,
                lambda s: f"{_loss_went(s)}; {least_squares_loss(s)}, the lowest of all {the_line(s)}s.",
            ),
            always(lambda s: f"{_loss_went(s)}; {least_squares_loss(s)}."),
        ),
        (
            Claim(
                lambda s: bool(s.shut.any()) and s.run.activation.shape == "hinge",
                lambda s: (
                    f"For {counted(int(s.shut.sum()), 'row')} x·w is negative, the {name_of_activation(s)} makes it 0,"
                    f" and {'its' if s.shut.sum() == 1 else 'their'} prediction is the bias."
                ),
            ),
            Claim(
                lambda s: s.clamp_costs() and _is_lowest_of_all(s),
                lambda s: (
                    f"The {name_of_activation(s)} {s.run.activation.meaning}: with it, the least-squares"
                    f" {the_line(s)} is out of reach."
                ),
            ),
        ),
        REPEATS,
        (
            Claim(
                lambda s: s.history.period is None and _oscillated_on_the_way(s),
                lambda s: f"It oscillated on the way: the learning rate {compare_with_limit(s.run)}.",
            ),
        ),
    ),
    suggestions=lambda s: without_the_activation(s) if s.clamp_costs() else (),
)
