"""Every experiment is run: one answer comes true, what is said of it is this run's, and its mission can be done."""

import ast
import itertools
import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import IN_CI

from perceptron import Dataset, Run, train
from perceptron.insight.prospect import Prospect
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.experiment import (
    Choice,
    Experiment,
    Hint,
    judge_choice,
    judge_drawing,
    judge_number,
    the_true_one,
)
from perceptron.lessons.expression import Expression
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.fields import LessonError
from perceptron.lessons.plain_words import not_plain
from perceptron.lessons.reading import EXPERIMENTS, read_folder
from perceptron.lessons.wording import Template, in_digits

DATA = Path(__file__).resolve().parent.parent / "data"
SETS = {path.stem: Dataset.from_csv(path) for path in sorted(DATA.glob("*.csv"))}
FOUND, FAULTS = read_folder(EXPERIMENTS, SETS)
KNOBS = knobs_of(Hyperparameters)
MOST_TRIES = 150

# What comes true, by how its words begin: the choice, and the reason.
TRUE = {
    "where_would_you_draw_it": (None, "The squares were not yet"),
    "the_loss_of_a_line": (None, "So that a point above the line cannot make up"),
    "which_way_is_downhill": ("Make it smaller", "How far off a point is counts times its x"),
    "one_step": (None, "The loss is steeper along w"),
    "too_small_a_rate": ("On its way", "Each step goes downhill"),
    "a_larger_rate": ("It grows", "Each step jumps over the lowest place"),
    "the_exact_limit": (None, "Every step makes the swing so many times as wide"),
    "why_is_b_slower": ("w: it moves the line more", "A change of w moves the line x times as far"),
    "to_and_fro": ("The swings get narrower", "Each jump lands on the other side of the valley"),
    "do_the_steps_shrink": (None, "A step is the rate times the steepness"),
    "double_the_rows": ("It does not get there", "The sum of the squares is twice as steep"),
    "years_on_the_axis": ("It blows up", "The loss is very steep along the slope"),
    "one_outlier": (None, "Its distance is squared"),
    "a_curve_that_no_line_fits": ("No: it will be wrong in a regular way", "The loss adds up how far off"),
    "the_neuron_that_died": ("It becomes level and stays so", "Its gradient is zero"),
    "a_few_rows_at_a_time": ("It comes near, and then trembles", "Each batch has a best line of its own"),
    "two_starts": ("On the same line", "The loss of a line is one bowl"),
    "the_numbers_run_out_of_digits": ("No: well before the end it stops", "A step has become so short"),
}

_RUNS: dict[object, Run] = {}


def run_of(prospect: Prospect) -> Run:
    """The run of that question, trained once."""
    if prospect.key not in _RUNS:
        _RUNS[prospect.key] = Run.of(prospect, train(prospect.dataset, prospect.hyperparameters))
    return _RUNS[prospect.key]


def facts_of(experiment: Experiment, drawn: Drawn | None = None) -> Facts:
    drawn = drawn or a_drawing_for(experiment)
    other = run_of(experiment.compare.prospect) if experiment.compare else None
    return Facts(run_of(experiment.situation_for(drawn).prospect), other, drawn)


def a_drawing_for(experiment: Experiment) -> Drawn:
    """Something drawn, where the experiment wants it: the best line, or the curve of the loss itself."""
    if experiment.prediction.kind == "line":
        return Drawn(line=lstsq(experiment.situation.dataset)[:2])
    if experiment.prediction.kind == "loss":
        losses = run_of(experiment.situation.prospect).history.losses
        return Drawn(curve=tuple((float(epoch), float(loss)) for epoch, loss in enumerate(losses)))
    return Drawn()


def try_of(experiment: Experiment, settings: Mapping[str, Any]) -> Facts:
    """A try at the mission: the same with some knobs turned. By hand, since there are many."""
    situation = experiment.situation_for(a_drawing_for(experiment)).changed({**settings, "gradients": "by_hand"})
    facts = facts_of(experiment)
    return Facts(run_of(situation.prospect), facts.other, facts.drawn)


def lstsq(dataset: Dataset) -> tuple[float, float, float]:
    columns = np.column_stack([dataset.features, np.ones(dataset.rows)])
    (slope, intercept), loss, _, _ = np.linalg.lstsq(columns, dataset.target[:, 0], rcond=None)
    return float(slope), float(intercept), float(loss[0])


