"""Weight and bias over the epochs, with the values of least squares: two views of one kind."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import HEIGHT, Now, at_epoch, epoch_axis, epoch_scale, fixed_scale, one_row, so_far, titled
from perceptron.charts.palette import BIAS, LEAST_SQUARES, RESIDUAL, WEIGHT
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import EpochAxis, Look, View, ends, epoch_ends, epochs_plotted, with_room
from perceptron.insight.epochs import telling_epochs
from perceptron.insight.run import Run
from perceptron.words import as_title, counted, line_or_plane

# More lines than this in one picture cannot be told apart; the weights that count most are drawn.
MOST_WEIGHTS = 8


class Shape(NamedTuple):
    """How many lines there are, and the scale of the epochs."""

    lines: int = 1
    epochs: EpochAxis = "log"


class Line(NamedTuple):
    """A parameter to draw: its live column, its name, its value at every epoch, and that of least squares."""

    field: str
    name: str
    values: np.ndarray
    least_squares: float


class _Parameters(View[Run]):
    """Some parameters by epoch, in the data's own units. `what` they are names what is plotted, and the scale; `colour`
    is that of a single one.
    """

    what: str
    colour: str

    @abstractmethod
    def lines(self, run: Run) -> list[Line]:
        """What is drawn."""

    @abstractmethod
    def title(self, shape: Shape) -> str:
        """The title of the axis; its first word is that of the picture."""

    def shape(self, run: Run, look: Look) -> Shape:
        return Shape(len(self.lines(run)), look.epoch_axis)

    def chart(self, shape: Shape) -> Any:
        title, legend = self.title(shape), alt.Legend(orient="bottom", columns=2) if shape.lines > 1 else None

        def x(field: str) -> alt.X:
            axis = epoch_axis(shape.epochs)
            return alt.X(f"{field}:Q", title="epoch", scale=epoch_scale(shape.epochs), axis=axis)

        def y(field: str) -> alt.Y:
            return alt.Y(f"{field}:Q", title=title, scale=fixed_scale(self.what), axis=readable_axis(4))

        colour: Any = alt.Color("name:N", title=None, sort=None, legend=legend) if legend else alt.value(self.colour)
        now = Now(*(f"value{place}" for place in range(shape.lines)))
        # Of several lines each row says which it belongs to.
        value = "toNumber(now[2 + datum.place])" if legend else "toNumber(now[2])"
        rows = so_far(self.what, now).transform_calculate(value_at=f"datum.epoch > {Now.epoch} ? {value} : datum.value")
        lines = alt.Chart(alt.NamedData(self.what))
        first = lines.transform_filter("datum.before < 0")
        current = first.transform_calculate(value_now=value, now=Now.epoch)
        layers = [
            first.mark_rule(strokeDash=[6, 4]).encode(
                y("least_squares"),
                color=colour if legend else alt.value(LEAST_SQUARES),
            ),
            rows.mark_line(strokeWidth=2.5).encode(x("at"), y("value_at"), color=colour),
            one_row()
            .transform_calculate(now=Now.epoch)
            .mark_rule(opacity=0.5)
            .encode(x("now"), color=alt.value(RESIDUAL)),
            current.mark_point(filled=True, size=90, opacity=1).encode(x("now"), y("value_now"), color=colour),
        ]
        height = HEIGHT // 2 + (20 if shape.lines > 1 else 0)
        return at_epoch(layers, height, titled(title.split()[0].capitalize()))

    def live(self, run: Run, look: Look) -> Mapping[str, np.ndarray]:
        return {line.field: line.values for line in self.lines(run)}

    def constants(self, run: Run, look: Look) -> Mapping[str, float]:
        epochs = telling_epochs(run.last)
        shown = np.array([[*line.values[epochs], line.least_squares] for line in self.lines(run)])
        return ends(self.what, with_room(shown)) | epoch_ends(run, look)

    def plotted(self, run: Run, look: Look) -> dict[str, pd.DataFrame]:
        epochs, lines = epochs_plotted(run), self.lines(run)
        parts = [epochs.assign(value=line.values[epochs["epoch"]], least_squares=line.least_squares) for line in lines]
        if len(lines) == 1:
            return {self.what: parts[0]}
        named = [part.assign(place=place, name=lines[place].name) for place, part in enumerate(parts)]
        return {self.what: pd.concat(named, ignore_index=True)}


class Weights(_Parameters):
    """The weights by epoch; of many those that would be the largest with the features standardised."""

    name = what = "weight"
    colour = WEIGHT

    def lines(self, run: Run) -> list[Line]:
        names, values = run.dataset.feature_names, run.history.weights_in_data_units
        # A weight per unit says nothing by its size: what counts is what it makes of its feature's spread.
        counts = np.abs(values[-1] * run.dataset.feature_scales)
        largest = np.argsort(-counts, kind="stable")[:MOST_WEIGHTS]
        return [
            Line(f"shown_w{index + 1}", f"w {as_title(names[index])}", values[:, index], float(run.fit.weights[index]))
            for index in sorted(largest)
        ]

    def title(self, shape: Shape) -> str:
        return "weight w" if shape.lines == 1 else "weights"

    def description(self, run: Run, look: Look) -> str:
        weights, epochs = run.history.weights_in_data_units, f"over {counted(run.last, 'epoch')}"
        if weights.shape[1] > 1:
            return f"{weights.shape[1]} weights {epochs}, each beside that of the best plane."
        return f"The weight goes from {weights[0, 0]:.4g} to {weights[-1, 0]:.4g} {epochs}."


class Bias(_Parameters):
    """The bias by epoch."""

    name = what = "bias"
    colour = BIAS

    def lines(self, run: Run) -> list[Line]:
        return [Line("shown_b", "bias", run.biases_shown, run.best_bias_shown)]

    def title(self, shape: Shape) -> str:
        return "bias b"

    def caption(self, run: Run, look: Look) -> str:
        """For both pictures, one above the other."""
        some = f" The {MOST_WEIGHTS} weights that count most are drawn."
        text = f"Solid: the neuron. Dashed: the best {line_or_plane(len(run.dataset.feature_names))}."
        if run.bias_stays_as_trained:
            text += " The bias is that for standardised x."
        return text + (some if len(run.dataset.feature_names) > MOST_WEIGHTS else "")

    def description(self, run: Run, look: Look) -> str:
        biases = run.biases_shown
        return f"The bias goes from {biases[0]:.4g} to {biases[-1]:.4g} over {counted(run.last, 'epoch')}."
