"""How deep the page goes, the reader's choice for all of it: plain words, formulas, or their derivation."""

from typing import get_args

import streamlit as st

from perceptron.lessons.plain_words import in_plain_words
from perceptron.lessons.wording import Depth
from perceptron.panels.session import locks

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


def worded(text: str) -> str:
    """A text of the page at the depth that is chosen: as it is, or in plain words."""
    return in_plain_words(text) if is_plain() else text


def keep_depth() -> None:
    """Hold on to it while its choice is not drawn, and to the link's where that is locked; before anything is drawn."""
    locks.hold(KEY, _read, DEFAULT)
    if KEY in st.session_state:
        st.session_state[KEY] = st.session_state[KEY]
    elif KEY in st.query_params:
        # The widget itself would take it in its own spelling only.
        st.session_state[KEY] = depth()


def _read(text: str) -> Depth:
    return next((each for each in DEPTHS if each == text.lower()), DEFAULT)


def depth_choice(*, labelled: bool = True) -> None:
    """Draw the choice; once on a page."""
    if locks.is_hidden(KEY):
        return
    st.segmented_control(
        options=DEPTHS,
        format_func=str.capitalize,
        default=None if KEY in st.session_state else DEFAULT,
        required=True,
        key=KEY,
        label_visibility="visible" if labelled else "collapsed",
        **locks.dressed(
            KEY,
            "Depth",
            "Plain words without formulas; with formulas; or with where the formulas come from. It counts for the"
            " whole page, and the link keeps it.",
        ),
    )
