"""How the answers of a class spread: counted and judged as each is by itself, and drawn as they are."""

from typing import Any

import altair as alt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_learn import FOUND, run_of

from perceptron import train
from perceptron.charts.spread import spread_chart, spread_described, spread_drawn, spread_shape
from perceptron.charts.spread.known import Known
from perceptron.classroom.answer import Answer, fits
from perceptron.classroom.spread import can_be_judged_together, right_among, spread_of
from perceptron.insight.run import Run
from perceptron.insight.untrained import untrained
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.answers import answer
from perceptron.lessons.experiment import Experiment, Situation, judge_number, the_true_one
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.progress import Progress
from perceptron.lessons.questions import questions

ARTICLE = FOUND["where_would_you_draw_it"].situation
NUMBERS = st.floats(-1e9, 1e9)
OWN = {name: each.about(ARTICLE) for name, each in questions().items()}
ASKED = FOUND | OWN


def answers_to(experiment: Experiment) -> st.SearchStrategy[Any]:
    """Whatever a class may answer."""
    kind = experiment.prediction.kind
    if kind == "choice":
        one: st.SearchStrategy[Any] = st.integers(0, len(experiment.prediction.choices) - 1)
    elif kind == "number":
        one = NUMBERS
    elif kind == "line":
        one = st.tuples(st.floats(-2, 2), st.floats(-5, 5)).map(lambda line: Drawn(line=line))
    else:
        last = float(experiment.situation.hyperparameters.epochs)
        losses = st.lists(st.floats(0, 100), min_size=2, max_size=9)
        one = losses.map(lambda ups: Drawn(curve=tuple(zip(np.linspace(0, last, len(ups)), ups, strict=True))))
    return st.lists(one, max_size=40)


def facts_of(experiment: Experiment) -> Facts:
    run = run_of("where_would_you_draw_it" if experiment.name in OWN else experiment.name)
    other = None
    if experiment.compare is not None:
        asked = experiment.compare.prospect
        other = Run.of(asked, train(asked.dataset, asked.hyperparameters))
    return Facts(run, other)


@pytest.mark.parametrize("name", ASKED)
def test_the_class_is_judged_as_each_student_is(name: str) -> None:
    experiment = ASKED[name]
    facts = facts_of(experiment)

    @given(answers_to(experiment))
    def judged(answers: list[Answer]) -> None:
        assert all(fits(experiment, said) for said in answers)
        spread = spread_of(experiment, answers)
        assert spread.answers == len(answers)
        alone = [
            answer(
                experiment,
                Progress(predicted=said),
                Facts(facts.run, facts.other, said if isinstance(said, Drawn) else None),
            ).is_right
            for said in answers
        ]
        assert right_among(experiment, answers, facts) == sum(bool(right) for right in alone)
        for has_run in (False, True):
            known = Known(experiment, facts, has_run, "linear", None, 50.0)
            _is_drawn(known, answers, spread_drawn(known, spread))
            said = spread_described(known, spread)
            assert said.endswith(".") and "nan" not in said
            assert not answers or said.startswith(f"{len(answers)} prediction")

    judged()


