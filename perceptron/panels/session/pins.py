"""The pinned runs of this session: questions with their data, to be laid over each other. In the session, and in the
page's link as long as that stays short.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from perceptron.insight.comparing.settings import names_for
from perceptron.insight.prospect import Prospect
from perceptron.panels.session import knobs, link, table_versions
from perceptron.panels.session.browser_history import went_back_or_forward
from perceptron.panels.session.pin import Pin, brought, carried, data_of
from perceptron.take_home.packed import MAX_LINK_LENGTH
from perceptron.take_home.pins import (
    MOST_PINS,
    Carried,
    one_line,
    packed_pins,
    pins_file,
    unpacked_pins,
)
from perceptron.words import DatasetError

PARAMETER = "pins"


@dataclass
class Pins:
    """All of them, in the order they came; the last one that was unpinned; and what was wrong with the link's."""

    pinned: list[Pin]
    unpinned: Pin | None = None
    complaint: str | None = None
    too_many: bool = False
    # The link's text, with what it was made of: packing tables takes time.
    packed: tuple[object, str | None] = (None, None)


def pins() -> Pins:
    """This session's pins: at first, and after Back or Forward, what the link brings."""
    known: Pins | None = st.session_state.get("pins")
    if known is None:
        known = st.session_state["pins"] = Pins([])
        _take_from_link(known)
    elif went_back_or_forward() and st.query_params.get(PARAMETER) != _text(known):
        _take_from_link(known)
    return known


def names(pinned: list[Pin]) -> list[str]:
    """A name for each: the learner's, or what differs from the others."""
    return [pin.given or name for pin, name in zip(pinned, names_for([pin.words for pin in pinned]), strict=True)]


def now() -> Pin:
    """The run of the page as it is set now, in the style that the neuron always has."""
    version, _ = table_versions.usable()
    return Pin(version, round(100 * knobs.held_out_share()), knobs.chosen(), 0)


def place_of(asked: Prospect) -> int | None:
    """Where the run of that question is among the pins; None where it is not pinned."""
    return _place(pins(), asked)


def is_full() -> bool:
    """Whether there is no room for one more."""
    return len(pins().pinned) >= MOST_PINS


def pin(run: Pin) -> None:
    """Keep that run, with a style that no other has; nothing where it is kept already, or where there are too many."""
    _keep(pins(), run)


def pin_now() -> None:
    """Keep the run of the page as it is set; for callbacks."""
    pin(now())


def unpin(style: int) -> None:
    """Let go of the run of that style; it can be had back once."""
    state = pins()
    state.unpinned = next((pin for pin in state.pinned if pin.style == style), state.unpinned)
    state.pinned = [pin for pin in state.pinned if pin.style != style]


def pin_again() -> None:
    """Have back what was unpinned last."""
    state = pins()
    if state.unpinned is not None:
        pin(state.unpinned)
        state.unpinned = None


def rename(style: int, name: str) -> None:
    """Give the run of that style a name; an empty one lets it be named after what differs again."""
    state = pins()
    state.pinned = [replace(pin, given=one_line(name)) if pin.style == style else pin for pin in state.pinned]


def put_back(run: Pin) -> None:
    """Set the page to that run, data and all, but for what is locked; for callbacks."""
    if run.version is not table_versions.versions().now:
        table_versions.change(replace(run.version, before=knobs.chosen()), restart_editor=True)
    knobs.apply(run.hyperparameters)
    knobs.set_one(knobs.HELD_OUT, run.held_out)


def add(of_the_file: list[Carried]) -> str | None:
    """Pin what a file brings; a sentence where some of it found no room. Raises DatasetError where a table of it cannot
    be used: then nothing is pinned.
    """
    left_out = 0
    for run in [brought(each) for each in of_the_file]:
        pin(run)
        left_out += place_of(run.asked) is None
    return f"{left_out} of them found no room: {MOST_PINS} runs are the most." if left_out else None


def as_file() -> Callable[[], bytes]:
    """What makes a file of all pins as they are now, with their data: only when it is asked for."""
    kept = tuple(pins().pinned)
    return lambda: pins_file([carried(pin) for pin in kept])


def is_in_link() -> bool:
    """Whether the link carries all of them."""
    return not pins().pinned or _text(pins()) is not None


def in_link() -> dict[str, str]:
    """What a link says of the pins: nothing where there is none, or where it would be too long."""
    text = _text(pins())
    return {} if text is None else {PARAMETER: text}


def keep_in_link() -> None:
    """Let the page's link carry the pins, or, where it would be too long, none of them."""
    link.write(PARAMETER, in_link().get(PARAMETER))


def _place(state: Pins, asked: Prospect) -> int | None:
    return next((place for place, pin in enumerate(state.pinned) if pin.asked.key == asked.key), None)


def _keep(state: Pins, run: Pin) -> None:
    if _place(state, run.asked) is not None:
        return
    state.too_many = len(state.pinned) >= MOST_PINS
    if not state.too_many:
        taken = {pin.style for pin in state.pinned}
        free = next(style for style in range(1, MOST_PINS + 1) if style not in taken)
        kept = replace(run, style=run.style if run.style and run.style not in taken else free)
        state.pinned = [*state.pinned, kept]


def _text(state: Pins) -> str | None:
    if not state.pinned:
        return None
    shown = table_versions.versions().now
    made_of = (*state.pinned, shown)
    if state.packed[0] != made_of:
        room = MAX_LINK_LENGTH - len(table_versions.text_in_link(shown) or "")
        text = packed_pins([carried(pin) for pin in state.pinned], data_of(shown), room)
        state.packed = made_of, text
    return state.packed[1]


def _take_from_link(state: Pins) -> None:
    text = st.query_params.get(PARAMETER)
    state.pinned, state.complaint = [], None
    if text:
        try:
            for each in map(brought, unpacked_pins(text, data_of(table_versions.versions().now))):
                _keep(state, each)
        except DatasetError as error:
            state.complaint = str(error)
