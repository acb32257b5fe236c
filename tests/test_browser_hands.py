"""Hands on the plot: a line of one's own, and points to move, by mouse, finger and keys."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from conftest import PATIENCE, ROOT, Visitor, ready
from film_page import box_of, button, epoch_box, expect_at_the_end, formula, frames_drawn, go_to
from playwright.sync_api import Locator, Page, expect

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.palette import TARGET
from perceptron.charts.view import Axes
from perceptron.charts.views.ranges import axes_of, points_are_inside, start_is_inside
from perceptron.data.held_out import hold_out
from perceptron.insight.prospect import Prospect
from perceptron.panels.film.hands import place_in_table, start_on
from perceptron.take_home.table_in_link import pack_table

expect.set_options(timeout=PATIENCE)

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
BY_HAND = Hyperparameters(gradients="by_hand", epochs=400)
QUERY = "?gradients=by_hand&epochs=400"
PICTURE = "fitted_line"
Visit = Callable[..., Visitor]


def run_of(dataset: Dataset, settings: Hyperparameters = BY_HAND, share: float = 0.0) -> Run:
    training, kept = hold_out(dataset, share, settings.seed)
    asked = Prospect(dataset=training, hyperparameters=settings, held_out=kept)
    return Run.of(asked, train(training, settings))


def moved(dataset: Dataset, row: int, x: float, y: float) -> Dataset:
    features, target = dataset.features.copy(), dataset.target.copy()
    features[row], target[row] = x, y
    return Dataset(features, target, dataset.feature_names, dataset.target_name)


def squares(dataset: Dataset, w: float, b: float) -> float:
    return float(((dataset.target[:, 0] - (w * dataset.features[:, 0] + b)) ** 2).sum())


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


class Hands:
    """Somebody at the picture, who knows the run that it shows, and the axes on which."""

    def __init__(self, visitor: Visitor, run: Run, query: str = QUERY) -> None:
        self.visitor, self.run, self.axes = visitor, run, axes_of(run)
        self.page: Page = visitor.page
        self.page.goto(f"{visitor.server}/{query}")
        ready(self.page, (PICTURE,))
        self.page.wait_for_selector(".hands-layer:not([hidden])")
        self.page.wait_for_load_state("networkidle")
        self.words, self.status = self.page.locator(".hands-layer .said"), self.page.locator(".hands .status")
        self.grip = self.page.locator(".hands-layer .grip")
        self.toggle = button(self.page, "Your line")
        self.sent = len(visitor.sent)

    def plot(self) -> dict[str, float]:
        box = self.page.locator(f".st-key-{PICTURE} .role-frame.root path.background").first.bounding_box()
        assert box is not None
        return dict(box)

    def spot(self, x: float, y: float) -> tuple[float, float]:
        box, ((left, right), (low, high)) = self.plot(), self.axes
        across, upwards = (x - left) / (right - left), (y - low) / (high - low)
        return box["x"] + across * box["width"], box["y"] + (1 - upwards) * box["height"]

    def point(self, row: int) -> tuple[float, float]:
        return self.spot(float(self.run.dataset.features[row, 0]), float(self.run.dataset.target[row, 0]))

    def per_pixel(self) -> tuple[float, float]:
        box = self.plot()
        return float(np.ptp(self.axes.x)) / box["width"], float(np.ptp(self.axes.y)) / box["height"]

    def box(self, name: str) -> Locator:
        return self.page.locator(f".st-key-{PICTURE} input[name={name}]")

    def value_of(self, name: str) -> list[float]:
        frames_drawn(self.page)
        text = box_of(self.page, PICTURE, name)
        return [float(part) for part in text.split(",")] if text else []

    def end(self, side: str) -> Locator:
        return self.page.get_by_role("slider", name=f"{side} end of your line")

    def your_line(self) -> Locator:
        expect(self.toggle).to_have_attribute("aria-pressed", "false")
        self.toggle.click()
        expect(self.toggle).to_have_attribute("aria-pressed", "true")
        return self.end("Right")

    def drag(self, row: int, right: float, down: float, *, drop: bool = True) -> None:
        x, y = self.point(row)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for share in (0.3, 0.7, 1):
            self.page.mouse.move(x + share * right, y + share * down)
        if drop:
            self.page.mouse.up()

    def nothing_was_sent(self) -> bool:
        self.page.wait_for_timeout(300)
        return len(self.visitor.sent) == self.sent

    def becomes(self, run: Run, axes: Axes | None = None) -> None:
        """The page comes to show that run, on the axes as they stood or those, and the hand holds nothing any more."""
        assert best_shown(run) != best_shown(self.run)
        self.run, self.axes = run, axes or self.axes
        expect(formula(self.page).locator(".is-best")).to_have_text(best_shown(run))
        expect(self.box("drag")).to_have_value("")
        self.sent = len(self.visitor.sent)

    def on_the_screen(self, row: int) -> tuple[float, float]:
        """Where the picture itself draws the point, of the row counted from 0."""
        frames_drawn(self.page)
        dots = self.page.locator(f".st-key-{PICTURE} .mark-symbol path[stroke='{TARGET}']")
        box = dots.nth(row).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def open(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab, exact=True).click()


def best_shown(run: Run) -> str:
    return f"best possible {run.fit.loss:#.4g}"


@pytest.fixture
def hands(visit: Visit) -> Hands:
    return Hands(visit(), run_of(ARTICLE))


def said(words: str) -> tuple[float, float, float, float]:
    """Weight, bias and loss of the line of one's own, and the neuron's loss."""
    found = re.search(r"ŷ = (\S+)·x ([+−]) (\S+),\s+loss (\S+)\s+\(the neuron’s (\S+)\)", words)
    assert found is not None, words
    weight, sign, bias, loss, neurons = found.groups()
    return number(weight), number(bias) * (1 if sign == "+" else -1), number(loss), number(neurons)


def test_a_line_of_ones_own_follows_mouse_and_keys_and_says_its_loss(hands: Hands) -> None:
    right, left = hands.your_line(), hands.end("Left")
    start, page = hands.run.history, hands.page
    # It begins as the neuron's of the epoch shown.
    assert hands.value_of("yours") == pytest.approx([start.weights[0, 0], start.biases[0]])
    box = right.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 40)
    page.mouse.move(x, y + 90)
    expect(hands.words).not_to_contain_text(f"loss {start.losses[0]:.4g}\u00a0")
    page.mouse.up()
    w, b = hands.value_of("yours")
    (low, high), (_, per_pixel) = hands.axes.x, hands.per_pixel()
    first = start.weights[0, 0] * np.array([low, high]) + start.biases[0]
    assert w * low + b == pytest.approx(first[0])
    assert w * high + b == pytest.approx(first[1] - 90 * per_pixel, abs=2 * per_pixel)
    expected = (w, b, squares(ARTICLE, w, b), start.losses[0])
    assert said(hands.words.inner_text()) == pytest.approx(expected, rel=6e-3)
    assert said(hands.words.inner_text())[2] == pytest.approx(squares(ARTICLE, w, b), rel=6e-4)
    left.focus()
    left.press("ArrowUp")
    left.press("Shift+ArrowUp")
    v, c = hands.value_of("yours")
    assert v * high + c == pytest.approx(w * high + b)
    assert v * low + c == pytest.approx(w * low + b + 0.11 * np.ptp(hands.axes.y), abs=2 * per_pixel)
    assert float(left.get_attribute("aria-valuenow") or "nan") == pytest.approx(v * low + c)
    assert said(hands.words.inner_text())[2] == pytest.approx(squares(ARTICLE, v, c), rel=6e-4)
    # Given up, it is what it was when the end was taken.
    left.press("Escape")
    assert hands.value_of("yours") == pytest.approx([w, b])
    assert hands.nothing_was_sent()
    # The neuron's loss beside it is that of the epoch shown.
    button(page, "To the end").click()
    expect(hands.words).to_contain_text(f"(the neuron’s {start.losses[-1]:#.4g})")


@pytest.mark.parametrize("kind", ["as in the article", "standardised"])
def test_the_neuron_starts_from_there(visit: Visit, kind: str) -> None:
    settings, query, mean, scale = BY_HAND, QUERY, 0.0, 1.0
    if kind == "standardised":
        settings = replace(BY_HAND, activation="identity", standardize=True, reduction="mean", learning_rate=0.1)
        query += "&activation=identity&standardize=true&reduction=mean&learning_rate=0.1"
        mean, scale = float(ARTICLE.features.mean()), float(ARTICLE.features.std())
    hands = Hands(visit(), run_of(ARTICLE, settings), query)
    right = hands.your_line()
    for _ in range(3):
        right.press("Shift+ArrowDown")
    w, b = hands.value_of("yours")
    assert said(hands.words.inner_text())[2] == pytest.approx(squares(ARTICLE, w, b) * hands.run.scale, rel=6e-4)
    button(hands.page, "Let the neuron start from here").click()
    hands.page.wait_for_url(lambda url: "initial_weight=" in url and "initial_bias=" in url)
    asked = parse_qs(urlsplit(hands.page.url).query)
    weight, bias = (float(asked[name][0]) for name in ("initial_weight", "initial_bias"))
    assert (weight, bias) == pytest.approx((w * scale, b + w * mean), abs=1e-3)
    assert len(f"{weight:.15g}") < 9 and len(f"{bias:.15g}") < 9
    history = train(ARTICLE, replace(settings, initial_weight=weight, initial_bias=bias))
    expect_at_the_end(hands.page, history)
    button(hands.page, "To the start").click()
    expect(formula(hands.page).locator(".is-loss")).to_have_text(f"loss {history.losses[0]:#.4g}")
    # It stays beside the neuron, which has left it.
    assert hands.value_of("yours") == [w, b]


def test_where_the_neuron_will_not_follow_is_said(hands: Hands) -> None:
    right = hands.your_line()
    expect(hands.words).to_contain_text("your line")
    assert hands.words.locator("p").count() == 1
    for _ in range(9):
        right.press("Shift+ArrowDown")
    expect(hands.words).to_contain_text("At every point the clamp keeps the neuron level.")


@pytest.mark.parametrize("activation", ["clamp", "identity"])
@pytest.mark.parametrize("standardize", [False, True])
def test_the_sentence_says_where_an_untrained_neuron_that_starts_there_is_level(
    visitor: Visitor, activation: Any, standardize: bool
) -> None:
    """The rule is the browser's, so the browser is asked, of lines over data on both sides of 0."""
    visitor.page.goto("about:blank")
    rules = "".join(
        (ROOT / "perceptron/panels/film" / name).read_text() for name in ("hands/losses.js", "player/words.js")
    )
    asks = f"([given, lines]) => {{ {rules}; return lines.map((line) => differs(given, line)) }}"
    random = np.random.default_rng(0)
    for x in (random.uniform(-3, 5, 12), random.uniform(2, 9, 12), random.uniform(-9, -2, 12)):
        data = Dataset(x[:, np.newaxis], random.normal(size=(12, 1)), ("x",))
        bend, scale = (float(x.mean()), float(x.std())) if standardize else (0.0, 1.0)
        settings = Hyperparameters(activation=activation, standardize=standardize, epochs=1, learning_rate=1e-9)
        given = {"bend": bend, "scale": scale, "reach": [x.min(), x.max()], "activation": activation, "most": 1e6}
        given["slopes"] = [0, 1] if activation == "clamp" else [1, 1]
        lines = [{"w": float(w), "b": float(b)} for w, b in random.normal(size=(10, 2))]
        for line, sentence in zip(lines, visitor.page.evaluate(asks, [given, lines]), strict=True):
            w, b = line["w"], line["b"]
            start = replace(settings, initial_weight=w * scale, initial_bias=b + w * bend)
            predicted = train(data, start).predict(data.features, 0)
            off = ~np.isclose(predicted, w * x + b, rtol=0, atol=1e-5)
            assert np.ptp(predicted[off]) == 0 if off.any() else True
            side = x < bend if sentence.startswith("Left") else x > bend if sentence.startswith("Right") else x == x
            assert (off == (side if sentence else False)).all(), (sentence, line)
        assert visitor.page.evaluate(asks, [given, [{"w": 2e6, "b": 0}]])[0].startswith(
            "The neuron can start with 1,000,000"
        )


