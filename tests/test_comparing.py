"""Two runs beside one another: what differs, what they are called, when they arrive, and the sentence about them.

What is true of a pair is decided in `truth/pair_sentences.py` and `truth/fates.py`, from the data, the settings and the
recorded states alone. `CI=true` looks at 250 pairs. One that fails is found again by its number: `pair_of(number)`.
"""

import re
from typing import Any

import numpy as np
import pytest
import torch
from conftest import IN_CI
from hypothesis import given
from hypothesis import strategies as st
from test_activation import LEAKY
from truth.known import BOTH, NEAR_Z, SETS, table
from truth.pair_sentences import false_in, untrue
from truth.pairs import Pair, pair_of

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.data.held_out import hold_out
from perceptron.insight.comparing.arrival import epochs_to_arrive
from perceptron.insight.comparing.difference import difference
from perceptron.insight.comparing.settings import names_for, settings_in_words, what_differs
from perceptron.insight.prospect import Prospect
from perceptron.learning.activation import ACTIVATIONS
from perceptron.lessons.plain_words import not_plain
from perceptron.words import INHERITED, LONGEST, ZERO_WIDTH_SPACE

AT_ONCE = 50 if IN_CI else 20
LOTS = range(5 if IN_CI else 2)
ARTICLE = SETS["article"]
HOSTILE = ("</script>", "'''", "{{x}}", "a\nb\rc\x00", "__proto__", " ", "x" * 300, "=1+1", "\u202eabc", "$x$")


def run_of(dataset: Dataset = ARTICLE, held_out: float = 0, **settings: Any) -> Run:
    """A trained run."""
    training, kept = hold_out(dataset, held_out, 0)
    hyper = Hyperparameters(**settings)
    return Run(dataset=training, held_out=kept, hyperparameters=hyper, history=train(training, hyper))


def said_of(first: Run, second: Run) -> Pair:
    """The pair of two runs, once nothing false was found in what is said of it."""
    pair = Pair(0, first, second, ())
    assert false_in(pair) == []
    return pair


# The sentence


@pytest.mark.parametrize("lot", LOTS)
def test_nothing_false_is_said_of_a_random_pair(lot: int) -> None:
    pairs = [pair for number in range(lot * AT_ONCE, (lot + 1) * AT_ONCE) if (pair := pair_of(number)) is not None]
    assert len(pairs) > 0.9 * AT_ONCE
    assert {pair.number: wrong for pair in pairs if (wrong := false_in(pair))} == {}
    for pair in pairs:
        assert not_plain(pair.said.plain) is None, pair.said.plain
        for text in (pair.said.plain, pair.said.words):
            assert re.fullmatch(r"[A-Z0-9](?:[^.?!]|\.\d)*\.", text), text
            assert not re.search(r"\b(nan|inf|None)\b|\s\s|\{|\}| ,", text), text


# What is first, what is second, and what the plain sentence begins with, ends with, or has in it.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "the same": ({}, {}, "They are the same run."),
    "a batch of all rows": ({}, {"batch_size": 25}, "They are the same run."),
    "a rate": ({}, {"learning_rate": 0.0005}, "Half the rate needs twice the epochs: "),
    "a rate that kills": (
        {},
        {"learning_rate": 0.0013},
        "With 1.3 times the rate it dies at epoch 31, while the first is",
    ),
    "a rate that breaks": ({**NEAR_Z, "epochs": 90}, {"learning_rate": 0.9}, "it blows up at epoch"),
    "a rate that crawls": (
        {},
        {"learning_rate": 1e-5},
        "With a hundredth of the rate it is still 14 % above the best",
    ),
    "a rate that swings": ({"activation": "identity"}, {"learning_rate": 0.00129447}, "does not settle and is"),
    "longer": (
        {"epochs": 200},
        {"epochs": 300},
        "The second goes on where the first stops, after 200 epochs, and takes",
    ),
    "shorter": ({"epochs": 2000}, {"epochs": 1000}, "but it had settled at epoch"),
    "longer, to its death": ({"learning_rate": 0.0013, "epochs": 9}, {"epochs": 99}, ", and dies at epoch 31."),
    "a seed": ({}, {"seed": 5}, "Another start, the same end: "),
    "a start": ({"epochs": 20, "learning_rate": 1e-5}, {"initial_bias": 3.0}, "Another start, another end: "),
    "a start that is dead": ({}, {"initial_weight": -3.0}, "With another start it is dead from the start, while"),
    "batches by chance": ({"batch_size": 9, "epochs": 200}, {"seed": 1}, "Another start and other batches, "),
    "batches alone": (
        {"batch_size": 9, "epochs": 200, "initial_weight": 0.5, "initial_bias": 1.0},
        {"seed": 1},
        "Other batches, ",
    ),
    "small batches": (
        {"epochs": 400},
        {"batch_size": 12, "learning_rate": 0.001},
        "With 12 points a step, so 3 steps an",
    ),
    "no clamp": ({}, {"activation": "identity"}, "the activation makes no difference here."),
    "no clamp from below": ({"initial_weight": -1.0}, {"activation": "identity"}, "They part at the first epoch: "),
    "the mean": (
        {},
        {"reduction": "mean"},
        "The mean of 25 squares makes a step 25 times as short as their sum does: ",
    ),
    "standardised": (
        {**NEAR_Z, "learning_rate": 0.01},
        {"standardize": False, "epochs": 4000},
        "Without standardising",
    ),
    "by hand": ({}, {"gradients": "by_hand"}, "Worked out by itself or by hand, the gradient leads to the same end"),
    "several": ({}, {"learning_rate": 0.0005, "seed": 7}, "2 settings differ, rate and seed, so which of them did it"),
}
FAST = {"gradients": "by_hand"}


