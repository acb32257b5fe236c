"""The code of a room: short enough to be read from a wall and typed, and it names the server that has the room."""

import secrets
from typing import NamedTuple

# Without those that are taken for one another on a wall: 0 and O, 1, I and L.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6


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
    """The code that somebody typed, in small letters or with spaces and hyphens in it; None where it is none."""
    code = "".join(sign for sign in text[:40].upper() if sign not in " -–")
    return code if len(code) == LENGTH and all(sign in SIGNS for sign in code) else None


def spelled(code: str) -> str:
    """A code as it is written on a wall, in two groups."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"
