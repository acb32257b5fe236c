"""The page, from top to bottom: the sidebar, the training, the tabs."""

from pathlib import Path

import streamlit as st

from perceptron.panels.data.tab import data_tab
from perceptron.panels.markdown import escaped
from perceptron.panels.session import link, runs, table_versions
from perceptron.panels.session.bundled import ARTICLE, bundled
from perceptron.panels.session.knobs import held_out_share
from perceptron.panels.session.long_run import run_of
from perceptron.panels.session.settings_line import settings_line
from perceptron.panels.sidebar import sidebar
from perceptron.panels.step.tab import step_tab
from perceptron.panels.train.introduction import introduction
from perceptron.panels.train.tab import train_tab

ICON = Path(__file__).resolve().parent / ".streamlit" / "icon.png"

st.set_page_config(page_title="One neuron learns a line", page_icon=str(ICON), layout="wide")

runs.warm_up(bundled()[ARTICLE])
st.session_state.setdefault("epoch", link.epoch_in_link())
hyperparameters = sidebar()
whole, complaint = table_versions.dataset()
asked = runs.prospect(whole, held_out_share(), hyperparameters)

st.title("One neuron learns a line")
st.markdown(introduction(asked))
if complaint:
    st.error(
        escaped(complaint), title="The table cannot be used as it stands, so this is the run of the version before"
    )
if "link_complaint" in st.session_state:
    st.warning(escaped(st.session_state["link_complaint"]), title="The table in the link was not taken")
if not complaint:
    settings_line(asked)

train, step, data = st.tabs(["Train", "One step", "Data"], key="tab", on_change="rerun", bind="query-params")
if train.open:
    with train:
        train_tab(asked)
if step.open:
    with step:
        run = run_of(asked)
        if run is not None:
            step_tab(run)
if data.open:
    with data:
        data_tab(whole, run_of(asked, ask=False))

table_versions.keep_in_link()
link.keep_epoch(st.session_state["epoch"])
