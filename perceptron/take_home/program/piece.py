"""A piece of a program: a title, a sentence about it, and its code; and how a comment in that code is set."""

import textwrap
from dataclasses import dataclass

WIDTH = 92
STEP = "    "


@dataclass(frozen=True)
class Piece:
    """One step of a program. name: short, and unlike that of any other piece; title and says: for whoever reads, in
    Markdown, without a word of the learner's own; code: whole lines of Python, the last without its end.
    """

    name: str
    title: str
    says: str
    code: str


def comment(*paragraphs: str, indent: int = 0) -> str:
    """The paragraphs as comment lines that fit the page, so many steps to the right."""
    mark = STEP * indent + "# "
    filled = (textwrap.wrap(text, WIDTH, initial_indent=mark, subsequent_indent=mark) for text in paragraphs)
    return "\n".join(line for lines in filled for line in lines)


def indented(code: str, steps: int) -> str:
    """The code, so many steps to the right; empty lines stay empty."""
    return textwrap.indent(code, STEP * steps)


def lines(*parts: str | None) -> str:
    """The parts one under the other; None is left out, and an empty one is an empty line."""
    return "\n".join(part for part in parts if part is not None)
