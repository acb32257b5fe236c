"""Every bundled data set loads, is described, can be made again from its recipe, and trains at the rate it suits."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from perceptron import Dataset, Hyperparameters, diagnose, least_squares, train

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
