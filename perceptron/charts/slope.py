"""What a slope is, in small pictures: rise over run, and the line that touches a curve at a place one can move."""

from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import fixed_scale
from perceptron.charts.palette import BIAS, GRADIENT, LOSS, WEIGHT, in_words
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import with_room

HEIGHT = 210
FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
# A number with few digits, as Vega writes it.
SHORT = "format({}, ',.3~r')"
RUN = 2.0
# Where the words stand over the plot.
ABOVE = -10


class Touching(NamedTuple):
    """A curve with the line that touches it. across, up: what the axes are called. starts: the places where it touches;
    the first can be moved by a slider of that name and step, from low to high, or by none where the name is empty.
    arrow: how far the arrow downhill goes for a slope of one.
    """

    across: str
    up: str
    starts: tuple[float, ...]
    slider: str
    low: float
    high: float
    step: float
    arrow: float


HILLS = Touching("to the right", "height", (-1.6,), "Place", -2.2, 2.2, 0.1, 0.3)
DOWNHILL = HILLS._replace(starts=(0.4, 1.7), slider="")
FLAT = HILLS._replace(starts=(1.0,), slider="")
WEIGHTS = Touching("weight", "loss", (0.5,), "Weight", -0.2, 0.8, 0.01, 0.0004)


def places_of(shape: Touching) -> np.ndarray:
    """The places that its slider stops at."""
    return np.round(np.arange(round(shape.low / shape.step), round(shape.high / shape.step) + 1) * shape.step, 10)


def hills() -> pd.DataFrame:
    """A hill and a valley, f(x) = x³/3 − x + 2, with its slope f'(x) = x² − 1 at every place of HILLS."""
    x = places_of(HILLS)
    return curve_drawn(x, x**3 / 3 - x + 2, x**2 - 1)


def curve_drawn(values: np.ndarray, heights: np.ndarray, slopes: np.ndarray) -> pd.DataFrame:
    """What a `touching_chart` draws: value, height and slope at its places, and the ends of both axes."""
    low, high = with_room(heights, 0.12)
    ends = {"value_low": values[0], "value_high": values[-1], "height_low": low, "height_high": high}
    return pd.DataFrame({"value": values, "height": heights, "slope": slopes}).assign(**ends)


def touching_chart(shape: Touching, *, dark: bool) -> Any:
    """Draws the named data curve, see `curve_drawn`: at each of its starts the line that touches it, an arrow downhill,
    and the slope in words.
    """
    axis = readable_axis(5)
    x = alt.X("value:Q", title=shape.across, scale=fixed_scale("value", table="curve"), axis=axis)
    y = alt.Y("height:Q", title=shape.up, scale=fixed_scale("height", table="curve"), axis=axis)
    curve = alt.Chart(alt.NamedData("curve"))
    layers = [curve.mark_line(strokeWidth=2.5, clip=True).encode(x, y, color=alt.value(LOSS))]
    ink = in_words("gradient", dark=dark)
    for place in range(len(shape.starts)):
        layers += _touch(
            curve.transform_filter(f"abs(datum.value - place{place}) < {shape.step / 2}"), shape, place, ink
        )
    chart: Any = alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=FIT)
    return chart.add_params(*(_place(shape, place) for place in range(len(shape.starts))))


def _place(shape: Touching, place: int) -> Any:
    name, start = f"place{place}", shape.starts[place]
    if place > 0 or not shape.slider:
        return alt.param(name=name, value=start)
    slider = alt.binding_range(min=shape.low, max=shape.high, step=shape.step, name=f"{shape.slider} ")
    return alt.param(name=name, value=start, bind=slider)


