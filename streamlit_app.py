"""The page, from top to bottom: the sidebar, the training, the tabs."""

from pathlib import Path

import streamlit as st

from perceptron.charts.view import Look
from perceptron.panels.compare.race import keep_race_options
from perceptron.panels.compare.tab import compare_tab
from perceptron.panels.data.tab import data_tab
from perceptron.panels.film.film import show_player
from perceptron.panels.learn.shown import way_back
from perceptron.panels.learn.tab import learn_tab
from perceptron.panels.markdown import escaped
from perceptron.panels.session import knobs, link, locks, pins, runs, table_versions
from perceptron.panels.session.announcing import announcing
from perceptron.panels.session.browser_history import keep_browser_history
from perceptron.panels.session.bundled import ARTICLE, bundled
from perceptron.panels.session.depth import depth_choice, keep_depth
from perceptron.panels.session.knobs import held_out_share
from perceptron.panels.session.lock_note import lock_note
from perceptron.panels.session.long_run import run_of
from perceptron.panels.session.seats import lead_to_room
from perceptron.panels.session.settings_line import settings_line
from perceptron.panels.sidebar import sidebar
from perceptron.panels.step.tab import step_tab
from perceptron.panels.tabs import page_tabs
from perceptron.panels.take_home.tab import take_home_tab
from perceptron.panels.train.tab import train_tab
from perceptron.panels.train.view_options import keep_view_options
from perceptron.panels.words_explained import explain_words

HERE = Path(__file__).resolve().parent
ICON, STYLE = HERE / ".streamlit" / "icon.png", HERE / ".streamlit" / "page.css"

st.set_page_config(page_title="One neuron learns a line", page_icon=str(ICON), layout="wide")

runs.warm_up(bundled()[ARTICLE])
st.session_state["epoch"] = link.epoch_in_link()
lead_to_room()
keep_view_options()
keep_race_options()
keep_depth()
hyperparameters = sidebar()
whole, complaint = table_versions.dataset()
asked = runs.prospect(whole, held_out_share(), hyperparameters)

st.html(STYLE)
with st.container():
    if complaint:
        st.error(
            escaped(complaint), title="The table cannot be used as it stands, so this is the run of the version before"
        )
    if table_versions.versions().link_complaint is not None:
        st.warning(escaped(table_versions.versions().link_complaint), title="The table in the link was not taken")
    lock_note()
with st.container(key="title"):
    st.title("One neuron learns a line", anchor=False)

tabs = ["Train", "One step", "Data", "Compare", "Learn", "Take home"]
train, step, data, compare, learn, take_home = page_tabs(tabs)
if not learn.open:
    with st.sidebar:
        depth_choice()
if train.open:
    with train.place:
        # A place of its own, drawn in or not: what follows would begin anew and drop what a hand holds if it moved on.
        with st.container():
            way_back()
            if not complaint:
                settings_line(asked)
        train_tab(asked)
if step.open:
    with step.place:
        way_back()
        run = run_of(asked)
        if run is not None:
            step_tab(run)
            show_player(run, Look(), None, tells=True)
if data.open:
    with data.place:
        way_back()
        data_tab(whole, run_of(asked, ask=False))
if compare.open:
    with compare.place:
        compare_tab(asked)
if learn.open:
    with learn.place:
        learn_tab(lambda: run_of(asked, ask=False))
if take_home.open:
    with take_home.place:
        run = run_of(asked)
        if run is not None:
            take_home_tab(whole, run)

table_versions.keep_in_link()
pins.keep_in_link()
knobs.keep_in_link()
locks.keep_in_link()
keep_browser_history()
explain_words()
announcing()
