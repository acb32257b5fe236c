"""The film's views as pictures to keep: a run at an epoch, as SVG or PNG."""

from collections.abc import Sequence

from perceptron.charts.apart import still
from perceptron.charts.view import Look, View
from perceptron.insight.run import Run
from perceptron.take_home.rendering import Kind, render

# Points from side to side; a PNG has two pixels for each.
WIDTH = 640


def picture_of(run: Run, look: Look, epoch: int, view: View, kind: Kind, *, dark: bool = False) -> bytes:
    """One view of the run at that epoch. Raises ValueError for an epoch it does not have, DrawingError."""
    return pictures_of(run, look, epoch, (view,), kind, dark=dark)[0]


def pictures_of(
    run: Run, look: Look, epoch: int, views: Sequence[View], kind: Kind, *, dark: bool = False
) -> list[bytes]:
    """Several views at once, which takes hardly longer than one. Raises ValueError for an epoch that the run does not
    have, DrawingError.
    """
    return render([still(view, run, look, epoch, width=WIDTH, dark=dark) for view in views], kind)
