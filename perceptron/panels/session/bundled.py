"""The data sets that come with the page, and what each kind of data is called."""

from pathlib import Path

import streamlit as st

from perceptron.data.dataset import Dataset

DATA = Path(__file__).resolve().parents[3] / "data"
ARTICLE = "article"
OWN = "your data"


@st.cache_resource(show_spinner=False)
def bundled() -> dict[str, Dataset]:
    """The sets that come with the page, by name, the article's first."""
    names = sorted((path.stem for path in DATA.glob("*.csv")), key=lambda name: (name != ARTICLE, name))
    return {name: Dataset.from_csv(DATA / f"{name}.csv") for name in names}


def as_label(name: str) -> str:
    """A set's name for people: its file's, or OWN, with a capital and spaces."""
    return name.replace("_", " ").capitalize()
