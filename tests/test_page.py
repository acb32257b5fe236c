"""The page without a browser: what it says for a run, against runs and loops made here; and that nothing breaks it."""

import itertools
import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.ipc
import pytest
import torch
from reel_read import numbers
from script_page import checked, opened
from streamlit.testing.v1 import AppTest

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.charts.views import FILM
from perceptron.data.held_out import split_rows
from perceptron.knobs import knobs_of
from perceptron.take_home.table_in_link import pack_table

ROOT = Path(__file__).resolve().parent.parent
DATA = {path.stem: Dataset.from_csv(path) for path in sorted((ROOT / "data").glob("*.csv"))}
ARTICLE = DATA["article"]
DEFAULTS = Hyperparameters()
TABS = ("Train", "One step", "Data")
SETTINGS = tuple(knobs_of(Hyperparameters))
# A number that is none, as Python, JavaScript and people write it.
NO_NUMBER = re.compile(r"(?<![a-z])(nan|[-−+]?inf|infinity|undefined|none)(?![a-z])", re.IGNORECASE)


def in_link(name: str) -> str:
    """A data set as a link names it, which is as the page shows it."""
    return name.replace("_", " ").capitalize()


@cache
def run_of(name: str, hyperparameters: Hyperparameters = DEFAULTS) -> History:
    return train(DATA[name], hyperparameters)


def walk(block: Any) -> Iterator[Any]:
    """Every element from top to bottom."""
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from walk(child)


def plain(markdown: str) -> str:
    """Markdown without its escapes, bold signs and icons."""
    return re.sub(r":material/\w+:", "", re.sub(r"\\(?=[^\w\s])", "", markdown)).replace("**", "").strip()


def words(page: AppTest) -> str:
    """All that the page says in sentences."""
    kinds = (page.markdown, page.caption, page.title, page.header, page.info, page.warning, page.error)
    return "\n".join(plain(element.value) for kind in kinds for element in kind)


def headline(page: AppTest) -> str:
    """What became of the run: the plain sentence, and the headline behind "Why?"."""
    behind = next(element.value for element in page.markdown if re.fullmatch(r"\*\*.*\*\*", element.value))
    return f"{plain(page.header[0].value)} {plain(behind)}"


def heading(page: AppTest) -> str:
    """What stands at the head of the tab."""
    return plain(page.header[0].value)


def handed(page: AppTest, kind: str) -> dict[str, Any]:
    """What a component of the page was given for the browser: the player's, or what follows it, by its kind."""
    components = (element.proto for block in page._tree.children.values() for element in walk(block))
    names = ("perceptron.film_player", "perceptron.film_live")
    found = [proto for proto in components if getattr(proto, "component_name", "") in names]
    given = [json.loads(proto.json) for proto in found]
    (data,) = (data for data in given if data.get("kind", "player") == kind)
    return data


def column_at(page: AppTest, name: str, epoch: int = -1) -> float:
    """What the player holds of an epoch, the last unless told."""
    reel = handed(page, "player")["reel"]
    epoch = epoch if epoch >= 0 else reel["last"]
    if reel["repeats"]:
        first, period = reel["repeats"]
        epoch = epoch if epoch < first else first + (epoch - first) % period
    packed = reel["columns"][name]
    return float(numbers(reel["columns"][packed] if isinstance(packed, str) else packed)[epoch])


def metrics(page: AppTest) -> dict[str, str]:
    """The table of numbers, as it is at the end of the film."""
    return {name: f"{value:.5g}" for name, value in numbers_at(page).items()}


def numbers_at(page: AppTest, epoch: int = -1) -> dict[str, float]:
    """The table of numbers as the browser works it out at an epoch, the last unless told."""
    ways = {
        "as_it_is": lambda value, factor: value,
        "root": lambda value, factor: math.sqrt(value * factor),
        "r_squared": lambda value, factor: 1 - value * factor,
    }
    rows = handed(page, "numbers")["rows"]
    return {row["name"]: ways[row["how"]](column_at(page, row["column"], epoch), row["factor"]) for row in rows}


def best_possible(page: AppTest) -> dict[str, float]:
    """What stands beside those numbers, for those that have a best one."""
    return {row["name"]: row["best"] for row in handed(page, "numbers")["rows"] if row["best"] is not None}


def button(page: AppTest, label: str) -> Any:
    (found,) = (button for button in page.button if button.label == label)
    return found


