"""What a class can be asked: an experiment, or a question about the page as it is set now."""

from dataclasses import replace

import streamlit as st

from perceptron.classroom.codes import RoomError
from perceptron.learning.speed import estimated_seconds
from perceptron.lessons.experiment import Experiment, Situation
from perceptron.lessons.questions import questions
from perceptron.panels.session import runs, table_versions
from perceptron.panels.session.bundled import bundled
from perceptron.panels.session.knobs import chosen, held_out_share
from perceptron.panels.session.lessons import experiment_named, experiments
from perceptron.panels.session.long_run import PATIENCE, duration_in_words
from perceptron.words import DatasetError

OF_NOW = "now: "
THE_CLASS = "the class's data"


def choices() -> dict[str, str]:
    """All that can be asked, each with its title; first the experiments."""
    known, own, _ = experiments()
    titles = {name: f"{place}. {each.title}" for place, (name, each) in enumerate((known | own).items(), start=1)}
    return titles | {
        f"{OF_NOW}{name}": f"The page as it is set now: {each.title}" for name, each in questions().items()
    }


def experiment_of(choice: str) -> Experiment:
    """The experiment of that choice. Raises RoomError, saying why, where it cannot be asked."""
    known = experiment_named(choice)
    if known is not None:
        return known
    question = questions().get(choice.removeprefix(OF_NOW))
    if question is None:
        raise RoomError("There is no such question any more: choose another one.")
    situation = _situation_of_now()
    if question.for_one_feature and len(situation.dataset.feature_names) > 1:
        raise RoomError("A line can be drawn for one feature only: choose one in the tab Data, or ask otherwise.")
    seconds = estimated_seconds(situation.dataset, situation.hyperparameters)
    if seconds > PATIENCE:
        raise RoomError(
            f"This run may take {duration_in_words(seconds)}, too long for a class to wait for: give it fewer epochs,"
            " or the gradient by hand."
        )
    return question.about(situation)


def _situation_of_now() -> Situation:
    now = table_versions.versions().now
    name = now.name if now.name in bundled() and not now.edited else THE_CLASS
    try:
        asked = runs.prospect(now.dataset, held_out_share(), chosen())
    except DatasetError as error:
        raise RoomError(str(error)) from None
    return Situation(name, asked.dataset, asked.hyperparameters)


def in_room(experiment: Experiment, code: str, number: int) -> Experiment:
    """The experiment as question `number` of a room: what is predicted there is apart from what one does by oneself."""
    return replace(experiment, name=f"{code} {number}", lesson=experiment.name)


def choose(label: str, key: str, after: str = "") -> str:
    """Let the teacher choose what to ask; at first what comes after `after`."""
    titles = choices()
    names = list(titles)
    place = names.index(after) + 1 if after in names else 0
    return str(
        st.selectbox(label, names, index=min(place, len(names) - 1), format_func=lambda name: titles[name], key=key)
    )
