"""Theory beside practice: how fast the loss fell towards its floor, and how fast the eigenvalues say it falls."""

import numpy as np

from perceptron.insight.epochs import telling_epochs
from perceptron.insight.outcome import Outcome


def theory_beside(run: Outcome) -> str:
    """The decay per epoch, measured and predicted, or why nothing is predicted."""
    if run.bends:
        where = f"the {run.hyperparameters.activation} {'shuts' if run.activation.shuts else 'bends the line'}"
        return f"No predicted loss is drawn: where {where}, the eigenvalues' bowl ends."
    if not run.theory_holds:
        return "No predicted loss is drawn: with mini-batches each step sees another bowl."
    text = "The dotted line is the loss that the eigenvalues predict."
    decay = _decay(run)
    if decay is not None:
        first, last, measured, predicted = decay
        text += (
            f" From epoch {first:,} to {last:,} each epoch multiplied the excess loss by {measured:.5f} on average;"
            f" the eigenvalues say {predicted:.5f}."
        )
    return text


def _decay(run: Outcome) -> tuple[int, int, float, float] | None:
    """Two epochs, and what an epoch between them multiplied the excess loss by, as measured and as predicted.

    They are the later half of the whole run; where that is float32's noise, the later half of the way down to it. None
    where there is no such way, rounding makes the two differ, or nothing is left to tell of them in five digits.
    """
    epochs = telling_epochs(run.last)
    excess = run.excess_losses(epochs)
    # Below this the steps are lost in float32's rounding, and the excess no longer falls.
    # Nor does anything tell how far it is from a best line whose own last digits are rounding.
    noise = 1e-13 * float(np.square(run.dataset.target).sum()) * run.scale
    start = run.parameters(np.array([0]))[0]
    for floor in (noise, 30 * excess.min()):
        clear = np.flatnonzero(excess > max(1e-10 * excess[0], noise, floor, 1e-300))
        if len(clear) < 3:
            continue
        last = int(clear[-1])
        middle = int(np.searchsorted(epochs, epochs[last] / 2))
        predicted = run.predicted_excess(start, epochs[[middle, last]])
        if middle >= last or excess[middle] <= 0 or not (predicted > 0).all():
            continue
        share = 1 / float(epochs[last] - epochs[middle])
        told, foretold = float(excess[last] / excess[middle]) ** share, float(predicted[1] / predicted[0]) ** share
        # Where they differ, rounding has had its part in it.
        agree = abs(told - foretold) <= 0.01 * abs(1 - foretold) + 1e-5
        if agree and "1.00000" not in (f"{told:.5f}", f"{foretold:.5f}"):
            return int(epochs[middle]), int(epochs[last]), told, foretold
    return None
