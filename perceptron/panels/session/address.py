"""The address that opens the page as it is set now."""

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

import streamlit as st

from perceptron.panels.session import depth, table_versions
from perceptron.panels.session.bundled import ARTICLE, OWN, as_label
from perceptron.panels.session.knobs import SETTINGS, in_link

# What is said anew, whatever the address has that the page was opened with.
_SAID = {*SETTINGS, "data", "table", depth.KEY}


def settings_of_now() -> dict[str, str]:
    """What a link says of the data and the settings of a run, as they are now; what is as by default is left out, and
    data that is too long for a link: see `is_carried`.
    """
    now = table_versions.versions().now
    parts = {} if now.name in (ARTICLE, OWN) else {"data": as_label(now.name)}
    table = table_versions.text_in_link(now)
    return parts | ({} if table is None else {"table": table}) | in_link()


def is_carried() -> bool:
    """Whether a link can carry the data as it is now."""
    now = table_versions.versions().now
    return not (now.edited or now.name == OWN) or table_versions.text_in_link(now) is not None


def address_of(query: Mapping[str, str]) -> str:
    """The whole address of this page with these parameters."""
    return f"{(st.context.url or '').rstrip('/')}/" + (f"?{urlencode(query)}" if query else "")


def address_without(names: Collection[str]) -> str:
    """The whole address of the page as it is now, without these parameters."""
    query = {name: value for name, value in st.query_params.to_dict().items() if name not in _SAID}
    query |= settings_of_now()
    if depth.depth() != depth.DEFAULT:
        query[depth.KEY] = depth.depth()
    if "tab" in st.session_state:
        query["tab"] = st.session_state["tab"]
    return address_of({name: value for name, value in query.items() if name not in names})
