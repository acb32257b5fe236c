"""The experiments on the page: nothing of the outcome is sent before a prediction, and all of it is told after it."""

import base64
import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from conftest import IN_CI
from reel_read import walked
from script_page import checked, opened, sent_by
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Run, train
from perceptron.insight.untrained import untrained
from perceptron.lessons.experiment import Experiment, the_true_one
from perceptron.lessons.facts import Facts
from perceptron.lessons.reading import EXPERIMENTS, read_folder

DATA = Path(__file__).resolve().parent.parent / "data"
SETS = {path.stem: Dataset.from_csv(path) for path in DATA.glob("*.csv")}
FOUND, FAULTS = read_folder(EXPERIMENTS, SETS)
# Numbers that are read in fewer digits than this may be there by chance.
DIGITS = 5


@cache
def run_of(name: str) -> Run:
    asked = FOUND[name].situation.prospect
    return Run.of(asked, train(asked.dataset, asked.hyperparameters))


def known_before(name: str) -> set[float]:
    """What may be there: the data, the settings, and the neuron at its start."""
    start = untrained(FOUND[name].situation.prospect)
    numbers = [start.dataset.features, start.dataset.target, start.history.weights, start.history.biases]
    return {float(value) for array in numbers for value in np.ravel(array)}


def outcome(name: str) -> dict[str, float]:
    """What the run came to, and what theory knows of it."""
    run = run_of(name)
    history, epochs = run.history, {1, 2, run.last // 2, run.last}
    numbers = {"best w": run.fit.weights[0], "best b": run.fit.bias, "best loss": run.fit.loss}
    numbers["limit"] = run.curvature.largest_stable_learning_rate
    for epoch in epochs:
        numbers[f"w({epoch})"] = history.weights[epoch, 0]
        numbers[f"b({epoch})"] = history.biases[epoch]
        numbers[f"loss({epoch})"] = history.losses[epoch]
    known = known_before(name)
    return {what: float(value) for what, value in numbers.items() if float(value) not in known and value != 0}


def answers(experiment: Experiment) -> Iterator[str]:
    """The words that tell how it went, filled with the run's numbers."""
    facts = Facts(run_of(experiment.name), None)
    yield facts.run.diagnosis.plain
    if experiment.compare is not None or experiment.prediction.kind in ("line", "loss"):
        # Their words need another run, or what was drawn.
        yield from (part for part in re.split(r"\{\{.*?\}\}", experiment.explanation.plain.text) if len(part) > 25)
        return
    yield experiment.explanation.at("plain", facts)[:60]
    for choice in (*experiment.prediction.choices, *experiment.reasons):
        yield choice.misconception.filled(facts)
    yield from (reason.says.filled(facts) for reason in experiment.reasons)


def all_bytes(page: AppTest) -> bytes:
    """What was sent, what is packed in it as base64, and the numbers that are told by their steps."""
    sent = b"\n".join(message.SerializeToString() for message in sent_by(page))
    packed = re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", sent)
    told = [base64.b64decode(each[: len(each) // 4 * 4]) for each in packed]
    steps = re.findall(r'"steps": ?"([^"]*)', sent.decode("utf-8", "ignore"))
    numbers = [struct.pack(f"<{len(each)}f", *each) for each in map(walked, map(base64.b64decode, steps))]
    return sent + b"\n".join([*told, *numbers])


def test_every_file_can_be_used() -> None:
    assert FAULTS == []
    assert len(FOUND) >= 14


# A developer looks at every third.
LOOKED_AT = list(FOUND) if IN_CI else list(FOUND)[::3]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_before_the_prediction_nothing_of_the_outcome_is_sent(name: str) -> None:
    sent = all_bytes(opened(tab="Learn", learn=name))
    text = sent.decode("utf-8", "ignore")
    assert FOUND[name].title in text
    assert [words for words in answers(FOUND[name]) if words in text] == []
    for what, value in outcome(name).items():
        assert struct.pack("<d", value) not in sent, what
        assert struct.pack("<f", value) not in sent, what
        digits = f"{abs(value):.{DIGITS}g}"
        assert len(digits.replace(".", "").strip("0")) < DIGITS or digits not in text, what


def test_the_search_finds_what_is_sent_after_it() -> None:
    name = "too_small_a_rate"
    page = _committed(name, wrong=False)
    sent = all_bytes(page)
    text = sent.decode("utf-8", "ignore")
    assert FOUND[name].reasons[0].says.text in text
    found = [what for what, value in outcome(name).items() if struct.pack("<f", value) in sent]
    assert {"w(1)", "b(1)", "loss(1)"} <= set(found)


def _true(name: str) -> int:
    return the_true_one(FOUND[name].prediction.choices, Facts(run_of(name)))


def _committed(name: str, *, wrong: bool) -> AppTest:
    page = opened(tab="Learn", learn=name)
    choices = range(len(FOUND[name].prediction.choices))
    chosen = next(place for place in choices if (place != _true(name)) == wrong)
    checked(page.radio(key=f"predict {name}").set_value(chosen).run())
    return checked(next(each for each in page.button if each.label == "That is my prediction").click().run())


def _markdown(page: AppTest) -> str:
    return "\n".join(each.value for each in page.markdown)


def test_a_wrong_prediction_is_told_what_it_shows() -> None:
    name, facts = "too_small_a_rate", Facts(run_of("too_small_a_rate"))
    choices = FOUND[name].prediction.choices
    page = _committed(name, wrong=True)
    said = _markdown(page)
    assert any(choice.misconception.filled(facts) in said for choice in choices)
    assert choices[_true(name)].says.filled(facts) in said
    # The reasons are asked for before they are told.
    assert FOUND[name].explanation.at("formulas", facts)[:60] not in said

    reasons = FOUND[name].reasons
    wrong = 1 - the_true_one(reasons, facts)
    checked(page.radio(key=f"reason {name}").set_value(wrong).run())
    checked(next(each for each in page.button if each.label == "That is why").click().run())
    said = _markdown(page)
    assert reasons[wrong].misconception.filled(facts) in said
    assert FOUND[name].explanation.at("formulas", facts) in said
    assert FOUND[name].mission.task.filled(facts) in said


def test_what_one_predicted_is_there_when_one_comes_back_and_in_the_report() -> None:
    name = "too_small_a_rate"
    page = _committed(name, wrong=True)
    checked(page.radio(key=f"reason {name}").set_value(0).run())
    checked(next(each for each in page.button if each.label == "That is why").click().run())
    predicted = next(text.value for text in page.markdown if text.value.startswith("**You predicted:**"))

    checked(page.selectbox(key="learn_experiment").set_value("").run())
    (attempt,) = page.session_state["told"][name].values()
    assert attempt.told.title == FOUND[name].title
    assert attempt.told.predicted == predicted.removeprefix("**You predicted:** ")
    checked(page.selectbox(key="learn_experiment").set_value(name).run())
    assert predicted in [text.value for text in page.markdown]


def test_a_lesson_that_there_is_not_leads_to_the_list() -> None:
    page = opened(tab="Learn", learn="../../etc/passwd")
    assert [warning.value for warning in page.warning]
    assert any(FOUND["too_small_a_rate"].title in button.label for button in page.button)


def test_a_link_opens_one_experiment_and_nothing_else_and_tells_no_more() -> None:
    name = "the_exact_limit"
    page = opened(tab="Learn", learn=name, hide="tabs", ask="optional", note="Today only this one")
    assert [tab.label for tab in page.tabs] == []
    assert "learn_experiment" not in [box.key for box in page.selectbox]
    sent = all_bytes(page)
    assert b"Today only this one" in sent
    assert struct.pack("<d", run_of(name).curvature.largest_stable_learning_rate) not in sent
    checked(page.button(key="skip").click().run())
    assert any("It is 0.001294" in text.value for text in page.markdown)
    # Without that word in the link there is no way round the prediction.
    assert "skip" not in [button.key for button in opened(tab="Learn", learn=name).button]


def test_two_trainings_may_show_their_bars_in_one_run_of_the_page() -> None:
    """As an experiment does that compares with another run, where both take their time."""
    script = """
import streamlit as st
from perceptron.panels.session import bar

bar.SECONDS_BEFORE_A_BAR = -1
for _ in range(2):
    bar.Bar(st.empty(), stop=lambda: None).show(0.5, "half way")
"""
    assert len(opened(script).button) == 2
