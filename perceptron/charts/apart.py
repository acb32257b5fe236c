"""Charts apart from the page: whole, with their data inside, and dressed as the page dresses them."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from perceptron.charts.film import specification, titled
from perceptron.charts.palette import CATEGORIES, IN_WORDS, PAGE
from perceptron.charts.reel import text_at
from perceptron.charts.tables import tables_of
from perceptron.charts.view import Look, Shown, View
from perceptron.charts.views import LOSS_CURVE
from perceptron.charts.views.loss_curve import ghost_of

FONTS = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Helvetica Neue", Arial, "Liberation Sans", sans-serif'
# What tells these apart on the page is the tab they are in.
TITLES = {"loss_curve": "The loss", "loss_surface": "The valley of the loss"}
# Around a chart that stands among others, and around a picture.
ROOM = {"left": 0, "top": 5, "right": 6, "bottom": 4}
MARGIN = {"left": 8, "top": 8, "right": 12, "bottom": 8}
GRID = ("#e7e3dc", "#2a2f36")


def whole(view: View[Shown], run: Shown, look: Look, *, dark: bool = False) -> dict[str, Any]:
    """A view's specification with its tables inside; the current epoch is still to be written into its box `k`."""
    tables = tables_of(view, run, look)
    if view is LOSS_CURVE:
        # Drawn of no run: Vega wants to know the table all the same.
        tables["ghost"] = ghost_of(None, look)
    spec = _specification(view, view.shape(run, look))
    return {
        **spec,
        "datasets": {name: _rows(table) for name, table in tables.items()},
        "config": _dressed(spec["config"], dark),
        "padding": ROOM,
    }


def still(view: View[Shown], run: Shown, look: Look, epoch: int, *, width: int, dark: bool = False) -> dict[str, Any]:
    """A view's specification as a picture of that epoch, `width` points wide.

    Raises ValueError for an epoch that the run does not have.
    """
    if not 0 <= epoch <= run.last:
        raise ValueError(f"epoch is {epoch}: the run has epochs 0 to {run.last}.")
    text = text_at(view.live(run, look), epoch)
    spec = whole(view, run, look, dark=dark)
    # What the page writes into boxes is written into the picture, which has none.
    params = [
        {name: value for name, value in param.items() if name != "bind"}
        | ({"value": text} if param["name"] == "k" else {})
        for param in spec["params"]
    ]
    return {**spec, "params": params, "width": width, "padding": MARGIN, "background": PAGE["background"][dark]}


@lru_cache(maxsize=100)
def _specification(view: View, shape: Hashable) -> dict[str, Any]:
    # Building and checking a chart takes a fifth of a second.
    chart = view.chart(shape)
    return specification(chart.properties(title=titled(TITLES[view.name])) if view.name in TITLES else chart)


def _rows(table: Any) -> list[dict[str, Any]]:
    """The rows as JSON has them; what is no number is null there."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _dressed(own: dict[str, Any], dark: bool) -> dict[str, Any]:
    text, faint, grid = (tones[dark] for tones in (PAGE["text"], IN_WORDS["residual"], GRID))
    words = {"labelFont": FONTS, "titleFont": FONTS, "labelFontSize": 12, "titleFontSize": 12}
    words |= {"labelColor": faint, "titleColor": faint, "titleFontWeight": "normal", "labelFontWeight": "normal"}
    lines = {"gridColor": grid, "domain": False, "ticks": False, "domainColor": grid, "tickColor": grid}
    title = {"font": FONTS, "fontSize": 16, "fontWeight": 600, "color": text, "anchor": "start"}
    return {
        **own,
        "font": FONTS,
        "background": "transparent",
        "view": {"stroke": "transparent"},
        "axis": {**own["axis"], **words, **lines},
        "legend": words,
        "range": {"category": list(CATEGORIES)},
        "title": {**own["title"], **title},
    }
