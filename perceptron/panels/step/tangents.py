"""The loss against a weight and against the bias, each with its tangent at this epoch and the step along it."""

from typing import Any

import streamlit as st

from perceptron.charts.digits import shown
from perceptron.charts.film import specification
from perceptron.charts.loss_tangent import tangent_chart, tangent_drawn
from perceptron.charts.palette import in_words
from perceptron.insight.loss_along import LossAlong, loss_along
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.panels.session.depth import is_plain
from perceptron.panels.step.ink import coloured, small, telling_digits
from perceptron.words import as_title


@st.cache_resource(max_entries=100, show_spinner=False)
def _specification(title: str, colour: str) -> dict[str, Any]:
    return specification(tangent_chart(title, colour))


def tangents(run: Run, step: Step, *, dark: bool) -> None:
    """Draw both."""
    st.subheader("The loss around here", anchor=False)
    st.markdown(
        f"The gradient is the slope of the {coloured('loss', 'loss')}: how steep it is at this very place. A step goes"
        " downhill, and the further, the steeper it is."
    )
    _, w, b = letters(run.hyperparameters)
    weight = 0
    if len(step.weights) > 1:
        features = run.dataset.feature_names
        weight = st.selectbox(
            "Which weight",
            range(len(features)),
            format_func=lambda index: f"{'slope' if is_plain() else w} of {as_title(features[index])}",
            key="step_weight",
        )
    names = ("slope", "height") if is_plain() else (w, b)
    sides = st.grid(2, min_column_width=300)
    for parameter, meaning, name in ((weight, "weight", names[0]), (len(step.weights), "bias", names[1])):
        along = loss_along(run, step, parameter)
        with sides.cell(), st.container(key=f"tangent_{meaning}"):
            st.vega_lite_chart(
                {**_specification(name, in_words(meaning, dark=dark)), "datasets": tangent_drawn(along)},
                key=f"tangent_{meaning}_chart",
                alt=_described(along, name, step.epoch),
            )
            small(_in_words(along, meaning, name) if is_plain() else _explained(along, meaning, name, run))
    st.caption(
        "Red: the loss, with all else held as it is. Dashed: the tangent. Arrow: the step; ring: the loss where it"
        " leads. The step moves weight and bias at once, so the next loss is not quite that of a ring."
    )


def _explained(along: LossAlong, meaning: str, name: str, run: Run) -> str:
    letter, rate = coloured(meaning, name.replace("_", "\\_")), f"{run.hyperparameters.learning_rate:g}"
    if along.slope == 0:
        return f"The tangent is level: ∂L/∂{letter} = 0, so {letter} stays where it is."
    uphill, way = ("right", "down") if along.slope > 0 else ("left", "up")
    text = (
        f"Slope ∂L/∂{letter} = {shown(along.slope, 5)}: uphill is to the {uphill}, so {letter} goes {way}, by"
        f" {rate} × {shown(abs(along.slope), 5)} = {shown(run.hyperparameters.learning_rate * abs(along.slope), 5)}."
    )
    if along.next_value == along.here:
        return f"{text} That is less than its last digit: {letter} stays where it is."
    if along.next_loss is None:
        return f"{text} There the numbers are too large for float32."
    return f"{text} That is too far: the loss there is higher than here." if along.goes_up else text


def _in_words(along: LossAlong, meaning: str, name: str) -> str:
    letter = coloured(meaning, name)
    if along.slope == 0:
        return f"The loss is level here, so the {letter} stays where it is."
    uphill, way = ("right", "down") if along.slope > 0 else ("left", "up")
    text = f"The loss rises to the {uphill}, so the {letter} goes {way}."
    return f"{text} That is too far: the loss there is higher than here." if along.goes_up else text


def _described(along: LossAlong, name: str, epoch: int) -> str:
    if is_plain():
        return f"The loss over the {name} at epoch {epoch:,}: {along.loss:.5g} where the {name} is {along.here:.5g}."
    text = (
        f"The loss over {name} at epoch {epoch:,}: {along.loss:.5g} at {name} = {along.here:.5g}, where the tangent has"
        f" the slope {along.slope:.5g}"
    )
    if along.next_value is None or along.next_loss is None:
        return f"{text}."
    digits = telling_digits(along.here, along.next_value)
    return f"{text}; the step leads to {name} = {along.next_value:.{digits}g}, where it is {along.next_loss:.5g}."
