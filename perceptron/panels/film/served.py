"""A component whose script the browser fetches once, as a file: an answer of the server then carries its data alone."""

import hashlib
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

PACKAGE = "perceptron"
# Streamlit serves files of installed packages, which this is not: the scripts lie here for as long as the server runs.
_FOLDER = tempfile.TemporaryDirectory(prefix=f"{PACKAGE}-")


def served(name: str, *, script: str, html: str = "", css: str = "", isolate_styles: bool = True) -> Callable[..., Any]:
    """What draws the component, as `st.components.v2.component` returns it."""
    called = f"{PACKAGE}.{name}"
    # Another version has another address, so that no browser keeps an old one.
    digest = hashlib.sha256(script.encode()).hexdigest()[:16]
    file = Path(_FOLDER.name) / name / f"{name}-{digest}.js"

    def draw(**given: Any) -> Any:
        manager = get_bidi_component_manager()
        # A server begins without it; and what has lain in such a folder for weeks may have been tidied away.
        if manager.get_component_asset_root(called) is None or not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(script, encoding="utf-8")
            manifest = ComponentManifest(PACKAGE, "1", [ComponentConfig(name, asset_dir=name)])
            manager.register_from_manifest(manifest, Path(_FOLDER.name))
        return _component(called, html, css, file.name, isolate_styles)(**given)

    return draw


@cache
def _component(called: str, html: str, css: str, js: str, isolate_styles: bool) -> Callable[..., Any]:
    # Streamlit knows it from here on, and finds the file's folder by its name.
    return st.components.v2.component(called, html=html, css=css, js=js, isolate_styles=isolate_styles)
