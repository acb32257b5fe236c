"""Short expressions over the facts of a run, such as "kind == 'converged' and rate > 0.95 * limit".

A lesson's file asks the run by them: whether a choice came true, what number is right, whether a mission is done.
"""

import ast
import math
from collections.abc import Mapping
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from perceptron.lessons.facts import FUNCTIONS, NAMES, OTHER, Facts
from perceptron.lessons.fields import LessonError

ARITHMETIC = {"abs": abs, "min": min, "max": max, "round": round, "sqrt": math.sqrt}


class _Known(Mapping[str, Any]):
    """The facts by their names, each worked out when it is asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> Any:
        return self._facts.named(name)

    def __iter__(self) -> Any:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


class Expression:
    """One expression. Raises ValueError, saying what is wrong, where it cannot be read or names what is not known."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except SyntaxError as error:
            raise ValueError(f"`{text}` cannot be read: {error.msg}") from None
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name):
                continue
            name = node.id.removeprefix(OTHER)
            known: set[str] = set(FUNCTIONS) | set(ARITHMETIC) if id(node) in called else set(NAMES)
            if name not in known:
                kind = "function" if id(node) in called else "name"
                raise ValueError(f"`{node.id}` is no {kind} known here; known are {', '.join(sorted(known))}")

    def value(self, facts: Facts) -> Any:
        """What it comes to for these facts. Raises LessonError where that cannot be said of this run."""
        functions = ARITHMETIC | {
            f"{prefix}{name}": facts.function(f"{prefix}{name}") for name in FUNCTIONS for prefix in ("", OTHER)
        }
        try:
            return SimpleEval(names=_Known(facts), functions=functions).eval(self.text)
        except (ValueError, ArithmeticError, TypeError, InvalidExpression) as error:
            raise LessonError(f"`{self.text}` cannot be worked out for this run: {error}.") from error

    def names(self) -> set[str]:
        """The facts and functions that it asks for."""
        return {node.id for node in ast.walk(ast.parse(self.text.strip(), mode="eval")) if isinstance(node, ast.Name)}

    def holds(self, facts: Facts) -> bool:
        """Whether it is true."""
        return bool(self.value(facts))
