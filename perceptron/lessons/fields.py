"""One table of a lesson's file, read field by field: what is missing, wrong or unknown is said in one sentence."""

from collections.abc import Collection, Mapping
from typing import Any

from perceptron.words import quoted


class LessonError(ValueError):
    """A lesson's file that cannot be used. The message names the file, the field and what is expected there."""


class Fields:
    """The fields of a table, each taken once; `done` refuses those that nobody asked for."""

    def __init__(self, table: Mapping[str, Any], file: str, path: str = "") -> None:
        self._table, self._file, self._path = dict(table), file, path
        self._known: list[str] = []

    def place(self, name: str) -> str:
        """The field's full name, such as predict.choices[2].check."""
        return f"{self._path}.{name}" if self._path else name

    def wrong(self, name: str, expected: str) -> LessonError:
        """The sentence about a field."""
        return LessonError(f"{self._file}, field `{self.place(name)}`: {expected}")

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._table

    def text(self, name: str, default: str | None = None) -> str:
        """A text on one or several lines, without spaces around it."""
        value = self._take(name, default, "a text in quotes is expected")
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.wrong(name, f"a text in quotes is expected, not {quoted(value)}.")
        return value.strip()

    def choice(self, name: str, options: Collection[str], default: str | None = None) -> str:
        """One of the options."""
        value = self._take(name, default, f"one of {', '.join(options)} is expected")
        if value not in options:
            raise self.wrong(name, f"one of {', '.join(options)} is expected, not {quoted(value)}.")
        return str(value)

    def number(self, name: str, default: float | None = None) -> float:
        """A number above 0."""
        value = self._take(name, default, "a number above 0 is expected")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise self.wrong(name, f"a number above 0 is expected, not {quoted(value)}.")
        return float(value)

    def switch(self, name: str, default: bool = False) -> bool:
        """true or false."""
        value = self._take(name, default, "true or false is expected")
        if not isinstance(value, bool):
            raise self.wrong(name, f"true or false is expected, not {quoted(value)}.")
        return value

    def whole_numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers from 1 on; empty where it is left out."""
        value = self._take(name, [], "")
        if not isinstance(value, list) or not all(type(each) is int and each > 0 for each in value):
            raise self.wrong(name, f"a list of whole numbers from 1 on is expected, not {quoted(value)}.")
        return tuple(value)

    def options(self, name: str, allowed: Collection[str], default: list[str] | None = None) -> tuple[str, ...]:
        """A list of some of the allowed names."""
        value = self._take(name, default, f"a list of {', '.join(allowed)} is expected")
        if not isinstance(value, list) or not value or not all(each in allowed for each in value):
            raise self.wrong(name, f"a list of {', '.join(allowed)} is expected, not {quoted(value)}.")
        return tuple(value)

    def table(self, name: str) -> "Fields":
        """A table in the table."""
        value = self._take(name, None, f"a table [{self.place(name)}] is expected")
        if not isinstance(value, dict):
            raise self.wrong(name, f"a table [{self.place(name)}] is expected, not {quoted(value)}.")
        return Fields(value, self._file, self.place(name))

    def raw(self, name: str) -> dict[str, Any]:
        """A table as it is, empty where it is left out."""
        value = self._take(name, {}, "")
        if not isinstance(value, dict):
            raise self.wrong(name, f"a table [{self.place(name)}] is expected, not {quoted(value)}.")
        return value

    def tables(self, name: str, least: int = 0) -> list["Fields"]:
        """A list of tables, counted from 1 in sentences."""
        value = self._take(name, [] if not least else None, f"{least} or more [[{self.place(name)}]] are expected")
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value) or len(value) < least:
            raise self.wrong(name, f"{least} or more [[{self.place(name)}]] are expected.")
        return [Fields(each, self._file, f"{self.place(name)}[{place}]") for place, each in enumerate(value, start=1)]

    def done(self) -> None:
        """Refuse fields that are not known: most are slips of the pen, and would be without effect."""
        unknown = [name for name in self._table if name not in self._known]
        if unknown:
            raise self.wrong(unknown[0], f"not known here; known are {', '.join(self._known)}.")

    def _take(self, name: str, default: Any, expected: str) -> Any:
        self._known.append(name)
        if name not in self._table and default is None:
            raise self.wrong(name, f"{expected}, and it is missing.")
        return self._table.get(name, default)
