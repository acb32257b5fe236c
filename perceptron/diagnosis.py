"""What happened in a run, why, and what to try next.

The answer is read off the run itself (did it end early, does it still move, which rows does the clamp shut?) and
explained with the theory's numbers for the same data.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from perceptron.dataset import Dataset
from perceptron.history import History
from perceptron.hyperparameters import Hyperparameters
from perceptron.suggestions import (
    Suggestion,
    compare_with_limit,
    in_words,
    is_too_fast,
    safe_rate,
    standardize,
    use_safe_rate,
    ways_out,
    without_clamp,
)
from perceptron.symptoms import Symptoms

Kind = Literal[
    "converged",
    "still learning",
    "swinging, converging",
    "swinging, not converging",
    "diverged",
    "dead neuron",
    "stalled in float32",
]


@dataclass(frozen=True)
class Diagnosis:
    """What happened: one of seven kinds, a headline, the reason with this run's own numbers, and what to try."""

    kind: Kind
    headline: str
    reason: str
    suggestions: tuple[Suggestion, ...] = field(default=())


def diagnose(dataset: Dataset, hyperparameters: Hyperparameters, history: History) -> Diagnosis:
    """Name what happened in that run of those hyperparameters on that data."""
    return _Sentences(Symptoms(dataset, hyperparameters, history)).diagnosis()


