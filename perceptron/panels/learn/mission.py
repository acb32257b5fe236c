"""The mission of an experiment: the same settings with some knobs to turn, and the program looks whether it is done."""

from dataclasses import replace
from typing import Any

import streamlit as st

from perceptron.insight.run import Run
from perceptron.knobs import Knob
from perceptron.lessons.experiment import Experiment
from perceptron.lessons.facts import Facts
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.depth import worded
from perceptron.panels.session.knobs import KNOBS
from perceptron.panels.session.lessons import progress_of
from perceptron.panels.session.long_run import run_of


def run_of_mission(experiment: Experiment, run: Run) -> Run | None:
    """The run of what is set in the mission; the experiment's own until something is."""
    changed = _settings(experiment, run)
    return (
        run
        if changed == run.hyperparameters
        else run_of(replace(experiment.situation, hyperparameters=changed).prospect)
    )


def mission(experiment: Experiment, facts: Facts, tried: Run | None) -> None:
    """Draw the task, its knobs, and what there is to say of the last try: its run, None where there is none yet.
    Nothing of a question without a mission.
    """
    if experiment.mission is None:
        return
    progress = progress_of(experiment.name)
    with st.container(border=True, key="mission"):
        st.markdown(f":material/flag: **Now you.** {experiment.mission.task.filled(facts)}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for name in experiment.mission.knobs:
                _knob(experiment, name, getattr(facts.run.hyperparameters, name))
        if tried is None or tried is facts.run:
            return
        its = Facts(tried, facts.other, facts.drawn)
        done = experiment.mission.check.holds(its)
        if done:
            progress.done, progress.by = True, experiment.mission.done.filled(its)
        if done:
            words = f":material/check_circle: **Done.** {experiment.mission.done.filled(its)}"
        else:
            hint = next((each for each in experiment.mission.hints if each.when.holds(its)), None)
            words = "Not yet." if hint is None else f"Not yet. {hint.says.filled(its)}"
        with st.container(key="learn_try"):
            st.markdown(words)
        announce(words, when_seen=True, nth=progress.tries)


def _settings(experiment: Experiment, run: Run) -> Any:
    tried = progress_of(experiment.name).tried
    known = {name: KNOBS[name].bounded(value, getattr(run.hyperparameters, name)) for name, value in tried.items()}
    return replace(run.hyperparameters, **known)


def _knob(experiment: Experiment, name: str, value: Any) -> None:
    knob: Knob = KNOBS[name]
    key = f"mission {experiment.name} {name}"
    tried = progress_of(experiment.name).tried
    value = tried.get(name, value)
    shared: dict[str, Any] = {
        "key": key,
        "on_change": _turn,
        "args": (experiment.name, name, key),
        "help": worded(knob.explanation),
    }
    if knob.kind == "choice":
        st.selectbox(knob.label, list(knob.choices), index=list(knob.choices).index(value), **shared)
    elif knob.kind == "switch":
        st.toggle(knob.label, value=value, **shared)
    else:
        whole = knob.kind == "whole number"
        st.number_input(
            knob.label,
            min_value=knob.number(knob.low),
            max_value=knob.number(knob.high),
            value=value,
            step=knob.number(knob.step) if name != "learning_rate" else float(f"{value / 10:.1g}"),
            format=None if whole else "%g",
            placeholder=knob.empty or None,
            width=200,
            **shared,
        )


def _turn(experiment: str, name: str, key: str) -> None:
    progress = progress_of(experiment)
    progress.tried[name] = st.session_state[key]
    progress.tries += 1
