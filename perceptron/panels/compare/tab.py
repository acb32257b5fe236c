"""The tab itself: the pinned runs in one film, or a race."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.insight.prospect import Prospect
from perceptron.panels.compare.chips import chips, keep_and_bring
from perceptron.panels.compare.pictures import pictures
from perceptron.panels.compare.race import race_section
from perceptron.panels.compare.table import table
from perceptron.panels.compare.two import two_at_once
from perceptron.panels.markdown import escaped
from perceptron.panels.session import pins
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.long_run import run_of
from perceptron.words import counted

PINNED, RACE = "Pinned runs", "Race"


def compare_tab(asked: Prospect) -> None:
    """Draw the tab for what is set in the sidebar now."""
    # What is compared, and of the pinned runs the chips, which are as well the legend, share a row.
    with st.container(key="comparing_row", horizontal=True, vertical_alignment="center", gap="small"):
        comparing = st.segmented_control(
            "Compare",
            [PINNED, RACE],
            default=None if "comparing" in st.session_state else PINNED,
            required=True,
            key="comparing",
            label_visibility="collapsed",
        )
        beside = st.container()
    if comparing == RACE:
        race_section(asked)
    else:
        pinned_runs(asked, beside)


def pinned_runs(asked: Prospect, beside: DeltaGenerator) -> None:
    """The runs that are pinned and the one that is set, which is one of them or comes before them."""
    state = pins.pins()
    if state.complaint is not None:
        st.warning(escaped(state.complaint), title="The pinned runs in the link were not taken")
    chosen = list(state.pinned)
    if pins.place_of(asked) is None:
        chosen.insert(0, pins.now())
    names = pins.names(chosen)
    with beside:
        chips(chosen, names)
    if not state.pinned:
        st.caption("**What if?** Pin this run, change a setting, pin that too: all of them then move in one film.")
    runs = [run_of(pin.asked, ask=False) for pin in chosen]
    trained = [(pin, name, run) for pin, name, run in zip(chosen, names, runs, strict=True) if run is not None]
    missing = [name for name, run in zip(names, runs, strict=True) if run is None]
    if missing:
        st.caption(escaped(f"Not trained, because it takes long: {', '.join(missing)}. Put it back to train it."))
    announce(f"{counted(len(chosen), 'run')}: {', '.join(names)}.")
    if trained:
        pictures(trained, asked.key)
        table(trained)
        two_at_once(trained)
    keep_and_bring()
