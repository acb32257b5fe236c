from dataclasses import dataclass
from typing import ClassVar
import pandas as pd


@dataclass(frozen=True)
class Recipe:
    slope: float = 0.5
    BOUNDS: ClassVar[dict] = {"slope": (-1000.0, 1000.0)}


def generate(recipe):
    return pd.DataFrame({"x": [0.0, 1.0], "y": [0.0, 1.0]})


def true_line(recipe, x):
    return x
