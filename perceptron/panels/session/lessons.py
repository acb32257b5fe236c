"""What a learner has opened, predicted and tried in the lessons: in the session alone; the link has its name."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from perceptron.charts.view import Look
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn
from perceptron.lessons.progress import Progress
from perceptron.lessons.reading import EXPERIMENTS, read_folder
from perceptron.panels.session import link
from perceptron.panels.session.browser_history import went_back_or_forward
from perceptron.panels.session.bundled import DATA, bundled
from perceptron.take_home.report.told import Told

# Where somebody begins who is new here.
FIRST = "where_would_you_draw_it"
OWN = DATA / "experiments"
KEY = "lesson"


class Attempt(NamedTuple):
    """An experiment that somebody predicted: what is told of that, how its pictures are looked at, and what was drawn
    in them. number: which attempt it is, from 1.
    """

    experiment: Experiment
    told: Told
    look: Look
    drawn: Drawn
    number: int


def experiments() -> tuple[dict[str, Experiment], dict[str, Experiment], list[str]]:
    """The experiments that come with the page, those of one's own folder, and a sentence for each file of either that
    cannot be used. One's own are read again when a file there was added, changed or taken away.
    """
    known, faults = _read(EXPERIMENTS, ())
    own, more = _read(OWN, _state_of(OWN))
    doubled = [name for name in own if name in known]
    more = more + [f"{name}.toml: another experiment has this name; give the file another one." for name in doubled]
    return known, {name: each for name, each in own.items() if name not in known}, faults + more


# Two folders, each in the state that it has now.
@st.cache_resource(show_spinner=False, max_entries=2)
def _read(folder: Path, state: tuple[tuple[str, int, int], ...]) -> tuple[dict[str, Experiment], list[str]]:
    return read_folder(folder, bundled())


def _state_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The names, times and sizes of the files of a folder."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        # An editor that saves may take the file away for a moment.
        with suppress(FileNotFoundError):
            about = path.stat()
            found.append((path.name, about.st_mtime_ns, about.st_size))
    return tuple(found)


def experiment_named(name: str) -> Experiment | None:
    """The experiment of that name, one's own too; None where there is none."""
    known, own, _ = experiments()
    return known.get(name) or own.get(name)


def in_link_of(name: str) -> str:
    """What a link says of an experiment: its name, "" for a question that is none."""
    return name if experiment_named(name) is not None else ""


def is_learning() -> bool:
    """Whether the Learn tab is open, also before the tabs are drawn."""
    return bool(st.session_state.get("tab", st.query_params.get("tab")) == "Learn")


def opened_lesson() -> str:
    """What is open in the Learn tab: at first, and after Back or Forward, what the link names; else what was chosen."""
    if KEY not in st.session_state or went_back_or_forward():
        st.session_state[KEY] = link.lesson_in_link()
    return str(st.session_state[KEY])


def open_lesson(name: str) -> None:
    """Open a lesson; "" is the list of them."""
    st.session_state[KEY] = name
    link.keep_lesson(name)


def progress_of(name: str) -> Progress:
    """The learner's progress in an experiment."""
    known: dict[str, Progress] = st.session_state.setdefault("progress", {})
    return known.setdefault(name, Progress())


def keep_attempt(experiment: Experiment, told: Told, look: Look) -> None:
    """Keep what a report says of an experiment; of one that was begun anew, of each time."""
    progress = progress_of(experiment.name)
    drawn = progress.predicted if isinstance(progress.predicted, Drawn) else Drawn()
    attempts: dict[int, Attempt] = st.session_state.setdefault("told", {}).setdefault(experiment.name, {})
    attempts[progress.attempt] = Attempt(experiment, told, look, drawn, progress.attempt)


def attempts() -> list[Attempt]:
    """All of them, in the order of the experiments; then what a class was asked, in the order it was."""
    told: dict[str, dict[int, Attempt]] = st.session_state.get("told", {})
    known, own, _ = experiments()
    names = [*known, *own]
    return [
        attempt
        for name in (*names, *(each for each in told if each not in names))
        for attempt in told.get(name, {}).values()
    ]


def begin_anew(name: str) -> None:
    """Begin an experiment once more; a report keeps what was said before."""
    st.session_state.setdefault("progress", {})[name] = Progress(attempt=progress_of(name).attempt + 1)
