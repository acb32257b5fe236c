"""One feature: points, residuals with their squares, the neuron's line and the best one, and what hands can move.

Everything that follows a hand is worked out in the picture: the text of the parameter `drag` ("row,x,y") moves a point,
that of `yours` ("w,b") draws a line beside the neuron's, without its squares where a third part follows, and that of
`ghost` ("x,y,x,y,x,y") the previous run's.
"""

from typing import Any

import altair as alt

from perceptron.charts.film import Now, constant, fixed_scale, one_row
from perceptron.charts.palette import GHOST, LEAST_SQUARES, LOSS, PREDICTION, RESIDUAL, TARGET, YOURS
from perceptron.charts.ticks import readable_axis
from perceptron.learning.activation import ACTIVATIONS
from perceptron.words import as_title

NOW = Now("w1", "b")


def hands() -> list[Any]:
    """The parameters that hands write into, and their parts."""
    boxes = ("drag", "yours", "ghost")
    texts = [alt.param(name=name, value="", bind=alt.BindInput(input="text")) for name in boxes]
    return [*texts, *(alt.param(name=f"{name}_parts", expr=f"split({name}, ',')") for name in boxes)]


def line_layers(activation: str, x_title: str, y_title: str) -> list[alt.Chart]:
    """What is drawn, the lowest layer first."""
    x_axis, y_axis = readable_axis(8), readable_axis(7)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=as_title(x_title), scale=fixed_scale("x"), axis=x_axis)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=as_title(y_title), scale=fixed_scale("y"), axis=y_axis)

    def predicted(name: str, at: str) -> str:
        weight, bias = (NOW.exact("w1"), NOW.exact("b")) if name == "exact" else (NOW.gliding("w1"), NOW.gliding("b"))
        z = f"(({at}) - {constant('mean')}) / {constant('scale')}"
        return f"{ACTIVATIONS[activation].vega.format(f'{weight} * {z}')} + {bias}"

    points = alt.Chart(alt.NamedData("points")).transform_calculate(
        px=f"drag != '' && datum.held == 0 && {_part('drag', 0)} == datum.row ? {_part('drag', 1)} : datum.x",
        py=f"drag != '' && datum.held == 0 && {_part('drag', 0)} == datum.row ? {_part('drag', 2)} : datum.y",
    )
    trained = points.transform_filter("datum.held == 0")
    learned = trained.transform_calculate(prediction=predicted("exact", "datum.px"))
    by_neuron = learned.transform_filter(f"{constant('neuron')} == 1")
    # They end at the line that is seen, on its way too; squares wait for the epoch, for they say what the loss is.
    residuals = trained.transform_filter(f"{constant('neuron')} == 1").transform_calculate(
        on_line=predicted("gliding", "datum.px")
    )
    line = alt.Chart(alt.NamedData("line"))
    neuron = line.transform_filter(f"{constant('neuron')} == 1").transform_calculate(
        prediction=predicted("gliding", "datum.x")
    )
    tooltip = [
        alt.Tooltip("row:Q", title="row"),
        alt.Tooltip("px:Q", title=as_title(x_title)),
        alt.Tooltip("py:Q", title=as_title(y_title)),
    ]
    yours = one_row().transform_filter("yours != ''")
    return [
        _squares(by_neuron, "prediction", LOSS).encode(x("px"), y("py")),
        residuals.mark_rule(strokeWidth=1.5, opacity=0.8, clip=True).encode(
            x("px"), y("py"), y2="on_line:Q", color=alt.value(RESIDUAL)
        ),
        *_ghost(x, y),
        *_best(line, points, x, y),
        line.transform_filter("isValid(datum.truth)")
        .mark_line(strokeDash=[1, 4], strokeWidth=2.5, clip=True)
        .encode(x("x"), y("truth"), color=alt.value(RESIDUAL)),
        _squares(
            learned.transform_filter("yours != '' && length(yours_parts) == 2").transform_calculate(
                on_yours=f"{_part('yours', 0)} * datum.px + {_part('yours', 1)}"
            ),
            "on_yours",
            YOURS,
        ).encode(x("px"), y("py")),
        neuron.mark_line(strokeWidth=3, clip=True).encode(x("x"), y("prediction"), color=alt.value(PREDICTION)),
        _straight(yours, x, y, *(f"{_part('yours', 0)} * {constant(end)} + {_part('yours', 1)}" for end in ENDS))
        .mark_rule(strokeWidth=2.5, strokeDash=[10, 3], clip=True)
        .encode(color=alt.value(YOURS)),
        points.mark_point(size=60, opacity=1, clip=True, strokeWidth=1.5).encode(
            x("px"),
            y("py"),
            fill=alt.condition("datum.held == 0", alt.value(TARGET), alt.value("transparent")),
            stroke=alt.value(TARGET),
            tooltip=tooltip,
        ),
    ]


