"""What a run was asked with, setting by setting, in a few words each; and what differs between several runs."""

from collections.abc import Sequence
from itertools import combinations

from perceptron.insight.prospect import Prospect
from perceptron.learning.activation import ACTIVATIONS
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.words import LONGEST, as_title, counted

Words = dict[str, str]

ARTICLE = Hyperparameters()
# What a run is called by where it differs from no other.
BY_ITSELF = "learning_rate"


def settings_in_words(asked: Prospect, data_name: str) -> Words:
    """Every setting in a few words, in the page's order: the data under "data", the hyperparameters under their own
    names, and the rows that are kept from training under "held_out". The data's name is cut to one short line.
    """
    chosen = asked.hyperparameters
    return {
        "data": as_title(data_name),
        "learning_rate": f"rate {in_digits(chosen.learning_rate)}",
        "epochs": counted(chosen.epochs, "epoch"),
        "seed": f"seed {chosen.seed}",
        "activation": activation_in_words(chosen.activation),
        "reduction": f"{chosen.reduction} of squares",
        "batch_size": "full batches" if asked.is_full_batch else f"batches of {chosen.batch_size:,}",
        "standardize": "x standardised" if chosen.standardize else "x as it is",
        "initial_weight": _start_in_words("w", chosen.initial_weight),
        "initial_bias": _start_in_words("b", chosen.initial_bias),
        "gradients": {"autograd": "autograd", "by_hand": "gradient by hand"}[chosen.gradients],
        "held_out": _held_out_in_words(asked),
    }


def what_differs(all_words: Sequence[Words]) -> list[Words]:
    """Of each only those settings that are not the same in all of them."""
    keys = [key for key in all_words[0] if len({words[key] for words in all_words}) > 1] if all_words else []
    return [{key: words[key] for key in keys} for words in all_words]


def names_for(all_words: Sequence[Words]) -> list[str]:
    """A name for each, of the fewest settings that no other has all of; equal ones are numbered. All names differ, and
    none is longer than LONGEST characters.
    """
    differing = what_differs(all_words)
    pairs = zip(differing, all_words, strict=True)
    names = [_name(words, differing) or as_title(whole[BY_ITSELF]) for words, whole in pairs]
    taken = set(names)
    for place, name in enumerate(names):
        if name in names[:place]:
            names[place] = _numbered(name, taken)
            taken.add(names[place])
    return names


def activation_in_words(name: str) -> str:
    """What the learner chose it by; one that changes nothing is said to be without the article's."""
    is_plain = ACTIVATIONS[name].shape == "line" and name != ARTICLE.activation
    return f"no {ARTICLE.activation}" if is_plain else name


def in_digits(value: float) -> str:
    """A number with as many digits as tell it from every other, and a minus that is one."""
    short = f"{value:g}"
    text = short if float(short) == value else repr(value)
    return f"−{text[1:]}" if value < 0 else text


def _start_in_words(parameter: str, value: float | None) -> str:
    return f"random start {parameter}" if value is None else f"start {parameter} {in_digits(value)}"


def _held_out_in_words(asked: Prospect) -> str:
    if asked.held_out is None:
        return "no row held out"
    return f"{asked.held_out.rows / (asked.dataset.rows + asked.held_out.rows):.0%} held out".replace("%", " %")


def _name(words: Words, differing: list[Words]) -> str:
    """The first short text of settings that no other has all of; "" where there is none."""
    others = [other for other in differing if other != words]
    for count in range(1, len(words) + 1):
        for keys in combinations(words, count):
            name = ", ".join(words[key] for key in keys)
            if len(name) <= LONGEST and not any(all(other[key] == words[key] for key in keys) for other in others):
                return name
    return ""


def _numbered(name: str, taken: set[str]) -> str:
    """The name with the first number that makes it another."""
    number = 2
    while True:
        ending = f" ({number})"
        numbered = name if len(name) + len(ending) <= LONGEST else name[: LONGEST - len(ending) - 1] + "…"
        if numbered + ending not in taken:
            return numbered + ending
        number += 1
