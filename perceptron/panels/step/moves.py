"""The five moves of one update, each with its formula, this epoch's numbers, and the line of PyTorch that does it."""

import streamlit as st

from perceptron.insight.autograd_names import Names
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, code_of_a_step, letters
from perceptron.panels.step.ink import Ink, bracket, lines, small, telling_digits, tex

MOST_TERMS = 4


def five_moves(run: Run, step: Step, row: int, names: Names | None, *, dark: bool) -> None:
    """Draw the moves, with the numbers of row 0 … n-1 written out; names: autograd's nodes, None if it did not run."""
    _Moves(run, step, row, names, Ink(dark=dark)).draw()


class _Moves:
    def __init__(self, run: Run, step: Step, row: int, names: Names | None, ink: Ink) -> None:
        self.run, self.step, self.row, self.names, self.ink = run, step, row, names, ink
        self.hyperparameters = run.hyperparameters
        self.x, w, b = letters(run.hyperparameters)
        self.w, self.b = ink("weight", w), ink("bias", b)
        self.prediction, self.target = ink("prediction", r"\hat{y}"), ink("target", "y")
        self.residual = ink("residual", r"\text{residual}")
        self.code = code_of_a_step(run.hyperparameters)

    def draw(self) -> None:
        self._forward()
        self._loss()
        self._backward()
        self._update()
        cleared = rf"{self.ink.gradient_by(self.w)} \leftarrow 0, \quad {self.ink.gradient_by(self.b)} \leftarrow 0"
        why = "backward() adds to what is there, so without this the next gradient would join this one."
        self._move("5. Clear", why, [cleared], "clear")

    def _move(
        self, title: str, why: str, formulas: list[str], code: str, *moves: str, says: str = "Autograd notes"
    ) -> None:
        """One move: its formulas with numbers, and the lines of PyTorch that do it, with the nodes that they add to
        autograd's graph.
        """
        with st.container(border=True):
            st.markdown(f"**{title}.** {why}")
            sides = st.grid(2, min_column_width=280, vertical_alignment="center")
            with sides.cell():
                for formula in formulas:
                    st.latex(formula)
            with sides.cell():
                st.code(self.code[code], language="python", wrap_lines=True)
                nodes = [name for move in moves for name in (self.names or {}).get(move, ())]
                if nodes:
                    small(f"{says}: " + " → ".join(f"`{name}`" for name in nodes))

    def _forward(self) -> None:
        step, row, ink, activation = self.step, self.row, self.ink, self.run.activation
        weighted_sum, bias = tex(step.weighted_sum[row]), ink.bracket("bias", step.bias)
        formulas = [lines(rf"{self.x} \cdot {self.w}", self._terms(), weighted_sum)]
        sums = [rf"{tex(step.activated[row])} + {bias}"]
        if activation.shape != "line":
            sums.insert(0, rf"{activation.tex.format(weighted_sum)} + {self.b}")
        formulas.append(lines(self.prediction, *sums, ink.number("prediction", step.prediction[row])))
        if self.hyperparameters.standardize and len(step.weights) == 1:
            history = self.run.history
            mean, sigma = bracket(history.feature_means[0]), tex(history.feature_scales[0])
            x = tex(self.run.dataset.features[row, 0])
            scaled = lines(
                "z", rf"\frac{{x - \text{{mean}}}}{{\sigma}} = \frac{{{x} - {mean}}}{{{sigma}}}", tex(step.x[row, 0])
            )
            formulas.insert(0, scaled)
        why = f"What does the neuron say? Each row's {self.x} is weighed, and the bias is added."
        self._move("1. Forward", why, formulas, "forward", "weighted_sum", "activated", "prediction")

    def _terms(self) -> str:
        x, weights = self.step.x[self.row], self.step.weights
        terms = [
            rf"{bracket(value)} \cdot {self.ink.bracket('weight', weight)}"
            for value, weight in zip(x[:MOST_TERMS], weights[:MOST_TERMS], strict=True)
        ]
        return r" \\ &\quad + ".join(terms if len(weights) <= MOST_TERMS else [*terms, r"\cdots"])

    def _loss(self) -> None:
        step, row, ink = self.step, self.row, self.ink
        name = {"sum": r"\sum", "mean": r"\tfrac{1}{n} \sum"}[self.hyperparameters.reduction]
        difference = f"{ink.number('prediction', step.prediction[row])} - {ink.bracket('target', step.y[row])}"
        formulas = [
            lines(
                self.residual,
                f"{self.prediction} - {self.target} = {difference}",
                ink.number("residual", step.residual[row]),
            ),
            rf"{self.residual}^2 = {ink.number('loss', step.square[row])}",
            rf"{ink('loss', 'L')} = {name}\, {self.residual}^2 = {ink.number('loss', step.loss)}",
        ]
        why = "How wrong is it? Squares make every error positive, and large ones count most."
        self._move("2. Loss", why, formulas, "loss", "residual", "square", "loss")

    def _backward(self) -> None:
        step, row, ink, activation = self.step, self.row, self.ink, self.run.activation
        over = {"sum": "", "mean": rf"\,/\,{len(step.y)}"}[self.hyperparameters.reduction]
        doubled, by_prediction = rf"2 \cdot {self.residual}{over}", ink.number("gradient", step.by_prediction[row])
        formulas = [f"{ink.gradient_by(self.prediction)} = {doubled} = {by_prediction}"]
        if activation.shape != "line":
            by_weighted_sum = ink.gradient_by(rf"({self.x} \cdot {self.w})")
            slope, back = tex(step.slope[row]), ink.number("gradient", step.by_weighted_sum[row])
            formulas.append(lines(by_weighted_sum, rf"{by_prediction} \cdot {slope}", back))
        by_weight, by_bias = ink.gradient_by(self.w), ink.gradient_by(self.b)
        formulas += [
            lines(
                rf"\text{{this row: }} {by_weight}",
                rf"{ink.number('gradient', step.by_weighted_sum[row])} \cdot {bracket(step.x[row, 0])}",
                ink.number("gradient", step.weight_shares[row, 0]),
            ),
            rf"{by_weight} = \sum_{{\text{{rows}}}} = {ink.number('gradient', step.weight_gradients[0])}",
            rf"{by_bias} = \sum_{{\text{{rows}}}} {doubled} = {ink.number('gradient', step.bias_gradient)}",
        ]
        why = "Which way is uphill? The chain rule multiplies the derivatives link by link, and adds up all rows."
        if len(step.weights) > 1:
            why += " Written out for the first weight."
        if activation.link:
            why += f" {activation.link}"
        if self.names is None:
            why += " In this run no autograd does it: the same chain rule is written out by hand."
        way = ("loss", "square", "residual", "prediction", "activated", "weighted_sum", "weight")
        self._move("3. Backward", why, formulas, "backward", *way, says="Autograd goes back through")

    def _update(self) -> None:
        step = self.step
        rate = tex(self.hyperparameters.learning_rate)
        formulas = [
            self._updated("weight", self.w, step.weights[0], step.weight_gradients[0], step.next_weights[0], rate),
            self._updated("bias", self.b, step.bias, step.bias_gradient, step.next_bias, rate),
        ]
        why = "One step against the gradient, as long as the learning rate η says."
        if len(step.weights) > 1:
            why += " Written out for the first weight; the others do the same."
        if step.epoch == self.run.last:
            why += " This is the last epoch: the step shown would come next."
        self._move("4. Update", why, formulas, "update")

    def _updated(self, meaning: str, name: str, value: float, gradient: float, after: float, rate: str) -> str:
        digits = telling_digits(value, after)
        return lines(
            name,
            rf"{name} - \eta \cdot {self.ink.gradient_by(name)}",
            rf"{self.ink.number(meaning, value, digits)} - {rate} \cdot {self.ink.bracket('gradient', gradient)}",
            self.ink.number(meaning, after, digits),
            sign=r"\leftarrow",
        )