def templates_before(experiment: Experiment) -> Iterator[Template]:
    """All that is shown before the run."""
    wording, prediction = experiment.question, experiment.prediction
    yield from (part for part in (wording.plain, wording.formulas, wording.derivation) if part is not None)
    yield prediction.ask
    yield from (choice.says for choice in prediction.choices)


def templates_after(experiment: Experiment, facts: Facts) -> Iterator[Template]:
    """All that is said of the run as it stands, whatever was answered."""
    prediction, explanation = experiment.prediction, experiment.explanation
    for choices in filter(None, (prediction.choices, experiment.reasons)):
        true = the_true_one(choices, facts)
        yield from (choice.misconception for place, choice in enumerate(choices) if place != true)
    yield from (slip.says for slip in prediction.slips)
    yield from filter(None, (prediction.right, prediction.wrong))
    yield experiment.why
    yield from (reason.says for reason in experiment.reasons)
    yield from filter(None, (explanation.plain, explanation.formulas, explanation.derivation))
    yield experiment.mission.task
    yield hint_for(experiment, facts).says


def expressions_in(template: Template) -> list[str]:
    return [text.strip() for text in re.findall(r"\{\{(.+?)(?::\d)?\s*\}\}", template.text)]


def has_its_numbers(template: Template, facts: Facts) -> bool:
    """Whether it fills, and all of its numbers are some."""
    values = [Expression(text).value(facts) for text in expressions_in(template)]
    return "{{" not in template.filled(facts) and all(isinstance(v, str) or math.isfinite(v) for v in values)


def hint_for(experiment: Experiment, facts: Facts) -> Hint:
    """The hint a try that is not yet done gets: the first that holds."""
    return next(hint for hint in experiment.mission.hints if hint.when.holds(facts))


def every_experiment(names: Any = FOUND) -> Any:
    return pytest.mark.parametrize("experiment", [FOUND[name] for name in names], ids=list(names))


def test_every_file_can_be_read() -> None:
    assert not FAULTS
    assert len(FOUND) == len(list(EXPERIMENTS.glob("*.toml")))


