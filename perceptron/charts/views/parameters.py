"""Weight and bias over the epochs, with the values of least squares."""

from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import NOW, anchor, at_frame, epoch_title, fixed_scale
from perceptron.charts.frames import frame_epochs
from perceptron.charts.palette import RESIDUAL
from perceptron.charts.views.loss_curve import EpochAxis, epoch_axis, epoch_scale
from perceptron.insight.theory import Fit
from perceptron.learning.history import History
from perceptron.words import as_title

# More lines than this in one picture cannot be told apart; the largest weights are drawn.
MOST_WEIGHTS = 8


def parameters_chart(
    what: Literal["weight", "bias"], weights: int, epochs: EpochAxis, *, frames: int, height: int
) -> alt.LayerChart:
    """The weights, or the bias, by epoch. Draws the named tables history and parameters."""
    title = "bias b" if what == "bias" else "weight w" if weights == 1 else "weights"
    x = alt.X("epoch:Q", title="epoch", scale=epoch_scale(epochs), axis=epoch_axis(epochs))
    y = alt.Y("value:Q", title=title, scale=fixed_scale(what), axis=alt.Axis(tickCount=4))
    legend = alt.Legend(orient="bottom", columns=2) if what == "weight" and weights > 1 else None
    colour = alt.Color("name:N", title=None, sort=None, legend=legend)
    chosen = alt.Chart(alt.NamedData("parameters")).transform_filter(f"datum.what == '{what}'")
    first = chosen.transform_filter("datum.epoch == 0")
    now = first.transform_calculate(value=f"{NOW}[datum.field]", epoch=f"{NOW}.epoch")
    layers = [
        anchor(),
        first.mark_rule(strokeDash=[6, 4]).encode(
            alt.Y("least_squares:Q", title=title, scale=fixed_scale(what)), color=colour
        ),
        chosen.mark_line(strokeWidth=2.5).encode(
            x,
            y,
            color=colour,
            tooltip=["name:N", alt.Tooltip("epoch:Q", format=","), alt.Tooltip("value:Q", format=".6g")],
        ),
        now.mark_rule(opacity=0.8).encode(x, color=alt.value(RESIDUAL)),
        now.mark_point(filled=True, size=90, opacity=1).encode(x, y, color=colour),
    ]
    return at_frame(alt.layer(*layers), epoch_title(title.split()[0].capitalize()), frames, height)


def parameters_of(history: History, names: tuple[str, ...], fit: Fit) -> pd.DataFrame:
    """Weights and bias by frame, in the data's own units, one row for each value: what, field, name, epoch,
    value, least_squares. Of many weights the largest, with the features standardised.
    """
    epochs = frame_epochs(len(history) - 1)
    largest = np.argsort(-np.abs(history.weights[-1]), kind="stable")[:MOST_WEIGHTS]
    parts = []
    for index in sorted(largest):
        values = history.weights_in_data_units[epochs, index]
        parts.append(("weight", f"shown_w{index + 1}", f"w {as_title(names[index])}", values, fit.weights[index]))
    parts.append(("bias", "shown_b", "bias", history.biases_in_data_units[epochs], fit.bias))
    columns = ("what", "field", "name", "value", "least_squares")
    return pd.concat(
        [pd.DataFrame({"epoch": epochs} | dict(zip(columns, part, strict=True))) for part in parts], ignore_index=True
    )
