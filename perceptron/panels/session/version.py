"""One state of the table that the page learns from, and the chain of them."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from perceptron.data.dataset import Dataset
from perceptron.data.generator import Recipe
from perceptron.insight.starting import Starting
from perceptron.learning.hyperparameters import Hyperparameters


@dataclass(frozen=True, eq=False)
class Version:
    """One state of the table: its name among the bundled sets or OWN, its columns of numbers, and which are used.

    table: a frame, in which rows that are still being filled in have NaN; or a data set where it was one already.
    recipe: what a generated table was made from. starting: the settings that were picked for it; before: those it
    found, where it changed them, to be had back with undo.
    """

    name: str
    table: pd.DataFrame | Dataset
    features: tuple[str, ...]
    target: str
    edited: bool = False
    recipe: Recipe | None = None
    starting: Starting | None = None
    before: Hyperparameters | None = None

    @classmethod
    def of(cls, name: str, dataset: Dataset) -> "Version":
        """The table of a data set, which was checked when it was made."""
        return cls(name, dataset, dataset.feature_names, dataset.target_name)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table's columns, used or not."""
        return self.table.to_frame() if isinstance(self.table, Dataset) else self.table

    @cached_property
    def dataset(self) -> Dataset:
        """The used columns, without the rows that are still being filled in.

        Raises DatasetError as `Dataset.from_frame` does.
        """
        if isinstance(self.table, Dataset):
            return self.table
        used = self.frame[[*self.features, self.target]]
        return Dataset.from_frame(used.dropna() if self.edited else used, self.features, self.target)


@dataclass
class Versions:
    """The session's versions. `edition` counts the times that the editor has to start afresh, `changes` all changes;
    `taken` is the change that last brought another table, `moved` that which last moved a point in the plot. A
    complaint is of the last edit, or of the link's table.
    """

    now: Version
    past: list[Version]
    future: list[Version]
    edition: int = 0
    changes: int = 0
    taken: int | None = None
    moved: int | None = None
    complaint: str | None = None
    link_complaint: str | None = None
