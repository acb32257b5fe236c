"""What to do with a run of a race, the one that is picked or the best: use its value, or pin it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from perceptron.charts.endings import ENDED_AS
from perceptron.charts.race_in_words import value_named
from perceptron.insight.race import Entrant, Race
from perceptron.insight.spreading import SETTING, Over
from perceptron.panels.session import locks, pins
from perceptron.panels.session.knobs import chosen, set_one
from perceptron.words import counted


def actions(found: Race, entrant: Entrant | None) -> None:
    """What to do with the run that is picked, and with the best."""
    noun, best = found.over, found.best
    if best is None:
        st.markdown("**No run came through**: each died or blew up. The tab Train says why, and what helps.")
    if entrant is None:
        return
    st.markdown(_in_words(found, entrant))
    with st.container(horizontal=True, key="race_actions"):
        _use_and_pin(found, entrant, f"Use this {noun}", "Pin it", "")
        if best is not None:
            _use_and_pin(found, best, f"Use the best {noun}", "Pin the best", "_best")
    if pins.is_full():
        st.caption(f"{counted(pins.MOST_PINS, 'run')} are pinned, which are all that can be: unpin one first.")


def _use_and_pin(found: Race, entrant: Entrant, use: str, pin: str, ending: str) -> None:
    """The two buttons of one run, under these labels; `ending` tells their keys from the others'."""
    is_locked = locks.is_locked(SETTING[found.over])
    st.button(
        use,
        icon=":material/trophy:" if ending else ":material/tune:",
        on_click=_use,
        args=(found.over, entrant),
        disabled=is_locked or entrant is found.own,
        help=locks.REASON if is_locked else None,
        key=f"race_use{ending}",
    )
    st.button(pin, icon=":material/keep:", on_click=_pin, args=(found.over, entrant), key=f"race_pin{ending}")


def _in_words(found: Race, entrant: Entrant) -> str:
    """The run that is picked, in a sentence."""
    ended, arrived = ENDED_AS[entrant.kind].word, found.arrived_at(entrant)
    text = f"**{named(found, entrant)[0].upper()}{named(found, entrant)[1:]}**: {ended}"
    if entrant.final_loss is not None:
        text += f", with a loss of {entrant.final_loss:.5g} at the end"
    if arrived is not None:
        text += f", good from epoch {arrived:,} on"
    if entrant is found.best:
        return f"{text}. It is the best: of all that end as low, none was there sooner."
    return f"{text}. The best is {named(found, found.best)}." if found.best is not None else f"{text}."


def named(found: Race, entrant: Entrant) -> str:
    return f"{found.over} {value_named(found.over, entrant.value)}"


def _setting(over: Over, entrant: Entrant) -> Any:
    return getattr(entrant.asked.hyperparameters, SETTING[over])


def _use(over: Over, entrant: Entrant) -> None:
    set_one(SETTING[over], _setting(over, entrant))


def _pin(over: Over, entrant: Entrant) -> None:
    # All else as it is set: by autograd where the race was by hand, and with all epochs.
    pins.pin(replace(pins.now(), hyperparameters=replace(chosen(), **{SETTING[over]: _setting(over, entrant)})))
