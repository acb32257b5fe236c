"""The film's player: buttons, keys, slider and speed, in the browser alone. It holds every epoch of the run, and tells
the pictures; the server hears of an epoch only where a tab asks to be told, or a step is opened.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from perceptron.panels.film.scripts import RESTING, script
from perceptron.panels.film.served import served
from perceptron.panels.session import link
from perceptron.panels.session.knobs import KNOBS
from perceptron.panels.session.message import told, whole
from perceptron.take_home.film_file import Component

FOLDER = Path(__file__).resolve().parent
KEY = "player"
LAST = int(KNOBS["epochs"].high)
SCRIPTS = (
    "player.js",
    "reel.js",
    "clock.js",
    "track.js",
    "keys.js",
    "pictures.js",
    "described.js",
    "ghost.js",
    "curve.js",
    "words.js",
    "address.js",
    "newcomer.js",
)

PLAYER = Component(
    html=(FOLDER / "player.html").read_text(encoding="utf-8"),
    css=(FOLDER / "player.css").read_text(encoding="utf-8"),
    script=script((*(FOLDER / name for name in SCRIPTS), RESTING)),
)

_component = served("film_player", html=PLAYER.html, css=PLAYER.css, script=PLAYER.script, isolate_styles=False)


# What a film does without unless it says otherwise.
WITHOUT: dict[str, Any] = dict.fromkeys(("waits", "show_end", "stays", "tells"), False)
WITHOUT |= dict.fromkeys(("taken", "ghost", "beside", "line", "field", "pins"))


def _nothing() -> None:
    """For what a film does not offer."""


class Answers(NamedTuple):
    """What is called when the learner opens a step, when a newcomer wants to be led, when a run is to be pinned, and
    when the pinned ones are to be compared; of those that the film offers.
    """

    on_open: Callable[[], None] = _nothing
    on_start: Callable[[], None] = _nothing
    on_pin: Callable[[], None] = _nothing
    on_compare: Callable[[], None] = _nothing


def player(data: dict[str, Any], answers: Answers) -> None:
    """Draw the player.

    data: `reel`, the run's columns; `key`, which run it is, and `look`, how it is looked at; `views`, each picture's
    live columns; `epoch`, where to open; `table`, which version of the table it is, and `taken`, that which last
    brought other data; `settled`, where the run does; `verdict`, what became of it, in a sentence; `ghost`, the key of
    the run before; `line`, what the neuron's line needs to be drawn; `tells`, whether Python wants to hear of each
    epoch that it rests at; `keeps`, whether the address names the epoch, and what is of the page's own film alone is
    offered; `waits`, whether it is not to be seen yet; `beside`, the reel and line of the ghost, where it was never
    shown; `alone`, whether there is no other tab to open; `field`, of several runs in one film each one's name and its
    column of losses, else None; `pins`, how many runs are pinned and whether this one is, None where none can be.
    What is left out is as in `WITHOUT`.
    """
    _component(
        data=WITHOUT | data,
        key=KEY,
        on_rested_change=partial(_keep, "rested"),
        on_opened_change=partial(_keep, "opened", answers.on_open),
        on_started_change=answers.on_start,
        on_pinned_change=answers.on_pin,
        on_compared_change=answers.on_compare,
    )


def _keep(message: str, then: Callable[[], None] | None = None) -> None:
    """Let the link name the epoch that the player tells of."""
    epoch = whole(told(KEY, message), 0, LAST)
    if epoch is None:
        return
    link.keep_epoch(epoch)
    if then is not None:
        then()
