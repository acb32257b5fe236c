"""The tables that the film's views draw: the run as frames, and what stands still behind it."""

import numpy as np
import pandas as pd

from perceptron.charts.frames import frame_epochs, frames_of
from perceptron.charts.views.fitted_line import MOST_POINTS, line_of, points_of, with_room, x_reach, y_reach
from perceptron.charts.views.parameters import parameters_of
from perceptron.data.dataset import Dataset
from perceptron.data.held_out import HeldOut
from perceptron.insight.surface import Surface
from perceptron.insight.theory import Fit, curvature, in_training_units, predicted_losses
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters

# How long the arrow downhill is at the start, as a share of the map.
ARROW = 0.18


def film_tables(
    dataset: Dataset,
    held_out: HeldOut | None,
    hyperparameters: Hyperparameters,
    history: History,
    fit: Fit,
    surface: Surface,
    pair: tuple[int, int],
    true_line: tuple[float, float] | None = None,
) -> dict[str, pd.DataFrame]:
    """Every named table of the film: history, points, line, parameters, contours.

    `fit` is the least-squares line with its loss in the run's reduction; the held-out rows' loss is scaled to as many
    rows as were trained on where losses are sums. true_line is the slope and intercept of generated data.
    """
    frames = frames_of(history)
    epochs = frames["epoch"].to_numpy()
    frames["excess"] = excess_losses(dataset, hyperparameters, history, fit)[epochs]
    frames["predicted"] = np.nan
    if prediction_holds(dataset, hyperparameters, history):
        start = np.append(history.weights[0], history.biases[0])
        frames["predicted"] = predicted_losses(dataset, hyperparameters, start, epochs)
    frames["predicted_excess"] = frames["predicted"] - fit.loss
    frames["floor"] = fit.loss
    frames["held_out"] = np.nan
    if held_out is not None:
        scale = dataset.rows if hyperparameters.reduction == "sum" else 1
        frames["held_out"] = held_out.mean_squares(history, epochs) * scale
    _add_surface(frames, history, surface, pair)
    parameters = parameters_of(history, dataset.feature_names, fit)
    _add_reaches(frames, dataset, surface, parameters)
    for field, rows in parameters.groupby("field"):
        frames[field] = rows["value"].to_numpy()
    frames["readout"] = _readouts(frames, parameters)
    return {
        "history": frames.replace([np.inf, -np.inf], np.nan),
        "points": points_of(dataset, history),
        "line": line_of(dataset, history, fit, true_line),
        "parameters": parameters,
        "contours": surface.contours,
    }


def _readouts(frames: pd.DataFrame, parameters: pd.DataFrame) -> list[str]:
    """The numbers of each frame in words: the loss, and weight and bias where there are no more than these."""
    columns = [("loss", "loss")]
    if parameters["field"].nunique() == 2:
        columns += [("w", "shown_w1"), ("b", "shown_b")]
    texts = [[f"{label} {value:.5g}" for value in frames[column]] for label, column in columns]
    return [" \u2003 ".join(texts_of_frame) for texts_of_frame in zip(*texts, strict=True)]


def prediction_holds(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> bool:
    """Whether the eigenvalues describe this run: every update saw all rows, and the clamp never shut on any."""
    return hyperparameters.is_full_batch(dataset.rows) and not clamp_ever_shut(dataset, history)


def clamp_ever_shut(dataset: Dataset, history: History) -> bool:
    """Whether x·w was negative for any row at any epoch, with the clamp on."""
    if history.activation == "identity":
        return False
    scaled = (dataset.features - history.feature_means) / history.feature_scales
    if scaled.shape[1] == 1:
        # x·w over all rows and epochs is least at one of the four corners.
        corners = np.outer([scaled.min(), scaled.max()], [history.weights.min(), history.weights.max()])
        return bool(corners.min() < 0)
    rows = np.unique(np.linspace(0, len(scaled) - 1, min(len(scaled), MOST_POINTS)).round().astype(np.int64))
    epochs = frame_epochs(len(history) - 1)
    return bool((scaled[rows] @ history.weights[epochs].T < 0).any())


def excess_losses(dataset: Dataset, hyperparameters: Hyperparameters, history: History, fit: Fit) -> np.ndarray:
    """Loss minus least-squares loss, (n+1,). Where the clamp never shuts it is ½ (θ - θ*)ᵀ H (θ - θ*), which keeps
    the digits that subtracting two nearly equal losses would lose.
    """
    if clamp_ever_shut(dataset, history):
        return np.maximum(history.losses - fit.loss, 0)
    bowl = curvature(dataset, hyperparameters)
    weights, bias = in_training_units(dataset, hyperparameters, fit)
    errors = np.column_stack([history.weights - weights, history.biases - bias]) @ bowl.eigenvectors
    return np.asarray(errors**2 @ bowl.eigenvalues / 2)


def _add_surface(frames: pd.DataFrame, history: History, surface: Surface, pair: tuple[int, int]) -> None:
    epochs = frames["epoch"].to_numpy()
    path = np.column_stack([history.weights, history.biases])[epochs][:, pair]
    downhill = -np.column_stack([history.weight_gradients, history.bias_gradients])[epochs][:, pair]
    spans = np.array([surface.u_reach[1] - surface.u_reach[0], surface.v_reach[1] - surface.v_reach[0]])
    steepness = np.linalg.norm(downhill / spans, axis=1)
    largest = steepness.max() or 1.0
    # The fourth root keeps a small gradient visible; the direction is true, the length only tells more from less.
    length = ARROW * (steepness / largest) ** 0.25 / np.where(steepness > 0, steepness, 1.0)
    arrow = path + downhill * length[:, None]
    for axis, index in (("u", 0), ("v", 1)):
        frames[axis] = path[:, index]
        frames[f"{axis}_arrow"] = arrow[:, index]
        frames[f"{axis}_best"] = surface.best[index]


def _add_reaches(frames: pd.DataFrame, dataset: Dataset, surface: Surface, parameters: pd.DataFrame) -> None:
    reaches = {"x": x_reach(dataset), "y": y_reach(dataset), "u": surface.u_reach, "v": surface.v_reach}
    reaches["epoch"] = 0.0, float(frames["epoch"].max())
    for what, rows in parameters.groupby("what"):
        reaches[str(what)] = with_room(rows[["value", "least_squares"]].to_numpy())
    for axis, (low, high) in reaches.items():
        frames[f"{axis}_low"], frames[f"{axis}_high"] = low, high
    losses, floor = frames["loss"], float(frames["floor"].iloc[0])
    top = float(max(losses.max(), frames["held_out"].max(skipna=True) if frames["held_out"].notna().any() else 0))
    frames["loss_linear_low"], frames["loss_high"] = 0.0, top * 1.05 or 1.0
    lowest = min([value for value in (*losses, floor) if value > 0], default=1.0)
    frames["loss_log_low"] = max(lowest * 0.8, top * 1e-12)
    positive = frames["excess"][frames["excess"] > 0]
    high = float(positive.max()) if len(positive) else 1.0
    frames["excess_high"] = high * 2
    frames["excess_excess_low"] = max(float(positive.min()) if len(positive) else 1e-3, high * 1e-16) / 2
