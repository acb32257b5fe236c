"""How a learner's column names go into a picture: as titles, never as field names.

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


def as_title(name: str) -> str:
    """A name as shown in a picture: one line, printable, at most 40 characters, and no word of JavaScript's own."""
    line = "".join(character if character.isprintable() else " " for character in name).strip() or "(no name)"
    if line in INHERITED:
        line += ZERO_WIDTH_SPACE
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
