"""The way into a room by its code, and what there is to do where the room is not there."""

import streamlit as st

from perceptron.classroom.codes import RoomError, read_code, spelled
from perceptron.classroom.room import Room
from perceptron.panels.learn.classroom.opening import ask_a_class
from perceptron.panels.markdown import escaped
from perceptron.panels.session import link, seats
from perceptron.panels.session.address import address_of
from perceptron.panels.session.lessons import experiment_named, open_lesson

KEY = "room_code"


def entrance() -> None:
    """Draw the box for a code."""
    asks = "Does your teacher show a code?"
    with st.container(horizontal=True, vertical_alignment="center", key="entrance"):
        st.markdown(asks, width="content")
        st.text_input(
            asks,
            key=KEY,
            max_chars=500,
            placeholder="ABC DEF",
            width=140,
            on_change=_join,
            label_visibility="collapsed",
        )
        st.button("Join", icon=":material/login:", on_click=_join, key="join")
    said = st.session_state.pop("room_complaint", None)
    if said:
        st.error(escaped(said))


def _join() -> None:
    typed = st.session_state.get(KEY) or ""
    code = read_code(typed)
    if not typed.strip():
        return
    if code is None:
        st.session_state["room_complaint"] = (
            "A code has six letters and digits, such as ABC DEF: look at it once more, or ask your teacher."
        )
        return
    if seats.server_elsewhere(code):
        st.session_state["room_elsewhere"] = code
        return
    try:
        found = seats.rooms().find(code, seats.tries())
    except RoomError as error:
        st.session_state["room_complaint"] = str(error)
        return
    if found is None:
        st.session_state["room_complaint"] = (
            f"There is no room {spelled(code)}: look at the code once more, or ask your teacher if it is still open."
        )
        return
    seats.go_to(code, link.lesson_in_link())


def room_asked_for(text: str) -> Room | None:
    """The room of the code in the link; where there is none, say so, and what to do."""
    code = read_code(text)
    if code is None:
        st.warning("The link names a room, but that is no code of one: type the code that your teacher shows.")
        return None
    room = seats.rooms().again(code)
    if room is not None and seats.seat_in(room) is not None:
        return room
    # Drawn anew, a page does not try anew.
    if st.session_state.get("room_missed") == code:
        room = None
    else:
        try:
            room = seats.rooms().find(code, seats.tries())
        except RoomError as error:
            st.error(escaped(str(error)))
            st.button("Try again", icon=":material/refresh:", key="room_again")
            return None
    if room is None:
        st.session_state["room_missed"] = code
        _lost(code)
    return room


def _lost(code: str) -> None:
    lesson = experiment_named(link.lesson_in_link())
    taught = seats.taught_here(code)
    if seats.has_sat_in(code):
        begins = f"The room {spelled(code)} is gone: it was closed, or nobody used it for two hours, or its server was"
        begins += " started anew. Lost are the room and its answers."
    else:
        begins = f"There is no room {spelled(code)} here: it was closed, or its server was started anew, or the code is"
        begins += " another one."
    kept = "The experiment is not lost, nor are your own runs, pins and lessons."
    st.warning(f"{begins} {kept}", icon=":material/meeting_room:")
    with st.container(horizontal=True):
        if lesson is not None and taught:
            ask_a_class(lesson.name)
        if lesson is not None:
            st.button(
                f"Go on by yourself: {lesson.title}",
                type="primary",
                icon=":material/arrow_forward:",
                on_click=_go_on_alone,
                args=(lesson.name,),
                key="alone",
            )
        st.button("All experiments", icon=":material/list:", on_click=_go_on_alone, args=("",), key="all_experiments")


def _go_on_alone(lesson: str) -> None:
    seats.go_to("")
    open_lesson(lesson)


def address_in(code: str, lesson: str) -> str:
    """The address that leads into the room."""
    parts = {"tab": "Learn", "room": code}
    return address_of(parts | ({"learn": lesson} if lesson else {}))
