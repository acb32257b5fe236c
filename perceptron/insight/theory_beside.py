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
        measured, predicted = decay
        text += (
            f" Per epoch the excess loss was last multiplied by {measured:.5f}; the eigenvalues say {predicted:.5f}."
        )
    return text


def _decay(run: Outcome) -> tuple[float, float] | None:
    """What an epoch multiplied the excess loss by, over the later half of the way down to float32's noise: as measured,
    and as predicted over the same epochs. None where there is no such way, or rounding makes them differ.
    """
    epochs = telling_epochs(run.last)
    excess = run.excess_losses(epochs)
    # Below this the steps are lost in float32's rounding, and the excess no longer falls.
    # Nor does anything tell how far it is from a best line whose own last digits are rounding.
    noise = 1e-13 * float(np.square(run.dataset.target).sum()) * run.scale
    clear = np.flatnonzero(excess > max(1e-10 * excess[0], 30 * excess.min(), noise, 1e-300))
    if len(clear) < 3:
        return None
    last = int(clear[-1])
    middle = int(np.searchsorted(epochs, epochs[last] / 2))
    start = run.parameters(np.array([0]))[0]
    predicted = run.predicted_excess(start, epochs[[middle, last]])
    if middle >= last or excess[middle] <= 0 or not (predicted > 0).all():
        return None
    share = 1 / float(epochs[last] - epochs[middle])
    told, foretold = float(excess[last] / excess[middle]) ** share, float(predicted[1] / predicted[0]) ** share
    # Where they differ, rounding has had its part in it.
    return (told, foretold) if abs(told - foretold) <= 0.01 * abs(1 - foretold) + 1e-5 else None
