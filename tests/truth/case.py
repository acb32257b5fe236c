"""What is true of one run, worked out anew from its data, its settings and its recorded states."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from perceptron import Run
from truth.recipes import z_scores
from truth.simulation import FLOAT32_MAX, lowest_downhill, mean_squares, rounding_of, solved

# What counts as arrived: R² right to five digits.
SHARE_OF_VARIANCE = 1e-5


@dataclass(frozen=True, eq=False)
class Case:
    """One run with the states (updates+1, d+1) that would come after it, in its own digits and in float64."""

    number: int
    run: Run
    ahead: np.ndarray
    ahead_exactly: np.ndarray

    def __post_init__(self) -> None:
        hyper, dataset = self.run.hyperparameters, self.run.dataset
        given = z_scores(dataset.features) if hyper.standardize else dataset.features
        vars(self).update(
            history=self.run.history,
            n=dataset.rows,
            d=given.shape[1],
            x_given=given,
            y_given=dataset.target[:, 0],
            x=given.astype(np.float32).astype(np.float64),
            y=dataset.target[:, 0].astype(np.float32).astype(np.float64),
            rate=hyper.learning_rate,
            clamp=hyper.activation == "clamp",
            digits=np.float32 if hyper.gradients == "autograd" else np.float64,
            scale=1 / dataset.rows if hyper.reduction == "mean" else 1.0,
            size=min(hyper.batch_size or dataset.rows, dataset.rows),
            states=np.column_stack([self.run.history.weights, self.run.history.biases]),
        )

    @property
    def full(self) -> bool:
        """Whether an update sees all rows."""
        return bool(self.size == self.n)

    @property
    def per_epoch(self) -> int:
        """Updates in an epoch."""
        return int(-(-self.n // self.size))

    @cached_property
    def state(self) -> np.ndarray:
        """The last state (d+1,)."""
        return np.asarray(self.states[-1])

    def sums(self, state: np.ndarray) -> np.ndarray:
        """x·w of every row, (n,)."""
        return np.asarray(self.x @ state[:-1])

    def is_open(self, state: np.ndarray) -> np.ndarray:
        """Which rows move the weights: those whose x·w is not negative, all without a clamp."""
        return (self.sums(state) >= 0) | (not self.clamp)

    def near_corner(self, state: np.ndarray) -> np.ndarray:
        """Which rows are so close to x·w = 0 that float32 might see them on its other side."""
        size = np.abs(self.x) @ np.abs(state[:-1])
        return (np.abs(self.sums(state)) <= 1e-6 * size) & (size > 0) & self.clamp

    def loss(self, states: np.ndarray) -> np.ndarray:
        """The mean squared residuals (k,) of states (k, d+1), on the data as float32 has it."""
        return mean_squares(self.x, self.y, self.clamp, states)

    def loss_given(self, state: np.ndarray) -> float:
        """The same of one state on the data as it was given."""
        return float(mean_squares(self.x_given, self.y_given, self.clamp, state[None])[0])

    def noise(self, state: np.ndarray) -> float:
        """How far a loss that float32 works out there may be off, as a mean over the rows."""
        size = np.abs(self.x_given) @ np.abs(state[:-1]) + abs(state[-1]) + np.abs(self.y_given)
        error = 6e-7 * size if self.digits == np.float32 else 1e-14 * size
        sums = self.sums(state)
        left = np.abs((np.maximum(sums, 0) if self.clamp else sums) + state[-1] - self.y)
        rounded = self.digits == np.float32
        return float((2 * left * error + error**2).mean() + (1e-6 * (left**2).mean() + 1e-38) * rounded)

    @cached_property
    def variance(self) -> float:
        """That of y as it was given, 0 where float32 sees a single value."""
        return float(self.y_given.var()) if np.ptp(self.y) > 0 else 0.0

    @cached_property
    def tolerance(self) -> float:
        """Closer to the floor than this counts as arrived."""
        return SHARE_OF_VARIANCE * self.variance

    @cached_property
    def size_of_constant(self) -> float:
        """What losses are measured by where y never changes: its square, or the first loss where it is 0."""
        return float(np.square(self.y_given).mean()) or float(self.loss(self.states[:1])[0])

    @cached_property
    def rounding(self) -> np.ndarray | None:
        """How far each feature (d,) is off in float32, where there are several."""
        return rounding_of(self.x_given, self.x)

    @property
    def blur(self) -> float:
        """The mean squared residual that may come of the features' rounding, where several depend on each other."""
        return 0.0 if self.rounding is None else float(np.abs(self.state[:-1]) @ self.rounding) ** 2

    @cached_property
    def best(self) -> tuple[np.ndarray, float]:
        """The least-squares line (d+1,) in the units of training, and its mean squared residual."""
        return solved(self.x_given, self.y_given)

    @cached_property
    def bests(self) -> list[float]:
        """Its loss; where columns depend on each other but for rounding, with and without what that rounding gives."""
        return [self.best[1], solved(self.x_given, self.y_given, rounding=self.rounding)[1]]

    @cached_property
    def floor(self) -> float:
        """The lowest mean squared residual downhill from the last state."""
        return lowest_downhill(self.x, self.y, self.clamp, self.state, self.rounding)

    @cached_property
    def blurs(self) -> bool:
        """Whether float32 takes so much of some feature that what is left of it may count as a direction or not."""
        return self.rounding is not None and bool((self.rounding > 1e-2 * self.x_given.std(axis=0)).any())

    def with_all_directions(self) -> "Case":
        """The same, with a floor that every direction counts for, however much of it is rounding."""
        other = Case(self.number, self.run, self.ahead, self.ahead_exactly)
        vars(other)["floor"] = lowest_downhill(self.x, self.y, self.clamp, self.state, None)
        return other

    @cached_property
    def bowl(self) -> tuple[np.ndarray, float]:
        """The lowest point and value of the bowl of the rows that are open at the end."""
        return solved(self.is_open(self.state)[:, None] * self.x, self.y, self.state, self.rounding)

    @cached_property
    def bowl_is_whole(self) -> bool:
        """Whether the same rows are open at its lowest point; only then does it have one there."""
        return bool((self.is_open(self.bowl[0]) == self.is_open(self.state)).all())

    @cached_property
    def hessian(self) -> tuple[np.ndarray, np.ndarray]:
        """λ (d+1,), falling, and eigenvectors in rows, of the loss of the rows that are open at the end."""
        columns = np.column_stack([self.is_open(self.state)[:, None] * self.x, np.ones(self.n)])
        padded = np.vstack([columns, np.zeros((max(0, self.d + 1 - self.n), self.d + 1))])
        _, lengths, directions = np.linalg.svd(padded, full_matrices=False)
        return 2 * self.scale * lengths**2, directions

    @cached_property
    def bowl_of_all(self) -> tuple[np.ndarray, np.ndarray]:
        """The same of all rows, without a clamp, on the data as it was given."""
        columns = np.column_stack([self.x_given, np.ones(self.n)])
        padded = np.vstack([columns, np.zeros((max(0, self.d + 1 - self.n), self.d + 1))])
        _, lengths, directions = np.linalg.svd(padded, full_matrices=False)
        return 2 * self.scale * lengths**2, directions

    @property
    def growth(self) -> float:
        """What a step across the valley of the open rows is multiplied by, with the other sign."""
        return float(self.rate * self.hessian[0][0] - 1)

    @cached_property
    def excess(self) -> float:
        """How far the run ended above the floor."""
        return max(float(self.loss(self.state[None])[0]) - self.floor, 0.0)

    @cached_property
    def excess_ahead(self) -> np.ndarray:
        """The same after each coming epoch, infinite from an overflow on."""
        return self._excess_of(self.ahead)

    @cached_property
    def excess_exactly(self) -> np.ndarray:
        """The same if every update were taken in float64."""
        return self._excess_of(self.ahead_exactly)

    def _excess_of(self, ahead: np.ndarray) -> np.ndarray:
        states = ahead[:: self.per_epoch].astype(np.float64)
        found = self.loss(states) * self.n
        broken = ~(np.isfinite(found) & (found <= FLOAT32_MAX) & np.isfinite(states).all(axis=1))
        from_there = np.maximum.accumulate(broken)
        return np.where(from_there, np.inf, np.maximum(found / self.n - self.floor, 0))[1:]

    @cached_property
    def is_dead(self) -> bool:
        """Whether no row can move a weight any more."""
        return bool(self.clamp and not (self.is_open(self.state) & self.x.any(axis=1)).any())

    def is_dead_at(self, state: np.ndarray) -> bool:
        """The same of another state."""
        return bool(self.clamp and not (self.is_open(state) & self.x.any(axis=1)).any())

    @cached_property
    def steps_across(self) -> np.ndarray:
        """The last steps, at most 20, along the steepest direction of the open rows."""
        return np.asarray(np.diff(self.states[-21:], axis=0) @ self.hessian[1][0])

    @cached_property
    def ever_bent(self) -> bool:
        """Whether at any epoch a row's x·w was negative under a clamp."""
        return bool(self.clamp and ((self.states[:, :-1] @ self.x_given.T) < 0).any())
