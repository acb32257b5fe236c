"""What may be said of two runs: each form of words with the check that decides it, worked out anew."""

import re
from collections.abc import Callable

import numpy as np

from perceptron import Run
from truth.fates import FATES, GOAL, arrives_at, is_goal, settings_of
from truth.pairs import Pair
from truth.reading import Forms, number, shows
from truth.recipes import z_scores

COMPARED = Forms()
FATE = r"((?:is|dies|blows|diverges|settles|does) [^;:]+?)"
OWN = r"(, each beside the best line of its own points)?"
LEAD = r"((?:With|Without|From) .*?) it "
WHAT_DIFFERS = r"([a-z][a-z ,-]*)"
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


def false_in(pair: Pair) -> list[str]:
    """All that is false, or unknown, in what is said of a pair, plainly and with terms."""
    return [*untrue(pair, pair.said.plain), *untrue(pair, pair.said.words)]


def untrue(pair: Pair, text: str) -> list[str]:
    """The same of one text, which has to be one sentence."""
    return COMPARED.untrue_in(pair, text)


def differing(pair: Pair) -> set[str]:
    """The settings that are not the same in both."""
    one, other = map(settings_of, pair.both)
    return {name for name in one if one[name] != other[name]}


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


# One and the same


@COMPARED.say(r"They are the same run\.$")
def _same(pair: Pair, said: re.Match[str]) -> bool:
    one, other = map(states, pair.both)
    return not differing(pair) and one.shape == other.shape and bool((one == other).all())


@COMPARED.say(r"They cannot be compared, because they learn from other columns\.$")
def _other_columns(pair: Pair, said: re.Match[str]) -> bool:
    return pair.first.dataset.names != pair.second.dataset.names


@COMPARED.say(rf"Both go the very same way for # epochs: the {WHAT_DIFFERS} (makes?) no difference here\.$")
def _no_difference(pair: Pair, said: re.Match[str]) -> bool:
    one, other = map(states, pair.both)
    alike = one.shape == other.shape and bool((one == other).all()) and len(one) - 1 == number(said[1])
    return alike and _are_all(pair, said[2]) and (said[3] == "make") == (" and " in said[2] or said[2] == "epochs")


def _are_all(pair: Pair, listed: str) -> bool:
    """Whether these are the settings that differ, all of them."""
    return {NAMES[name] for name in re.split(", | and ", listed)} == differing(pair)


# One stops before the other


def _goes_on(pair: Pair, said: re.Match[str]) -> tuple[Run, Run] | None:
    """The shorter and the longer, if it is as the first three groups have it."""
    longer, shorter = pair.both if said[1] == "first" else pair.both[::-1]
    here, there = states(shorter), states(longer)
    alike = len(here) < len(there) and bool((here == there[: len(here)]).all())
    is_so = differing(pair) == {"epochs"} and alike and said[1] != said[2] and len(here) - 1 == number(said[3])
    return (shorter, longer) if is_so else None


GOES_ON = r"The (first|second) goes on where the (first|second) stops, after # epochs, "


