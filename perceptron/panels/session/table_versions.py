"""The learner's table in this session: where it came from, what was done to it, and the way back.

Each change keeps the version before it, so that everything can be undone. The page trains on the last version
that a line can be learned from, whatever is being typed.
"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from perceptron.data.dataset import Dataset
from perceptron.panels.session import link, locks
from perceptron.panels.session.browser_history import went_back_or_forward
from perceptron.panels.session.bundled import ARTICLE, OWN, as_label, bundled
from perceptron.panels.session.knobs import DEFAULTS, apply, chosen
from perceptron.panels.session.suited import is_the_article, starting_for
from perceptron.panels.session.version import Version, Versions
from perceptron.words import DatasetError

MOST_VERSIONS = 100
# Of tables with more rows than this only a few versions are kept, or a class would fill the server's memory.
LARGE = 20_000
MOST_LARGE_VERSIONS = 3


def versions() -> Versions:
    """This session's table; at first what the link brings or names."""
    if "versions" not in st.session_state:
        st.session_state["versions"] = Versions(_named_by_link(), [], [])
        brought = _brought_by_link()
        if brought is not None:
            _put(brought, restart_editor=True)
    found: Versions = st.session_state["versions"]
    return found


def load(name: str) -> Version:
    """A bundled set as it came with the page."""
    return Version.of(name, bundled()[name])


def change(version: Version, *, restart_editor: bool) -> None:
    """Make this the table, keeping the one before for undo; not where it is locked. Only before the sidebar is drawn,
    as in callbacks.
    """
    if not locks.is_locked("data"):
        _put(version, restart_editor=restart_editor)


def _put(version: Version, *, restart_editor: bool) -> None:
    state = versions()
    most = MOST_VERSIONS if len(version.frame) <= LARGE else MOST_LARGE_VERSIONS
    state.past = [*state.past[-most:], state.now]
    state.future = []
    _show(version, restart_editor=restart_editor)


def bring(version: Version) -> None:
    """Make this the table, as `change` does, with settings that suit it and the film at its beginning."""
    if locks.is_locked("data"):
        return
    before = chosen()
    try:
        starting = starting_for(version)
    except DatasetError:
        # The page says why it cannot be used; it goes on with the table before, and so with its settings.
        change(version, restart_editor=True)
        return
    change(replace(version, starting=starting, before=before), restart_editor=True)
    apply(starting.hyperparameters)
    link.keep_epoch(0)
    versions().taken = versions().changes


def undo() -> None:
    """Back to the version before the last change, and to the settings that the change found."""
    state = versions()
    if state.past and not locks.is_locked("data"):
        if state.now.before is not None:
            apply(state.now.before)
        state.future.append(state.now)
        _show(state.past.pop(), restart_editor=True)


def redo() -> None:
    """Forward again to what was undone, and to the settings that it came with."""
    state = versions()
    if state.future and not locks.is_locked("data"):
        state.past.append(state.now)
        _show(state.future.pop(), restart_editor=True)
        if state.now.before is not None and state.now.starting is not None:
            apply(state.now.starting.hyperparameters)


def back_to_the_article() -> None:
    """The article's data and settings as they were; what was there before can be had back with undo."""
    now = versions().now
    if now.name != ARTICLE or not is_the_article(now):
        bring(load(ARTICLE))
    apply(DEFAULTS)
    st.session_state["data"] = versions().now.name


def may_become_the_articles() -> bool:
    """Whether `back_to_the_article` gets to its data: it may be locked to other data."""
    return not locks.is_locked("data") or is_the_article(versions().now)


def reset() -> None:
    """The table as it was before it was edited: the bundled set, or the learner's own as it came."""
    state = versions()
    if state.now.name in bundled():
        change(load(state.now.name), restart_editor=True)
        return
    came = next((version for version in reversed(state.past) if version.name == OWN and not version.edited), None)
    if came is not None:
        change(replace(came, before=None), restart_editor=True)


def dataset() -> tuple[Dataset, str | None]:
    """What to train on, and a sentence where the table as it stands cannot be used and an earlier one serves."""
    version, complaint = usable()
    return version.dataset, complaint


def usable() -> tuple[Version, str | None]:
    """The last version of the table that can be used, and why a later one cannot, where there is one."""
    state = versions()
    complaint = None
    for version in (state.now, *reversed(state.past)):
        try:
            _ = version.dataset
        except DatasetError as error:
            complaint = complaint or str(error)
        else:
            return version, complaint
    return load(ARTICLE), complaint


def take_complaint() -> str | None:
    """What was refused just now, to be said once: the table is as it was, so that nothing is left to mend."""
    state = versions()
    complaint, state.complaint = state.complaint, None
    return complaint


def keep_in_link() -> None:
    """Let the page's link carry the table where it is not a bundled one; say so where it does not fit."""
    now = versions().now
    text = text_in_link(now)
    link.keep_table(text)
    if text is None and (now.edited or now.name == OWN):
        st.caption(
            ":material/link_off: The link cannot carry this table. To share the run, send the file from"
            " Data, Download CSV, along with the link."
        )


def with_rows(version: Version, frame: pd.DataFrame) -> Version:
    """The same table with other rows."""
    return replace(version, table=frame, edited=True, before=None)


def loaded(name: str) -> Version:
    """The bundled set of that name as it came: the table as it is where it is that one, so that nothing changes."""
    now = versions().now
    return now if now.table is bundled()[name] else load(name)


def follow_the_link() -> None:
    """After Back or Forward: the table of that address, as it was in this session where it was here before."""
    state = versions()
    if not went_back_or_forward() or locks.is_locked("data"):
        return
    asked = st.query_params.get("data", as_label(ARTICLE)), st.query_params.get("table")
    known = (state.now, *reversed(state.past), *reversed(state.future))
    found = next((version for version in known if (as_label(version.name), text_in_link(version)) == asked), None)
    if found is not state.now:
        state.link_complaint = None
        version = found or _brought_by_link() or _named_by_link()
        complaint = state.link_complaint
        change(replace(version, before=None), restart_editor=True)
        state.link_complaint = complaint


def _named_by_link() -> Version:
    """The set that the link names, as it came with the page; the article's where it names none."""
    # The choice in the sidebar is bound to the link, but is drawn only after this is asked.
    names = {as_label(name): name for name in bundled()}
    return load(names.get(st.query_params.get("data", ""), ARTICLE))


def _brought_by_link() -> Version | None:
    """The table that the link brings, if any; a damaged one leaves a complaint."""
    try:
        brought = link.table_in_link()
    except DatasetError as error:
        versions().link_complaint = str(error)
        return None
    return None if brought is None else Version(OWN, *brought)


def text_in_link(version: Version) -> str | None:
    """The table as the link carries it: None for a set as it came with the page, and for what does not fit."""
    if version.name in bundled() and not version.edited:
        return None
    return link.as_text(version.frame[[*version.features, version.target]].dropna(), version.features, version.target)


def _show(version: Version, *, restart_editor: bool) -> None:
    state = versions()
    state.now = version
    state.complaint = state.link_complaint = None
    state.edition += restart_editor
    state.changes += 1
    st.session_state["data"] = version.name
