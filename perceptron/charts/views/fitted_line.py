"""The data and the neuron's line through it, at the film's current frame."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, NOW, anchor, at_frame, epoch_title, fixed_scale
from perceptron.charts.frames import weight_fields
from perceptron.charts.palette import LEAST_SQUARES, PREDICTION, RESIDUAL, TARGET
from perceptron.charts.view import Look, View, ends, with_room
from perceptron.data.dataset import Dataset
from perceptron.data.sampling import evenly_taken
from perceptron.insight.run import Run
from perceptron.learning.activation import ACTIVATIONS
from perceptron.words import as_title

MOST_POINTS = 1000
# Numbers without commas, because x may be years; few of them, so that long ones have room.
PLAIN = alt.Axis(format="~r", tickCount=8)


class Shape(NamedTuple):
    """How many features there are, the activation, what the axes are called, and whether squares are drawn."""

    features: int
    activation: str
    x_title: str
    y_title: str
    squares: bool = False


class FittedLine(View):
    """The points and the line (one feature), or predicted against actual (several)."""

    name = "fitted_line"
    reads = ("history", "points", "line")

    def shape(self, run: Run, look: Look) -> Shape:
        names, target = run.dataset.feature_names, run.dataset.target_name
        return Shape(len(names), run.hyperparameters.activation, names[0], target, look.squares)

    def chart(self, shape: Shape, frames: int) -> alt.LayerChart:
        if shape.features > 1:
            layers, title = _predicted_against_actual(shape), "Predicted against actual"
        else:
            layers, title = _points_and_line(shape), "Fitted line"
        return at_frame(alt.layer(anchor(), *layers), epoch_title(title), frames, HEIGHT)

    def columns(self, run: Run, look: Look, epochs: np.ndarray) -> Mapping[str, Any]:
        return ends("x", x_range(run.dataset)) | ends("y", y_range(run.dataset))

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        return {"points": _points(run), "line": _line(run, look)}

    def caption(self, run: Run, look: Look) -> str:
        text = (
            "Dashed green: perfect predictions. Upright grey: the residuals."
            if len(run.dataset.feature_names) > 1
            else "Orange: the neuron's line. Dashed green: the best line. Upright grey: the residuals."
        )
        if look.true_line is not None:
            text += " Dotted grey: the line that the data was made from."
        if look.squares:
            what = {"sum": "adds them up", "mean": "is their mean"}[run.hyperparameters.reduction]
            text += f" Squares: each residual times itself; the loss {what}."
        if run.dataset.rows > MOST_POINTS:
            text += f" {MOST_POINTS:,} of {run.dataset.rows:,} points are drawn."
        return text

    def description(self, run: Run, look: Look) -> str:
        dataset, history, fit = run.dataset, run.history, run.fit
        target = as_title(dataset.target_name)
        if len(dataset.feature_names) > 1:
            return (
                f"Predicted against actual {target} for {dataset.rows:,} points, from {len(dataset.feature_names)}"
                " features; a perfect prediction would lie on the diagonal."
            )
        weight, bias = float(history.weights_in_data_units[-1, 0]), float(run.biases_shown[-1])
        return (
            f"{dataset.rows:,} points of {target} over {as_title(dataset.feature_names[0])} and the neuron's line,"
            f" which ends at weight {weight:.4g} and bias {bias:.4g}; the best line has"
            f" {float(fit.weights[0]):.4g} and {run.best_bias_shown:.4g}."
        )


def _points_and_line(shape: Shape) -> list[alt.Chart]:
    x = alt.X("x:Q", title=as_title(shape.x_title), scale=fixed_scale("x"), axis=PLAIN)
    y_scale = fixed_scale("y")
    y = alt.Y("y:Q", title=as_title(shape.y_title), scale=y_scale, axis=PLAIN)
    prediction = _prediction(shape)
    points = alt.Chart(alt.NamedData("points")).transform_calculate(prediction=prediction)
    line = alt.Chart(alt.NamedData("line")).transform_calculate(prediction=prediction)
    tooltip = [
        alt.Tooltip("row:Q", title="row"),
        alt.Tooltip("x:Q", title=as_title(shape.x_title)),
        alt.Tooltip("y:Q", title=as_title(shape.y_title)),
    ]
    layers = [
        points.mark_rule(strokeWidth=1.5, opacity=0.8, clip=True).encode(
            x, y, y2="prediction:Q", color=alt.value(RESIDUAL)
        ),
        # The points stand still, so they are not to be drawn anew with every prediction.
        alt.Chart(alt.NamedData("points"))
        .mark_circle(size=70, opacity=1, clip=True)
        .encode(x, y, color=alt.value(TARGET), tooltip=tooltip),
        line.mark_line(strokeWidth=3, clip=True).encode(
            x, alt.Y("prediction:Q", scale=y_scale), color=alt.value(PREDICTION)
        ),
        line.mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True).encode(
            x, alt.Y("least_squares:Q", scale=y_scale), color=alt.value(LEAST_SQUARES)
        ),
        alt.Chart(alt.NamedData("line"))
        .transform_filter("isValid(datum.truth)")
        .mark_line(strokeDash=[1, 4], strokeWidth=2.5, clip=True)
        .encode(x, alt.Y("truth:Q", scale=y_scale), color=alt.value(RESIDUAL)),
    ]
    if shape.squares:
        # Rectangles of one residual's length on both axes, so that their areas in data units are the squares.
        squares = points.transform_calculate(far="datum.x + abs(datum.prediction - datum.y)").mark_rect(
            opacity=0.2, clip=True
        )
        layers.insert(0, squares.encode(x, y, x2="far:Q", y2="prediction:Q", color=alt.value(RESIDUAL)))
    return layers


def _predicted_against_actual(shape: Shape) -> list[alt.Chart]:
    name = as_title(shape.y_title)
    points = alt.Chart(alt.NamedData("points")).transform_calculate(prediction=_prediction(shape))
    x = alt.X("y:Q", title=f"actual {name}", scale=fixed_scale("y"), axis=PLAIN)
    y = alt.Y("prediction:Q", title=f"predicted {name}", scale=fixed_scale("y"), axis=PLAIN)
    perfect = alt.Chart(alt.NamedData("line")).mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True)
    layers = [
        perfect.encode(
            alt.X("x:Q", scale=fixed_scale("y")),
            alt.Y("least_squares:Q", scale=fixed_scale("y")),
            color=alt.value(LEAST_SQUARES),
        ),
        points.mark_rule(strokeWidth=1.5, opacity=0.6, clip=True).encode(x, y, y2="y:Q", color=alt.value(RESIDUAL)),
        points.mark_circle(size=60, opacity=1, clip=True).encode(x, y, color=alt.value(PREDICTION), tooltip="row:Q"),
    ]
    if shape.squares:
        squares = points.transform_calculate(far="datum.y + abs(datum.prediction - datum.y)").mark_rect(
            opacity=0.2, clip=True
        )
        layers.insert(0, squares.encode(x, y, x2="far:Q", y2="y:Q", color=alt.value(RESIDUAL)))
    return layers


def _prediction(shape: Shape) -> str:
    """ŷ of one point at the current frame, from its z1 … zd, the features as the neuron gets them."""
    weights = enumerate(weight_fields(shape.features), start=1)
    total = " + ".join(f"{NOW}.{weight} * datum.z{place}" for place, weight in weights)
    return f"{ACTIVATIONS[shape.activation].vega.format(total)} + {NOW}.b"


def _points(run: Run) -> pd.DataFrame:
    """What is drawn of the data, at most MOST_POINTS rows: x, y, z1 … zd and the row's number."""
    dataset, rows = run.dataset, evenly_taken(run.dataset.rows, MOST_POINTS)
    columns = {"row": rows + 1, "x": dataset.features[rows, 0], "y": dataset.target[rows, 0]}
    return pd.DataFrame(columns | {f"z{place}": column for place, column in enumerate(run.features[rows].T, start=1)})


def _line(run: Run, look: Look) -> pd.DataFrame:
    """The corners of the lines. One feature: both ends, and x·w = 0, where an activation bends the neuron's line.
    Several: the diagonal on which predicted equals actual.
    """
    dataset, history = run.dataset, run.history
    if dataset.features.shape[1] > 1:
        diagonal = np.array(y_range(dataset))
        return pd.DataFrame({"x": diagonal, "least_squares": diagonal})
    low, high = x_range(dataset)
    bend = float(history.feature_means[0])
    x = np.array([low, *([bend] if low < bend < high else []), high])
    z = (x - history.feature_means[0]) / history.feature_scales[0]
    truth = np.nan if look.true_line is None else look.true_line[0] * x + look.true_line[1]
    return pd.DataFrame({"x": x, "z1": z, "least_squares": run.fit.weights[0] * x + run.fit.bias, "truth": truth})


def x_range(dataset: Dataset) -> tuple[float, float]:
    """The ends of the x axis: the first feature's values and a little room."""
    return with_room(dataset.features[:, 0])


def y_range(dataset: Dataset) -> tuple[float, float]:
    """The ends of the y axis: the target's values and some room for residuals."""
    return with_room(dataset.target[:, 0], 0.25)
