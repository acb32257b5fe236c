"""One experiment in its rhythm: a question, a prediction, the run, a reason, a mission."""

from collections.abc import Callable

import streamlit as st

from perceptron.charts.view import View
from perceptron.charts.views import FITTED_LINE, LOSS_CURVE
from perceptron.insight.run import Run
from perceptron.insight.untrained import untrained
from perceptron.lessons.answers import Answer, answer, predicted_in_words, reason_given
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Drawn, Facts
from perceptron.lessons.progress import Progress
from perceptron.panels.film.film import Lesson
from perceptron.panels.learn.classroom.opening import ask_a_class
from perceptron.panels.learn.mission import mission, run_of_mission
from perceptron.panels.learn.pictures import look_of, pictures
from perceptron.panels.learn.predict import ask, one_of
from perceptron.panels.session import locks
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.bundled import as_label
from perceptron.panels.session.depth import depth, worded
from perceptron.panels.session.lessons import begin_anew, keep_attempt, open_lesson, progress_of
from perceptron.panels.session.long_run import run_of
from perceptron.take_home.report.told import told_of
from perceptron.words import counted

NO_DRAWING = Drawn()
# What is to be seen before the prediction, by its kind.
BEFORE: dict[str, tuple[View, ...]] = dict.fromkeys(("choice", "number", "line"), (FITTED_LINE,)) | {
    "loss": (FITTED_LINE, LOSS_CURVE)
}


def experiment_page(experiment: Experiment, following: str) -> None:
    """Draw it as far as the learner has come; `following` is the experiment after it, or ""."""
    progress = progress_of(experiment.name)
    if progress.is_committed:
        seen(experiment, lambda: _ways_on(experiment, progress, following))
    else:
        asked(experiment, lambda: ask_a_class(experiment.name), may_skip=not locks.asks_first())


def asked(experiment: Experiment, ways_on: Callable[[], None] = lambda: None, *, may_skip: bool = False) -> None:
    """The question, with what can be known before the run, and what commits to a prediction; below it the ways on.
    may_skip: whether one may look without a prediction.
    """
    start, known = before(experiment)
    text, picture = st.columns([2, 3], gap="medium")
    with picture:
        pictures(experiment, start, None, waiting(experiment), NO_DRAWING)
    with text:
        question(experiment, known)
        ask(experiment, known, may_skip=may_skip)
        ways_on()
    announce(experiment.title)


def predicted(experiment: Experiment, ways_on: Callable[[], None]) -> None:
    """The question and what was predicted, while the run is not to be seen yet; below it the ways on."""
    progress = progress_of(experiment.name)
    start, known = before(experiment)
    text, picture = st.columns([2, 3], gap="medium")
    with picture:
        pictures(experiment, start, None, waiting(experiment), drawn_in(progress))
    with text:
        question(experiment, known)
        st.markdown(f"**{experiment.prediction.ask.filled(known)}**")
        st.markdown(f"**You predicted:** {predicted_in_words(experiment, progress, known)}")
        ways_on()


def seen(experiment: Experiment, ways_on: Callable[[], None]) -> None:
    """The run, how the prediction did, the question why, and the mission; below it the ways on."""
    progress = progress_of(experiment.name)
    drawn = drawn_in(progress)
    _, known = before(experiment)
    text, picture = st.columns([2, 3], gap="medium")
    run = run_of(experiment.situation_for(drawn).prospect)
    if run is None:
        return
    other = run_of(experiment.compare.prospect) if experiment.compare else None
    facts = Facts(run, other, drawn)
    shown = run if progress.reason is None else run_of_mission(experiment, run)
    with text, st.container(key="learn_after"):
        st.header(experiment.title, anchor=False)
        with st.expander("The question"):
            st.markdown(experiment.question.at(depth(), known))
            st.markdown(f"**{experiment.prediction.ask.filled(known)}**")
        st.markdown(f"**You predicted:** {predicted_in_words(experiment, progress, facts)}")
        if progress.reason is None:
            with st.container(key="learn_waits"):
                st.caption("Watch the film to its end: then comes how it went.")
            with st.container(key="learn_result"):
                _result(experiment, progress, facts)
        else:
            _result(experiment, progress, facts)
            mission(experiment, facts, shown)
        told = told_of(experiment, progress, facts, depth())
        keep_attempt(experiment, told, look_of(experiment, run, other, drawn, waits=False))
        ways_on()
    if shown is not None:
        with picture:
            # What was seen to its end once is open there again.
            epoch = 0 if progress.reason is None else shown.settled_at or shown.last
            _show(experiment, shown, other if shown is run else None, epoch, drawn if shown is run else NO_DRAWING)


