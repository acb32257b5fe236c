"""How deep the page goes, the reader's choice for all of it: in plain words, with formulas, or with derivations."""

from typing import Literal, get_args

import streamlit as st

from perceptron.panels.session import locks

Depth = Literal["plain", "formulas", "derivation"]
DEPTHS: tuple[Depth, ...] = get_args(Depth)
DEFAULT: Depth = "formulas"
KEY = "depth"


def depth() -> Depth:
    """The depth that is chosen, also before the choice is drawn; the default where the link says nonsense."""
    asked = st.session_state.get(KEY) or st.query_params.get(KEY, "")
    return _read(str(asked))


def is_plain() -> bool:
    """Whether the page is to be read without a formula, a Greek letter or a word about float32."""
    return depth() == "plain"


def keep_depth() -> None:
    """Hold on to it while its choice is not drawn, and to the link's where that is locked; before anything is drawn."""
    locks.hold(KEY, _read, DEFAULT)
    if KEY in st.session_state:
        st.session_state[KEY] = st.session_state[KEY]


def _read(text: str) -> Depth:
    return next((each for each in DEPTHS if each == text.lower()), DEFAULT)


def depth_choice() -> None:
    """Draw the choice; once on a page."""
    if locks.is_hidden(KEY):
        return
    st.segmented_control(
        options=DEPTHS,
        format_func=str.capitalize,
        default=None if KEY in st.session_state else DEFAULT,
        required=True,
        key=KEY,
        **locks.dressed(
            KEY,
            "Depth",
            "Plain words without formulas; with formulas; or with where the formulas come from. It counts for the"
            " whole page, and the link keeps it.",
        ),
    )
