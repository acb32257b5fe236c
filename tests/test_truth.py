"""Random runs, each simulated and solved anew: no kind, no number and no sentence about them is false.

What is true is decided in `truth/` without anything of `perceptron.insight`. `--runs` says how many are looked at.
A run that fails is found again by its number: `runs_of(range(number, number + 1))`.
"""

import re

import pytest
from truth.case import Case
from truth.ends import possible
from truth.known import NEAR_Z, SETS
from truth.pictures import texts_of
from truth.reading import DRAWN, SAID
from truth.runs import case_of, cases_of, runs_of
from truth.verdict import false_of

AT_ONCE = 50


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many lots of runs as are asked for."""
    if "lot" in metafunc.fixturenames:
        metafunc.parametrize("lot", range(metafunc.config.getoption("runs") // AT_ONCE))


def test_nothing_false_is_said_of_a_random_run(lot: int) -> None:
    numbers = range(lot * AT_ONCE, (lot + 1) * AT_ONCE)
    found = {case.number: false_of(case) for case in cases_of(runs_of(numbers))}
    assert len(found) > 0.9 * AT_ONCE
    assert {number: wrong for number, wrong in found.items() if wrong} == {}


# The search notices what is false.

# Words that would say the opposite, or something else.
OTHERWISE = (
    ("update", "epoch"),
    ("epoch", "update"),
    ("float32 ", "float64 "),
    ("float64 ", "float32 "),
    ("found the least-squares line", "fits better than any straight line"),
    (" without the clamp", ""),
    (" of full batches", ""),
    ("because float32 rounds every step away", "because the gradient is exactly 0"),
    ("is negative for every row,", "is negative for every row whose x is not 0,"),
    ("weight from", "weights from"),
    ("nearer each time", "further each time"),
    ("further each time", "nearer each time"),
    ("best line", "best plane"),
    ("best plane", "best line"),
    ("found the best line and stays there", "was on its way to the best line when the epochs ran out"),
    ("It found the best line and stays there", "It is stuck: its steps have become too small to count"),
    ("died at step", "died at epoch"),
)


@pytest.fixture(scope="module")
def some() -> list[Case]:
    settled = case_of(SETS["tree_by_year"], **NEAR_Z, learning_rate=0.01)
    return [*cases_of(runs_of(range(2 * AT_ONCE))), settled]


def with_a_number_changed(text: str) -> list[str]:
    """The text again and again, with one number after the other a little larger, or another count."""
    changed = []
    for match in re.finditer(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?", text):
        if "3.4e38" in text[match.start() : match.start() + 6]:
            continue
        value = float(match[0].replace(",", ""))
        other = f"{int(value * 1.1) + 1:,}" if "." not in match[0] and "e" not in match[0] else f"{value * 1.04:.5g}"
        changed.append(text[: match.start()] + other + text[match.end() :])
    return changed


def test_a_changed_number_is_refused(some: list[Case]) -> None:
    """Nearly all: a number of epochs to come is "about" so many, and some counts allow for rows on a corner."""
    refused, let_through = 0, []
    for case in some:
        diagnosis = case.run.diagnosis
        for forms, text in (
            (SAID, diagnosis.plain),
            (SAID, diagnosis.headline),
            (SAID, diagnosis.reason),
            (DRAWN, texts_of(case)),
        ):
            if forms.untrue_in(case, text):
                continue
            for other in with_a_number_changed(text):
                refused += bool(forms.untrue_in(case, other))
                let_through += [] if forms.untrue_in(case, other) else [(case.number, other)]
    assert refused > 400
    assert len(let_through) < 0.03 * refused, let_through[:5]


@pytest.mark.parametrize(("words", "others"), OTHERWISE, ids=[words.strip() for words, _ in OTHERWISE])
def test_a_changed_word_is_refused(some: list[Case], words: str, others: str) -> None:
    told = [(case, case.run.diagnosis) for case in some]
    said = [(case, text) for case, one in told for text in (one.plain, one.headline, one.reason)]
    having = [(case, text) for case, text in said if words in text]
    assert having, f"nothing says “{words}”"
    assert all(SAID.untrue_in(case, text.replace(words, others)) for case, text in having)


def test_a_sentence_that_is_not_known_is_refused(some: list[Case]) -> None:
    assert SAID.untrue_in(some[0], f"{some[0].run.diagnosis.reason} All is well.") == ["unknown: All is well."]


def test_a_kind_that_it_is_not_is_refused(some: list[Case]) -> None:
    """What is plain has one kind; and every kind is plain somewhere."""
    alone = [next(iter(kinds)) for kinds in map(possible, some) if len(kinds) == 1]
    assert len(alone) > 0.6 * len(some)