def settings(page: AppTest) -> dict[str, object]:
    return {name: page.session_state[name] for name in SETTINGS}


def table(page: AppTest, *columns: str) -> pd.DataFrame:
    """The one table on the page with these columns."""
    (found,) = (frame.value for frame in page.dataframe if set(columns) <= set(frame.value.columns))
    return found


def article_loop(learning_rate: float, *, clamp: bool = True) -> Iterator[tuple[float, float, float]]:
    """The article's loop: (loss, w, b) at each iteration, before its update."""
    x = torch.tensor(ARTICLE.features, dtype=torch.float32)
    y = torch.tensor(ARTICLE.target, dtype=torch.float32)
    torch.manual_seed(0)
    w = torch.rand(1, 1, requires_grad=True)
    b = torch.rand(1, 1, requires_grad=True)
    while True:
        weighted = x.mm(w)
        loss = ((weighted.clamp(min=0) if clamp else weighted).add(b) - y).pow(2).sum()
        yield loss.item(), w.item(), b.item()
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
            w.grad.zero_()
            b.grad.zero_()


# At first sight


def test_the_articles_run_is_shown_without_a_click() -> None:
    page = opened()
    shown = metrics(page)
    assert (shown["Weight w"], shown["Bias b"], shown["Loss"]) == ("0.17507", "1.4045", "6.1199")
    residuals = 0.1750716 * ARTICLE.features[:, 0] + 1.4045023 - ARTICLE.target[:, 0]
    assert float(shown["Typical error"]) == pytest.approx(math.sqrt((residuals**2).mean()), rel=1e-4)
    assert float(shown["Share explained (R²)"]) == pytest.approx(
        np.corrcoef(ARTICLE.features[:, 0], ARTICLE.target[:, 0])[0, 1] ** 2, rel=1e-4
    )
    assert "converged" in headline(page)
    assert f"Since update {run_of('article').repeats_from:,}" in words(page)


def test_a_rate_just_past_the_limit_kills_the_neuron() -> None:
    page = opened(learning_rate=0.0013)
    states = [state for state, _ in zip(article_loop(0.0013), range(200), strict=False)]
    died = next(update for update, (_, w, _) in enumerate(states) if w < 0)
    assert "died" in headline(page)
    assert re.search(rf"\bupdate {died}\b", headline(page))
    assert "1.004 times the largest stable rate" in words(page)
    assert metrics(page)["Loss"] == "8.9124"


def test_a_rate_of_a_hundredth_is_named_with_the_update_that_broke_the_run() -> None:
    page = opened(learning_rate=0.01)
    states = [state for state, _ in zip(article_loop(0.01), range(200), strict=False)]
    died = next(update for update, (_, w, _) in enumerate(states) if w < 0)
    assert "died" in headline(page)
    assert re.search(rf"\bupdate {died}\b", headline(page))


def test_without_the_clamp_it_diverges_and_the_update_is_named() -> None:
    page = opened(learning_rate=0.01, activation="identity")
    states = enumerate(article_loop(0.01, clamp=False))
    broke = next(update for update, state in states if not all(map(math.isfinite, state)))
    assert "diverged" in headline(page)
    # The gradient leaves float32 with or one update before the loss.
    assert any(re.search(rf"\bupdate {update}\b", headline(page)) for update in (broke - 1, broke))
    assert not any(NO_NUMBER.search(value) for value in metrics(page).values())


# A rate that the data cannot bear


@pytest.mark.parametrize("label", ["Standardise x", "Use a safe rate"])
def test_years_offer_a_way_out_that_works_below_the_diagnosis(label: str) -> None:
    page = opened(data=in_link("tree_by_year"))
    elements = list(walk(page.main))
    offered = next(place for place, element in enumerate(elements) if getattr(element, "label", "") == label)
    diagnosed = next(place for place, element in enumerate(elements) if element.type == "header")
    assert diagnosed < offered
    assert "died" in headline(page)

    checked(button(page, label).click().run())
    assert not any(word in headline(page).lower() for word in ("died", "diverged", "oscillates"))
    hyperparameters = Hyperparameters(**{name: page.session_state[name] for name in SETTINGS})
    history = train(DATA["tree_by_year"], hyperparameters)
    assert history.diverged_at is None
    assert history.losses[-1] < history.losses[0]
    assert metrics(page)["Loss"] == f"{history.losses[-1]:.5g}"


# Settings


