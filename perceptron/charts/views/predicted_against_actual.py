"""Several features: each row's prediction over its target; a perfect one lies on the diagonal."""

import altair as alt

from perceptron.charts.film import Now, constant, fixed_scale
from perceptron.charts.palette import LEAST_SQUARES, LOSS, PREDICTION, RESIDUAL
from perceptron.charts.ticks import readable_axis
from perceptron.learning.activation import ACTIVATIONS
from perceptron.words import as_title


def actual_layers(features: int, activation: str, y_title: str) -> list[alt.Chart]:
    """What is drawn, the lowest layer first."""
    names = [f"w{place}" for place in range(1, features + 1)]
    now = Now(*names, "b")
    total = " + ".join(f"{now.exact(name)} * datum.z{place}" for place, name in enumerate(names, start=1))
    title = as_title(y_title)
    x = alt.X("y:Q", title=f"actual {title}", scale=fixed_scale("y"), axis=readable_axis(8))
    y = alt.Y("prediction:Q", title=f"predicted {title}", scale=fixed_scale("y"), axis=readable_axis(7))
    points = alt.Chart(alt.NamedData("points")).transform_calculate(
        prediction=f"{ACTIVATIONS[activation].vega.format(total)} + {now.exact('b')}"
    )
    learned = points.transform_filter("datum.held == 0")
    squares = (
        learned.transform_filter(f"{constant('squares')} == 1")
        .transform_calculate(side="abs(datum.prediction - datum.y) * height / width")
        .transform_calculate(
            far=f"datum.y + datum.side > {constant('y_high')} ? datum.y - datum.side : datum.y + datum.side"
        )
    )
    diagonal = alt.Chart(alt.NamedData("line"))
    return [
        squares.mark_rect(opacity=0.16, clip=True, color=LOSS, stroke=LOSS, strokeOpacity=0.9).encode(
            x, y, x2="far:Q", y2="y:Q"
        ),
        diagonal.mark_line(strokeDash=[6, 4], strokeWidth=2, clip=True).encode(
            alt.X("x:Q", scale=fixed_scale("y")),
            alt.Y("best:Q", scale=fixed_scale("y")),
            color=alt.value(LEAST_SQUARES),
        ),
        learned.mark_rule(strokeWidth=1.5, opacity=0.6, clip=True).encode(x, y, y2="y:Q", color=alt.value(RESIDUAL)),
        points.mark_point(size=55, opacity=1, clip=True, strokeWidth=1.5).encode(
            x,
            y,
            fill=alt.condition("datum.held == 0", alt.value(PREDICTION), alt.value("transparent")),
            stroke=alt.value(PREDICTION),
            tooltip="row:Q",
        ),
    ]
