"""What all views of the film share: the current frame, as a parameter of every chart.

The run is a named table of frames, the same in every view, and an expression reads the current one. So moving the
frame needs no server, and since the specification does not depend on the run, a new run only swaps the table.
"""

from typing import Any

import altair as alt

# The current frame's row. A number box gives its value as text, hence toNumber.
NOW = "data('history')[toNumber(k)]"


def expression(text: str) -> Any:
    """A Vega expression where Altair's types expect a plain value."""
    return alt.ExprRef(text)


def anchor() -> alt.Chart:
    """An invisible mark on the table of frames: Vega knows only tables that something draws."""
    return (
        alt.Chart(alt.NamedData("history"))
        .transform_filter("datum.frame == 0")
        .mark_point(opacity=0, size=0, aria=False)
        .encode(x=alt.value(0), y=alt.value(0))
    )


def epoch_title(text: str) -> Any:
    """A title that names the current epoch, so that no picture is without its place in the run."""
    return alt.TitleParams(text=expression(f"'{text}, epoch ' + format({NOW}.epoch, ',')"), anchor="start")


def at_frame(chart: Any, title: Any, frames: int, height: int | None) -> Any:
    """A view of the film: bound to the current frame, at first the last, by a number box that the player
    keeps in step. A height of None is for charts made of several, which have their own.
    """
    frame = alt.param(name="k", value=frames - 1, bind=alt.BindInput(input="number"))
    if height is not None:
        chart = chart.properties(height=height, width="container")
    return chart.properties(title=title, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")).add_params(
        frame
    )


def specification(chart: Any) -> dict[str, Any]:
    """The chart as a dictionary for `st.vega_lite_chart`, which brings its own theme."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("config", None)
    spec.pop("$schema", None)
    return spec