def test_a_point_moved_by_mouse_is_told_once_when_it_is_let_go_and_can_be_undone(hands: Hands) -> None:
    history, page = hands.run.history, hands.page
    go_to(page, 100)
    hands.page.locator(".hands").evaluate("(hands) => (hands.id = 'as-before')")
    hands.drag(3, 20, -40, drop=False)
    expect(hands.words).to_contain_text("row 4")
    row, x, y = hands.value_of("drag")
    assert row == 4
    (x_pixel, y_pixel), old = hands.per_pixel(), (float(ARTICLE.features[3, 0]), float(ARTICLE.target[3, 0]))
    assert (x, y) == (
        pytest.approx(old[0] + 20 * x_pixel, abs=2 * x_pixel),
        pytest.approx(old[1] + 40 * y_pixel, abs=2 * y_pixel),
    )
    changed = moved(ARTICLE, 3, x, y)
    # The line of the epoch shown against the points as they are now.
    loss = float(((changed.target[:, 0] - history.predict(changed.features, 100)) ** 2).sum())
    assert number(hands.words.inner_text().split("loss")[1]) == pytest.approx(loss, rel=6e-4)
    assert hands.nothing_was_sent()
    page.mouse.up()
    expect(hands.status).to_have_text(f"Row 4 moved to x {x:g}, y {y:g}.")
    before, run = hands.sent, run_of(changed)
    hands.becomes(run)
    assert hands.sent - before == 1
    expect(epoch_box(page)).to_have_value("100")
    expect(formula(page).locator(".is-loss")).to_have_text(f"loss {run.history.losses[100]:#.4g}")
    # The stage was not drawn anew, though this was the first change of the article's table.
    assert page.locator(".hands#as-before").count() == 1
    hands.open("Data")
    button(page, "Undo").click()
    hands.open("Train")
    hands.becomes(run_of(ARTICLE))


