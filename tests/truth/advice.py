"""What is advised: a label says what it changes, a reason is true, and what came of a trial does come of it."""

import re
from dataclasses import dataclass, fields

import numpy as np
import torch

from perceptron import Hyperparameters, Suggestion
from perceptron.insight.trials import that_help
from truth.case import Case
from truth.reading import ADVISED, number, shows
from truth.recipes import limit_of, z_scores
from truth.runs import start_of
from truth.sentences import LINE, is_line
from truth.simulation import Start, go_on, mean_squares

RATE, START = {"learning_rate"}, {"initial_weight", "initial_bias"}
CHANGES = {
    r"Use a safe rate": RATE,
    r"A safe rate and # epochs": {*RATE, "epochs"},
    r"Use a larger rate": RATE,
    r"Standardise x": {*RATE, "standardize", "activation"},
    r"Without the clamp": {*RATE, "activation"},
    r"All rows at once": {*RATE, "batch_size"},
    r"Start at random": START,
    r"A tenth of the rate": RATE,
    r"Train for # epochs": {"epochs"},
}
# Trials of more updates than this are not taken again.
MOST_UPDATES = 3000


@dataclass(frozen=True, eq=False)
class Advice:
    """A suggestion for the run of a case."""

    case: Case
    suggestion: Suggestion

    @property
    def hyper(self) -> Hyperparameters:
        """The settings that it leads to."""
        return self.suggestion.hyperparameters

    @property
    def x(self) -> np.ndarray:
        """The features it would train on, as they are given."""
        features = self.case.run.dataset.features
        return z_scores(features) if self.hyper.standardize else features


def wrong_advice(case: Case, tried: bool) -> list[str]:
    """What is false in the suggestions to a run; tried: those that were tried, with what is said to have come of it."""
    suggestions = case.run.diagnosis.suggestions
    if tried:
        suggestions = that_help(case.run.symptoms, suggestions)
    wrong = []
    for suggestion in suggestions:
        advice = Advice(case, suggestion)
        wrong += [f"label: {suggestion.label}"] if not _label_fits(advice) else []
        wrong += ADVISED.untrue_in(advice, f"{suggestion.reason} {suggestion.tried}".strip())
    return wrong


def _label_fits(advice: Advice) -> bool:
    """It changes something, and nothing but what the label speaks of; numbers and directions in it are right."""
    label, before, after = advice.suggestion.label, advice.case.run.hyperparameters, advice.hyper
    changed = {field.name for field in fields(after) if getattr(after, field.name) != getattr(before, field.name)}
    named = next((what for words, what in CHANGES.items() if re.fullmatch(words.replace("#", "[\\d,]+"), label)), set())
    epochs = re.search(r"([\d,]+) epochs", label)
    right = changed <= named and (epochs is None or number(epochs[1]) == after.epochs)
    if label == "Use a larger rate":
        right = right and after.learning_rate > before.learning_rate
    if label == "A tenth of the rate":
        right = (right and abs(after.learning_rate / before.learning_rate - 0.1) < 1e-9) or after.learning_rate == 1e-30
    return right


@ADVISED.say(r"# is at most half of the largest stable rate( without the clamp)?, #\.")
def _half_of_the_limit(advice: Advice, said: re.Match[str]) -> bool:
    limit = limit_of(advice.x, advice.hyper.reduction == "mean")
    rate = shows(said[1], advice.hyper.learning_rate, 6) and advice.hyper.learning_rate <= limit / 2 * (1 + 1e-9)
    full = advice.hyper.is_full_batch(advice.case.n)
    return rate and full and shows(said[3], limit, 4) and bool(said[2]) == (advice.hyper.activation == "clamp")


@ADVISED.say(r"# is at most half of what is stable( without the clamp)? for any batch of that size\.")
def _half_for_any_batch(advice: Advice, said: re.Match[str]) -> bool:
    """Held against the rows of greatest length, and many others drawn by chance."""
    size, random = advice.hyper.batch_size or advice.case.n, np.random.default_rng(0)
    order = np.argsort(-np.square(advice.x).sum(axis=1))
    batches = [order[:part] for part in (size, advice.case.n % size or size)]
    batches += [random.permutation(advice.case.n)[:size] for _ in range(30)]
    lowest = min(limit_of(advice.x[batch], advice.hyper.reduction == "mean") for batch in batches)
    right = shows(said[1], advice.hyper.learning_rate, 6) and advice.hyper.learning_rate <= lowest / 2 * (1 + 1e-9)
    return right and bool(said[2]) == (advice.hyper.activation == "clamp")


