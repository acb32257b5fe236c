"""How a learner is spoken to: the sentence where data cannot be used, and the learner's own names, quoted or as titles.

Vega-Lite reads `a.b`, `x:y` or `sum(x)` in a field name as a path, a type or a function. So tables have fixed
fields, and the learner's name is only shown.
"""

LONGEST = 40
# Looked up in plain JavaScript objects, these words find something that nobody put there.
INHERITED = frozenset(
    {"__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString"}
    | {"propertyIsEnumerable", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"}
)
ZERO_WIDTH_SPACE = "\u200b"


class DatasetError(ValueError):
    """A table that no line can be learned from. The message is a sentence for the learner."""


def counted(count: int, noun: str) -> str:
    """So many of something: 1 row, 2 rows."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def line_or_plane(features: int) -> str:
    """What a neuron with so many features draws through the points: of several it is a plane, loosely speaking."""
    return "line" if features == 1 else "plane"


def quoted(value: object, longest: int = 40) -> str:
    """A name or a cell for a sentence: on one line, printable, and no longer than 40 characters."""
    line = "".join(character if character.isprintable() else " " for character in str(value))
    return f"“{line if len(line) <= longest else line[: longest - 1] + '…'}”"


def as_title(name: str) -> str:
    """A name as shown in a picture: one line, printable, at most 40 characters, and no word of JavaScript's own."""
    line = "".join(character if character.isprintable() else " " for character in name).strip() or "(no name)"
    if line in INHERITED:
        line += ZERO_WIDTH_SPACE
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
