"""The film in a real Chromium: it plays, rests and is told everywhere without the server."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from conftest import PATIENCE, ROOT, VIEWS, Visitor, ready
from film_page import (
    box_of,
    button,
    epoch_box,
    epoch_of,
    expect_at_the_end,
    formula,
    frames_drawn,
    go_to,
    number,
    set_rate,
    slider,
)
from playwright.sync_api import Page, expect

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.charts.palette import GHOST, LOSS, PREDICTION

expect.set_options(timeout=PATIENCE)

ARTICLE = Dataset.from_csv(ROOT / "data" / "article.csv")
HISTORY = train(ARTICLE, Hyperparameters())
Visit = Callable[..., Visitor]


def plot_of(page: Page, view: str = "fitted_line") -> dict[str, float]:
    found = page.locator(f".st-key-{view} .role-frame.root path.background").first.bounding_box()
    assert found is not None
    return dict(found)


def numbers_in(text: str) -> list[float]:
    return [float(found.replace(",", "").replace("−", "-")) for found in re.findall(r"[−-]?[\d,]+(?:\.\d+)?", text)]


# At first sight


def test_it_opens_at_the_beginning_and_tells_nothing_of_the_end(visitor: Visitor) -> None:
    page = visitor.open()
    expect(epoch_box(page)).to_have_value("0")
    shown = numbers_in(formula(page).inner_text())
    assert shown[1:4] == [round(HISTORY.weights[0, 0], 3), round(HISTORY.biases[0], 3), round(HISTORY.losses[0], 2)]
    # The line of the untrained neuron is drawn.
    line = page.locator(f".st-key-fitted_line .mark-line path[stroke='{PREDICTION}']").first
    assert line.evaluate("path => path.getBBox().width") == pytest.approx(plot_of(page)["width"], abs=1)
    expect(page.locator(".st-key-verdict")).to_be_hidden()
    expect(page.locator(".st-key-verdict_waits")).to_be_visible()
    # The loss is drawn as far as the film has come.
    width = "path => path.getBBox().width"
    path = page.locator(f".st-key-loss_curve .mark-line path[stroke='{LOSS}']").first
    assert path.evaluate(width) < 1
    button(page, "To the end").click()
    frames_drawn(page)
    assert path.evaluate(width) > 300
    expect(page.locator(".st-key-verdict")).to_be_visible()
    expect(page.locator(".st-key-verdict_waits")).to_be_hidden()


def test_weights_at_the_end_wait_for_the_end(visitor: Visitor) -> None:
    page = visitor.open("?data=Daily+energy&standardize=true&activation=identity&learning_rate=0.01")
    expect(page.get_by_text("All weights at the end of the run")).to_be_hidden()
    button(page, "To the end").click()
    expect(page.get_by_text("All weights at the end of the run")).to_be_visible()


def test_nothing_else_tells_the_end_before_it_was_seen(visitor: Visitor) -> None:
    page = visitor.open("?standardize=true")
    page.get_by_text("What standardising did").click()
    ends = page.get_by_text("At the end, back to the data's own units")
    lines = page.get_by_text("the neuron's line at the end of its run")
    expect(page.get_by_text("needle")).to_be_visible()
    expect(ends).to_be_hidden()
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(page.get_by_text("Drag a point to move it")).to_be_visible()
    expect(lines).to_be_hidden()
    page.get_by_role("tab", name="Train", exact=True).click()
    button(page, "To the end").click()
    page.get_by_text("What standardising did").click()
    expect(ends).to_be_visible()
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(lines).to_be_visible()


def test_a_link_with_an_epoch_opens_there(visitor: Visitor) -> None:
    page = visitor.open("?epoch=100")
    expect(epoch_box(page)).to_have_value("100")
    expect(button(page, "Play")).to_be_visible()
    weight, bias, loss = HISTORY.weights[100, 0], HISTORY.biases[100], HISTORY.losses[100]
    assert numbers_in(formula(page).inner_text())[1:4] == [round(weight, 3), round(bias, 2), float(f"{loss:.4g}")]
    for name, value in {"Weight w": weight, "Bias b": bias, "Loss": loss}.items():
        assert float(number(page, name).inner_text()) == float(f"{value:.5g}")


# Playing


def hold_the_clock(page: Page) -> None:
    """Stop the page's time; `page.clock.run_for` then lets it pass, picture by picture, however slow the machine is."""
    page.clock.pause_at(page.evaluate("Date.now()") + 200)


