"""Planted mistakes: the curve first, then the question which fault it is, and only then the fault."""

from collections.abc import Iterator
from typing import Any

import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.planted import (
    line_at_the_end,
    lines_described,
    lines_drawn,
    loss_by_epoch,
    losses_described,
    losses_drawn,
)
from perceptron.lessons.mistakes.case import Case, case_of
from perceptron.lessons.mistakes.reading import Mistake, read_mistakes
from perceptron.lessons.mistakes.running import difference, sound_loop
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.bundled import as_label, bundled
from perceptron.panels.session.depth import depth, is_plain
from perceptron.take_home.report.contents import Mistake as Told
from perceptron.words import counted

# By a mistake's name the name of the answer that was given.
ANSWERS = "mistakes"
# Which of them is looked at. The widget's own value is gone when another tab was open.
CHOICE, LOOKED_AT = "mistake", "mistake_looked_at"


@st.cache_resource(show_spinner=False)
def _mistakes() -> dict[str, Mistake]:
    return read_mistakes()


@st.cache_resource(show_spinner="Running the loop")
def _case(name: str) -> Case:
    return case_of(name, _mistakes(), bundled())


@st.cache_resource(show_spinner=False)
def _loss_specification() -> dict[str, Any]:
    return specification(loss_by_epoch())


@st.cache_resource(show_spinner=False)
def _line_specification(x_title: str, y_title: str) -> dict[str, Any]:
    return specification(line_at_the_end(x_title, y_title))


def mistakes_page() -> None:
    """Draw it: the choice of a mistake, what it did, the question, and after the answer what it is."""
    st.header("Planted mistakes", anchor=False)
    st.markdown(
        "Somebody has put one mistake into a training loop, and it was really run. Look at what came of it, say which"
        " mistake it is, and then see."
    )
    number = _chosen_number()
    case = _case(list(_mistakes())[number - 1])
    answer = _answers().get(case.mistake.name)
    sides = st.grid(2, min_column_width=340, gap="medium")
    with sides.cell():
        st.caption(_settings(case))
        with st.container(key="planted"):
            _pictures(case, answered=answer is not None)
    with sides.cell():
        st.markdown(case.words(case.mistake.question))
        _ask(case, number, answer)
        if answer is None:
            announce(f"Mistake {number}. {case.words(case.mistake.question)}")
        else:
            _tell(case, answer)
        if is_plain():
            st.caption("The loop is written in Python; its lines are shown at the depths Formulas and Derivation.")
        else:
            with st.expander("The loop without a mistake"):
                st.code(sound_loop(), language="python", wrap_lines=True)


def _answers() -> dict[str, str]:
    answers: dict[str, str] = st.session_state.setdefault(ANSWERS, {})
    return answers


def _chosen_number() -> int:
    """Which mistake is looked at, counted from 1: by its title one would know it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.segmented_control(
            "Mistake",
            range(1, len(_mistakes()) + 1),
            default=None if CHOICE in st.session_state else st.session_state.get(LOOKED_AT, 1),
            required=True,
            key=CHOICE,
            width="content",
        )
        answers = _answers()
        if answers:
            right = sum(_case(name).is_right(answer) for name, answer in answers.items())
            st.caption(f"Answered: {len(answers)} of {len(_mistakes())}, right: {right}", width="content")
    st.session_state[LOOKED_AT] = number
    return int(number or 1)


def _settings(case: Case) -> str:
    situation, rows = case.mistake.situation, case.dataset.rows
    batches = "all rows at once" if situation.batch_size >= rows else f"{situation.batch_size} rows at a time"
    return (
        f"{as_label(situation.data)}, {counted(rows, 'row')}. Learning rate {situation.rate:g},"
        f" {counted(situation.epochs, 'epoch')}, {batches}. The rate suits the sound loop."
    )


def _pictures(case: Case, *, answered: bool) -> None:
    """What the loop did; when it is answered, with what the sound loop does over it."""
    if case.shown.error:
        st.code(f"RuntimeError: {case.shown.error}", language=None, wrap_lines=True)
        if not answered:
            return
    st.vega_lite_chart(
        {**_loss_specification(), "datasets": losses_drawn(case, with_sound=answered)},
        key="planted_loss",
        alt=losses_described(case, with_sound=answered),
    )
    lines = lines_drawn(case, with_sound=answered)
    st.vega_lite_chart(
        {
            **_line_specification(case.dataset.feature_names[0], case.dataset.target_name),
            "datasets": lines,
        },
        key="planted_line",
        alt=lines_described(case, with_sound=answered),
    )
    st.caption(" ".join(_legend(answered=answered, curve=not case.shown.error, line=len(lines["shown"]) > 0)))


def _legend(*, answered: bool, curve: bool, line: bool) -> Iterator[str]:
    if curve:
        yield "Solid: this loop's loss, and " + (
            "its line at the end." if line else "no line: it has left the picture."
        )
    if answered:
        yield "Dotted: the sound loop's."
    yield "Dashed: the best line's loss."


def _ask(case: Case, number: int, answer: str | None) -> None:
    names = [offered.name for offered in case.offered]
    chosen = st.radio(
        "Which mistake is it?",
        range(len(names)),
        format_func=lambda place: case.offered[place].title,
        index=None if answer is None else names.index(answer),
        disabled=answer is not None,
        key=f"mistake_{number}",
    )
    if answer is None:
        st.button(
            "That is my answer",
            on_click=_commit,
            args=(case.mistake.name, None if chosen is None else names[chosen]),
            disabled=chosen is None,
            type="primary",
            key=f"mistake_{number}_answer",
        )


def _commit(name: str, answer: str | None) -> None:
    if answer is not None:
        _answers()[name] = answer


def has_answered() -> bool:
    """Whether any was answered."""
    return bool(_answers())


def mistakes_answered() -> tuple[Told, ...]:
    """What a report says of those that were answered, in their order and at the depth that is chosen."""
    answers = _answers()
    return tuple(_told(_case(name), answers[name]) for name in _mistakes() if name in answers)


def _told(case: Case, answer: str) -> Told:
    said = next(offered for offered in case.offered if offered.name == answer)
    right = next(offered.title for offered in case.offered if case.is_right(offered.name))
    is_right = case.is_right(answer)
    truth = () if is_right else (said.misconception, f"It is this one: {right[0].lower()}{right[1:]}.")
    return Told(case.words(case.mistake.question), said.title, is_right, (*truth, *_explained(case)))


def _explained(case: Case) -> list[str]:
    mistake = case.mistake
    texts = {"plain": [], "formulas": [mistake.formulas], "derivation": [mistake.formulas, mistake.derivation]}
    return [case.words(text) for text in (mistake.why, *texts[depth()])]


def _tell(case: Case, answer: str) -> None:
    """Whether the answer was right, what was changed, and why that does what one sees; as deep as the page goes."""
    mistake = case.mistake
    if case.is_right(answer):
        words = ["**Right.** Run on the same data, it does exactly what you see."]
    else:
        misconception = next(offered.misconception for offered in case.offered if offered.name == answer)
        right = next(offered.title for offered in case.offered if case.is_right(offered.name))
        words = [f"**No.** {misconception}", f"What you see is this one: {right[0].lower()}{right[1:]}."]
    for said in words:
        st.markdown(said)
    announce(" ".join(words), nth=len(_answers()))
    if not is_plain():
        st.code(difference(mistake.changes), language="diff", wrap_lines=True)
    for text in _explained(case):
        st.markdown(text)
