"""The code of a room: short enough to be read from a wall and typed, and it names the server that has the room."""

import re
import secrets
from typing import NamedTuple

# Without those that are taken for one another on a wall: 0 and O, 1, I and L.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
# What is longer is no link of a room.
LONGEST = 500
_IN_LINK = re.compile(r"[?&]room=([^&#]*)")


class RoomError(ValueError):
    """What cannot be done in a room. The message says it to whoever tried, and what to do instead."""


class Server(NamedTuple):
    """One of several servers: its sign, which every code of its rooms begins with; "" where it is the only one."""

    sign: str = ""

    @classmethod
    def named(cls, text: str) -> "Server":
        """The server of that sign, as an environment variable has it. Raises ValueError for anything but one sign that
        a code can have.
        """
        sign = text.strip().upper()
        if sign and (len(sign) != 1 or sign not in SIGNS):
            raise ValueError(f"A server's sign is one of {SIGNS}, not {text!r}.")
        return cls(sign)

    def new_code(self) -> str:
        """A code that nobody can foresee."""
        return self.sign + "".join(secrets.choice(SIGNS) for _ in range(LENGTH - len(self.sign)))

    def may_have(self, code: str) -> bool:
        """Whether a room of that code can be on this server."""
        return code.startswith(self.sign)


def read_code(text: str) -> str | None:
    """The code that somebody typed, in small letters, with spaces or points in it, behind the word room, or in a whole
    link; None where there is none.
    """
    in_link = _IN_LINK.search(text[:LONGEST])
    code = "".join(filter(str.isalnum, in_link[1] if in_link else text[:LONGEST])).upper()
    if len(code) > LENGTH:
        code = code.removeprefix("ROOM")
    return code if len(code) == LENGTH and all(sign in SIGNS for sign in code) else None


def spelled(code: str) -> str:
    """A code as it is written on a wall, in two groups."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"
