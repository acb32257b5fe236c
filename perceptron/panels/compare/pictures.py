"""The film of several runs: the first screen of the tab, and its player."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.playback import key_of
from perceptron.charts.reel import live_columns, reel_of_columns
from perceptron.charts.tables import columns_of
from perceptron.charts.together import CURVES, LINES, PATHS
from perceptron.charts.together.together import Together
from perceptron.charts.view import Look, LossAxis, View
from perceptron.insight.run import Run
from perceptron.panels.film.arrow import packed
from perceptron.panels.film.axes import epoch_axis_chosen, loss_axis_chosen, loss_axis_fitting
from perceptron.panels.film.player import Answers, player
from perceptron.panels.markdown import escaped
from perceptron.panels.session import link, table_versions
from perceptron.panels.session.depth import is_plain, worded
from perceptron.panels.session.pin import Pin
from perceptron.words import as_title

# Of several long runs the player holds so many numbers at most, and asks for the epochs around the one it rests at.
MOST_NUMBERS = 120_000
TOGETHER: dict[str | type[Any], Callable[[Any], Any]] = {Together: lambda film: film.key}
Trained = list[tuple[Pin, str, Run]]


def pictures(trained: Trained, lead: object) -> None:
    """Draw the film of those runs; `lead` is the key of the one whose points and landscape are drawn, where it is
    among them.
    """
    film, others = film_of(sorted(trained, key=lambda each: each[2].key != lead))
    draw_film(film, "The table below says what became of each.")
    if others:
        st.caption(escaped(f"Not in the pictures, because they learn from other columns: {', '.join(others)}."))


def draw_film(film: Together, verdict: str) -> None:
    """Draw that film; the verdict is said when it has come to its end."""
    look = _look(film)
    one_feature = len(film.lead.dataset.feature_names) == 1
    views: tuple[View[Together], ...] = (LINES, CURVES, PATHS) if one_feature else (CURVES, PATHS)
    with st.container(key="film"):
        show_player(film, look, views, verdict)
        with st.grid(2, min_column_width=300):
            with st.container():
                _show(views[0], film, look)
            with st.container():
                if one_feature:
                    loss, valley = st.tabs(["Loss", "Valley"])
                    with loss:
                        _show(CURVES, film, look)
                    with valley:
                        _show(PATHS, film, look)
                else:
                    _show(PATHS, film, look)


def film_of(trained: Trained) -> tuple[Together, list[str]]:
    """Those that learn from the same columns as the first, in one film, and the names of the others."""
    columns = _columns(trained[0][2])
    alike = [each for each in trained if _columns(each[2]) == columns]
    pinned, names, runs = zip(*alike, strict=True)
    film = Together(runs, names, tuple(pin.style for pin in pinned))
    return film, [name for _, name, run in trained if _columns(run) != columns]


def _columns(run: Run) -> tuple[tuple[str, ...], str]:
    return run.dataset.feature_names, run.dataset.target_name


def axis_fitting(film: Together) -> LossAxis:
    """The axis of the loss that fits all of them."""
    return "log" if any(loss_axis_fitting(run) == "log" for run in film.runs) else "linear"


def _look(film: Together) -> Look:
    """The axes that are chosen for the page's own film; by themselves those that fit all of these runs."""
    return Look(loss_axis=loss_axis_chosen() or axis_fitting(film), epoch_axis=epoch_axis_chosen())


@st.cache_resource(max_entries=30, show_spinner=False)
def _specification(_view: View[Together], name: str, shape: object) -> dict[str, Any]:
    spec = specification(_view.chart(shape))
    # Many lines would be drawn on a canvas otherwise, on which nothing finds the plot.
    return spec | {"usermeta": {"embedOptions": {"renderer": "svg"}}}


@st.cache_resource(max_entries=60, show_spinner=False, hash_funcs=TOGETHER)
def _tables(film: Together, look: Look, _view: View[Together], name: str) -> dict[str, bytes]:
    return {table: packed(columns) for table, columns in columns_of(_view, film, look).items()}


@st.cache_resource(max_entries=20, show_spinner=False, hash_funcs=TOGETHER)
def _live(film: Together, look: Look, _views: tuple[View[Together], ...], epoch: int) -> dict[str, Any]:
    columns = live_columns(film, look, _views)
    for place, run in enumerate(film.runs):
        columns.setdefault(f"loss{place}", film.lasting(run.history.losses * film.comparable(run)))
    reel = reel_of_columns(film.last, columns | {"loss": columns["loss0"]}, epoch, None, MOST_NUMBERS)
    return {"reel": reel, "views": {view.name: list(view.live(film, look)) for view in _views}}


def _show(view: View[Together], film: Together, look: Look) -> None:
    spec = {**_specification(view, view.name, view.shape(film, look)), "datasets": _tables(film, look, view, view.name)}
    with st.container(key=view.name):
        st.vega_lite_chart(spec, key=f"together_{view.name}", alt=view.description(film, look))
    st.caption(escaped(worded(view.caption(film, look))))


def show_player(film: Together, look: Look, views: tuple[View[Together], ...], verdict: str) -> None:
    """Draw the player for a film of several runs."""
    epoch = min(link.epoch_in_link(), film.last)
    live = _live(film, look, views, 0)
    if live["reel"]["rows"] is not None and epoch:
        live = {**live, "reel": {**_live(film, look, views, epoch)["reel"], "asked": epoch}}
    field = [{"name": as_title(name), "column": f"loss{place}"} for place, name in enumerate(film.names)]
    data = {
        "key": key_of(film),
        "reel": live["reel"],
        "look": look.loss_axis,
        "views": live["views"],
        "epoch": epoch,
        "keeps": True,
        "table": table_versions.versions().changes,
        "settled": film.settled_at,
        "verdict": verdict,
        "batches": 1,
        "epoch_axis": look.epoch_axis,
        "plain": is_plain(),
        "alone": True,
        "field": field,
    }
    with st.bottom, st.container(key="player_bar"):
        player(data, Answers())