CHANGED: dict[str, Any] = {
    "learning_rate": 0.02,
    "epochs": 321,
    "seed": 7,
    "activation": "identity",
    "reduction": "mean",
    "batch_size": 5,
    "standardize": True,
    "initial_weight": 0.25,
    "initial_bias": -1.5,
    "gradients": "by_hand",
}


def test_a_link_sets_every_hyperparameter() -> None:
    page = opened(**CHANGED)
    assert set(CHANGED) == set(SETTINGS)
    assert settings(page) == CHANGED
    history = train(ARTICLE, Hyperparameters(**CHANGED))
    assert metrics(page)["Loss"] == f"{history.losses[-1]:.5g}"
    assert metrics(page)["Bias b"] == f"{history.biases_in_data_units[-1]:.5g}"


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_alone_changes_the_run_and_stands_in_the_link(name: str) -> None:
    short = {"epochs": CHANGED["epochs"]}
    page = opened(**short, **{name: CHANGED[name]} if name != "epochs" else {})
    assert settings(page) == settings_of(DEFAULTS) | short | {name: CHANGED[name]}
    history = train(ARTICLE, Hyperparameters(**settings(page)))
    epochs = (0, 1, 10, len(history) - 1)
    shown = [column_at(page, "loss", epoch) for epoch in epochs]
    np.testing.assert_allclose(shown, history.losses[list(epochs)], rtol=1e-6)
    if name not in ("epochs", "activation", "gradients"):
        # The clamp never shuts on the article's data, and by hand the digits are the same.
        assert not np.allclose(shown, run_of("article").losses[list(epochs)], rtol=1e-6)
    assert name in page.query_params


def settings_of(hyperparameters: Hyperparameters) -> dict[str, object]:
    return {name: getattr(hyperparameters, name) for name in SETTINGS}


# Several in a link at a time; each setting falls back by itself.
NONSENSE = [
    {
        "learning_rate": "abc",
        "epochs": "-5",
        "seed": "NaN",
        "activation": "<script>alert(1)</script>",
        "tab": "Nowhere",
    },
    {"learning_rate": "-1", "epochs": "1e99", "batch_size": "0", "initial_weight": "nan", "epoch": "-1"},
    {"learning_rate": "inf", "epochs": "2.5", "seed": "99999999999999999999", "standardize": "perhaps"},
    {"learning_rate": "0", "epochs": "", "data": "../../etc/passwd", "held_out": "-10", "epoch": "9" * 50},
    {"table": "nonsense", "tab": "Nowhere"},
]


@pytest.mark.parametrize("query", NONSENSE, ids=lambda query: ", ".join(query))
def test_nonsense_in_a_link_gives_a_run_all_the_same(query: dict[str, str]) -> None:
    page = opened(**query)
    untouched = set(SETTINGS) - set(query)
    assert {name: settings(page)[name] for name in untouched} == {name: getattr(DEFAULTS, name) for name in untouched}
    # Whatever they fell back to are values that a run can have, and the run of those values is what is shown.
    history = train(ARTICLE, Hyperparameters(**settings(page)))
    assert metrics(page)["Loss"] == f"{history.losses[-1]:.5g}"
    assert not NO_NUMBER.search(" ".join(metrics(page).values()))


def test_back_to_the_article_resets_everything() -> None:
    page = opened(data=in_link("ice_cream"), held_out=20, **CHANGED)
    assert metrics(page)["Loss"] != "6.1199"
    checked(button(page, "Back to the article").click().run())
    assert settings(page) == settings_of(DEFAULTS)
    assert page.session_state["data"] == "article"
    assert metrics(page)["Loss"] == "6.1199"
    assert not set(SETTINGS) & set(page.query_params)


def test_a_new_random_start_is_another_start_of_another_seed() -> None:
    page = opened()
    before = page.session_state["seed"]
    checked(button(page, "New random start").click().run())
    seed = page.session_state["seed"]
    assert seed != before
    start = train(ARTICLE, Hyperparameters(seed=seed, epochs=1))
    assert f"{start.weights[0, 0]:.4g}" in described(page, "weight")


# Every data set


