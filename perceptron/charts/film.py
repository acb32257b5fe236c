"""What all views of the film share: the current epoch, as a parameter of every chart, and scales that stand still.

A chart's expressions read the current epoch's numbers from one text, which the player writes. So moving the film needs
no server, and since a specification depends on no run, a new run only swaps what is plotted.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from perceptron.charts.ticks import POWERS_OF_TEN, WHOLE_NUMBER
from perceptron.charts.view import EpochAxis

HEIGHT = 255
AXES = "axes"


class Now:
    """The current epoch's numbers as Vega expressions, under the names of a view's live columns.

    The text is `label;epoch;…;…`: the epoch for people; the epoch as a number, with a fraction while the film glides
    from one epoch to the next; then every column twice, gliding along and at the epoch itself. Lines and dots glide,
    for the eye, and residuals with their line; numbers and squares stay with the epoch, because between two epochs the
    neuron was nowhere.
    """

    label = "now[0]"
    epoch = "toNumber(now[1])"

    def __init__(self, *names: str) -> None:
        self._places = {name: place for place, name in enumerate(names, start=2)}

    def gliding(self, name: str) -> str:
        """The column, on its way to the next epoch."""
        return f"toNumber(now[{self._places[name]}])"

    def exact(self, name: str) -> str:
        """The column at the epoch."""
        return f"toNumber(now[{self._places[name] + len(self._places)}])"


def expression(text: str) -> Any:
    """A Vega expression where Altair's types expect a plain value."""
    return alt.ExprRef(text)


def constant(name: str, table: str = AXES) -> str:
    """One of the numbers that stay the same through the film: those of the first row of that table."""
    return f"data('{table}')[0].{name}"


def one_row() -> alt.Chart:
    """One row, with all of the view's constants: what is drawn once, or calculated anew for each epoch, starts here."""
    return alt.Chart(alt.NamedData(AXES))


def fixed_scale(axis: str, low: str | None = None, table: str = AXES, **options: Any) -> alt.Scale:
    """A scale from the constant `axis`_low to `axis`_high of that table.

    It stands still while the film moves; a domain found from the data would make Vega draw everything anew.
    """
    ends = [constant(low or f"{axis}_low", table), constant(f"{axis}_high", table)]
    if options.get("type") != "log":
        options["zero"] = False
    return alt.Scale(domain=[expression(end) for end in ends], nice=False, **options)


def epoch_scale(axis: EpochAxis) -> alt.Scale:
    """From 0 on, straight or logarithmic; symlog, because a logarithm has no 0."""
    return fixed_scale("epoch", type="symlog" if axis == "log" else "linear")


def epoch_axis(axis: EpochAxis) -> alt.Axis:
    """Few round numbers; on a log axis the powers of ten."""
    if axis == "linear":
        return alt.Axis(labelExpr=WHOLE_NUMBER, tickCount=5, grid=False)
    return alt.Axis(values=POWERS_OF_TEN, labelExpr=WHOLE_NUMBER, grid=False)


def passed(table: str) -> alt.Chart:
    """The rows of a table of epochs that the film has come to."""
    return alt.Chart(alt.NamedData(table)).transform_filter(f"datum.epoch <= {Now.epoch}")


def so_far(table: str, now: Now, **columns: str) -> alt.Chart:
    """The rows of a table of epochs that the film has come to, and the current epoch itself at their end: `at`, the
    epoch, and for each of `columns`, a column of the table and the live one that it ends at, the same with `_at` behind
    its name. `before` is the epoch of the row before each.
    """
    # Under new names, because Vega writes into the table's own rows, and the next epoch needs them as they came.
    ended = {
        f"{column}_at": f"datum.epoch > {now.epoch} ? {now.gliding(live)} : datum.{column}"
        for column, live in columns.items()
    }
    return (
        alt.Chart(alt.NamedData(table))
        .transform_filter(f"datum.before <= {now.epoch}")
        .transform_calculate(at=f"min(datum.epoch, {now.epoch})", **ended)
    )


def titled(text: str) -> Any:
    """A title that names the current epoch."""
    return alt.TitleParams(text=expression(f"'{text}, epoch ' + {Now.label}"), anchor="start")


def at_epoch(layers: Sequence[Any], height: int, title: Any = None) -> Any:
    """A view of the film, bound to the current epoch by a text box, which the player fills in."""
    # Vega knows only a table that something draws, and the others' expressions read the constants.
    anchor = one_row().mark_point(opacity=0, size=0).encode(x=alt.value(0), y=alt.value(0))
    text = alt.param(name="k", value="0;0", bind=alt.BindInput(input="text"))
    parts = alt.param(name="now", expr="split(k, ';')")
    fit = alt.AutoSizeParams(type="fit-x", contains="padding")
    chart: Any = alt.layer(anchor, *layers).properties(height=height, width="container", autosize=fit)
    return (chart.properties(title=title) if title is not None else chart).add_params(text, parts)


def specification(chart: Any) -> dict[str, Any]:
    """The chart as a dictionary for `st.vega_lite_chart`, which brings its own theme."""
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("$schema", None)
    _say_axes_once(spec.get("layer", []))
    # Each mark would get a description of its own, worded anew at every move; the chart as a whole has one. Nor has a
    # mark a tooltip unless it is given one: over curves the player tells the epoch and its value.
    spec["config"] = {
        "mark": {"aria": False, "tooltip": None},
        "axis": {"labelPadding": 6, "titlePadding": 6},
        "title": {"offset": 6},
    }
    # On the right, and above where there is no title, nothing else gives the dot of an end its room.
    spec["padding"] = {"left": 0, "top": 5, "right": 6, "bottom": 0}
    return spec


def _say_axes_once(layers: list[dict[str, Any]]) -> None:
    """All layers share their axes, so what the first one says of them is enough."""
    said: set[str] = set()
    for layer in layers:
        for channel in ("x", "y"):
            encoding = layer.get("encoding", {}).get(channel, {})
            if "axis" in encoding and channel in said:
                del encoding["axis"]
            elif "axis" in encoding:
                said.add(channel)
