"""The quiet line that says what the link has locked or hidden, why, and how to have the page without that."""

import streamlit as st

from perceptron.panels.markdown import escaped
from perceptron.panels.session import locks
from perceptron.panels.session.address import address_without
from perceptron.take_home.teacher_link import labels


def lock_note() -> None:
    """Draw it; nothing where the link has locked and hidden nothing, and says nothing."""
    if (complaint := locks.complaint()) is not None:
        st.warning(escaped(complaint))
    teacher = locks.teacher_link()
    parts = []
    if teacher.locked:
        parts.append(f"{locks.ICON} {locks.REASON.removesuffix('.')}: {_listed(teacher.locked)}.")
    elif teacher.hidden:
        parts.append(":material/visibility_off: The link you opened leaves some controls out.")
    if teacher.note:
        parts.append(f"Your teacher: “{escaped(teacher.note)}”")
    if teacher.locked or teacher.hidden:
        label = "Open without locks" if teacher.locked else "Open with all controls"
        parts.append(f"[{label}]({address_without(('lock', 'hide', 'note'))})")
    if parts:
        with st.container(key="lock_note"):
            st.caption(" ".join(parts))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(escaped(label) for label in labels(names))
