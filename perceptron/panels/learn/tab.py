"""The Learn tab, from top to bottom: its parts, and what is opened of them."""

from collections.abc import Callable

import streamlit as st

from perceptron.insight.run import Run
from perceptron.lessons.fields import LessonError
from perceptron.panels.learn.classroom.page import keep_seats, room_page
from perceptron.panels.learn.experiment import experiment_page
from perceptron.panels.learn.ideas import ideas, ideas_page
from perceptron.panels.learn.mistakes import mistakes_page
from perceptron.panels.learn.overview import overview
from perceptron.panels.learn.teachers import teachers_page
from perceptron.panels.markdown import escaped
from perceptron.panels.session import locks, seats
from perceptron.panels.session.depth import depth_choice
from perceptron.panels.session.lessons import experiment_named, experiments, open_lesson, opened_lesson, progress_of

EXPERIMENTS, MISTAKES, IDEAS, TEACHERS = "Experiments", "Planted mistakes", "Ideas", "For teachers"
# The parts of the tab, and what the link calls them.
PARTS = {EXPERIMENTS: "", MISTAKES: "mistakes", IDEAS: "ideas", TEACHERS: "teachers"}


def learn_tab(run: Callable[[], Run | None]) -> None:
    """Draw the tab; run: asks for the page's own run, None where there is none yet."""
    with st.container(key="learn"):
        room = seats.code_in_link()
        if room:
            room_page(room)
            return
        keep_seats()
        lesson = opened_lesson()
        experiment = experiment_named(lesson)
        _head(lesson)
        if experiment is not None:
            try:
                experiment_page(experiment, _after(experiment.name))
            except LessonError as error:
                st.error(escaped(str(error)), title=f"The experiment “{experiment.name}” has a fault")
            return
        part = _part_of(lesson)
        if part == MISTAKES:
            mistakes_page()
        elif part == IDEAS:
            ideas_page(run())
        elif part == TEACHERS:
            known, own, _ = experiments()
            teachers_page({name: each.title for name, each in (known | own).items()})
        else:
            if lesson:
                st.warning("The link names a lesson that there is not; choose one of these.")
            overview()


def _part_of(lesson: str) -> str:
    if lesson in ideas():
        return IDEAS
    return next((part for part, name in PARTS.items() if name == lesson), EXPERIMENTS)


def _head(lesson: str) -> None:
    """The parts of the tab, the experiments by title, and the depth, in a row; only the depth, where the link that
    opened the page leaves nothing else to go to.
    """
    if locks.is_hidden("tabs"):
        depth_choice(labelled=False)
        return
    known, own, _ = experiments()
    titles = {"": "All experiments"} | {
        name: f"{place}. {each.title}" for place, (name, each) in enumerate((known | own).items(), start=1)
    }
    st.session_state["learn_part"] = _part_of(lesson)
    st.session_state["learn_experiment"] = lesson if lesson in titles else ""
    with st.container(horizontal=True, vertical_alignment="center", key="learn_head"):
        st.segmented_control(
            "Part", list(PARTS), required=True, key="learn_part", on_change=_open_part, label_visibility="collapsed"
        )
        if st.session_state["learn_part"] == EXPERIMENTS:
            st.selectbox(
                "Experiment",
                list(titles),
                format_func=lambda name: titles[name] + _mark(name),
                key="learn_experiment",
                on_change=_open_experiment,
                label_visibility="collapsed",
                width=340,
            )
        depth_choice(labelled=False)


def _mark(name: str) -> str:
    return " ✓" if name and progress_of(name).done else ""


def _open_part() -> None:
    open_lesson(PARTS[st.session_state["learn_part"]])


def _open_experiment() -> None:
    open_lesson(st.session_state["learn_experiment"])


def _after(name: str) -> str:
    """The experiment that follows, "" after the last."""
    known, own, _ = experiments()
    names = [*known, *own]
    place = names.index(name) + 1
    return names[place] if place < len(names) else ""
