"""What Streamlit itself takes: a page with one number and three charts that follow it."""

import numpy as np
import pandas as pd
import streamlit as st

rate = st.number_input("Learning rate", value=0.001, format="%g", key="learning_rate")
epochs = np.arange(240)
for power in range(3):
    losses = 6 + np.exp(-rate * 10.0**power * epochs)
    st.line_chart(pd.DataFrame({"epoch": epochs, "loss": losses}), x="epoch", y="loss")
