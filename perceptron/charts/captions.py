"""What stands below each picture: what is what in it, and what theory says beside it."""

import math

import numpy as np
import pandas as pd

from perceptron.charts.film_tables import clamp_ever_shut, prediction_holds
from perceptron.charts.views.fitted_line import MOST_POINTS
from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.theory import Curvature
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters


def line_caption(dataset: Dataset, squares: bool, *, with_truth: bool) -> str:
    """What is what in the picture of the line, or of predicted against actual."""
    several = len(dataset.feature_names) > 1
    text = (
        "Vertical lines: the residuals, down to the diagonal of perfect predictions (dashed green)."
        if several
        else "Orange: the neuron's line. Dashed green: least squares. Vertical lines: the residuals."
    )
    if with_truth:
        text += " Dotted grey: the line that the data was made from."
    if squares:
        text += " Squares: as wide in x units as they are high in y units; their areas add up to the squared error."
    if dataset.rows > MOST_POINTS:
        text += f" {MOST_POINTS:,} of {dataset.rows:,} points are drawn."
    return text


def loss_caption(
    dataset: Dataset, hyperparameters: Hyperparameters, history: History, bowl: Curvature, frames: pd.DataFrame
) -> str:
    """Theory beside practice: the decay per epoch, measured and predicted, or why there is no prediction."""
    if not prediction_holds(dataset, hyperparameters, history):
        if clamp_ever_shut(dataset, history):
            return (
                "Dashed green: least squares. No predicted loss is drawn: where the"
                " clamp shuts, the eigenvalues' bowl ends."
            )
        return "Dashed green: least squares. No predicted loss is drawn: with mini-batches each step sees another bowl."
    predicted = float(np.abs(bowl.factors(hyperparameters.learning_rate)).max()) ** 2
    text = "Dashed green: least squares. Dotted: the loss that the eigenvalues predict."
    measured = _measured_decay(frames)
    if measured is not None:
        text += (
            f" Per epoch the excess loss was last multiplied by {measured:.5f};"
            f" theory says max|1 − ηλ|² = {predicted:.5f}."
        )
    return text


def held_out_caption(held_out: HeldOut, hyperparameters: Hyperparameters) -> str:
    """What the line of the held-out rows shows; goes on from `loss_caption`."""
    scaled = ", scaled to as many rows as were trained on" if hyperparameters.reduction == "sum" else ""
    return f" Blue: the loss on the {held_out.rows:,} held-out rows{scaled}."


def _measured_decay(frames: pd.DataFrame) -> float | None:
    """What an epoch multiplied the excess loss by, over the later half of the way down to float32's noise."""
    excess, epochs = frames["excess"].to_numpy(), frames["epoch"].to_numpy()
    # Below this the steps are lost in float32's rounding, and the excess no longer falls.
    clear = np.flatnonzero(excess > max(1e-10 * excess[0], 30 * excess.min(), 1e-300))
    if len(clear) < 3:
        return None
    last = int(clear[-1])
    middle = int(np.searchsorted(epochs, epochs[last] / 2))
    if middle >= last or excess[middle] <= 0:
        return None
    return math.exp(math.log(excess[last] / excess[middle]) / (epochs[last] - epochs[middle]))


def surface_caption(hyperparameters: Hyperparameters, features: int, *, clipped: bool) -> str:
    """What is what on the map of the loss."""
    text = "Square: the start. Cross: least squares. Pink: the way downhill, against the gradient."
    if features > 1:
        text += " All other parameters are held where training ended."
    if hyperparameters.standardize:
        text += " In the units of training, for standardised x."
    if clipped:
        text += " **The path leads off this map, and is cut off at its edge.**"
    return text
