"""The pinned runs as a table: what differs between them, and what became of each; and as a CSV."""

import pandas as pd
import streamlit as st

from perceptron.charts.endings import ENDED_AS
from perceptron.charts.swatch import as_address, swatch
from perceptron.insight.comparing.table import ARRIVES, ARRIVES_HELP, BIAS, ENDED, LOSS, RUN, compared
from perceptron.panels.compare.pictures import Trained
from perceptron.panels.session.depth import is_plain
from perceptron.take_home.csv_files import table_csv
from perceptron.words import as_title

PLAIN = {"Weight w": "Slope", BIAS: "Height at zero"}


def frame_of(trained: Trained) -> pd.DataFrame:
    """The table's numbers, under the names that the trade has for them."""
    return compared(
        [name for _, name, _ in trained], [pin.words for pin, _, _ in trained], [run for _, _, run in trained]
    )


def as_read(frame: pd.DataFrame, trained: Trained, *, plain: bool) -> pd.DataFrame:
    """The table with headings on one line, perhaps in plain words."""
    shown = frame.copy()
    shown.columns = [as_title(name) for name in shown.columns]
    if plain:
        shown[ENDED] = [ENDED_AS[run.diagnosis.kind].word for _, _, run in trained]
        shown = shown.rename(columns=PLAIN)
    return shown


def table(trained: Trained) -> None:
    """Draw it. The browser shows the one container or the other: what became of the runs once it has been seen."""
    frame = frame_of(trained)
    shown = as_read(frame, trained, plain=is_plain())
    shown[RUN] = [as_title(name) for name in frame[RUN]]
    shown.insert(0, "Line", [as_address(swatch(pin.style, 60, 24)) for pin, _, _ in trained])
    numbers = [name for name in shown.columns if shown[name].dtype.kind == "f" and name != ARRIVES]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            "Line": st.column_config.ImageColumn("Line", width=60),
            ARRIVES: st.column_config.NumberColumn(ARRIVES, format="localized", help=ARRIVES_HELP),
            ENDED: st.column_config.TextColumn(ENDED),
            **{name: st.column_config.NumberColumn(name, format="%.5g") for name in numbers},
        },
        alt=f"The runs side by side, with their {LOSS.lower()} at the end and what each ended as",
        key="compared",
    )
    st.download_button(
        "Download the table",
        lambda: table_csv(frame),
        file_name="pinned-runs.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
