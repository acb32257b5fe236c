"""What stands on the page at first sight is plain; the words of the trade come with a click, and move nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Visitor, ready
from playwright.sync_api import Page

from perceptron.lessons.plain_words import not_plain

# No float32, no eigenvalue, no Greek, nobody's partial derivative.
JARGON = re.compile(r"float\d\d|eigenvalue|[Α-Ωα-ω∂∇]")
# The pictures on the first screen.
DRAWN = ("fitted_line", "loss_curve")
TWO_FEATURES = "?data=Daily+energy&standardize=true&activation=identity&learning_rate=0.01&epochs=400"
RUNS = {
    "the article": ("", "It found the best line and stays there."),
    "a dead neuron": ("?learning_rate=0.0013", "The neuron died at step 31: since then it gives every point the same"),
    "one that diverged": ("?activation=identity&learning_rate=0.0013", "swings to and fro, and further each time."),
    "one that left float32": ("?activation=identity&learning_rate=0.01", "until the numbers were too large to hold."),
    "several features": (TWO_FEATURES, "It found the best plane and stays there."),
    "mini-batches": ("?batch_size=2&learning_rate=0.005&epochs=100", "Each step sees only 2 of 25 points"),
    "standardised": (
        "?standardize=true&activation=identity&learning_rate=0.01&epochs=500",
        "It found the best line and stays there.",
    ),
    "stalled": ("?data=Tree+by+year&activation=identity&learning_rate=4e-9", "It is stuck short of the best line"),
}


def arrived(visit: Callable[..., Visitor], query: str, **kind: Any) -> Page:
    """The page with the film at its end."""
    page = opened(visit, query, **kind)
    page.get_by_role("button", name="To the end").click()
    page.locator(".st-key-verdict").wait_for()
    return page


def opened(visit: Callable[..., Visitor], query: str, **kind: Any) -> Page:
    visitor = visit(**kind)
    visitor.page.goto(f"{visitor.server}/{query}")
    ready(visitor.page, DRAWN)
    return visitor.page


def visible_text(page: Page) -> str:
    """All that can be read, inside components too."""
    inside = "[...document.querySelectorAll('*')].flatMap((host) => [...(host.shadowRoot?.children ?? [])])"
    return "\n".join(page.evaluate(f"[document.body, ...{inside}].map((part) => part.innerText ?? '')"))


@pytest.mark.parametrize("name", RUNS)
def test_at_first_sight_the_page_is_plain(visit: Callable[..., Visitor], name: str) -> None:
    query, said = RUNS[name]
    page = arrived(visit, query)
    page.locator(".st-key-verdict").get_by_text(said).wait_for()
    page.get_by_text("What to try").or_(page.get_by_text("stays there")).first.wait_for()
    text = visible_text(page)
    assert said in text
    assert JARGON.findall(text) == []
    assert ("max(0" in text) == ("activation=identity" not in query)


def test_how_it_ends_is_told_at_the_end(visit: Callable[..., Visitor]) -> None:
    page = opened(visit, "?learning_rate=0.0013")
    page.get_by_text("Play the film to its end to see what became of it.").wait_for()
    assert "died" not in visible_text(page)
    page.get_by_role("button", name="To the end").click()
    page.get_by_role("heading", name="The neuron died at step 31").wait_for()
    page.get_by_text("Play the film to its end").wait_for(state="hidden")


def test_why_has_the_reasons_one_by_one_and_moves_nothing(visit: Callable[..., Visitor]) -> None:
    page = arrived(visit, "")
    why = page.get_by_role("button", name="Why?", exact=True)
    places = [page.locator(f".st-key-{key}") for key in ("verdict", "fitted_line", "loss_curve")]
    # To go there may scroll, so that the player does not cover it.
    why.focus()
    before = [place.bounding_box() for place in places]

    page.keyboard.press("Enter")
    opened = page.get_by_test_id("stPopoverBody")
    opened.get_by_text("It converged: the neuron found the least-squares line").wait_for()
    reasons = opened.get_by_role("listitem").all_inner_texts()
    assert len(reasons) > 1
    assert reasons[0].startswith("The loss went from 41.183 to 6.1199;")
    assert any("between float32 numbers" in reason for reason in reasons)
    opened.get_by_role("heading", name="Theory beside practice").wait_for()
    assert "the eigenvalues say" in opened.inner_text()
    assert [place.bounding_box() for place in places] == before

    page.keyboard.press("Escape")
    opened.wait_for(state="hidden")
    assert not JARGON.search(visible_text(page))


@pytest.mark.parametrize("kind", [{}, {"viewport": {"width": 390, "height": 844}}], ids=["laptop", "phone"])
def test_the_player_says_what_became_of_it_and_leads_to_why(
    visit: Callable[..., Visitor], kind: dict[str, Any]
) -> None:
    page = opened(visit, "?learning_rate=0.0013", **kind)
    step = page.locator(".player .step")
    assert "died" not in step.inner_text()
    place = page.get_by_role("button", name="Play", exact=True).bounding_box()
    page.get_by_role("button", name="To the end").click()
    assert "The neuron died at step 31: since then it gives every point the same answer." in step.inner_text()
    assert page.get_by_role("button", name="Play", exact=True).bounding_box() == place
    page.get_by_role("button", name="See why").click()
    page.get_by_test_id("stPopoverBody").get_by_text("The neuron died: at update 31").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="One step back").click()
    page.get_by_role("button", name="To the start").click()
    assert "died" not in step.inner_text()


def test_on_a_phone_the_reasons_are_inside_the_screen(visit: Callable[..., Visitor]) -> None:
    page = arrived(visit, "?learning_rate=0.0013", viewport={"width": 390, "height": 844})
    page.get_by_role("button", name="Why?", exact=True).click()
    box = page.get_by_test_id("stPopoverBody").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_to_try_is_a_short_label_with_its_reason_in_help(visit: Callable[..., Visitor]) -> None:
    page = arrived(visit, "?learning_rate=0.0013")
    tries = page.locator(".st-key-suggestions button")
    tries.first.wait_for()
    assert all(len(label) < 32 for label in tries.all_inner_texts())
    tries.first.hover()
    page.get_by_role("tooltip").get_by_text("the mean squared residual ended at").wait_for()
    tries.first.click()
    page.locator(".st-key-verdict").get_by_text("died").wait_for(state="hidden")
    ready(page, DRAWN)


PLAIN_AT = ("?depth=Plain", "?depth=Plain&tab=One+step&epoch=1", "?depth=Plain&tab=Learn&learn=too_small_a_rate")


@pytest.mark.parametrize("query", PLAIN_AT)
def test_in_plain_words_there_is_no_formula_to_be_seen(visit: Callable[..., Visitor], query: str) -> None:
    visitor = visit()
    page = visitor.page
    page.goto(f"{visitor.server}/{query}")
    ready(page, ())
    if "tab" not in query:
        page.get_by_text("height at zero").first.wait_for()
        page.get_by_role("button", name="Your line").click()
        page.get_by_text("your line: slope").wait_for()
        page.get_by_role("button", name="To the end").click()
        page.get_by_role("button", name="Why?", exact=True).click()
        page.get_by_test_id("stPopoverBody").get_by_role("listitem").first.wait_for()
    seen = visible_text(page)
    assert "slope" in seen or "steps" in seen
    assert not_plain(seen) is None, not_plain(seen)
    assert page.locator(".katex").count() == 0