def test_axes_stand_still_under_a_point_that_stays_inside_and_follow_one_that_leaves(hands: Hands) -> None:
    outermost = int(np.argmax(ARTICLE.features[:, 0]))
    hands.drag(outermost, -50, 70, drop=False)
    _, x, y = hands.value_of("drag")
    dropped = hands.on_the_screen(outermost)
    changed = run_of(moved(ARTICLE, outermost, x, y))
    assert axes_of(changed) != hands.axes
    hands.page.mouse.up()
    hands.becomes(changed)
    assert hands.on_the_screen(outermost) == pytest.approx(dropped, abs=0.6)
    assert hands.spot(x, y) == pytest.approx(dropped, abs=0.6)
    # Past the rim a point is let go at the rim, and the picture makes room for it.
    hands.drag(outermost, 400, 0, drop=False)
    _, x, y = hands.value_of("drag")
    assert x == hands.axes.x[1]
    hands.page.mouse.up()
    changed = run_of(moved(hands.run.dataset, outermost, x, y))
    hands.becomes(changed, axes_of(changed))
    assert hands.axes.x[1] > x
    assert hands.on_the_screen(outermost) == pytest.approx(hands.spot(x, y), abs=0.6)


def test_ones_own_line_outlives_another_tab_another_look_and_other_axes(hands: Hands) -> None:
    hands.your_line().press("Shift+ArrowDown")
    line = hands.value_of("yours")
    hands.open("Data")
    expect(hands.box("yours")).to_have_count(0)
    hands.open("Train")
    expect(hands.toggle).to_have_attribute("aria-pressed", "true")
    expect(hands.words).to_contain_text("your line")
    assert hands.value_of("yours") == line
    button(hands.page, "View").click()
    hands.page.get_by_text("excess, log", exact=True).click()
    hands.page.keyboard.press("Escape")
    hands.page.wait_for_load_state("networkidle")
    assert hands.value_of("yours") == line
    hands.sent = len(hands.visitor.sent)
    outermost = int(np.argmin(ARTICLE.features[:, 0]))
    hands.drag(outermost, 0, 400, drop=False)
    _, x, y = hands.value_of("drag")
    hands.page.mouse.up()
    changed = run_of(moved(ARTICLE, outermost, x, y))
    hands.becomes(changed, axes_of(changed))
    assert hands.value_of("yours") == line
    box, left = hands.end("Left").bounding_box(), hands.axes.x[0]
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert middle == pytest.approx(hands.spot(left, line[0] * left + line[1]), abs=1)


