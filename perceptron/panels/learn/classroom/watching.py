"""What of a room changes while one only looks on: asked for again and again, and drawn anew when it has to be."""

import streamlit as st

from perceptron.classroom.codes import spelled
from perceptron.classroom.room import Room
from perceptron.panels.session import seats

# How often a page asks what there is to see, in seconds: with the time that the page then takes, what a teacher does is
# with the class within two.
OFTEN = 1.5


@st.fragment(run_every=OFTEN)
def watched_by_student(room: Room, token: str, version: int) -> None:
    """How many have answered."""
    _go_on_with(room, version, is_in=room.knows(token))
    count = room.count()
    st.caption(
        f":material/groups: Room {spelled(room.code)}: {count.answered} of {count.expected} have answered.",
        width="content",
    )


@st.fragment(run_every=OFTEN)
def watched_by_teacher(room: Room, version: int) -> None:
    """How many are in, and how many have answered."""
    _go_on_with(room, version)
    count = room.count()
    answered = f"**{count.answered}** of {count.expected} have answered; {count.here} are in."
    st.markdown(answered if count.expected else "Nobody is in yet.", width="content")


def _go_on_with(room: Room, version: int, *, is_in: bool = True) -> None:
    """Draw the whole page anew where the teacher has gone on, or the room is gone; else it costs next to nothing."""
    if not is_in or seats.rooms().again(room.code) is not room or room.course().version != version:
        st.rerun()
