"""The film's views as pictures to keep: a run at an epoch, as SVG or PNG."""

from collections.abc import Sequence

from perceptron.charts.apart import still
from perceptron.charts.view import Look, Shown, View
from perceptron.take_home.rendering import Kind, render

# Points from side to side; a PNG has two pixels for each.
WIDTH = 640


def picture_of(run: Shown, look: Look, epoch: int, view: View[Shown], kind: Kind, *, dark: bool = False) -> bytes:
    """One view of the run, or of several together, at that epoch.

    Raises ValueError for an epoch that it does not have, DrawingError.
    """
    return pictures_of(run, look, epoch, (view,), kind, dark=dark)[0]


def pictures_of(
    run: Shown, look: Look, epoch: int, views: Sequence[View[Shown]], kind: Kind, *, dark: bool = False
) -> list[bytes]:
    """Several views at once, which takes hardly longer than one. Raises ValueError for an epoch that the run does not
    have, DrawingError.
    """
    return render([still(view, run, look, epoch, width=WIDTH, dark=dark) for view in views], kind)