@COMPARED.say(rf"{GOES_ON}and {FATE}\.$")
def _breaks_later(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    return runs is not None and re.search("die|blow|diverge", said[4]) is not None and fate(pair, runs[1], said[4])


@COMPARED.say(
    rf"{GOES_ON}but it had settled at epoch # already(?:: the loss where the one stops is #, and # at the end)?\.$"
)
def _settled(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    if runs is None:
        return False
    shorter, longer = runs
    at = int(number(said[4]))
    predicted = np.stack([longer.history.predict(longer.dataset.features, e) for e in range(at, longer.last + 1)])
    moved = np.abs(predicted - predicted[-1]).max() / (np.ptp(longer.dataset.target) or 1.0)
    ends = all(
        shows(text, run.history.losses[-1], 7) for text, run in zip(said.groups()[4:6], runs, strict=True) if text
    )
    return at <= shorter.last and moved < 2e-3 and ends


@COMPARED.say(
    rf"{GOES_ON}and takes the loss from # to #, # % (lower|higher)(?:; the least-squares loss is #)?\.$",
)
def _takes_the_loss(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    if runs is None:
        return False
    before, after = (run.history.losses[-1] for run in runs)
    change = after / before - 1 if said[7] == "higher" else 1 - after / before
    best = said[8] is None or is_goal(runs[1], "loss", said[8])
    return shows(said[4], before, 5) and shows(said[5], after, 5) and shows(said[6], 100 * change, 3) and best


@COMPARED.say(rf"{GOES_ON}and its loss stays #(?:; the least-squares loss is #)?\.$")
def _stays(pair: Pair, said: re.Match[str]) -> bool:
    runs = _goes_on(pair, said)
    best = said[5] is None or (runs is not None and is_goal(runs[1], "loss", said[5]))
    return runs is not None and all(shows(said[4], run.history.losses[-1], 5) for run in runs) and best


# Where they part, and how far apart they end

APART = r"(every prediction is the same|predictions differ by up to #(?:, # (% of|times) what y spans)?)"
PARTED = r"They (?:part at the first epoch|go the same way until epoch # and part)"


def apart(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether they end so far apart as the groups of APART have it."""
    words, far, share, unit = said
    x = pair.first.dataset.features
    one, other = (_predicted(run, x) for run in pair.both)
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


def _predicted(run: Run, x: np.ndarray) -> np.ndarray:
    """The last predictions, with x standardised anew."""
    if run.hyperparameters.standardize:
        own = run.dataset.features
        spread = np.ptp(own, axis=0)
        x = (x - own.mean(axis=0)) / ((own / spread).std(axis=0) * spread)
    sums = x @ run.history.weights[-1]
    return (np.maximum(sums, 0) if run.hyperparameters.activation == "clamp" else sums) + run.history.biases[-1]


def is_alike(pair: Pair) -> bool:
    """Whether nobody could tell their ends apart."""
    one, other = (_predicted(run, pair.first.dataset.features) for run in pair.both)
    return bool(np.abs(one - other).max() <= 0.0101 * np.ptp(pair.first.dataset.target))


def _parts_so(pair: Pair, at: str | None) -> bool:
    one, other = map(states, pair.both)
    until = 0 if at is None else int(number(at))
    alike = bool((one[: until + 1] == other[: until + 1]).all())
    return differing(pair) == {"activation"} and alike and bool((one[until + 1] != other[until + 1]).any())


@COMPARED.say(rf"{PARTED}, but end alike: {APART}\.$")
def _part_and_end_alike(pair: Pair, said: re.Match[str]) -> bool:
    return _parts_so(pair, said[1]) and is_alike(pair) and apart(pair, said.groups()[1:5])


@COMPARED.say(rf"{PARTED}: the first {FATE}, and the second {FATE}\.$")
def _part(pair: Pair, said: re.Match[str]) -> bool:
    return _parts_so(pair, said[1]) and fate(pair, pair.first, said[2]) and fate(pair, pair.second, said[3])


BEGINNING = r"([Aa]nother start|[Aa]nother start and other batches|[Oo]ther batches)"
START = rf"{BEGINNING}, "


def _is_start(pair: Pair, said: str) -> bool:
    small = (pair.first.hyperparameters.batch_size or pair.first.dataset.rows) < pair.first.dataset.rows
    one, other = (states(run)[0] for run in pair.both)
    right = ["another start"] if bool((one != other).any()) else []
    right += ["other batches"] if small and "seed" in differing(pair) else []
    by_start = differing(pair) <= {"seed", "initial_weight", "initial_bias"}
    return by_start and said.lower() == " and ".join(right)


@COMPARED.say(rf"{START}the same end: {APART}(?:, each {GOAL} after # (?:and # )?epochs?)?\.$")
def _same_end(pair: Pair, said: re.Match[str]) -> bool:
    first, second = said[7], said[8] or said[7]
    when = first is None or all(
        arrives_at(run, int(number(at))) for run, at in zip(pair.both, (first, second), strict=True)
    )
    goal = said[6] is None or is_goal(pair.first, said[6], None)
    return _is_start(pair, said[1]) and is_alike(pair) and apart(pair, said.groups()[1:5]) and when and goal


@COMPARED.say(rf"{START}another end: {APART}\.$")
def _another_end(pair: Pair, said: re.Match[str]) -> bool:
    return _is_start(pair, said[1]) and not _is_clearly_alike(pair) and apart(pair, said.groups()[1:5])


def _is_clearly_alike(pair: Pair) -> bool:
    one, other = (_predicted(run, pair.first.dataset.features) for run in pair.both)
    return bool(np.abs(one - other).max() < 0.0099 * np.ptp(pair.first.dataset.target))


# Two ways to the gradient


@COMPARED.say(
    r"(?:Worked out by itself or by hand, the gradient leads to the same end|By autograd in float32 and by hand in"
    r" float64 they come to the same end): after # epochs the losses (?:differ first in digit #: # and #|are the same"
    r" in every digit: #)\.$"
)
def _two_ways(pair: Pair, said: re.Match[str]) -> bool:
    autograd, by_hand = sorted(pair.both, key=lambda run: run.hyperparameters.gradients)
    one, other = (float(run.history.losses[-1]) for run in (autograd, by_hand))
    if differing(pair) != {"gradients"} or not is_alike(pair) or number(said[1]) != pair.first.last:
        return False
    if said[2] is None:
        return one == other and shows(said[5], one, 5)
    digits = int(number(said[2]))
    alike = all(float(f"{one:.{fewer}g}") == float(f"{other:.{fewer}g}") for fewer in range(1, digits))
    return alike and said[3] != said[4] and shows(said[3], one, digits) and shows(said[4], other, digits)


# Other points


POINTS = r"They learn from (other points|# and # points), so their losses cannot be compared: "


def _learn_from(pair: Pair, said: re.Match[str]) -> bool:
    one, other = (run.dataset.rows for run in pair.both)
    counts = one == other if said[2] is None else (number(said[2]), number(said[3])) == (one, other) and one != other
    return counts and differing(pair) <= {"data", "held_out"} and bool(differing(pair))


@COMPARED.say(
    rf"{POINTS}(?:the slopes at the end are # and #, the heights where x is 0 are # and #|at the end w is # and #, b is"
    r" # and #)\.$"
)
def _other_lines(pair: Pair, said: re.Match[str]) -> bool:
    numbers = [text for text in said.groups()[3:] if text is not None]
    true = []
    for run in pair.both:
        x = run.dataset.features[:, 0]
        given = z_scores(run.dataset.features)[:, 0] if run.hyperparameters.standardize else x
        w = run.history.weights[-1, 0]
        slope = w * np.ptp(given) / np.ptp(x)
        true.append((slope, run.history.biases[-1] + w * given[0] - slope * x[0], abs(slope * x[0])))
    slopes = all(shows(text, value[0], 4, 1e-9 * abs(value[0])) for text, value in zip(numbers[:2], true, strict=True))
    return (
        _learn_from(pair, said)
        and slopes
        and all(shows(text, value[1], 4, 1e-9 * value[2]) for text, value in zip(numbers[2:], true, strict=True))
    )


@COMPARED.say(rf"{POINTS}at the first's points {APART}\.$")
def _other_planes(pair: Pair, said: re.Match[str]) -> bool:
    return _learn_from(pair, said) and apart(pair, said.groups()[3:7])


# The steps


@COMPARED.say(
    rf"(?:The mean of # squares makes a step # times as short as their sum does|The gradient of the sum of # squares is"
    rf" # times that of their mean): with the mean it {FATE}, and with the sum it {FATE}\.$"
)
def _mean_and_sum(pair: Pair, said: re.Match[str]) -> bool:
    of_mean, of_sum = sorted(pair.both, key=lambda run: run.hyperparameters.reduction)
    rows = {int(number(text)) for text in said.groups()[:4] if text is not None}
    one, other = (run.history.bias_gradients[0] for run in (of_mean, of_sum))
    return (
        differing(pair) == {"reduction"}
        and rows == {pair.first.dataset.rows}
        and np.isclose(other, one * pair.first.dataset.rows, rtol=0.01, atol=1e-3 * abs(other) + 1e-30)
        and fate(pair, of_mean, said[5])
        and fate(pair, of_sum, said[6])
    )


RATIO = "([A-Za-z ]+?|# (?:times|% of))"
TO_COME = rf"to come {GOAL}(?:, #)?"
RATES = rf"{RATIO} the (?:rate|learning rate \(# instead of #\))"
NEEDS = rf"(?:needs as many epochs, #, {TO_COME}|needs {RATIO} the epochs: # instead of #, {TO_COME})"


def is_rates(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether the rates stand so to one another."""
    words, _, other, one = said
    rates = [run.hyperparameters.learning_rate for run in pair.both]
    numbers = one is None or (shows(one, rates[0], 4) and shows(str(other), rates[1], 4))
    return differing(pair) == {"learning_rate"} and ratio(str(words), rates[1] / rates[0], 3) and numbers


def needs(pair: Pair, said: tuple[str | None, ...]) -> bool:
    """Whether both arrive when it is said."""
    as_many, goal, best, words, _, other, one, other_goal, other_best = said
    if as_many is not None:
        at = [int(number(as_many))] * 2
    else:
        at = [int(number(str(one))), int(number(str(other)))]
        if not ratio(str(words), at[1] / at[0], 2):
            return False
    right_goal = is_goal(pair.second, str(goal or other_goal), best or other_best)
    return right_goal and all(arrives_at(run, epoch) for run, epoch in zip(pair.both, at, strict=True))


@COMPARED.say(rf"{RATES} {NEEDS}\.$")
def _rates(pair: Pair, said: re.Match[str]) -> bool:
    return is_rates(pair, said.groups()[:4]) and needs(pair, said.groups()[4:13])


@COMPARED.say(
    rf"{LEAD}{NEEDS}(?:, and over the last tenth of the epochs its loss moves by # %, the first's by # %)?\.$"
)
def _needs(pair: Pair, said: re.Match[str]) -> bool:
    wavers = True
    if said[11] is not None:
        for text, run in zip((said[12], said[11]), pair.both, strict=True):
            last = run.history.losses[-max(2, len(run.history.losses) // 10) :]
            wavers = wavers and shows(text, 100 * (last.max() - last.min()) / last.mean(), 3)
    return lead(pair, said[1]) and needs(pair, said.groups()[1:10]) and wavers


@COMPARED.say(rf"{LEAD}{FATE}(?:, while the first {FATE}|(, just like the first)){OWN}\.$")
def _what_became(pair: Pair, said: re.Match[str]) -> bool:
    return (
        lead(pair, said[1])
        and fate(pair, pair.second, said[2])
        and fate(pair, pair.first, said[3] or said[2])
        and (said[5] is not None) == ("data" in differing(pair) or "held_out" in differing(pair))
    )


@COMPARED.say(
    rf"(?:The first {FATE}, and the second {FATE}|Each of them {FATE}){OWN}; # settings differ, {WHAT_DIFFERS}, so"
    r" which of them did it cannot be told\.$"
)
def _several(pair: Pair, said: re.Match[str]) -> bool:
    one, other = said[1] or said[3], said[2] or said[3]
    return (
        fate(pair, pair.first, one)
        and fate(pair, pair.second, other)
        and number(said[5]) == len(differing(pair)) > 1
        and _are_all(pair, said[6])
        and (said[4] is not None) == (pair.first.dataset.fingerprint != pair.second.dataset.fingerprint)
    )


def fate(pair: Pair, run: Run, text: str) -> bool:
    """Whether that became of it."""
    return not FATES.untrue_in((pair, run), text)


# The beginnings, by the setting that differs

LEADS = Forms()


def lead(pair: Pair, text: str) -> bool:
    """Whether the second run differs so from the first."""
    return not LEADS.untrue_in(pair, text)


def _of(pair: Pair, name: str) -> list[object]:
    return [getattr(run.hyperparameters, name) for run in pair.both]


def _says(name: str, words: str, check: Callable[[Pair], bool]) -> None:
    LEADS.say(words)(lambda pair, said: differing(pair) == {name} and check(pair))


_says("standardize", r"With x standardised$", lambda pair: _of(pair, "standardize")[1] is True)
_says("standardize", r"Without standardising x$", lambda pair: _of(pair, "standardize")[1] is False)
_says("activation", r"With the clamp$", lambda pair: _of(pair, "activation")[1] == "clamp")
_says("activation", r"Without the clamp$", lambda pair: _of(pair, "activation")[1] == "identity")
_says("reduction", r"With the mean of the squares$", lambda pair: _of(pair, "reduction")[1] == "mean")
_says("reduction", r"With the sum of the squares$", lambda pair: _of(pair, "reduction")[1] == "sum")
_says("gradients", r"With the gradient (worked out )?by hand$", lambda pair: _of(pair, "gradients")[1] == "by_hand")
_says(
    "gradients",
    r"With (autograd|the gradient worked out by itself)$",
    lambda pair: _of(pair, "gradients")[1] == "autograd",
)
_says("data", r"From other points$", lambda pair: True)


@LEADS.say(rf"With {BEGINNING}$")
def _from_another(pair: Pair, said: re.Match[str]) -> bool:
    return _is_start(pair, said[1])


@LEADS.say(r"With # epochs$")
def _with_epochs(pair: Pair, said: re.Match[str]) -> bool:
    return differing(pair) == {"epochs"} and number(said[1]) == pair.second.hyperparameters.epochs


@LEADS.say(rf"With {RATES}$")
def _with_rate(pair: Pair, said: re.Match[str]) -> bool:
    return is_rates(pair, said.groups()[:4])


@LEADS.say(r"(?:With x standardised|Without standardising x) \(condition number # instead of #\)$")
def _conditioned(pair: Pair, said: re.Match[str]) -> bool:
    def right(run: Run, text: str) -> bool:
        x = z_scores(run.dataset.features) if run.hyperparameters.standardize else run.dataset.features
        lengths = np.linalg.svd(np.column_stack([x, np.ones(len(x))]), compute_uv=False)
        true = (lengths[0] / lengths[-1]) ** 2
        return true > 1e12 or shows(text, true, 3, 0.01 * true)

    standardized = said[0].startswith("With x")
    return (
        differing(pair) == {"standardize"}
        and pair.second.hyperparameters.standardize == standardized
        and right(pair.second, said[1])
        and right(pair.first, said[2])
    )


@LEADS.say(r"With (?:all points|# points) a step, so # steps an epoch instead of #,$")
@LEADS.say(r"With (?:full batches|batches of #), # updates an epoch instead of #,$")
def _batches(pair: Pair, said: re.Match[str]) -> bool:
    rows = pair.first.dataset.rows
    one, other = (min(run.hyperparameters.batch_size or rows, rows) for run in pair.both)
    return (
        differing(pair) == {"batch_size"}
        and (number(said[1]) == other if said[1] else other == rows)
        and (number(said[2]), number(said[3])) == (-(-rows // other), -(-rows // one))
    )


@LEADS.say(r"With (no|#) (other )?rows? held out$")
def _held_out(pair: Pair, said: re.Match[str]) -> bool:
    one, other = (0 if run.held_out is None else run.held_out.rows for run in pair.both)
    count = other == (0 if said[1] == "no" else number(said[1]))
    return differing(pair) == {"held_out"} and count and (said[3] is not None) == (one == other)
