"""What the neuron is fed: the rows in the units of training, all at once or a few at a time."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from perceptron.data.dataset import Dataset
from perceptron.learning.hyperparameters import Hyperparameters


def training_features(dataset: Dataset, hyperparameters: Hyperparameters) -> np.ndarray:
    """The features (rows, d) in the units of training, in float64: z-scores where it standardises, else as they are."""
    return dataset.z_scores if hyperparameters.standardize else dataset.features


def in_float32(dataset: Dataset, hyperparameters: Hyperparameters) -> tuple[np.ndarray, np.ndarray]:
    """The features (rows, d) and the target (rows, 1) as the neuron gets them: in float32, as in the article."""
    return training_features(dataset, hyperparameters).astype(np.float32), dataset.target.astype(np.float32)


class Batches:
    """The batches of one epoch after the other: going through it once is an epoch.

    `x` (rows, d) and `y` (rows, 1) are all rows. Where the batches are full, the one of an epoch is these very two;
    smaller ones are cut from the rows in an order that is shuffled anew for every epoch, the last perhaps smaller.
    after_each is called after each of the smaller ones, for an epoch of millions of them takes minutes.
    """

    after_each: Callable[[], None] | None = None

    def __init__(self, x: Tensor, y: Tensor, size: int | None, random: torch.Generator) -> None:
        self.x, self.y = x, y
        self.rows = len(x)
        self.size = self.rows if size is None else size
        self.are_full = self.size >= self.rows
        self.random = random

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        if self.are_full:
            yield self.x, self.y
            return
        order = torch.randperm(self.rows, generator=self.random)
        # One cut at a time: a million of them at once would fill the memory.
        for start in range(0, self.rows, self.size):
            rows = order[start : start + self.size]
            yield self.x[rows], self.y[rows]
            if self.after_each is not None:
                self.after_each()
