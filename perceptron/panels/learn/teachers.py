"""For teachers: a link that opens today's lesson, with what is locked and hidden in it, and a plan of a lesson."""

from collections.abc import Mapping

import streamlit as st

from perceptron.panels.learn.classroom.opening import opening
from perceptron.panels.learn.copying import copying
from perceptron.panels.session.address import address_of, is_carried, settings_of_now
from perceptron.panels.session.bundled import DATA
from perceptron.panels.session.depth import DEFAULT, DEPTHS, KEY, depth
from perceptron.take_home.teacher_link import HIDEABLE, LOCKABLE, LONGEST_NOTE, MORE, MORE_LABEL, TeacherLink, written

PLAN = DATA / "lesson_plan.md"
AS_IT_IS = "the page as it is"
# Of the page as it is these can be opened; an experiment opens where experiments are.
TABS = ("Train", "One step", "Data")


def teachers_page(experiments: Mapping[str, str] | None = None) -> None:
    """Draw it. experiments: the title of each one that a link can open, by the name that the link has for it."""
    st.header("For teachers", anchor=False)
    opening()
    st.subheader("Make a link", anchor=False)
    st.caption(
        "Whoever opens the link finds what you choose here; nothing is kept on the server, all of it is in the link."
    )
    query = _what_it_opens(experiments or {})
    left, right = st.columns(2)
    with left:
        locked = st.multiselect(
            "Locked",
            [*LOCKABLE, MORE],
            format_func=_label,
            key="teach_locked",
            persist_state="session",
            placeholder="Nothing",
            help="Is seen, and stays as the link has it.",
        )
        chosen_depth = st.segmented_control(
            "Depth of the page", DEPTHS, format_func=str.capitalize, default=depth(), required=True, key="teach_depth"
        )
    with right:
        hidden = st.multiselect(
            "Hidden",
            [*HIDEABLE, MORE],
            format_func=_label,
            key="teach_hidden",
            persist_state="session",
            placeholder="Nothing",
            help="Is not drawn. What is only hidden may still change with the rest, as when somebody brings other"
            " data: lock it too if it has to stay.",
        )
        asks = st.toggle(
            "Experiments ask for a prediction first",
            value=True,
            key="teach_asks",
            persist_state="session",
            help="Off: there is a way to see a run without predicting it.",
        )
    note = st.text_input(
        "Your word to the class",
        max_chars=LONGEST_NOTE,
        key="teach_note",
        persist_state="session",
        placeholder="Change only the rate today, so that we can compare.",
        help="One line, which stands on the page that the link opens.",
    )
    query |= {} if chosen_depth == DEFAULT else {KEY: str(chosen_depth)}
    address = address_of(query | written(TeacherLink.of(locked, hidden, asks=asks, note=note or "")))
    copying(address, key="teach_link")
    st.link_button("Try it", address, icon=":material/open_in_new:", help="Opens the link as your class will.")
    st.subheader("A lesson of 45 minutes", anchor=False)
    with st.expander("The plan, minute by minute", icon=":material/schedule:"):
        st.markdown(_plan())


def _what_it_opens(experiments: Mapping[str, str]) -> dict[str, str]:
    """The choice of what the link opens, as the link's parameters."""
    opens = st.selectbox(
        "What it opens",
        [AS_IT_IS, *experiments],
        format_func=lambda name: "The page as it is set now" if name == AS_IT_IS else experiments[name],
        key="teach_opens",
        help="The page with the data and settings that you have chosen in the sidebar"
        + (", or an experiment." if experiments else "."),
    )
    if opens in experiments:
        return {"tab": "Learn", "learn": opens}
    if not is_carried():
        st.warning("Your table is too long for a link: send the file along, from Data, Download CSV.")
    tab = st.segmented_control("Which tab", TABS, default=TABS[0], required=True, key="teach_tab")
    return ({} if tab in (None, TABS[0]) else {"tab": str(tab)}) | settings_of_now()


def _label(name: str) -> str:
    return f"All of {MORE_LABEL}" if name == MORE else HIDEABLE[name]


@st.cache_data(show_spinner=False)
def _plan() -> str:
    """The plan without its title, which the page has."""
    return PLAN.read_text(encoding="utf-8").partition("\n")[2]