ENDS = ("x_low", "x_high")


def _part(name: str, place: int) -> str:
    return f"toNumber({name}_parts[{place}])"


def _squares(points: alt.Chart, prediction: str, colour: str) -> alt.Chart:
    """Each residual as the side of a square on the screen, to the right of its point where there is room."""
    per_unit = {
        axis: f"({pixels} / ({constant(f'{axis}_high')} - {constant(f'{axis}_low')}))"
        for axis, pixels in (("x", "width"), ("y", "height"))
    }
    left, right = (f"(datum.px {sign} datum.side_{prediction})" for sign in "-+")
    side = f"abs(datum.{prediction} - datum.py) * {per_unit['y']} / {per_unit['x']}"
    return (
        points.transform_filter(f"{constant('squares')} == 1")
        .transform_calculate(**{f"side_{prediction}": side})
        .transform_calculate(**{f"far_{prediction}": f"{right} > {constant('x_high')} ? {left} : {right}"})
        .mark_rect(opacity=0.16, clip=True, color=colour, stroke=colour, strokeOpacity=0.9)
        .encode(x2=f"far_{prediction}:Q", y2=f"{prediction}:Q")
    )


def _straight(rows: alt.Chart, x: Any, y: Any, left: str, right: str) -> alt.Chart:
    """A straight line across the picture, from its height on the left to that on the right."""
    return (
        rows.transform_calculate(left=left, right=right, from_x=constant("x_low"), to_x=constant("x_high"))
        .mark_rule()
        .encode(x("from_x"), y("left"), x2="to_x:Q", y2="right:Q")
    )


def _ghost(x: Any, y: Any) -> list[alt.Chart]:
    """The line of the run before at the same epoch: two pieces, because an activation may bend it."""
    pieces = []
    for first in (0, 2):
        # Names of its own, because both pieces are worked out in one row.
        ends = [f"{name}{first}" for name in ("from_x", "from_y", "to_x", "to_y")]
        places = {name: _part("ghost", first + place) for place, name in enumerate(ends)}
        piece = one_row().transform_filter("ghost != ''").transform_calculate(**places)
        pieces.append(
            piece.mark_rule(strokeWidth=2, opacity=0.8, clip=True).encode(
                x(ends[0]), y(ends[1]), x2=f"{ends[2]}:Q", y2=f"{ends[3]}:Q", color=alt.value(GHOST)
            )
        )
    return pieces


def _best(line: alt.Chart, points: alt.Chart, x: Any, y: Any) -> list[alt.Chart]:
    """The least-squares line; while a point is moved, the one through the points as they are now."""
    middle = f"(({constant('x_low')} + {constant('x_high')}) / 2)"
    sums = (
        points.transform_filter("drag != '' && datum.held == 0")
        .transform_calculate(dx=f"datum.px - {middle}")
        .transform_calculate(xx="datum.dx * datum.dx", xy="datum.dx * datum.py")
        .transform_aggregate(n="count()", sx="sum(dx)", sy="sum(py)", sxx="sum(xx)", sxy="sum(xy)")
        .transform_calculate(
            slope="(datum.n * datum.sxy - datum.sx * datum.sy) / (datum.n * datum.sxx - datum.sx * datum.sx)"
        )
    )
    moved = _straight(
        sums,
        x,
        y,
        *(
            f"datum.slope * ({constant(end)} - {middle}) + (datum.sy - datum.slope * datum.sx) / datum.n"
            for end in ENDS
        ),
    ).mark_rule(strokeDash=[6, 4], strokeWidth=2, clip=True)
    still = line.transform_filter("drag == '' && isValid(datum.best)").mark_line(
        strokeDash=[6, 4], strokeWidth=2, clip=True
    )
    return [
        still.encode(x("x"), y("best"), color=alt.value(LEAST_SQUARES)),
        moved.encode(color=alt.value(LEAST_SQUARES)),
    ]
