"""The loss over one parameter, with its tangent and the step that it leads to."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import fixed_scale
from perceptron.charts.palette import GRADIENT, LOSS
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import with_room
from perceptron.insight.loss_along import LossAlong

HEIGHT = 260


def tangent_chart(title: str, colour: str) -> Any:
    """Draws the named data curve (its first row has the ends of the axes) and now; the x axis has that title, and the
    step that colour.
    """
    axis = readable_axis(5)
    x = alt.X("value:Q", title=title, scale=fixed_scale("value", table="curve"), axis=axis)
    y = alt.Y("loss:Q", title="loss", scale=fixed_scale("loss", table="curve"), axis=axis)
    curve, now = alt.Chart(alt.NamedData("curve")), alt.Chart(alt.NamedData("now"))
    moved = now.transform_filter("isValid(datum.next)")
    after = alt.X("next:Q", scale=fixed_scale("value", table="curve"))
    head = alt.condition("datum.next > datum.value", alt.value("triangle-right"), alt.value("triangle-left"))
    tooltip = [alt.Tooltip("value:Q", title=title, format=".6~g"), alt.Tooltip("loss:Q", format=".6~g")]
    next_tooltip = [
        alt.Tooltip("next:Q", title=f"next {title}", format=".6~g"),
        alt.Tooltip("next_loss:Q", title="loss there", format=".6~g"),
    ]
    layers = [
        curve.mark_line(strokeWidth=2.5, clip=True).encode(x, y, color=alt.value(LOSS), tooltip=alt.value(None)),
        curve.mark_line(strokeWidth=2, strokeDash=[6, 4], clip=True).encode(
            x,
            alt.Y("tangent:Q", scale=fixed_scale("loss", table="curve")),
            color=alt.value(GRADIENT),
            tooltip=alt.value(None),
        ),
        # The step goes along the axis; the curve says what the loss is there.
        moved.mark_rule(strokeWidth=2.5, clip=True).encode(x, y, alt.X2("next:Q"), color=alt.value(colour)),
        moved.mark_rule(strokeWidth=1, strokeDash=[2, 3], clip=True).encode(
            after, y, alt.Y2("next_loss:Q"), color=alt.value(colour)
        ),
        moved.mark_point(filled=True, size=110, opacity=1, clip=True).encode(
            after, y, shape=head, color=alt.value(colour), tooltip=next_tooltip
        ),
        moved.mark_point(size=90, strokeWidth=2.5, opacity=1, clip=True).encode(
            after,
            alt.Y("next_loss:Q", scale=fixed_scale("loss", table="curve")),
            color=alt.value(LOSS),
            tooltip=next_tooltip,
        ),
        now.mark_point(filled=True, size=110, opacity=1, clip=True).encode(
            x, y, color=alt.value(LOSS), tooltip=tooltip
        ),
    ]
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=fit)


def tangent_drawn(along: LossAlong) -> dict[str, pd.DataFrame]:
    """What it draws. curve: value, loss, tangent, and the ends of both axes; now: value, loss, next, next_loss."""
    seen = np.append(along.losses, [along.loss] + ([] if along.next_loss is None else [along.next_loss]))
    low, high = with_room(seen[np.isfinite(seen)])
    curve = pd.DataFrame({"value": along.values, "loss": along.losses, "tangent": along.tangent})
    ends = {"value_low": along.values[0], "value_high": along.values[-1], "loss_low": low, "loss_high": high}
    missing = np.nan
    now = {
        "value": along.here,
        "loss": along.loss,
        "next": missing if along.next_value is None else along.next_value,
        "next_loss": missing if along.next_loss is None else along.next_loss,
    }
    return {"curve": curve.assign(**ends), "now": pd.DataFrame([now])}