def test_a_click_moves_nothing_and_hovering_tells_of_the_point(hands: Hands) -> None:
    cursor = "([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"
    x, y = hands.point(6)
    hands.page.mouse.move(x - 30, y - 30)
    assert hands.page.evaluate(cursor, [x, y]) != "grab"
    hands.page.mouse.move(x, y)
    expect(hands.page.locator("#vg-tooltip-element")).to_contain_text("row")
    assert hands.page.evaluate(cursor, [x, y]) == "grab"
    hands.page.mouse.down()
    hands.page.mouse.up()
    hands.drag(6, 1, 1)
    expect(hands.box("drag")).to_have_value("")
    assert hands.nothing_was_sent()


def test_keys_choose_a_point_move_it_give_up_and_keep(hands: Hands) -> None:
    hands.grip.focus()
    hands.page.keyboard.press("PageDown")
    expect(hands.grip).to_have_accessible_name(re.compile("^Row 2:"))
    # One sees where the keys act.
    ring = "(grip) => getComputedStyle(grip, '::before').borderTopColor"
    assert hands.grip.evaluate(ring) not in ("rgba(0, 0, 0, 0)", "transparent")
    for key in ("ArrowUp", "Shift+ArrowRight"):
        hands.page.keyboard.press(key)
    expect(hands.words).to_contain_text("row 2")
    hands.page.keyboard.press("Escape")
    expect(hands.box("drag")).to_have_value("")
    assert hands.nothing_was_sent()
    for key in ("ArrowUp", "Shift+ArrowUp"):
        hands.page.keyboard.press(key)
    x, y = float(ARTICLE.features[1, 0]), float(ARTICLE.target[1, 0]) + 0.11 * np.ptp(hands.axes.y)
    expect(hands.box("drag")).to_have_value(re.compile("^2,"))
    row, at, height = hands.value_of("drag")
    assert (row, at, height) == (2, x, pytest.approx(y, abs=2 * hands.per_pixel()[1]))
    hands.page.keyboard.press("Enter")
    hands.becomes(run_of(moved(ARTICLE, 1, at, height)))
    expect(hands.grip).to_be_focused()
    # Without Enter a pause does.
    hands.page.keyboard.press("ArrowLeft")
    _, at, height = hands.value_of("drag")
    hands.becomes(run_of(moved(hands.run.dataset, 1, at, height)))


