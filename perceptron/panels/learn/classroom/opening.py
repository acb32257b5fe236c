"""Opening a room: of the teacher's choice, or of the experiment that is open."""

import streamlit as st

from perceptron.classroom.codes import RoomError, spelled
from perceptron.panels.learn.classroom.what_to_ask import choose, experiment_of
from perceptron.panels.markdown import escaped
from perceptron.panels.session import seats
from perceptron.panels.session.lessons import in_link_of

KEY = "room_asks"


def opening() -> None:
    """Draw what opens a room, and the way back to one that is open."""
    st.subheader("Ask the class", anchor=False)
    st.caption(
        "A room for today: your students join it with a short code, without names or accounts. Each predicts, you see"
        " how the predictions spread, and then the neuron is trained for all."
    )
    complaint()
    closed = st.session_state.pop("room_closed", None)
    if closed is not None:
        st.success(f"The room {spelled(closed)} is closed.")
    mine = seats.own_room()
    if mine:
        st.button(
            f"Back to your room {spelled(mine)}", icon=":material/meeting_room:", on_click=seats.go_to, args=(mine,)
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose("What to ask", KEY)
        st.button("Open a room", type="primary", icon=":material/groups:", on_click=_open_chosen, key="open_room")


def complaint() -> None:
    """Say why no room was opened, once."""
    said = st.session_state.pop("room_refused", None)
    if said is not None:
        st.error(escaped(said))


def ask_a_class(name: str) -> None:
    """A quiet button to ask a class that experiment."""
    st.button(
        "Ask a class",
        type="tertiary",
        icon=":material/groups:",
        on_click=open_room,
        args=(name,),
        key="ask_a_class",
        help="Opens a room with a code for your students, who predict this each for themselves.",
    )


def _open_chosen() -> None:
    open_room(st.session_state[KEY])


def open_room(choice: str) -> None:
    """Open a room that asks that, and sit down at its desk; for callbacks."""
    try:
        room = seats.rooms().open(experiment_of(choice))
    except RoomError as error:
        st.session_state["room_refused"] = str(error)
        return
    seats.take(room.code, seats.Seat(secret=room.secret_for_the_teacher()))
    seats.go_to(room.code, in_link_of(choice))
