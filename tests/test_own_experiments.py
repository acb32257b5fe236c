"""A teacher's own experiments: the page that says how to write one is true, and each file in its folder runs.

Put a file into `data/experiments/` and run this: what does not work in it fails here, with a sentence.
"""

import math
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from conftest import ROOT
from script_page import opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Run, train
from perceptron.insight.diagnosis import Kind
from perceptron.insight.untrained import untrained
from perceptron.lessons.experiment import Experiment, judge_drawing, judge_number, the_true_one
from perceptron.lessons.expression import ARITHMETIC
from perceptron.lessons.facts import FUNCTIONS, NAMES, OTHER, Drawn, Facts
from perceptron.lessons.reading import EXPERIMENTS, read_experiment, read_folder
from perceptron.lessons.wording import Template
from perceptron.panels.session import lessons

OWN = ROOT / "data" / "experiments"
PAGE = (OWN / "README.md").read_text(encoding="utf-8")
SETS = {path.stem: Dataset.from_csv(path) for path in sorted((ROOT / "data").glob("*.csv"))}
NAME = "enough_steps"


def block(language: str) -> str:
    """The one fenced block of that language on the page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


EXAMPLE = block("toml")


def rows_of(heading: str) -> list[tuple[str, str]]:
    """The table below that heading: what its first and its second column say."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", part, re.MULTILINE)
    return [(first, second) for first, second in rows[1:]]


# Every experiment in this folder, and the page's example


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def trained(experiment: Experiment, settings: dict[str, object], drawn: Drawn) -> Facts:
    """What the experiment's run is asked for, with some settings changed."""
    runs = []
    for situation in (experiment.situation_for(drawn).changed(settings), experiment.compare):
        if situation is not None:
            question = situation.prospect
            runs.append(Run.of(question, train(question.dataset, question.hyperparameters)))
    return Facts(*runs, drawn=drawn)


def drawing_for(experiment: Experiment) -> Drawn:
    """The best line, or the curve that the loss takes, where something is to be drawn."""
    if experiment.prediction.kind == "line":
        fit = untrained(experiment.situation.prospect).fit
        return Drawn(line=(float(fit.weights[0]), fit.bias))
    if experiment.prediction.kind == "loss":
        losses = trained(experiment, {}, Drawn()).run.history.losses
        return Drawn(curve=tuple((float(epoch), float(loss)) for epoch, loss in enumerate(losses)))
    return Drawn()


def said_after(experiment: Experiment, facts: Facts) -> Iterator[Template]:
    """All that may be said of the run, but not what is said of an answer that is true."""
    for choices in filter(None, (experiment.prediction.choices, experiment.reasons)):
        true = the_true_one(choices, facts)
        yield from (choice.says for choice in choices)
        yield from (choice.misconception for place, choice in enumerate(choices) if place != true)
    yield from (slip.says for slip in experiment.prediction.slips)
    explanation = experiment.explanation
    yield from filter(None, (explanation.plain, explanation.formulas, explanation.derivation))
    yield from (experiment.why, experiment.mission.task)


def runs_as_it_should(experiment: Experiment) -> None:
    """Hold an experiment against its run. Raises AssertionError or, in its own sentence, ValueError."""
    compare = experiment.compare
    before = Facts(untrained(experiment.situation.prospect), untrained(compare.prospect) if compare else None)
    question, prediction, mission = experiment.question, experiment.prediction, experiment.mission
    for template in filter(None, (question.plain, question.formulas, question.derivation, prediction.ask)):
        template.filled(before)
    for choice in prediction.choices:
        choice.says.filled(before)

    drawn = drawing_for(experiment)
    facts = trained(experiment, {}, drawn)
    for template in said_after(experiment, facts):
        assert "{{" not in template.filled(facts)
    if prediction.answer is not None:
        answer = float(prediction.answer.value(facts))
        assert math.isfinite(answer), "the number that is asked for is none"
        assert judge_number(prediction, answer, facts).is_right
    if prediction.check is not None:
        assert judge_drawing(prediction, facts).is_right, "what really comes is not right by predict.check"

    is_open = not mission.check.holds(facts)
    assert is_open, "the mission is done before anything was turned"
    helps = any(hint.when.holds(facts) for hint in mission.hints)
    assert helps, "no hint holds for the settings as they are"
    done = trained(experiment, dict(mission.example), drawn)
    does_it = mission.check.holds(done)
    assert does_it, "the settings in mission.example do not do the mission"
    assert "{{" not in mission.done.filled(done)


@pytest.mark.parametrize("path", sorted(OWN.glob("*.toml")), ids=lambda path: path.name)
def test_every_experiment_in_the_folder_runs(path: Path) -> None:
    experiment = read_experiment(path, SETS)
    runs_as_it_should(experiment)
    is_taken = experiment.name in read_folder(EXPERIMENTS, SETS)[0]
    assert not is_taken, "an experiment of the page has this name"


