"""The five moves of one update, each with its formula, this epoch's numbers, and the line of PyTorch that does it."""

import numpy as np
import streamlit as st

from perceptron.insight.walkthrough import Step, code_of_a_step
from perceptron.learning.hyperparameters import Hyperparameters


def five_moves(step: Step, hyperparameters: Hyperparameters, row: int, *, is_last: bool) -> None:
    """Draw the moves, with the numbers of row 0 … n-1 written out; is_last: the run took no step after this one."""
    _forward(step, hyperparameters, row)
    _loss(step, hyperparameters, row)
    _backward(step, hyperparameters, row)
    _update(step, hyperparameters, is_last=is_last)
    _clear(hyperparameters)


def _move(title: str, why: str, formulas: list[str], code: str) -> None:
    """One move: its formulas with numbers on the left, the lines of PyTorch that do it on the right."""
    with st.container(border=True):
        st.markdown(f"**{title}.** {why}")
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            for formula in formulas:
                st.latex(formula)
        with right:
            st.code(code, language="python", wrap_lines=True)


def _forward(step: Step, hyperparameters: Hyperparameters, row: int) -> None:
    weighted_sum, bias = _tex(step.weighted_sum[row]), _bracket(step.bias)
    formulas = [_lines(r"x \cdot w", _terms(step.x[row], step.weights), weighted_sum)]
    activation = hyperparameters.activation_function
    sums = [rf"{_tex(step.activated[row])} + {bias}"]
    if activation.shape != "line":
        sums.insert(0, rf"{activation.tex.format(weighted_sum)} + b")
    formulas.append(_lines(r"\hat{y}", *sums, _tex(step.prediction[row])))
    why = "What does the neuron say? Each row's x is weighed, and the bias is added."
    _move("1. Forward", why, formulas, code_of_a_step(hyperparameters)["forward"])


def _loss(step: Step, hyperparameters: Hyperparameters, row: int) -> None:
    name = {"sum": r"\sum", "mean": r"\tfrac{1}{n} \sum"}[hyperparameters.reduction]
    formulas = [
        _lines(
            r"\text{residual}",
            rf"\hat{{y}} - y = {_tex(step.prediction[row])} - {_bracket(step.y[row])}",
            _tex(step.residual[row]),
        ),
        rf"\text{{residual}}^2 = {_tex(step.square[row])}",
        rf"L = {name}\, \text{{residual}}^2 = {_tex(step.loss, 7)}",
    ]
    why = "How wrong is it? Squares make every error positive, and large ones count most."
    _move("2. Loss", why, formulas, code_of_a_step(hyperparameters)["loss"])


def _backward(step: Step, hyperparameters: Hyperparameters, row: int) -> None:
    over = {"sum": "", "mean": rf"\,/\,{len(step.y)}"}[hyperparameters.reduction]
    activation = hyperparameters.activation_function
    formulas = [
        rf"\frac{{\partial L}}{{\partial \hat{{y}}}} = 2 \cdot \text{{residual}}{over} ="
        rf" {_tex(step.by_prediction[row])}",
    ]
    if activation.shape != "line":
        formulas.append(
            rf"\frac{{\partial L}}{{\partial (x \cdot w)}} = {_tex(step.by_prediction[row])}"
            rf" \cdot {_tex(step.slope[row])} ="
            rf" {_tex(step.by_weighted_sum[row])}"
        )
    first = r" \; (\text{first weight})" if len(step.weights) > 1 else ""
    formulas += [
        _lines(
            r"\text{this row's share of } \frac{\partial L}{\partial w}",
            rf"{_tex(step.by_weighted_sum[row])} \cdot x",
            _tex(step.weight_shares[row, 0]) + first,
        ),
        rf"\frac{{\partial L}}{{\partial w}} = \sum_{{\text{{rows}}}} = {_tex(step.weight_gradients[0], 7)}",
        rf"\frac{{\partial L}}{{\partial b}} = \sum_{{\text{{rows}}}} 2 \cdot \text{{residual}}{over} ="
        rf" {_tex(step.bias_gradient, 7)}",
    ]
    why = "Which way is uphill? The chain rule multiplies the derivatives link by link, and adds up all rows."
    if activation.link:
        why += f" {activation.link}"
    _move("3. Backward", why, formulas, code_of_a_step(hyperparameters)["backward"])


def _update(step: Step, hyperparameters: Hyperparameters, *, is_last: bool) -> None:
    rate = _tex(hyperparameters.learning_rate)
    formulas = [
        _lines(
            name,
            rf"{name} - \eta \cdot \frac{{\partial L}}{{\partial {name}}}",
            rf"{_tex(value, 8)} - {rate} \cdot {_bracket(gradient, 7)}",
            _tex(next_value, 8),
            sign=r"\leftarrow",
        )
        for name, value, gradient, next_value in (
            ("w", step.weights[0], step.weight_gradients[0], step.next_weights[0]),
            ("b", step.bias, step.bias_gradient, step.next_bias),
        )
    ]
    why = "One step against the gradient, as long as the learning rate says."
    if is_last:
        why += " This is the last epoch: the step shown would come next."
    _move("4. Update", why, formulas, code_of_a_step(hyperparameters)["update"])


def _clear(hyperparameters: Hyperparameters) -> None:
    why = "backward() adds to what is there, so without this the next gradient would join this one."
    cleared = r"\frac{\partial L}{\partial w} \leftarrow 0, \quad \frac{\partial L}{\partial b} \leftarrow 0"
    _move("5. Clear", why, [cleared], code_of_a_step(hyperparameters)["clear"])


def _lines(left: str, *right: str, sign: str = "=") -> str:
    """left = first, and under it = second and so on, so that no line is wider than a phone."""
    # KaTeX draws aligned lines a little wider than it says: without the space they would want to be scrolled.
    return rf"\begin{{aligned}} {left} &{sign} " + r" \\ &= ".join(right) + r" \end{aligned}\;"


def _terms(x: np.ndarray, weights: np.ndarray, most: int = 4) -> str:
    terms = [
        rf"{_bracket(value)} \cdot {_bracket(weight)}" for value, weight in zip(x[:most], weights[:most], strict=True)
    ]
    return r" \\ &\quad + ".join(terms if len(weights) <= most else [*terms, r"\cdots"])


def _tex(value: float, digits: int = 5) -> str:
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"
    return text


def _bracket(value: float, digits: int = 5) -> str:
    text = _tex(value, digits)
    return f"({text})" if text.startswith("-") else text