@pytest.fixture
def with_a_clock(visit: Visit) -> Visitor:
    """Somebody at a page whose time was stopped once all was drawn."""
    visitor = visit(to_keep=True)
    visitor.page.clock.install()
    hold_the_clock(visitor.open())
    return visitor


def test_a_second_shows_the_first_epochs_and_ten_show_all_and_nobody_is_asked(with_a_clock: Visitor) -> None:
    page, before = with_a_clock.page, len(with_a_clock.sent)
    page.evaluate(
        """() => {
            window.written = []
            const box = document.querySelector(".st-key-fitted_line input[name=k]")
            box.addEventListener("input", () => window.written.push(box.value))
        }"""
    )
    line = page.locator(f".st-key-fitted_line .mark-line path[stroke='{PREDICTION}']").first
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    drawn = [line.get_attribute("d")]
    page.clock.run_for(1000)
    assert epoch_of(page) in (1, 2)
    expect(line).not_to_have_attribute("d", drawn[0] or "")
    for _ in range(3):
        page.clock.run_for(1000)
    # So many pictures in four seconds, although the line rests between two epochs.
    written = [text.split(";") for text in page.evaluate("window.written")]
    assert len({text[1] for text in written}) >= 4 * 30
    assert [epoch for epoch in range(6) if str(epoch) in {text[0] for text in written}] == [0, 1, 2, 3, 4, 5]
    # Between two epochs the line moves, while what is said of the epoch stays.
    for epoch in range(5):
        glides = [text for text in written if text[0] == str(epoch)]
        assert len({text[2] for text in glides}) > 10
        assert {float(text[4]) for text in glides} == {HISTORY.weights[epoch, 0]}
    expect(page.locator(".player .step")).not_to_contain_text("Settled")
    page.clock.run_for(6000)
    expect(button(page, "Play")).to_be_visible()
    expect(page.locator(".player .step")).to_contain_text("Settled")
    assert number(page, "Loss").inner_text() == f"{HISTORY.losses[epoch_of(page)]:.5g}"
    assert len(with_a_clock.sent) == before


def test_while_it_plays_slider_and_speed_are_followed(with_a_clock: Visitor) -> None:
    page = with_a_clock.page
    speed = page.get_by_label("Speed")
    speed.select_option("0.25")
    button(page, "Play").click()
    # A quarter of the speed is three seconds an epoch.
    page.clock.run_for(2800)
    assert epoch_of(page) == 0
    page.clock.run_for(400)
    assert epoch_of(page) == 1
    speed.select_option("1")
    page.clock.run_for(1550)
    assert epoch_of(page) == 3
    place = slider(page).bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.clock.run_for(20)
    moved = epoch_of(page)
    assert 60 < moved < 200
    page.clock.run_for(100)
    expect(button(page, "Pause")).to_be_visible()
    slower = epoch_of(page)
    assert slower > moved
    speed.select_option("4")
    page.clock.run_for(100)
    assert epoch_of(page) - slower > 2 * (slower - moved)
    button(page, "Pause").click()
    paused = epoch_of(page)
    page.clock.run_for(1000)
    assert epoch_of(page) == paused
    button(page, "Play").click()
    page.clock.run_for(4000)
    expect(button(page, "Play")).to_be_visible()


# Any epoch


