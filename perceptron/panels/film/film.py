"""The film on the page: what the player and the pictures are given of a run, packed once for all visitors."""

from collections.abc import Hashable
from functools import lru_cache, partial
from typing import Any, NamedTuple

import streamlit as st

from perceptron.charts.film import specification
from perceptron.charts.playback import Live, key_of, line_of, live, playback
from perceptron.charts.reel import bytes_of_reel, live_columns, reel_of
from perceptron.charts.tables import columns_of, shortened
from perceptron.charts.view import Look, LossAxis, View
from perceptron.charts.views import LOSS_CURVE
from perceptron.charts.views.loss_curve import ghost_of
from perceptron.insight.run import Pair, Run
from perceptron.panels.film.arrow import packed
from perceptron.panels.film.player import Answers, player
from perceptron.panels.session import locks, pins, table_versions
from perceptron.panels.session.depth import KEY, is_plain
from perceptron.panels.session.epoch import current_epoch
from perceptron.panels.session.lessons import FIRST, open_lesson
from perceptron.panels.session.moved_point import point_was_moved
from perceptron.panels.session.pin import Pin
from perceptron.panels.session.store import Store

# Bytes of tables and reels that are kept, packed, for whoever looks at the same run next.
MOST_OF_TABLES, MOST_OF_REELS = 8_000_000, 8_000_000


@st.cache_resource
def _tables_kept() -> Store[dict[str, bytes]]:
    return Store(MOST_OF_TABLES, lambda tables: sum(map(len, tables.values())))


@st.cache_resource
def _reels_kept() -> Store[Live]:
    return Store(MOST_OF_REELS, lambda live: bytes_of_reel(live.reel))


@lru_cache(maxsize=500)
def _specification(view: View, shape: Hashable) -> dict[str, Any]:
    # Building and checking a chart costs twenty times what handing data to a finished one does.
    return specification(view.chart(shape))


def _tables(run: Run, look: Look, view: View) -> dict[str, bytes]:
    def make() -> dict[str, bytes]:
        return {table: packed(columns) for table, columns in columns_of(view, run, look).items()}

    return _tables_kept().of((run.key, look, view.name), make)


def _ghost(run: Run | None, look: Look) -> dict[str, bytes]:
    key = (run and run.key, look.loss_axis, "ghost")
    return _tables_kept().of(key, lambda: {"ghost": packed(shortened(ghost_of(run, look).items()))})


class Lesson(NamedTuple):
    """The film of a lesson, apart from the page's own: its name, and the epoch to open at. before: the only views that
    are drawn, and told of, while it waits, unseen, for a prediction; none when it may be seen.
    """

    name: str
    epoch: int = 0
    before: tuple[View, ...] = ()


def _told(run: Run, views: tuple[View, ...]) -> Live:
    """Of a run that waits, nothing but what those views read."""

    def make() -> Live:
        reel = reel_of(run, live_columns(run, Look(), views))
        return Live(reel, {view.name: list(view.live(run, Look())) for view in views})

    return _reels_kept().of((run.key, tuple(view.name for view in views)), make)


def _live(run: Run, loss_axis: LossAxis, pair: Pair, asked: int) -> Live:
    # Of all that is looked at only these two change the columns.
    look = Look(loss_axis=loss_axis, pair=pair)
    return _reels_kept().of((run.key, loss_axis, pair, asked), lambda: live(run, look, asked))


def show_view(view: View, run: Run, look: Look, before: Run | None) -> None:
    """Draw one picture of the film."""
    datasets = _tables(run, look, view)
    if view is LOSS_CURVE:
        datasets = {**datasets, **_ghost(before, look)}
    spec = {**_specification(view, view.shape(run, look)), "datasets": datasets}
    with st.container(key=view.name):
        st.vega_lite_chart(spec, key=f"{view.name}_chart", alt=view.description(run, look))


def show_player(
    run: Run,
    look: Look,
    before: Run | None,
    *,
    tells: bool,
    show_end: bool = False,
    lesson: Lesson | None = None,
    pinned: Pin | None = None,
) -> None:
    """Draw the player at the bottom of the window, in reach wherever the page is scrolled to. The run before is drawn
    in grey; in a lesson it is the one to compare with. pinned: what pinning keeps; by itself the run that is set.
    """
    epoch = current_epoch(run) if lesson is None else lesson.epoch
    before_views = lesson.before if lesson is not None else ()
    if before_views:
        reel, views = _told(run, before_views)
    else:
        reel, views = _live(run, look.loss_axis, look.pair, 0)
    if reel["rows"] is not None and epoch:
        # Of a long run, with the epochs around the one that is asked for.
        reel = {**_live(run, look.loss_axis, look.pair, epoch).reel, "asked": epoch}
    data = {
        **playback(run, look),
        "reel": reel,
        "views": views if not tells else {},
        "epoch": epoch,
        "keeps": lesson is None,
        "waits": bool(before_views),
        "table": table_versions.versions().changes if lesson is None else lesson.name,
        "taken": table_versions.versions().taken if lesson is None else None,
        "settled": None if before_views else run.settled_at,
        # What became of a lesson's run is told beside the question why.
        "verdict": run.diagnosis.plain if lesson is None else "The film has come to its end.",
        "ghost": key_of(before) if before is not None else None,
        "beside": _beside(before, look) if lesson is not None and before is not None else None,
        "show_end": show_end,
        # A point that was moved is answered where the film stands.
        "stays": lesson is None and point_was_moved(),
        "tells": tells,
        "plain": is_plain(),
        "alone": locks.is_hidden("tabs"),
        "pins": None if before_views or locks.is_hidden("tabs") else _pins_said(run),
    }
    with st.bottom, st.container(key="player_bar"):
        player(data, Answers(_open_step, _start_to_learn, partial(pins.pin, pinned or pins.now()), _open_compare))


def run_before(run: Run) -> Run | None:
    """The run that was shown before this one, where both are about the same quantities."""
    shown: Run | None = st.session_state.get("shown_run")
    if shown is None or shown.key != run.key:
        st.session_state["run_before"], st.session_state["shown_run"] = shown, run
    before: Run | None = st.session_state["run_before"]
    names = (run.dataset.feature_names, run.dataset.target_name)
    return before if before and (before.dataset.feature_names, before.dataset.target_name) == names else None


def _beside(run: Run, look: Look) -> dict[str, Any] | None:
    if len(run.dataset.feature_names) > 1:
        return None
    return {"reel": _live(run, look.loss_axis, look.pair, 0).reel, "line": line_of(run)}


def _start_to_learn() -> None:
    if KEY not in st.query_params:
        st.session_state[KEY] = "plain"
    st.session_state["tab"] = "Learn"
    open_lesson(FIRST)


def _pins_said(run: Run) -> dict[str, Any]:
    """What the player says of the pins."""
    return {"count": len(pins.pins().pinned), "has": pins.place_of(run) is not None}


def _open_compare() -> None:
    """Open the tab in which the pinned runs are laid over each other."""
    st.session_state["tab"] = "Compare"
    st.session_state["comparing"] = "Pinned runs"


def _open_step() -> None:
    st.session_state["tab"] = "One step"
