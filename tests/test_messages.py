"""What a component tells from the browser is looked at before it counts: of nonsense nothing comes, no fault either."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from load import done
from load.session import Session, opened

from perceptron.panels.learn.drawn_loss import curve_from
from perceptron.panels.rate import rate_from
from perceptron.panels.session.message import id_of, number, whole

HUGE = 10**400
NO_NUMBERS: list[Any] = [None, True, "1", "", [], [1], {}, {"w": 1}, float("nan"), float("inf"), HUGE, -HUGE]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_what_is_no_number_counts_for_nothing(value: Any) -> None:
    assert number(value) is None
    assert whole(value, 0, 10**300) is None
    assert rate_from({"rate": value, "id": 1}) is None
    assert id_of({"id": value}) is None
    for curve in ([[0, 1], [1, value]], [[0, 1], [value, 1]], [[0, 1], value], value):
        assert curve_from(curve, 100) is None


def test_a_number_counts_within_its_bounds_alone() -> None:
    assert (number(3), number(-2.5, 2.5), number(2.6, 2.5)) == (3.0, -2.5, None)
    assert (whole(0, 0, 7), whole(7, 0, 7), whole(8, 0, 7), whole(-1, 0, 7), whole(1.0, 0, 7)) == (
        0,
        7,
        None,
        None,
        None,
    )
    assert curve_from([[-5, 1], [3, -2], [900, 4]], 100) == ((0.0, 1.0), (3.0, 0.0), (100.0, 4.0))


def said(session: Session) -> list[str]:
    """All texts of the page but the names that downloads have for one run of the script."""
    return [text for text in session.page.texts() if not re.fullmatch("[0-9a-f]{32}", text)]


def given(session: Session, key: str) -> dict[str, Any]:
    """What the component of that key was given."""
    found: dict[str, Any] = json.loads(session.page.find(key).message.json)
    return found


# On each page what can be told at once, by component and event, each with nonsense in it.
With = Callable[[Any], Any]
TOLD: list[tuple[str, dict[str, dict[str, With]]]] = [
    (
        "gradients=by_hand",
        {
            "player": {"rested": lambda value: value, "opened": lambda value: value},
            "rate": {"chosen": lambda value: {"rate": value, "id": value}},
            "hands": {"started": lambda value: {"w": value, "b": 1}, "moved": lambda value: value},
        },
    ),
    ("gradients=by_hand", {"hands": {"started": lambda value: {"w": 1, "b": value}}}),
    ("gradients=by_hand", {"hands": {"started": lambda value: value}}),
    ("tab=Data", {"points": {"changed": lambda value: value}}),
    ("tab=Learn&learn=do_the_steps_shrink", {"drawn_loss": {"committed": lambda value: [[0, value], [1, value]]}}),
]


def test_nonsense_from_a_component_changes_nothing_and_breaks_nothing(server: str) -> None:
    async def go() -> None:
        for query, told in TOLD:
            async with opened(server, query) as session:
                await session.rerun()
                before = session.query, said(session)
                for value in NO_NUMBERS:
                    # As an event, and as what the component keeps.
                    for key, events in told.items():
                        messages = {event: with_it(value) for event, with_it in events.items()}
                        await session.rerun(None, session.events(key, messages), session.state(key, messages))
                        assert session.page.exceptions() == [], (key, value)
                assert (session.query, said(session)) == before

    done(go())


def test_a_point_that_is_dragged_has_to_say_whose_it_is_which_and_where_to(server: str) -> None:
    async def go() -> None:
        async with opened(server, "gradients=by_hand") as session:
            first = given(session, "hands")
            whole = {"id": 5, "key": first["key"], "row": 0, "x": 1.25, "y": 2.5}
            wrong = [whole | {name: value} for name in ("key", "row", "x", "y") for value in (None, [], HUGE, 1e16)]
            for message in (*wrong, whole | {"row": -1}, whole | {"row": 25}):
                await session.trigger("hands", "moved", message)
                assert session.page.exceptions() == [], message
                assert given(session, "hands")["x"] == first["x"]
            await session.trigger("hands", "moved", whole)
            assert given(session, "hands")["x"] == [1.25, *first["x"][1:]]
            assert given(session, "hands")["heard"] == {"id": 5, "refused": ""}

    done(go())
