"""The button of the report. The file is made when it is asked for."""

import streamlit as st

from perceptron.panels.take_home.known import known_now
from perceptron.panels.take_home.reported import reported
from perceptron.take_home.report.page import report_page


def report_download(key: str = "report") -> None:
    """Draw the button that downloads the report of this session as an HTML file."""
    # What is made on demand knows nothing of the session.
    known = known_now()
    st.download_button(
        "Download my report",
        lambda: report_page(reported(known)),
        file_name="my-report.html",
        mime="text/html",
        icon=":material/download:",
        on_click="ignore",
        help="One file to read and print: what you predicted, what happened and why, your pinned runs, and the run that"
        " is set, with pictures. It is kept nowhere else than on this page.",
        key=key,
    )
