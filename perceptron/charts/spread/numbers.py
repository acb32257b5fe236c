"""The numbers of a class as dots, stacked where they are alike."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from perceptron.charts.film import AXES, fixed_scale
from perceptron.charts.palette import LEAST_SQUARES, PREDICTION, YOURS, in_words
from perceptron.charts.spread.known import Kind, Known, Shape, standing
from perceptron.charts.ticks import readable_axis
from perceptron.charts.view import ends, with_room
from perceptron.classroom.spread import Spread
from perceptron.lessons.experiment import judge_number
from perceptron.lessons.wording import in_digits

# Dots are stacked in so many places next to each other.
PLACES = 40
# So far from the middle, in times that half of them are within, is far out.
FAR_OUT = 8.0


def _layers(shape: Shape) -> list[Any]:
    """Draws the named data answers: value, up, said and right; and truth: value, and what is said at its left or right
    side, before and behind.
    """
    answers, truth = (alt.Chart(alt.NamedData(name)) for name in ("answers", "truth"))
    x = alt.X("value:Q", title=shape.x, scale=fixed_scale("value"), axis=readable_axis(7))
    y = alt.Y("up:Q", axis=None, scale=fixed_scale("up"))
    colour = alt.condition("datum.right", alt.value(LEAST_SQUARES), alt.value(YOURS))
    tooltip = [alt.Tooltip("said:N", title="predicted")]
    words: dict[str, Any] = {"fontSize": 14, "fontWeight": "bold", "baseline": "top"}
    ink = alt.value(in_words("prediction", dark=shape.dark))
    return [
        truth.mark_rule(strokeWidth=2.5).encode(x, color=alt.value(PREDICTION)),
        truth.mark_text(align="left", dx=6, **words).encode(x, y=alt.value(2), text="behind:N", color=ink),
        truth.mark_text(align="right", dx=-6, **words).encode(x, y=alt.value(2), text="before:N", color=ink),
        answers.mark_point(filled=True, size=120, opacity=0.9).encode(
            x,
            y,
            color=colour,
            shape=alt.condition("datum.right", alt.value("diamond"), alt.value("circle")),
            tooltip=tooltip,
        ),
    ]


def _drawn(known: Known, spread: Spread) -> dict[str, pd.DataFrame]:
    """The tables answers, truth (without a row until it has been run) and axes."""
    values = np.array(spread.numbers, dtype=float)
    answer = answer_in_numbers(known)
    low, high = _range_of(values, answer)
    places = np.floor((np.clip(values, low, high) - low) / (high - low) * PLACES).clip(0, PLACES - 1).astype(int)
    stacks: dict[int, int] = {}
    rows = []
    for value, place in zip(values.tolist(), places.tolist(), strict=True):
        up = stacks[place] = stacks.get(place, -1) + 1
        at = min(max(value, low), high)
        right = answer is not None and judge_number(known.experiment.prediction, value, known.facts).is_right
        said = f"{value:.6g}" if low <= value <= high else f"{value:.6g}, beyond the picture"
        rows.append({"value": at, "up": float(up), "said": said, "right": right})
    axes = {**ends("value", (low, high)), **ends("up", (-0.6, float(max((9, *stacks.values()))) + 3.0))}
    truth = [] if answer is None else [_truth(answer, low, high)]
    return {
        "answers": pd.DataFrame(rows, columns=["value", "up", "said", "right"]),
        "truth": pd.DataFrame(truth, columns=["value", "before", "behind"]),
        AXES: pd.DataFrame([axes]),
    }


def _truth(answer: float, low: float, high: float) -> dict[str, Any]:
    """Where the rule stands, and what is said at it; which side of it has the room for that is by its sign."""
    beyond = "" if low <= answer <= high else ", beyond the picture"
    is_left = answer > (low + high) / 2
    words = f"it is {in_digits(answer)}{beyond}"
    return {"value": min(max(answer, low), high), "before": words * is_left, "behind": words * (not is_left)}


def _described(known: Known, spread: Spread, count: str) -> str:
    """The dots in words; count: how many predictions there are, in words."""
    values, truth = np.array(spread.numbers), answer_in_numbers(known)
    said = f"{count} from {values.min():.5g} to {values.max():.5g}, half of them up to {np.median(values):.5g}"
    return f"{said}." if truth is None else f"{said}; it is {in_digits(truth)}."


def answer_in_numbers(known: Known) -> float | None:
    """The number that is right, None until it has been run."""
    asked = known.experiment.prediction.answer
    return float(asked.value(known.facts)) if known.has_run and asked is not None else None


def _range_of(values: np.ndarray, answer: float | None) -> tuple[float, float]:
    """The ends of an axis for most of these numbers, and for the answer where it is among them: what is far out, as one
    slip of the pen is, stands at the rim and does not squeeze all others.
    """
    if not len(values):
        return (0.0, 1.0) if answer is None else with_room(np.array([answer]), 0.1)
    middle = np.median(values)
    room = FAR_OUT * float(np.median(np.abs(values - middle))) or np.inf
    if answer is not None and np.isinf(room):
        room = max(float(np.ptp(values)), FAR_OUT * abs(float(middle)))
    both = values if answer is None else np.append(values, answer)
    return with_room(both[np.abs(both - middle) <= room], 0.1)


NUMBERS = Kind(standing(220, 150), _layers, _drawn, _described, "Diamonds: right. Circles: not. Upright: what it is.")
