"""Every technical word of the page is explained where it stands: under the pointer, by a tap, and by the keyboard.

The words are underlined without touching the page's elements, which belong to others; what is shown lies over them.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from perceptron.lessons.terms import terms
from perceptron.panels.film.scripts import script
from perceptron.panels.film.served import served
from perceptron.panels.session.depth import is_plain

FOLDER = Path(__file__).resolve().parent
SCRIPTS = tuple(
    FOLDER / name for name in ("explain.js", "finding.js", "marks.js", "tip.js", "pointing.js", "keyboard.js")
)

_component = served(
    "words_explained",
    css=(FOLDER / "explain.css").read_text(encoding="utf-8"),
    script=script(SCRIPTS),
    # The words stand everywhere on the page.
    isolate_styles=False,
)


def explain_words() -> None:
    """Let the technical words of the page explain themselves, as deep as the page goes; once, at its end."""
    with st.container(key="words_explained"):
        _component(data=_given(plain=is_plain()), key="explained")


@st.cache_resource(show_spinner=False)
def _given(plain: bool) -> dict[str, Any]:
    """What the browser is given: the same for all pages of one depth."""
    return {
        "words": [
            {"name": term.name, "forms": term.forms, "plain": term.plain, "formula": "" if plain else term.formula}
            for term in terms()
        ]
    }
