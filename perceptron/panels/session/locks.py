"""What the link that opened the page has locked and hidden in it, for as long as the page is open.

It is read once, at the start of the session. A locked thing keeps its value whatever is clicked, typed or sent: its
widget is drawn disabled and is not bound to the link, and whoever would set it asks here first.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from perceptron.panels.session import link
from perceptron.panels.session.browser_history import went_back_or_forward
from perceptron.take_home.teacher_link import PARAMETERS, TeacherLink, read_link, written

REASON = "Locked by the link you opened, so that everybody has the same run."
ICON = ":material/lock:"
_KEY = "teacher_link"


class _Opened(NamedTuple):
    """What the link asked for when it was opened: the teacher's part, a sentence on what of it is left out, all its
    parameters, and the values that are held since.
    """

    teacher: TeacherLink
    complaint: str | None
    query: dict[str, str]
    held: dict[str, Any]


def _opened() -> _Opened:
    if _KEY not in st.session_state:
        query = st.query_params.to_dict()
        st.session_state[_KEY] = _Opened(*read_link(query), query, {})
    opened: _Opened = st.session_state[_KEY]
    return opened


def teacher_link() -> TeacherLink:
    """What the link asked for that opened this session."""
    return _opened().teacher


def complaint() -> str | None:
    """A sentence where the link asked for what is not to be had."""
    return _opened().complaint


def is_locked(name: str) -> bool:
    """Whether a control keeps its value. Data that cannot be seen to be chosen cannot be changed either."""
    teacher = teacher_link()
    return name in teacher.locked or (name == "data" and name in teacher.hidden)


def is_hidden(name: str) -> bool:
    """Whether a control is not drawn."""
    return name in teacher_link().hidden


def asks_first() -> bool:
    """Whether a prediction has to be made before a run is shown."""
    return teacher_link().asks


def opened_tab(names: list[str]) -> str:
    """The tab that the link opened, the first unless it named one of them."""
    return next((name for name in names if name == _opened().query.get("tab")), names[0])


def hold(name: str, read: Callable[[str], Any], default: Any) -> None:
    """Give the control of that key the link's value, of whose text `read` makes one: always where it is locked, and at
    first where it is hidden, for then no widget does. Before anything is drawn.
    """

    def in_link(query: Mapping[str, str]) -> Any:
        return read(query[name]) if name in query else default

    opened = _opened()
    if is_locked(name):
        st.session_state[name] = opened.held.setdefault(name, in_link(opened.query))
    elif is_hidden(name) and (name not in st.session_state or went_back_or_forward()):
        st.session_state[name] = in_link(st.query_params)


def dressed(name: str, label: str, help: str) -> dict[str, Any]:
    """How a control's widget is drawn: label, help, disabled and bind."""
    locked = is_locked(name)
    return {
        "label": f"{label} (locked)" if locked else label,
        "help": f"{REASON} {help}" if locked else help,
        "disabled": locked,
        "bind": None if locked else "query-params",
    }


def keep_in_link() -> None:
    """Let the address have the teacher's part, so that a reload and a copied link keep it."""
    parts = written(teacher_link())
    for name in PARAMETERS:
        link.write(name, parts.get(name))
