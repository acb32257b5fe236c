"""A student's seat: predict, wait for the class, see the run."""

import streamlit as st

from perceptron.classroom.codes import RoomError
from perceptron.classroom.room import Course, Room
from perceptron.lessons.experiment import Experiment
from perceptron.panels.learn.classroom.watching import watched_by_student
from perceptron.panels.learn.classroom.what_to_ask import in_room
from perceptron.panels.learn.experiment import asked, predicted, seen
from perceptron.panels.markdown import escaped
from perceptron.panels.session import link, seats
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.depth import depth_choice
from perceptron.panels.session.lessons import begin_anew, in_link_of, open_lesson, progress_of

CHANGES = "room_changes"


def student(room: Room, token: str) -> None:
    """Draw it."""
    course = room.course()
    # Were the room lost, the experiment could be gone on with.
    link.keep_lesson(in_link_of(course.experiment.name))
    experiment = in_room(course.experiment, room.code, course.number)
    complaint = _hand_in(room, token, course, experiment)
    progress = progress_of(experiment.name)
    with st.container(horizontal=True, vertical_alignment="center", key="room_head"):
        watched_by_student(room, token, course.version)
        depth_choice(labelled=False)
        st.button(
            "Leave the room",
            type="tertiary",
            icon=":material/logout:",
            on_click=_leave,
            args=(room, token),
            key="leave",
        )
    if complaint:
        st.error(escaped(complaint))
    if course.stage == "run" and not progress.is_committed:
        progress.skipped = progress.late = True
    if not progress.is_committed:
        asked(experiment, may_skip=False)
    elif course.stage == "run" or not course.waits:
        seen(experiment, lambda: _ways_on(room, course, experiment))
    else:
        predicted(experiment, lambda: _wait(room, course, experiment))


def _hand_in(room: Room, token: str, course: Course, experiment: Experiment) -> str:
    """Give the room what was predicted since the page was drawn last, and have back after a reload what it has; a
    sentence where it does not take it.
    """
    progress = progress_of(experiment.name)
    handed = room.answer_of(token)
    changes = st.session_state.get(CHANGES) == experiment.name
    if progress.predicted is None:
        if handed is not None and not changes:
            progress.predicted = handed
        return ""
    if progress.predicted == handed or (handed is not None and not changes):
        return ""
    st.session_state.pop(CHANGES, None)
    try:
        room.answer(token, course.number, progress.predicted)
    except RoomError as error:
        return str(error)
    return ""


def _wait(room: Room, course: Course, experiment: Experiment) -> None:
    said = "Your prediction is in. When your teacher runs it, the film begins here."
    announce(said)
    st.markdown(f":material/hourglass: {said}")
    _ways_on(room, course, experiment)


def _ways_on(room: Room, course: Course, experiment: Experiment) -> None:
    if (
        course.may_change
        and course.waits
        and course.stage != "run"
        and progress_of(experiment.name).predicted is not None
    ):
        st.button(
            "Predict once more",
            icon=":material/replay:",
            on_click=_change,
            args=(experiment.name,),
            key="change",
            help="Your teacher lets you answer again. Until you do, the class counts what you said before.",
        )


def _change(name: str) -> None:
    begin_anew(name)
    st.session_state[CHANGES] = name


def _leave(room: Room, token: str) -> None:
    # Whoever comes back is who they were, with the own answer.
    room.leave(token)
    seats.go_to("")
    open_lesson("")