@pytest.mark.parametrize("name", CASES)
def test_a_difference_is_said_by_its_kind(name: str) -> None:
    first, changes, expected = CASES[name]
    quick = {} if "gradients" in changes else FAST
    one, other = run_of(**{**quick, **first}), run_of(**{**quick, **first, **changes})
    assert expected in said_of(one, other).said.plain


def test_other_points_are_compared_by_their_lines() -> None:
    first = run_of(**FAST)
    kept = said_of(first, run_of(held_out=0.2, **FAST)).said
    assert kept.plain.startswith("They learn from 25 and 20 points, so their losses cannot be compared: the slopes")
    broken = said_of(first, run_of(held_out=0.2, learning_rate=0.0013, **FAST)).said
    assert "each beside the best line of its own points; 2 settings differ, rate and held-out rows" in broken.plain
    y = ARTICLE.target.copy()
    y[3] += 1
    moved = Dataset(ARTICLE.features, y, ARTICLE.feature_names, ARTICLE.target_name)
    assert "from other points" in said_of(first, run_of(moved, **FAST)).said.words


def test_other_columns_are_not_compared() -> None:
    said = said_of(run_of(**FAST), run_of(SETS["ice_cream"], **FAST, **NEAR_Z, learning_rate=0.001)).said
    assert said.plain == said.words == "They cannot be compared, because they learn from other columns."


def test_where_a_line_fits_exactly_it_is_the_share_explained_that_counts() -> None:
    settings = {**NEAR_Z, **FAST, "epochs": 200}
    first, second = (run_of(SETS["exact"], learning_rate=rate, **settings) for rate in (0.01, 0.005))
    said = said_of(first, second).said
    assert said.plain.startswith("Half the rate needs ")
    assert said.plain.endswith(" to come close to the best line.")
    assert said.words.endswith(" to come within 0.0001 of the best line's R², 1.")


def test_no_name_of_the_learner_is_said() -> None:
    data = Dataset(ARTICLE.features, ARTICLE.target, ("</script> x",), "secret y")
    first = run_of(data, **FAST, epochs=200)
    for changes in ({"learning_rate": 0.0005}, {"seed": 3}, {"batch_size": 5}, {"seed": 3, "learning_rate": 0.0013}):
        said = difference(first, run_of(data, **{**FAST, "epochs": 200, **changes}))
        assert "script" not in said.plain + said.words
        assert "secret" not in said.plain + said.words


# The search notices what is false.


@pytest.fixture(scope="module")
def some() -> list[Pair]:
    return (
        [pair for number in range(40) if (pair := pair_of(number)) is not None]
        + [
            Pair(0, run_of(**FAST), run_of(**FAST, **{"learning_rate": 0.001, **changes}), ())
            for changes in (
                {"learning_rate": 0.0005},
                {"seed": 5},
                {"learning_rate": 0.0005, "seed": 7},
                {"epochs": 200},
            )
        ]
        + [Pair(0, run_of(**FAST, epochs=200), run_of(**FAST, epochs=200, batch_size=12), ())]
    )