def _touch(here: alt.Chart, shape: Touching, place: int, ink: str) -> list[Any]:
    """The layers at one place, the words in that ink."""
    wide, tall = fixed_scale("value", table="curve"), fixed_scale("height", table="curve")
    height = "datum.height + datum.slope * ({} - datum.value)"
    x, y = alt.X("value:Q", scale=wide), alt.Y("height:Q", scale=tall)
    tangent = here.transform_calculate(
        left=str(shape.low),
        right=str(shape.high),
        at_left=height.format(shape.low),
        at_right=height.format(shape.high),
    )
    # Along the touching line, and the further the steeper it is.
    arrow = here.transform_calculate(to=f"datum.value - {shape.arrow} * datum.slope").transform_calculate(
        at_to=height.format("datum.to")
    )
    steep = arrow.transform_filter("datum.slope != 0")
    to_x, to_y = alt.X("to:Q", scale=wide), alt.Y("at_to:Q", scale=tall)
    says = f"'slope ' + {SHORT.format('datum.slope')}"
    way = "datum.slope > 0 ? ': go left' : datum.slope < 0 ? ': go right' : ': level'"
    # The words of a second place stand at the other end of the same line.
    at = alt.value(0) if place == 0 else alt.value("width")
    words = here.transform_calculate(says=f"{says} + ({way})").mark_text(
        align="left" if place == 0 else "right", fontSize=13, fontWeight="bold"
    )
    return [
        tangent.mark_rule(strokeWidth=2, strokeDash=[6, 4], clip=True).encode(
            alt.X("left:Q", scale=wide),
            alt.Y("at_left:Q", scale=tall),
            alt.X2("right:Q"),
            alt.Y2("at_right:Q"),
            color=alt.value(GRADIENT),
        ),
        arrow.mark_rule(strokeWidth=3, clip=True).encode(
            x, y, alt.X2("to:Q"), alt.Y2("at_to:Q"), color=alt.value(GRADIENT)
        ),
        steep.mark_point(filled=True, size=110, opacity=1, clip=True).encode(
            to_x,
            to_y,
            shape=alt.condition("datum.slope > 0", alt.value("triangle-left"), alt.value("triangle-right")),
            color=alt.value(GRADIENT),
        ),
        here.mark_point(filled=True, size=110, opacity=1, clip=True).encode(x, y, color=alt.value(LOSS)),
        words.encode(x=at, y=alt.value(ABOVE), text="says:N", color=alt.value(ink)),
    ]


def rise_chart(*, dark: bool) -> Any:
    """Draws the named data line: a straight line whose slope a slider sets, with a run and its rise."""
    line = alt.Chart(alt.NamedData("line"))
    axis = readable_axis(5)
    x = alt.X("x:Q", title="to the right", scale=alt.Scale(domain=[0, 6], nice=False), axis=axis)
    tall = alt.Scale(domain=[-3, 9], nice=False)
    ends = line.transform_calculate(y="3 + slope * (datum.x - 3)")
    corner = line.transform_filter("datum.x == 0").transform_calculate(
        run_from="2", run_to=str(2 + RUN), low="3 - slope", high=f"3 - slope + {RUN} * slope"
    )
    said = corner.transform_calculate(
        run=f"'run {RUN:g}'",
        rise=f"'rise ' + {SHORT.format(f'{RUN} * slope')}",
        middle="3",
        half="3",
        says=f"'slope = ' + {SHORT.format(f'{RUN} * slope')} + ' / {RUN:g} = ' + {SHORT.format('slope')}",
    )
    y = alt.Y("y:Q", title="height", scale=tall, axis=axis)
    bold: Any = {"fontSize": 13, "fontWeight": "bold"}
    layers = [
        ends.mark_line(strokeWidth=2.5, clip=True).encode(x, y, color=alt.value(LOSS)),
        corner.mark_rule(strokeWidth=2.5).encode(
            alt.X("run_from:Q"), alt.Y("low:Q", scale=tall), alt.X2("run_to:Q"), color=alt.value(WEIGHT)
        ),
        corner.mark_rule(strokeWidth=2.5).encode(
            alt.X("run_to:Q"), alt.Y("low:Q", scale=tall), alt.Y2("high:Q"), color=alt.value(BIAS)
        ),
        said.mark_text(dy=alt.ExprRef("slope < 0 ? -10 : 12"), **bold).encode(
            alt.X("middle:Q"),
            alt.Y("low:Q", scale=tall),
            text="run:N",
            color=alt.value(in_words("weight", dark=dark)),
        ),
        said.mark_text(dx=8, align="left", **bold).encode(
            alt.X("run_to:Q"),
            alt.Y("half:Q", scale=tall),
            text="rise:N",
            color=alt.value(in_words("bias", dark=dark)),
        ),
        said.mark_text(align="left", **bold).encode(
            x=alt.value(0), y=alt.value(ABOVE), text="says:N", color=alt.value(in_words("gradient", dark=dark))
        ),
    ]
    slider = alt.binding_range(min=-2, max=2, step=0.1, name="Slope ")
    chart: Any = alt.layer(*layers).properties(width="container", height=HEIGHT, autosize=FIT)
    return chart.add_params(alt.param(name="slope", value=1.5, bind=slider))


def rise_drawn() -> pd.DataFrame:
    """What a `rise_chart` draws: the two ends of its axis."""
    return pd.DataFrame({"x": [0.0, 6.0]})
