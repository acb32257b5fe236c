"""What happened in the run, and buttons for what to try: warned before it, explained after it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from perceptron.insight.prospect import Prospect
from perceptron.insight.run import Run
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.trials import that_help
from perceptron.panels.markdown import escaped
from perceptron.panels.session.knobs import apply
from perceptron.panels.session.runs import Bar
from perceptron.panels.session.store import Store

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
    "A run ends in one of seven ways: it converged, is still learning, oscillates and converges, oscillates and does"
    " not converge, diverged, died under the clamp, or stalled because float32 has no smaller step."
)


def warn_of_rate(asked: Prospect) -> None:
    """Say before a run that takes long that its rate is beyond the limit, where that is certain: the run itself tells
    the rest.
    """
    if not asked.is_too_fast or not asked.is_full_batch or asked.activation.shape != "line":
        return
    limit = asked.curvature.largest_stable_learning_rate
    st.markdown(
        f":material/warning: **The learning rate {asked.hyperparameters.learning_rate:g} is too large for this data:"
        f" the largest stable rate is {limit:.4g}.**"
    )


def verdict(run: Run) -> DeltaGenerator:
    """What happened and why; the place below it is for what to try."""
    diagnosis = run.diagnosis
    st.header(f"{ICONS[diagnosis.kind]} {escaped(diagnosis.headline)}", anchor=False, help=HELP)
    st.markdown(escaped(diagnosis.reason))
    return st.empty()


@st.cache_resource
def _tried() -> Store[tuple[Suggestion, ...]]:
    return Store(MOST_TRIED)


def try_suggestions(run: Run, place: DeltaGenerator) -> None:
    """Try what might help, which is trained by hand for it, and offer there what does."""
    helpful = _tried().find(run.key)
    if helpful is None:
        bar = Bar(place, "Trying what might help")
        helpful = that_help(run.symptoms, run.diagnosis.suggestions, bar.listener(run.hyperparameters.epochs))
        _tried().keep(run.key, helpful)
        bar.clear()
    if helpful:
        with place.container():
            _buttons(helpful)


def _buttons(suggestions: tuple[Suggestion, ...]) -> None:
    with st.container(horizontal=True, key="suggestions"):
        for suggestion in suggestions:
            st.button(
                suggestion.label,
                help=escaped(f"{suggestion.reason} {suggestion.tried}".strip()),
                on_click=apply,
                args=(suggestion.hyperparameters,),
                key=f"suggest {suggestion.label}",
            )
