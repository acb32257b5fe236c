"""What the page is about, in two sentences, with the formula of the neuron that is on it."""

from perceptron.charts.palette import MARKDOWN
from perceptron.insight.prospect import Prospect
from perceptron.panels.session.depth import is_plain

# Of more features than this the formula has its first and its last term.
MOST_TERMS = 3
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def introduction(asked: Prospect) -> str:
    """The two sentences, as Markdown."""
    neuron = "A single neuron" if is_plain() else f"A single neuron, **{formula(asked)}**,"
    return (
        f"{neuron} learns to predict y from x step by step, on real PyTorch. "
        "Change anything and it learns again; stop it at any epoch and look inside."
    )


def formula(asked: Prospect) -> str:
    """The neuron as a formula, as Markdown, each letter in the colour of its meaning: ŷ = max(0, w·x) + b."""
    places = range(1, asked.dataset.features.shape[1] + 1)
    marks = [""] if len(places) == 1 else [str(place).translate(LOWERED) for place in places]
    terms = [f"{_coloured('w' + mark, 'weight')}·x{mark}" for mark in marks]
    if len(terms) > MOST_TERMS:
        terms = [terms[0], "…", terms[-1]]
    weighted = asked.activation.text.format(" + ".join(terms))
    return f"{_coloured('ŷ', 'prediction')} = {weighted} + {_coloured('b', 'bias')}"


def _coloured(letter: str, meaning: str) -> str:
    return f":{MARKDOWN[meaning]}[{letter}]"
