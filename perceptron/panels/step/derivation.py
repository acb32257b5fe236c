"""Where the gradient's formulas come from: the chain rule from the loss back to each parameter."""

import streamlit as st

from perceptron.insight.run import Run


def gradient_derived(run: Run) -> None:
    """Draw the derivation for the run's activation and reduction."""
    over = {"sum": "", "mean": r"\tfrac{1}{n}"}[run.hyperparameters.reduction]
    bent = run.activation.shape != "line"
    inside, link = (r"f(x w)", r" \cdot f'(x w)") if bent else (r"x w", "")
    st.subheader("Where these formulas come from", anchor=False)
    st.markdown("The loss is a sum over the rows, and a sum is differentiated term by term. For one row,")
    st.latex(rf"\hat y = {inside} + b, \qquad \ell = (\hat y - y)^2")
    st.markdown("is a function of a function of $w$: the chain rule multiplies the derivatives of its links.")
    st.latex(
        r"\frac{\partial \ell}{\partial w} = \frac{\partial \ell}{\partial \hat y} \cdot"
        rf" \frac{{\partial \hat y}}{{\partial w}} = 2 (\hat y - y){link} \cdot x, \qquad"
        r" \frac{\partial \ell}{\partial b} = 2 (\hat y - y) \cdot 1"
    )
    st.markdown("Over all rows:")
    st.latex(
        rf"\frac{{\partial L}}{{\partial w}} = {over} \sum 2 (\hat y - y){link}\, x, \qquad"
        rf" \frac{{\partial L}}{{\partial b}} = {over} \sum 2 (\hat y - y)"
    )
    if bent:
        st.markdown(
            f"$f$ is the {run.hyperparameters.activation}: it {run.activation.meaning}. {run.activation.link}".strip()
        )
