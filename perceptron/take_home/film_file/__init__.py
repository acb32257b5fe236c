"""The film as one HTML file that plays without a network: its pictures, the page's own player, and Vega inside.

Whatever a learner may have named goes in as data, and is put on the page as text only; and a browser runs no script in
it but those written here, whose hashes the file's policy names.
"""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from perceptron.charts.apart import FONTS, GRID, whole
from perceptron.charts.palette import IN_WORDS, MARKDOWN, PAGE
from perceptron.charts.playback import formula_told, live, playback
from perceptron.charts.view import Look, View
from perceptron.charts.views import FILM
from perceptron.insight.run import Run
from perceptron.lessons.plain_words import in_plain_words
from perceptron.take_home.rendering import library
from perceptron.take_home.settings_in_words import data_in_a_line, settings_in_a_line

FOLDER = Path(__file__).resolve().parent
# What a component of the page exports, and where the file keeps it.
EXPORTED, KEPT = "export default function", ";(window.components ??= {{}}).{name} = function"


class Component(NamedTuple):
    """A component of the page as its texts: markup, style, and one script module that exports a function by default."""

    html: str
    css: str
    script: str


def film_page(
    run: Run,
    look: Look,
    player: Component,
    formula: Component,
    *,
    plain: bool = False,
    epoch: int = 0,
    address: str = "",
) -> str:
    """The film of the run as it is looked at, as an HTML file. It opens at `epoch`; plain: without formulas; address:
    the page that it links back to, if any.

    Raises ValueError for an address that is none of the web, DrawingError where Vega is not to be had.
    """
    if address and not re.match(r"https?://", address):
        raise ValueError(f"address is {address[:80]!r}: it must begin with http:// or https://.")
    scripts = [
        library(),
        _kept(player, "player"),
        _kept(formula, "formula"),
        _text("film.js"),
    ]
    parts = {
        "policy": _policy(scripts),
        "style": "\n".join((_theme(), player.css, formula.css, _text("film.css"))),
        "player": player.html,
        "formula": formula.html,
        "told": _as_data(_told(run, look, plain=plain, epoch=epoch, address=address)),
        "scripts": "\n".join(f'<script type="module">{script}</script>' for script in scripts),
    }
    # All in one go, so that nothing that was put in is read again.
    return re.sub(r"<!--(\w+)-->", lambda place: parts[place[1]], _text("film.html"))


def _told(run: Run, look: Look, *, plain: bool, epoch: int, address: str) -> dict[str, Any]:
    """All that the file is about."""
    reel, views = live(run, look, epoch)
    return {
        "player": {
            **playback(run, look),
            "reel": reel,
            "views": views,
            "epoch": min(max(epoch, 0), run.last),
            "settled": run.settled_at,
            "verdict": run.diagnosis.plain,
            "plain": plain,
            # A film by itself: no address to keep the epoch in, no tab to open a step in, no other run to come.
            "keeps": False,
            "tells": True,
            "alone": True,
            "waits": False,
            "stays": False,
            "show_end": False,
            "table": None,
            "taken": None,
            "ghost": None,
            "beside": None,
        },
        "formula": formula_told(run, plain=plain),
        "pictures": [_picture(view, run, look, plain=plain) for view in FILM],
        "data": data_in_a_line(run),
        "settings": settings_in_a_line(run),
        "verdict": run.diagnosis.plain,
        "left_out": _left_out(reel),
        "address": address,
    }


def _picture(view: View, run: Run, look: Look, *, plain: bool) -> dict[str, Any]:
    caption = view.caption(run, look).replace("**", "")
    return {
        "name": view.name,
        "spec": whole(view, run, look),
        "caption": in_plain_words(caption) if plain else caption,
        "description": view.description(run, look),
    }


def _left_out(reel: dict[str, Any]) -> str:
    """A sentence where not all epochs are in the file."""
    if reel["rows"] is None:
        return ""
    there = len(base64.b64decode(reel["rows"])) // 4
    return (
        f"The run is long: {there:,} of its epochs are in this file, and between two of them you see the earlier one."
    )


def _kept(component: Component, name: str) -> str:
    """The component's script, with its function where the file's own script finds it."""
    return component.script.replace(EXPORTED, KEPT.format(name=name), 1)


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _as_data(value: Any) -> str:
    """JSON that no browser takes for markup, wherever in the page it stands."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return re.sub("[<>&]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _policy(scripts: list[str]) -> str:
    """Nothing is fetched, and only these scripts run. Vega reads its expressions itself, and so needs no `eval`; it and
    the player style what they draw.
    """
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def _theme() -> str:
    """The page's colours and fonts under the names that its components know, on light paper and on dark."""

    def named(dark: bool) -> str:
        tones = {f"{name}-color": both[dark] for name, both in PAGE.items()}
        tones |= {f"{colour}-text-color": IN_WORDS[meaning][dark] for meaning, colour in MARKDOWN.items()}
        return f"--grid: {GRID[dark]}; " + "".join(f"--st-{name}: {tone}; " for name, tone in tones.items())

    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {named(True)}}} }}"
    return f":root {{ --st-font: {FONTS}; {named(False)}}}\n{dark}"