def test_with_rows_held_out_the_right_row_of_the_table_moves_and_those_held_out_do_not(visit: Visit) -> None:
    share = 0.2
    hands = Hands(visit(), run_of(ARTICLE, share=share), f"{QUERY}&held_out=20")
    kept, used = hands.run.held_out, hands.run.dataset
    assert kept is not None
    spots = np.array([hands.point(row) for row in range(used.rows)])
    alone = [hands.spot(float(x), float(y)) for x, y in zip(kept.features[:, 0], kept.target[:, 0], strict=True)]
    alone = [spot for spot in alone if np.hypot(*(spots - spot).T).min() > 25]
    assert alone
    hands.page.mouse.move(*alone[0])
    hands.page.mouse.down()
    hands.page.mouse.move(alone[0][0] + 40, alone[0][1] + 40)
    hands.page.mouse.up()
    assert hands.nothing_was_sent()
    row = int(np.argmax([np.sort(np.hypot(*(spots - spot).T))[1] for spot in spots]))
    hands.drag(row, -15, -25, drop=False)
    _, x, y = hands.value_of("drag")
    hands.page.mouse.up()
    both = np.column_stack([ARTICLE.features, ARTICLE.target])
    [place] = np.flatnonzero((both == [used.features[row, 0], used.target[row, 0]]).all(axis=1))
    hands.becomes(run_of(moved(ARTICLE, int(place), x, y), share=share))


def test_a_point_of_another_table_is_refused_with_a_sentence(visit: Visit) -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 3.0]})
    packed = pack_table(frame, ["x"], "y")
    hands = Hands(visit(), run_of(Dataset.from_frame(frame, ["x"], "y")), f"{QUERY}&data=Your+data&table={packed}")
    hands.open("Data")
    # No line can be learned from one row, so the run of both is what is shown.
    hands.page.locator(".dot").first.focus()
    hands.page.keyboard.press("Delete")
    expect(hands.page.get_by_text("The table cannot be used as it stands")).to_be_visible()
    hands.open("Train")
    ready(hands.page, (PICTURE,))
    hands.page.wait_for_load_state("networkidle")
    hands.drag(1, -40, 30)
    expect(hands.words).to_contain_text("The point stays where it was")
    expect(hands.box("drag")).to_have_value("")
    assert hands.status.inner_text() == hands.words.inner_text()