def test_a_changed_number_is_refused(some: list[Pair]) -> None:
    refused, let_through = 0, []
    for pair in some:
        for text in (pair.said.plain, pair.said.words):
            for found in re.finditer(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?", text):
                if text[: found.start()].endswith("within ") or text[found.end() :].startswith(" % of y "):
                    continue
                value = float(found[0].replace(",", ""))
                other = f"{int(value * 1.1) + 1:,}" if found[0].replace(",", "").isdigit() else f"{value * 1.04:.5g}"
                wrong = untrue(pair, text[: found.start()] + other + text[found.end() :])
                refused += bool(wrong)
                let_through += [] if wrong else [(found[0], text)]
    assert refused > 150
    assert len(let_through) < 0.03 * refused, let_through[:5]


OTHERWISE = (
    ("Half", "A third of"),
    ("twice", "three times"),
    ("best loss", "best loss, 7,"),
    ("is still", "is stuck"),
    ("blows up", "dies"),
    ("dies at", "blows up at"),
    ("first goes on where the second", "second goes on where the first"),
    ("lower", "higher"),
    ("Another start, the same end", "Another start, another end"),
    ("rate and seed", "rate and loss"),
    ("so 3 steps", "so 4 steps"),
    ("with the mean it", "with the sum it"),
    ("slopes", "heights"),
)


@pytest.mark.parametrize(("words", "others"), OTHERWISE, ids=[words for words, _ in OTHERWISE])
def test_a_changed_word_is_refused(some: list[Pair], words: str, others: str) -> None:
    having = [(pair, text) for pair in some for text in (pair.said.plain, pair.said.words) if words in text]
    assert having, f"nothing says “{words}”"
    assert all(untrue(pair, text.replace(words, others, 1)) for pair, text in having)


# When a run arrived


def losses_of_the_article(rate: float, epochs: int) -> np.ndarray:
    """The article's loop."""
    x, y = (torch.tensor(values, dtype=torch.float32) for values in (ARTICLE.features, ARTICLE.target))
    torch.manual_seed(0)
    w = torch.rand(1, 1, requires_grad=True)
    b = torch.rand(1, 1, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = (x.mm(w).clamp(min=0).add(b) - y).pow(2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
            b -= rate * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return np.array(losses)


def test_half_the_articles_rate_needs_twice_the_epochs() -> None:
    a = np.column_stack([ARTICLE.features, np.ones(25)])
    lowest = float(np.linalg.lstsq(a, ARTICLE.target[:, 0], rcond=None)[1][0])
    arrivals, runs = {}, []
    for rate in (0.001, 0.0005):
        losses = losses_of_the_article(rate, 600)
        arrivals[rate] = int(np.flatnonzero(losses <= 1.01 * lowest)[0])
        runs.append(run_of(learning_rate=rate, epochs=600))
        assert epochs_to_arrive(runs[-1]) == arrivals[rate]
    assert difference(*runs).plain == (
        f"Half the rate needs twice the epochs: {arrivals[0.0005]} instead of {arrivals[0.001]},"
        " to come within 1 % of the best loss."
    )


def test_who_starts_there_needs_no_epoch_and_who_never_comes_has_none() -> None:
    w, b = np.polyfit(ARTICLE.features[:, 0], ARTICLE.target[:, 0], 1)
    assert epochs_to_arrive(run_of(initial_weight=float(w), initial_bias=float(b), epochs=3, **FAST)) == 0
    assert epochs_to_arrive(run_of(learning_rate=1e-9, epochs=3, **FAST)) is None


@pytest.mark.parametrize("height", [3.0, 0.1, 75458.4913776923])
def test_a_constant_is_reached_where_the_error_is_a_hundredth_of_it(height: float) -> None:
    run = run_of(table(BOTH, np.full(21, height)), **NEAR_Z, **FAST, learning_rate=0.01, epochs=60)
    misses = np.sqrt(np.square(run.history.predict(run.dataset.features, 0) - height).mean())
    assert misses > 0.01 * height
    off = [
        float(np.sqrt(np.square(run.history.predict(run.dataset.features, epoch) - height).mean()))
        for epoch in range(61)
    ]
    assert epochs_to_arrive(run) == next(epoch for epoch, far in enumerate(off) if far <= 0.01 * height)


# What differs, and what runs are called


def asked(dataset: Dataset = ARTICLE, held_out: float = 0, **settings: Any) -> Prospect:
    training, kept = hold_out(dataset, held_out, 0)
    return Prospect(dataset=training, held_out=kept, hyperparameters=Hyperparameters(**settings))


def test_every_setting_is_said_in_the_pages_order() -> None:
    plain = settings_in_words(asked(), "Article")
    assert list(plain.values()) == [
        *("Article", "rate 0.001", "4,000 epochs", "seed 0", "clamp", "sum of squares", "full batches", "x as it is"),
        *("random start w", "random start b", "autograd", "no row held out"),
    ]
    other = asked(
        held_out=0.2,
        **{**FAST, **NEAR_Z, "learning_rate": 0.0005, "epochs": 1, "seed": 3, "reduction": "mean", "batch_size": 5},
        initial_weight=2.0,
        initial_bias=-1.0,
    )
    assert list(settings_in_words(other, "Ice cream").values()) == [
        *("Ice cream", "rate 0.0005", "1 epoch", "seed 3", "no clamp", "mean of squares", "batches of 5"),
        *("x standardised", "start w 2", "start b −1", "gradient by hand", "20 % held out"),
    ]
    assert settings_in_words(asked(batch_size=25), "") == settings_in_words(asked(), "")


def test_an_activation_is_called_by_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIVATIONS, "leaky", LEAKY)
    assert settings_in_words(asked(activation="leaky"), "")["activation"] == "leaky"
    bent = table(BOTH, np.abs(BOTH))
    first, second = (
        run_of(bent, **FAST, epochs=40, learning_rate=0.01, activation=name) for name in ("clamp", "leaky")
    )
    assert "clamp" not in difference(first, second).plain


def test_what_differs_is_all_that_is_not_the_same_in_all() -> None:
    all_words = [settings_in_words(one, "Article") for one in (asked(), asked(learning_rate=0.0005), asked(seed=2))]
    assert what_differs(all_words) == [
        {"learning_rate": "rate 0.001", "seed": "seed 0"},
        {"learning_rate": "rate 0.0005", "seed": "seed 0"},
        {"learning_rate": "rate 0.001", "seed": "seed 2"},
    ]
    assert names_for(all_words) == ["rate 0.001, seed 0", "rate 0.0005", "seed 2"]
    assert names_for(all_words[:1]) == ["rate 0.001"]
    assert names_for([*all_words[:1], *all_words[:1]]) == ["rate 0.001", "rate 0.001 (2)"]
    assert what_differs([]) == names_for([]) == []


few_settings = st.fixed_dictionaries(
    {
        "learning_rate": st.one_of(st.sampled_from([0.001, 0.0005]), st.floats(1e-30, 10)),
        "epochs": st.sampled_from([1, 400, 4000]),
        "seed": st.sampled_from([0, 1, 2**31 - 1]),
        "activation": st.sampled_from(["clamp", "identity"]),
        "reduction": st.sampled_from(["sum", "mean"]),
        "batch_size": st.sampled_from([None, 1, 5, 25, 26]),
        "standardize": st.booleans(),
        "initial_weight": st.one_of(st.none(), st.floats(-1e6, 1e6)),
        "initial_bias": st.sampled_from([None, 0.0, -1.5]),
        "gradients": st.sampled_from(["autograd", "by_hand"]),
    }
)
names_of_data = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


@given(st.lists(st.tuples(few_settings, names_of_data, st.sampled_from([0, 0.2])), min_size=1, max_size=9))
def test_all_names_differ_and_are_short(questions: list[tuple[dict[str, Any], str, float]]) -> None:
    all_words = [settings_in_words(asked(held_out=kept, **chosen), name) for chosen, name, kept in questions]
    names = names_for(all_words)
    assert len(set(names)) == len(names) == len(questions)
    for name, words in zip(names, all_words, strict=True):
        assert 0 < len(name) <= LONGEST
        assert name.replace(ZERO_WIDTH_SPACE, "").isprintable()
        assert name not in INHERITED
        # Nothing is said in a name that is not so.
        said = re.sub(r"…? \(\d+\)$", "", name)
        assert all(
            any(word.startswith(part) for word in words.values())
            for part in said.split(", ")
            if "," not in words["data"]
        )


def test_rates_that_look_alike_are_told_apart() -> None:
    rates = (0.001, 0.0010000001, float(np.nextafter(0.001, 1)))
    assert len({settings_in_words(asked(learning_rate=rate), "")["learning_rate"] for rate in rates}) == 3