def before(experiment: Experiment) -> tuple[Run, Facts]:
    """What can be known of its run before it: the untrained neuron, and its facts with those of the other run."""
    start = untrained(experiment.situation.prospect)
    return start, Facts(start, untrained(experiment.compare.prospect) if experiment.compare else None)


def drawn_in(progress: Progress) -> Drawn:
    """What was drawn as a prediction, if it was."""
    return progress.predicted if isinstance(progress.predicted, Drawn) else NO_DRAWING


def question(experiment: Experiment, known: Facts) -> None:
    """The title, the question at the depth that is read, and what is trained."""
    st.header(experiment.title, anchor=False)
    st.markdown(experiment.question.at(depth(), known))
    st.caption(_settings(experiment))


def waiting(experiment: Experiment) -> Lesson:
    """Its film, while it waits for a prediction."""
    return Lesson(experiment.name, before=BEFORE[experiment.prediction.kind])


def _settings(experiment: Experiment) -> str:
    """What is trained, in a line."""
    dataset, settings = experiment.situation.dataset, experiment.situation.hyperparameters
    name = settings.activation if settings.activation_function.shuts else "clamp"
    parts = [
        f"{as_label(experiment.situation.set_name)}, {counted(dataset.rows, 'row')}",
        f"learning rate {settings.learning_rate:g}",
        counted(settings.epochs, "epoch"),
        f"{'with' if settings.activation_function.shuts else 'without'} the {name}",
    ]
    return ", ".join(parts) + "."


def _show(experiment: Experiment, run: Run, other: Run | None, epoch: int, drawn: Drawn) -> None:
    pictures(experiment, run, other, Lesson(experiment.name, epoch), drawn)


def _result(experiment: Experiment, progress: Progress, facts: Facts) -> None:
    """How the prediction did; then the question why, and what there is to say."""
    how = answer(experiment, progress, facts)
    _say(how)
    if not experiment.can_ask_why(facts):
        st.markdown(worded(facts.run.diagnosis.plain))
        return
    st.markdown(f"**{experiment.why.filled(facts)}**")
    if progress.reason is None:
        _ask_why(experiment, facts)
        announce(_heard(how), when_seen=True)
        return
    st.markdown(f"You said: {experiment.reasons[progress.reason].says.filled(facts)}")
    reason = reason_given(experiment, progress, facts)
    _say(reason)
    announce(_heard(reason))
    st.markdown(experiment.explanation.at(depth(), facts))


def _say(said: Answer) -> None:
    if said.is_right is None:
        st.markdown(f"**{said.truth}**")
    else:
        truth = f" **{said.truth}**" if said.truth else ""
        st.markdown(f":material/{'check' if said.is_right else 'close'}: {said.words}{truth}")


def _heard(said: Answer) -> str:
    """The same for the ear, without the sign."""
    verdict = "" if said.is_right is None else "Right. " if said.is_right else "No. "
    return f"{verdict}{said.words} {said.truth}"


def _ask_why(experiment: Experiment, facts: Facts) -> None:
    key = f"reason {experiment.name}"
    chosen = one_of("Why?", experiment.reasons, facts, key)
    st.button(
        "That is why", type="primary", disabled=chosen is None, on_click=_take_reason, args=(experiment.name, key)
    )


def _take_reason(name: str, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        progress_of(name).reason = int(chosen)


def _ways_on(experiment: Experiment, progress: Progress, following: str) -> None:
    with st.container(horizontal=True):
        if progress.reason is not None and following:
            st.button(
                "Next experiment", icon=":material/arrow_forward:", on_click=open_lesson, args=(following,), key="next"
            )
        st.button(
            "Predict anew",
            type="tertiary",
            icon=":material/replay:",
            on_click=begin_anew,
            args=(experiment.name,),
            key="anew",
        )
        ask_a_class(experiment.name)
