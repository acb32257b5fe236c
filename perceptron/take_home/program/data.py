"""The piece of a program that holds its data, and turns it into what the neuron gets."""

import numpy as np

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.names import names
from perceptron.take_home.program.numbers import MOST_READ, UNPACKED, in_rows, packed
from perceptron.take_home.program.piece import Piece, comment, lines
from perceptron.words import counted

STANDARDISED = """mean = features.mean(axis=0)
spread = np.ptp(features, axis=0)
deviation = (features / spread).std(axis=0) * spread
standardised = (features - mean) / deviation"""


def data(run: Run, depth: Depth) -> Piece:
    """The rows to train on, those held out if any are, and x and y as the neuron gets them."""
    table = np.column_stack([run.dataset.features, run.dataset.target])
    kept = None if run.held_out is None else np.column_stack([run.held_out.features, run.held_out.target])
    is_long = is_packed(run)
    written = packed if is_long else in_rows
    held_out = None
    if kept is not None:
        held_out = lines(
            "",
            comment("Rows that were kept from training, in the same columns."),
            f"held_out = {written(kept)}",
        )
    code = lines(
        names(run.dataset),
        "",
        f"{UNPACKED}\n\n" if is_long else None,
        comment("A row for every point: first the features, in the order of their names, then the target."),
        f"table = {written(table)}",
        "features, target = table[:, :-1].copy(), table[:, -1:].copy()",
        held_out,
        "",
        _as_trained(run, depth),
    )
    kept_too = "" if kept is None else f", and {counted(len(kept), 'row')} that it never learns from"
    says = f"{counted(run.dataset.rows, 'row')} for the neuron to learn from{kept_too}."
    return Piece("data", "The data", says, code)


def is_packed(run: Run) -> bool:
    """Whether there are too many numbers to be read."""
    rows = run.dataset.rows + (0 if run.held_out is None else run.held_out.rows)
    return rows * len(run.dataset.names) > MOST_READ


def _as_trained(run: Run, depth: Depth) -> str:
    standardises = run.hyperparameters.standardize
    source = "standardised" if standardises else "features"
    meaning = ["Standardising gives every feature the same scale: how many standard deviations from its mean."]
    # Squares of tiny numbers would underflow to 0, hence the spread.
    formula = ["standardised = (x − mean) / standard deviation, worked out in units of the column's own spread."]
    by_hand = run.hyperparameters.gradients == "by_hand"
    digits = comment(
        "The data is rounded to float32, as PyTorch has it by default"
        + (", and the rest worked out in float64." if by_hand else ", and so is every number on the way.")
    )
    if by_hand:
        x = f"x = {source}.astype(np.float32).astype(np.float64)"
        y = "y = target[:, 0].astype(np.float32).astype(np.float64)"
    else:
        x = f"x = torch.tensor({source}, dtype=torch.float32)"
        y = "y = torch.tensor(target, dtype=torch.float32)"
    return lines(
        comment(*meaning, *([] if depth == "plain" else formula)) if standardises else None,
        STANDARDISED if standardises else None,
        None if depth == "plain" else digits,
        x,
        y,
    )