def test_any_epoch_exactly(visitor: Visitor) -> None:
    page = visitor.open()
    before = len(visitor.sent)
    button(page, "To the end").click()
    expect(epoch_box(page)).to_have_value("4000")
    button(page, "One step back").click()
    expect(epoch_box(page)).to_have_value("3999")
    # Arrow keys work while a button of the player has the focus, on the slider, and anywhere else.
    page.keyboard.press("ArrowLeft")
    expect(epoch_box(page)).to_have_value("3998")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(epoch_box(page)).to_have_value("3999")
    expect(slider(page)).to_have_attribute("aria-valuetext", "Epoch 3,999 of 4,000")
    page.locator(".st-key-squares input").focus()
    page.keyboard.press("ArrowLeft")
    expect(epoch_box(page)).to_have_value("3998")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(epoch_box(page)).to_have_value("3998")
    for epoch in (100, 1881, 2501):
        go_to(page, epoch)
        frames_drawn(page)
        label, _, *columns = box_of(page, "fitted_line").split(";")
        assert label == f"{epoch:,}"
        assert [float(value) for value in columns[2:]] == [HISTORY.weights[epoch, 0], HISTORY.biases[epoch]]
        assert number(page, "Weight w").inner_text() == f"{HISTORY.weights[epoch, 0]:.5g}"
    assert len(visitor.sent) == before


def test_keys_typed_elsewhere_are_left_alone(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_label("Epochs", exact=True).and_(page.locator("input")).focus()
    for key in ("ArrowLeft", "ArrowRight", "Space"):
        page.keyboard.press(key)
    frames_drawn(page)
    expect(epoch_box(page)).to_have_value("0")
    expect(button(page, "Play")).to_be_visible()


def test_the_epoch_is_said_once_it_rests_and_not_while_it_plays(visitor: Visitor) -> None:
    page = visitor.open("?epochs=30")
    page.evaluate(
        """() => {
            window.said = []
            const status = document.querySelector(".player [role=status]")
            const watch = new MutationObserver(() => window.said.push(status.textContent))
            watch.observe(status, {childList: true, characterData: true, subtree: true})
        }"""
    )
    page.get_by_label("Speed").select_option("4")
    button(page, "Play").click()
    expect(button(page, "Play")).to_be_visible()
    assert page.evaluate("window.said") == [
        f"Epoch 30, loss {train(ARTICLE, Hyperparameters(epochs=30)).losses[-1]:.4g}."
        " It was on its way to the best line when the epochs ran out."
    ]


# One epoch for everything

BEGINS = "([view, text]) => document.querySelector(`.st-key-${view} input[name=k]`)?.value.startsWith(text)"


def test_one_epoch_for_all(visitor: Visitor) -> None:
    page = visitor.open()
    before = len(visitor.sent)
    go_to(page, 100)
    frames_drawn(page)
    weight, bias, loss = HISTORY.weights[100, 0], HISTORY.biases[100], HISTORY.losses[100]
    for view in VIEWS:
        assert box_of(page, view).startswith("100;")
    for view, title in {"fitted_line": "The line", "weight": "Weight", "bias": "Bias"}.items():
        expect(page.locator(f".st-key-{view} .role-title text").first).to_have_text(f"{title}, epoch 100")
    assert numbers_in(formula(page).inner_text())[1:3] == [round(weight, 3), float(f"{bias:.3g}")]
    assert number(page, "Loss").inner_text() == f"{loss:.5g}"
    expect(page.locator(".live.prediction")).to_contain_text(f"{weight * 5.14 + bias:.5g}")
    expect(page.locator(".player .step")).to_contain_text("One step")
    expect(page).to_have_url(re.compile("epoch=100"))
    assert len(visitor.sent) == before

    page.get_by_text("Squares", exact=True).click()
    button(page, "View").click()
    page.get_by_role("radio", name="excess, log").click()
    page.keyboard.press("Escape")
    ready(page)
    expect(epoch_box(page)).to_have_value("100")
    for view in VIEWS:
        page.wait_for_function(BEGINS, arg=[view, "100;"])
    page.get_by_role("tab", name="One step", exact=True).click()
    expect(page.get_by_role("heading", name="The step from epoch 100 to 101")).to_be_visible()
    button(page, "One step forward").click()
    expect(page.get_by_role("heading", name="The step from epoch 101 to 102")).to_be_visible()
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(page.locator(".player")).to_have_count(0)
    page.get_by_role("tab", name="Train", exact=True).click()
    expect(epoch_box(page)).to_have_value("101")
    page.reload()
    ready(page)
    expect(epoch_box(page)).to_have_value("101")


def test_another_tab_opens_the_epoch_that_was_seen_last(visitor: Visitor) -> None:
    page = visitor.open()
    button(page, "Play").click()
    page.wait_for_function("Number(document.querySelector('.player .epoch').value) > 5")
    page.get_by_role("tab", name="One step", exact=True).click()
    expect(button(page, "Play")).to_be_visible()
    epoch = epoch_of(page)
    assert 5 < epoch < 916
    expect(page.get_by_role("heading", name=f"The step from epoch {epoch:,} to {epoch + 1:,}")).to_be_visible()
    expect(page).to_have_url(re.compile(f"epoch={epoch}"))


def test_open_this_step_opens_it(visitor: Visitor) -> None:
    page = visitor.open()
    go_to(page, 70)
    button(page, "To the start").click()
    button(page, "One step forward").click()
    button(page, "Open this step").click()
    expect(page.get_by_role("tab", name="One step")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name="The step from epoch 1 to 2")).to_be_visible()