@ADVISED.say(r"All features get the same scale, and a mean of 0\.")
def _same_scale(advice: Advice, said: re.Match[str]) -> bool:
    return advice.hyper.standardize


@ADVISED.say(r"The condition number falls from # to #: a rounder bowl, in which one rate suits the directions better\.")
def _rounder(advice: Advice, said: re.Match[str]) -> bool:
    """Beyond 1e20 float64 cannot tell more than that it is large."""
    numbers = []
    for x in (advice.case.x_given, advice.x):
        columns = np.column_stack([x, np.ones(len(x))])
        lengths = np.linalg.svd(columns, compute_uv=False)
        smallest = lengths[-1] if x.shape[1] > 1 else _area(x[:, 0]) / lengths[0]
        numbers.append((lengths[0] / smallest) ** 2)
    right = [
        shows(text, value, 3, 1e-5 * value) or (value > 1e20 and number(text) > 1e18)
        for text, value in zip(said.groups(), numbers, strict=True)
    ]
    return all(right) and number(said[2]) < number(said[1])


def _area(x: np.ndarray) -> float:
    """The product of the two singular values of [x, 1]."""
    return float((len(x) * np.square(x - x.mean()).sum()) ** 0.5)


@ADVISED.say(r"The clamp goes too: the mean of a standardised x·w is 0, so it is negative for some rows\.")
def _clamp_goes_too(advice: Advice, said: re.Match[str]) -> bool:
    return advice.case.clamp and advice.hyper.activation == "identity"


@ADVISED.say(rf"A {LINE} needs no activation: x·w may be negative\.")
def _needs_none(advice: Advice, said: re.Match[str]) -> bool:
    return is_line(advice.case, said[1]) and advice.hyper.activation == "identity"


@ADVISED.say(r"A full batch has no noise\.")
def _no_noise(advice: Advice, said: re.Match[str]) -> bool:
    return advice.hyper.is_full_batch(advice.case.n)


@ADVISED.say(r"A random weight lies between 0 and 1, where the clamp is open for positive x\.")
def _random_start(advice: Advice, said: re.Match[str]) -> bool:
    return advice.hyper.initial_weight is None and advice.case.clamp


@ADVISED.say(r"Smaller steps jump about less, and need more epochs\.")
def _smaller_steps(advice: Advice, said: re.Match[str]) -> bool:
    return advice.hyper.learning_rate < advice.case.rate and not advice.case.full


@ADVISED.say(r"There is still something to gain\.")
def _something_to_gain(advice: Advice, said: re.Match[str]) -> bool:
    return advice.case.excess > 0.9 * advice.case.tolerance and advice.hyper.epochs > len(advice.case.states) - 1


@ADVISED.say(r"Tried(?: for # epochs)?: the mean squared residual ended at #, where it is # now\.")
def _tried(advice: Advice, said: re.Match[str]) -> bool:
    """The same training taken again, unless it is long, or so wild that its last digits decide where it ends."""
    case, dataset = advice.case, advice.case.run.dataset
    epochs = int(number(said[1])) if said[1] else advice.hyper.epochs
    now = case.loss_given(case.state)
    right = shows(said[3], now, 4, 1e-9 * now + 1e-22) and number(said[2]) <= number(said[3])
    start, updates = _untrained(advice), epochs * -(-case.n // min(advice.hyper.batch_size or case.n, case.n))
    if not right or updates > MOST_UPDATES or start.size < case.n:
        return bool(right)
    nudged = Start(**{**vars(start), "state": start.state * (1 + 1e-7)})
    with np.errstate(over="ignore", invalid="ignore"):
        ends = go_on([start, nudged], updates)[-1]
        x = z_scores(dataset.features) if advice.hyper.standardize else dataset.features
        losses = mean_squares(x, case.y_given, start.clamp, ends)
    noise = 1e-3 * abs(losses[0]) + 1e-13 * float(np.square(case.y_given).mean())
    return abs(losses[0] - losses[1]) > noise or shows(said[2], losses[0], 4, noise)


def _untrained(advice: Advice) -> Start:
    """The neuron as it is drawn: weights, then the bias, from [0, 1), or what is set by hand."""
    random = torch.Generator().manual_seed(advice.hyper.seed)
    state = torch.cat([torch.rand(advice.case.d, generator=random), torch.rand(1, generator=random)]).double().numpy()
    if advice.hyper.initial_weight is not None:
        state[:-1] = np.float32(advice.hyper.initial_weight)
    if advice.hyper.initial_bias is not None:
        state[-1] = np.float32(advice.hyper.initial_bias)
    return start_of(advice.case.run.dataset, advice.hyper, state)
