"""The planted mistakes: each is run, against the same fault worked out here in numpy; and the page tells none of them
before it was answered.
"""

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters, train
from perceptron.charts.planted import lines_described, lines_drawn, losses_described, losses_drawn
from perceptron.lessons.mistakes.case import Case, case_of
from perceptron.lessons.mistakes.reading import Change, read_mistake, read_mistakes
from perceptron.lessons.mistakes.running import Trained, difference, loop_with
from perceptron.lessons.mistakes.words import filled, would_have

DATA = {path.stem: Dataset.from_csv(path) for path in sorted((ROOT / "data").glob("*.csv"))}
MISTAKES = read_mistakes()
NAMES = tuple(MISTAKES)
every_mistake = pytest.mark.parametrize("name", NAMES)
REFUSED = {
    "3_no_no_grad": "a leaf Variable that requires grad is being used in an in-place operation.",
    "6_detached_loss": "element 0 of tensors does not require grad and does not have a grad_fn",
}


@cache
def case(name: str) -> Case:
    return case_of(name, MISTAKES, DATA)


def faulty_by_hand(name: str, epochs: int) -> np.ndarray:
    """Loss, w and b of the first epochs, (epochs + 1, 3), by formulas, in float64."""
    found = case(name)
    situation = found.mistake.situation
    x, y = found.dataset.features[:, 0], found.dataset.target[:, 0]
    w, b = float(found.shown.weights[0]), float(found.shown.biases[0])
    piled_w = piled_b = 0.0
    # The flat list: every prediction against every target.
    shape = (lambda values: values[np.newaxis, :]) if name == "5_broadcast" else (lambda values: values[:, np.newaxis])

    def residuals(rows: slice) -> np.ndarray:
        return (x[rows] * w + b)[:, np.newaxis] - shape(y[rows])

    states = [((residuals(slice(None)) ** 2).sum(), w, b)]
    for _ in range(epochs):
        for first in range(0, len(x), situation.batch_size):
            rows = slice(first, first + situation.batch_size)
            residual = residuals(rows)
            gradient_w, gradient_b = (2 * residual * x[rows, np.newaxis]).sum(), (2 * residual).sum()
            if name == "1_no_clearing":
                piled_w, piled_b = piled_w + gradient_w, piled_b + gradient_b
                gradient_w, gradient_b = piled_w, piled_b
            if name == "4_mean_and_sum":
                gradient_w, gradient_b = gradient_w / residual.size, gradient_b / residual.size
            if name == "7_wrong_gradient":
                gradient_b = gradient_w
            sign = -1 if name == "2_plus_for_minus" else 1
            w, b = w - sign * situation.rate * gradient_w, b - sign * situation.rate * gradient_b
        states.append(((residuals(slice(None)) ** 2).sum(), w, b))
    return np.array(states)


def states(run: Trained) -> np.ndarray:
    return np.column_stack([run.losses, run.weights, run.biases])


def test_there_are_the_eight_that_were_asked_for_each_with_three_others_to_choose() -> None:
    assert len(NAMES) == 8
    assert len({mistake.title for mistake in MISTAKES.values()}) == 8
    assert all(len({wrong.mistake for wrong in mistake.wrong}) == 3 for mistake in MISTAKES.values())


@every_mistake
def test_just_one_answer_reproduces_what_is_shown(name: str) -> None:
    found = case(name)
    assert [answer.name for answer in found.offered if found.is_right(answer.name)] == [name]
    assert not found.shown.is_same_as(found.sound)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_a_fault_does_what_its_formulas_say(name: str) -> None:
    found, epochs = case(name), 25
    np.testing.assert_allclose(states(found.shown)[: epochs + 1], faulty_by_hand(name, epochs), rtol=2e-3, atol=2e-3)
    assert found.shown.error == ""


def test_pytorch_refuses_two_of_them_in_its_own_words() -> None:
    assert {name: case(name).shown.error for name in NAMES if case(name).shown.error} == REFUSED
    assert all(case(name).shown.last == 0 for name in REFUSED)