class _Sentences:
    """The symptoms of one run, put into words."""

    def __init__(self, symptoms: Symptoms) -> None:
        self.symptoms = symptoms
        self.dataset, self.history = symptoms.dataset, symptoms.history
        self.hyperparameters, self.bowl = symptoms.hyperparameters, symptoms.bowl
        self.rate = self.hyperparameters.learning_rate
        self.full_batch = self.hyperparameters.is_full_batch(self.dataset.rows)
        self.updates = "update" if self.full_batch else "epoch"

    def diagnosis(self) -> Diagnosis:
        symptoms, repeats_from = self.symptoms, self.history.repeats_from
        if self.history.diverged_at is not None:
            return self._diverged(self.history.diverged_at)
        if symptoms.shut.all():
            return self._dead(symptoms.epoch_of_death())
        if symptoms.has_converged():
            return self._converged()
        if not self.full_batch:
            return self._noisy() if symptoms.is_level() else self._still_learning()
        if symptoms.alternates():
            return self._swinging()
        if repeats_from is not None:
            return self._stalled(repeats_from)
        return self._still_learning()

    def _converged(self) -> Diagnosis:
        reason = f"The loss fell from {self.history.losses[0]:.5g} to {self.history.losses[-1]:.5g}"
        suggestions: tuple[Suggestion, ...] = ()
        if self.symptoms.clamp_costs():
            count = int(self.symptoms.shut.sum())
            headline = f"It converged, but the clamp shuts {count} of {self.dataset.rows} rows off"
            reason += (
                f", and no small change of w or b lowers it further. For {count} rows x·w is negative, the clamp makes it 0,"
                " and all of them get the same prediction, the bias. The least-squares line is out of its reach."
            )
            suggestions = (without_clamp(self.hyperparameters, self.bowl),)
        else:
            headline = "It converged: the neuron found the least-squares line"
            reason += ", the lowest that any straight line reaches on this data."
        if self.history.repeats_from is not None:
            reason += (
                f" Since {self.updates} {self.history.repeats_from:,} nothing new happens: the steps have become smaller than"
                " the gaps between float32 numbers, and weight and bias repeat."
            )
        elif self.full_batch and 1 < self.rate * self.bowl.steepest < 2:
            reason += f" It swung on the way: {compare_with_limit(self.rate, self.bowl)}."
        return Diagnosis("converged", headline, reason, suggestions)

    def _diverged(self, update: int) -> Diagnosis:
        factor = float(np.abs(self.bowl.factors(self.rate)).max())
        reason = (
            f"{self._rate_beside_limit()} Every update multiplied the error across the valley by about {factor:.4g}, "
        )
        reason += f"and at {self.updates} {update:,} the numbers left float32's range (3.4e38)."
        return Diagnosis(
            "diverged",
            f"It diverged: at {self.updates} {update:,} the numbers became too large to hold",
            reason,
            ways_out(self.dataset, self.hyperparameters),
        )

    def _dead(self, died: int) -> Diagnosis:
        mean = float(self.dataset.target.mean())
        consequence = (
            f"x·w is negative for every row, so the clamp outputs 0, the weight's gradient is 0, and only the bias"
            f" still learns: it heads for the mean of y, {mean:.4g}."
        )
        if died > 0 and is_too_fast(self.hyperparameters, self.bowl):
            overshot = (
                "each step overshot by more than the one before, until one" if died > 1 else "the very first step"
            )
            cause = f"{self._rate_beside_limit()} So {overshot} threw the weight below 0."
            suggestions = ways_out(self.dataset, self.hyperparameters)
        elif died > 0 and self.symptoms.wants_negative_sums():
            cause = "The points fall from left to right and want a negative weight, but the clamp shuts there."
            suggestions = (without_clamp(self.hyperparameters, self.bowl),)
        elif died > 0:
            limit = compare_with_limit(self.rate, self.bowl)
            cause = f"One step overshot the valley and threw the weight below 0: {limit}."
            suggestions = (
                use_safe_rate(self.dataset, self.hyperparameters),
                without_clamp(self.hyperparameters, self.bowl),
            )
        else:
            cause = "It started with a weight on the wrong side of the clamp."
            restart = Suggestion(
                "Start at random",
                replace(self.hyperparameters, initial_weight=None, initial_bias=None),
                "A random weight lies between 0 and 1, where the clamp is open for positive x.",
            )
            suggestions = (restart, without_clamp(self.hyperparameters, self.bowl))
        when = (
            f"at {self.updates} {died:,} the clamp shut for every row" if died else "the clamp was shut from the start"
        )
        return Diagnosis("dead neuron", f"The neuron died: {when}", f"{cause} {consequence}", suggestions)

    def _stalled(self, epoch: int) -> Diagnosis:
        reason = (
            f"Since {self.updates} {epoch:,} weight and bias repeat: η·gradient is smaller than half the gap to the next float32"
            f" number, so adding it changes nothing. The mean squared residual is still {self.symptoms.excess:.3g} above the"
            f" lowest, {self.symptoms.floor:.4g}."
        )
        return Diagnosis(
            "stalled in float32", "It stalled: the steps are too small for float32", reason, self._faster_ways()
        )

    def _still_learning(self) -> Diagnosis:
        needed = self.bowl.epochs_needed(self.rate)
        reason = f"The loss is {self.history.losses[-1]:.5g} and still falling; the least-squares line has {self._in_run(self.symptoms.best):.5g}. "
        if math.isfinite(needed):
            reason += (
                f"At a learning rate of {self.rate:.4g} the slowest direction needs about {in_words(needed)} epochs to get"
                f" rid of 99.9 % of its error, and this run had {self.hyperparameters.epochs:,}."
            )
        else:
            reason += f"{self._rate_beside_limit()}"
        return Diagnosis(
            "still learning", "It is still learning: stopped before it arrived", reason, self._faster_ways()
        )

    def _swinging(self) -> Diagnosis:
        factor = abs(float(self.bowl.factors(self.rate)[-1]))
        last = self.symptoms.last
        settles = self.symptoms.excess < self.symptoms.excess_at(max(last - 10, 0))
        across = f"Each step jumps across the valley and lands {factor:.4g} times as far on the other side."
        reason = f"{self._rate_beside_limit()} {across}"
        kind: Kind = "swinging, converging" if settles else "swinging, not converging"
        headline = "It swings, less from step to step" if settles else "It swings and does not settle"
        return Diagnosis(kind, headline, reason, ways_out(self.dataset, self.hyperparameters))

    def _noisy(self) -> Diagnosis:
        size = self.hyperparameters.batch_size
        reason = (
            f"Each update sees only {size:,} of {self.dataset.rows:,} rows, so its gradient is a noisy guess. With a constant"
            f" rate of {self.rate:.4g} the neuron keeps jumping about the best line instead of settling on it."
        )
        quieter = Suggestion(
            "A tenth of the rate",
            replace(
                self.hyperparameters, learning_rate=max(self.rate / 10, Hyperparameters.BOUNDS["learning_rate"][0])
            ),
            "Smaller steps jump about less, and need more epochs.",
        )
        whole = Suggestion(
            "All rows at once", replace(self.hyperparameters, batch_size=None), "A full batch has no noise."
        )
        return Diagnosis("swinging, not converging", "It jumps about and does not settle", reason, (quieter, whole))

    def _faster_ways(self) -> tuple[Suggestion, ...]:
        ways = []
        if self.full_batch and self.rate < 0.5 * safe_rate(self.bowl):
            ways.append(use_safe_rate(self.dataset, self.hyperparameters))
        if not self.hyperparameters.standardize and self.bowl.condition_number > 10:
            ways.append(standardize(self.dataset, self.hyperparameters))
        needed = self.bowl.epochs_needed(self.rate, 1e-5)
        most = int(Hyperparameters.BOUNDS["epochs"][1])
        if self.history.repeats_from is None and self.hyperparameters.epochs < needed <= most:
            epochs = min(most, math.ceil(needed / 1000) * 1000)
            ways.append(
                Suggestion(
                    f"Train for {epochs:,} epochs",
                    replace(self.hyperparameters, epochs=epochs),
                    "Enough for the slowest direction.",
                )
            )
        return tuple(ways)

    def _rate_beside_limit(self) -> str:
        return f"The learning rate {compare_with_limit(self.rate, self.bowl)}."

    def _in_run(self, mean: float) -> float:
        return mean * self.dataset.rows if self.hyperparameters.reduction == "sum" else mean
