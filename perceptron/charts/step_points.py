"""The points and the neuron's line at one epoch; a click on a point chooses its row."""

from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import fixed_scale
from perceptron.charts.palette import PREDICTION, RESIDUAL, TARGET
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import with_room
from perceptron.data.sampling import evenly_taken
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.words import as_title

MOST_POINTS = 1000
HEIGHT = 340
# What the page hears of a click: the row, counted from 1, and how often another one had been chosen before.
CLICKED = "clicked"


class Shape(NamedTuple):
    """How many features there are, and what the axes are called."""

    features: int
    x_title: str
    y_title: str


def points_shape(run: Run) -> Shape:
    """All of a run that the chart depends on."""
    return Shape(len(run.dataset.feature_names), run.dataset.feature_names[0], run.dataset.target_name)


def points_chart(shape: Shape) -> Any:
    """Draws the named data line (its first row has the ends of the axes) and points; of several features it is
    predicted against actual.
    """
    several, name = shape.features > 1, as_title(shape.y_title)
    x_title, y_title = (f"actual {name}", f"predicted {name}") if several else (as_title(shape.x_title), name)
    x = alt.X("across:Q", title=x_title, scale=fixed_scale("across", table="line"), axis=readable_axis(6))
    y = alt.Y("up:Q", title=y_title, scale=fixed_scale("up", table="line"), axis=readable_axis(6))
    lines, points = alt.Chart(alt.NamedData("line")), alt.Chart(alt.NamedData("points"))
    # Whoever clicks the same point after the box has chosen another one says something new: `turn` has changed.
    click = alt.selection_point(name=CLICKED, fields=["row", "turn"], on="click", nearest=True, clear=False)
    tooltip = [
        alt.Tooltip("row:Q", title="row", format=","),
        *([] if several else [alt.Tooltip("across:Q", title=x_title)]),
        alt.Tooltip("actual:Q", title=name),
        alt.Tooltip("prediction:Q", title="prediction", format=".5~g"),
    ]
    chosen = points.transform_filter("datum.chosen")
    colour = PREDICTION if several else TARGET
    layers = [
        lines.mark_line(strokeWidth=3, clip=True, strokeDash=[6, 4] if several else [1, 0]).encode(
            x, y, color=alt.value(RESIDUAL if several else PREDICTION)
        ),
        chosen.mark_rule(strokeWidth=2.5, clip=True).encode(x, y, alt.Y2("foot:Q"), color=alt.value(RESIDUAL)),
        points.mark_point(filled=True, size=60, opacity=0.75, clip=True, cursor="pointer")
        .encode(x, y, color=alt.value(colour), tooltip=tooltip)
        .add_params(click),
        chosen.mark_point(filled=True, size=110, opacity=1, clip=True).encode(x, y, color=alt.value(colour)),
        chosen.mark_point(size=330, strokeWidth=2.5, opacity=1, clip=True).encode(
            x, y, color=alt.value(PREDICTION), tooltip=tooltip
        ),
    ]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=fit)


def points_drawn(run: Run, step: Step, row: int, turn: int) -> dict[str, pd.DataFrame]:
    """What it draws, at most MOST_POINTS points, the row that is opened, 0 … n-1, among them.

    points: row, from 1, across, up, foot, the end of the residual's line, actual, prediction, chosen, turn.
    line: across, up, and the ends of both axes.
    """
    dataset = run.dataset
    rows = np.union1d(evenly_taken(dataset.rows, MOST_POINTS), [row])
    prediction, actual = step.prediction[rows], dataset.target[rows, 0]
    several = len(dataset.feature_names) > 1
    points = pd.DataFrame(
        {
            "row": rows + 1,
            "across": actual if several else dataset.features[rows, 0],
            "up": prediction if several else actual,
            "foot": actual if several else prediction,
            "actual": actual,
            "prediction": prediction,
            "chosen": rows == row,
            "turn": turn,
        }
    )
    tall = with_room(dataset.target[:, 0], 0.25)
    if several:
        wide, across = tall, np.array(tall)
        up = across
        tall = with_room(np.concatenate([across, step.prediction]))
    else:
        wide = with_room(dataset.features[:, 0])
        mean, sigma = float(run.history.feature_means[0]), float(run.history.feature_scales[0])
        # Both ends, and where an activation bends the line; more of them where it is a curve.
        bends = np.linspace(*wide, 101) if run.activation.shape == "curve" else np.array([mean])
        across = np.unique(np.clip(np.append(bends, wide), *wide))
        up = run.activation.array((across - mean) / sigma * step.weights[0]) + step.bias
    # The line of an early epoch may lie beside the points, and is not to leave the picture for it.
    low, high = min(tall[0], float(up.min())), max(tall[1], float(up.max()))
    if high - low > 3 * (tall[1] - tall[0]):
        low, high = tall
    line = pd.DataFrame({"across": across, "up": up})
    return {"points": points, "line": line.assign(across_low=wide[0], across_high=wide[1], up_low=low, up_high=high)}


def points_described(run: Run, step: Step, row: int) -> str:
    """The picture in a sentence, for people who cannot see it."""
    opened = (
        f"row {row + 1:,}, with target {step.y[row]:.5g} and prediction {step.prediction[row]:.5g}, is the one opened"
    )
    target = as_title(run.dataset.target_name)
    if len(run.dataset.feature_names) > 1:
        return f"Predicted against actual {target} at epoch {step.epoch:,}; {opened}."
    return f"The points and the neuron's line at epoch {step.epoch:,}; {opened}."
