"""What the teacher turns: how students come in, how far the class goes, and what is asked next."""

import streamlit as st

from perceptron.classroom.codes import RoomError, spelled
from perceptron.classroom.room import Course, Room, Stage
from perceptron.panels.learn.classroom.entrance import address_in
from perceptron.panels.learn.classroom.opening import complaint
from perceptron.panels.learn.classroom.watching import watched_by_teacher
from perceptron.panels.learn.classroom.what_to_ask import choose, experiment_of
from perceptron.panels.learn.copying import copying
from perceptron.panels.session import seats
from perceptron.panels.session.address import address_of
from perceptron.panels.session.depth import depth_choice
from perceptron.panels.session.lessons import in_link_of, open_lesson
from perceptron.take_home.qr_code import qr_code

NEXT = "room_next"


def invitation(room: Room, secret: str, course: Course) -> None:
    """The code, large, and behind it the link and the QR code."""
    address = address_in(room.code, in_link_of(course.experiment.name))
    with st.container(horizontal=True, vertical_alignment="center", key="invitation"):
        st.markdown(f"Join with **:orange[{spelled(room.code)}]**")
        with st.popover("QR code and link", icon=":material/qr_code_2:", key="qr"):
            st.image(qr_code(address), width=280, alt=f"A QR code of the room's link, {address}")
            copying(address, key="room_link")
            st.caption(
                "The link names the room and what it asks, and nothing else. Your own right to direct the room is kept"
                " by this browser; to direct it from another one, use the link below, and show it to nobody."
            )
            with st.expander("Your own link, not for students"):
                copying(address_of({"tab": "Learn", "room": room.code, "key": secret}), key="desk_link")
        depth_choice(labelled=False)
        st.button("Step out", type="tertiary", on_click=_step_out, key="step_out", help="The room stays open.")
        with st.popover("Close the room", type="tertiary", icon=":material/close:", key="close_room"):
            st.markdown("For all, and for good: its answers are gone then.")
            st.button("Close it", type="primary", on_click=_close, args=(room, secret), key="close_it")


def controls(room: Room, secret: str, course: Course) -> None:
    """How far the class goes, its pace, and the next question."""
    complaint()
    with st.container(horizontal=True, vertical_alignment="center", key="desk_controls"):
        if course.stage == "asking":
            _go("Show the spread", ":material/bar_chart:", room, secret, "spread")
        if course.stage == "spread":
            _go("Hide the spread", ":material/visibility_off:", room, secret, "asking")
        if course.stage != "run":
            _go("Run it", ":material/play_arrow:", room, secret, "run", primary=True)
            _switch("Students wait for the class", "waits", room, secret, course.waits)
            if course.waits:
                _switch("They may answer again", "may_change", room, secret, course.may_change)
        has_run = course.stage == "run"
        with st.popover(
            "Next question",
            type="primary" if has_run else "tertiary",
            icon=":material/arrow_forward:",
            key=f"next_question_{course.number}",
        ):
            choose("Next question", NEXT, after=course.experiment.name)
            st.button("Ask it", type="primary", on_click=_ask_next, args=(room, secret), key="ask_next")
            st.caption("The answers to the question before are gone then.")
        watched_by_teacher(room, course.version)


def _go(label: str, icon: str, room: Room, secret: str, stage: Stage, *, primary: bool = False) -> None:
    st.button(
        label,
        icon=icon,
        type="primary" if primary else "secondary",
        on_click=_direct,
        args=(room, secret),
        kwargs={"stage": stage},
        key=f"desk_{stage}",
    )


def _switch(label: str, name: str, room: Room, secret: str, value: bool) -> None:
    key = f"desk_{name}"
    st.session_state[key] = value
    st.toggle(label, key=key, on_change=_turn, args=(room, secret, name, key))


def _turn(room: Room, secret: str, name: str, key: str) -> None:
    _direct(room, secret, **{name: bool(st.session_state[key])})


def _direct(room: Room, secret: str, **changes: object) -> None:
    try:
        room.direct(secret, **changes)  # type: ignore[arg-type]
    except RoomError as error:
        st.session_state["room_refused"] = str(error)


def _ask_next(room: Room, secret: str) -> None:
    choice = st.session_state[NEXT]
    try:
        room.ask(secret, experiment_of(choice))
    except RoomError as error:
        st.session_state["room_refused"] = str(error)
        return
    seats.go_to(room.code, in_link_of(choice))


def _step_out() -> None:
    seats.go_to("")
    open_lesson("teachers")


def _close(room: Room, secret: str) -> None:
    seats.rooms().close(room.code, secret)
    seats.give_up(room.code)
    st.session_state["room_closed"] = room.code
    _step_out()
