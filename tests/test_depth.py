"""The page in plain words: no formula, no Greek, nothing of how numbers are stored, in any tab of any kind of run."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import IN_CI
from google.protobuf.json_format import MessageToDict
from script_page import opened, sent_by
from streamlit.testing.v1 import AppTest

from perceptron.lessons.plain_words import in_plain_words, not_plain

# What is sent and shown to nobody: marks of the program, drawings' own language, code of the components.
NOT_SHOWN = {
    "id",
    "spec",
    "datasets",
    "data",
    "jsContent",
    "cssContent",
    "htmlContent",
    "around",
    "userKey",
    "key",
    "words",
}
SITUATIONS: dict[str, dict[str, object]] = {
    "the article": {},
    "dead": {"learning_rate": 0.0013},
    "diverged": {"learning_rate": 0.01, "activation": "identity", "epochs": 200},
    "swings": {"learning_rate": 0.0013, "activation": "identity", "epochs": 60},
    "slow": {"learning_rate": 1e-6, "epochs": 50},
    "stuck": {"data": "Tree by year", "activation": "identity", "learning_rate": 4e-9, "epochs": 400},
    "small batches": {"batch_size": 4, "epochs": 40},
    "standardised": {"standardize": "true", "activation": "identity", "learning_rate": 0.01, "epochs": 200},
    "several features": {"data": "Daily energy", "standardize": "true", "learning_rate": 0.01, "epochs": 100},
    "rows held out": {"held_out": 20, "epochs": 100, "squares": "true"},
}


def texts(page: AppTest) -> Iterator[str]:
    """All that a person can read, hover or open."""
    for message in sent_by(page):
        yield from _strings(MessageToDict(message))


def _strings(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str) and value.startswith("{"):
        # What a component is given.
        yield from _strings(json.loads(value))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in NOT_SHOWN:
                yield from _strings(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, name)


# What stands in the Data tab does not depend on how a run ended.
# A developer looks at every second one.
LOOKED_AT = list(SITUATIONS) if IN_CI else list(SITUATIONS)[::2]
PAGES = [(name, tab) for name in LOOKED_AT for tab in ("Train", "One step")] + [("the article", "Data")]


@pytest.mark.parametrize(("situation", "tab"), [*PAGES, ("several features", "Data")])
def test_a_page_in_plain_words_has_no_formula(situation: str, tab: str) -> None:
    page = opened(tab=tab, depth="Plain", **SITUATIONS[situation])
    read = list(texts(page))
    assert len(read) > 30
    assert [found for text in read if (found := not_plain(text))] == []


def test_with_formulas_it_has_them() -> None:
    read = list(texts(opened(depth="Formulas")))
    assert [text for text in read if not_plain(text)]


@pytest.mark.parametrize(
    "text",
    [
        "ŷ = max(0, w·x) + b",
        "the weight w·x",
        "∂L/∂w",
        "a step is η times",
        "float32 rounds",
        "$L = 3$",
        "R² is high",
        "loss = squares.sum()",
        "the eigenvalues say",
        "(x − mean) / σ",
        "loss.backward()",
    ],
)
def test_what_is_not_plain_is_found(text: str) -> None:
    assert not_plain(text)


@pytest.mark.parametrize("text", ["The loss went from 41.2 to 6.12.", "e.g. 3 × 4 is 12, x and y", "9 of 25 points"])
def test_what_is_plain_is_let_through(text: str) -> None:
    assert not_plain(text) is None


def test_phrases_have_plain_words() -> None:
    assert in_plain_words("For 3 rows x·w is negative") == "For 3 rows the weighted x is negative"
    assert in_plain_words("left float32's range (3.4e38).") == "left the range of the numbers it computes with."
    assert in_plain_words("It is so. float32 has few digits") == "It is so. The number format has few digits"


@pytest.mark.parametrize(
    ("tab", "heading"), [("Train", "Where the limit comes from"), ("One step", "Where these formulas come from")]
)
def test_derivations_come_at_the_third_depth(tab: str, heading: str) -> None:
    assert heading in list(texts(opened(tab=tab, depth="Derivation")))
    assert heading not in list(texts(opened(tab=tab)))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_in_plain_words_too_there_is_a_reason(situation: str) -> None:
    """Every kind of ending leaves something that can be said without a formula."""
    page = opened(depth="Plain", **SITUATIONS[situation])
    reasons = [text for text in texts(page) if text.startswith("- ")]
    assert any(len(text) > 20 for text in reasons)
