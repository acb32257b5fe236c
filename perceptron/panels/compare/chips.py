"""The pinned runs as a row of chips, each in its colour and line style: the legend of all pictures, and where a run is
renamed, put back into the sidebar, or unpinned.
"""

import streamlit as st

from perceptron.charts.palette import STYLES
from perceptron.charts.swatch import as_address, swatch
from perceptron.panels.markdown import escaped
from perceptron.panels.session import pins
from perceptron.panels.session.pin import Pin
from perceptron.take_home.pins import LONGEST_NAME, MAX_FILE_BYTES, MOST_PINS, pins_in_file
from perceptron.words import DatasetError, as_title


def chips(pinned: list[Pin], names: list[str]) -> None:
    """Draw them, and the way to pin one more."""
    st.html(_swatches())
    with st.container(key="chips", horizontal=True, vertical_alignment="center", gap="small"):
        for pin, name in zip(pinned, names, strict=True):
            with st.container(key=f"chip_{pin.style}", width="content"):
                _chip(pin, name)
        if not pinned or pinned[0].style == 0:
            st.button(
                "Pin this run",
                icon=":material/keep:",
                on_click=pins.pin_now,
                disabled=pins.is_full(),
                help=f"At most {MOST_PINS} runs can be pinned: unpin one first." if pins.is_full() else None,
                key="pin_now",
            )
        unpinned = pins.pins().unpinned
        if unpinned is not None:
            st.button("Undo unpin", icon=":material/undo:", type="tertiary", on_click=pins.pin_again, key="pin_again")
    if pins.pins().too_many:
        st.caption(f"At most {MOST_PINS} runs can be pinned: unpin one first.")


def _chip(pin: Pin, name: str) -> None:
    # The label of what opens is Markdown.
    with st.popover(escaped(as_title(name)), key=f"open_chip_{pin.style}"):
        st.caption(escaped(", ".join(pin.words.values())))
        if pin.style == 0:
            st.caption("This is what is set in the sidebar now. It is drawn in the neuron's own colour.")
            return
        key = f"name_{pin.style}"
        st.text_input(
            "Name",
            value=pin.given,
            placeholder=name,
            max_chars=LONGEST_NAME,
            key=key,
            on_change=_rename,
            args=(pin.style, key),
            help="Empty: it is named after what differs from the others.",
        )
        with st.container(horizontal=True):
            st.button(
                "Put back",
                icon=":material/arrow_back:",
                on_click=pins.put_back,
                args=(pin,),
                help="Sets the sidebar, and the data, to this run.",
                key=f"put_back_{pin.style}",
            )
            st.button(
                "Unpin", icon=":material/keep_off:", on_click=pins.unpin, args=(pin.style,), key=f"unpin_{pin.style}"
            )


def _rename(style: int, key: str) -> None:
    pins.rename(style, st.session_state[key])


def _swatches() -> str:
    """Each chip begins with a line in its style."""
    rules = [
        f'.st-key-chip_{style} button::before {{ content: url("{as_address(swatch(style))}"); margin-right: 0.4rem; }}'
        for style in range(len(STYLES))
    ]
    return f"<style>{' '.join(rules)}</style>"


def keep_and_bring() -> None:
    """The pins as a file, and those of a file."""
    with st.expander("Keep the pinned runs", icon=":material/save:"):
        if not pins.is_in_link():
            st.caption(":material/link_off: The link would be too long with these runs: save them as a file.")
        elif pins.pins().pinned:
            st.caption(":material/link: The page's link carries them: whoever opens it has them too.")
        st.download_button(
            "Save the pinned runs",
            pins.as_file(),
            file_name="pinned-runs.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            disabled=not pins.pins().pinned,
        )
        st.file_uploader(
            "Open saved runs",
            type="json",
            key="pins_file",
            on_change=_bring,
            max_upload_size=MAX_FILE_BYTES // 1_000_000,
        )
        said = st.session_state.pop("pins_file_said", None)
        if said is not None:
            st.warning(escaped(said))


def _bring() -> None:
    file = st.session_state["pins_file"]
    if file is None:
        return
    try:
        st.session_state["pins_file_said"] = pins.add(pins_in_file(file.getvalue()))
    except DatasetError as error:
        st.session_state["pins_file_said"] = str(error)
