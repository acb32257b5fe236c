"""What a report holds, as values: nothing here says how it looks."""

import re
from datetime import date
from typing import NamedTuple

import pandas as pd

from perceptron.take_home.report.told import Told


class Link(NamedTuple):
    """A way back to the page: its address, and what it opens."""

    address: str
    words: str


class Picture(NamedTuple):
    """A chart as SVG, the sentence for who cannot see it, and what stands below it."""

    svg: str
    alt: str
    caption: str


class Lesson(NamedTuple):
    """One attempt at an experiment: what was said of it, the pictures of its run, and the way back. number: which
    attempt it is; 0 where there is only one.
    """

    told: Told
    pictures: tuple[Picture, ...] = ()
    link: Link | None = None
    number: int = 0


class Mistake(NamedTuple):
    """A planted mistake: what to look at, what was said it is, whether that is right, and what is true; the texts in
    Markdown.
    """

    question: str
    answer: str
    is_right: bool
    truth: tuple[str, ...]


class Pinned(NamedTuple):
    """A pinned run: its name, its place among the styles, and its settings in words."""

    name: str
    style: int
    settings: str


class PinnedRuns(NamedTuple):
    """The pinned runs. table: one row for each of the first ones, those that were trained. difference: what makes two
    of them differ, in a sentence, or "". note: what has to be said beside them, or "".
    """

    runs: tuple[Pinned, ...]
    table: pd.DataFrame
    difference: str = ""
    pictures: tuple[Picture, ...] = ()
    link: Link | None = None
    note: str = ""


class RunNow(NamedTuple):
    """The run that is set. headline: the diagnosis in words of the trade, or "". numbers: each with its name. note:
    what has to be said beside it, or "".
    """

    data: str
    settings: str
    plain: str
    headline: str
    numbers: tuple[tuple[str, float], ...]
    pictures: tuple[Picture, ...] = ()
    link: Link | None = None
    note: str = ""


class Report(NamedTuple):
    """All of it, and the day it is of. notes: what could not be put in, a sentence each."""

    day: date
    lessons: tuple[Lesson, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    mistakes_link: Link | None = None
    pinned: PinnedRuns | None = None
    now: RunNow | None = None
    notes: tuple[str, ...] = ()


def link_to(address: str, words: str) -> Link | None:
    """A link of the web; None where the address is none, as of a page that does not know its own."""
    return Link(address, words) if re.match(r"https?://", address) else None
