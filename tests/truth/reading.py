"""Reading what is said: a text is cut into known forms of words, and each has the check that decides it.

What no form fits is refused as well: nothing may be said that nobody checks.
"""

import math
import re
from collections.abc import Callable
from typing import Any

NUMBER = r"(-?[\d,]*\.?\d+(?:e[+-]?\d+)?)"
COUNTED = re.compile(r"# ((?:more |held-out )?(?:epoch|update|step|row|point|feature|weight))s\b")


def _one_or_many(found: re.Match[str]) -> str:
    """A counted noun as it has to stand: 1 epoch, # epochs."""
    one = rf"(?<![\d,.])1 {found[1]}"
    return rf"# {found[1]}(?:(?<={one})|(?<!{one})s)"


class Forms:
    """All forms of words that one kind of text is made of, each with its check."""

    def __init__(self) -> None:
        self._forms: list[tuple[re.Pattern[str], Callable[..., object]]] = []

    def say(self, words: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Marks the check of a form of words, in which # is a number, and "# rows" one row too: it takes what is spoken
        of, and the match.
        """
        pattern = re.compile(COUNTED.sub(_one_or_many, words).replace("#", NUMBER))

        def register(check: Callable[..., object]) -> Callable[..., object]:
            self._forms.append((pattern, check))
            return check

        return register

    def untrue_in(self, subject: Any, text: str) -> list[str]:
        """All that is false, or unknown, in a text about that subject."""
        wrong, rest = [], text
        while rest:
            found = [(match, check) for pattern, check in self._forms if (match := pattern.match(rest))]
            if not found:
                unknown, _, rest = rest.partition(". ")
                wrong.append(f"unknown: {unknown}")
                continue
            match, check = max(found, key=lambda pair: pair[0].end())
            if not check(subject, match):
                wrong.append(match[0])
            rest = rest[match.end() :].lstrip()
        return wrong


# What is said of a run's end, what stands beside its pictures, and what is advised.
SAID, DRAWN, ADVISED = Forms(), Forms(), Forms()


def number(text: str) -> float:
    """A printed number."""
    return float(text.replace(",", ""))


def shows(text: str, value: float, digits: int, noise: float = 0.0) -> bool:
    """Whether that many digits of the value, which may be off by some noise, are printed so."""
    said = number(text)
    if not math.isfinite(value):
        return False
    unit = 10.0 ** (math.floor(math.log10(max(abs(value), abs(said), 1e-300))) - digits + 1)
    return abs(said - value) <= 0.51 * unit + noise + 1e-12 * abs(value)
