"""The learner's table in this session: where it came from, what was done to it, and the way back.

Each change keeps the version before it, so that everything can be undone. The page trains on the last version
that a line can be learned from, whatever is being typed.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.data.generator import Recipe
from perceptron.panels.session import link
from perceptron.words import DatasetError

DATA = Path(__file__).resolve().parents[3] / "data"
ARTICLE = "article"
OWN = "your data"
MOST_VERSIONS = 100
# Of tables with more rows than this only a few versions are kept, or a class would fill the server's memory.
LARGE = 20_000
MOST_LARGE_VERSIONS = 3


@dataclass(frozen=True, eq=False)
class Version:
    """One state of the table: its name among the bundled sets or OWN, its columns of numbers, and which are used.

    table: a frame, in which rows that are still being filled in have NaN; or a data set where it was one already.
    recipe: what a generated table was made from.
    """

    name: str
    table: pd.DataFrame | Dataset
    features: tuple[str, ...]
    target: str
    edited: bool = False
    recipe: Recipe | None = None

    @classmethod
    def of(cls, name: str, dataset: Dataset) -> "Version":
        """The table of a data set, which was checked when it was made."""
        return cls(name, dataset, dataset.feature_names, dataset.target_name)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table's columns, used or not."""
        return self.table.to_frame() if isinstance(self.table, Dataset) else self.table

    @cached_property
    def dataset(self) -> Dataset:
        """The used columns, without the rows that are still being filled in.

        Raises DatasetError as `Dataset.from_frame` does.
        """
        if isinstance(self.table, Dataset):
            return self.table
        used = self.frame[[*self.features, self.target]]
        return Dataset.from_frame(used.dropna() if self.edited else used, self.features, self.target)


@dataclass
class Versions:
    """The session's versions. `edition` counts the times that the editor has to start afresh, `changes` all changes."""

    now: Version
    past: list[Version]
    future: list[Version]
    edition: int = 0
    changes: int = 0
    complaint: str | None = None


@st.cache_resource(show_spinner=False)
def bundled() -> dict[str, Dataset]:
    """The sets that come with the page, by name, the article's first."""
    names = sorted((path.stem for path in DATA.glob("*.csv")), key=lambda name: (name != ARTICLE, name))
    return {name: Dataset.from_csv(DATA / f"{name}.csv") for name in names}


def versions() -> Versions:
    """This session's table; at first what the link brings or names."""
    if "versions" not in st.session_state:
        # The choice in the sidebar is bound to the link, but is drawn only after this.
        named = {as_label(name): name for name in bundled()}
        start = named.get(st.query_params.get("data", ""), ARTICLE)
        st.session_state["versions"] = Versions(_load(start), [], [])
        try:
            brought = link.table_in_link()
        except DatasetError as error:
            st.session_state["link_complaint"] = str(error)
        else:
            if brought is not None:
                change(Version(OWN, *brought), restart_editor=True)
    found: Versions = st.session_state["versions"]
    return found


def chooser() -> None:
    """The choice of the data set, in the sidebar."""
    state = versions()
    has_own = any(version.name == OWN for version in (*state.past, state.now, *state.future))
    st.selectbox(
        "Data",
        [*bundled(), *([OWN] if has_own else [])],
        format_func=as_label,
        key="data",
        bind="query-params",
        on_change=_take_chosen,
        help="What the neuron learns from. Edit it, generate some, or bring your own CSV, in the Data tab.",
    )


def as_label(name: str) -> str:
    """A set's name for people: its file's, or OWN, with a capital and spaces."""
    return name.replace("_", " ").capitalize()


def change(version: Version, *, restart_editor: bool) -> None:
    """Make this the table, keeping the one before for undo. Only before the sidebar is drawn, as in callbacks."""
    state = versions()
    most = MOST_VERSIONS if len(version.frame) <= LARGE else MOST_LARGE_VERSIONS
    state.past = [*state.past[-most:], state.now]
    state.future = []
    _show(version, restart_editor=restart_editor)


def undo() -> None:
    """Back to the version before the last change."""
    state = versions()
    if state.past:
        state.future.append(state.now)
        _show(state.past.pop(), restart_editor=True)


def redo() -> None:
    """Forward again to what was undone."""
    state = versions()
    if state.future:
        state.past.append(state.now)
        _show(state.future.pop(), restart_editor=True)


def back_to_the_article() -> None:
    """The article's data as it was; what was there before can be had back with undo."""
    now = versions().now
    if now.name != ARTICLE or now.edited:
        change(_load(ARTICLE), restart_editor=True)
    st.session_state["data"] = ARTICLE


def reset() -> None:
    """The table as it was before it was edited: the bundled set, or the learner's own as it came."""
    state = versions()
    if state.now.name in bundled():
        change(_load(state.now.name), restart_editor=True)
        return
    came = next((version for version in reversed(state.past) if version.name == OWN and not version.edited), None)
    if came is not None:
        change(came, restart_editor=True)


def dataset() -> tuple[Dataset, str | None]:
    """What to train on, and a sentence where the table as it stands cannot be used and an earlier one serves."""
    state = versions()
    complaint = None
    for version in (state.now, *reversed(state.past)):
        try:
            return version.dataset, complaint
        except DatasetError as error:
            complaint = complaint or str(error)
    return bundled()[ARTICLE], complaint


def keep_in_link() -> None:
    """Let the page's link carry the table where it is not a bundled one; say so where it does not fit."""
    now = versions().now
    if now.name in bundled() and not now.edited:
        link.keep_no_table()
    elif not link.keep_table(now.frame[[*now.features, now.target]].dropna(), now.features, now.target):
        st.caption(
            ":material/link_off: The link cannot carry this table. To share the run, send the file from"
            " Data, Download CSV, along with the link."
        )


def with_rows(version: Version, frame: pd.DataFrame) -> Version:
    """The same table with other rows."""
    return replace(version, table=frame, edited=True)


def _take_chosen() -> None:
    name = st.session_state["data"]
    state = versions()
    if name == OWN:
        own = next(version for version in reversed([*state.past, state.now, *state.future]) if version.name == OWN)
        change(own, restart_editor=True)
    elif name in bundled():
        change(_load(name), restart_editor=True)


def _show(version: Version, *, restart_editor: bool) -> None:
    state = versions()
    state.now = version
    state.complaint = None
    state.edition += restart_editor
    state.changes += 1
    st.session_state["data"] = version.name


def _load(name: str) -> Version:
    return Version.of(name, bundled()[name])
