"""Sentences that once were false, each with the run that showed it: it is said no more, and what is said is true."""

from typing import Any, NamedTuple

import pytest
from truth.known import NEAR_Z, SETS
from truth.runs import case_of
from truth.verdict import false_of


class Row(NamedTuple):
    """A run, what it is now, what has to be said of it and what must not."""

    data: str
    settings: dict[str, Any]
    kind: str
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


ROWS = {
    "a cycle of two by rounding": Row(
        "article", {}, "converged", ("go round a cycle of 2 updates for ever",), ("smaller than the gaps",)
    ),
    "a high y is no constant": Row(
        "high",
        {**NEAR_Z, "learning_rate": 0.01},
        "stalled in float32",
        ("tells 15 apart",),
        ("converged", "lowest that"),
    ),
    "a hinge is no line": Row(
        "hinge", {"learning_rate": 0.01}, "converged", ("better than any straight line",), ("found the least-squares",)
    ),
    "no floor beyond the corner": Row(
        "minus abs", {"learning_rate": 0.01}, "oscillating, not converging", (), ("still", "stalled")
    ),
    "no arrival ahead at the corner": Row(
        "minus abs",
        {"learning_rate": 0.001, "epochs": 300},
        "oscillating, not converging",
        (),
        ("before it arrived", "above"),
    ),
    "swings that grow": Row(
        "daily_energy",
        {**NEAR_Z, "learning_rate": 0.02, "epochs": 8},
        "oscillating, not converging",
        ("lands 1.097 times as far",),
        ("less from step to step",),
    ),
    "swings that will grow": Row(
        "daily_energy",
        {**NEAR_Z, "learning_rate": 0.02, "epochs": 1},
        "oscillating, not converging",
        ("1.097 times",),
        ("still learning",),
    ),
    "small batches have another limit": Row(
        "taxi_fare",
        {"learning_rate": 0.0016, "batch_size": 1, "epochs": 300},
        "converged",
        (),
        ("more than this data can bear", "overshoot"),
    ),
    "near the lowest is not the lowest": Row(
        "ice_cream",
        {**NEAR_Z, "learning_rate": 0.001, "batch_size": 3, "epochs": 300},
        "converged",
        ("the least-squares line has 18700, the lowest of all lines",),
        ("lowest that any straight line reaches",),
    ),
    "a bias that runs away": Row(
        "article",
        {"learning_rate": 0.05, "epochs": 60},
        "dead neuron",
        ("Each update takes it 1.5 times as far from there",),
        ("heads for", "multiplied the error"),
    ),
    "one step is no growth": Row(
        "tree_by_year", {}, "dead neuron", ("Update 1 took the weight from",), ("multiplied",)
    ),
    "epochs where rows are shut": Row(
        "both signs",
        {"learning_rate": 0.0005, "epochs": 20},
        "still learning",
        (),
        ("needs about", "endlessly", "so no step overshoots"),
    ),
    "a flat direction costs no epochs": Row(
        "twice",
        {"activation": "identity", "learning_rate": 0.0005, "epochs": 20},
        "still learning",
        ("would arrive in about",),
        ("endlessly",),
    ),
    "batch noise is no growth": Row(
        "article",
        {"initial_weight": 0.1750716, "initial_bias": 1.4045023, "batch_size": 5, "learning_rate": 1e-5, "epochs": 40},
        "converged",
        (),
        ("too fast", "larger"),
    ),
    "settled in batch noise": Row(
        "article",
        {**NEAR_Z, "batch_size": 5, "learning_rate": 0.04, "epochs": 200},
        "oscillating, not converging",
        ("jumps about", "only 5 of 25 rows"),
        ("still learning", "before it arrived"),
    ),
    "nothing moves at all": Row(
        "exact",
        {"initial_weight": 0.5, "initial_bias": 1.0, "batch_size": 3, "activation": "identity", "epochs": 99},
        "converged",
        (),
        ("jumping", "jumps"),
    ),
    "the identity shuts no rows": Row(
        "article",
        {"activation": "identity", "learning_rate": 0.00129447, "epochs": 400},
        "oscillating, not converging",
        ("just the largest stable rate",),
        ("shut", "clamp"),
    ),
    "a row of 0 is not negative": Row(
        "from day 0",
        {"learning_rate": 1e-4, "epochs": 1500},
        "dead neuron",
        ("negative for every row whose x is not 0",),
        ("for every row,",),
    ),
    "an epoch of batches is no step": Row(
        "daily_energy", {"batch_size": 4, "epochs": 50}, "dead neuron", ("Epoch 1 took the weights",), ("first step",)
    ),
    "by hand nothing is float32's": Row(
        "tree_by_year",
        {"activation": "identity", "learning_rate": 1e-25, "gradients": "by_hand", "epochs": 20},
        "stalled in float32",
        ("too small for float64",),
        ("float32",),
    ),
    "a cycle of fourteen": Row(
        "minus abs",
        {"learning_rate": 0.0405, "epochs": 600},
        "oscillating, not converging",
        ("go round a cycle of 14 updates for ever",),
        ("less from step to step",),
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_was_false_is_said_no_more_and_what_is_said_is_true(name: str) -> None:
    row = ROWS[name]
    case = case_of(SETS[row.data], **row.settings)
    diagnosis = case.run.diagnosis
    text = f"{diagnosis.headline} {diagnosis.reason}"
    assert diagnosis.kind == row.kind
    assert [words for words in row.said if words not in text] == []
    assert [words for words in row.unsaid if words in text] == []
    assert false_of(case) == []
