"""The learning rate's limit and its slider, as the page sends them: against eigenvalues found here with numpy."""

import json
import math
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import script_page
from script_page import checked
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, Hyperparameters
from perceptron.insight import theory
from perceptron.insight.prospect import Prospect
from perceptron.knobs import knobs_of
from perceptron.panels.rate import ZONES, rate_from

ROOT = Path(__file__).resolve().parent.parent
DATA = {path.stem: Dataset.from_csv(path) for path in sorted((ROOT / "data").glob("*.csv"))}
RATE = knobs_of(Hyperparameters)["learning_rate"]
# The sidebar with its slider, and the one that a phone has beside the plot.
SCRIPT = """
from perceptron.panels.rate import rate_slider
from perceptron.panels.session import runs, table_versions
from perceptron.panels.session.knobs import held_out_share
from perceptron.panels.sidebar import sidebar

hyperparameters = sidebar()
whole, _ = table_versions.dataset()
rate_slider(runs.prospect(whole, held_out_share(), hyperparameters), key="rate_on_stage")
"""


opened = partial(script_page.opened, SCRIPT)


def sliders(page: AppTest) -> list[dict[str, Any]]:
    """What each slider gets to know."""
    return [json.loads(found.proto.json) for found in page.get("bidi_component")]


def in_link(name: str) -> str:
    return name.replace("_", " ").capitalize()


def largest_stable(dataset: Dataset, *, standardize: bool, reduction: str) -> float:
    """2 / λmax of the second derivatives, in exact sums of long floats."""
    x = dataset.features
    columns = (x - x.mean(axis=0)) / x.std(axis=0) if standardize else x
    design = np.column_stack([columns, np.ones(len(x))])
    hessian = [[2 * math.fsum(left * right) for right in design.T] for left in design.T]
    return float(2 / np.linalg.eigvalsh(hessian)[-1]) * (len(x) if reduction == "mean" else 1)


@pytest.mark.parametrize("name", ["article", "tree_by_year", "daily_energy"])
@pytest.mark.parametrize(("standardize", "reduction"), [(False, "sum"), (True, "mean")])
def test_every_slider_knows_the_limit_of_the_data(name: str, standardize: bool, reduction: str) -> None:
    page = opened(data=in_link(name), standardize=standardize, reduction=reduction, learning_rate=0.002)
    limit = largest_stable(DATA[name], standardize=standardize, reduction=reduction)
    assert [slider["limit"] for slider in sliders(page)] == [pytest.approx(limit, rel=1e-9)] * 2
    assert [slider["rate"] for slider in sliders(page)] == [0.002] * 2


def test_the_zones_are_what_a_step_does_to_the_error_in_the_steepest_direction() -> None:
    steepest = np.array([[2.0]])
    for share, zone in [(0.04, "crawls"), (0.06, "fine"), (0.5, "fine"), (0.51, "oscillates"), (0.99, "oscillates")]:
        assert zone_of(share) == zone
        errors = [1.0]
        for _ in range(60):
            errors.append(errors[-1] - share * (2 / steepest[0, 0]) * steepest[0, 0] * errors[-1])
        changes_sides = errors[1] < 0
        assert changes_sides == (zone == "oscillates")
        assert (errors[1] > 0.9) == (zone == "crawls")
        assert abs(errors[-1]) < 1
    assert zone_of(1.0) == zone_of(1.01) == zone_of(1e9) == "too much"


def zone_of(share: float) -> str:
    return next(name for name, below in ZONES if below is None or share < below)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, ""),
        ({"batch_size": 5}, "For all rows at once: "),
        ({"standardize": True}, "Without the clamp: "),
        ({"standardize": True, "activation": "identity"}, ""),
        ({"standardize": True, "batch_size": 5}, "For all rows at once, without the clamp: "),
    ],
    ids=str,
)
def test_it_says_where_the_limit_is_one_of_something_else(query: dict[str, object], words: str) -> None:
    assert {slider["before"] for slider in sliders(opened(**query))} == {words}


def test_a_rate_from_a_link_is_told_as_it_is() -> None:
    for rate in (5.0, 2.5e-7):
        page = opened(learning_rate=rate)
        assert {slider["rate"] for slider in sliders(page)} == {rate} == {page.session_state["learning_rate"]}


@pytest.mark.parametrize(
    ("rate", "below", "above"),
    [
        (0.001, 0.0009, 0.0011),
        (0.0001, 0.00009, 0.00011),
        (0.0009, 0.0008, 0.001),
        (0.0013, 0.0012, 0.0014),
        (0.002, 0.001, 0.003),
        (1e-9, 9e-10, 1.1e-9),
        (1.0, 0.9, 1.1),
    ],
)
def test_minus_and_plus_go_to_a_rate_beside(rate: float, below: float, above: float) -> None:
    for press, expected in (("decrement", below), ("increment", above)):
        page = opened(learning_rate=rate)
        checked(getattr(page.number_input(key="learning_rate"), press)().run())
        assert page.session_state["learning_rate"] == pytest.approx(expected, rel=1e-9)
        assert {slider["rate"] for slider in sliders(page)} == {page.session_state["learning_rate"]}


@pytest.mark.parametrize("rate", [None, "0.1", True, math.nan, math.inf, -math.inf, [0.1], {}], ids=repr)
def test_what_is_no_rate_is_not_taken(rate: object) -> None:
    assert rate_from({"rate": rate, "id": 1}) is None
    assert rate_from(rate) is None


@pytest.mark.parametrize(("sent", "taken"), [(0.00129, 0.00129), (1, 1.0), (50, RATE.high), (-1, RATE.low)])
def test_a_rate_is_taken_within_its_bounds(sent: float, taken: float) -> None:
    assert rate_from({"rate": sent, "id": 1}) == taken


def test_another_rate_does_not_work_the_bowl_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Prospect(dataset=Dataset.from_csv(ROOT / "data" / "ice_cream.csv"), hyperparameters=Hyperparameters())
    bowls = {
        way: asked.but(**way_of(way)).curvature for way in ((s, r) for s in (False, True) for r in ("sum", "mean"))
    }
    assert len({id(bowl) for bowl in bowls.values()}) == 4

    def not_again(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr(theory, "curvature_over", not_again)
    for way, bowl in bowls.items():
        assert asked.but(learning_rate=0.5, epochs=7, **way_of(way)).curvature is bowl


def way_of(way: tuple[bool, str]) -> dict[str, Any]:
    return {"standardize": way[0], "reduction": way[1]}
