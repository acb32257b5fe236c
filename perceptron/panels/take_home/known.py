"""What a report is made of, as far as only the page's session knows it; gathered while the page is drawn."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from perceptron.insight.run import Run
from perceptron.panels.learn.mistakes import mistakes_answered
from perceptron.panels.session import depth, lessons, pins
from perceptron.panels.session.address import address_of, is_carried, settings_of_now
from perceptron.panels.session.pin import Pin
from perceptron.take_home.report.contents import Link, Mistake, link_to


class Known(NamedTuple):
    """What a report is made of: all that only the page's session knows. run: the one that it holds itself, if any.
    links: back to the lessons, by name, and to the parts of the page.
    """

    day: date
    plain: bool
    attempts: tuple[lessons.Attempt, ...]
    mistakes: tuple[Mistake, ...]
    pinned: tuple[Pin, ...]
    now: Pin
    run: Run | None
    carries_data: bool
    links: Mapping[str, Link | None]


PINNED, NOW, MISTAKES = "the pinned runs", "the run now", "the planted mistakes"


def known_now() -> Known:
    """All of it, as it is now."""
    attempts = lessons.attempts()
    return Known(
        day=_today(),
        plain=depth.is_plain(),
        attempts=tuple(attempts),
        mistakes=mistakes_answered(),
        pinned=tuple(pins.pins().pinned),
        now=pins.now(),
        run=st.session_state.get("run"),
        carries_data=is_carried(),
        links=_links({each.experiment.name: each.experiment.lesson or each.experiment.name for each in attempts}),
    )


def _links(experiments: Mapping[str, str]) -> dict[str, Link | None]:
    """What leads back, by what it leads to; of the experiments, by their names, those that the page has."""
    deep = {} if depth.depth() == depth.DEFAULT else {depth.KEY: depth.depth()}
    learn, pinned = {"tab": "Learn"} | deep, pins.in_link()
    links = {
        name: link_to(address_of(learn | {"learn": lesson}), "Open this experiment")
        for name, lesson in experiments.items()
        if lessons.experiment_named(lesson) is not None
    }
    links[MISTAKES] = link_to(address_of(learn | {"learn": "mistakes"}), "Open the planted mistakes")
    links[NOW] = link_to(address_of(settings_of_now() | deep), "Open the page with this run")
    if pinned:
        compared = settings_of_now() | pinned | {"tab": "Compare"} | deep
        links[PINNED] = link_to(address_of(compared), "Open the page with the pinned runs")
    return links


def _today() -> date:
    """The day where the visitor is."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError):
        # A browser may say anything.
        return datetime.now(ZoneInfo("UTC")).date()
