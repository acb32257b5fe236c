"""Making data from a recipe, with the line it was made from."""

import streamlit as st

from perceptron.data.generator import Recipe, generate
from perceptron.knobs import Knob, knobs_of
from perceptron.panels.session import table_versions
from perceptron.panels.session.version import Version

RECIPE = Recipe()


def generating() -> None:
    """Draw the generator's form."""
    with st.expander("Generate data", icon=":material/auto_graph:"), st.form("generator", border=False):
        with st.grid(3, min_column_width=110):
            for name, knob in knobs_of(Recipe).items():
                _box(name, knob)
        st.form_submit_button("Generate", on_click=_generate, icon=":material/auto_graph:", width="stretch")


def _box(name: str, knob: Knob) -> None:
    number = knob.number
    st.number_input(
        knob.label,
        min_value=number(knob.low),
        max_value=number(knob.high),
        value=getattr(RECIPE, name),
        step=number(knob.step),
        format=None if number is int else "%g",
        key=_key(name),
        help=knob.explanation or None,
    )


def _generate() -> None:
    typed = {name: st.session_state[_key(name)] for name in knobs_of(Recipe)}
    # A box that was emptied means what stood in it at first.
    filled = {name: value for name, value in typed.items() if value is not None}
    try:
        recipe = Recipe(**filled)
    except ValueError as error:
        table_versions.versions().complaint = str(error)
        return
    version = Version(table_versions.OWN, generate(recipe), ("x",), "y", recipe=recipe)
    table_versions.bring(version)


def _key(name: str) -> str:
    return f"recipe_{name}"
