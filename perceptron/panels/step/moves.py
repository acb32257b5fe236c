"""The four moves of one update, each with its formula, this epoch's numbers, and the line of PyTorch that does it."""

import numpy as np
import streamlit as st

from perceptron.insight.walkthrough import Step
from perceptron.learning.hyperparameters import Hyperparameters


def four_moves(step: Step, hyperparameters: Hyperparameters, row: int, *, is_last: bool) -> None:
    """Draw the moves, with the numbers of row 0 … n-1 written out; is_last: the run took no step after this one."""
    _forward(step, hyperparameters, row)
    _loss(step, hyperparameters, row)
    _backward(step, hyperparameters, row)
    _update(step, hyperparameters, is_last=is_last)


def _move(title: str, why: str, formulas: list[str], code: str) -> None:
    """One move: its formulas with numbers on the left, the line of PyTorch that does it on the right."""
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
    if hyperparameters.activation == "clamp":
        clamped = rf"\max(0,\; {weighted_sum}) + b"
        sums = rf"{_tex(step.activated[row])} + {bias}"
        formulas.append(_lines(r"\hat{y}", clamped, sums, _tex(step.prediction[row])))
        code = "y_pred = X.mm(w1).clamp(min=0).add(b1)"
    else:
        formulas.append(_lines(r"\hat{y}", rf"{weighted_sum} + {bias}", _tex(step.prediction[row])))
        code = "y_pred = X.mm(w1).add(b1)"
    _move("1. Forward", "What does the neuron say? Each row's x is weighed, and the bias is added.", formulas, code)


def _loss(step: Step, hyperparameters: Hyperparameters, row: int) -> None:
    name, reduce = (r"\sum", "sum") if hyperparameters.reduction == "sum" else (r"\tfrac{1}{n} \sum", "mean")
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
    _move("2. Loss", why, formulas, f"loss = (y_pred - Y).pow(2).{reduce}()")


def _backward(step: Step, hyperparameters: Hyperparameters, row: int) -> None:
    over = rf"\,/\,{len(step.y)}" if hyperparameters.reduction == "mean" else ""
    passed = "1" if step.by_weighted_sum[row] != 0 or step.weighted_sum[row] >= 0 else "0"
    formulas = [
        rf"\frac{{\partial L}}{{\partial \hat{{y}}}} = 2 \cdot \text{{residual}}{over} ="
        rf" {_tex(step.by_prediction[row])}",
    ]
    if hyperparameters.activation == "clamp":
        formulas.append(
            rf"\frac{{\partial L}}{{\partial (x \cdot w)}} = {_tex(step.by_prediction[row])} \cdot {passed} ="
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
    if hyperparameters.activation == "clamp":
        why += " The clamp's link is 1 where x·w passes and 0 where it is shut."
    _move("3. Backward", why, formulas, "loss.backward()\nw1.grad, b1.grad")


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
    code = (
        "with torch.no_grad():\n    w1 -= learning_rate * w1.grad\n    b1 -= learning_rate * b1.grad\n"
        "    w1.grad.zero_()\n    b1.grad.zero_()"
    )
    why = "One step against the gradient, as long as the learning rate says. Then the gradients are cleared."
    if is_last:
        why += " This is the last epoch: the step shown would come next."
    _move("4. Update", why, formulas, code)


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
