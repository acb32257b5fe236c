"""The neuron as a graph, with the numbers of one row and one epoch on its edges: forward above, gradient below.

In the manner of the drawings that micrograd made popular: values flow from left to right, gradients back.
"""

from perceptron.charts.palette import GRADIENT, LEAST_SQUARES, PREDICTION, TARGET
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step
from perceptron.words import as_title

# More inputs than this make the drawing a wall; the rest are summed up in one node.
MOST_INPUTS = 6


def neuron_graph(run: Run, step: Step, row: int, *, dark: bool) -> str:
    """The picture in Graphviz's DOT language, for row 0 … n-1."""
    ink, paper = ("#f2f2ee", "#1c1b19") if dark else ("#2f2d2b", "#ffffff")
    drawn = range(min(len(step.weights), MOST_INPUTS))
    lines = [
        "digraph neuron {",
        f'  rankdir=LR; bgcolor="transparent"; ranksep=0.55; nodesep=0.25; node [shape=box style="rounded,filled" '
        f'fillcolor="{paper}" color="{ink}" fontcolor="{ink}" fontname="Helvetica" fontsize=12 margin="0.12,0.07"]; '
        f'edge [color="{ink}" fontcolor="{ink}" fontname="Helvetica" fontsize=11];',
    ]
    for index in drawn:
        weight, share = step.weights[index], step.by_weighted_sum[row] * step.x[row, index]
        name = _quoted(as_title(run.dataset.feature_names[index]))
        lines += [
            f'  x{index} [label="{name}\\n{_number(step.x[row, index])}" color="{TARGET}"];',
            f'  w{index} [label="w\\n{_number(weight)}\\n∂L/∂w {_number(share)}" color="{PREDICTION}"];',
            f'  times{index} [label="×" shape=circle margin="0.02"];',
            f"  x{index} -> times{index}; w{index} -> times{index};",
            f'  times{index} -> sum [label="{_number(step.x[row, index] * weight)}"];',
        ]
    if len(step.weights) > MOST_INPUTS:
        rest = float(step.x[row, MOST_INPUTS:] @ step.weights[MOST_INPUTS:])
        lines.append(
            f'  rest [label="{len(step.weights) - MOST_INPUTS} more inputs"]; rest -> sum [label="{_number(rest)}"];'
        )
    through = "identity"
    if run.activation.shape != "line":
        through = f"{run.activation.text.format('·')}\\n{_number(step.activated[row])}"
    lines += [
        '  sum [label="Σ" shape=circle margin="0.02"];',
        f'  activation [label="{through}"];',
        '  plus [label="+" shape=circle margin="0.02"];',
        f'  b [label="b\\n{_number(step.bias)}\\n∂L/∂b {_number(step.by_prediction[row])}" color="{PREDICTION}"];',
        f'  prediction [label="ŷ\\n{_number(step.prediction[row])}"];',
        f'  y [label="y\\n{_number(step.y[row])}" color="{TARGET}"];',
        f'  loss [label="(ŷ − y)²\\n{_number(step.square[row])}" color="{LEAST_SQUARES}"];',
        f'  sum -> activation [label="{_number(step.weighted_sum[row])}"];',
        f'  activation -> plus [label="{_number(step.activated[row])}"];',
        "  b -> plus; plus -> prediction; prediction -> loss; y -> loss;",
        f'  edge [color="{GRADIENT}" fontcolor="{GRADIENT}" style=dashed constraint=false];',
        f'  loss -> prediction [label="∂L/∂ŷ {_number(step.by_prediction[row])}"];',
        f'  activation -> sum [label="∂L/∂(x·w) {_number(step.by_weighted_sum[row])}"];',
        "}",
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
