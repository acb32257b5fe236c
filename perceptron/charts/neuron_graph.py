"""The neuron as a graph, with the numbers of one row and one epoch: values flow down, the gradient comes back up.

In the manner of the drawings that micrograd made popular. A box is an operation, as autograd has them too.
"""

from perceptron.charts.digits import shown
from perceptron.charts.flow_drawing import Box, Level, Line, draw
from perceptron.charts.palette import in_words
from perceptron.insight.autograd_names import Names
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.words import as_title, counted

# More inputs than this make the drawing a wall; the rest are summed up in one box.
MOST_INPUTS = 6
# A name that is longer leaves its box.
LONGEST_NAME = 13


def neuron_graph(run: Run, step: Step, row: int, *, dark: bool, names: Names | None = None) -> str:
    """The picture as SVG, for row 0 … n-1; names: what autograd calls the nodes, None where it did not run."""
    return draw(_Picture(run, step, row, names or {}, dark).levels(), in_words("gradient", dark=dark))


class _Picture:
    """The boxes of one row."""

    def __init__(self, run: Run, step: Step, row: int, names: Names, dark: bool) -> None:
        self.run, self.step, self.row, self.names, self.dark = run, step, row, names, dark
        self.x, self.w, self.b = letters(run.hyperparameters)

    def levels(self) -> list[Level]:
        """From the inputs to the loss."""
        step, row = self.step, self.row
        back = shown(step.by_prediction[row])
        levels = [self._inputs()]
        if self.run.activation.shape != "line":
            words = self.run.activation.text.format(f"{self.x}·{self.w}")
            box = self._box("", f"{words} = {shown(step.activated[row])}", names="activated")
            levels.append(Level(box, back=f"∂L/∂{words} = {back}"))
        bias = self._learned(self.b, step.bias, step.bias_shares[row], "bias")
        y = self._box("target", f"y = {shown(step.y[row])}")
        levels += [
            Level(
                self._box("prediction", f"ŷ = {shown(step.prediction[row])}", names="prediction"),
                right=[bias],
                back=f"∂L/∂ŷ = {back}",
            ),
            Level(
                self._box("residual", f"ŷ − y = {shown(step.residual[row])}", names="residual"),
                left=[y],
                back=f"∂L/∂(ŷ − y) = {back}",
            ),
            Level(
                self._box("loss", f"(ŷ − y)² = {shown(step.square[row])}", names="square"),
                back=f"∂L/∂(ŷ − y)² = {shown(self.run.scale)}",
            ),
            Level(self._box("loss", f"L = {shown(step.loss)}", names="loss"), left=self._other_rows()),
        ]
        return levels

    def _inputs(self) -> Level:
        """Where the features meet their weights. Of several, each has a line for its product in the box."""
        step, row = self.step, self.row
        drawn = min(len(step.weights), MOST_INPUTS)
        left, products = [], []
        for index in range(drawn):
            name = as_title(self.run.dataset.feature_names[index])
            short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
            lines = [short, shown(self.run.dataset.features[row, index])]
            if self.run.hyperparameters.standardize:
                lines.append(f"z = {shown(step.x[row, index])}")
            left.append(self._box("", *lines, title=name))
            products.append(f"{self.x}·{self.w} = {shown(step.x[row, index] * step.weights[index])}")
        right = [
            self._learned(
                self.w, step.weights[index], step.weight_shares[row, index], "weight", last=index == drawn - 1
            )
            for index in range(drawn)
        ]
        if len(step.weights) > MOST_INPUTS:
            rest = float(step.x[row, MOST_INPUTS:] @ step.weights[MOST_INPUTS:])
            products.append(f"{counted(len(step.weights) - MOST_INPUTS, 'more input')}: {shown(rest)}")
        total = shown(step.weighted_sum[row])
        if len(products) > 1:
            products.append(f"Σ {self.x}·{self.w} = {total}")
        back = f"∂L/∂({self.x}·{self.w}) = {shown(step.by_weighted_sum[row])}"
        return Level(self._box("", *products, names="weighted_sum"), left, right, back)

    def _learned(self, letter: str, value: float, share: float, kind: str, *, last: bool = True) -> Box:
        """What is learned, and this row's share of its gradient. One tensor has all weights: the last box names it."""
        words = [f"{letter} = {shown(value)}", f"∂L/∂{letter} = {shown(share)}"]
        return self._box(kind, *words, names=kind if last else "")

    def _other_rows(self) -> list[Box]:
        others = len(self.step.y) - 1
        if not others:
            return []
        rest = float(self.step.square.sum() - self.step.square[self.row])
        rows = counted(others, "other row")
        return [self._box("loss", rows, f"+ {shown(max(rest, 0.0))}", title="The squares of the other rows, added up")]

    def _box(self, meaning: str, *words: str, names: str = "", title: str = "") -> Box:
        colour = in_words(meaning, dark=self.dark) if meaning else ""
        gradient = in_words("gradient", dark=self.dark)
        lines = [Line(text, gradient if text.startswith("∂") else colour) for text in words]
        return Box([*lines, *(Line(name, "name") for name in self.names.get(names, ()))], colour, title)
