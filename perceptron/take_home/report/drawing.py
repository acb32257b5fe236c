"""The pictures of a report: which charts it has, and their drawing, all at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from perceptron.charts.apart import still
from perceptron.charts.beside import Specification, with_other, with_prediction
from perceptron.charts.together import CURVES, LINES
from perceptron.charts.together.together import Together
from perceptron.charts.view import Look, View
from perceptron.charts.views import FITTED_LINE, LOSS_CURVE
from perceptron.insight.run import Run
from perceptron.lessons.facts import Drawn
from perceptron.take_home.rendering import render
from perceptron.take_home.report.contents import Picture

# Points from side to side: two stand beside one another on a sheet.
WIDTH = 420
# So many pictures are drawn by one process: it has to hold all of them.
AT_ONCE = 40
YOURS = "Long dashes: what you drew."


class Chart(NamedTuple):
    """A picture to be: its specification, the sentence for who cannot see it, and what stands below it."""

    spec: Specification
    alt: str
    caption: str


def charts_of_lesson(
    views: Iterable[View[Run]], run: Run, look: Look, drawn: Drawn, other: Run | None, other_label: str
) -> Iterator[Chart]:
    """The run of a lesson at its end, with what was drawn as a prediction, and the other run in grey."""
    for view in views:
        spec = plain = still(view, run, look, run.last, width=WIDTH)
        caption = view.caption(run, look)
        if other is not None:
            spec = with_other(spec, view, run, look, other)
            caption += f" Grey: {other_label}." if spec is not plain else ""
        plain = spec
        spec = with_prediction(spec, view, drawn)
        caption += f" {YOURS}" if spec is not plain else ""
        yield Chart(spec, view.description(run, look), _as_text(caption))


def charts_of_run(run: Run, look: Look) -> Iterator[Chart]:
    """A run at its end: its line and its loss."""
    return charts_of_lesson((FITTED_LINE, LOSS_CURVE), run, look, Drawn(), None, "")


def charts_together(film: Together, look: Look) -> Iterator[Chart]:
    """Several runs at their ends: their lines, of one feature, and their losses."""
    views = (LINES, CURVES) if len(film.lead.dataset.feature_names) == 1 else (CURVES,)
    for view in views:
        spec = still(view, film, look, film.last, width=WIDTH)
        yield Chart(spec, view.description(film, look), _as_text(view.caption(film, look)))


def draw(charts: Sequence[Sequence[Chart]]) -> list[tuple[Picture, ...]]:
    """All of them, group by group. Raises DrawingError."""
    flat = [chart for group in charts for chart in group]
    svgs: list[bytes] = []
    for start in range(0, len(flat), AT_ONCE):
        svgs += render([chart.spec for chart in flat[start : start + AT_ONCE]], "svg")
    drawn = iter(
        [Picture(svg.decode("utf-8"), chart.alt, chart.caption) for svg, chart in zip(svgs, flat, strict=True)]
    )
    return [tuple(next(drawn) for _ in group) for group in charts]


def _as_text(caption: str) -> str:
    """What the page sets in bold type is plain text here, as a learner's names in it are."""
    return caption.replace("**", "").strip()
