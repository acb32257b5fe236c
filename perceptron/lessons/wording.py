"""Words of a lesson, for three depths, with a run's numbers in them: "the limit is {{limit}}" or {{w(1):3}}.

No number is written out in a lesson's words: each is an expression in double braces, so that it is the run's own.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

from perceptron.lessons.expression import Expression
from perceptron.lessons.facts import Facts

Depth = Literal["plain", "formulas", "derivation"]

_PLACE = re.compile(r"\{\{\s*(.+?)\s*(?::(\d))?\s*\}\}")
_MATHS = re.compile(r"\$\$?.+?\$\$?", re.DOTALL)
_NUMBER = re.compile(r"(?<![A-Za-z\d])\d")
DIGITS = 4
# What is larger is told by how long it is.
LARGEST = 1e15


class Template:
    """A text with expressions in double braces. Raises ValueError, saying what is wrong, where one cannot be read, or
    a number is written out; formulas between $ may have theirs.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = [(match.span(), Expression(match[1]), int(match[2] or DIGITS)) for match in _PLACE.finditer(text)]
        rest = _MATHS.sub("", _PLACE.sub("", text))
        if _NUMBER.search(rest):
            raise ValueError(
                "a number is written out; write an expression such as {{rate}} in its place, so that it is the run's"
            )
        if "{{" in _PLACE.sub("", text):
            raise ValueError("{{ has no }} after it")

    def names(self) -> set[str]:
        """The facts and functions that its expressions ask for."""
        return {name for _, expression, _ in self._parts for name in expression.names()}

    def filled(self, facts: Facts) -> str:
        """The text with this run's numbers."""
        done, at = "", 0
        for (start, end), expression, digits in self._parts:
            value = expression.value(facts)
            done += self.text[at:start] + (value if isinstance(value, str) else in_digits(float(value), digits))
            at = end
        return done + self.text[at:]


def in_digits(value: float, digits: int = DIGITS) -> str:
    """A number for reading, with so many digits that count: 0.0012945, 1,500, −3.2; never with an exponent."""
    if math.isinf(value):
        return "never"
    if abs(value) >= LARGEST:
        return f"{'−' if value < 0 else ''}a number of {int(math.log10(abs(value))) + 1} digits"
    if value == round(value):
        # Four digits may be a year.
        return f"{value:{',' if abs(value) >= 10_000 else ''}.0f}".replace("-", "−")
    short = float(f"{value:.{digits}g}")
    if abs(short) >= 10 ** (digits - 1):
        return f"{short:,.0f}".replace("-", "−")
    places = max(0, digits - 1 - int(f"{short:e}".partition("e")[2]))
    return f"{short:,.{places}f}".rstrip("0").rstrip(".").replace("-", "−")


@dataclass(frozen=True)
class Wording:
    """The same thing said at three depths: plain words for all, and what formulas and derivation add to them."""

    plain: Template
    formulas: Template | None = None
    derivation: Template | None = None

    def names(self) -> set[str]:
        """The facts and functions that they ask for, at any depth."""
        texts = (self.plain, self.formulas, self.derivation)
        return {name for text in texts if text is not None for name in text.names()}

    def at(self, depth: Depth, facts: Facts) -> str:
        """The words at that depth, as Markdown paragraphs."""
        parts = {"plain": (), "formulas": (self.formulas,), "derivation": (self.formulas, self.derivation)}[depth]
        return "\n\n".join(part.filled(facts) for part in (self.plain, *parts) if part is not None)
