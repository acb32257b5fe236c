"""The pictures to keep: each view of the film, of this run or of the pinned ones together, at an epoch."""

import streamlit as st

from perceptron.charts.together import CURVES, LINES, PATHS
from perceptron.charts.together.together import Together
from perceptron.charts.view import Look, View
from perceptron.charts.views import BIAS, FITTED_LINE, LOSS_CURVE, LOSS_SURFACE, WEIGHTS
from perceptron.insight.run import Run
from perceptron.panels.compare.pictures import axis_fitting, film_of
from perceptron.panels.session.epoch import current_epoch
from perceptron.panels.take_home.download import download
from perceptron.panels.take_home.known import Known
from perceptron.panels.take_home.reported import trained_pins
from perceptron.panels.train.view_options import look_kept
from perceptron.take_home.pictures import picture_of
from perceptron.take_home.rendering import Kind

VIEWS: dict[str, View[Run]] = {
    "Line": FITTED_LINE,
    "Loss": LOSS_CURVE,
    "Valley": LOSS_SURFACE,
    "Weight": WEIGHTS,
    "Bias": BIAS,
}
OF_PINS: dict[str, View[Together]] = {"Pinned: lines": LINES, "Pinned: loss": CURVES, "Pinned: valley": PATHS}
TYPES: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png"}


def pictures(run: Run, known: Known) -> None:
    """Draw the choice of a picture, its format and its epoch, and the button that makes it."""
    st.header("Pictures", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Picture", [*VIEWS, *_of_pins(known)], key="picture", width=160)
        kind = st.selectbox("Format", list(TYPES), format_func=str.upper, key="picture_format", width=100)
        epoch = int(
            st.number_input(
                "Epoch",
                0,
                run.last,
                current_epoch(run),
                # Where the film has moved on, the box follows it.
                key=f"picture_epoch_{run.last}_{current_epoch(run)}",
                help="By itself the epoch at which the film rests.",
                width=140,
            )
        )
    look = look_kept(run)
    download(
        "Download the picture",
        lambda: _made(name, kind, epoch, run, look, known),
        f"perceptron-{name.lower().replace(': ', '-')}-epoch-{epoch}.{kind}",
        TYPES[kind],
    )


def _of_pins(known: Known) -> list[str]:
    pinned = known.pinned
    # Of several features there is no line.
    return [name for name in OF_PINS if pinned and (OF_PINS[name] is not LINES or len(pinned[0].version.features) == 1)]


def _made(name: str, kind: Kind, epoch: int, run: Run, look: Look, known: Known) -> bytes:
    if name in VIEWS:
        return picture_of(run, look, epoch, VIEWS[name], kind)
    film, _ = film_of(trained_pins(known))
    return picture_of(film, Look(loss_axis=axis_fitting(film)), min(epoch, film.last), OF_PINS[name], kind)
