"""Where the largest stable rate comes from, with the numbers of this run's data."""

import streamlit as st

from perceptron.charts.digits import shown
from perceptron.insight.run import Run


def limit_derived(run: Run) -> None:
    """Draw the derivation; it is of the loss over all rows, where no activation bends."""
    steepest, rate = run.curvature.steepest, run.hyperparameters.learning_rate
    over = {"sum": "", "mean": "/n"}[run.hyperparameters.reduction]
    st.subheader("Where the limit comes from", anchor=False)
    st.markdown(
        "For a neuron that is a plain line, the loss over all rows is a bowl. With $\\theta = (w, b)$ and its lowest"
        " point $\\theta^*$,"
    )
    st.latex(r"L(\theta) = L^* + \tfrac{1}{2} (\theta - \theta^*)^\top H\, (\theta - \theta^*)")
    st.markdown(
        f"where $H = 2 A^\\top A{over}$, $A$ being the features with a column of ones beside them. Its gradient is"
        " $H (\\theta - \\theta^*)$, so one step makes of the error"
    )
    st.latex(r"\theta - \theta^* \;\leftarrow\; (I - \eta H)\,(\theta - \theta^*)")
    st.markdown(
        "Along an eigenvector of $H$ with eigenvalue $\\lambda$ that multiplies it by $1 - \\eta\\lambda$. It shrinks"
        " as long as $|1 - \\eta\\lambda| < 1$, that is $\\eta < 2/\\lambda$; the largest eigenvalue decides:"
    )
    limit, factor = shown(run.curvature.largest_stable_learning_rate, 5), shown(1 - rate * steepest, 4)
    st.latex(rf"\eta < \frac{{2}}{{\lambda_{{\max}}}} = \frac{{2}}{{\text{{{shown(steepest, 7)}}}}} = \text{{{limit}}}")
    st.markdown(f"At the rate {rate:g} the factor in that direction is {factor}.")
