"""In a real browser, words that want to be HTML, Markdown, a link, a picture, a formula or code are words."""

from urllib.parse import quote, urlencode

import pandas as pd
from conftest import PATIENCE, READY, Visitor
from film_page import rest
from playwright.sync_api import expect

from perceptron import Hyperparameters
from perceptron.take_home.pins import Carried, packed_pins
from perceptron.take_home.table_in_link import pack_table

expect.set_options(timeout=PATIENCE)

# Each wants to become an element that no word of ours becomes; what it would be asked for is not of this server.
ELSEWHERE = "http://evil.example"
NAMES = [
    f"<img src={ELSEWHERE}/1 onerror=document.body.dataset.evil=1>",
    f"![a]({ELSEWHERE}/2) [b]({ELSEWHERE}/3)",
    f"{ELSEWHERE}/4 www.evil.example",
    "$\\evil$ :red[evil] `evil` **evil**",
]
ELEMENTS = (
    "[href*='evil'], [src*='evil'], [data-evil], strong:text-is('evil'), code:text-is('evil'), .katex:has-text('evil')"
)
TABS = ("Train", "One step", "Data", "Compare", "Learn", "Take home")


def link_of(names: list[str]) -> str:
    """The page with a table of such names, a run pinned under one, and a teacher's word in another."""
    frame = pd.DataFrame({name: [1.0, 2.0, 4.0, 5.0, 7.0 + place] for place, name in enumerate(names)})
    table = pack_table(frame, names[:-1], names[-1])
    pinned = [
        Carried(name, place, Hyperparameters(epochs=9), 0, "Article") for place, name in enumerate(names, start=1)
    ]
    parts = {
        "table": table,
        "pins": packed_pins(pinned, "Ice cream"),
        "note": names[0],
        "lock": names[1],
        "epochs": "40",
    }
    return "?" + urlencode(parts | {"gradients": "by_hand", "learn": names[-1], "data": names[0]}, quote_via=quote)


def test_words_of_others_are_words_in_every_tab(visitor: Visitor) -> None:
    page = visitor.page
    # One feature, and several: other pictures, other tables.
    for names in (NAMES[:2], NAMES[2:], NAMES):
        page.goto(f"{visitor.server}/{link_of(names)}")
        page.wait_for_selector(READY, state="attached")
        for tab in TABS:
            page.get_by_role("tab", name=tab, exact=True).click()
            expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
            rest(page)
            for box in page.locator("[data-testid='stExpander'] summary").all():
                if box.is_visible():
                    box.click()
            page.wait_for_selector(READY, state="attached")
            assert page.locator(ELEMENTS).all_inner_texts() == [], tab
            assert page.locator("[data-testid='stException']").count() == 0


def test_a_files_words_and_its_name_are_words(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/?tab=Data&gradients=by_hand")
    page.wait_for_selector(READY, state="attached")
    quoted = [f'"{name}"' for name in NAMES]
    rows = [",".join([*(f"{row + place}" for place in range(3)), quoted[row % 4]]) for row in range(30)]
    content = "\n".join([",".join(quoted), *rows]).encode()
    file = {"name": NAMES[1].replace("/", "_") + ".csv", "mimeType": "text/csv", "buffer": content}
    page.locator("[data-testid='stFileUploader'] input[type=file]").set_input_files([file])
    page.get_by_role("button", name="Use these").wait_for()
    page.wait_for_selector(READY, state="attached")
    assert page.locator(ELEMENTS).all_inner_texts() == []
    page.get_by_role("button", name="Use these").click()
    expect(page.get_by_role("tab", name="Train", exact=True)).to_have_attribute("aria-selected", "true")
    page.wait_for_selector(READY, state="attached")
    assert page.locator(ELEMENTS).all_inner_texts() == []