@every_experiment()
def test_exactly_one_choice_and_one_reason_come_true(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    choices = experiment.prediction.choices
    if choices:
        true = the_true_one(choices, facts)
        for place, choice in enumerate(choices):
            verdict = judge_choice(choices, place, facts)
            assert verdict.is_right == (place == true)
            assert verdict.true == true
            assert verdict.words == ("" if place == true else choice.misconception.filled(facts))
    the_true_one(experiment.reasons, facts)


@every_experiment(TRUE)
def test_the_one_that_comes_true_is_the_one_that_it_should_be(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    choice, reason = TRUE[experiment.name]
    for choices, begins in ((experiment.prediction.choices, choice), (experiment.reasons, reason)):
        if begins is not None:
            assert choices[the_true_one(choices, facts)].says.text.startswith(begins)
            assert not choices[the_true_one(with_swapped_checks(choices, facts), facts)].says.text.startswith(begins)


def with_swapped_checks(choices: tuple[Choice, ...], facts: Facts) -> tuple[Choice, ...]:
    """The true one's check and a wrong one's exchanged."""
    true = the_true_one(choices, facts)
    wrong = (true + 1) % len(choices)
    swapped = list(choices)
    swapped[true] = replace(choices[true], check=choices[wrong].check)
    swapped[wrong] = replace(choices[wrong], check=choices[true].check)
    return tuple(swapped)


@every_experiment()
def test_a_check_that_is_turned_round_is_found(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    for choices in filter(None, (experiment.prediction.choices, experiment.reasons)):
        for place, choice in enumerate(choices):
            turned = replace(choice, check=Expression(f"not ({choice.check.text})"))
            with pytest.raises(LessonError, match="exactly one"):
                the_true_one((*choices[:place], turned, *choices[place + 1 :]), facts)


@every_experiment([name for name, each in FOUND.items() if each.prediction.kind == "number"])
def test_the_right_number_is_right_a_slip_is_known_and_another_is_wrong(experiment: Experiment) -> None:
    facts, prediction = facts_of(experiment), experiment.prediction
    assert prediction.answer is not None
    answer = float(prediction.answer.value(facts))
    assert judge_number(prediction, answer, facts).is_right
    assert judge_number(prediction, float(f"{answer:.3g}"), facts).is_right
    for slip in prediction.slips:
        verdict = judge_number(prediction, float(slip.value.value(facts)), facts)
        assert not verdict.is_right
        assert verdict.words == slip.says.filled(facts)
    far = judge_number(prediction, 1000 * abs(answer) + 1000, facts)
    assert (far.is_right, far.words) == (False, "")
    for end in prediction.slider or ():
        assert not judge_number(prediction, float(end.value(facts)), facts).is_right
    if prediction.slider:
        low, high = (float(end.value(facts)) for end in prediction.slider)
        assert low < answer < high
        assert not judge_number(prediction, (low + high) / 2, facts).is_right


@every_experiment([name for name, each in FOUND.items() if each.prediction.kind == "number"])
def test_the_number_asked_for_is_not_told(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    assert experiment.prediction.answer is not None
    answer = float(experiment.prediction.answer.value(facts))
    for template in templates_before(experiment):
        told = re.findall(r"\d[\d,]*\.?\d*", template.filled(facts))
        assert all(not math.isclose(float(each.replace(",", "")), abs(answer), rel_tol=1e-3) for each in told)


@every_experiment([name for name, each in FOUND.items() if each.prediction.kind == "line"])
def test_the_best_line_is_right_and_others_are_not(experiment: Experiment) -> None:
    slope, intercept, loss = lstsq(experiment.situation.dataset)
    best = judge_drawing(experiment.prediction, facts_of(experiment, Drawn(line=(slope, intercept))))
    assert best.is_right
    assert in_digits(loss) in best.words
    for line in ((slope + 0.5, intercept), (slope, intercept - 1.0)):
        verdict = judge_drawing(experiment.prediction, facts_of(experiment, Drawn(line=line)))
        assert not verdict.is_right
        assert verdict.words != best.words


@every_experiment([name for name, each in FOUND.items() if each.prediction.kind == "loss"])
def test_the_curve_that_came_is_right_and_a_level_one_is_not(experiment: Experiment) -> None:
    losses = run_of(experiment.situation.prospect).history.losses
    last = len(losses) - 1
    by_keys = tuple((float(at), float(np.interp(at, range(last + 1), losses))) for at in np.linspace(0, last, 5))
    assert judge_drawing(experiment.prediction, facts_of(experiment)).is_right
    assert judge_drawing(experiment.prediction, facts_of(experiment, Drawn(curve=by_keys))).is_right
    level = Drawn(curve=((0.0, 2.0 * losses.max()), (float(last), 2.0 * losses.max())))
    verdict = judge_drawing(experiment.prediction, facts_of(experiment, level))
    assert not verdict.is_right
    assert experiment.prediction.wrong is not None
    assert verdict.words == experiment.prediction.wrong.filled(facts_of(experiment, level))


def test_steps_of_equal_length_are_a_wrong_prediction() -> None:
    experiment = FOUND["do_the_steps_shrink"]
    losses = run_of(experiment.situation.prospect).history.losses
    end = float(len(losses) - 1)
    for curve in (
        ((0.0, losses[0]), (end, losses[-1])),  # a straight line down
        ((0.0, losses[0]), (end / 2, losses[0]), (end, losses[-1])),  # late
        ((0.0, losses[-1]), (end, losses[-1])),  # down before it began
        ((0.0, losses[0]), (end / 4, losses[-1]), (end, losses[0])),  # down and up again
    ):
        assert not judge_drawing(experiment.prediction, facts_of(experiment, Drawn(curve=curve))).is_right


@every_experiment()
def test_all_that_is_said_has_its_numbers(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    for template in (*templates_before(experiment), *templates_after(experiment, facts)):
        assert has_its_numbers(template, facts), template.text


@every_experiment()
def test_plain_words_have_no_formula(experiment: Experiment) -> None:
    prediction, mission = experiment.prediction, experiment.mission
    plain = [experiment.question.plain, experiment.explanation.plain, prediction.ask, experiment.why]
    plain += [
        each for choice in (*prediction.choices, *experiment.reasons) for each in (choice.says, choice.misconception)
    ]
    plain += [slip.says for slip in prediction.slips] + [hint.says for hint in mission.hints]
    plain += [mission.task, mission.done, *filter(None, (prediction.right, prediction.wrong))]
    for template in plain:
        assert not re.search(r"[$Α-ωŷ∂Σ·!\\]|float32", re.sub(r"\{\{.*?\}\}", "", template.text)), template.text


def cut(run: Run) -> Run:
    """The run as it is before its first step: nobody knows more then."""
    first = {
        name: getattr(run.history, name)[:1]
        for name in ("losses", "weights", "biases", "weight_gradients", "bias_gradients")
    }
    history = replace(run.history, **first, diverged_at=None, repeats_from=None, period=None)
    return Run.of(Prospect(dataset=run.dataset, hyperparameters=run.hyperparameters), history)


@every_experiment()
def test_what_is_shown_before_the_run_needs_nothing_of_its_outcome(experiment: Experiment) -> None:
    facts = facts_of(experiment, None)
    # Nothing is drawn yet, and the other run is not trained either.
    other = cut(run_of(experiment.compare.prospect)) if experiment.compare else None
    before = Facts(cut(run_of(experiment.situation.prospect)), other)
    for end in experiment.prediction.slider or ():
        assert end.value(before) == end.value(facts)
    for template in templates_before(experiment):
        assert template.filled(before) == template.filled(facts)
        for text in expressions_in(template):
            names = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
            told = {name.removeprefix("other_") for name in names}
            assert not told & {"limit", "best_w", "best_b", "best_loss", "steepest", "flattest", "condition"}


def candidates(name: str, now: Any, example: Any, dataset: Dataset) -> list[Any]:
    """Values that somebody may set a knob to, its ends among them."""
    knob = KNOBS[name]
    if knob.kind == "choice":
        return list(knob.choices)
    if knob.kind == "switch":
        return [False, True]
    if name in ("initial_weight", "initial_bias"):
        # Heights of lines through the middle of the points are among them.
        middle = [float(dataset.target.mean() - slope * dataset.feature_means[0]) for slope in (0.2, 1.0)]
        return [*middle, -2.0, 0.0, 0.2, 0.5, 1.0, 3.0, knob.low, knob.high, example]
    size = next(value for value in (now, example, knob.low) if value is not None)
    near = [size * by for by in (0.02, 0.1, 0.3, 0.5, 0.8, 0.97, 1.04, 1.2, 2.0, 5.0)]
    ends = [knob.low] if name in ("epochs", "batch_size") else [knob.low, knob.high]
    return [knob.bounded(knob.number(value), now) for value in (*near, *ends, size if example is None else example)]


def tries(experiment: Experiment) -> Iterator[dict[str, Any]]:
    """One knob at a time, then some of all combinations."""
    mission, now, dataset = experiment.mission, experiment.situation.hyperparameters, experiment.situation.dataset
    values = {name: candidates(name, getattr(now, name), mission.example.get(name), dataset) for name in mission.knobs}
    values = {name: [each for each in found if each is not None] for name, found in values.items()}
    for base in ({}, dict(mission.example)):
        for name, found in values.items():
            yield from ({**base, name: value} for value in found)
    combinations = [dict(zip(values, each, strict=True)) for each in itertools.product(*values.values())]
    random.Random(0).shuffle(combinations)
    yield from combinations


@every_experiment(list(FOUND) if IN_CI else list(FOUND)[::2])
def test_the_mission_is_open_at_first_can_be_done_and_every_hint_helps_somebody(experiment: Experiment) -> None:
    mission = experiment.mission
    assert set(mission.example) <= set(mission.knobs)
    start, done = facts_of(experiment), try_of(experiment, mission.example)
    assert not mission.check.holds(start)
    assert mission.check.holds(done)
    assert has_its_numbers(mission.done, done)
    assert mission.task.filled(done) == mission.task.filled(start)
    said = {hint_for(experiment, start)}
    for settings in itertools.islice(tries(experiment), MOST_TRIES):
        facts = try_of(experiment, settings)
        if not mission.check.holds(facts):
            hint = hint_for(experiment, facts)
            assert has_its_numbers(hint.says, facts), settings
            said.add(hint)
    assert [hint.says.text for hint in mission.hints if hint not in said] == []


# Numbers, worked out here once more


def loop(dataset: Dataset, settings: Hyperparameters, epochs: int) -> dict[str, np.ndarray]:
    """The neuron's way in plain NumPy, float64: one row per epoch."""
    x, y = dataset.features[:, 0], dataset.target[:, 0]
    random_numbers = torch.Generator().manual_seed(settings.seed)
    w, b = (float(torch.rand(1, 1, generator=random_numbers)) for _ in range(2))
    w = w if settings.initial_weight is None else settings.initial_weight
    b = b if settings.initial_bias is None else settings.initial_bias
    rows = []
    for _ in range(epochs + 1):
        open_ = (w * x > 0) | (settings.activation == "identity")
        residual = np.where(open_, w * x, 0) + b - y
        slope_w, slope_b = 2 * (residual * x)[open_].sum(), 2 * residual.sum()
        rows.append((w, b, (residual**2).sum(), slope_w, slope_b))
        w, b = w - settings.learning_rate * slope_w, b - settings.learning_rate * slope_b
    return dict(zip(("w", "b", "loss", "gradient_w", "gradient_b"), np.array(rows).T, strict=True))


@every_experiment(
    ["the_loss_of_a_line", "which_way_is_downhill", "one_step", "a_larger_rate", "why_is_b_slower", "to_and_fro"]
)
def test_the_facts_are_those_of_a_loop_written_out(experiment: Experiment) -> None:
    dataset, settings = experiment.situation.dataset, experiment.situation.hyperparameters
    expected, facts = loop(dataset, settings, 20), facts_of(experiment)
    for name, values in expected.items():
        for epoch in (0, 1, 2, 7, 20):
            found = Expression(f"{name}({epoch})").value(facts)
            assert found == pytest.approx(values[epoch], rel=1e-4, abs=2e-3), (name, epoch)
    slope, intercept, loss = lstsq(dataset)
    x = dataset.features[:, 0]
    hessian = 2 * np.array([[x @ x, x.sum()], [x.sum(), len(x)]])
    flattest, steepest = np.linalg.eigvalsh(hessian)
    bowl = {"steepest": steepest, "flattest": flattest, "limit": 2 / steepest, "condition": steepest / flattest}
    for name, value in ({"best_w": slope, "best_b": intercept, "best_loss": loss} | bowl).items():
        assert Expression(name).value(facts) == pytest.approx(value, rel=1e-9), name
    steps = np.diff(expected["w"])
    assert Expression("swings(20)").value(facts) == (steps[1:] * steps[:-1] < 0).sum()


def test_the_words_of_one_step_are_the_loops_numbers() -> None:
    experiment = FOUND["one_step"]
    expected = loop(experiment.situation.dataset, experiment.situation.hyperparameters, 1)
    w, steepness = expected["w"], expected["gradient_w"][0]
    words = " ".join(experiment.explanation.at("plain", facts_of(experiment)).split())
    assert f"0.001 times {steepness:.3f} is {0.001 * steepness:.4f}, and {w[0]:.4f} minus that is {w[1]:.4f}." in words
    assert f"from {expected['loss'][0]:.2f} down to {expected['loss'][1]:.2f}" in words


def test_the_three_squares_are_added_by_hand() -> None:
    experiment = FOUND["the_loss_of_a_line"]
    words = " ".join(experiment.explanation.at("plain", facts_of(experiment)).split())
    # Half of x at 8, 4 and 3 against 3.2, 2.2 and 1.
    assert words.startswith("The squares are 0.64, 0.04 and 0.25; together that is a loss of 0.93.")


def test_what_a_larger_rate_and_the_clamp_come_to() -> None:
    facts = facts_of(FOUND["a_larger_rate"])
    settings = FOUND["a_larger_rate"].situation.hyperparameters
    free = loop(facts.run.dataset, settings, settings.epochs)
    assert facts.function("loss")(100) == pytest.approx(free["loss"][100], rel=1e-2)
    # The clamp shuts, and w stays where the article's own run is known to end.
    assert facts.function("other_w")(100) == pytest.approx(-0.00206, abs=1e-5)
    x, y = facts.run.dataset.features[:, 0], facts.run.dataset.target[:, 0]
    clamped = loop(facts.run.dataset, replace(settings, activation="clamp"), settings.epochs)
    died = int(np.flatnonzero((clamped["w"][:, None] * x <= 0).all(axis=1))[0])
    assert facts.named("other_died") == pytest.approx(died, abs=2)
    assert facts.function("other_loss")(100) == pytest.approx(((y - y.mean()) ** 2).sum(), rel=1e-3)


# Files with a fault

GOOD = """
title = "A title"
set = "article"

[settings]
epochs = 10

[question]
words = "There are {{rows}} points."

[predict]
kind = "choice"
ask = "What will the loss do?"

[[predict.choices]]
says = "Fall."
check = "loss(last) < loss(0)"
misconception = "It rose to {{loss(last)}}."

[[predict.choices]]
says = "Rise."
check = "loss(last) >= loss(0)"
misconception = "It fell to {{loss(last)}}."

[why]
ask = "Why?"

[[why.reasons]]
says = "It goes downhill."
check = "loss(1) < loss(0)"
misconception = "It does not."

[[why.reasons]]
says = "It goes uphill."
check = "loss(1) >= loss(0)"
misconception = "It does."

[explanation]
words = "It went down."

[mission]
task = "Take twice as many epochs."
knobs = ["epochs"]
check = "epochs >= 20"
done = "Those are {{epochs}}."

[mission.example]
epochs = 20

[[mission.hints]]
when = "epochs > 0"
says = "Those are only {{epochs}}."
"""


@pytest.mark.parametrize(
    ("old", "new", "field", "expected"),
    [
        ('title = "A title"', "", "title", "missing"),
        ('title = "A title"', "title = 3", "title", "a text in quotes is expected"),
        ('title = "A title"', 'title = "A title"\ntitel = "x"', "titel", "not known here"),
        ('set = "article"', 'set = "articel"', "set", "article, .* is expected"),
        ('set = "article"', 'set = "article"\nleave_out = [26]', "leave_out", "rows 1 to 25"),
        ('set = "article"', 'set = "article"\nsquares = "yes"', "squares", "true or false"),
        ('set = "article"', 'set = "article"\nviews = ["lines"]', "views", "line, loss, valley, weight, bias"),
        ("epochs = 10", "epochs = 0", "settings.epochs", "from 1 to"),
        ("epochs = 10", "epoch = 10", "settings.epoch", "not known here.*epochs"),
        ("{{rows}} points", "{{row}} points", "question.words", "`row` is no name known here.*rows"),
        ("{{rows}} points", "25 points", "question.words", "a number is written out"),
        ("{{rows}} points", "{{rows points", "question.words", "no }} after it"),
        ('kind = "choice"', 'kind = "guess"', "predict.kind", "choice, number, line, loss"),
        ('check = "loss(last) >= loss(0)"', 'check = "loss(last) >="', "predict.choices[2].check", "cannot be read"),
        ('check = "loss(last) >= loss(0)"', 'check = "los(last)"', "predict.choices[2].check", "`los` is no function"),
        ('misconception = "It does."', "", "why.reasons[2].misconception", "missing"),
        ('knobs = ["epochs"]', 'knobs = ["epoch"]', "mission.knobs", "a list of"),
        ("[mission.example]\nepochs = 20", "", "mission.example", "settings that do it"),
        ("[mission.example]\nepochs = 20", "[mission.example]\nseed = 1", "mission.example.seed", "known are epochs"),
        ("[explanation]", "[explanations]", "explanation", "a table [explanation] is expected"),
    ],
)
def test_a_fault_in_a_file_is_said_with_its_file_its_field_and_what_is_expected(
    tmp_path: Path, old: str, new: str, field: str, expected: str
) -> None:
    assert old in GOOD
    (tmp_path / "1_good.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "2_faulty.toml").write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    found, faults = read_folder(tmp_path, SETS)
    assert list(found) == ["good"]
    (sentence,) = faults
    assert sentence.startswith(f"2_faulty.toml, field `{field}`: ")
    assert re.search(expected.replace("[", r"\[").replace("]", r"\]"), sentence)


def test_a_file_that_is_no_toml_gets_a_sentence_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text(GOOD.replace('"A title"', '"A title'), encoding="utf-8")
    (tmp_path / "pictures.toml").write_bytes(b"\xff\xfe\x00")
    found, faults = read_folder(tmp_path, SETS)
    assert not found
    assert [fault.partition(" ")[0] for fault in faults] == ["broken.toml", "pictures.toml"]
    assert all("is no TOML file in UTF-8" in fault for fault in faults)
    assert "line 2" in faults[0]


def plain_words_of(experiment: Experiment) -> Iterator[Template]:
    """All of its words but those of the deeper depths."""
    prediction, mission = experiment.prediction, experiment.mission
    yield from (experiment.question.plain, experiment.explanation.plain, prediction.ask, experiment.why)
    for choice in (*prediction.choices, *experiment.reasons):
        yield from (choice.says, choice.misconception)
    yield from (slip.says for slip in prediction.slips)
    yield from (words for words in (prediction.right, prediction.wrong) if words is not None)
    yield from (mission.task, mission.done, *(hint.says for hint in mission.hints))


@every_experiment()
def test_its_plain_words_are_plain(experiment: Experiment) -> None:
    facts = facts_of(experiment)
    read = [experiment.title, *(template.filled(facts) for template in plain_words_of(experiment))]
    assert [found for text in read if (found := not_plain(text))] == []
