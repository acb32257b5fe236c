"""The log of a run, as the article prints it."""

import numpy as np
import pandas as pd
import streamlit as st

from perceptron.insight.run import Run

LOG_EVERY = 100


def printed_log(run: Run) -> None:
    """Draw the log, folded."""
    with st.expander("The log, as the article prints it", icon=":material/list:"):
        iterations = np.arange(LOG_EVERY, len(run.history), LOG_EVERY)
        if len(iterations) == 0:
            st.caption(f"The article prints every {LOG_EVERY}th iteration; this run has {run.last}.")
            return
        st.caption("Iteration t prints the loss before its update, that is, after t − 1 updates.")
        log = pd.DataFrame({"iteration": iterations, "loss": run.history.losses[iterations - 1]})
        st.dataframe(log, hide_index=True, height=240, alt="Iteration and loss, every 100 iterations")
