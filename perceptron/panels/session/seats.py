"""Where this browser sits: at the teacher's desk of a room, or among its students. The session knows it, and a cookie
does, so that a reload changes nothing; the address has the room's code alone, and so can be projected.
"""

import os
import re
from typing import NamedTuple

import streamlit as st

from perceptron.classroom.codes import Server, read_code
from perceptron.classroom.room import Room
from perceptron.classroom.rooms import Rooms
from perceptron.classroom.tries import Tries
from perceptron.panels.session import link

# Where several servers stand behind one address, each has a sign of its own in its environment.
SIGN = "PERCEPTRON_SERVER"
# A browser may have sat at more desks than that, or say so.
MOST_SEATS = 20
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Seat(NamedTuple):
    """By what one is known in a room: a student's token, or the teacher's secret."""

    token: str = ""
    secret: str = ""


@st.cache_resource(show_spinner=False)
def rooms() -> Rooms:
    """The rooms of this server."""
    return Rooms(Server.named(os.environ.get(SIGN, "")))


def tries() -> Tries:
    """The wrong codes of this visitor."""
    if "room_tries" not in st.session_state:
        st.session_state["room_tries"] = rooms().new_tries()
    found: Tries = st.session_state["room_tries"]
    return found


def code_in_link() -> str:
    """What the link has as a room's code, "" where it has none; it may be no code at all."""
    return st.query_params.get("room", "")[:40]


def lead_to_room() -> None:
    """Open the tab that has the room, where a link names one and no tab; before anything is drawn."""
    if code_in_link() and "tab" not in st.query_params and "tab" not in st.session_state:
        st.session_state["tab"] = "Learn"


def go_to(code: str, lesson: str = "") -> None:
    """Let the page be in that room, "" for none."""
    link.write("room", code or None)
    link.write("key", None)
    if code:
        st.session_state["tab"] = "Learn"
        st.session_state["lesson"] = lesson
        link.keep_lesson(lesson)


def seat_in(room: Room) -> Seat | None:
    """The seat that this browser has in the room; None where it has none. Whoever has the teacher's link sits at the
    desk, and the address forgets the secret at once.
    """
    key = st.query_params.get("key", "")
    if key:
        link.write("key", None)
        if room.is_taught_with(key):
            take(room.code, Seat(secret=key))
        else:
            tries().was_wrong()
    seat = _claimed(room.code)
    if seat.secret and room.is_taught_with(seat.secret):
        found = Seat(secret=seat.secret)
    elif seat.token and room.knows(seat.token):
        found = Seat(token=seat.token)
    else:
        return None
    take(room.code, found)
    return found


def has_sat_in(code: str) -> bool:
    """Whether this browser knows the room of that code, from the session or a cookie; whatever it claims to be."""
    seat = _claimed(code)
    return bool(seat.token or seat.secret)


def taught_here(code: str) -> bool:
    """Whether it sat at the desk of that room."""
    return bool(_claimed(code).secret)


def take(code: str, seat: Seat) -> None:
    """Sit down there."""
    _seats()[code] = seat


def give_up(code: str) -> None:
    """Have no seat there any more, and no cookie that says so."""
    _seats()[code] = Seat()


def cookies() -> dict[str, str]:
    """What the browser is to keep: a cookie for each room, "" for one that it is to forget."""
    kept = {}
    for code, seat in _seats().items():
        kept[f"desk_{code}"], kept[f"seat_{code}"] = seat.secret, seat.token
    return kept


def own_room() -> str:
    """The code of a room at whose desk this browser sits, and that is still there; "" without one."""
    known = {name.removeprefix("desk_"): None for name in st.context.cookies if name.startswith("desk_")}
    for code in reversed([*(known | _seats())][-MOST_SEATS:]):
        secret = _claimed(code).secret
        room = rooms().again(code) if secret and read_code(code) == code else None
        if room is not None and room.is_taught_with(secret):
            return code
    return ""


def server_elsewhere(text: str) -> str | None:
    """The code, where it belongs to another server than this one; None where it does not, or is no code."""
    code = read_code(text)
    return None if code is None or rooms().server.may_have(code) else code


def _seats() -> dict[str, Seat]:
    found: dict[str, Seat] = st.session_state.setdefault("seats", {})
    return found


def _claimed(code: str) -> Seat:
    """What this browser says that it is in the room, by the session or else by a cookie; nobody has checked it."""
    return _seats().get(code) or _of_cookie(code)


def _of_cookie(code: str) -> Seat:
    token, secret = (str(st.context.cookies.get(f"{kind}_{code}", "")) for kind in ("seat", "desk"))
    return Seat(*(text if _SECRET.fullmatch(text) else "" for text in (token, secret)))
