"""What a run ended as, as a sign: a word, a colour and a shape, the same in every picture that shows many runs."""

from typing import NamedTuple

import altair as alt

from perceptron.charts.palette import BIAS, GRADIENT, LEAST_SQUARES, LOSS, RESIDUAL, TARGET
from perceptron.insight.diagnosis import Kind


class Ending(NamedTuple):
    """The word for it, the colour, the shape by Vega's name or as a path in a square from -1 to 1, and, where it is
    drawn as a line, the dashes and gaps.
    """

    word: str
    colour: str
    shape: str
    dash: tuple[int, ...]


ARRIVED = Ending("arrived", LEAST_SQUARES, "circle", (1, 0))
STILL_LEARNING = Ending("still learning", TARGET, "triangle-right", (9, 3))
SWINGS = Ending("swings", BIAS, "diamond", (3, 3))
BLEW_UP = Ending("blew up", LOSS, "triangle-up", (12, 3, 2, 3))
# A cross that lies, ×, as wide as the others.
CROSS = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
DIED = Ending("died", RESIDUAL, CROSS, (2, 4))
GOT_STUCK = Ending("got stuck", GRADIENT, "square", (6, 2))

# As they stand in a legend.
ENDINGS = (ARRIVED, STILL_LEARNING, SWINGS, BLEW_UP, DIED, GOT_STUCK)
ENDED_AS: dict[Kind, Ending] = {
    "converged": ARRIVED,
    "still learning": STILL_LEARNING,
    # To and fro, but ever closer.
    "oscillating, converging": STILL_LEARNING,
    "oscillating, not converging": SWINGS,
    "diverged": BLEW_UP,
    "dead neuron": DIED,
    "stalled in float32": GOT_STUCK,
}


def colour_and_shape() -> tuple[alt.Color, alt.Shape]:
    """The encodings of a column `ended` that has those words, with one legend for both, below the picture."""
    words = [ending.word for ending in ENDINGS]
    legend = alt.Legend(orient="bottom", columns=3, symbolSize=90, symbolOpacity=1)
    return (
        alt.Color(
            "ended:N",
            title="ended as",
            legend=legend,
            scale=alt.Scale(domain=words, range=[ending.colour for ending in ENDINGS]),
        ),
        alt.Shape(
            "ended:N",
            title="ended as",
            legend=legend,
            scale=alt.Scale(domain=words, range=[ending.shape for ending in ENDINGS]),
        ),
    )