# The loss as a place to choose an epoch


def test_hovering_moves_nothing_and_click_and_drag_choose_the_epoch(visitor: Visitor) -> None:
    page = visitor.open("?epoch=100")
    before = len(visitor.sent)
    plot = plot_of(page, "loss_curve")

    def at(share: float) -> tuple[float, float]:
        return plot["x"] + share * plot["width"], plot["y"] + plot["height"] / 2

    page.mouse.move(*at(0.3))
    page.mouse.move(*at(0.31))
    tip = page.locator(".film-tip")
    expect(tip).to_be_visible()
    # It is the only one.
    page.mouse.move(plot["x"] + 0.31 * plot["width"], plot["y"] + plot["height"] - 30)
    expect(page.locator("#vg-tooltip-element.visible")).to_have_count(0)
    page.mouse.move(*at(0.31))
    epoch, loss = numbers_in(tip.inner_text())
    assert epoch == pytest.approx(np.expm1(0.31 * np.log1p(4000)), abs=1)
    assert loss == float(f"{HISTORY.losses[int(epoch)]:.5g}")
    expect(epoch_box(page)).to_have_value("100")
    for share in (0.5, 0.2, 0.7):
        page.mouse.click(*at(share))
        assert epoch_of(page) == pytest.approx(np.expm1(share * np.log1p(4000)), rel=0.03, abs=1)
    for begin, end in ((0.7, 0.9), (0.9, 0.4)):
        page.mouse.move(*at(begin))
        page.mouse.down()
        page.mouse.move(*at(end), steps=5)
        page.mouse.up()
        assert epoch_of(page) == pytest.approx(np.expm1(end * np.log1p(4000)), rel=0.03, abs=1)
    # The hand is off again.
    page.mouse.move(*at(0.6), steps=3)
    assert epoch_of(page) == pytest.approx(np.expm1(0.4 * np.log1p(4000)), rel=0.03, abs=1)
    assert len(visitor.sent) == before


