"""The race on the page: live where it is quick, asked for where it is not, and what its buttons do."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from script_page import checked, opened
from streamlit.testing.v1 import AppTest
from test_depth import texts

from perceptron import Dataset, Hyperparameters, train
from perceptron.insight.prospect import Prospect
from perceptron.insight.race import Race, race
from perceptron.lessons.plain_words import not_plain
from perceptron.panels.compare.race import CHART
from perceptron.panels.compare.racing import bytes_of


def at_the_race(over: str = "rate", **query: object) -> AppTest:
    """The page of that link with a race over that."""
    page = opened(tab="Compare", **query)
    page.session_state["comparing"] = "Race"
    page.session_state["race_over"] = over
    return checked(page.run())


def pictured(page: AppTest) -> pd.DataFrame | None:
    """What the race's picture draws of the runs; None where there is none."""
    for found in page.get("vega_lite_chart"):
        if CHART in found.proto.id:
            runs = next(data for data in found.proto.datasets if data.name == "runs")
            return pa.ipc.open_stream(runs.data.data).read_pandas()
    return None


def shown_race(page: AppTest) -> Race:
    found: Race = page.session_state["race"][1]
    return found


def button(page: AppTest, key: str) -> Any:
    return next((found for found in page.button if found.key == key), None)


def test_it_follows_the_sidebar_live_and_its_buttons_set_and_pin() -> None:
    page = at_the_race(epochs=300)
    runs = pictured(page)
    assert runs is not None and len(runs) == 16
    assert runs.loc[runs["own"], "value"].tolist() == [0.001]
    checked(page.number_input(key="learning_rate").set_value(0.0005).run())
    moved = pictured(page)
    assert moved is not None and moved.loc[moved["own"], "value"].tolist() == [0.0005]
    best = shown_race(page).best
    assert best is not None and best.value not in (0.0005, 0.001)
    checked(button(page, "race_pin_best").click().run())
    checked(button(page, "race_pin").click().run())
    pinned = [pin.hyperparameters for pin in page.session_state["pins"].pinned]
    assert pinned == [Hyperparameters(epochs=300, learning_rate=rate) for rate in (best.value, 0.0005)]
    checked(button(page, "race_use_best").click().run())
    assert page.session_state["learning_rate"] == best.value
    assert button(page, "race_use_best").disabled
    own = pictured(page)
    assert own is not None and own.loc[own["own"], "value"].tolist() == [best.value]


def test_a_locked_setting_cannot_be_used_but_pinned() -> None:
    page = at_the_race("seed", epochs=100, lock="seed", seed=3)
    assert button(page, "race_use_best").disabled and not button(page, "race_pin_best").disabled


def test_what_takes_long_waits_for_a_click() -> None:
    page = at_the_race(epochs=1000)
    checked(page.toggle(key="race_autograd").set_value(True).run())
    assert pictured(page) is None
    assert any("takes about" in found.value for found in page.markdown)
    shorter = button(page, "race_shorter")
    assert "Race at once, with" in shorter.label
    checked(shorter.click().run())
    found = shown_race(page)
    epochs = found.epochs
    assert 20 <= epochs < 1000 and f"{epochs:,} epochs" in shorter.label
    assert any(f"{epochs:,} epochs of the 1,000" in caption.value for caption in page.caption)
    first = found.entrants[0]
    alone = train(first.asked.dataset, Hyperparameters(epochs=epochs, learning_rate=first.value))
    assert first.run is not None and np.array_equal(first.run.history.weights, alone.weights)


@pytest.mark.parametrize("over", ["rate", "start", "seed"])
def test_in_plain_words_it_has_no_formula(over: str) -> None:
    page = at_the_race(over, depth="Plain", epochs=50, data="Tree by year", learning_rate=1e-9)
    assert pictured(page) is not None
    checked(page.toggle(key="race_film").set_value(True).run())
    read = list(texts(page))
    assert any("Film of all" in text for text in read)
    assert [found for text in read if (found := not_plain(text))] == []


def test_what_is_kept_counts_all_its_numbers() -> None:
    dataset = Dataset(np.arange(9.0)[:, None], np.arange(9.0)[:, None] * 2, ("x",))
    found = race(Prospect(dataset=dataset, hyperparameters=Hyperparameters(epochs=3000)), "seed", 5)
    numbers = sum(
        value.nbytes
        for entrant in found.entrants
        if entrant.run is not None
        for value in vars(entrant.run.history).values()
        if isinstance(value, np.ndarray)
    )
    assert numbers <= bytes_of(found) <= 3 * numbers