@pytest.mark.parametrize(("name", "activation"), list(zip(DATA, itertools.cycle(["clamp", "identity"]), strict=False)))
def test_every_set_opens_in_every_tab(name: str, activation: str) -> None:
    for tab in TABS:
        page = opened(data=in_link(name), activation=activation, tab=tab)
        assert page.session_state["data"] == name
        shown = [words(page)]
        if tab == "Train":
            # Its numbers at the end, and the best possible ones beside them.
            shown += [*metrics(page).values(), *(f"{best:.5g}" for best in best_possible(page).values())]
        shown += [formula.value for formula in page.latex]
        assert not [found.group() for text in shown for found in [NO_NUMBER.search(text)] if found]
    assert not page.error


# Pictures

CHARTS = tuple(view.name for view in FILM)


def chart(page: AppTest, name: str) -> Any:
    """A chart's message to the browser, by the name that it has on the page."""
    (found,) = (element for element in walk(page.get_by_key(name)) if element.type == "vega_lite_chart")
    return found.proto


def described(page: AppTest, name: str) -> str:
    return str(chart(page, name).alt)


def columns_sent(message: Any) -> set[str]:
    """The columns of all tables that go with a chart."""
    tables = (pyarrow.ipc.open_stream(named.data.data).read_all() for named in message.datasets)
    return {name for sent in tables for name in sent.column_names}


