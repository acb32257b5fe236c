"""How the class's predictions spread, drawn for all to see."""

from typing import Any

import streamlit as st
from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from perceptron.charts.film import specification
from perceptron.charts.spread import spread_caption, spread_chart, spread_described, spread_drawn, spread_shape
from perceptron.charts.spread.known import Known, Shape
from perceptron.classroom.spread import Spread


def wall(known: Known, spread: Spread, name: str, *, low: bool = False) -> None:
    """Draw it; a page may have several, by their names. low: where it stands beside other pictures."""
    shape = spread_shape(known, dark=st.context.theme.type == "dark", low=low)
    tables = {name: convert_anything_to_arrow_bytes(table) for name, table in spread_drawn(known, spread).items()}
    with st.container(key=f"wall_{name}"):
        st.vega_lite_chart(
            {**_specification(shape), "datasets": tables},
            key=f"wall_{name}_{shape.kind}",
            alt=spread_described(known, spread),
        )
        if caption := spread_caption(known):
            st.caption(caption)


@st.cache_resource(max_entries=40, show_spinner=False)
def _specification(shape: Shape) -> dict[str, Any]:
    # Many lines would be drawn on a canvas otherwise, whose words no reader hears.
    return specification(spread_chart(shape)) | {"usermeta": {"embedOptions": {"renderer": "svg"}}}
