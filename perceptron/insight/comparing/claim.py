"""A claim about two runs: its words, plain and with terms, and its check on these very two."""

from collections.abc import Callable
from dataclasses import dataclass

from perceptron.insight.comparing.beside import Beside


@dataclass(frozen=True)
class Claim:
    """holds: what has to be found in these two runs. plain, words: the one sentence that may then be said of them."""

    holds: Callable[[Beside], bool]
    plain: Callable[[Beside], str]
    words: Callable[[Beside], str]


def either_way(holds: Callable[[Beside], bool], sentence: Callable[[Beside], str]) -> Claim:
    """A claim whose sentence has no term that would have to be spared."""
    return Claim(holds, sentence, sentence)


def only(*settings: str) -> Callable[[Beside], bool]:
    """Whether nothing else than these differs, each of them or some."""
    return lambda two: bool(two.differing) and set(two.differing) <= set(settings)


def neither_broke(two: Beside) -> bool:
    """Whether none of them diverged or died."""
    return not any(fate.broke for fate in two.fates)
