"""The piece of the loss that a neuron stands in, and how far down it goes from there.

An activation that is straight on either side of 0 passes each row's x·w on times a slope. Where no row changes its
slope, the loss is a bowl, scale·|A·θ - y|² with A = [slope·x, 1], like that of a line on those columns. Its lowest
point is found from the residuals r = A·θ - y: what of them the columns of A can make, and so take away, is what is left
to gain. That is a projection, and no difference of two large losses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import Curvature, curvature_over
from perceptron.learning.activation import Activation
from perceptron.learning.batches import in_float32, training_features
from perceptron.learning.hyperparameters import Hyperparameters

# Ways down are followed for so many pieces, or until so many numbers were looked at.
MOST_PIECES = 30
MOST_NUMBERS = 20_000_000
# Where on a way it is looked at, as shares of it, beside some of the places where a row comes to a corner.
PLACES = np.concatenate([[1.0, 0.5, 2.0, 0.1, 1.5], np.geomspace(1e-6, 0.7, 20)])
MOST_CORNERS = 40
# Of several columns, each divided by what float32 rounded away of it, what is no longer than so many of them a row is
# rounding and no direction; and of a column that float32 holds exactly this share counts as rounded away.
ROUNDINGS = 2.0
EXACT = 1e-12


@dataclass(frozen=True, eq=False)
class Seen:
    """What the neuron gets to see: features x (rows, d) in the units of training and targets y (rows,), both rounded
    to float32; the activation; what a sum over the rows is multiplied by to become the loss; and rounding (d,), the
    most that was rounded away of each feature.
    """

    x: np.ndarray
    y: np.ndarray
    activation: Activation
    scale: float
    rounding: np.ndarray

    @classmethod
    def by(cls, dataset: Dataset, hyperparameters: Hyperparameters) -> "Seen":
        """What a neuron with those hyperparameters sees of that data set."""
        x, y = in_float32(dataset, hyperparameters)
        scale = hyperparameters.scale(dataset.rows)
        given = training_features(dataset, hyperparameters)
        rounding = np.maximum(np.abs(x - given).max(axis=0), EXACT * np.abs(given).max(axis=0))
        return cls(
            x.astype(np.float64), y[:, 0].astype(np.float64), hyperparameters.activation_function, scale, rounding
        )

    def residuals(self, parameters: np.ndarray) -> np.ndarray:
        """ŷ - y, (rows,), of a neuron with those weights and that bias, (d+1,)."""
        return np.asarray(self.activation.array(self.x @ parameters[:-1]) + parameters[-1] - self.y)

    def mean_square(self, parameters: np.ndarray) -> float:
        """The mean squared residual."""
        return float(np.square(self.residuals(parameters)).mean())


class Piece:
    """The bowl around a neuron with those weights and that bias, (d+1,), in the units of training.

    slopes (rows,): the activation's at each row. excess: how far the mean squared residual is above that of the bowl's
    lowest point, floor. lowest (d+1,): that point; of several, the nearest in units of the columns' spread.
    """

    def __init__(self, seen: Seen, parameters: np.ndarray, slopes: np.ndarray | None = None) -> None:
        self.seen, self.parameters = seen, parameters
        sums = seen.x @ parameters[:-1]
        if slopes is None:
            self.slopes, residuals = seen.activation.derivative(sums), seen.residuals(parameters)
        else:
            self.slopes, residuals = slopes, slopes * sums + parameters[-1] - seen.y
        columns = self.slopes[:, np.newaxis] * seen.x
        means, mean_residual = columns.mean(axis=0), float(residuals.mean())
        centred = columns - means
        if centred.shape[1] > 1:
            scales, least = seen.rounding, ROUNDINGS
        else:
            # Of one column nothing is taken away.
            scales, least = np.maximum(centred.std(axis=0), np.finfo(np.float64).tiny), 0.0
        base, lengths, directions = _thin_svd(centred / scales, least)
        self._flat = centred.shape[1] - len(lengths)
        parts = base.T @ (residuals - mean_residual)
        left = residuals - mean_residual - base @ parts
        rows = len(residuals)
        self.excess = mean_residual**2 + float(parts @ parts) / rows
        self.floor = float(left @ left) / rows
        weights = -(directions.T @ (parts / lengths)) / scales
        self.lowest = parameters + np.append(weights, -mean_residual - means @ weights)

    @cached_property
    def curvature(self) -> Curvature:
        """The bowl's Hessian."""
        return curvature_over(self.slopes[:, np.newaxis] * self.seen.x, self.seen.scale, self._flat)

    @cached_property
    def excess_by_direction(self) -> np.ndarray:
        """The excess along each eigenvector of the Hessian, (d+1,): they add up to all of it."""
        eigenvalues, vectors = self.curvature.eigenvalues, self.curvature.eigenvectors
        columns = self.slopes[:, np.newaxis] * self.seen.x
        along = columns @ vectors[:-1] + vectors[-1]
        lengths = np.square(along).sum(axis=0)
        parts = np.square(self.seen.residuals(self.parameters) @ along)
        usable = (eigenvalues > 0) & (lengths > 0)
        return np.where(usable, parts / np.where(usable, lengths, 1.0), 0.0) / len(self.seen.y)

    def has_slopes_of(self, parameters: np.ndarray) -> bool:
        """Whether a neuron with those parameters would be in this same piece."""
        slopes = self.seen.activation.derivative(self.seen.x @ parameters[:-1])
        return bool((slopes == self.slopes).all())

    @property
    def of_all_rows(self) -> "Piece":
        """The bowl of the plain line around the same parameters."""
        return Piece(self.seen, self.parameters, np.ones(len(self.seen.y)))

    @cached_property
    def is_whole(self) -> bool:
        """Whether the bowl's lowest point lies in it, so that nothing bends on the way there."""
        return self.seen.activation.shape == "line" or self.has_slopes_of(self.lowest)