def test_the_example_on_the_page_runs(example: Path) -> None:
    runs_as_it_should(read_experiment(example, SETS))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('check = "arrives(1) > last"', 'check = "arrives(1) <= last"', "exactly one"),
        ('check = "abs(gradient_b(last)) >=', 'check = "abs(gradient_b(last)) <', "exactly one"),
        ("epochs = 4000", "epochs = 201", "do not do the mission"),
        ('when = "epochs > 0"', 'when = "epochs > 500"', "no hint"),
        ("epochs = 200", "epochs = 5000", "before anything was turned"),
        ("is still {{loss(last)}}", "is still {{loss(201)}}", "epochs 0 to 200"),
        ("There are {{rows}}", "There are {{loss(last + 1)}}", "epochs 0 to 0"),
    ],
)
def test_what_does_not_come_true_is_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert EXAMPLE.count(old) == 1
    path = tmp_path / "turned.toml"
    path.write_text(EXAMPLE.replace(old, new), encoding="utf-8")
    with pytest.raises((AssertionError, ValueError), match=said):
        runs_as_it_should(read_experiment(path, SETS))


# What the page says of them


def test_every_fact_on_the_page_is_one() -> None:
    named = [fact for first, _ in rows_of("What you can ask of the run") for fact in re.findall(r"`(.+?)`", first)]
    assert len(named) >= 20
    for fact in named:
        name, called, _ = fact.partition("(")
        assert name.removeprefix(OTHER) in (FUNCTIONS if called else NAMES), fact
        if called and not name.startswith(OTHER):
            wants = FUNCTIONS[name].__code__.co_argcount - 1
            assert fact.count(",") + 1 == wants, fact


def test_the_arithmetic_and_the_endings_on_the_page_are_known() -> None:
    words = PAGE.split("In a `check`, ")[1].split("\n\n")[0]
    assert {name for name in re.findall(r"`(\w{3,})`", words)} - {"and", "not"} <= set(ARITHMETIC)
    (endings,) = (meaning for fact, meaning in rows_of("What you can ask of the run") if fact == "`kind`")
    assert set(re.findall(r"'([\w, ]+)'", endings)) == set(get_args(Kind))


def test_every_field_of_the_example_is_in_the_table() -> None:
    told = " ".join(first + second for first, second in rows_of("The fields"))
    tables = re.findall(r"^\[+([\w.]+)\]+$", EXAMPLE, re.MULTILINE)
    fields = re.findall(r"^(\w+) = ", EXAMPLE, re.MULTILINE)
    told_otherwise = {"predict.choices": "says", "why.reasons": "says", "ask": "predict", "task": "mission"}
    told_otherwise |= {"done": "mission", "when": "mission.hints"}
    for name in {*tables, *fields}:
        assert re.search(rf"\b{re.escape(told_otherwise.get(name, name))}\b", told), name


def test_the_fault_on_the_page_is_what_the_reader_says(tmp_path: Path) -> None:
    assert "{{rows}} points" in EXAMPLE
    (tmp_path / f"{NAME}.toml").write_text(EXAMPLE.replace("{{rows}} points", "25 points"), encoding="utf-8")
    found, faults = read_folder(tmp_path, SETS)
    assert not found
    assert faults == [block("text").strip()]


def test_two_files_of_one_name_are_not_both_used(tmp_path: Path) -> None:
    for name in ("1_twice.toml", "2_twice.toml"):
        (tmp_path / name).write_text(EXAMPLE, encoding="utf-8")
    found, faults = read_folder(tmp_path, SETS)
    assert list(found) == ["twice"]
    assert faults == ["2_twice.toml: another experiment has this name; give the file another one."]


# On the page


def titles_on(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.key and button.key.startswith("open ")]


def test_own_experiments_are_listed_opened_by_their_link_and_read_again_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "OWN", tmp_path)
    page = opened(tab="Learn", learn=NAME)
    assert "a lesson that there is not" in page.warning[0].value
    before = titles_on(page)

    path = tmp_path / f"{NAME}.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "faulty.toml").write_text(EXAMPLE.replace("{{rows}} points", "25 points"), encoding="utf-8")
    (tmp_path / "one_step.toml").write_text(EXAMPLE, encoding="utf-8")
    page = opened(tab="Learn")
    assert "Your own" in [each.value for each in page.header]
    assert titles_on(page) == [*before, f"{len(before) + 1}. Are that many steps enough?"]
    said = [each.value.replace("\\", "") for each in page.warning]
    assert len(said) == 2
    assert said[0] == block("text").strip().replace(NAME, "faulty")
    assert said[1].startswith("one_step.toml: another experiment has this name")

    page = opened(tab="Learn", learn=NAME)
    assert page.header[0].value == "Are that many steps enough?"
    assert "There are 25 points. The neuron takes 200 steps with a rate of 0.001." in [m.value for m in page.markdown]

    # As long as before, and at another time.
    path.write_text(EXAMPLE.replace("many steps enough", "many steps ample!"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert next(iter(lessons.experiments()[1].values())).title == "Are that many steps ample!?"
    path.unlink()
    assert not lessons.experiments()[1]
