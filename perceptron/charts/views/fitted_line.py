"""The data and the neuron's line through it, at the film's current epoch."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, at_epoch, titled
from perceptron.charts.view import Look, View, ends
from perceptron.charts.views.points_and_line import hands, line_layers
from perceptron.charts.views.predicted_against_actual import actual_layers
from perceptron.charts.views.ranges import axes_of, y_range
from perceptron.data.sampling import evenly_taken
from perceptron.insight.run import Run
from perceptron.words import as_title

MOST_POINTS = 1000


class Shape(NamedTuple):
    """How many features there are, the activation, and what the axes are called."""

    features: int
    activation: str
    x_title: str
    y_title: str


class FittedLine(View[Run]):
    """The points and the line (one feature), or predicted against actual (several)."""

    name = "fitted_line"

    def shape(self, run: Run, look: Look) -> Shape:
        names, target = run.dataset.feature_names, run.dataset.target_name
        return Shape(len(names), run.hyperparameters.activation, names[0], target)

    def chart(self, shape: Shape) -> Any:
        if shape.features > 1:
            layers = actual_layers(shape.features, shape.activation, shape.y_title)
            return at_epoch(layers, HEIGHT, titled("Predicted against actual"))
        layers = line_layers(shape.activation, shape.x_title, shape.y_title)
        return at_epoch(layers, HEIGHT, titled("The line")).add_params(*hands())

    def live(self, run: Run, look: Look) -> Mapping[str, np.ndarray]:
        return {f"w{place}": weights for place, weights in enumerate(run.history.weights.T, start=1)} | {
            "b": run.history.biases
        }

    def constants(self, run: Run, look: Look) -> Mapping[str, float]:
        """squares, neuron: 1 where they are drawn. mean, scale: what makes an x standardised."""
        axes = look.axes or axes_of(run, with_best=not look.hides_best)
        return {
            "squares": float(look.squares),
            "neuron": float(not look.hides_neuron),
            "mean": float(run.history.feature_means[0]),
            "scale": float(run.history.feature_scales[0]),
            **ends("x", axes.x),
            **ends("y", axes.y),
        }

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        return {"points": points_drawn(run), "line": _line(run, look)}

    def caption(self, run: Run, look: Look) -> str:
        if look.hides_neuron and not look.squares:
            return ""
        if look.hides_neuron:
            return "Squares: how far each point is from your line, times itself."
        text = (
            "Dashed: perfect predictions. Upright: the residuals."
            if len(run.dataset.feature_names) > 1
            else f"Solid: the neuron.{'' if look.hides_best else ' Dashed: the best line.'} Upright: the residuals."
        )
        if run.held_out is not None:
            text += " Hollow: rows held out."
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
        if look.hides_best:
            feature = as_title(dataset.feature_names[0])
            return f"{dataset.rows:,} points of {target} over {feature} and the neuron's line."
        weight, bias = float(history.weights_in_data_units[-1, 0]), float(run.biases_shown[-1])
        return (
            f"{dataset.rows:,} points of {target} over {as_title(dataset.feature_names[0])} and the neuron's line,"
            f" which ends at weight {weight:.4g} and bias {bias:.4g}; the best line has"
            f" {float(fit.weights[0]):.4g} and {run.best_bias_shown:.4g}."
        )


def points_drawn(run: Run) -> pd.DataFrame:
    """What is drawn of the data, at most MOST_POINTS rows: row, x, y and held, 1 for a row that training never sees;
    with several features also z1 … zd, the features as the neuron gets them.
    """
    dataset, rows = run.dataset, evenly_taken(run.dataset.rows, MOST_POINTS)
    features, target, seen = dataset.features[rows], dataset.target[rows, 0], run.features[rows]
    numbers, held = rows + 1, np.zeros(len(rows), dtype=np.int64)
    if run.held_out is not None:
        kept = evenly_taken(run.held_out.rows, MOST_POINTS)
        more = run.held_out.features[kept]
        features, target = np.concatenate([features, more]), np.append(target, run.held_out.target[kept, 0])
        seen = np.concatenate([seen, (more - run.history.feature_means) / run.history.feature_scales])
        numbers, held = np.append(numbers, kept + 1), np.append(held, np.ones(len(kept), dtype=np.int64))
    columns = {"row": numbers, "held": held, "x": features[:, 0], "y": target}
    if features.shape[1] > 1:
        columns |= {f"z{place}": column for place, column in enumerate(seen.T, start=1)}
    return pd.DataFrame(columns)


def _line(run: Run, look: Look) -> pd.DataFrame:
    """The corners of the lines. One feature: both ends, and x·w = 0, where an activation bends the neuron's line.
    Several: the diagonal on which predicted equals actual.
    """
    if len(run.dataset.feature_names) > 1:
        diagonal = np.array(y_range(run))
        return pd.DataFrame({"x": diagonal, "best": diagonal})
    low, high = (look.axes or axes_of(run, with_best=not look.hides_best)).x
    bend = float(run.history.feature_means[0])
    x = np.array([low, *([bend] if low < bend < high else []), high])
    truth = np.nan if look.true_line is None else look.true_line[0] * x + look.true_line[1]
    best = np.nan if look.hides_best else run.fit.weights[0] * x + run.fit.bias
    return pd.DataFrame({"x": x, "best": best, "truth": truth})
