"""Making data from a recipe, with the line it was made from."""

from dataclasses import fields

import streamlit as st

from perceptron.data.generator import Recipe, generate
from perceptron.panels.session import table_versions

LABELS = {
    "slope": "Slope",
    "intercept": "Intercept",
    "noise": "Noise",
    "outliers": "Outliers",
    "curvature": "Curvature",
    "n": "Points",
    "seed": "Seed",
    "x_low": "Smallest x",
    "x_high": "Largest x",
}
HELP = {
    "noise": "The standard deviation of what is added to every y.",
    "outliers": "How many points are thrown far off the line.",
    "curvature": "How strongly the middle of the line is bent; 0 is straight.",
}


def generating() -> None:
    """Draw the generator's form."""
    defaults = Recipe()
    with st.expander("Generate data", icon=":material/auto_graph:"), st.form("generator", border=False):
        with st.grid(3, min_column_width=110):
            for setting in fields(Recipe):
                low, high = Recipe.BOUNDS[setting.name]
                value = getattr(defaults, setting.name)
                kind = type(value)
                st.number_input(
                    LABELS[setting.name],
                    min_value=kind(low),
                    max_value=kind(high),
                    value=value,
                    step=1 if kind is int else 0.1,
                    format=None if kind is int else "%g",
                    key=f"recipe_{setting.name}",
                    help=HELP.get(setting.name),
                )
        st.form_submit_button("Generate", on_click=_generate, icon=":material/auto_graph:", width="stretch")


def _generate() -> None:
    values = {}
    for setting in fields(Recipe):
        typed = st.session_state[f"recipe_{setting.name}"]
        values[setting.name] = getattr(Recipe(), setting.name) if typed is None else typed
    try:
        recipe = Recipe(**values)
    except ValueError as error:
        table_versions.versions().complaint = str(error)
        return
    version = table_versions.Version(table_versions.OWN, generate(recipe), ("x",), "y", recipe=recipe)
    table_versions.change(version, restart_editor=True)
