"""What all views of the film share: the current frame, as a parameter of every chart.

The run is a named set of frames, the same in every view, and an expression reads the current one. So moving the
frame needs no server, and since the specification does not depend on the run, a new run only swaps the frames.
"""

from typing import Any

import altair as alt

from perceptron.charts.view import EpochAxis

HEIGHT = 330
WHOLE_NUMBER = "format(datum.value, ',')"
# The current frame's row. A number box gives its value as text, hence toNumber.
NOW = "data('history')[toNumber(k)]"


def expression(text: str) -> Any:
    """A Vega expression where Altair's types expect a plain value."""
    return alt.ExprRef(text)


def first_frame() -> alt.Chart:
    """One row, which never changes: what is drawn once, or calculated anew from the current frame, starts here.

    Filtering all frames for the current one would look at every row at each move.
    """
    return alt.Chart(alt.NamedData("history")).transform_filter("datum.frame == 0")


def current(*fields: str) -> alt.Chart:
    """One row with these fields of the current frame."""
    return first_frame().transform_calculate(**{field: f"{NOW}.{field}" for field in fields})


def fixed_scale(axis: str, low: str | None = None, **options: Any) -> alt.Scale:
    """A scale from the columns `axis`_low to `axis`_high of the frames.

    It stands still while the film moves; a domain found from the data would make Vega draw everything anew.
    """
    ends = [f"data('history')[0].{low or axis + '_low'}", f"data('history')[0].{axis}_high"]
    return alt.Scale(domain=[expression(end) for end in ends], nice=False, zero=False, **options)


def epoch_scale(axis: EpochAxis) -> alt.Scale:
    """From 0 on, straight or logarithmic; symlog, because a logarithm has no 0."""
    return fixed_scale("epoch", type="symlog" if axis == "log" else "linear")


def epoch_axis(axis: EpochAxis) -> alt.Axis:
    """Few round numbers; on a log axis the powers of ten."""
    if axis == "linear":
        return alt.Axis(labelExpr=WHOLE_NUMBER, tickCount=5, grid=False)
    powers = [0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    return alt.Axis(values=powers, labelExpr=WHOLE_NUMBER, grid=False)


def anchor() -> alt.Chart:
    """An invisible mark on the frames: Vega knows only what something draws."""
    return first_frame().mark_point(opacity=0, size=0).encode(x=alt.value(0), y=alt.value(0))


def epoch_title(text: str) -> Any:
    """A title that names the current epoch, so that no picture is without its place in the run."""
    return alt.TitleParams(text=expression(f"'{text}, epoch ' + {NOW}.label"), anchor="start")


def at_frame(chart: Any, title: Any, frames: int, height: int) -> Any:
    """A view of the film, bound to the current frame, at first the last, by a number box, which the player fills in."""
    frame = alt.param(name="k", value=frames - 1, bind=alt.BindInput(input="number"))
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    return chart.properties(title=title, height=height, width="container", autosize=fit).add_params(frame)


def specification(chart: Any) -> dict[str, Any]:
    """The chart as a dictionary for `st.vega_lite_chart`, which brings its own theme."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("$schema", None)
    # Each mark would get a description of its own, worded anew at every move; the chart as a whole has one.
    spec["config"] = {"mark": {"aria": False}}
    return spec
