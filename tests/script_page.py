"""Streamlit's page run by its script alone, without a browser."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from conftest import ROOT
from google.protobuf.message import Message
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

# Each page looks through all installed packages for components, as a server does once; they are the same for all pages.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(script: str | None = None, **query: object) -> AppTest:
    """The page as a link opens it, or another script's."""
    if script is None:
        page = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    else:
        page = AppTest.from_string(script, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = str(value)
    return checked(page.run())


def checked(page: AppTest) -> AppTest:
    """The page, on which nothing may have gone wrong."""
    assert not page.exception, page.exception[0].stack_trace
    return page


def sent_by(page: AppTest) -> Iterator[Message]:
    """All that the server sent for the page as it stands: each element's message, in the sidebar and below too."""
    due: list[Any] = [page._tree]
    while due:
        part = due.pop()
        if getattr(part, "proto", None) is not None:
            yield part.proto
        due.extend(getattr(part, "children", {}).values())
