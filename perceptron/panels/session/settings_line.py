"""One line on the settings: what was picked for this data and why, with the way to the article's and back."""

from dataclasses import replace

import streamlit as st

from perceptron.data.held_out import why_none
from perceptron.insight.prospect import Prospect
from perceptron.insight.starting import Starting
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.panels.markdown import escaped
from perceptron.panels.session import locks, table_versions
from perceptron.panels.session.bundled import OWN
from perceptron.panels.session.depth import worded
from perceptron.panels.session.knobs import DEFAULTS, KNOBS, apply, chosen, held_out_share, may_become
from perceptron.panels.session.moved_point import point_was_moved
from perceptron.panels.session.suited import is_the_article, starting_for
from perceptron.panels.session.version import Version
from perceptron.words import DatasetError, counted


def settings_line(asked: Prospect) -> None:
    """Draw it; nothing for the article's own data, which has the article's settings. It does not come while points are
    dragged, or they would not stay under the hand.
    """
    if held_out_share() > 0 and asked.held_out is None:
        st.caption(escaped(why_none(asked.dataset, held_out_share())))
    now = table_versions.versions().now
    stays_away = point_was_moved() and not st.session_state.get("settings_line_drawn", True)
    st.session_state["settings_line_drawn"] = not is_the_article(now) and not stays_away
    if not st.session_state["settings_line_drawn"]:
        return
    settings, starting = asked.hyperparameters, _starting_of(now)
    # Another seed is another start with the same settings.
    as_in_the_article = settings == replace(DEFAULTS, seed=settings.seed)
    is_picked = (
        starting is not None
        and starting.fingerprint == asked.dataset.fingerprint
        and settings == replace(starting.hyperparameters, seed=settings.seed)
    )
    with st.container(horizontal=True, vertical_alignment="center", key="settings_line"):
        if is_picked and starting is not None:
            _say_what_was_picked(starting)
        else:
            whose = "The article's settings" if as_in_the_article else "Custom settings"
            st.caption(f":material/tune: {whose}", width="content")
            # What suits it is known only when it is picked.
            if not any(locks.is_locked(name) for name in KNOBS if name != "seed"):
                st.button(
                    "Suit this data",
                    type="tertiary",
                    on_click=_suit,
                    help="Picks a rate, epochs and the rest for this data, tries them, and says why.",
                )
        if not as_in_the_article and may_become(replace(DEFAULTS, seed=settings.seed)):
            st.button(
                "As in the article",
                type="tertiary",
                on_click=_as_in_the_article,
                help=f"The article's settings: rate {DEFAULTS.learning_rate:g}, {DEFAULTS.epochs:,} epochs,"
                f" {DEFAULTS.activation}, the {DEFAULTS.reduction} of the squares, x as it is.",
            )


def _starting_of(version: Version) -> Starting | None:
    """The settings that suit it. Of a table that a link brought they are found now, so that who opens the link sees
    what who copied it saw.
    """
    if version.starting is None and version.name == OWN:
        state = table_versions.versions()
        try:
            state.now = version = replace(version, starting=starting_for(version))
        except DatasetError:
            # The page says why it cannot be used.
            return None
    return version.starting


def _say_what_was_picked(starting: Starting) -> None:
    st.caption(":material/tune: Settings picked for this data", width="content")
    with st.container(width="content", key="settings_picked"):
        st.caption(_in_short(starting.hyperparameters), width="content")
    with st.popover("Why?", type="tertiary", width="content"):
        st.markdown(escaped(worded(starting.reason)))


def _in_short(settings: Hyperparameters) -> str:
    """Where they differ from the article's, with the rate and the epochs."""
    parts = [] if settings.activation == DEFAULTS.activation else [f"no {DEFAULTS.activation}"]
    if settings.standardize:
        parts.append("x standardised")
    if settings.reduction != DEFAULTS.reduction:
        parts.append(f"the {settings.reduction} of the squares")
    return ", ".join([*parts, f"rate {settings.learning_rate:g}", counted(settings.epochs, "epoch")])


def _suit() -> None:
    state = table_versions.versions()
    try:
        starting = starting_for(state.now)
    except DatasetError as error:
        state.complaint = str(error)
        return
    state.now = replace(state.now, starting=starting)
    apply(starting.hyperparameters)


def _as_in_the_article() -> None:
    apply(replace(DEFAULTS, seed=chosen().seed))
