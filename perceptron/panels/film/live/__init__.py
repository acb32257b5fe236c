"""What follows the film in words and numbers, in the browser alone: the formula, the numbers, a prediction."""

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from perceptron.charts.playback import formula_told, slopes
from perceptron.insight.best_possible import name_of_best
from perceptron.insight.run import Run
from perceptron.panels.film.scripts import script
from perceptron.panels.film.served import served
from perceptron.panels.session.depth import is_plain
from perceptron.take_home.film_file import Component

FOLDER = Path(__file__).resolve().parent
WORDS = FOLDER.parent / "player" / "words.js"

LIVE = Component(
    html='<div class="live"></div>\n',
    css=(FOLDER / "live.css").read_text(encoding="utf-8"),
    script=script((FOLDER / "live.js", FOLDER / "drawings.js", WORDS)),
)

_component = served("film_live", html=LIVE.html, css=LIVE.css, script=LIVE.script)


def formula(run: Run) -> None:
    """The line as a formula with the numbers of the epoch shown, its loss, and the best possible one."""
    _follow(**formula_told(run, plain=is_plain()))


def prediction(run: Run, x: np.ndarray) -> None:
    """What the neuron says of features x (d,), in the data's own units, with the sum written out."""
    history = run.history
    note = ". Here x stands standardised: (x − mean) / standard deviation." if run.hyperparameters.standardize else ""
    weights = [f"w{place}" for place in range(1, len(x) + 1)]
    _follow(
        "prediction",
        needs=[*weights, "b"],
        plain=is_plain(),
        weights=weights,
        around=run.activation.text,
        z=((x - history.feature_means) / history.feature_scales).tolist(),
        activation=run.hyperparameters.activation,
        slopes=slopes(run),
        note="" if is_plain() else note,
    )


def numbers(run: Run, rows: list[dict[str, Any]]) -> None:
    """A table of numbers of the epoch shown, each beside that of the best line.

    A row has a name, its meaning among the colours, help, the column it is worked out from, how (`as_it_is`, `root`
    of factor times it, or `r_squared`, 1 less factor times it), that factor, and the best value, None if there is none.
    """
    needs = [row["column"] for row in rows]
    _follow("numbers", needs, rows=rows, labels=["number", "at epoch"], called=name_of_best(run))


def _follow(kind: str, needs: list[str], **given: Any) -> None:
    with st.container(key=f"live_{kind}"):
        _component(data={"kind": kind, "needs": needs, **given}, key=f"film_{kind}")
