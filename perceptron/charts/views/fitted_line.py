"""The data and the neuron's line through it, at the film's current frame."""

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import NOW, anchor, at_frame, epoch_title, fixed_scale
from perceptron.charts.frames import weight_fields
from perceptron.charts.palette import DATA, LEAST_SQUARES, NEURON, RESIDUAL
from perceptron.data.dataset import Dataset
from perceptron.insight.theory import Fit
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Activation
from perceptron.words import as_title

MOST_POINTS = 1000
# Numbers without commas, because x may be years; few of them, so that long ones have room.
PLAIN = alt.Axis(format="~r", tickCount=8)


def fitted_line_chart(
    features: int, activation: Activation, x_title: str, y_title: str, *, squares: bool, frames: int, height: int
) -> alt.LayerChart:
    """The points and the line (one feature), or predicted against actual (several).

    Draws the named tables history (frames), points and line.
    """
    x = alt.X("x:Q", title=as_title(x_title), scale=fixed_scale("x"), axis=PLAIN)
    y_scale = fixed_scale("y")
    y = alt.Y("y:Q", title=as_title(y_title), scale=y_scale, axis=PLAIN)
    prediction = prediction_expression(features, activation)
    points = alt.Chart(alt.NamedData("points")).transform_calculate(prediction=prediction)
    if features > 1:
        return _predicted_against_actual(points, as_title(y_title), squares=squares, frames=frames, height=height)
    line = alt.Chart(alt.NamedData("line")).transform_calculate(prediction=prediction)
    layers = [
        anchor(),
        points.mark_rule(strokeWidth=1.5, opacity=0.8, clip=True).encode(
            x, y, y2="prediction:Q", color=alt.value(RESIDUAL)
        ),
        # The points stand still, so they are not to be drawn anew with every prediction.
        alt.Chart(alt.NamedData("points"))
        .mark_circle(size=70, opacity=1, clip=True)
        .encode(x, y, color=alt.value(DATA), tooltip=_tooltip(x_title, y_title)),
        line.mark_line(strokeWidth=3, clip=True).encode(
            x, alt.Y("prediction:Q", scale=y_scale), color=alt.value(NEURON)
        ),
        line.mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True).encode(
            x, alt.Y("least_squares:Q", scale=y_scale), color=alt.value(LEAST_SQUARES)
        ),
        alt.Chart(alt.NamedData("line"))
        .transform_filter("isValid(datum.truth)")
        .mark_line(strokeDash=[1, 4], strokeWidth=2.5, clip=True)
        .encode(x, alt.Y("truth:Q", scale=y_scale), color=alt.value(RESIDUAL)),
    ]
    if squares:
        layers.insert(1, _squares(points, x, y))
    return at_frame(alt.layer(*layers), epoch_title("Fitted line"), frames, height)


def _squares(points: alt.Chart, x: alt.X, y: alt.Y) -> alt.Chart:
    """Rectangles of one residual's length on both axes, so that their areas in data units are the squares."""
    return (
        points.transform_calculate(far="datum.x + abs(datum.prediction - datum.y)")
        .mark_rect(opacity=0.2, clip=True)
        .encode(x, y, x2="far:Q", y2="prediction:Q", color=alt.value(RESIDUAL))
    )


def _predicted_against_actual(
    points: alt.Chart, name: str, *, squares: bool, frames: int, height: int
) -> alt.LayerChart:
    x = alt.X("y:Q", title=f"actual {name}", scale=fixed_scale("y"), axis=PLAIN)
    y = alt.Y("prediction:Q", title=f"predicted {name}", scale=fixed_scale("y"), axis=PLAIN)
    perfect = alt.Chart(alt.NamedData("line")).mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True)
    layers = [
        anchor(),
        perfect.encode(
            alt.X("x:Q", scale=fixed_scale("y")),
            alt.Y("least_squares:Q", scale=fixed_scale("y")),
            color=alt.value(LEAST_SQUARES),
        ),
        points.mark_rule(strokeWidth=1.5, opacity=0.6, clip=True).encode(x, y, y2="y:Q", color=alt.value(RESIDUAL)),
        points.mark_circle(size=60, opacity=1, clip=True).encode(x, y, color=alt.value(NEURON), tooltip="row:Q"),
    ]
    if squares:
        squared = points.transform_calculate(far="datum.y + abs(datum.prediction - datum.y)")
        layers.insert(
            1, squared.mark_rect(opacity=0.2, clip=True).encode(x, y, x2="far:Q", y2="y:Q", color=alt.value(RESIDUAL))
        )
    return at_frame(alt.layer(*layers), epoch_title("Predicted against actual"), frames, height)


def prediction_expression(features: int, activation: Activation) -> str:
    """ŷ of one point at the current frame, from its z1 … zd, the features as the neuron gets them."""
    total = " + ".join(f"{NOW}.{weight} * datum.z{index + 1}" for index, weight in enumerate(weight_fields(features)))
    return f"max(0, {total}) + {NOW}.b" if activation == "clamp" else f"{total} + {NOW}.b"


def points_of(dataset: Dataset, history: History) -> pd.DataFrame:
    """What is drawn of the data, at most MOST_POINTS rows evenly taken: x, y, z1 … zd and the row's number."""
    rows = np.unique(np.linspace(0, dataset.rows - 1, min(dataset.rows, MOST_POINTS)).round().astype(np.int64))
    features = dataset.features[rows]
    scaled = (features - history.feature_means) / history.feature_scales
    table = {"row": rows + 1, "x": features[:, 0], "y": dataset.target[rows, 0]}
    return pd.DataFrame(table | {f"z{index + 1}": column for index, column in enumerate(scaled.T)})


def line_of(dataset: Dataset, history: History, fit: Fit, true_line: tuple[float, float] | None = None) -> pd.DataFrame:
    """The corners of the lines. One feature: both ends, and x·w = 0, where the clamp bends the neuron's line.
    Several: the diagonal on which predicted equals actual.
    """
    if dataset.features.shape[1] > 1:
        ends = np.array(y_reach(dataset))
        return pd.DataFrame({"x": ends, "least_squares": ends})
    low, high = x_reach(dataset)
    bend = float(history.feature_means[0])
    x = np.array([low, *([bend] if low < bend < high else []), high])
    z = (x - history.feature_means[0]) / history.feature_scales[0]
    truth = true_line[0] * x + true_line[1] if true_line is not None else np.nan
    return pd.DataFrame({"x": x, "z1": z, "least_squares": fit.weights[0] * x + fit.bias, "truth": truth})


def x_reach(dataset: Dataset) -> tuple[float, float]:
    """The ends of the x axis: the first feature's values and a little room."""
    return with_room(dataset.features[:, 0])


def y_reach(dataset: Dataset) -> tuple[float, float]:
    """The ends of the y axis: the target's values and some room for residuals."""
    return with_room(dataset.target[:, 0], 0.25)


def with_room(values: np.ndarray, share: float = 0.06) -> tuple[float, float]:
    """The least and the largest value, with that share of their distance added on both sides."""
    low, high = float(values.min()), float(values.max())
    room = share * (high - low) or max(1.0, abs(high) * share)
    return low - room, high + room


def _tooltip(x_title: str, y_title: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("row:Q", title="row"),
        alt.Tooltip("x:Q", title=as_title(x_title)),
        alt.Tooltip("y:Q", title=as_title(y_title)),
    ]
