"""The teacher's desk: who is in, how many have answered, how the answers spread, the run, and who was right."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Place

from perceptron.charts.spread.known import Known
from perceptron.classroom.answer import Answer
from perceptron.classroom.codes import RoomError
from perceptron.classroom.room import Course, Room
from perceptron.classroom.spread import Spread, can_be_judged_together, right_among, spread_of
from perceptron.insight.run import Run
from perceptron.lessons.answers import answer
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.progress import Progress
from perceptron.panels.film.film import Lesson
from perceptron.panels.learn.classroom.desk_controls import controls, invitation
from perceptron.panels.learn.classroom.wall import wall
from perceptron.panels.learn.classroom.watching import OFTEN
from perceptron.panels.learn.classroom.what_to_ask import in_room
from perceptron.panels.learn.experiment import before, question, waiting
from perceptron.panels.learn.pictures import look_of, pictures
from perceptron.panels.markdown import escaped
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.depth import depth, worded
from perceptron.panels.session.long_run import run_of
from perceptron.words import counted


def desk(room: Room, secret: str) -> None:
    """Draw it; whoever has the secret may."""
    course = room.course()
    experiment = in_room(course.experiment, room.code, course.number)
    invitation(room, secret, course)
    try:
        controls(room, secret, course)
        text, picture = st.columns([2, 3], gap="medium")
        if course.stage == "run":
            _after(room, secret, experiment, text, picture)
        else:
            _before(room, secret, course, experiment, text, picture)
    except RoomError as error:
        st.error(escaped(str(error)))


def _before(room: Room, secret: str, course: Course, experiment: Experiment, text: Place, picture: Place) -> None:
    start, known = before(experiment)
    with text:
        question(experiment, known)
        st.markdown(f"**{experiment.prediction.ask.filled(known)}**")
        if course.stage == "asking":
            for choice in experiment.prediction.choices:
                st.markdown(f"- {choice.says.filled(known)}")
    with picture:
        if course.stage == "spread":
            _live_wall(room, secret, _known(experiment, start, known, has_run=False))
        else:
            pictures(experiment, start, None, waiting(experiment), None)


def _after(room: Room, secret: str, experiment: Experiment, text: Place, picture: Place) -> None:
    run = run_of(experiment.situation.prospect)
    other = run_of(experiment.compare.prospect) if experiment.compare else None
    if run is None:
        return
    start, known = before(experiment)
    facts, answers = Facts(run, other), room.answers(secret)
    spread = spread_of(experiment, answers)
    with text:
        st.header(experiment.title, anchor=False)
        st.markdown(f"**{experiment.prediction.ask.filled(known)}**")
        # What happened is told when it has been seen: before the film has come to its end there are the predictions.
        with st.container(key="wall_waits"):
            wall(_known(experiment, start, known, has_run=False), spread, "before", low=True)
            st.caption("Play the film to its end: then comes who was right.")
        with st.container(key="wall_result"):
            said = _who_was_right(experiment, spread, answers, facts)
            announce(said, when_seen=True)
            st.markdown(said)
            wall(_known(experiment, run, facts, has_run=True), spread, "after", low=True)
            with st.expander("What there is to say of it", expanded=not experiment.can_ask_why(facts)):
                if experiment.can_ask_why(facts):
                    st.markdown(f"**{experiment.why.filled(facts)}**")
                    st.markdown(experiment.explanation.at(depth(), facts))
                else:
                    st.markdown(worded(run.diagnosis.plain))
    with picture:
        pictures(experiment, run, other, Lesson(experiment.name), None)
        if experiment.prediction.starts:
            st.caption("Here the neuron starts by itself; on each student's page it starts from the line drawn there.")


def _who_was_right(experiment: Experiment, spread: Spread, answers: Sequence[Answer], facts: Facts) -> str:
    if not spread.answers:
        return "Nobody has predicted anything."
    if not can_be_judged_together(experiment):
        return f"{counted(spread.answers, 'prediction')}; each student sees on the own page how it did."
    right = right_among(experiment, answers, facts)
    were = "was" if 1 in (right, spread.answers) else "were"
    said = f"**{right} of {counted(spread.answers, 'prediction')} {were} right.**"
    return f"{said} {_truth(experiment, facts)}" if experiment.prediction.kind == "number" else said


def _truth(experiment: Experiment, facts: Facts) -> str:
    """What the number is, and how near counts as right."""
    prediction = experiment.prediction
    truth = answer(experiment, Progress(skipped=True), facts).truth
    return truth if prediction.scale else f"{truth} Right is what is at most {100 * prediction.within:g} % off."


def _known(experiment: Experiment, run: Run, facts: Facts, *, has_run: bool) -> Known:
    look = look_of(experiment, run, None, Drawn(), waits=not has_run)
    return Known(experiment, facts, has_run, look.epoch_axis, look.axes, look.loss_high)


@st.fragment(run_every=OFTEN)
def _live_wall(room: Room, secret: str, known: Known) -> None:
    wall(known, spread_of(known.experiment, room.answers(secret)), "live")
