"""The technical words of the page and what they mean, as `terms.toml` beside this file has them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TERMS = Path(__file__).resolve().parent / "terms.toml"
REQUIRED = ("forms", "plain")
FIELDS = (*REQUIRED, "formula")


class TermsError(ValueError):
    """A file of terms with a fault in it. The message is a sentence that names the file, the entry and the field."""


@dataclass(frozen=True)
class Term:
    """A technical word: its name, the forms in which a text has it, what it means in plain words, and its formula,
    empty where it has none.
    """

    name: str
    forms: tuple[str, ...]
    plain: str
    formula: str


@cache
def terms() -> tuple[Term, ...]:
    """All technical words of the page, in the order of their names."""
    return read_terms(TERMS)


def read_terms(path: Path) -> tuple[Term, ...]:
    """The technical words of a TOML file: a table for each, named after it. Raises `TermsError`."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TermsError(f"{path.name} is no TOML file: {error}.") from error
    read: list[Term] = []
    taken: dict[str, str] = {}
    for name, entry in entries.items():
        term = _term(path.name, name, entry)
        for form in term.forms:
            if form.casefold() in taken:
                other = taken[form.casefold()]
                raise TermsError(
                    f"{path.name}, entry “{name}”, field forms: “{form}” stands in entry “{other}” too, keep one."
                )
            taken[form.casefold()] = name
        read.append(term)
    return tuple(read)


def _term(file: str, name: str, entry: Any) -> Term:
    place = f"{file}, entry “{name}”"
    if not isinstance(entry, dict):
        raise TermsError(f'{place}: it must be a table, that is, stand below ["{name}"].')
    for field in entry:
        if field not in FIELDS:
            raise TermsError(f"{place}, field {field}: there is no such field, only {', '.join(FIELDS)}.")
    for field in REQUIRED:
        if field not in entry:
            raise TermsError(f"{place}, field {field}: it is missing, write it below the entry's name.")
    forms = entry["forms"]
    if not isinstance(forms, list) or not forms or not all(_is_text(form) for form in forms):
        raise TermsError(f"{place}, field forms: it must be a list of texts, with one at least.")
    for field in ("plain", "formula"):
        if field in entry and not _is_text(entry[field]):
            raise TermsError(f"{place}, field {field}: it must be a text that is not empty.")
    return Term(name, tuple(forms), entry["plain"], entry.get("formula", ""))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and value == value.strip()
