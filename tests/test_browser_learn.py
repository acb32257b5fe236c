"""The experiments in a browser, by pointer and by keyboard alone: draw, predict wrong, see, say why, do the mission."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import READY, Visitor
from film_page import button, epoch_of, frames_drawn, said, tab_to
from playwright.sync_api import Locator, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_learn import FOUND, run_of

from perceptron.lessons.experiment import the_true_one
from perceptron.lessons.facts import Facts

SLOW, LINE = "too_small_a_rate", "where_would_you_draw_it"
SHOWN = re.compile(r"your line: slope (\S+), height at zero (\S+),")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def opened(visitor: Visitor, lesson: str) -> Page:
    page = visitor.page
    page.goto(f"{visitor.server}/?tab=Learn&learn={lesson}")
    drawn(page)
    return page


def drawn(page: Page) -> None:
    page.wait_for_selector(READY, state="attached")
    page.wait_for_selector(".st-key-learn_pictures .st-key-fitted_line svg.marks g.mark-group", state="attached")
    page.wait_for_selector(READY, state="attached")
    assert page.locator("[data-testid='stException']").all_inner_texts() == []


def option(page: Page, words: str) -> Locator:
    return page.locator(".st-key-learn [data-testid='stRadio'] label").filter(has_text=words[:40]).last


def said_of_own_line(page: Page) -> tuple[float, float]:
    frames_drawn(page)
    said = SHOWN.search(page.locator(".hands-layer .said").inner_text().replace("−", "-"))
    assert said is not None
    return float(said[1]), float(said[2])


def play_to_the_end(page: Page) -> None:
    """A film that has begun by itself, to its end at once."""
    page.locator(".player").wait_for()
    button(page, "To the end").click()
    page.locator(".st-key-learn_result").wait_for()


def test_a_newcomer_is_led_to_a_line_of_their_own_and_the_neuron_starts_from_it(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_role("button", name="New here?").click()
    drawn(page)
    end = page.get_by_role("slider", name="Right end of your line")
    place = end.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 14, place["y"] + 14)
    page.mouse.down()
    page.mouse.move(place["x"] + 14, place["y"] - 26, steps=5)
    page.mouse.up()
    slope, height = said_of_own_line(page)
    assert slope > 0.05
    button(page, "This is my line").click()
    play_to_the_end(page)
    button(page, "To the start").click()
    formula = page.locator(".live.formula .equation").inner_text()
    numbers = [float(each) for each in re.findall(r"\d+\.\d+", formula)]
    assert numbers == pytest.approx([slope, height], rel=0.01)
    # The line that was drawn is still there, and can no longer be moved.
    assert said_of_own_line(page) == pytest.approx((slope, height))
    expect(end).to_be_hidden()
    # Who was led once is not asked again.
    page.goto(visitor.server)
    page.locator(".player").wait_for()
    expect(page.get_by_role("button", name="New here?")).to_be_hidden()


@pytest.mark.parametrize("kind", [{}, PHONE], ids=["laptop", "phone"])
def test_wrong_then_why_then_the_mission_by_pointer(visit: Callable[..., Visitor], kind: dict[str, Any]) -> None:
    experiment, facts = FOUND[SLOW], Facts(run_of(SLOW))
    page = opened(visit(**kind), SLOW)
    choices, reasons = experiment.prediction.choices, experiment.reasons
    wrong = choices[0 if the_true_one(choices, facts) else 1]
    option(page, wrong.says.filled(facts)).click()
    button(page, "That is my prediction").click()
    expect(said(page, wrong.misconception.filled(facts))).to_be_hidden()
    play_to_the_end(page)
    said(page, wrong.misconception.filled(facts)).wait_for()
    assert epoch_of(page) > 0

    option(page, reasons[1 if the_true_one(reasons, facts) == 0 else 0].says.filled(facts)).click()
    button(page, "That is why").click()
    page.get_by_text(experiment.explanation.at("plain", facts).split("\n")[0][:60]).wait_for()

    rate = page.locator(".st-key-mission").get_by_role("spinbutton", name="Learning rate")
    rate.fill(str(experiment.mission.example["learning_rate"]))
    rate.press("Enter")
    said(page, "Done.").wait_for()
    page.wait_for_selector(READY, state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_draw_a_line_and_go_on_by_keyboard_alone(visitor: Visitor) -> None:
    page = opened(visitor, LINE)
    page.keyboard.press("Tab")
    tab_to(page, page.get_by_role("slider", name="Right end of your line"))
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    drawn_line = said_of_own_line(page)
    assert drawn_line[0] < 0
    page.keyboard.press("Escape")
    assert said_of_own_line(page)[0] == pytest.approx(0, abs=1e-9)
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    tab_to(page, button(page, "This is my line"))
    page.keyboard.press("Enter")
    page.locator(".player").wait_for()
    tab_to(page, button(page, "To the end"), 90)
    page.keyboard.press("Enter")
    page.locator(".st-key-learn_result").get_by_text("Your squares add up to").wait_for()


def test_predict_say_why_and_do_the_mission_by_keyboard_alone(visitor: Visitor) -> None:
    experiment, facts = FOUND[SLOW], Facts(run_of(SLOW))
    page = opened(visitor, SLOW)
    page.keyboard.press("Tab")
    radios = page.locator(".st-key-learn [data-testid='stRadio'] input")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    tab_to(page, button(page, "That is my prediction"))
    page.keyboard.press("Enter")
    page.locator(".player").wait_for()
    tab_to(page, button(page, "To the end"), 90)
    page.keyboard.press("Enter")
    choices = experiment.prediction.choices
    truth = choices[the_true_one(choices, facts)].says.filled(facts)
    page.locator(".st-key-learn_result").get_by_text(truth[:30]).first.wait_for()
    tab_to(page, page.locator(".st-key-learn_result [data-testid='stRadio'] input").first, 90)
    page.keyboard.press("Space")
    tab_to(page, button(page, "That is why"))
    page.keyboard.press("Enter")
    rate = page.locator(".st-key-mission").get_by_role("spinbutton", name="Learning rate")
    rate.wait_for()
    tab_to(page, rate, 90)
    page.keyboard.press("Control+A")
    page.keyboard.type(str(experiment.mission.example["learning_rate"]))
    page.keyboard.press("Enter")
    said(page, "Done.").wait_for()


def test_a_curve_of_the_loss_is_drawn_and_stays_over_the_film(visitor: Visitor) -> None:
    name = next(name for name, each in FOUND.items() if each.prediction.kind == "loss")
    page = opened(visitor, name)
    pad = page.locator(".drawn-layer .pad").bounding_box()
    assert pad is not None
    page.mouse.move(pad["x"] + 5, pad["y"] + 0.6 * pad["height"])
    page.mouse.down()
    page.mouse.move(pad["x"] + 0.5 * pad["width"], pad["y"] + 0.8 * pad["height"], steps=8)
    page.mouse.move(pad["x"] + pad["width"], pad["y"] + 0.9 * pad["height"], steps=8)
    page.mouse.up()
    handle = page.locator(".drawn-layer .handle").nth(4)
    frames_drawn(page)
    drawn_by_pointer = float(handle.get_attribute("aria-valuenow") or "nan")
    high = float(handle.get_attribute("aria-valuemax") or "nan")
    assert drawn_by_pointer == pytest.approx(0.1 * high, rel=0.05)
    handle.focus()
    page.keyboard.press("ArrowUp")
    frames_drawn(page)
    by_key = float(handle.get_attribute("aria-valuenow") or "nan")
    assert by_key == pytest.approx(drawn_by_pointer + 0.025 * high, rel=0.02)
    button(page, "This is my curve").click()
    play_to_the_end(page)
    curve = page.locator(".st-key-loss_curve input[name=drawn]").first.input_value()
    assert float(curve.split(";")[-1].split(",")[1]) == pytest.approx(by_key, rel=1e-3)
    expect(handle).to_be_hidden()


def test_what_the_browser_got_before_the_prediction_tells_nothing(visit: Callable[..., Visitor]) -> None:
    """Everything that came through the socket, what is only there for a moment too."""
    got: list[ForwardMsg] = []

    def note(payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            got.append(ForwardMsg.FromString(payload))

    visitor = visit(to_keep=True)
    visitor.page.on("websocket", lambda socket: socket.on("framereceived", note))
    opened(visitor, SLOW)
    text = "\n".join(str(message) for message in got)
    run = run_of(SLOW)
    assert FOUND[SLOW].title in text
    assert run.diagnosis.plain not in text
    assert "Training" not in text
    for value in (run.fit.loss, run.history.losses[-1], run.curvature.largest_stable_learning_rate):
        assert f"{value:.4g}" not in text
