"""The curves of a class, faint over each other: how each expects the loss to go."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import AXES, epoch_axis, epoch_scale, fixed_scale
from perceptron.charts.palette import LOSS, YOURS
from perceptron.charts.spread.known import FAINT, Kind, Known, Shape, middle_said, standing
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import ends
from perceptron.classroom.spread import Spread
from perceptron.insight.epochs import telling_epochs


def _layers(shape: Shape) -> list[Any]:
    """Draws the named data answers: answer, epoch and loss; and truth, the run's loss."""
    answers, truth = (alt.Chart(alt.NamedData(name)) for name in ("answers", "truth"))
    x = alt.X("epoch:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=epoch_axis(shape.epochs))
    y = alt.Y("loss:Q", title="loss", scale=fixed_scale("loss"), axis=readable_axis(6))
    return [
        answers.mark_line(strokeWidth=2.5, clip=True, opacity=FAINT).encode(
            x, y, detail="answer:N", color=alt.value(YOURS)
        ),
        truth.mark_line(strokeWidth=3.5, clip=True).encode(x, y, color=alt.value(LOSS)),
    ]


def _drawn(known: Known, spread: Spread) -> dict[str, pd.DataFrame]:
    """The tables answers, truth (without a row until it has been run) and axes."""
    rows = [
        {"answer": place, "epoch": epoch, "loss": loss}
        for place, curve in enumerate(spread.curves)
        for epoch, loss in curve
    ]
    losses = known.run.history.losses
    epochs = telling_epochs(known.run.last) if known.has_run else np.array([], dtype=int)
    last = float(known.experiment.situation.hyperparameters.epochs)
    high = max(known.loss_high, float(losses[0]) * 1.05, *(1.02 * up for curve in spread.curves for _, up in curve))
    return {
        "answers": pd.DataFrame(rows, columns=["answer", "epoch", "loss"]),
        # A browser cannot draw what is too high.
        "truth": pd.DataFrame({"epoch": epochs, "loss": np.minimum(losses[epochs], 1000 * high)}),
        AXES: pd.DataFrame([{**ends("epoch", (0.0, last)), **ends("loss", (0.0, high))}]),
    }


def _described(known: Known, spread: Spread, count: str) -> str:
    """The curves in words; count: how many predictions there are, in words."""
    said = f"{count} as curves: {middle_said('losses at the end', [curve[-1][1] for curve in spread.curves])}"
    return f"{said}; it ended at {known.run.history.losses[-1]:.5g}." if known.has_run else f"{said}."


CURVES = Kind(standing(320, 190), _layers, _drawn, _described, "Faint: the class. Strong: the loss of the run.")
