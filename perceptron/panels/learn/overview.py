"""All experiments in their order, with how far one has come in each."""

import streamlit as st

from perceptron.lessons.experiment import Experiment
from perceptron.lessons.progress import Progress
from perceptron.panels.learn.classroom.entrance import entrance
from perceptron.panels.learn.mistakes import has_answered
from perceptron.panels.markdown import escaped
from perceptron.panels.session.lessons import attempts, experiments, open_lesson, progress_of
from perceptron.panels.take_home.report import report_download


def overview() -> None:
    """Draw the list, one's own experiments below, and what is wrong with files that cannot be used."""
    known, own, faults = experiments()
    st.markdown(
        "**Ask first, then look.** Each experiment takes about three minutes: you say what will happen, the neuron is"
        " trained, you see how it went, and you say why. The first one starts from nothing."
    )
    entrance()
    _list(known, first=1)
    if own:
        st.header("Your own", anchor=False)
        _list(own, first=len(known) + 1)
    if attempts() or has_answered():
        report_download()
    for fault in faults:
        st.warning(escaped(fault), title="A file with an experiment cannot be used")


def _list(found: dict[str, Experiment], first: int) -> None:
    with st.grid(3, min_column_width=280):
        for place, (name, experiment) in enumerate(found.items(), start=first):
            st.button(
                f"{place}. {experiment.title}",
                icon=_icon(progress_of(name)),
                on_click=open_lesson,
                args=(name,),
                key=f"open {name}",
                width="stretch",
            )


def _icon(progress: Progress) -> str:
    if progress.done:
        return ":material/check_circle:"
    return ":material/pending:" if progress.is_committed else ":material/radio_button_unchecked:"
