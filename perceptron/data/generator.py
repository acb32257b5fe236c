"""Data made from a recipe, so that the answer is known before the neuron starts to look for it."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Recipe:
    """What the data is made of: y = intercept + slope·x + curvature·(x − middle)² + noise, and some outliers.

    slope, intercept: the straight line that is to be found.
    noise: the standard deviation of the normal random number added to every y.
    outliers: how many rows are then thrown far off the line.
    curvature: how much the data bends away from the line, in y per square of x; 0 is straight. The bend is measured
        from the middle of the range of x, where it is nothing.
    n: rows.
    seed: start of the random numbers; the same recipe always makes the same data.
    x_low, x_high: the range of x, at least SHORTEST_RANGE long.

    Raises ValueError, naming the field, the value and the range, for a value that is out of range.
    """

    slope: float = 2.0
    intercept: float = 1.0
    noise: float = 1.0
    outliers: int = 0
    curvature: float = 0.0
    n: int = 50
    seed: int = 0
    x_low: float = 0.0
    x_high: float = 10.0

    # All of them at their largest together make a y of some 1e14, which training can still take.
    BOUNDS: ClassVar[dict[str, tuple[float, float]]] = {
        "slope": (-1e6, 1e6),
        "intercept": (-1e9, 1e9),
        "noise": (0.0, 1e6),
        "outliers": (0, 10_000),
        "curvature": (-100.0, 100.0),
        "n": (2, 10_000),
        "seed": (0, 2**31 - 1),
        "x_low": (-1e6, 1e6),
        "x_high": (-1e6, 1e6),
    }
    WHOLE: ClassVar[frozenset[str]] = frozenset({"outliers", "n", "seed"})
    SHORTEST_RANGE: ClassVar[float] = 0.001

    def __post_init__(self) -> None:
        for field in fields(self):
            self._check(field.name, *self.BOUNDS[field.name])
        self._check("outliers", 0, self.n)
        self._check("x_high", self.x_low + self.SHORTEST_RANGE, self.BOUNDS["x_high"][1])

    def _check(self, name: str, low: float, high: float) -> None:
        value = getattr(self, name)
        kind = "a whole number" if name in self.WHOLE else "a number"
        accepted = int if name in self.WHOLE else (int, float)
        if isinstance(value, bool) or not isinstance(value, accepted) or math.isnan(value):
            raise ValueError(f"{name} is {value!r}: it must be {kind} from {low:g} to {high:g}.")
        if not low <= value <= high:
            raise ValueError(f"{name} is {value:g}: it must be {kind} from {low:g} to {high:g}.")


def generate(recipe: Recipe) -> pd.DataFrame:
    """The data as columns x and y, in the order in which they were drawn.

    x is drawn evenly from its range. An outlier is displaced, up or down, by 5 to 10 standard deviations of the noise;
    where there is no noise, by the reach of y. Both columns are rounded to some four digits of their reach. The same
    seed draws the same x whatever the other ingredients, so that one change in the recipe shows as what it is.
    """
    rng = np.random.default_rng(recipe.seed)
    x = rng.uniform(recipe.x_low, recipe.x_high, recipe.n)
    x = np.clip(_rounded(x, _reach(x)), recipe.x_low, recipe.x_high)
    if x.min() == x.max():
        x[[0, -1]] = recipe.x_low, recipe.x_high
    middle = (recipe.x_low + recipe.x_high) / 2
    y = true_line(recipe, x) + recipe.curvature * (x - middle) ** 2
    reach = _reach(y)
    y += recipe.noise * rng.standard_normal(recipe.n)
    digits_of = _reach(y)
    far = recipe.noise * rng.uniform(5, 10, recipe.n) if recipe.noise else np.full(recipe.n, reach)
    displaced = rng.permutation(recipe.n)[: recipe.outliers]
    y[displaced] += (far * rng.choice([-1.0, 1.0], recipe.n))[displaced]
    return pd.DataFrame({"x": x, "y": _rounded(y, digits_of)})


def true_line(recipe: Recipe, x: ArrayLike) -> np.ndarray:
    """intercept + slope·x: the straight part of the recipe, without noise and outliers, and without curvature."""
    return recipe.intercept + recipe.slope * np.asarray(x, dtype=np.float64)


def _reach(values: np.ndarray) -> float:
    """How far the values spread; where they are all the same, their size, or 1 where they are all 0."""
    return float(np.ptp(values)) or float(abs(values[0])) or 1.0


def _rounded(values: np.ndarray, reach: float) -> np.ndarray:
    """Rounded to a ten-thousandth of the reach or finer, but never more finely than a float64 tells apart."""
    decimals = 4 - math.floor(math.log10(reach))
    finest = 15 - math.ceil(math.log10(float(np.abs(values).max()) or 1.0))
    return np.round(values, min(decimals, finest, 300))