@every_mistake
def test_the_sound_loop_converges_and_the_faulty_one_does_not(name: str) -> None:
    found = case(name)
    x, y = found.dataset.features[:, 0], found.dataset.target[:, 0]
    best = float(np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[1][0])
    quarter = found.mistake.situation.epochs // 4
    assert found.sound.error == ""
    assert found.sound.last == found.mistake.situation.epochs
    assert found.sound.losses[-quarter:].max() < 1.15 * best
    assert found.sound.losses[-1] < 1.02 * best
    if not found.shown.error:
        # Clearly more than the sound one ever comes back to.
        assert np.median(found.shown.losses[-quarter:]) > 1.25 * best
        assert found.shown.losses[-quarter:].min() > 1.02 * best


@pytest.mark.parametrize("name", ["7_wrong_gradient", "8_not_shuffled"])
def test_the_sound_loop_is_the_lesson_again(name: str) -> None:
    found = case(name)
    situation = found.mistake.situation
    settings = Hyperparameters(
        learning_rate=situation.rate,
        epochs=situation.epochs,
        seed=situation.seed,
        batch_size=situation.batch_size if name == "8_not_shuffled" else None,
        activation="identity",
        gradients="by_hand",
    )
    history = train(found.dataset, settings)
    np.testing.assert_allclose(found.sound.losses, history.losses, rtol=1e-3)
    np.testing.assert_allclose(found.sound.weights, history.weights[:, 0], rtol=1e-3)


def test_the_words_are_true_of_the_runs() -> None:
    no_clearing, plus, broadcast, wrong = (case(NAMES[place]) for place in (0, 1, 4, 6))
    losses = no_clearing.shown.losses
    assert int(no_clearing.facts["rises"]) == sum(after > 1.01 * before for before, after in itertools.pairwise(losses))
    assert (np.diff(plus.shown.losses) > 0).all()
    assert int(plus.facts["digits"]) == len(str(int(plus.shown.losses[-1])))
    assert abs(broadcast.shown.weights[-1]) < 1e-4
    assert broadcast.shown.biases[-1] == pytest.approx(broadcast.dataset.target.mean(), rel=1e-4)
    assert broadcast.facts["pairs"] == f"{broadcast.dataset.rows**2:,}"
    together = wrong.shown.weights - wrong.shown.biases
    np.testing.assert_allclose(together, together[0], atol=1e-5)
    for found in (no_clearing, plus, broadcast, wrong):
        assert float(found.facts["end"].replace(",", "")) == pytest.approx(found.shown.losses[-1], rel=1e-3)
        assert float(found.facts["sound_end"].replace(",", "")) == pytest.approx(found.sound.losses[-1], rel=1e-3)


def test_the_batch_that_comes_last_has_the_last_word() -> None:
    found = case("8_not_shuffled")
    x, y = found.dataset.features[:, 0], found.dataset.target[:, 0]
    assert (np.diff(x) > 0).all()
    faulty, sound = ((x * run.weights[-1] + run.biases[-1] - y) ** 2 for run in (found.shown, found.sound))
    last = found.mistake.situation.batch_size
    assert faulty[-last:].sum() < sound[-last:].sum()
    assert faulty[:-last].sum() > sound[:-last].sum()


@every_mistake
def test_the_words_name_no_number_themselves_and_are_plain_where_they_say_so(name: str) -> None:
    mistake = MISTAKES[name]
    texts = [mistake.title, mistake.question, mistake.why, mistake.formulas, mistake.derivation]
    texts += [wrong.misconception for wrong in mistake.wrong]
    for text in texts:
        assert not re.search(r"\d", re.sub(r"\$[^$]*\$|`[^`]*`", "", text)), text
        assert text.count("$") % 2 == 0
    for text in (mistake.title, mistake.question, mistake.why, *(wrong.misconception for wrong in mistake.wrong)):
        assert not re.search(r"\$|[Α-ω]|float32|[²=∂Σ]", text), text
    assert mistake.why and mistake.formulas and mistake.derivation
    found = case(name)
    told = [found.words(text) for text in texts[:5]] + [answer.misconception for answer in found.offered]
    assert not any("«" in text or "nan" in text.lower().split() for text in told)


