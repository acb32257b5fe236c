"""The page with the training taken out: the runs that are asked for were trained before anybody came."""

import runpy
from pathlib import Path

import streamlit as st

from perceptron import Hyperparameters, train
from perceptron.panels.session import background
from perceptron.panels.session.bundled import ARTICLE, bundled

PAGE = Path(__file__).resolve().parents[2] / "streamlit_app.py"
RATES = [round(0.0002 + 0.00001 * place, 6) for place in range(60)]


@st.cache_resource(show_spinner=False)
def _trained_before() -> None:
    dataset = bundled()[ARTICLE]
    known = {}
    for rate in (Hyperparameters().learning_rate, *RATES):
        chosen = Hyperparameters(learning_rate=rate, gradients="by_hand")
        known[chosen] = train(dataset, chosen)
    background.train = lambda dataset, chosen, *_: known[chosen] if chosen in known else train(dataset, chosen)  # type: ignore[assignment]


if __name__ == "__main__":
    _trained_before()
    runpy.run_path(str(PAGE), run_name="__main__")
