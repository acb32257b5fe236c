"""The ideas of the page, one under the other, each behind its title: words, formula, code, and "Show me"."""

import streamlit as st

from perceptron.insight.as_pytorch_prints import as_pytorch_prints
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import code_of_a_step
from perceptron.lessons.experiment import Situation
from perceptron.lessons.facts import Facts
from perceptron.lessons.ideas import Idea, read_ideas
from perceptron.panels.learn.shown import show, way_back
from perceptron.panels.learn.slope_pictures import slope_picture
from perceptron.panels.session.bundled import bundled
from perceptron.panels.session.depth import depth, is_plain
from perceptron.panels.session.epoch import current_epoch
from perceptron.panels.session.long_run import run_of

# Lines of words longer than this many pixels are hard to follow.
WIDTH = 760
HEIGHT_OF_PRINTS = 260


@st.cache_resource(show_spinner=False)
def ideas() -> dict[str, Idea]:
    """The ideas by name, in their order."""
    return read_ideas(bundled())


def ideas_page(run: Run | None) -> None:
    """Draw them; run: the page's own, whose tensors are shown as PyTorch prints them. The link's learn=name opens that
    idea, and the first is open otherwise.
    """
    st.header("The ideas", anchor=False)
    st.markdown("What a neuron is and how it learns, one idea after the other. “Show me” sets the page to it.")
    way_back(in_learn=True)
    opened: dict[str, bool] = st.session_state.setdefault("ideas_opened", {})
    asked = st.query_params.get("learn")
    first = asked if asked in ideas() else next(iter(ideas()))
    with st.container(gap="xsmall", key="ideas"):
        for name, idea in ideas().items():
            key = f"idea_{name}"
            # While another tab is open the page forgets which were open.
            if key not in st.session_state:
                st.session_state[key] = opened.get(name, name == first)
            box = st.expander(f"**{idea.title}** · {idea.short}", key=key, on_change="rerun")
            opened[name] = bool(box.open)
            if box.open:
                with box:
                    _idea(idea, run)


def _idea(idea: Idea, run: Run | None) -> None:
    shown = _run_of(idea.show.situation)
    if shown is None:
        return
    facts = Facts(shown)
    with st.container(width=WIDTH):
        st.markdown(idea.said(idea.words, depth(), facts))
        if idea.code and not is_plain():
            st.code(code_of_a_step(shown.hyperparameters)[idea.code], wrap_lines=True)
    for part in idea.parts:
        sides = st.grid(2, min_column_width=280, vertical_alignment="center")
        with sides.cell():
            title = part.title if part.title.endswith("?") else f"{part.title}."
            st.markdown(f"**{title}** {idea.said(part.words, depth(), facts)}")
        if part.picture:
            with sides.cell():
                slope_picture(part.picture, shown)
    if idea.prints and run is not None and not is_plain():
        with st.container(width=WIDTH):
            _prints(idea.prints, run)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Show me",
            key=f"show_{idea.name}",
            icon=":material/visibility:",
            on_click=show,
            args=(idea,),
            width="content",
        )
        st.caption(idea.show.says, width="content")


def _prints(what: str, run: Run) -> None:
    """The page's own run at its epoch, as PyTorch prints it."""
    epoch = current_epoch(run)
    text = as_pytorch_prints(run, epoch)[what]
    st.caption(f"Your run at epoch {epoch:,}, as PyTorch prints it:")
    st.code(text, language="pycon", height=HEIGHT_OF_PRINTS if text.count("\n") > 12 else "content")


def _run_of(situation: Situation) -> Run | None:
    """That run; the page's own stays the session's."""
    mine = st.session_state.get("run")
    run = run_of(situation.prospect, ask=False)
    if mine is not None:
        st.session_state["run"] = mine
    return run
