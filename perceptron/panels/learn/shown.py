"""What "Show me" sets the page to, and the way back to what the learner had."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.lessons.ideas import Idea, Show
from perceptron.panels.session import link, table_versions
from perceptron.panels.session.knobs import HELD_OUT, apply, chosen
from perceptron.panels.session.version import Version

KEPT = (HELD_OUT, "squares", "loss_axis", "row")
DEFAULTS: dict[str, Any] = {HELD_OUT: 0, "squares": False, "loss_axis": "auto", "row": 1}


@dataclass(frozen=True)
class _State:
    """A state of the page that can be had again."""

    version: Version
    hyperparameters: Hyperparameters
    epoch: int
    options: dict[str, Any]

    @classmethod
    def now(cls) -> "_State":
        options = {name: st.session_state.get(name, DEFAULTS[name]) for name in KEPT}
        return cls(table_versions.versions().now, chosen(), link.epoch_in_link(), options)

    def same_run(self, other: "_State") -> bool:
        return (
            self.version is other.version
            and self.hyperparameters == other.hyperparameters
            and self.options[HELD_OUT] == other.options[HELD_OUT]
        )

    def take(self) -> None:
        """Set the page to it; for callbacks."""
        state = table_versions.versions()
        if state.now is not self.version:
            table_versions.change(self.version, restart_editor=True)
        apply(self.hyperparameters)
        for name, value in self.options.items():
            st.session_state[name] = value
        link.keep_epoch(self.epoch)
        # To the player it is another table, or it would open at the epoch that it remembers of this one.
        state.changes += 1


@dataclass(frozen=True)
class _Shown:
    """An idea that was shown: what the page was set to, and what it was before."""

    title: str
    state: _State
    before: _State


def show(idea: Idea) -> None:
    """Set the page to what that idea shows and open its tab; for callbacks."""
    before, last = _State.now(), _last()
    if last is not None and last.state.same_run(before):
        # Nothing was changed since the idea before: the way back leads to where the learner was before that one.
        before = last.before
    state = _state_of(idea.show)
    state.take()
    st.session_state["shown_idea"] = _Shown(idea.title, state, before)
    st.session_state["tab"] = idea.show.tab


def way_back(*, in_learn: bool = False) -> None:
    """The line after "Show me", with the way back; nothing where none was asked for, or the page was changed since.
    In the Learn tab it stays even then, and has no button to go there.
    """
    last = _last()
    if last is None or not (in_learn or last.state.same_run(_State.now())):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="way_back"):
        st.caption(f":material/visibility: Shown: {last.title}", width="content")
        if not in_learn:
            st.button("Back to the ideas", type="tertiary", on_click=_to_the_ideas, key="to_the_ideas")
        st.button(
            "Back to what you had",
            type="tertiary",
            on_click=_back,
            help="Sets the data, the settings and the epoch to what they were before Show me.",
            key="to_what_was",
        )


def _state_of(show: Show) -> _State:
    version = table_versions.loaded(show.situation.set_name)
    options = {**DEFAULTS, "squares": show.squares, "loss_axis": show.loss_axis}
    return _State(version, show.situation.hyperparameters, show.epoch, options)


def _last() -> _Shown | None:
    last: _Shown | None = st.session_state.get("shown_idea")
    return last


def _to_the_ideas() -> None:
    st.session_state["tab"] = "Learn"


def _back() -> None:
    last = _last()
    if last is not None:
        last.before.take()
        del st.session_state["shown_idea"]
