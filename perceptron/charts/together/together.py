"""Several runs that are seen at once, each with its name and its style; the first one leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import numpy as np

from perceptron.charts.endings import ENDED_AS, ENDINGS
from perceptron.charts.palette import STYLES, Style
from perceptron.insight.diagnosis import Kind
from perceptron.insight.run import Run
from perceptron.insight.surface import Surface, loss_surface
from perceptron.words import as_title

# A run is drawn in a style of its own, or, of many in a race, in that of what it ended as.
ALL_STYLES = (*STYLES, *(Style(ending.colour, ending.dash) for ending in ENDINGS))


@dataclass(frozen=True, eq=False)
class Together:
    """Runs about the same columns, (k,) each: runs, the learner's names for them, and their places in
    `ALL_STYLES`.

    The points, the axes and the landscape are those of the first. Where the film is longer than a run, that run stays
    at its end.
    """

    runs: tuple[Run, ...]
    names: tuple[str, ...]
    styles: tuple[int, ...]

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Equal for equal films."""
        return tuple(run.key for run in self.runs), self.names, self.styles

    @property
    def lead(self) -> Run:
        """The run whose points are drawn."""
        return self.runs[0]

    @property
    def last(self) -> int:
        """The last epoch of the longest run."""
        return max(run.last for run in self.runs)

    @property
    def settled_at(self) -> int | None:
        """From which epoch on none of them moves that one could see; None where one does until nearly the end."""
        ends = [run.last if run.settled_at is None else run.settled_at for run in self.runs]
        return max(ends) if 0 < max(ends) < self.last else None

    def lasting(self, values: np.ndarray) -> np.ndarray:
        """A run's column, (n+1,), as long as the film: from its end on it stays as it is."""
        return values[np.minimum(np.arange(self.last + 1), len(values) - 1)]

    def comparable(self, run: Run) -> float:
        """What a loss of that run is multiplied by to be of as many rows, and of the same reduction, as the lead's."""
        lead = self.lead
        return lead.scale * lead.dataset.rows / (run.scale * run.dataset.rows)

    @cached_property
    def on_the_map(self) -> tuple[int, ...]:
        """The places of the runs whose parameters mean the same as the lead's, so that one map has all their paths."""
        return tuple(place for place, run in enumerate(self.runs) if _units(run) == _units(self.lead))

    @cached_property
    def surface(self) -> Surface:
        """The lead's loss over its first two parameters, as far around as the paths upon it go."""
        return loss_surface(self.lead, (0, 1), [self.runs[place] for place in self.on_the_map[1:]])


def _units(run: Run) -> tuple[Any, ...]:
    history = run.history
    return run.dataset.feature_names, history.feature_means.tobytes(), history.feature_scales.tobytes()


def style_of(kind: Kind) -> int:
    """The place in `ALL_STYLES` of what a run ended as."""
    return len(STYLES) + ENDINGS.index(ENDED_AS[kind])


def titles(names: Sequence[str]) -> list[str]:
    """The names as they may stand in a picture."""
    return [as_title(name) for name in names]


def by_colour(styles: Sequence[Style] = ALL_STYLES) -> alt.Color:
    """The colour of the column `style`."""
    scale = alt.Scale(domain=list(range(len(styles))), range=[style.colour for style in styles])
    return alt.Color("style:O", scale=scale, legend=None)


def by_dash(styles: Sequence[Style] = ALL_STYLES) -> alt.StrokeDash:
    """The dashes of the column `style`."""
    scale = alt.Scale(domain=list(range(len(styles))), range=[list(style.dash) for style in styles])
    return alt.StrokeDash("style:O", scale=scale, legend=None)
