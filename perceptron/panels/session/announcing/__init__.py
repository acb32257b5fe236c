"""What came of a click, read out: one quiet place on the page, which a screen reader follows."""

import re
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent
KEY = "announced"
# What of Markdown is no words.
_SIGNS = re.compile(r":material/\w+:|\\(?=\W)|[*`$]")

_component = st.components.v2.component(
    "announcing",
    html='<p class="announced" role="status"></p>\n',
    css=(FOLDER / "announcing.css").read_text(encoding="utf-8"),
    js=(FOLDER / "announcing.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def announce(words: str, *, when_seen: bool = False, nth: int = 0) -> None:
    """Have it read out, at this run of the page, unless it was the last that was said; nothing at the first. when_seen:
    not before the film has come to its end, which shows it. nth: tells apart two tries that come to the same words.
    """
    st.session_state[KEY] = {"words": _SIGNS.sub("", words), "when_seen": when_seen, "nth": nth}


def announcing() -> None:
    """Draw the place, which cannot be seen; once, at the end of the page."""
    with st.container(key="announcing"):
        _component(data=st.session_state.pop(KEY, {"words": "", "when_seen": False, "nth": 0}), key="announcer")