def test_a_finger_near_a_point_drags_it_and_elsewhere_scrolls(visit: Visit) -> None:
    phone = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    hands = Hands(phone, run_of(ARTICLE))
    touch = hands.page.context.new_cdp_session(hands.page)

    def swipe(x: float, y: float, right: float, down: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for share in (0.3, 0.6, 1):
            there = {"x": x + share * right, "y": y + share * down}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    top = "[...document.querySelectorAll('*')].reduce((most, element) => Math.max(most, element.scrollTop), 0)"
    x, y = hands.spot(3.2, 4.4)
    swipe(x, y, 0, -60)
    hands.page.wait_for_function(f"{top} > 30")
    assert hands.nothing_was_sent()
    scrolled = hands.page.evaluate(top)
    x, y = hands.point(2)
    swipe(x + 8, y + 8, 10, -50)
    expect(hands.status).to_contain_text("moved to")
    assert hands.page.evaluate(top) == scrolled
    row, x, y = hands.value_of("drag")
    hands.becomes(run_of(moved(ARTICLE, int(row) - 1, x, y)))
    # The ends of one's own line are as wide as a finger.
    end = hands.your_line().bounding_box()
    assert end is not None and min(end["width"], end["height"]) >= 44
    before, scrolled = hands.value_of("yours"), hands.page.evaluate(top)
    swipe(end["x"] + 6, end["y"] + 30, 0, 50)
    assert hands.value_of("yours") != before
    assert hands.page.evaluate(top) == scrolled


def test_several_features_have_no_hands(visitor: Visitor) -> None:
    page = visitor.open("?data=Daily+energy")
    assert page.locator(".hands").count() == 0
    assert page.get_by_role("button", name="Your line").count() == 0


# Without a browser


@pytest.mark.parametrize("standardize", [False, True])
def test_a_start_on_a_line_lies_on_it_in_the_units_of_training(standardize: bool) -> None:
    far = Dataset(ARTICLE.features + 2000, ARTICLE.target, ("year",))
    settings = Hyperparameters(activation="identity", standardize=standardize, epochs=1, learning_rate=1e-9)
    run = run_of(far, settings)
    axes, slope, intercept = axes_of(run), 0.31, 1.02 - 0.31 * 2000
    weight, bias = start_on(run, axes, slope, intercept)
    history = train(far, replace(settings, initial_weight=weight, initial_bias=bias))
    ends = np.array(axes.x)[:, np.newaxis]
    height = np.ptp(axes.y)
    assert history.predict(ends, 0) == pytest.approx(slope * ends[:, 0] + intercept, abs=height / 1000)
    assert start_on(run, axes, 1e9, 0)[0] == 1e6


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_a_row_is_found_in_the_table_only_as_the_run_learned_it(share: float) -> None:
    run = run_of(ARTICLE, share=share)
    for row in range(run.dataset.rows):
        place = place_in_table(run, ARTICLE, row)
        assert place is not None
        assert ARTICLE.features[place] == run.dataset.features[row] and ARTICLE.target[place] == run.dataset.target[row]
    place = place_in_table(run, ARTICLE, 3)
    assert place is not None
    # Another row may have changed meanwhile, but neither this one nor the rows' number.
    x, y = float(ARTICLE.features[place, 0]), float(ARTICLE.target[place, 0])
    assert place_in_table(run, moved(ARTICLE, place + 1, x + 1, y), 3) == place
    for stale in (moved(ARTICLE, place, x, y + 1), moved(ARTICLE, place, x + 1, y), ARTICLE.take(np.arange(24))):
        assert place_in_table(run, stale, 3) is None
    renamed = Dataset(ARTICLE.features, ARTICLE.target, ("z",), ARTICLE.target_name)
    assert place_in_table(run, renamed, 3) is None
    assert place_in_table(run, ARTICLE, run.dataset.rows) is None and place_in_table(run, ARTICLE, -1) is None


def test_axes_hold_what_lies_inside_them_and_not_at_their_rim() -> None:
    run = run_of(ARTICLE)
    x, y = ARTICLE.features, ARTICLE.target
    assert points_are_inside(run, axes_of(run)) and start_is_inside(run, axes_of(run))
    whole = Axes((x.min() - 1, x.max() + 1), (y.min() - 1, y.max() + 1))
    assert points_are_inside(run, whole)
    assert not points_are_inside(run, whole._replace(x=(x.min(), x.max() + 1)))
    assert not points_are_inside(run, whole._replace(y=(y.min() - 1, y.max())))
    ends = np.array([[whole.x[0], 1], [whole.x[1], 1]]) @ [run.history.weights[0, 0], run.history.biases[0]]
    assert start_is_inside(run, whole) == (whole.y[0] < ends.min() and ends.max() < whole.y[1])
    assert not start_is_inside(run, whole._replace(y=(y.min(), ends.max())))
    assert start_is_inside(run, whole._replace(y=(ends.min() - 0.1, ends.max() + 0.1)))