def test_what_another_fault_would_have_done_is_read_from_its_run() -> None:
    def run(losses: Any, error: str = "") -> Trained:
        values = np.array(losses, dtype=np.float64)
        return Trained(values, values, values, error)

    sound = run(np.linspace(900, 10, 101))
    assert would_have(run([900.0], "no"), sound).startswith("PyTorch would have stopped")
    assert "after 2 epochs, no number" in would_have(run([900.0, 1e20, 1e38]), sound)
    swing = would_have(run(500 + 400 * np.cos(np.arange(101))), sound)
    assert re.search(r"up and down to the end, between 1\d\d(\.\d)? and (8|9)\d\d", swing)
    assert "stood still at 300" in would_have(run(np.full(101, 300.0)), sound)
    assert "still have been falling, and be at 400" in would_have(run(np.linspace(900, 400, 101)), sound)
    assert "as good as in the sound loop" in would_have(run(np.linspace(800, 10, 101)), sound)


def test_the_order_of_the_answers_betrays_nothing() -> None:
    places = [[answer.name for answer in case(name).offered].index(name) for name in NAMES]
    assert set(places) == {0, 1, 2, 3}
    assert [answer.name for answer in case_of(NAMES[5], MISTAKES, DATA).offered] == [
        answer.name for answer in case(NAMES[5]).offered
    ]


@every_mistake
def test_the_diff_has_the_changed_lines_and_no_others(name: str) -> None:
    changes, lines = MISTAKES[name].changes, difference(MISTAKES[name].changes).splitlines()
    assert [line[1:].strip() for line in lines if line[0] == "-"] == [change.line.strip() for change in changes]
    assert [line[1:].strip() for line in lines if line[0] == "+"] == [
        change.becomes.strip() for change in changes if change.becomes
    ]


def test_a_line_has_to_be_in_the_loop_once() -> None:
    with pytest.raises(ValueError, match=r"“loss\.backward\(\)” is 0 times in loop\.py: write a line"):
        loop_with([Change("loss.backward()", "")])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rate = 0.002", 'rate = "fast"', "broken.toml: situation.rate is 'fast': write a number."),
        ("epochs = 160", "epochs = 1.5", "broken.toml: situation.epochs is 1.5: write a whole number."),
        ("seed = 0", "", "broken.toml: situation.seed is missing."),
        ("title =", "titel =", "broken.toml: titel is not known: the fields are name, title,"),
        ("[[change]]", "[[changes]]", "broken.toml: change is missing: write at least one table [[change]]."),
        ("[situation]", "[situation", "broken.toml cannot be read as TOML:"),
        ('mistake = "2_plus', 'mistake = "9_plus', "broken.toml: wrong.mistake is “9_plus_for_minus”: write the name"),
    ],
)
def test_a_file_with_a_fault_is_named_with_its_field(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    source = (ROOT / "perceptron/lessons/mistakes/1_no_clearing.toml").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "broken.toml").write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_mistakes(tmp_path)


def test_words_may_name_only_what_is_known() -> None:
    with pytest.raises(ValueError, match="«lost» is not known: the words may name end, rows"):
        filled("It is «lost».", {"end": "1", "rows": "2"})
    assert filled("«end» of «rows»", {"end": "1", "rows": "2"}) == "1 of 2"
    assert read_mistake(ROOT / "perceptron/lessons/mistakes/1_no_clearing.toml") == MISTAKES["1_no_clearing"]


@every_mistake
def test_the_pictures_hold_nothing_of_the_sound_run_before_the_answer(name: str) -> None:
    found = case(name)
    before, after = (losses_drawn(found, with_sound=answered) for answered in (False, True))
    assert len(before["sound"]) == 0 < len(after["sound"])
    drawn = before["shown"]["loss"].to_numpy()
    np.testing.assert_array_equal(drawn, [] if found.shown.error else found.shown.losses)
    # Not even room for it.
    seen, axes = np.append(drawn, found.best), before["axes"].iloc[0]
    assert (axes["loss_low"], axes["loss_high"]) == pytest.approx((seen.min() * 0.8, seen.max() * 1.25))
    assert len(lines_drawn(found, with_sound=False)["sound"]) == 0
    assert "sound" not in losses_described(found, with_sound=False) + lines_described(found, with_sound=False)
    assert "sound loop's loss ends at" in losses_described(found, with_sound=True)


