"""What happened in the run, in layers, and buttons for what to try: warned before it, explained after it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.theory_beside import theory_beside
from perceptron.insight.trials import that_help
from perceptron.lessons.plain_words import plain_ones
from perceptron.panels.markdown import escaped
from perceptron.panels.session import locks
from perceptron.panels.session.bar import Bar
from perceptron.panels.session.depth import depth, is_plain, worded
from perceptron.panels.session.knobs import apply, may_become
from perceptron.panels.session.store import Store
from perceptron.panels.train.derivation import limit_derived

ICONS = {
    "converged": ":material/check_circle:",
    "still learning": ":material/hourglass_bottom:",
    "oscillating, converging": ":material/swap_horiz:",
    "oscillating, not converging": ":material/swap_horiz:",
    "diverged": ":material/trending_up:",
    "dead neuron": ":material/power_off:",
    "stalled in float32": ":material/pause_circle:",
}
# So many runs' advice is remembered for everybody.
MOST_TRIED = 200
HELP = (
    "A run ends in one of seven ways: it arrives and stays, is still on its way, swings and comes nearer, swings and"
    " does not settle, runs away, dies, or gets stuck because its steps are too small to count."
)


def warn_of_rate(asked: Prospect) -> None:
    """Say before a run that takes long that its rate is beyond the limit, where that is certain: the run itself tells
    the rest.
    """
    if not asked.is_too_fast or not asked.is_full_batch or asked.activation.shape != "line":
        return
    limit = asked.curvature.largest_stable_learning_rate
    st.markdown(
        f":material/warning: **The rate {asked.hyperparameters.learning_rate:g} is too large for this data:"
        f" beyond {limit:.4g} its steps go too far.**"
    )


def verdict(run: Run) -> DeltaGenerator:
    """What happened in one plain sentence, with the rest behind "Why?"; the place below it is for what to try.

    The browser shows the one container or the other: the verdict once the film has arrived, until then what waits.
    """
    diagnosis = run.diagnosis
    with st.container(key="verdict_waits"):
        st.caption("Play the film to its end to see what became of it.")
    with st.container(key="verdict"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(f"{ICONS[diagnosis.kind]} {escaped(diagnosis.plain)}", anchor=False, help=HELP, width="content")
            with st.popover("Why?"):
                _why(run)
        return st.empty()


def _why(run: Run) -> None:
    """Each reason by itself; then what was foretold, beside what came of it."""
    diagnosis = run.diagnosis
    reasons = plain_ones(diagnosis.reasons) if is_plain() else diagnosis.reasons
    st.markdown(f"**{escaped(worded(diagnosis.headline))}**")
    st.markdown("\n".join(f"- {escaped(reason)}" for reason in reasons))
    if is_plain():
        return
    st.subheader("Theory beside practice", anchor=False)
    st.markdown(escaped(theory_beside(run)))
    if depth() == "derivation":
        limit_derived(run)


@st.cache_resource
def _tried() -> Store[tuple[Suggestion, ...]]:
    return Store(MOST_TRIED)


def try_suggestions(run: Run, place: DeltaGenerator) -> None:
    """Try what might help, which is trained by hand for it, and offer there what does, and what may be set here."""
    if locks.is_hidden("suggestions"):
        return
    helpful = _tried().find(run.key)
    if helpful is None:
        bar = Bar(place, "Trying what might help")
        helpful = that_help(run.symptoms, run.diagnosis.suggestions, bar.listener(run.hyperparameters.epochs))
        _tried().keep(run.key, helpful)
        bar.clear()
    offered = tuple(suggestion for suggestion in helpful if may_become(suggestion.hyperparameters))
    if offered:
        with place.container():
            _buttons(offered)


def _buttons(suggestions: tuple[Suggestion, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="suggestions"):
        st.markdown("What to try:", width="content")
        for suggestion in suggestions:
            st.button(
                suggestion.label,
                help=escaped(worded(f"{suggestion.reason} {suggestion.tried}".strip())),
                on_click=apply,
                args=(suggestion.hyperparameters,),
                key=f"suggest {suggestion.label}",
            )
