"""What can be set: every knob is one row with its default, bounds, label and help.

The checks, the page and its links read the row; nothing of it is written down a second time.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Kind = Literal["number", "whole number", "choice", "switch"]


@dataclass(frozen=True)
class Knob:
    """A setting as people meet it; `row` makes a field of a dataclass of it.

    help: what it does; a function where that depends on the choices. low, high: the bounds of a number, included.
    step: what plus and minus add. choices: the names to choose from. empty: what an empty box means, "" where it
    must not be empty. first: whether it is among the few that a newcomer sees.
    """

    label: str
    help: str | Callable[[], str] = ""
    kind: Kind = "number"
    low: float = -math.inf
    high: float = math.inf
    step: float = 0.1
    choices: Collection[str] = ()
    empty: str = ""
    first: bool = False

    @property
    def explanation(self) -> str:
        """What the knob does, in a sentence or two."""
        return self.help if isinstance(self.help, str) else self.help()

    @property
    def number(self) -> type[int] | type[float]:
        """The type of a number that it takes."""
        return int if self.kind == "whole number" else float

    def check(self, name: str, value: object) -> None:
        """Raises ValueError, naming the field, the value and what it may be, for a value that is out of range."""
        if value is None and self.empty:
            return
        if self.kind == "switch":
            if not isinstance(value, bool):
                raise ValueError(f"{name} is {value!r}: it must be True or False.")
        elif self.kind == "choice":
            if not isinstance(value, str) or value not in self.choices:
                raise ValueError(f"{name} is {value!r}: it must be one of {', '.join(self.choices)}.")
        else:
            self._check_number(name, value)

    def _check_number(self, name: str, value: object) -> None:
        range_of_values = f"it must be a {self.kind} from {self.low:g} to {self.high:g}."
        accepted = int if self.kind == "whole number" else (int, float)
        if isinstance(value, bool) or not isinstance(value, accepted) or math.isnan(value):
            raise ValueError(f"{name} is {value!r}: {range_of_values}")
        if not self.low <= value <= self.high:
            raise ValueError(f"{name} is {value:g}: {range_of_values}")

    def bounded(self, value: Any, default: Any) -> Any:
        """A value that `check` accepts: the nearest number within the bounds, or the default for what is none."""
        if value is None:
            return None if self.empty else default
        if self.kind in ("number", "whole number"):
            return self.number(min(max(value, self.low), self.high))
        return value

    def read(self, text: str, default: Any) -> Any:
        """The value that a link's text stands for, or the default where it stands for none that `check` accepts."""
        if text == "" and self.empty:
            return None
        try:
            value = self._parsed(text)
            self.check("", value)
        except (ValueError, OverflowError):
            return default
        return value

    def _parsed(self, text: str) -> Any:
        if self.kind == "choice":
            return text
        return {"true": True, "false": False}.get(text.lower()) if self.kind == "switch" else self.number(text)

    def text(self, value: Any) -> str:
        """A value as a link carries it; `read` has it back."""
        return "" if value is None else str(value).lower() if self.kind == "switch" else str(value)


def row(default: Any, label: str, help: str | Callable[[], str] = "", **more: Any) -> Any:
    """A field of a dataclass of settings, with its knob: see `Knob` for what can be said of it."""
    return field(default=default, metadata={"knob": Knob(label, help, **more)})


def knobs_of(settings: Any) -> dict[str, Knob]:
    """The knobs of a dataclass of settings, by the field's name and in its order."""
    return {setting.name: setting.metadata["knob"] for setting in fields(settings)}


def check(settings: Any) -> None:
    """Hold every field against its knob. Raises ValueError as `Knob.check` does."""
    for name, knob in knobs_of(settings).items():
        knob.check(name, getattr(settings, name))
