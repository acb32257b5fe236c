"""One line on the settings: what was picked for this data and why, with the way to the article's and back."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.data.held_out import why_none
from perceptron.insight.prospect import Prospect
from perceptron.panels.markdown import escaped
from perceptron.panels.session import table_versions
from perceptron.panels.session.knobs import DEFAULTS, apply, chosen, held_out_share
from perceptron.panels.session.suited import is_the_article, starting_for
from perceptron.words import DatasetError


def settings_line(asked: Prospect) -> None:
    """Draw it; nothing for the article's own data, which has the article's settings."""
    if held_out_share() > 0 and asked.held_out is None:
        st.caption(escaped(why_none(asked.dataset, held_out_share())))
    now = table_versions.versions().now
    if is_the_article(now):
        return
    settings, starting = asked.hyperparameters, now.starting
    # Another seed is another start with the same settings.
    as_in_the_article = settings == replace(DEFAULTS, seed=settings.seed)
    is_picked = (
        starting is not None
        and starting.fingerprint == asked.dataset.fingerprint
        and settings == replace(starting.hyperparameters, seed=settings.seed)
    )
    if is_picked and starting is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(":material/tune: Picked for this data.", width="content")
            with st.popover("Why these settings?"):
                st.caption(escaped(starting.reason))
            if not as_in_the_article:
                _offer_the_articles(st.container(width="content"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        whose = "The article's settings" if as_in_the_article else "Settings of your own, or of a link"
        st.caption(f":material/tune: {whose}. The page can pick some that suit this data.", width="content")
        st.button(
            "Suit this data",
            icon=":material/auto_awesome:",
            on_click=_suit,
            help="Picks a rate, epochs and the rest for this data, tries them, and says why.",
        )
        if not as_in_the_article:
            _offer_the_articles(st.container(width="content"))


def _offer_the_articles(place: DeltaGenerator) -> None:
    place.button(
        "As in the article",
        on_click=_as_in_the_article,
        help=f"The article's settings: rate {DEFAULTS.learning_rate:g}, {DEFAULTS.epochs:,} epochs,"
        f" {DEFAULTS.activation}, the {DEFAULTS.reduction} of the squares, x as it is.",
    )


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
