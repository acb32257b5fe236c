"""The race on the page: many rates, starts, batch sizes or seeds from one click, and what to do with one of them."""

from typing import Any

import streamlit as st

from perceptron.charts.endings import ENDED_AS
from perceptron.charts.film import specification
from perceptron.charts.race import PICKED, Shape, race_chart, race_drawn, race_shape
from perceptron.charts.race_in_words import TITLES, race_described, race_table
from perceptron.charts.together.together import Together, style_of
from perceptron.data.sampling import evenly_taken
from perceptron.insight.prospect import Prospect
from perceptron.insight.race import Entrant, Race
from perceptron.insight.spreading import FEWEST, MOST, OVERS, USUAL
from perceptron.panels.compare.pictures import draw_film
from perceptron.panels.compare.race_actions import actions, named
from perceptron.panels.compare.racing import Start, raced
from perceptron.panels.session.announcing import announce
from perceptron.panels.session.depth import is_plain
from perceptron.panels.session.message import picked
from perceptron.words import counted

KEPT = ("comparing", "race_over", "race_count", "race_autograd", "race_film")
CHART = "race_chart"
# More lines than this in one film cannot be told apart; of more runs, so many are shown.
MOST_FILMED = 16
PLAIN = {"weight": "Slope", "bias": "Height at zero"}


def keep_race_options() -> None:
    """Hold on to what is chosen while another tab is open, where it is not drawn; before anything is drawn."""
    for name in KEPT:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def race_section(asked: Prospect) -> None:
    """Draw the race of what is set in the sidebar now."""
    start, is_filmed = _choices(asked)
    found = raced(start)
    if found is None:
        return
    # First, so that it is in view with the switch that asks for it.
    if is_filmed:
        _film(found)
    entrant = _picture(found)
    _said(found, asked)
    actions(found, entrant)
    _table(found)


def _choices(asked: Prospect) -> tuple[Start, bool]:
    """What to race over, and whether the film of all is asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        over = st.segmented_control(
            "Race over",
            OVERS,
            format_func=lambda each: f"{each[0].upper()}{each[1:]}s",
            default=None if "race_over" in st.session_state else "rate",
            required=True,
            key="race_over",
            help="What the runs differ in; all else is as set in the sidebar, and a change there is raced at once.",
        )
        if "race_count" not in st.session_state:
            st.session_state["race_count"] = USUAL
        count = st.slider("Runs", FEWEST, MOST, key="race_count", width=220)
        # In plain words nothing is said of who works the slopes out.
        by_autograd = not is_plain() and st.toggle(
            "With autograd",
            key="race_autograd",
            help="By hand, all runs together take a fraction of the time of one by autograd, and end at the same line"
            " but for rounding. With autograd each run takes its whole time, so the race waits for your click.",
        )
        is_filmed = st.toggle(
            "Film of all", key="race_film", help="All runs of the race move at once, each as it ended."
        )
    return Start(asked, over or "rate", count, by_autograd), is_filmed


@st.cache_resource(max_entries=20, show_spinner=False)
def _specification(shape: Shape) -> dict[str, Any]:
    return specification(race_chart(shape))


def _picture(found: Race) -> Entrant | None:
    """Draw it; the entrant that was picked in it, at first the one that is set, or the best."""
    shape, described = race_shape(found, dark=st.context.theme.type == "dark"), race_described(found)
    announce(described)
    with st.container(key="race"):
        event = st.vega_lite_chart(
            {**_specification(shape), "datasets": race_drawn(found)},
            key=CHART,
            alt=described,
            on_select="rerun",
            selection_mode=PICKED,
        )
    value = picked(event, PICKED, "value")
    # A click on an earlier race may have left a value that this one does not have.
    return next((each for each in found.entrants if each.value == value), found.own or found.best)


def _said(found: Race, asked: Prospect) -> None:
    """What is what in the picture, and what of it is not as one would think."""
    parts = ["Click a mark to pick that run. Dashed: the loss of the best line."]
    if found.own is not None:
        parts.append("Ring: what is set in the sidebar.")
    if found.limit is not None:
        parts.append("Dotted: the largest stable rate.")
    wanted = asked.hyperparameters.epochs
    if found.epochs < wanted:
        parts.append(f"Each run has {counted(found.epochs, 'epoch')} of the {wanted:,} that are set.")
    if found.over == "seed" and asked.held_out is not None:
        parts.append(
            "All seeds learn from the same rows here; set in the sidebar, a seed draws its held-out rows anew."
        )
    if found.over == "seed" and _starts_by_hand(asked) and asked.is_full_batch:
        parts.append("The start is set by hand and every step sees all rows, so the seed changes nothing.")
    st.caption(" ".join(parts))


def _starts_by_hand(asked: Prospect) -> bool:
    return asked.hyperparameters.initial_weight is not None and asked.hyperparameters.initial_bias is not None


def _film(found: Race) -> None:
    """Many runs at once, in the style of what each ended as; the one that is set leads, drawn as it always is."""
    own, runs = found.own, [entrant for entrant in found.entrants if entrant.run is not None]
    if not runs:
        return
    taken = set(evenly_taken(len(runs), MOST_FILMED).tolist())
    film = [each for place, each in enumerate(runs) if place in taken or each in (own, found.best)]
    film.sort(key=lambda each: (each is not own, each.value))
    legend = ", ".join(dict.fromkeys(ENDED_AS[each.kind].word for each in film))
    how_many = f"{len(film)} of {counted(len(found.entrants), 'run')}"
    st.caption(f"{how_many}, each in the colour of its mark, with dashes of its own: {legend}.")
    together = Together(
        tuple(each.run for each in film if each.run is not None),
        tuple(named(found, each) for each in film),
        tuple(0 if each is own else style_of(each.kind) for each in film),
    )
    draw_film(together, "The marks below say what became of each.")


def _table(found: Race) -> None:
    with st.expander("The race as a table", icon=":material/table:"):
        table = race_table(found)
        numbers = {name: st.column_config.NumberColumn(_label(name), format="%.5g") for name in table.columns[5:]}
        st.dataframe(
            table,
            hide_index=True,
            column_config={
                "value": st.column_config.NumberColumn(_label(TITLES[found.over]), format="%.5g"),
                "loss": st.column_config.NumberColumn("Loss at the end", format="%.5g"),
                "ended": st.column_config.TextColumn("Ended as"),
                "arrived": st.column_config.NumberColumn(
                    "Good from epoch",
                    format="localized",
                    help="The first epoch with a loss as good as any here: at most about 1 % above the lowest.",
                ),
                "best": st.column_config.CheckboxColumn("Best"),
                **numbers,
            },
            alt="The runs of the race: what each differs in, its loss, and what it ended as",
            key="race_table",
        )


def _label(name: str) -> str:
    stem, _, place = name.partition("_")
    if is_plain() and stem in PLAIN:
        return f"{PLAIN[stem]} {place}".strip()
    return f"{name[0].upper()}{name[1:]}".replace("_", " ")
