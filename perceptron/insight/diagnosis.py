"""What happened in a run, why, and what to try next.

The answer is read off the run itself (did it end early, does it still move, which rows does the clamp shut?) and
explained with the theory's numbers for the same data.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from perceptron.data.dataset import Dataset
from perceptron.insight.suggestions import (
    Suggestion,
    all_rows_at_once,
    compare_with_limit,
    in_words,
    is_too_fast,
    more_epochs,
    safe_rate,
    slower,
    standardize,
    start_at_random,
    use_safe_rate,
    ways_out,
    without_clamp,
)
from perceptron.insight.symptoms import Symptoms
from perceptron.insight.theory import steepest_of_batches
from perceptron.insight.trials import that_help
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters

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
    """Name what happened in that run of those hyperparameters on that data.

    The suggestions were tried out (but for runs that take long): each leads to a loss no higher than this run's.
    """
    symptoms = Symptoms(dataset, hyperparameters, history)
    found = _Sentences(symptoms).diagnosis()
    return replace(found, suggestions=that_help(symptoms, found.suggestions))


class _Sentences:
    """The symptoms of one run, put into words."""

    def __init__(self, symptoms: Symptoms) -> None:
        self.symptoms = symptoms
        self.dataset, self.history = symptoms.dataset, symptoms.history
        self.hyperparameters, self.bowl = symptoms.hyperparameters, symptoms.bowl
        self.rate = self.hyperparameters.learning_rate
        self.full_batch = self.hyperparameters.is_full_batch(self.dataset.rows)
        self.updates = "update" if self.full_batch else "epoch"
        self.too_fast = is_too_fast(self.hyperparameters, self.bowl)
        self.precision = "float32" if self.hyperparameters.gradients == "autograd" else "float64"

    def diagnosis(self) -> Diagnosis:
        symptoms, repeats_from = self.symptoms, self.history.repeats_from
        if self.history.diverged_at is not None:
            return self._diverged(self.history.diverged_at)
        if symptoms.is_dead():
            return self._dead(symptoms.epoch_of_death())
        if symptoms.has_converged():
            return self._converged()
        if not self.full_batch:
            return self._noisy() if symptoms.is_level() or symptoms.has_grown() else self._still_learning()
        if symptoms.alternates() or symptoms.has_grown():
            return self._swinging()
        if repeats_from is not None:
            return self._stalled(repeats_from)
        return self._still_learning()

    def _converged(self) -> Diagnosis:
        losses = self.history.losses
        reason = f"The loss went from {losses[0]:.5g} to {losses[-1]:.5g}"
        suggestions: tuple[Suggestion, ...] = ()
        if self.symptoms.clamp_costs():
            count = int(self.symptoms.shut.sum())
            headline = f"It converged, but the clamp shuts {count} of {self.dataset.rows} rows off"
            reason += (
                f", and no small change of w or b lowers it further. For {count} rows x·w is negative, the clamp makes"
                " it 0, and all of them get the same prediction, the bias. The least-squares line is out of its reach."
            )
            suggestions = self._unclamped_ways()
        else:
            headline = "It converged: the neuron found the least-squares line"
            reason += ", the lowest that any straight line reaches on this data."
        if self.history.repeats_from is not None:
            reason += (
                f" Since {self.updates} {self.history.repeats_from:,} nothing new happens: the steps have become"
                f" smaller than the gaps between {self.precision} numbers, and weight and bias repeat."
            )
        elif self.full_batch and 1 < self.rate * self.bowl.steepest < 2:
            reason += f" It swung on the way: {compare_with_limit(self.rate, self.bowl)}."
        return Diagnosis("converged", headline, reason, suggestions)

    def _diverged(self, update: int) -> Diagnosis:
        if self.too_fast:
            factor = float(np.abs(self.bowl.factors(self.rate)).max())
            cause = f"Every update multiplied the error across the valley by about {factor:.4g}, and at"
            cause = f"{self._rate_beside_limit()} {cause}"
        else:
            cause = f"{self._why_slower_is_needed()} At"
        return Diagnosis(
            "diverged",
            f"It diverged: at {self.updates} {update:,} the numbers became too large to hold",
            f"{cause} {self.updates} {update:,} the numbers left float32's range (3.4e38).",
            ways_out(self.dataset, self.hyperparameters),
        )

    def _why_slower_is_needed(self) -> str:
        """What can be too fast at a rate within the limit of the whole data: small batches, or a clamp."""
        if not self.full_batch:
            size, bearable = (
                self.hyperparameters.batch_size,
                2 / steepest_of_batches(self.dataset, self.hyperparameters),
            )
            return (
                f"{self._rate_beside_limit()} But each update sees only {size:,} of {self.dataset.rows:,} rows, and not"
                f" all of such batches bear more than {bearable:.4g}."
            )
        return (
            f"{self._rate_beside_limit()} That limit holds without a clamp: where it shuts some rows, the others make"
            " a bowl of their own, which may be steeper."
        )

    def _dead(self, died: int) -> Diagnosis:
        mean = float(self.dataset.target.mean())
        consequence = (
            "x·w is negative for every row, so the clamp outputs 0, the weight's gradient is 0, and only the bias"
            f" still learns: it heads for the mean of y, {mean:.4g}."
        )
        weight = "weight" if len(self.dataset.feature_names) == 1 else "weights"
        unclamped = self._unclamped_ways()
        when = f"at {self.updates} {died:,} the clamp shut for every row"
        if died == 0:
            when = "the clamp was shut from the start"
            cause = f"It started with the {weight} on the wrong side of the clamp."
            suggestions: tuple[Suggestion, ...] = (start_at_random(self.hyperparameters), *unclamped)
        elif self.too_fast:
            overshot = "each step overshot by more than the one before, until one" if died > 1 else "the first step"
            cause = f"{self._rate_beside_limit()} So {overshot} threw the {weight} to where the clamp is shut."
            suggestions = (*ways_out(self.dataset, self.hyperparameters), unclamped[0])
        elif self.symptoms.wants_negative_sums():
            cause = "The points want a negative x·w, a falling line where x is positive, but the clamp shuts there."
            suggestions = unclamped
        else:
            cause = (
                f"On its way to the best line a step took the {weight} to where the clamp is shut:"
                f" {compare_with_limit(self.rate, self.bowl)}."
            )
            suggestions = (use_safe_rate(self.dataset, self.hyperparameters), *unclamped)
        return Diagnosis("dead neuron", f"The neuron died: {when}", f"{cause} {consequence}", suggestions)

    def _stalled(self, epoch: int) -> Diagnosis:
        reason = (
            f"Since {self.updates} {epoch:,} weight and bias repeat: η·gradient is smaller than half the gap to the"
            f" next {self.precision} number, so adding it changes nothing. {self._left_to_gain()}"
        )
        headline = f"It stalled: the steps are too small for {self.precision}"
        return Diagnosis("stalled in float32", headline, reason, self._faster_ways())

    def _still_learning(self) -> Diagnosis:
        needed = self.bowl.epochs_needed(self.rate)
        falling = " and still falling" if self.symptoms.is_falling() else ""
        reason = (
            f"The loss is {self.history.losses[-1]:.5g}{falling};"
            f" the least-squares line has {self._in_run(self.symptoms.best):.5g}."
        )
        if self.full_batch and self.hyperparameters.epochs < needed < math.inf:
            reason += (
                f" At a learning rate of {self.rate:.4g} the slowest direction needs about {in_words(needed)} epochs to"
                f" get rid of 99.9 % of its error, and this run had {self.hyperparameters.epochs:,}."
            )
        else:
            reason += f" {self._left_to_gain()}"
        return Diagnosis(
            "still learning", "It is still learning: stopped before it arrived", reason, self._faster_ways()
        )

    def _swinging(self) -> Diagnosis:
        factor = abs(float(self.bowl.factors(self.rate)[-1]))
        settles = self.symptoms.excess < self.symptoms.excess_at(max(self.symptoms.last - 10, 0))
        reason = f"{self._rate_beside_limit()} Each step jumps across the valley and lands {factor:.4g} times as far"
        reason += " on the other side."
        if not settles and not self.too_fast:
            reason = self._why_slower_is_needed()
        kind: Kind = "swinging, converging" if settles else "swinging, not converging"
        headline = "It swings, less from step to step" if settles else "It swings and does not settle"
        return Diagnosis(kind, headline, reason, ways_out(self.dataset, self.hyperparameters))

    def _noisy(self) -> Diagnosis:
        losses, size = self.history.losses, self.hyperparameters.batch_size
        if self.symptoms.has_grown():
            cause = self._rate_beside_limit() if self.too_fast else self._why_slower_is_needed()
            reason = f"The loss grew from {losses[0]:.5g} to {losses[-1]:.5g}. {cause}"
            return Diagnosis(
                "swinging, not converging",
                "It jumps about and does not settle",
                reason,
                ways_out(self.dataset, self.hyperparameters),
            )
        reason = (
            f"Each update sees only {size:,} of {self.dataset.rows:,} rows, so its gradient is a noisy guess. With a"
            f" constant rate of {self.rate:.4g} the neuron keeps jumping about the best line instead of settling on it."
        )
        quieter = (slower(self.hyperparameters), all_rows_at_once(self.dataset, self.hyperparameters))
        return Diagnosis("swinging, not converging", "It jumps about and does not settle", reason, quieter)

    def _faster_ways(self) -> tuple[Suggestion, ...]:
        ways: list[Suggestion] = []
        if self.full_batch and self.rate < 0.5 * safe_rate(self.dataset, self.hyperparameters):
            ways.append(use_safe_rate(self.dataset, self.hyperparameters))
        if self.bowl.condition_number > 10:
            ways += standardize(self.dataset, self.hyperparameters)
        if self.history.repeats_from is None:
            ways += more_epochs(self.hyperparameters, self.bowl)
        if self.symptoms.clamp_costs():
            ways.append(without_clamp(self.dataset, self.hyperparameters))
        return tuple(ways)

    def _unclamped_ways(self) -> tuple[Suggestion, ...]:
        without = without_clamp(self.dataset, self.hyperparameters)
        return without, *standardize(self.dataset, self.hyperparameters)

    def _rate_beside_limit(self) -> str:
        return f"The learning rate {compare_with_limit(self.rate, self.bowl)}."

    def _left_to_gain(self) -> str:
        symptoms = self.symptoms
        return f"The mean squared residual is still {symptoms.excess:.3g} above the lowest, {symptoms.floor:.4g}."

    def _in_run(self, mean: float) -> float:
        return mean * self.dataset.rows if self.hyperparameters.reduction == "sum" else mean
