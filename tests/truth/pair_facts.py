"""What two runs have to do with one another, worked out anew: what differs, how far apart they end, their rates."""

import re

import numpy as np

from perceptron import Run
from truth.fates import FATES, settings_of
from truth.pairs import Pair
from truth.reading import Forms, shows

COMPARED = Forms()
FATE = r"((?:is|dies|blows|diverges|settles|does) [^;:]+?)"
OWN = r"(, each beside the best line of its own points)?"
WHAT_DIFFERS = r"([a-z][a-z ,-]*)"
APART = r"(every prediction is the same|predictions differ by up to #(?:, # (% of|times) what y spans)?)"
BEGINNING = r"([Aa]nother start|[Aa]nother start and other batches|[Oo]ther batches)"
RATIO = "([A-Za-z ]+?|# (?:times|% of))"
RATES = rf"{RATIO} the (?:rate|learning rate \(# instead of #\))"
WORDS = {
    **{"half": 1 / 2, "twice": 2, "three times": 3, "four times": 4, "five times": 5, "ten times": 10},
    **{"a hundred times": 100, "a hundredth of": 0.01, "a tenth of": 0.1, "a fifth of": 0.2},
    **{"a quarter of": 0.25, "a third of": 1 / 3},
}
NAMES = {
    **{"data": "data", "rate": "learning_rate", "epochs": "epochs", "seed": "seed", "activation": "activation"},
    **{"loss": "reduction", "batch size": "batch_size", "standardising": "standardize", "start w": "initial_weight"},
    **{"start b": "initial_bias", "gradient": "gradients", "held-out rows": "held_out"},
}


def differing(pair: Pair) -> set[str]:
    """The settings that are not the same in both."""
    one, other = map(settings_of, pair.both)
    return {name for name in one if one[name] != other[name]}


def are_all(pair: Pair, listed: str) -> bool:
    """Whether these are the settings that differ, all of them."""
    return {NAMES[name] for name in re.split(", | and ", listed)} == differing(pair)


def states(run: Run) -> np.ndarray:
    """Weights and bias at every epoch."""
    return np.column_stack([run.history.weights, run.history.biases])


def ratio(text: str, value: float, digits: int) -> bool:
    """Whether a ratio is said as it is: "half", "48 % of", "2.1 times"."""
    if text.lower() in WORDS:
        return abs(value / WORDS[text.lower()] - 1) < 0.6 * 10 ** (1 - digits)
    if text.endswith(" % of"):
        return value < 1 and shows(text.removesuffix(" % of"), 100 * value, digits)
    return text.endswith(" times") and shows(text.removesuffix(" times"), value, digits)


def is_rates(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether the rates stand so to one another."""
    words, _, other, one = said
    rates = [run.hyperparameters.learning_rate for run in pair.both]
    numbers = one is None or (shows(one, rates[0], 4) and shows(str(other), rates[1], 4))
    return differing(pair) == {"learning_rate"} and ratio(str(words), rates[1] / rates[0], 3) and numbers


def apart(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether they end so far apart as the groups of APART have it."""
    words, far, share, unit = said
    x = pair.first.dataset.features
    one, other = (predicted(run, x) for run in pair.both)
    most, spread = float(np.abs(one - other).max()), float(np.ptp(pair.first.dataset.target))
    noise = 1e-12 * float(np.abs(one).max() + np.abs(other).max())
    if far is None:
        return words == "every prediction is the same" and most <= noise
    if not shows(far, most, 3, noise):
        return False
    if share is None:
        return spread == 0
    factor = 100 if unit == "% of" else 1
    return shows(share, factor * most / spread, 3, factor * noise / spread)


def predicted(run: Run, x: np.ndarray) -> np.ndarray:
    """The last predictions, with x standardised anew."""
    if run.hyperparameters.standardize:
        own = run.dataset.features
        spread = np.ptp(own, axis=0)
        x = (x - own.mean(axis=0)) / ((own / spread).std(axis=0) * spread)
    sums = x @ run.history.weights[-1]
    return (np.maximum(sums, 0) if run.hyperparameters.activation == "clamp" else sums) + run.history.biases[-1]


def is_alike(pair: Pair) -> bool:
    """Whether nobody could tell their ends apart."""
    one, other = (predicted(run, pair.first.dataset.features) for run in pair.both)
    return bool(np.abs(one - other).max() <= 0.0101 * np.ptp(pair.first.dataset.target))


def is_clearly_alike(pair: Pair) -> bool:
    """Whether that is so beyond doubt."""
    one, other = (predicted(run, pair.first.dataset.features) for run in pair.both)
    return bool(np.abs(one - other).max() < 0.0099 * np.ptp(pair.first.dataset.target))


def is_start(pair: Pair, said: str) -> bool:
    """Whether just that is another: the start, the batches, or both."""
    small = (pair.first.hyperparameters.batch_size or pair.first.dataset.rows) < pair.first.dataset.rows
    one, other = (states(run)[0] for run in pair.both)
    right = ["another start"] if bool((one != other).any()) else []
    right += ["other batches"] if small and "seed" in differing(pair) else []
    by_start = differing(pair) <= {"seed", "initial_weight", "initial_bias"}
    return by_start and said.lower() == " and ".join(right)


def fate(pair: Pair, run: Run, text: str) -> bool:
    """Whether that became of it."""
    return not FATES.untrue_in((pair, run), text)
