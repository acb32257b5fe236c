"""One line of equal loss: a circle where one rate suits all directions, a needle where none does."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.palette import CONTOUR, PREDICTION
from perceptron.insight.theory import Curvature

POINTS = 121


def bowl_chart() -> Any:
    """Draws the named data contours: u and v in equal units, the steepest direction against the flattest."""
    scale = alt.Scale(domain=[-1.1, 1.1], nice=False)
    axis = alt.Axis(labels=False, ticks=False, grid=False)
    line = alt.Chart(alt.NamedData("contours"))
    ring = line.mark_line(strokeWidth=2.5).encode(
        alt.X("u:Q", scale=scale, axis=axis, title="one parameter"),
        alt.Y("v:Q", scale=scale, axis=axis, title="another"),
        order="order:Q",
        detail="ring:N",
        color=alt.condition("datum.ring == 2", alt.value(PREDICTION), alt.value(CONTOUR)),
    )
    return ring.properties(width=202, height=220)


def bowl_contours(bowl: Curvature) -> pd.DataFrame:
    """Three ellipses of equal loss over the steepest and the flattest direction, as these lie in the plane of the
    parameters that the flattest one moves most: ring, order, u, v, all within -1 … 1.
    """
    steep, flat = bowl.eigenvectors[:, -1], bowl.eigenvectors[:, 0]
    weight, bias = int(np.argmax(np.abs(steep[:-1]))), len(steep) - 1
    angle = np.arctan2(flat[bias], flat[weight])
    ratio = np.sqrt(bowl.flattest / bowl.steepest)
    turn = np.linspace(0, 2 * np.pi, POINTS)
    along, across = np.cos(turn), np.sin(turn) * ratio
    u = along * np.cos(angle) - across * np.sin(angle)
    v = along * np.sin(angle) + across * np.cos(angle)
    rings = [
        pd.DataFrame({"ring": ring, "order": np.arange(POINTS), "u": u * size, "v": v * size})
        for ring, size in enumerate((0.35, 0.7, 1.0))
    ]
    return pd.concat(rings, ignore_index=True)