def values_of(part: Any, *keys: str) -> Iterator[Any]:
    """Everything that stands under one of these keys, anywhere in a specification."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in keys:
                yield value
            yield from values_of(value, *keys)
    elif isinstance(part, list):
        for value in part:
            yield from values_of(value, *keys)


def without_titles(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: without_titles(value) for key, value in part.items() if key != "title"}
    return [without_titles(value) for value in part] if isinstance(part, list) else part


def strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from strings(value)


def sent(page: AppTest, name: str, table: str) -> pd.DataFrame:
    """A table that goes with a chart."""
    (found,) = (named for named in chart(page, name).datasets if named.name == table)
    return pyarrow.ipc.open_stream(found.data.data).read_all().to_pandas()


@pytest.mark.parametrize("name", ["article", "daily_energy"])
def test_every_chart_reads_what_is_sent_along(name: str) -> None:
    page = opened(data=in_link(name), epochs=50)
    checked(page.toggle(key="squares").set_value(True).run())
    for name_of_chart in CHARTS:
        message = chart(page, name_of_chart)
        spec = json.loads(message.spec)
        made = {name for name in values_of(spec, "as") if isinstance(name, str)}
        read = {name for name in values_of(spec, "field") if isinstance(name, str)}
        assert read <= columns_sent(message) | made
        drawn = {data["name"] for data in values_of(spec, "data") if isinstance(data, dict)}
        assert drawn == {named.name for named in message.datasets}


def test_charts_are_described_with_the_runs_numbers() -> None:
    page = opened()
    history = run_of("article")
    weight, bias = history.weights[:, 0], history.biases
    line = described(page, "fitted_line")
    assert all(number in line for number in ("25 points", "0.1751", f"{bias[-1]:.4g}", "1.405"))
    assert all(f"{number:.5g}" in described(page, "loss_curve") for number in (history.losses[0], history.losses[-1]))
    for name, course in (("weight", weight), ("bias", bias)):
        assert all(f"{number:.4g}" in described(page, name) for number in (course[0], course[-1]))
    assert "weight w" in described(page, "loss_surface")
    assert all(described(page, name) for name in CHARTS)


HOSTILE = ["a.b", "x:y", "sum(x)", "![z](http://example.org/z.png)", "constructor", "<b>'\"\\"]


@pytest.mark.parametrize("features", [1, 2])
def test_a_learners_names_are_titles_and_nothing_else(features: int) -> None:
    x = np.arange(12.0)
    rows = np.column_stack([x, (x * 5) % 7, 2 * x + 1 + x % 3])[:, -features - 1 :]

    def link_to(names: list[str]) -> str:
        packed = pack_table(pd.DataFrame(rows, columns=names), names[:-1], names[-1])
        assert packed is not None
        return packed

    harmless = opened(table=link_to(["u", "v", "w"][: features + 1]), epochs=50)
    specs = {name: json.loads(chart(harmless, name).spec) for name in CHARTS}
    # Each hostile name stands in one place or another.
    for place in range(0, len(HOSTILE), features + 1):
        names = [*HOSTILE[place:], *HOSTILE[:place]][: features + 1]
        page = opened(table=link_to(names), epochs=50)
        for name in CHARTS:
            assert without_titles(json.loads(chart(page, name).spec)) == without_titles(specs[name])
            assert columns_sent(chart(page, name)) == columns_sent(chart(harmless, name))
        for tab in TABS[1:]:
            page = opened(table=link_to(names), tab=tab, epochs=50)
            # A name in a sentence never acts as Markdown.
            sentences = [element.value for kind in (page.markdown, page.caption, page.header) for element in kind]
            assert not any("](http" in sentence for sentence in sentences)


def test_several_features_are_drawn_as_predicted_against_actual() -> None:
    settings = {"activation": "identity", "standardize": True, "learning_rate": 0.01}
    page = opened(data=in_link("daily_energy"), **settings)
    energy = DATA["daily_energy"]
    assert "Predicted against actual" in described(page, "fitted_line")
    titles = [
        title for title in values_of(json.loads(chart(page, "fitted_line").spec), "title") if isinstance(title, str)
    ]
    assert {f"actual {energy.target_name}", f"predicted {energy.target_name}"} <= set(titles)
    weights = table(page, "feature", "weight", "least squares")
    assert weights["feature"].tolist() == list(energy.feature_names)
    design = np.column_stack([energy.features, np.ones(energy.rows)])
    solution = np.linalg.lstsq(design, energy.target[:, 0], rcond=None)[0]
    np.testing.assert_allclose(weights["least squares"], solution[:-1], rtol=1e-9)
    history = run_of("daily_energy", Hyperparameters(**settings))
    np.testing.assert_allclose(weights["weight"], history.weights[-1] / energy.features.std(axis=0), rtol=1e-12)
    assert "Weight w" not in metrics(page)


# The numbers of the epoch shown


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("standardize", [False, True])
def test_every_number_is_worked_out_at_its_epoch_beside_the_best_possible(reduction: str, standardize: bool) -> None:
    ways: dict[str, Any] = {"activation": "identity", "reduction": reduction, "standardize": standardize}
    ways |= {"learning_rate": 0.001, "epochs": 40}
    page = opened(**ways)
    x, y, history = ARTICLE.features[:, 0], ARTICLE.target[:, 0], run_of("article", Hyperparameters(**ways))
    z = (x - x.mean()) / x.std() if standardize else x
    for epoch in (0, 7, 40):
        residuals = history.weights[epoch, 0] * z + history.biases[epoch] - y
        slope = history.weights[epoch, 0] / (x.std() if standardize else 1)
        expected = {
            "Weight w": slope,
            "Bias b": history.biases[epoch] - (slope * x.mean() if standardize else 0),
            "Loss": (residuals**2).sum() if reduction == "sum" else (residuals**2).mean(),
            "Share explained (R²)": 1 - (residuals**2).mean() / y.var(),
            "Typical error": math.sqrt((residuals**2).mean()),
        }
        assert numbers_at(page, epoch) == pytest.approx(expected, rel=1e-4)
    slope, intercept = np.polyfit(x, y, 1)
    squares = (slope * x + intercept - y) ** 2
    assert best_possible(page) == pytest.approx(
        {
            "Weight w": slope,
            "Bias b": intercept,
            "Loss": squares.sum() if reduction == "sum" else squares.mean(),
            "Share explained (R²)": np.corrcoef(x, y)[0, 1] ** 2,
            "Typical error": math.sqrt(squares.mean()),
        },
        rel=1e-9,
    )
    formula = handed(page, "formula")
    assert (formula["weights"], formula["around"], formula["means"]) == (["shown_w1"], "{}", None)
    assert formula["best"] == pytest.approx(best_possible(page)["Loss"])


def test_the_held_out_rows_have_a_number_without_a_best_one() -> None:
    page = opened(held_out=20, epochs=30)
    used, kept = split_rows(25, 0.2, 0)
    history = train(ARTICLE.take(used), Hyperparameters(epochs=30))
    x, y = ARTICLE.features[kept, 0], ARTICLE.target[kept, 0]
    for epoch in (0, 30):
        residuals = np.maximum(x * history.weights[epoch, 0], 0) + history.biases[epoch] - y
        assert numbers_at(page, epoch)["Share explained, held-out rows (R²)"] == pytest.approx(
            1 - (residuals**2).mean() / y.var(), rel=1e-4
        )
    assert "Share explained, held-out rows (R²)" not in best_possible(page)
    assert "Share explained, held-out rows (R²)" not in numbers_at(opened(epochs=30), 0)


@pytest.mark.parametrize(("asked", "opens_at"), [(None, 0), (7, 7), (50, 50), (70, 50)])
def test_the_film_opens_at_the_epoch_of_the_link(asked: int | None, opens_at: int) -> None:
    page = opened(epochs=50, **{} if asked is None else {"epoch": asked})
    assert handed(page, "player")["epoch"] == opens_at


def test_the_player_knows_what_each_picture_reads_and_holds_it() -> None:
    # More weights than any picture draws.
    values = np.random.default_rng(0).normal(size=(30, 12)).round(3)
    wide = pd.DataFrame(values, columns=[f"column {place}" for place in range(12)])
    many = pack_table(wide, list(wide.columns[:-1]), "column 11")
    for query in ({"data": in_link("article")}, {"data": in_link("daily_energy")}, {"table": many}):
        page = opened(**query, epochs=50)
        given = handed(page, "player")
        assert list(given["views"]) == list(CHARTS)
        for kind in ("formula", "numbers", "prediction"):
            needed = handed(page, kind)["needs"]
            assert needed and set(needed) <= set(given["reel"]["columns"])
        assert {column for columns in given["views"].values() for column in columns} <= set(given["reel"]["columns"])


# The log and the box


def test_the_log_is_what_the_article_prints() -> None:
    log = table(opened(), "iteration", "loss").set_index("iteration")["loss"]
    printed = {count: loss for count, (loss, _, _) in zip(range(1, 301), article_loop(0.001), strict=False)}
    assert log.index.tolist() == list(range(100, 4001, 100))
    assert [log[100], log[200], log[300]] == [printed[100], printed[200], printed[300]]


def test_the_box_is_handed_what_its_sum_needs() -> None:
    page = opened()
    history = run_of("article")
    box = the_box(page)
    for x in (-3.5, 2.5):
        checked(box.set_value(x).run())
        given = handed(page, "prediction")
        assert (given["z"], given["slopes"], given["around"]) == ([x], [0.0, 1.0], "max(0, {})")
        assert column_at(page, given["weights"][0], 7) == history.weights[7, 0]
        assert column_at(page, "b", 7) == history.biases[7]


def test_the_box_of_a_standardised_x_is_told_as_the_neuron_gets_it() -> None:
    page = opened(activation="identity", standardize=True, learning_rate=0.01, epochs=30)
    checked(the_box(page).set_value(2.5).run())
    given, x = handed(page, "prediction"), ARTICLE.features[:, 0]
    assert given["z"] == pytest.approx([(2.5 - x.mean()) / x.std()])
    assert (given["slopes"], given["around"]) == ([1.0, 1.0], "{}")
    assert "standardised" in given["note"]


def the_box(page: AppTest) -> Any:
    (box,) = (number for number in page.number_input if number.label == "x")
    return box


# One step


def numbers_in(formula: str) -> list[str]:
    """The numbers of a formula, in their digits: 1.5 \\cdot 10^{-7} as 1.5e-7."""
    formula = re.sub(r"\\textcolor\{#\w{6}\}\{([^{}]*(?:\{[^{}]*\})?)\}", r"\1", formula)
    formula = re.sub(r" \\cdot 10\^\{(-?)(\d+)\}", r"e\g<1>\g<2>", formula)
    return re.findall(r"(?<![\w.#])-?\d+(?:\.\d+)?(?:e-?\d+)?", formula)


def as_shown(value: float, digits: int) -> str:
    return re.sub(r"e([-+])0*", lambda sign: "e-" if sign[1] == "-" else "e", f"{value:.{digits}g}")


def assert_shows(text: str, value: float) -> None:
    """That text is the value in as many digits as it has, which are at least five unless the others are zeros."""
    assert text in {as_shown(value, digits) for digits in range(5, 10)}


@pytest.mark.parametrize(
    ("name", "ways"),
    list(
        zip(
            DATA,
            itertools.cycle([{}, {"activation": "identity", "standardize": True, "learning_rate": 0.01}]),
            strict=False,
        )
    ),
)
def test_the_step_shown_leads_to_the_next_row_of_the_history(name: str, ways: dict[str, Any]) -> None:
    history = run_of(name, Hyperparameters(**ways))
    last = len(history) - 1
    for epoch in sorted({0, min(100, last - 1)}):
        page = opened(data=in_link(name), tab="One step", epoch=epoch, **ways)
        assert heading(page) == f"The step from epoch {epoch:,} to {epoch + 1:,}"
        weight, bias = (numbers_in(formula.value)[-1] for formula in page.latex[-3:-1])
        assert_shows(weight, history.weights[epoch + 1, 0])
        assert_shows(bias, history.biases[epoch + 1])


def without_colours(markdown: str) -> str:
    return re.sub(r":(?:violet|yellow|red|gray|orange|blue|small)\[([^\]]*)\]", r"\1", markdown)


def first_sentences(page: AppTest) -> str:
    """What stands below the heading of the step."""
    return next(
        text for text in map(plain, map(without_colours, (part.value for part in page.markdown))) if "loss" in text
    )


def test_a_sentence_says_what_the_step_does() -> None:
    (loss, w, b), (next_loss, next_w, next_b) = itertools.islice(article_loop(0.001), 2)
    assert first_sentences(opened(tab="One step")) == (
        f"The squared residuals of the 25 rows add up to loss {loss:.5g}. The step moves w from {w:.5g} to {next_w:.5g}"
        f" and b from {b:.5g} to {next_b:.5g}, and the loss falls to {next_loss:.5g}."
    )


def test_a_step_of_a_dead_neuron_and_one_too_long_are_told_as_such() -> None:
    dead = first_sentences(opened(tab="One step", learning_rate=0.0013, epoch=3000))
    assert "The clamp is shut for every row, so no gradient comes to w. b = 2.3036 stays as it is too" in dead
    assert "the loss rises to" in first_sentences(opened(tab="One step", learning_rate=0.01, activation="identity"))


def test_the_last_epochs_step_would_come_next() -> None:
    page = opened(tab="One step", epochs=50, epoch=50)
    assert heading(page) == "The step that would follow epoch 50, the last"
    assert "The step would move w from" in first_sentences(page)


def test_an_epoch_beyond_the_run_is_its_last() -> None:
    assert heading(opened(tab="One step", epochs=50, epoch=70)).endswith("epoch 50, the last")


def test_a_row_can_be_followed_through_the_neuron() -> None:
    page = opened(tab="One step", epoch=3)
    checked(page.number_input(key="row").set_value(7).run())
    _, weight, bias = next(state for count, state in enumerate(article_loop(0.001)) if count == 3)
    x, y = ARTICLE.features[6, 0], ARTICLE.target[6, 0]
    prediction = max(0, x * weight) + bias
    shown = [numbers_in(formula.value) for formula in page.latex]
    assert shown[1][-1] == as_shown(prediction, 5)
    assert as_shown(prediction - y, 5) in [numbers[-1] for numbers in shown]
    assert as_shown((prediction - y) ** 2, 5) in [numbers[-1] for numbers in shown]
    assert as_shown(2 * (prediction - y) * x, 5) in [numbers[-1] for numbers in shown]
    points = sent(page, "step_points", "points")
    assert points.loc[points["chosen"], "row"].tolist() == [7]


def test_a_row_that_other_data_does_not_have_gives_way_to_its_last() -> None:
    page = opened(tab="One step", data=in_link("daily_energy"))
    checked(page.number_input(key="row").set_value(40).run())
    assert checked(page.selectbox(key="data").set_value("article").run()).number_input(key="row").value == 25


def test_the_loss_is_drawn_against_the_weight_and_the_bias() -> None:
    page = opened(tab="One step")
    (loss, w, b), (_, next_w, next_b) = itertools.islice(article_loop(0.001), 2)
    for name, here, after in (("tangent_weight", w, next_w), ("tangent_bias", b, next_b)):
        now = sent(page, name, "now").iloc[0]
        assert (now["value"], now["next"], now["loss"]) == (here, after, pytest.approx(loss, rel=1e-7))
        assert f"{here:.5g}" in described(page, name)


def test_of_several_weights_one_is_chosen_for_the_loss() -> None:
    ways = {"activation": "identity", "standardize": True, "learning_rate": 0.001}
    page = opened(data=in_link("daily_energy"), tab="One step", epoch=5, **ways)
    weights = run_of("daily_energy", Hyperparameters(**ways)).weights[5]
    assert sent(page, "tangent_weight", "now")["value"].tolist() == [weights[0]]
    checked(page.selectbox(key="step_weight").set_value(1).run())
    assert sent(page, "tangent_weight", "now")["value"].tolist() == [weights[1]]


def test_standardising_is_said_and_shown_in_both_units() -> None:
    ways = {"activation": "identity", "standardize": True, "learning_rate": 0.01}
    page = opened(tab="One step", epoch=5, **ways)
    assert "This run standardises" in words(page)
    history, x = run_of("article", Hyperparameters(**ways)), ARTICLE.features[:, 0]
    weight, bias = history.weights[5, 0], history.biases[5]
    shown = table(page, "as trained", "in data units")
    assert shown["as trained"].tolist() == [f"{weight:.5g}", f"{bias:.5g}"]
    in_data_units = [f"{weight / x.std():.5g}", f"{bias - weight * x.mean() / x.std():.5g}".replace("-", "−")]
    assert shown["in data units"].tolist() == in_data_units
    rows = next(frame.value for frame in page.dataframe if len(frame.value) == 25)
    np.testing.assert_allclose(rows.iloc[:, 1], x)
    np.testing.assert_allclose(rows.iloc[:, 2], (x - x.mean()) / x.std(), rtol=1e-5)
    assert "standardises" not in words(opened(tab="One step"))


def test_autograds_names_are_told_where_it_ran() -> None:
    assert "MmBackward0 → ClampBackward1 → AddBackward0" in words(opened(tab="One step")).replace("`", "")
    by_hand = words(opened(tab="One step", gradients="by_hand"))
    assert "Backward0" not in by_hand and "No autograd ran" in by_hand


@pytest.mark.parametrize("name", ["article", "daily_energy"])
def test_the_rows_shares_add_up_to_the_gradient(name: str) -> None:
    ways = {"activation": "identity", "standardize": True, "learning_rate": 0.001}
    page = opened(data=in_link(name), tab="One step", epoch=5, **ways)
    dataset, history = DATA[name], run_of(name, Hyperparameters(**ways))
    z = (dataset.features - dataset.features.mean(axis=0)) / dataset.features.std(axis=0)
    residuals = z @ history.weights[5] + history.biases[5] - dataset.target[:, 0]
    gradient = [*(2 * residuals @ z), 2 * residuals.sum()]

    caption = next(plain(caption.value) for caption in page.caption if "add up to the gradient" in caption.value)
    caption = caption.replace("−", "-")
    sums = [float(total) for total in re.findall(r"∂L/∂[wb]\\?_z (\S+) \(recorded", caption)]
    recorded = [float(value) for value in re.findall(r"recorded (\S+),", caption)]
    np.testing.assert_allclose(sums, gradient, rtol=1e-4)
    np.testing.assert_allclose(recorded, [*history.weight_gradients[5], history.bias_gradients[5]], rtol=1e-6)
    rows = next(frame.value for frame in page.dataframe if len(frame.value) == dataset.rows)
    np.testing.assert_allclose(rows.iloc[:, -len(gradient) :].sum(), gradient, rtol=1e-4)


def test_the_gradient_is_checked_in_three_ways() -> None:
    page = opened(tab="One step", epoch=0)
    shown = table(page, "recorded", "chain_rule", "finite_difference")
    history = run_of("article")
    recorded = [history.weight_gradients[0, 0], history.bias_gradients[0]]
    assert shown["recorded"].tolist() == recorded
    np.testing.assert_allclose(shown["chain_rule"], recorded, rtol=1e-6)
    np.testing.assert_allclose(shown["finite_difference"], recorded, rtol=1e-6)


def test_the_tab_says_when_an_epoch_was_many_updates() -> None:
    page = opened(tab="One step", batch_size=10, epochs=20)
    assert "3 updates" in words(page)
    assert "updates" not in words(opened(tab="One step", batch_size=25, epochs=20))


# Its words


def introduction(page: AppTest) -> str:
    """What the page says it is about, without colours."""
    said = next(element.value for element in page.markdown if element.value.startswith("A single neuron"))
    return re.sub(r":\w+\[([^]]+)\]", r"\1", plain(said))


def test_the_formula_is_that_of_the_neuron_on_the_page() -> None:
    assert "A single neuron, ŷ = max(0, w·x) + b, learns" in introduction(opened())
    assert "A single neuron, ŷ = w·x + b, learns" in introduction(opened(activation="identity"))
    energy = {"data": in_link("daily_energy"), "activation": "identity", "standardize": True, "epochs": 50}
    assert "ŷ = w₁·x₁ + w₂·x₂ + b" in introduction(opened(**energy))
    assert any("**:orange[ŷ] = max(0, :violet[w]" in element.value for element in opened().markdown)
