"""What mathematics knows before training starts: the best line, and how large a step is too large for the data.

The loss of a neuron without a clamp is a bowl, L(w, b) = floor + ½ (θ - θ*)ᵀ H (θ - θ*), with θ = (w, b) and the
Hessian H = 2 AᵀA (sum) or 2 AᵀA / n (mean), A being the features with a column of ones beside them. Along each
eigenvector of H the error is multiplied by 1 - ηλ at every step, η being the learning rate; so the steps
shrink the error only where η < 2 / λmax. (Boyd and Vandenberghe, Convex Optimization, 2004, section 9.3.)
"""

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.learning.batches import training_features
from perceptron.learning.hyperparameters import Hyperparameters, Reduction, scale

ARTICLE = Hyperparameters()
# Singular values on either side of such a gap are found apart.
WIDE_GAP = 1e3
# Columns of equal length whose smallest singular value is below this share of the largest depend on each other.
DEPENDENT = 1e-13
# Residuals of so few roundings of y are none.
ROUNDING = 16
# Another rate is another question about the same bowl, which is worked out once for as long as its data set is there.
_CURVATURES: WeakKeyDictionary[Dataset, dict[tuple[Reduction, bool], "Curvature"]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Fit:
    """A line with its loss: weights (d,), bias, and R² = 1 - loss / loss of the mean (None where y never changes)."""

    weights: np.ndarray
    bias: float
    loss: float
    r_squared: float | None


def least_squares(dataset: Dataset, reduction: Reduction = "sum") -> Fit:
    """The line with the smallest loss, in closed form and in the data's own units.

    Solved by SVD on centred and scaled columns, not by the normal equations, which square the condition number
    and fail for x in years. Of equally good lines (linearly dependent features) the one with the smallest
    standardised weights.
    """
    return least_squares_where(dataset, np.ones(dataset.rows), reduction)


def least_squares_where(
    dataset: Dataset, slopes: np.ndarray, reduction: Reduction = "sum", standardize: bool = False
) -> Fit:
    """The best line where each row passes x·w on times its slope (rows,): 1 as it is, 0 where the clamp shuts it.

    This is the lowest point of the region of (w, b) in which the activation has just these slopes. standardize: whether
    it is the z-scores' x·w that is passed on. The weights and bias are in data units.
    """
    features = dataset.z_scores if standardize else dataset.features
    columns = features * slopes[:, None]
    means = columns.mean(axis=0)
    centred = columns - means
    # Of a mean of 1.7e9 float64 has lost the seventh decimal: what is left of it goes now.
    means, centred = means + centred.mean(axis=0), centred - centred.mean(axis=0)
    # One scale for all columns, so that none of them counts for more; 1 where every row is shut.
    largest = np.abs(centred).max(axis=0)
    largest[largest == 0] = 1.0
    scales = (centred / largest).std(axis=0) * largest
    scales[scales == 0] = 1.0
    target = dataset.target[:, 0]
    centred_target = target - target.mean()
    scaled_weights = np.linalg.lstsq(centred / scales, centred_target, rcond=DEPENDENT)[0]
    squares = centred / scales @ scaled_weights - centred_target
    loss = float(squares @ squares)
    # Where a line fits exactly, what is left is rounding.
    loss = loss if loss > (ROUNDING * np.finfo(np.float64).eps) ** 2 * float(target @ target) else 0.0
    total = float(centred_target @ centred_target)
    weights = scaled_weights / scales
    bias = target.mean() - means @ weights
    if standardize:
        weights = weights / dataset.feature_scales
        bias -= weights @ dataset.feature_means
    return Fit(
        weights=weights,
        bias=float(bias),
        loss=loss * scale(reduction, dataset.rows),
        r_squared=1 - loss / total if total > 0 else None,
    )


@dataclass(frozen=True, eq=False)
class Curvature:
    """The Hessian of the loss without a clamp: eigenvalues (d+1,) in rising order, eigenvectors (d+1, d+1) in columns.

    The rows of an eigenvector stand for the d weights and then the bias, in the units of training.
    """

    eigenvalues: np.ndarray
    eigenvectors: np.ndarray

    def __post_init__(self) -> None:
        # All who ask about the same data get the same arrays.
        self.eigenvalues.setflags(write=False)
        self.eigenvectors.setflags(write=False)

    @property
    def steepest(self) -> float:
        """λmax: the curvature across the valley."""
        return float(self.eigenvalues[-1])

    @property
    def flattest(self) -> float:
        """λmin: the curvature along the valley; 0 where features depend linearly on each other."""
        return float(self.eigenvalues[0])

    @property
    def largest_stable_learning_rate(self) -> float:
        """2 / λmax. Beyond it every step makes the error across the valley larger than it was."""
        return 2 / self.steepest

    @property
    def best_learning_rate(self) -> float:
        """2 / (λmin + λmax), which shrinks the slowest error the fastest; flat directions have none to shrink."""
        return float(2 / (self.eigenvalues[self.eigenvalues > 0].min() + self.steepest))

    @property
    def condition_number(self) -> float:
        """λmax / λmin: 1 is a round bowl, large is a narrow valley; infinite where λmin is 0."""
        return self.steepest / self.flattest if self.flattest > 0 else math.inf

    def factors(self, learning_rate: float) -> np.ndarray:
        """1 - ηλ (d+1,): what one step multiplies the error by, along each eigenvector."""
        return 1 - learning_rate * self.eigenvalues

    def decay(self, learning_rate: float) -> np.ndarray:
        """-log |1 - ηλ| (d+1,): the part of the error that a step takes, in logarithms, along each eigenvector.

        0 where the bowl is flat, negative where steps make the error larger, infinite where one step ends it.
        """
        # By log1p, for 1 - ηλ would round to 1 where ηλ is 1e-16.
        steps = learning_rate * self.eigenvalues
        with np.errstate(divide="ignore"):
            return np.where(steps < 1, -np.log1p(-np.minimum(steps, 1)), -np.log(np.abs(1 - steps)))

    def epochs_needed(self, learning_rate: float, remaining: float = 0.001) -> float:
        """Full-batch updates until the slowest direction's error is down to that share of where it was.

        Infinite at and beyond the largest stable rate. A flat direction carries no loss, so there is nothing to shrink.
        """
        slowest = float(self.decay(learning_rate)[self.eigenvalues > 0].min())
        return max(1.0, -math.log(remaining) / slowest) if slowest > 0 else math.inf


def curvature(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE) -> Curvature:
    """The Hessian for the chosen reduction and standardising, over all rows and without the clamp."""
    known = _CURVATURES.setdefault(dataset, {})
    way = hyperparameters.reduction, hyperparameters.standardize
    if way not in known:
        known[way] = curvature_over(training_features(dataset, hyperparameters), hyperparameters.scale(dataset.rows))
    return known[way]


def curvature_over(columns: np.ndarray, scale: float, flat: int | None = None) -> Curvature:
    """The Hessian 2·scale·AᵀA for A = [columns, 1], with columns (rows, d). flat: how many directions among them are
    known to be none; without it, those whose share of the largest, of columns made equally long, is below DEPENDENT.

    Its eigenvalues may lie 35 powers of ten apart, as for times in seconds since 1970, where those of AᵀA itself would
    be right to 16 digits of the largest only. So R of A = QR is written down from the columns' means and what is left
    without them, its inverse likewise, and the large singular values are taken from R, the small ones from R⁻¹.
    """
    rows, d = columns.shape
    means = columns.mean(axis=0)
    triangle = np.zeros((d + 1, d + 1))
    centred = np.linalg.qr(columns - means, mode="r")
    triangle[0, 0], triangle[0, 1:] = math.sqrt(rows), math.sqrt(rows) * means
    triangle[1 : len(centred) + 1, 1:] = centred
    _, singular_values, directions = np.linalg.svd(triangle)
    lengths = np.linalg.norm(centred, axis=0)
    lengths[lengths == 0] = 1.0
    scaled = np.linalg.svd(centred / lengths, compute_uv=False)
    if flat is None:
        flat = d - int((scaled > scaled[0] * DEPENDENT).sum())
    if flat:
        singular_values[len(singular_values) - flat :] = 0.0
    else:
        inverse = np.zeros((d + 1, d + 1))
        inverse[1:, 1:] = np.linalg.inv(centred / lengths) / lengths[:, None]
        inverse[0, 0], inverse[0, 1:] = 1 / triangle[0, 0], -means @ inverse[1:, 1:]
        small_directions, inverted, _ = np.linalg.svd(inverse)
        # From the widest gap on, so that directions of equal curvature come from one of the two.
        gaps = singular_values[:-1] / singular_values[1:]
        small = slice(int(gaps.argmax()) + 1, None) if gaps.max() > WIDE_GAP else slice(0, 0)
        singular_values[small] = 1 / inverted[::-1][small]
        directions[small] = small_directions.T[::-1][small]
    # The bias stood first, and the largest value too.
    return Curvature(2 * scale * singular_values[::-1] ** 2, np.roll(directions[::-1].T, -1, axis=0))


def largest_stable_learning_rate(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE) -> float:
    """2 / λmax: with any larger rate, full-batch gradient descent without a clamp moves away from the best line."""
    return curvature(dataset, hyperparameters).largest_stable_learning_rate
