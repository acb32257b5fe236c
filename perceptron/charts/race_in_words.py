"""A race in words: what its values and its limit are called, a table of it, and its picture in a sentence."""

from typing import Any

import numpy as np
import pandas as pd

from perceptron.charts.endings import ENDED_AS
from perceptron.insight.race import Entrant, Race
from perceptron.insight.spreading import Over
from perceptron.words import counted, line_or_plane

TITLES: dict[Over, str] = {
    "rate": "learning rate",
    "start": "weight at the start",
    "batch size": "batch size",
    "seed": "random seed",
}


def value_named(over: Over, value: float) -> str:
    """A value that is raced over, as one would write it."""
    return f"{value:.4g}".replace("-", "−") if over in ("rate", "start") else f"{value:,.0f}"


def limit_named(race: Race) -> str:
    """What the rule at the limit is called: where x is negative too, a clamp shuts some rows, and has another limit."""
    bends = race.asked.activation.shape != "line" and bool((race.asked.features < 0).any())
    return f"largest stable rate{f' without the {race.asked.hyperparameters.activation}' if bends else ''}"


def said(entrant: Entrant) -> str:
    """The loss at the end, or which update broke the numbers."""
    if entrant.final_loss is not None:
        return f"{entrant.final_loss:.5g}"
    if entrant.run is None:
        return "too large to begin with"
    return f"too large, from update {entrant.run.history.diverged_at:,} on"


def race_table(race: Race) -> pd.DataFrame:
    """The race as a table: value, loss, NaN where the numbers broke, ended, arrived, weights and the bias at the end in
    the data's own units, and whether it is the best.
    """
    rows = []
    for entrant in race.entrants:
        row: dict[str, Any] = {
            "value": entrant.value,
            "loss": np.nan if entrant.final_loss is None else entrant.final_loss,
            "ended": ENDED_AS[entrant.kind].word,
            "arrived": race.arrived_at(entrant),
            "best": entrant is race.best,
        }
        if entrant.run is not None:
            history = entrant.run.history
            weights = history.weights_in_data_units[-1].tolist()
            names = [f"weight_{place}" for place in range(1, len(weights) + 1)] if len(weights) > 1 else ["weight"]
            row |= dict(zip(names, weights, strict=True))
            row["bias"] = float(entrant.run.biases_shown[-1])
        rows.append(row)
    return pd.DataFrame(rows).astype({"arrived": "Int64"})


def race_described(race: Race) -> str:
    """The picture in a sentence or two, for people who cannot see it."""
    first, last = race.entrants[0].value, race.entrants[-1].value
    endings = [ENDED_AS[entrant.kind].word for entrant in race.entrants]
    how = ", ".join(f"{endings.count(word)} {word}" for word in dict.fromkeys(endings))
    title, best = TITLES[race.over], race.best
    ends_at = f"from {value_named(race.over, first)} to {value_named(race.over, last)}"
    text = f"The loss at the end by {title}, {counted(len(endings), 'run')} {ends_at}: {how}."
    if race.limit is not None:
        text += f" The {limit_named(race)} is {race.limit:.4g}."
    if best is not None and best.final_loss is not None:
        text += f" The best is {value_named(race.over, best.value)}, with a loss of {best.final_loss:.5g}"
        text += f"; the best {line_or_plane(len(race.asked.dataset.feature_names))} has {race.asked.fit.loss:.5g}."
    return text
