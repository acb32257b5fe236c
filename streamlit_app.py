"""The page, from top to bottom: the sidebar, the training, the tabs."""

import streamlit as st

from perceptron.panels import runs, table
from perceptron.panels.data import data_tab
from perceptron.panels.sidebar import sidebar
from perceptron.panels.step import step_tab
from perceptron.panels.train import train_tab

st.set_page_config(page_title="One neuron learns a line", page_icon=":material/timeline:", layout="wide")

runs.warm_up(table.bundled()[table.ARTICLE])
hyperparameters = sidebar()
dataset, complaint = table.dataset()

st.title("One neuron learns a line")
st.markdown(
    "A single neuron, **y = w·x + b**, learns to predict y from x by gradient descent, on real PyTorch. "
    "Change anything and it learns again; stop it at any epoch and look inside."
)
if complaint:
    st.error(complaint, title="The table cannot be used as it stands, so this is the run of the version before")

train, step, data = st.tabs(["Train", "One step", "Data"], key="tab", on_change="rerun", bind="query-params")
if train.open:
    with train:
        train_tab(dataset, hyperparameters)
if step.open:
    with step:
        step_tab(dataset, hyperparameters, runs.trained(dataset, hyperparameters))
if data.open:
    with data:
        data_tab(dataset)
