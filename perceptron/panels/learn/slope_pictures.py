"""The small pictures of what a slope is; their sliders move without the server."""

from typing import Any

import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.slope import (
    DOWNHILL,
    FLAT,
    HILLS,
    WEIGHTS,
    Touching,
    curve_drawn,
    hills,
    places_of,
    rise_chart,
    rise_drawn,
    touching_chart,
)
from perceptron.insight.loss_along import losses_along, slopes_along
from perceptron.insight.run import Run

SHAPES = {"hills": HILLS, "downhill": DOWNHILL, "flat": FLAT, "loss": WEIGHTS}
DESCRIBED = {
    "line": "A straight line with a run to the right and the rise that belongs to it; a slider sets the slope.",
    "hills": "A curve over a hill and a valley, and the straight line that touches it at the place of the slider.",
    "downhill": "Two places on a curve: left of the valley the slope is below zero and the arrow points right; right of"
    " the valley it is above zero and the arrow points left.",
    "flat": "At the bottom of the valley the line that touches the curve is level.",
    "loss": "The loss over the weight, with the line that touches it at the weight of the slider: a valley, and left of"
    " weight zero a level stretch.",
}


@st.cache_resource(show_spinner=False)
def _specification(shape: Touching | None, dark: bool) -> dict[str, Any]:
    return specification(rise_chart(dark=dark) if shape is None else touching_chart(shape, dark=dark))


def slope_picture(name: str, run: Run) -> None:
    """Draw one of `ideas.PICTURES`; "loss" is that of the run's untrained neuron."""
    shape = SHAPES.get(name)
    data = {"line": rise_drawn()} if shape is None else {"curve": _loss(run) if name == "loss" else hills()}
    dark = st.context.theme.type == "dark"
    with st.container(key=f"slope_{name}"):
        st.vega_lite_chart(
            {**_specification(shape, dark), "datasets": data}, key=f"slope_{name}_chart", alt=DESCRIBED[name]
        )


def _loss(run: Run) -> Any:
    step, weights = run.step(0), places_of(WEIGHTS)
    return curve_drawn(weights, losses_along(run, step, 0, weights), slopes_along(run, step, weights))
