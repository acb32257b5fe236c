"""What a room needs of the browser: cookies that keep one's seat through a reload, and the way to another server."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).resolve().parent
# As long as a room is kept without use.
SECONDS = 7200

_component = st.components.v2.component(
    "classroom_door",
    css=".st-key-classroom_door { display: none }\n",
    js=(FOLDER / "door.js").read_text(encoding="utf-8"),
    # It has nothing to show, so its container takes no room.
    isolate_styles=False,
)


def door(cookies: Mapping[str, str], go_to: str | None = None) -> None:
    """Let the browser keep these cookies, and forget those that are empty; then open that address, if there is one."""
    with st.container(key="classroom_door"):
        _component(data={"cookies": dict(cookies), "seconds": SECONDS, "address": go_to}, key="door")
