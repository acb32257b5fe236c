"""The room that the link names: the teacher's desk, or a student's seat."""

import streamlit as st

from perceptron.classroom.codes import RoomError
from perceptron.classroom.room import Room
from perceptron.panels.learn.classroom.desk import desk
from perceptron.panels.learn.classroom.door import door
from perceptron.panels.learn.classroom.entrance import entrance, room_asked_for
from perceptron.panels.learn.classroom.student import student
from perceptron.panels.markdown import escaped
from perceptron.panels.session import seats
from perceptron.panels.session.address import address_of
from perceptron.panels.session.depth import depth_choice


def room_page(text: str) -> None:
    """Draw it; `text` is what the link says of the room."""
    room = room_asked_for(text)
    seat = None if room is None else _seat(room)
    if room is None or seat is None:
        entrance()
    elif seat.secret:
        desk(room, seat.secret)
    else:
        student(room, seat.token)
    keep_seats()


def keep_seats() -> None:
    """Let the browser keep this session's seats, and lead it to the server of a code that was typed here."""
    elsewhere = st.session_state.pop("room_elsewhere", None)
    door(seats.cookies(), None if elsewhere is None else address_of({"tab": "Learn", "room": elsewhere}))


def _seat(room: Room) -> seats.Seat | None:
    """The seat in the room; who has none takes one among the students."""
    seat = seats.seat_in(room)
    if seat is None:
        try:
            seat = seats.Seat(token=room.join())
        except RoomError as error:
            depth_choice(labelled=False)
            st.error(escaped(str(error)))
            return None
        seats.take(room.code, seat)
    return seat
