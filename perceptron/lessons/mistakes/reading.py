"""The planted mistakes as their files tell them: which lines of the loop change, the situation, and the words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FILES = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Situation:
    """What the loop is run on: a data set that comes with the page, by name, and what is handed to the loop."""

    data: str
    rate: float
    epochs: int
    batch_size: int
    seed: int


@dataclass(frozen=True)
class Change:
    """A whole line of the loop, indented as it is there, and what it becomes; nothing where it is left out."""

    line: str
    becomes: str


@dataclass(frozen=True)
class Wrong:
    """Another mistake that is offered as an answer, and what somebody who chooses it has not seen."""

    mistake: str
    misconception: str


@dataclass(frozen=True)
class Mistake:
    """A fault and its words, in Markdown; «name» in them stands for a number of its run.

    name: its file's, which begins with its place in the order. title: how it is offered as an answer. question: what
    to look at. why: in plain words. formulas, derivation: for those who want them, perhaps empty.
    """

    name: str
    title: str
    situation: Situation
    changes: tuple[Change, ...]
    question: str
    why: str
    wrong: tuple[Wrong, ...]
    formulas: str = ""
    derivation: str = ""


def read_mistakes(folder: Path = FILES) -> dict[str, Mistake]:
    """All mistakes of a folder by name, in their order.

    Raises ValueError, naming the file and the field, where one cannot be used.
    """
    mistakes = {path.stem: read_mistake(path) for path in sorted(folder.glob("*.toml"))}
    for mistake in mistakes.values():
        for wrong in mistake.wrong:
            if wrong.mistake not in mistakes or wrong.mistake == mistake.name:
                raise ValueError(
                    f"{mistake.name}.toml: wrong.mistake is “{wrong.mistake}”: write the name of another mistake's"
                    " file, without .toml."
                )
    return mistakes


def read_mistake(path: Path) -> Mistake:
    """One mistake from its file. Raises ValueError, naming the file and the field, where it cannot be used."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} cannot be read as TOML: {error}.") from error
    told["name"] = path.stem
    told["situation"] = _made(Situation, told.get("situation", {}), f"{path.name}: situation.")
    for name, kind, key in (("changes", Change, "change"), ("wrong", Wrong, "wrong")):
        tables = told.pop(key, [])
        if not isinstance(tables, list) or not tables:
            raise ValueError(f"{path.name}: {key} is missing: write at least one table [[{key}]].")
        told[name] = tuple(_made(kind, table, f"{path.name}: {key}.") for table in tables)
    mistake: Mistake = _made(Mistake, told, f"{path.name}: ")
    return mistake


def _made(kind: Any, told: Mapping[str, Any], place: str) -> Any:
    """A dataclass from a table whose keys are its fields, each of its type."""
    types = {field.name: field.type for field in fields(kind)}
    needed = [name for name in types if not hasattr(kind, name)]
    for name in told:
        if name not in types:
            raise ValueError(f"{place}{name} is not known: the fields are {', '.join(types)}.")
    for name in needed:
        if name not in told:
            raise ValueError(f"{place}{name} is missing.")
    for name, value in told.items():
        for expected, words in ((str, "a text in quotes"), (int, "a whole number"), (float, "a number")):
            # In TOML a rate of 1 is a whole number.
            fits = isinstance(value, (int, float) if expected is float else expected) and not isinstance(value, bool)
            if types[name] is expected and not fits:
                raise ValueError(f"{place}{name} is {value!r}: write {words}.")
    return kind(**told)
