"""What a learner has opened, predicted and tried in the lessons: in the session alone; the link has its name."""

import streamlit as st

from perceptron.lessons.experiment import Experiment
from perceptron.lessons.progress import Progress
from perceptron.lessons.reading import EXPERIMENTS, read_folder
from perceptron.panels.session import link
from perceptron.panels.session.browser_history import went_back_or_forward
from perceptron.panels.session.bundled import DATA, bundled

# Where somebody begins who is new here.
FIRST = "where_would_you_draw_it"
OWN = DATA / "experiments"
KEY = "lesson"


@st.cache_resource(show_spinner=False)
def experiments() -> tuple[dict[str, Experiment], dict[str, Experiment], list[str]]:
    """The experiments that come with the page, those of one's own folder, and a sentence for each file of either that
    cannot be used.
    """
    known, faults = read_folder(EXPERIMENTS, bundled())
    own, more = read_folder(OWN, bundled())
    doubled = [name for name in own if name in known]
    more += [f"{name}.toml: another experiment has this name; give the file another one." for name in doubled]
    return known, {name: each for name, each in own.items() if name not in known}, faults + more


def experiment_named(name: str) -> Experiment | None:
    """The experiment of that name, one's own too; None where there is none."""
    known, own, _ = experiments()
    return known.get(name) or own.get(name)


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


def keep_told(name: str, told: str) -> None:
    """Keep what the report says of an experiment."""
    st.session_state.setdefault("told", {})[name] = told


def all_told() -> list[str]:
    """What the report says, in the order of the experiments."""
    told: dict[str, str] = st.session_state.get("told", {})
    known, own, _ = experiments()
    return [told[name] for name in (*known, *own) if name in told]


def begin_anew(name: str) -> None:
    """Forget the progress in an experiment."""
    st.session_state.setdefault("progress", {})[name] = Progress()
    st.session_state.setdefault("told", {}).pop(name, None)