def lowest_downhill(piece: Piece) -> float:
    """The lowest mean squared residual that can be reached by going down from there, from piece to piece.

    Where the activation is a curve there are no pieces: then it is that of the line which touches it.
    """
    seen = piece.seen
    if piece.is_whole or seen.activation.shape == "curve":
        return piece.floor
    here, lowest = piece.parameters, seen.mean_square(piece.parameters)
    numbers = len(seen.y) * (seen.x.shape[1] + len(PLACES) + MOST_CORNERS)
    for _ in range(min(MOST_PIECES, max(2, MOST_NUMBERS // numbers))):
        found = min((_best_on_the_way(seen, here, way) for way in _ways_down(piece)), key=lambda found: found[0])
        if found[0] >= lowest * (1 - 1e-12):
            break
        lowest, here = found
        piece = Piece(seen, here)
        if piece.is_whole:
            return min(lowest, piece.floor)
    return lowest


def _ways_down(piece: Piece) -> Iterator[np.ndarray]:
    """To the lowest point of the piece, to that of the piece on the other side of corners it stands on, and to the best
    bias alone.
    """
    seen, here = piece.seen, piece.parameters
    yield piece.lowest - here
    sums = seen.x @ here[:-1]
    beyond = seen.activation.derivative(
        sums - 1e-12 * (np.abs(seen.x) @ np.abs(here[:-1]) + np.abs(sums).max()) - 1e-300
    )
    if (beyond != piece.slopes).any():
        yield Piece(seen, here, beyond).lowest - here
    yield np.append(np.zeros(len(here) - 1), -float(seen.residuals(here).mean()))


def _best_on_the_way(seen: Seen, here: np.ndarray, way: np.ndarray) -> tuple[float, np.ndarray]:
    """The lowest of some places on that way: the mean squared residual and the parameters there."""
    sums, steps = seen.x @ here[:-1], seen.x @ way[:-1]
    places = np.concatenate([PLACES, _corners(sums, steps)])
    losses = []
    for place in places:
        activated = seen.activation.array(sums + place * steps)
        losses.append(np.square(activated + (here[-1] + place * way[-1]) - seen.y).mean())
    best = int(np.argmin(losses))
    return float(losses[best]), here + places[best] * way


def _corners(sums: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Where on the way x·w = sums + place·steps, (rows,), comes to the activation's corner: some, evenly taken."""
    with np.errstate(divide="ignore", invalid="ignore"):
        places = np.unique(-sums / steps)
    places = places[(places > 0) & (places < 2)]
    return places[:: max(1, -(-len(places) // MOST_CORNERS))]


def _thin_svd(columns: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The SVD of columns (rows, d) without what is rounding: base (rows, k), lengths (k,) and directions (k, d)."""
    rows, d = columns.shape
    if rows > 4 * d:
        # Long columns are made short first.
        orthogonal, triangle = np.linalg.qr(columns)
        base, lengths, directions = np.linalg.svd(triangle)
        base = orthogonal @ base
    else:
        base, lengths, directions = np.linalg.svd(columns, full_matrices=False)
    kept = lengths > max(lengths[0] * 1e-15, np.sqrt(rows) * least)
    return base[:, kept], lengths[kept], directions[kept]
