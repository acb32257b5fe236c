"""How a sentence on the second run may begin, by the one setting that differs: each form with its check."""

import re
from collections.abc import Callable

import numpy as np

from perceptron import Run
from truth.pair_facts import BEGINNING, RATES, differing, is_rates, is_start
from truth.pairs import Pair
from truth.reading import Forms, number, shows
from truth.recipes import z_scores

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
    return is_start(pair, said[1])


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
