"""Claims that runs of several kinds share: the limit, how far steps go, and what is left to gain."""

from perceptron.insight.claims.claim import Claim, always
from perceptron.insight.claims.future import epochs_to_go
from perceptron.insight.suggestions import compare_with_limit, times_in_words
from perceptron.insight.symptoms import Symptoms
from perceptron.words import counted, line_or_plane


def update_or_epoch(symptoms: Symptoms) -> str:
    """What a row of the history is called: with full batches an epoch is one update."""
    return "update" if symptoms.run.is_full_batch else "epoch"


def step_or_epoch(symptoms: Symptoms) -> str:
    """The same in plain words."""
    return "step" if symptoms.run.is_full_batch else "epoch"


def name_of_activation(symptoms: Symptoms) -> str:
    """What the learner chose it by."""
    return symptoms.hyperparameters.activation


def the_line(symptoms: Symptoms) -> str:
    """What the neuron draws: a line, or of several features a plane."""
    return line_or_plane(len(symptoms.dataset.feature_names))


def precision(symptoms: Symptoms) -> str:
    """The numbers that training holds."""
    return symptoms.digits.__name__


def least_squares_loss(symptoms: Symptoms) -> str:
    """The least-squares line with its loss, which is 0 where it is nothing but rounding."""
    return f"the least-squares {the_line(symptoms)} has {symptoms.run.fit.loss if symptoms.best else 0.0:.5g}"


# The learning rate beside its limit


def _compare_with_piece(symptoms: Symptoms) -> str:
    rate, limit = symptoms.rate, symptoms.piece.curvature.largest_stable_learning_rate
    where = "with the rows that are shut left out" if symptoms.shut.any() else "where it ended"
    return (
        f"The learning rate {rate:.4g} is {times_in_words(rate / limit)} the largest stable rate {where}, {limit:.4g}."
    )


RATE_BESIDE_LIMIT = (
    Claim(
        lambda s: s.run.is_full_batch and not s.is_line and s.run.activation.shape == "hinge" and not s.is_dead,
        _compare_with_piece,
    ),
    always(lambda s: f"The learning rate {compare_with_limit(s.run)}."),
)
RATE_BEYOND_LIMIT = (Claim(lambda s: s.run.is_too_fast, lambda s: f"The learning rate {compare_with_limit(s.run)}."),)
FEW_ROWS = (
    Claim(
        lambda s: not s.run.is_full_batch,
        lambda s: (
            f"Each update sees only {s.hyperparameters.batch_size:,} of {s.dataset.rows:,} rows, so its gradient is a"
            " noisy guess."
        ),
    ),
)


def lands_on_the_other_side(s: Symptoms) -> bool:
    """Whether the last steps went to and fro and changed in length as the bowl says."""
    steps = s.steps_across
    if len(steps) < 2 or not s.stays_in_bowl or s.growth <= 0 or steps[-2] == 0:
        return False
    return abs(-float(steps[-1] / steps[-2]) / s.growth - 1) < 0.01


LANDS_FURTHER = (
    Claim(
        lands_on_the_other_side,
        lambda s: f"Each step jumps across the valley and lands {times_in_words(s.growth)} as far on the other side.",
    ),
    Claim(
        lambda s: s.stays_in_bowl and s.growth > 1,
        lambda s: (
            f"Across the valley every further step goes {times_in_words(s.growth)} as far as the one before, to the"
            " other side."
        ),
    ),
)


def _is_not_across_yet(s: Symptoms) -> bool:
    """Whether most of the excess lies along directions in which steps shrink it."""
    across = float(s.piece.excess_by_direction[s.factors < -1].sum())
    return s.stays_in_bowl and s.growth > 1 and s.last > 0 and across < s.excess / 2


FALLS_FOR_NOW = (
    Claim(
        lambda s: _is_not_across_yet(s) and bool(s.history.losses[-1] < s.history.losses[-2]),
        lambda s: "The loss still falls, because most of what is left of it is not across the valley yet.",
    ),
)
ROUNDING_DECIDES = (
    Claim(
        lambda s: s.stays_in_bowl and abs(s.growth - 1) <= s.rounding,
        lambda s: f"So close to the limit the rounding of {precision(s)} decides whether it shrinks or grows.",
    ),
)


# What is left


LEFT_TO_GAIN = (
    Claim(
        lambda s: s.is_line and s.piece.is_whole,
        lambda s: (
            f"The mean squared residual is still {s.mean_loss_at(s.last) - s.best:.3g} above that of the least-squares"
            f" {the_line(s)}, {s.best:.4g}."
        ),
    ),
    Claim(
        lambda s: s.piece.is_whole and s.run.activation.shape == "hinge",
        lambda s: (
            f"The mean squared residual is still {s.excess:.3g} above {s.floor:.4g}, the lowest with the rows bent as"
            " they are now."
        ),
    ),
)
EPOCHS_TO_GO = (
    Claim(
        lambda s: epochs_to_go(s) is not None,
        lambda s: f"At this learning rate it would arrive in about {counted(epochs_to_go(s) or 0, 'more epoch')}.",
    ),
)
DIES_AHEAD = (
    Claim(
        lambda s: not s.is_dead and s.dies_ahead_at is not None,
        lambda s: (
            f"If it went on like this, the {s.hyperparameters.activation} would shut for every row at about"
            f" {update_or_epoch(s)} {s.dies_ahead_at:,}, and the neuron die."
        ),
    ),
)
