"""The loss as a landscape over two parameters, seen from above, with the path that training took."""

import altair as alt

from perceptron.charts.film import anchor, at_frame, current, epoch_title, first_frame, fixed_scale
from perceptron.charts.palette import CONTOUR, GRADIENT, LEAST_SQUARES, NEURON
from perceptron.words import as_title


def loss_surface_chart(u_title: str, v_title: str, *, frames: int, height: int) -> alt.LayerChart:
    """Contours of equal loss over two parameters u and v, in the units of training; the path so far; the
    least-squares point; an arrow downhill, against the gradient, at the current point.

    Draws the named tables history (with u, v and the arrow's end) and contours.
    """

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=as_title(u_title), scale=fixed_scale("u"), axis=alt.Axis(tickCount=6))

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=as_title(v_title), scale=fixed_scale("v"), axis=alt.Axis(tickCount=5))

    history = alt.Chart(alt.NamedData("history"))
    so_far = history.transform_filter("datum.frame <= toNumber(k)")
    now = current("u", "v", "u_arrow", "v_arrow")
    start = first_frame()
    contours = alt.Chart(alt.NamedData("contours")).mark_line(strokeWidth=1, clip=True, opacity=0.55)
    layers = [
        anchor(),
        contours.encode(
            x("u"),
            y("v"),
            detail="line:N",
            order="order:Q",
            color=alt.value(CONTOUR),
            tooltip=[alt.Tooltip("loss:Q", format=".4g")],
        ),
        so_far.mark_line(strokeWidth=1.5, clip=True).encode(x("u"), y("v"), order="frame:Q", color=alt.value(NEURON)),
        start.mark_point(shape="square", filled=True, size=70, opacity=1, clip=True).encode(
            x("u"), y("v"), color=alt.value(NEURON)
        ),
        start.mark_point(shape="cross", filled=True, size=140, opacity=1).encode(
            x("u_best"), y("v_best"), color=alt.value(LEAST_SQUARES)
        ),
        now.mark_rule(strokeWidth=2.5, clip=True).encode(
            x("u"), y("v"), x2="u_arrow:Q", y2="v_arrow:Q", color=alt.value(GRADIENT)
        ),
        now.mark_point(filled=True, size=100, opacity=1, clip=True).encode(x("u"), y("v"), color=alt.value(NEURON)),
    ]
    return at_frame(alt.layer(*layers), epoch_title("Loss surface"), frames, height)
