"""The tab itself: everything that leaves the page, made when it is asked for; nothing of it stays on the server."""

import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.insight.run import Run
from perceptron.panels.compare.table import frame_of
from perceptron.panels.film.film_file import film_file
from perceptron.panels.session import pins
from perceptron.panels.session.address import address_without, is_carried
from perceptron.panels.session.depth import depth, is_plain
from perceptron.panels.session.epoch import current_epoch
from perceptron.panels.take_home.download import download
from perceptron.panels.take_home.known import Known, known_now
from perceptron.panels.take_home.pictures import pictures
from perceptron.panels.take_home.report import report_download
from perceptron.panels.take_home.reported import trained_pins
from perceptron.panels.train.view_options import look_kept
from perceptron.take_home.csv_files import data_csv, history_csv, table_csv
from perceptron.take_home.notebook import notebook_of
from perceptron.take_home.script import script_of


def take_home_tab(whole: Dataset, run: Run) -> None:
    """Draw the tab for all rows of the data and the run that is set."""
    st.markdown("Each of these works without this page, and nothing of it stays on the server.")
    known = known_now()
    with st.grid(2, min_column_width=300):
        for card in (_script, _film, _notebook):
            with st.container(border=True, height="stretch"):
                card(run)
        with st.container(border=True, height="stretch"):
            pictures(run, known)
        with st.container(border=True, height="stretch"):
            _report()
        with st.container(border=True, height="stretch"):
            _tables(whole, run, known)
        with st.container(border=True, height="stretch"):
            _link()


def _script(run: Run) -> None:
    st.header("Script", anchor=False)
    st.caption(
        "One Python file with PyTorch and NumPy alone, the data inside. It trains this run again and prints the same"
        f" numbers; its comments are at the depth you read, {depth()}."
    )
    reads = depth()
    download("Download the script", lambda: script_of(run, reads), "perceptron-run.py", "text/x-python")
    reading = st.expander("Read it", key="read_script", on_change="rerun")
    if reading.open:
        with reading:
            st.code(script_of(run, reads), language="python", height=400)


def _notebook(run: Run) -> None:
    st.header("Notebook", anchor=False)
    reads = depth()
    st.caption("The same in steps, with a sentence before each, and the plots: for Jupyter, VS Code or Colab.")
    download(
        "Download the notebook", lambda: notebook_of(run, reads), "perceptron-run.ipynb", "application/x-ipynb+json"
    )


def _film(run: Run) -> None:
    st.header("Film", anchor=False)
    st.caption("One HTML file that plays in any browser, without a network: the pictures, the slider, every epoch.")
    # Asked here, because what is made on demand knows nothing of the session.
    look, epoch, address, in_plain_words = look_kept(run), current_epoch(run), address_without(("tab",)), is_plain()
    download(
        "Download the film",
        lambda: film_file(run, look, plain=in_plain_words, epoch=epoch, address=address),
        "perceptron-film.html",
        "text/html",
    )


def _report() -> None:
    st.header("Report", anchor=False)
    st.caption(
        "One HTML file to read, print or hand in: what you predicted in Learn, what happened and why, your pinned"
        " runs, and this run, with pictures and links back."
    )
    report_download("take report")


def _tables(whole: Dataset, run: Run, known: Known) -> None:
    st.header("Tables", anchor=False)
    st.caption("For any spreadsheet: the data, every epoch of the run, and the pinned runs side by side.")
    with st.container(horizontal=True):
        download("Data", lambda: data_csv(whole), "perceptron-data.csv", "text/csv")
        download(
            "History", lambda: history_csv(run.history, run.dataset.feature_names), "perceptron-history.csv", "text/csv"
        )
        if pins.pins().pinned:
            download("Pinned runs", lambda: table_csv(frame_of(trained_pins(known))), "pinned-runs.csv", "text/csv")
            download("Pinned runs, to open again", pins.as_file(), "pinned-runs.json", "application/json")


def _link() -> None:
    st.header("Link", anchor=False)
    carried = [] if is_carried() else ["the table"]
    carried += [] if pins.is_in_link() else ["the pinned runs"]
    st.caption(
        f"It opens this run at this epoch, with all settings{' and the pinned runs' if pins.pins().pinned else ''}."
        if not carried
        else f"It is too short for {' and '.join(carried)}: send the files along with it."
    )
    st.code(address_without(("tab",)), language=None, wrap_lines=True)