def _is_drawn(known: Known, answers: list[Any], tables: dict[str, Any]) -> None:
    """Every answer is in the picture, where it belongs, and the truth only once it is known."""
    kind, drawn = known.experiment.prediction.kind, tables["answers"]
    if kind == "choice":
        assert drawn["count"].tolist() == [answers.count(place) for place in range(len(drawn))]
        true = the_true_one(known.experiment.prediction.choices, known.facts)
        assert drawn.index[drawn["true"]].tolist() == ([true] if known.has_run else [])
        return
    assert len(tables["truth"]) == 0 if not known.has_run else len(tables["truth"]) > 0
    axes = tables["axes"].iloc[0]
    if kind == "number":
        assert len(drawn) == len(answers) and drawn["value"].between(axes["value_low"], axes["value_high"]).all()
        assert len({*zip(drawn["value"], drawn["up"], strict=True)}) == len(answers)
        # Each is at its value, but for what is beyond the picture.
        inside = [value for value in sorted(answers) if axes["value_low"] <= value <= axes["value_high"]]
        assert [value for value in drawn["value"] if value in inside] == inside
    elif kind == "line":
        for place, rows in drawn.groupby("answer"):
            slope, height = answers[place].line
            assert np.allclose(rows["y"], slope * rows["x"] + height)
    else:
        for place, rows in drawn.groupby("answer"):
            assert [*zip(rows["epoch"], rows["loss"], strict=True)] == [*answers[place].curve]


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_one_that_vega_lite_knows_and_no_answer_changes_it(name: str, dark: bool) -> None:
    experiment = ASKED[name]
    known = Known(experiment, facts_of(experiment), True, "log", None, 50.0)
    shape = spread_shape(known, dark=dark)
    chart = spread_chart(shape)
    assert isinstance(chart, alt.LayerChart) and chart.to_dict()
    named = {layer["data"]["name"] for layer in chart.to_dict()["layer"]}
    assert named <= set(spread_drawn(known, spread_of(experiment, [])))


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("rate", [0.001, 0.0013, 1e-5, 10.0])
@pytest.mark.parametrize("activation", ["clamp", "identity"])
def test_a_question_about_any_run_has_one_answer(name: str, rate: float, activation: str) -> None:
    """Of a choice exactly one is true, whatever becomes of the run, and each sentence can be said of it."""
    settings = Hyperparameters(learning_rate=rate, epochs=300, activation=activation, gradients="by_hand")
    situation = Situation("article", ARTICLE.dataset, settings)
    experiment = questions()[name].about(situation)
    run = Run.of(situation.prospect, train(situation.dataset, settings))
    before = Facts(untrained(situation.prospect))
    assert experiment.question.at("derivation", before) and experiment.prediction.ask.filled(before)
    said: list[Any] = {
        "choice": [*range(len(experiment.prediction.choices))],
        "number": [0.0, float(run.history.losses[-1]), float(run.history.losses[0])],
        "line": [Drawn(line=(0.1, 1.0))],
        "loss": [Drawn(curve=((0.0, 40.0), (300.0, 6.0)))],
    }[experiment.prediction.kind]
    for each in said:
        facts = Facts(run, None, each if isinstance(each, Drawn) else None)
        found = answer(experiment, Progress(predicted=each), facts)
        assert found.is_right in (True, False) and (found.words or found.truth)
    if experiment.prediction.kind == "choice":
        assert sum(answer(experiment, Progress(predicted=each), Facts(run)).is_right is True for each in said) == 1


def test_one_answer_far_off_does_not_squeeze_the_others_nor_does_a_truth_that_exploded() -> None:
    experiment = FOUND["one_step"]
    facts = facts_of(experiment)
    drawn = spread_drawn(Known(experiment, facts, False), spread_of(experiment, [0.93, 0.95, 1e6]))
    high, low = (drawn["axes"].iloc[0][f"value_{end}"] for end in ("high", "low"))
    assert 0.8 < low < 0.93 and 0.95 < high < 1.1
    assert drawn["answers"]["value"].iloc[-1] == high and "beyond" in drawn["answers"]["said"].iloc[-1]


@pytest.mark.parametrize("typed", [1e12, 0.5, 3e30])
def test_beside_a_loss_that_exploded_no_number_is_taken_for_a_slip(typed: float) -> None:
    settings = Hyperparameters(learning_rate=0.02, epochs=1000, activation="identity", gradients="by_hand")
    experiment = questions()["the_loss_at_the_end"].about(Situation("article", ARTICLE.dataset, settings))
    run = Run.of(experiment.situation.prospect, train(ARTICLE.dataset, settings))
    assert run.history.losses[-1] > 1e30
    verdict = judge_number(experiment.prediction, typed, Facts(run))
    assert not verdict.is_right and verdict.words == ""
    slip = judge_number(experiment.prediction, float(run.history.losses[0]), Facts(run))
    assert "began with" in slip.words


def test_whose_loss_explodes_can_be_drawn_right() -> None:
    """Along the top of what can be drawn, from where it leaves the picture."""
    settings = Hyperparameters(learning_rate=0.02, epochs=1000, activation="identity", gradients="by_hand")
    experiment = questions()["the_course_of_the_loss"].about(Situation("article", ARTICLE.dataset, settings))
    run = Run.of(experiment.situation.prospect, train(ARTICLE.dataset, settings))
    first = float(run.history.losses[0])
    up, down = (Drawn(curve=((0.0, first), (2.0, end), (1000.0, end))) for end in (2 * first, 0.1 * first))
    assert right_among(experiment, [up, down], Facts(run)) == 1
    drawn = spread_drawn(Known(experiment, Facts(run), True), spread_of(experiment, [up, down]))
    assert drawn["axes"].iloc[0]["loss_high"] > 2 * first


def test_whose_own_line_is_the_start_of_a_run_is_judged_together_only_by_the_line() -> None:
    experiment = FOUND["where_would_you_draw_it"]
    assert experiment.prediction.starts and can_be_judged_together(experiment)
    assert all(can_be_judged_together(each) for each in ASKED.values())
