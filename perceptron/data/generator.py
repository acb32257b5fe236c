"""Data made from a recipe, so that the answer is known before the neuron starts to look for it."""

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from perceptron.knobs import check, knobs_of, row


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

    # All bounds at their largest together make a y of some 1e14, which training can still take.
    slope: float = row(2.0, "Slope", low=-1e6, high=1e6)
    intercept: float = row(1.0, "Intercept", low=-1e9, high=1e9)
    noise: float = row(1.0, "Noise", "The standard deviation of what is added to every y.", low=0.0, high=1e6)
    outliers: int = row(
        0, "Outliers", "How many points are thrown far off the line.", kind="whole number", low=0, high=10_000, step=1
    )
    curvature: float = row(
        0.0, "Curvature", "How strongly the middle of the line is bent; 0 is straight.", low=-100.0, high=100.0
    )
    n: int = row(50, "Points", kind="whole number", low=2, high=10_000, step=1)
    seed: int = row(0, "Seed", kind="whole number", low=0, high=2**31 - 1, step=1)
    x_low: float = row(0.0, "Smallest x", low=-1e6, high=1e6)
    x_high: float = row(10.0, "Largest x", low=-1e6, high=1e6)

    SHORTEST_RANGE: ClassVar[float] = 0.001

    def __post_init__(self) -> None:
        check(self)
        knobs = knobs_of(self)
        replace(knobs["outliers"], high=self.n).check("outliers", self.outliers)
        replace(knobs["x_high"], low=self.x_low + self.SHORTEST_RANGE).check("x_high", self.x_high)


def generate(recipe: Recipe) -> pd.DataFrame:
    """The data as columns x and y, in the order in which they were drawn.

    x is drawn evenly from its range. An outlier is displaced, up or down, by 5 to 10 standard deviations of the noise;
    where there is no noise, by the spread of y, largest − smallest. Both columns are rounded to some four digits of
    their spread. The same seed draws the same x whatever the other ingredients, so that one change in the recipe shows
    as what it is.
    """
    rng = np.random.default_rng(recipe.seed)
    x = rng.uniform(recipe.x_low, recipe.x_high, recipe.n)
    x = np.clip(_rounded(x, _spread(x)), recipe.x_low, recipe.x_high)
    if x.min() == x.max():
        x[[0, -1]] = recipe.x_low, recipe.x_high
    middle = (recipe.x_low + recipe.x_high) / 2
    y = true_line(recipe, x) + recipe.curvature * (x - middle) ** 2
    spread = _spread(y)
    y += recipe.noise * rng.standard_normal(recipe.n)
    spread_with_noise = _spread(y)
    far = recipe.noise * rng.uniform(5, 10, recipe.n) if recipe.noise else np.full(recipe.n, spread)
    displaced = rng.permutation(recipe.n)[: recipe.outliers]
    y[displaced] += (far * rng.choice([-1.0, 1.0], recipe.n))[displaced]
    return pd.DataFrame({"x": x, "y": _rounded(y, spread_with_noise)})


def true_line(recipe: Recipe, x: ArrayLike) -> np.ndarray:
    """intercept + slope·x: the straight part of the recipe, without noise and outliers, and without curvature."""
    return recipe.intercept + recipe.slope * np.asarray(x, dtype=np.float64)


def _spread(values: np.ndarray) -> float:
    """Largest − smallest; where the values are all the same, their size, or 1 where they are all 0."""
    return float(np.ptp(values)) or float(abs(values[0])) or 1.0


def _rounded(values: np.ndarray, spread: float) -> np.ndarray:
    """Rounded to a ten-thousandth of the spread or finer, but never more finely than a float64 tells apart."""
    decimals = 4 - math.floor(math.log10(spread))
    finest = 15 - math.ceil(math.log10(float(np.abs(values).max()) or 1.0))
    return np.round(values, min(decimals, finest, 300))
