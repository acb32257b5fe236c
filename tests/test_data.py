"""Every bundled data set loads, is described, can be made again from its recipe, and trains at the rate it suits."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, diagnose, least_squares, train
from perceptron.insight.starting import suiting

DATA = Path(__file__).resolve().parent.parent / "data"
BUNDLED = sorted(path.name for path in DATA.glob("*.csv"))


def csv(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def taxi_fare() -> str:
    """Base fare 3.50 €, then 2 € a kilometre."""
    distances = [n / 2 for n in range(1, 25)]
    return csv("distance (km),fare (€)", (f"{x:.1f},{3.5 + 2 * x:.2f}" for x in distances))


def ice_cream() -> str:
    """60 ice creams a day and 8 more for every hour of sun, give or take 20."""
    random = Random(4)
    days = []
    for _ in range(40):
        sunshine = round(random.uniform(0.5, 14), 1)
        days.append(f"{sunshine},{round(60 + 8 * sunshine + random.gauss(0, 20))}")
    return csv("sunshine (hours),ice creams sold", days)


def spring_with_slip() -> str:
    """1.2 cm a newton, read to about 0.1 cm; at 9 N the decimal point slipped one place to the left."""
    random = Random(9)
    readings = []
    for n in range(1, 21):
        load = n / 2
        stretch = 1.2 * load + random.gauss(0, 0.1)
        readings.append(f"{load:.1f},{stretch / 10 if load == 9 else stretch:.2f}")
    return csv("load (N),stretch (cm)", readings)


def falling_stone() -> str:
    """½·g·t² with g = 9.81 m/s²."""
    return csv("time (s),distance fallen (m)", (f"{n / 10:.1f},{9.81 / 2 * (n / 10) ** 2:.2f}" for n in range(1, 31)))


def tree_by_year() -> str:
    """4.2 m in 2000 and 0.35 m more every year, measured to about 0.2 m."""
    random = Random(2000)
    heights = (f"{year},{4.2 + 0.35 * (year - 2000) + random.gauss(0, 0.2):.1f}" for year in range(2000, 2025))
    return csv("year,tree height (m)", heights)


def daily_energy() -> str:
    """1600 kcal at rest, 0.04 a step and 350 an hour of sport, give or take 60."""
    random = Random(11)
    days = []
    for _ in range(40):
        steps, sport = round(random.uniform(2000, 16000), -2), round(random.uniform(0, 3), 1)
        energy = 1600 + 0.04 * steps + 350 * sport + random.gauss(0, 60)
        days.append(f"{steps:.0f},{sport},{energy:.0f}")
    return csv("steps walked,sport (hours),energy used (kcal)", days)


def mountain_air() -> str:
    """15 °C at sea level and 6.5 °C less every kilometre up, with 1 °C of weather."""
    random = Random(65)
    stations = []
    for n in range(30):
        altitude = 0.2 + 0.15 * n
        stations.append(f"{altitude:.2f},{15 - 6.5 * altitude + random.gauss(0, 1):.1f}")
    return csv("altitude (km),air temperature (°C)", stations)


RECIPES: dict[str, Callable[[], str]] = {
    "taxi_fare.csv": taxi_fare,
    "ice_cream.csv": ice_cream,
    "spring_with_slip.csv": spring_with_slip,
    "falling_stone.csv": falling_stone,
    "tree_by_year.csv": tree_by_year,
    "daily_energy.csv": daily_energy,
    "mountain_air.csv": mountain_air,
}


def described() -> dict[str, list[str]]:
    """The table of data/README.md: for each file the cells beside it."""
    rows = re.findall(r"^\| `(.+?\.csv)` \|(.+)\|$", (DATA / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


def suited(name: str) -> Hyperparameters:
    """What the last column of the table says, as hyperparameters."""
    suits = described()[name][-1]
    said = re.match(r"rate ([\d.e-]+), (\d+) epochs", suits)
    assert said, f"{name}: “{suits}” does not begin with a rate and epochs"
    return Hyperparameters(
        learning_rate=float(said[1]),
        epochs=int(said[2]),
        standardize="standardised" in suits,
        activation="clamp" if "with the clamp" in suits else "identity",
    )


def test_the_article_comes_first_and_at_least_six_sets_follow() -> None:
    names = list(described())
    assert names[0] == "article.csv"
    assert len(names) >= 7


def test_the_table_names_every_bundled_file_and_no_other() -> None:
    assert sorted(described()) == BUNDLED


@pytest.mark.parametrize("name", BUNDLED)
def test_the_table_names_the_columns_of_the_file_and_its_number_of_rows(name: str) -> None:
    dataset = Dataset.from_csv(DATA / name)
    _, columns, made, _ = described()[name]
    for column in (*dataset.feature_names, dataset.target_name):
        assert column in columns
    assert f"; {dataset.rows} rows" in made


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_file_loads_with_its_last_column_as_target(name: str) -> None:
    header, *lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    dataset = Dataset.from_csv(DATA / name)
    assert [*dataset.feature_names, dataset.target_name] == header.split(",")
    typed = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert np.array_equal(np.hstack([dataset.features, dataset.target]), typed)
    assert 20 <= dataset.rows <= 60


def test_every_file_but_the_article_has_a_recipe() -> None:
    assert {*RECIPES, "article.csv"} == set(BUNDLED)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_makes_its_file_again_byte_for_byte(name: str) -> None:
    assert (DATA / name).read_bytes() == RECIPES[name]().encode()


@pytest.mark.parametrize("name", BUNDLED)
def test_the_suggested_settings_reach_the_least_squares_line(name: str) -> None:
    dataset, hyperparameters = Dataset.from_csv(DATA / name), suited(name)
    history = train(dataset, hyperparameters)
    assert history.diverged_at is None
    residuals = history.predict(dataset.features) - dataset.target[:, 0]
    lowest = np.linalg.lstsq(np.column_stack([dataset.features, np.ones(dataset.rows)]), dataset.target)[1]
    spread = np.square(dataset.target - dataset.target.mean()).sum()
    assert np.square(residuals).sum() - lowest.sum() < 1e-5 * spread
    assert diagnose(dataset, hyperparameters, history).kind == "converged"


@pytest.mark.parametrize("name", BUNDLED)
def test_the_table_says_what_is_picked_when_the_set_is_chosen(name: str) -> None:
    picked = suiting(Dataset.from_csv(DATA / name)).hyperparameters
    assert suited(name) == (Hyperparameters() if name == "article.csv" else picked)


@pytest.mark.parametrize("name", BUNDLED)
def test_standardising_is_suggested_where_the_raw_columns_cannot_be_learned(name: str) -> None:
    """Where the table standardises, no raw rate can do it: the valley is more than a million times too narrow."""
    features = Dataset.from_csv(DATA / name).features
    condition = np.linalg.cond(np.column_stack([features, np.ones(len(features))])) ** 2
    assert suited(name).standardize == (condition > 1e6)


def test_the_outlier_is_most_of_the_loss_of_its_set() -> None:
    dataset = Dataset.from_csv(DATA / "spring_with_slip.csv")
    fit = least_squares(dataset)
    squares = np.square(dataset.features[:, 0] * fit.weights[0] + fit.bias - dataset.target[:, 0])
    assert dataset.features[squares.argmax(), 0] == 9.0
    assert squares.max() / squares.sum() == pytest.approx(0.86, abs=0.005)


def test_the_clamp_kills_the_neuron_on_the_falling_line() -> None:
    dataset = Dataset.from_csv(DATA / "mountain_air.csv")
    history = train(dataset, Hyperparameters(learning_rate=suited("mountain_air.csv").learning_rate))
    assert history.weights[-1, 0] < 0 < dataset.features.min()
    assert history.biases[-1] == pytest.approx(dataset.target.mean(), rel=1e-3)