@every_mistake
def test_lines_are_drawn_where_they_are_and_no_further_than_the_picture(name: str) -> None:
    found = case(name)
    drawn = lines_drawn(found, with_sound=True)
    low, high = drawn["axes"].iloc[0][["y_low", "y_high"]]
    for which, run in (("shown", found.shown), ("sound", found.sound)):
        line = drawn[which]
        assert len(line) == (0 if which == "shown" and name in {*REFUSED, "2_plus_for_minus"} else 2)
        np.testing.assert_allclose(line["y"], run.weights[-1] * line["x"] + run.biases[-1], rtol=1e-6)
        assert line["y"].between(low - 1e-6, high + 1e-6).all()


PAGE = "from perceptron.panels.learn.mistakes import mistakes_page\nmistakes_page()"


@pytest.fixture
def without_running_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perceptron.panels.learn.mistakes.case_of", lambda name, mistakes, datasets: case(name))


def sent(page: AppTest) -> bytes:
    """All that the server has sent to be drawn."""

    def parts(node: Any) -> Any:
        if getattr(node, "proto", None) is not None:
            yield node.proto.SerializeToString()
        for child in getattr(node, "children", {}).values():
            yield from parts(child)

    return b"\n".join(parts(page._tree))


def telling(found: Case) -> dict[str, bytes]:
    """What would tell the answer: the changed lines, the explanation and the sound run."""
    changed = [line for line in difference(found.mistake.changes).splitlines() if line[0] in "+-"]
    return {
        "why": found.words(found.mistake.why).strip().encode(),
        "sound losses": found.sound.losses[5:25].tobytes(),
        "changes": "\n".join(changed).encode(),
    }


@every_mistake
def test_nothing_tells_the_answer_before_it_is_given(name: str, without_running_again: None) -> None:
    found, number = case(name), NAMES.index(name) + 1
    page = opened(PAGE)
    page.session_state["mistake"] = number
    checked(page.run())
    before = sent(page)
    assert [what for what, text in telling(found).items() if text in before] == []
    assert {answer.title: before.count(answer.title.encode()) for answer in found.offered} == {
        answer.title: 1 for answer in found.offered
    }
    assert not any(other.encode() in before for other in NAMES)
    assert not any(answer.misconception.encode() in before for answer in found.offered if answer.misconception)

    chosen = next(place for place, answer in enumerate(found.offered) if answer.name != name)
    page.radio(key=f"mistake_{number}").set_value(chosen).run()
    assert [what for what, text in telling(found).items() if text in sent(page)] == []
    checked(page.button(key=f"mistake_{number}_answer").click().run())
    after = sent(page)
    assert [what for what, text in telling(found).items() if text not in after] == []
    assert found.offered[chosen].misconception.encode() in after
    assert not any(other.encode() in after for other in NAMES)


def test_the_whole_page_tells_no_more(without_running_again: None) -> None:
    page = opened(tab="Learn", learn="mistakes")
    before = sent(page)
    assert len(page.radio(key="mistake_1").options) == 4
    assert [what for what, text in telling(case(NAMES[0])).items() if text in before] == []


def test_going_back_shows_what_one_answered(without_running_again: None) -> None:
    page = opened(PAGE)
    found = case(NAMES[0])
    right = [answer.name for answer in found.offered].index(NAMES[0])
    page.radio(key="mistake_1").set_value(right).run()
    checked(page.button(key="mistake_1_answer").click().run())
    assert page.session_state["mistakes"] == {NAMES[0]: NAMES[0]}
    assert any(text.value.startswith("**Right.**") for text in page.markdown)
    for number in (2, 1):
        page.session_state["mistake"] = number
        checked(page.run())
    assert page.radio(key="mistake_1").value == right
    assert page.radio(key="mistake_1").disabled
    assert "right: 1" in "\n".join(caption.value for caption in page.caption)


@pytest.mark.parametrize(("depth", "formulas"), [("plain", 0), ("formulas", 1), ("derivation", 2)])
def test_why_is_as_deep_as_the_page(depth: str, formulas: int, without_running_again: None) -> None:
    page = opened(PAGE, depth=depth)
    page.session_state["mistakes"] = {NAMES[0]: NAMES[1]}
    checked(page.run())
    assert sum("$" in text.value for text in page.markdown) == formulas
    assert any("rolling without friction" in text.value for text in page.markdown)
