"""What mathematics knows before training starts: the best line, and how large a step the data can bear.

The loss of a neuron without a clamp is a bowl, L(w, b) = floor + ½ (θ - θ*)ᵀ H (θ - θ*), with θ = (w, b) and the
Hessian H = 2 AᵀA (sum) or 2 AᵀA / n (mean), A being the features with a column of ones beside them. Along each
eigenvector of H the error is multiplied by 1 - ηλ at every step, η being the learning rate; so the steps
shrink the error only where η < 2 / λmax. (Boyd and Vandenberghe, Convex Optimization, 2004, section 9.3.)
"""

import math
from dataclasses import dataclass

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.learning.hyperparameters import Hyperparameters, Reduction

ARTICLE = Hyperparameters()


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
    return least_squares_where(dataset, np.ones(dataset.rows, dtype=bool), reduction)


def least_squares_where(
    dataset: Dataset, active: np.ndarray, reduction: Reduction = "sum", standardize: bool = False
) -> Fit:
    """The best line where only the active rows (rows,) pass their x·w on, and all others predict the bias alone.

    This is the lowest point of the region of (w, b) in which the clamp shuts just those rows. standardize: whether
    it is the z-scores' x·w that is shut. The weights and bias are those of the active rows' line, in data units.
    """
    features = dataset.z_scores if standardize else dataset.features
    columns = features * active[:, None]
    means = columns.mean(axis=0)
    centred = columns - means
    # One scale for all columns, so that none of them counts for more; 1 where every row is shut.
    reaches = np.abs(centred).max(axis=0)
    reaches[reaches == 0] = 1.0
    scales = (centred / reaches).std(axis=0) * reaches
    scales[scales == 0] = 1.0
    target = dataset.target[:, 0]
    centred_target = target - target.mean()
    scaled_weights = np.linalg.lstsq(centred / scales, centred_target, rcond=None)[0]
    squares = centred / scales @ scaled_weights - centred_target
    loss = float(squares @ squares)
    total = float(centred_target @ centred_target)
    weights = scaled_weights / scales
    bias = target.mean() - means @ weights
    if standardize:
        weights = weights / dataset.feature_scales
        bias -= weights @ dataset.feature_means
    return Fit(
        weights=weights,
        bias=float(bias),
        loss=loss / dataset.rows if reduction == "mean" else loss,
        r_squared=1 - loss / total if total > 0 else None,
    )


def mean_loss(dataset: Dataset) -> float:
    """The mean squared residual of the best constant, the mean of y: what a line has to beat."""
    return float(dataset.target.var())


@dataclass(frozen=True, eq=False)
class Curvature:
    """The Hessian of the loss without a clamp: eigenvalues (d+1,) in rising order, eigenvectors (d+1, d+1) in columns.

    The rows of an eigenvector stand for the d weights and then the bias, in the units of training.
    """

    eigenvalues: np.ndarray
    eigenvectors: np.ndarray

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
        """2 / (λmin + λmax), which shrinks the slowest error the fastest."""
        return 2 / (self.flattest + self.steepest)

    @property
    def condition_number(self) -> float:
        """λmax / λmin: 1 is a round bowl, large is a narrow valley; infinite where λmin is 0."""
        return self.steepest / self.flattest if self.flattest > 0 else math.inf

    def factors(self, learning_rate: float) -> np.ndarray:
        """1 - ηλ (d+1,): what one step multiplies the error by, along each eigenvector."""
        return 1 - learning_rate * self.eigenvalues

    def epochs_needed(self, learning_rate: float, remaining: float = 0.001) -> float:
        """Full-batch updates until the slowest direction's error is down to that share of where it was.

        Infinite where a direction does not shrink: at and beyond the largest stable rate, or where λmin is 0.
        """
        slowest = float(np.abs(self.factors(learning_rate)).max())
        if slowest >= 1:
            return math.inf
        return math.log(remaining) / math.log(slowest) if slowest > 0 else 1.0


def training_features(dataset: Dataset, hyperparameters: Hyperparameters) -> np.ndarray:
    """The features (rows, d) as the neuron gets them: standardised or not."""
    return dataset.z_scores if hyperparameters.standardize else dataset.features


def curvature(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE) -> Curvature:
    """The Hessian for the chosen reduction and standardising, over all rows and without the clamp."""
    rows = np.column_stack([training_features(dataset, hyperparameters), np.ones(dataset.rows)])
    # The singular values of A, squared, are the eigenvalues of AᵀA; forming AᵀA would lose the small ones.
    _, singular_values, directions = np.linalg.svd(np.linalg.qr(rows, mode="r"))
    scale = 2 / dataset.rows if hyperparameters.reduction == "mean" else 2.0
    eigenvalues = np.zeros(rows.shape[1])
    # Fewer rows than parameters: the missing directions are flat.
    eigenvalues[: len(singular_values)] = scale * singular_values**2
    noise = eigenvalues[0] * (np.finfo(np.float64).eps * max(rows.shape)) ** 2
    eigenvalues[eigenvalues <= noise] = 0.0
    return Curvature(eigenvalues[::-1], directions.T[:, ::-1])


def largest_stable_learning_rate(dataset: Dataset, hyperparameters: Hyperparameters = ARTICLE) -> float:
    """2 / λmax: with any larger rate, full-batch gradient descent without a clamp moves away from the best line."""
    return curvature(dataset, hyperparameters).largest_stable_learning_rate


def steepest_of_batches(dataset: Dataset, hyperparameters: Hyperparameters) -> float:
    """A curvature that no update of the run exceeds: λmax for full batches, a bound on any batch's own for small ones.

    A batch's λmax is at most its Hessian's trace, 2·Σ (|x|² + 1) or 2 times the mean; the longest rows are the worst.
    """
    steepest = curvature(dataset, hyperparameters).steepest
    size = hyperparameters.batch_size
    if size is None or size >= dataset.rows:
        return steepest
    lengths = np.sort(np.square(training_features(dataset, hyperparameters)).sum(axis=1) + 1)[::-1]
    if hyperparameters.reduction == "sum":
        return min(steepest, 2 * float(lengths[:size].sum()))
    # The last batch may be smaller, and then its mean can be larger.
    return 2 * float(lengths[: dataset.rows % size or size].mean())


def predicted_losses(
    dataset: Dataset, hyperparameters: Hyperparameters, start: np.ndarray, epochs: np.ndarray
) -> np.ndarray:
    """The loss after each number of full-batch updates without a clamp, (len(epochs),), from a start (d+1,) of
    weights and bias in the units of training: floor + ½ Σ λ c² (1 - ηλ)^2t, c being the start's error along each
    eigenvector.
    """
    bowl = curvature(dataset, hyperparameters)
    fit = least_squares(dataset, hyperparameters.reduction)
    weights, bias = in_training_units(dataset, hyperparameters, fit)
    errors = bowl.eigenvectors.T @ (start - np.append(weights, bias))
    with np.errstate(over="ignore"):
        decay = np.abs(bowl.factors(hyperparameters.learning_rate)) ** (2 * np.asarray(epochs)[:, None])
        return fit.loss + decay @ (bowl.eigenvalues * errors**2) / 2


def in_training_units(dataset: Dataset, hyperparameters: Hyperparameters, fit: Fit) -> tuple[np.ndarray, float]:
    """A fit's weights (d,) and bias as the neuron would hold them: for z-scores where training standardises."""
    if not hyperparameters.standardize:
        return fit.weights, fit.bias
    return fit.weights * dataset.feature_scales, float(fit.bias + fit.weights @ dataset.feature_means)