@pytest.mark.parametrize("view", ["fitted_line", "loss_curve", "weight"])
def test_scrolling_over_a_picture_moves_nothing_else(visit: Visit, view: str) -> None:
    visitor = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = visitor.open("?epoch=100")
    before = len(visitor.sent)
    main = page.get_by_test_id("stMain")

    def middle() -> tuple[float, float]:
        main.evaluate("(main, view) => main.querySelector(`.st-key-${view}`).scrollIntoView({block: 'center'})", view)
        frames_drawn(page)
        plot = plot_of(page, view)
        return plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2

    def expect_scrolled(stood: float) -> None:
        """It went on from there, and came to rest."""
        page.wait_for_function(
            "stood => document.querySelector('[data-testid=stMain]').scrollTop > stood + 50", arg=stood
        )
        main.evaluate(
            """main => new Promise((done) => {
                let [last, still] = [null, 0]
                const look = () => {
                    still = main.scrollTop === last ? still + 1 : 0
                    last = main.scrollTop
                    still < 15 ? requestAnimationFrame(look) : done()
                }
                look()
            })"""
        )

    # A wheel, and a finger, which goes a little sideways too.
    page.mouse.move(*middle())
    stood = main.evaluate("main => main.scrollTop")
    page.mouse.wheel(0, 150)
    expect_scrolled(stood)
    x, y = middle()
    stood = main.evaluate("main => main.scrollTop")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 12):
        places = [{"x": x + step, "y": y - 20 * step}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": places})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect_scrolled(stood)
    frames_drawn(page)
    assert epoch_of(page) == 100
    assert box_of(page, "fitted_line", "drag") == ""
    assert len(visitor.sent) == before
    if view != "fitted_line":
        x, y = middle()
        page.touchscreen.tap(x - 0.2 * plot_of(page, view)["width"], y)
        assert epoch_of(page) == pytest.approx(np.expm1(0.3 * np.log1p(4000)), abs=1)


# A changed setting


def watch_frames(page: Page) -> None:
    """Note every state of the film: the epoch, whether it plays, and the loss after the first step, by which to tell
    runs apart.
    """
    page.evaluate(
        """() => {
            window.frames_seen = []
            document.addEventListener("film-frame", ({detail: {epoch, playing, at}}) => {
                window.frames_seen.push([epoch, playing, at("loss", 1)])
            })
        }"""
    )


def epochs_shown_of(page: Page, history: History) -> list[int]:
    """The epochs of that run in the order in which they were shown, each stay once."""
    seen = page.evaluate("window.frames_seen")
    epochs = [epoch for epoch, _, loss in seen if loss == history.losses[1]]
    return [epoch for place, epoch in enumerate(epochs) if place == 0 or epoch != epochs[place - 1]]


def test_a_changed_setting_plays_again_beside_the_ghost_of_the_run_before(visitor: Visitor) -> None:
    page = visitor.open()
    ghosts = page.locator(f".st-key-loss_curve .mark-line path[stroke='{GHOST}']")
    drawings = "views.map((view) => document.querySelector(`.st-key-${view} svg.marks`))"
    page.evaluate(f"views => (window.drawings = {drawings})", list(VIEWS))
    assert not any(path.get_attribute("d") for path in ghosts.all())
    watch_frames(page)
    history = train(ARTICLE, Hyperparameters(0.0005))
    set_rate(page, 0.0005)
    expect(button(page, "Pause")).to_be_visible()
    page.wait_for_function(f"window.frames_seen.some(([epoch, , loss]) => epoch > 5 && loss === {history.losses[1]})")
    assert any("L" in (path.get_attribute("d") or "") for path in ghosts.all())
    expect(page.locator(".st-key-film").get_by_text("Grey: the run before.").filter(visible=True)).to_have_count(2)
    expect(button(page, "Play")).to_be_visible()
    epochs = epochs_shown_of(page, history)
    assert epochs[:6] == [0, 1, 2, 3, 4, 5]
    assert epochs == sorted(epochs)
    assert page.evaluate("window.frames_seen.at(-1)[1]") is False
    # The line of the run before, at the same epoch.
    go_to(page, 10)
    frames_drawn(page)
    points = np.array(list(map(float, box_of(page, "fitted_line", "ghost").split(",")))).reshape(-1, 2)
    np.testing.assert_allclose(points[:, 1], points[:, 0] * HISTORY.weights[10, 0] + HISTORY.biases[10], rtol=1e-6)
    # It has a bend, so it is drawn in two pieces.
    pieces = page.locator(f".st-key-fitted_line [stroke='{GHOST}']")
    widths = pieces.evaluate_all("lines => lines.map((line) => line.getBoundingClientRect().width)")
    assert sum(widths) == pytest.approx(plot_of(page)["width"], abs=4)
    expect_at_the_end(page, history)
    # It was drawn into the living pictures.
    same = f"views => {drawings}.map((drawing, index) => drawing === window.drawings[index])"
    assert page.evaluate(same, list(VIEWS)) == [True] * len(VIEWS)


def test_an_epoch_that_was_looked_at_is_come_back_to(visitor: Visitor) -> None:
    page = visitor.open("?epoch=100")
    watch_frames(page)
    set_rate(page, 0.0005)
    history = train(ARTICLE, Hyperparameters(0.0005))
    expect(formula(page)).to_contain_text(f"loss {history.losses[100]:.4g}")
    expect(button(page, "Play")).to_be_visible()
    expect(epoch_box(page)).to_have_value("100")
    epochs = epochs_shown_of(page, history)
    assert [epochs[0], epochs[-1], max(epochs)] == [0, 100, 100]
    assert len(epochs) > 5


def test_who_wants_the_end_gets_it_wherever_the_film_stood(visitor: Visitor) -> None:
    page = visitor.open()
    button(page, "View").click()
    page.get_by_text("Show the end", exact=True).click()
    page.keyboard.press("Escape")
    go_to(page, 77)
    set_rate(page, 0.0005)
    history = train(ARTICLE, Hyperparameters(0.0005))
    expect(formula(page)).to_contain_text(f"loss {history.losses[-1]:.4g}")
    assert epoch_of(page) > 1000


@pytest.mark.parametrize("way", ["reduced motion", "show the end"])
def test_the_end_is_shown_at_once_where_that_is_wanted(visit: Visit, way: str) -> None:
    visitor = visit(reduced_motion="reduce" if way == "reduced motion" else "no-preference")
    page = visitor.open()
    if way == "show the end":
        button(page, "View").click()
        page.get_by_text("Show the end", exact=True).click()
        page.keyboard.press("Escape")
        expect(page.locator(".st-key-verdict")).to_be_visible()
    watch_frames(page)
    set_rate(page, 0.0005)
    history = train(ARTICLE, Hyperparameters(0.0005))
    page.wait_for_function(f"window.frames_seen.some(([, , loss]) => loss === {history.losses[1]})")
    expect(page.locator(".st-key-verdict")).to_be_visible()
    # One epoch of it was shown and no other, where nothing moves any more.
    assert epochs_shown_of(page, history) == [epoch_of(page)]
    assert history.losses[epoch_of(page)] == pytest.approx(history.losses[-1], rel=1e-4)


# A number beside the best

SAME = [
    (6.1198969, 6.1198969, True),
    (6.119896930, 6.119896889, True),
    # The fifth digit differs, by less than a millionth: rounding.
    (6.119951, 6.119949, True),
    (6.12, 6.1198969, False),
    (41.234, 6.1198969, False),
    (8.9124, 123456.789, False),
    (3.2e-9, 0.0, False),
    (0.0, 0.0, True),
    (0.0, -0.0, True),
    (-0.17507149, -0.17507151, True),
    (0.17507, -0.17507, False),
]


def test_a_difference_that_nobody_can_see_is_none(visitor: Visitor) -> None:
    """The rule is the browser's, so the browser is asked."""
    page = visitor.page
    page.goto("about:blank")
    rule = (ROOT / "perceptron" / "panels" / "film" / "live" / "drawings.js").read_text(encoding="utf-8")
    asks = f"pairs => {{ {rule}; return pairs.map(([value, best]) => isSame(value, best)) }}"
    assert page.evaluate(asks, [[value, best] for value, best, _ in SAME]) == [same for *_, same in SAME]
    random = np.random.default_rng(0)
    values, shares = 10 ** random.uniform(-8, 8, 2000), 10 ** random.uniform(-9, -2, 2000)
    others = values * (1 + shares)
    said = np.array(page.evaluate(asks, np.column_stack([others, values]).tolist()))
    assert (said == page.evaluate(asks, np.column_stack([values, others]).tolist())).all()
    assert (shares[said] < 1.01e-4).all() and said[shares < 9e-7].all()


def test_only_what_is_certain_is_called_the_best_possible(visitor: Visitor) -> None:
    """A clamp that bends at the mean may miss the best line, or beat it."""
    page = visitor.open("?standardize=true&learning_rate=0.01")
    button(page, "To the end").click()
    expect(formula(page)).to_contain_text("best line 6.120")
    expect(page.locator(".live.numbers thead")).to_contain_text("best line")
    page.goto(f"{visitor.server}/")
    ready(page)
    expect(formula(page)).to_contain_text("best possible 6.120")
    button(page, "To the end").click()
    expect(formula(page)).to_contain_text("= best possible")
