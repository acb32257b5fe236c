"""Why a run went as it did, in sentences with its own numbers, and what might help: one explanation for each kind."""

import math
from dataclasses import dataclass

import numpy as np

from perceptron.insight.suggestions import (
    Suggestion,
    all_rows_at_once,
    compare_with_limit,
    epochs_in_words,
    more_epochs,
    slower,
    standardize,
    start_at_random,
    use_safe_rate,
    ways_out,
    without_clamp,
)
from perceptron.insight.symptoms import Symptoms


@dataclass(frozen=True)
class Explanation:
    """A headline, the reason, and what to try."""

    headline: str
    reason: str
    suggestions: tuple[Suggestion, ...] = ()


class Explanations:
    """The symptoms of one run, put into words."""

    def __init__(self, symptoms: Symptoms) -> None:
        self.symptoms, self.run = symptoms, symptoms.run
        self.dataset, self.history = symptoms.dataset, symptoms.history
        self.hyperparameters, self.bowl = symptoms.hyperparameters, symptoms.bowl
        self.rate = self.hyperparameters.learning_rate
        self.update = "update" if self.run.is_full_batch else "epoch"
        self.precision = "float32" if self.hyperparameters.gradients == "autograd" else "float64"

    def converged(self) -> Explanation:
        losses = self.history.losses
        reason = f"The loss went from {losses[0]:.5g} to {losses[-1]:.5g}"
        suggestions: tuple[Suggestion, ...] = ()
        count = int(self.symptoms.shut.sum())
        if self.symptoms.clamp_costs() and count == 0:
            name = self.hyperparameters.activation
            headline = f"It converged, as close to the least-squares line as the {name} lets it"
            reason += (
                f", and no small change of w or b lowers it further. The {name} {self.run.activation.meaning}: with it,"
                " the least-squares line is out of reach."
            )
            suggestions = self._unclamped_ways()
        elif self.symptoms.clamp_costs():
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
                f" Since {self.update} {self.history.repeats_from:,} nothing new happens: the steps have become"
                f" smaller than the gaps between {self.precision} numbers, and weight and bias repeat."
            )
        elif self.run.is_full_batch and 1 < self.rate * self.bowl.steepest < 2:
            reason += f" It oscillated on the way: {compare_with_limit(self.run)}."
        return Explanation(headline, reason, suggestions)

    def diverged(self, update: int) -> Explanation:
        if self.run.is_too_fast:
            factor = float(np.abs(self.bowl.factors(self.rate)).max())
            cause = f"Every update multiplied the error across the valley by about {factor:.4g}, and at"
            cause = f"{self._rate_beside_limit()} {cause}"
        else:
            cause = f"{self._why_slower_is_needed()} At"
        return Explanation(
            f"It diverged: at {self.update} {update:,} the numbers became too large to hold",
            f"{cause} {self.update} {update:,} the numbers left float32's range (3.4e38).",
            ways_out(self.run),
        )

    def dead(self) -> Explanation:
        died = self.symptoms.epoch_of_death()
        mean = float(self.dataset.target.mean())
        consequence = (
            "x·w is negative for every row, so the clamp outputs 0, the weight's gradient is 0, and only the bias"
            f" still learns: it heads for the mean of y, {mean:.4g}."
        )
        weight = "weight" if len(self.dataset.feature_names) == 1 else "weights"
        unclamped = self._unclamped_ways()
        when = f"at {self.update} {died:,} the clamp shut for every row"
        if died == 0:
            when = "the clamp was shut from the start"
            cause = f"It started with the {weight} on the wrong side of the clamp."
            suggestions: tuple[Suggestion, ...] = (start_at_random(self.run), *unclamped)
        elif self.run.is_too_fast:
            overshot = "each step overshot by more than the one before, until one" if died > 1 else "the first step"
            cause = f"{self._rate_beside_limit()} So {overshot} threw the {weight} to where the clamp is shut."
            suggestions = (*ways_out(self.run), unclamped[0])
        elif self.symptoms.wants_negative_sums():
            cause = "The points want a negative x·w, a falling line where x is positive, but the clamp shuts there."
            suggestions = unclamped
        else:
            cause = (
                f"On its way to the best line a step took the {weight} to where the clamp is shut:"
                f" {compare_with_limit(self.run)}."
            )
            suggestions = (use_safe_rate(self.run), *unclamped)
        return Explanation(f"The neuron died: {when}", f"{cause} {consequence}", suggestions)

    def stalled(self, epoch: int) -> Explanation:
        reason = (
            f"Since {self.update} {epoch:,} weight and bias repeat: η·gradient is smaller than half the gap to the"
            f" next {self.precision} number, so adding it changes nothing. {self._left_to_gain()}"
        )
        headline = f"It stalled: the steps are too small for {self.precision}"
        return Explanation(headline, reason, self._faster_ways())

    def still_learning(self) -> Explanation:
        needed = self.bowl.epochs_needed(self.rate)
        falling = " and still falling" if self.symptoms.is_falling() else ""
        reason = (
            f"The loss is {self.history.losses[-1]:.5g}{falling};"
            f" the least-squares line has {self.symptoms.best * self.dataset.rows * self.run.scale:.5g}."
        )
        if self.run.is_full_batch and self.hyperparameters.epochs < needed < math.inf:
            reason += (
                f" At a learning rate of {self.rate:.4g} the slowest direction needs about {epochs_in_words(needed)}"
                f" epochs to get rid of 99.9 % of its error, and this run had {self.hyperparameters.epochs:,}."
            )
        else:
            reason += f" {self._left_to_gain()}"
        return Explanation("It is still learning: stopped before it arrived", reason, self._faster_ways())

    def oscillates(self, *, settles: bool) -> Explanation:
        factor = abs(float(self.bowl.factors(self.rate)[-1]))
        reason = f"{self._rate_beside_limit()} Each step jumps across the valley and lands {factor:.4g} times as far"
        reason += " on the other side."
        if not settles and not self.run.is_too_fast:
            reason = self._why_slower_is_needed()
        headline = "It oscillates, less from step to step" if settles else "It oscillates and does not settle"
        return Explanation(headline, reason, ways_out(self.run))

    def jumps(self) -> Explanation:
        losses, size = self.history.losses, self.hyperparameters.batch_size
        headline = "It jumps about and does not settle"
        if self.symptoms.has_grown():
            cause = self._rate_beside_limit() if self.run.is_too_fast else self._why_slower_is_needed()
            reason = f"The loss grew from {losses[0]:.5g} to {losses[-1]:.5g}. {cause}"
            return Explanation(headline, reason, ways_out(self.run))
        reason = (
            f"Each update sees only {size:,} of {self.dataset.rows:,} rows, so its gradient is a noisy guess. With a"
            f" constant rate of {self.rate:.4g} the neuron keeps jumping about the best line instead of settling on it."
        )
        return Explanation(headline, reason, (slower(self.run), all_rows_at_once(self.run)))

    def _why_slower_is_needed(self) -> str:
        """What can be too fast at a rate within the limit of the whole data: small batches, or a clamp."""
        if not self.run.is_full_batch:
            size, stable = self.hyperparameters.batch_size, 2 / self.run.steepest_update
            return (
                f"{self._rate_beside_limit()} But each update sees only {size:,} of {self.dataset.rows:,} rows, and for"
                f" some of such batches more than {stable:.4g} may be too large."
            )
        if self.run.activation.shape != "line" and not self.run.activation.shuts:
            name = self.hyperparameters.activation
            return (
                f"{self._rate_beside_limit()} That limit holds for a line: where the {name} bends it, the bowl is"
                " another one, which may be steeper."
            )
        return (
            f"{self._rate_beside_limit()} That limit holds without a clamp: where it shuts some rows, the others make"
            " a bowl of their own, which may be steeper."
        )

    def _faster_ways(self) -> tuple[Suggestion, ...]:
        ways: list[Suggestion] = []
        if self.run.is_full_batch and self.rate < 0.5 * self.run.safe_rate:
            ways.append(use_safe_rate(self.run))
        if self.bowl.condition_number > 10:
            ways += standardize(self.run)
        if self.history.repeats_from is None:
            ways += more_epochs(self.run)
        if self.symptoms.clamp_costs():
            ways.append(without_clamp(self.run))
        return tuple(ways)

    def _unclamped_ways(self) -> tuple[Suggestion, ...]:
        return without_clamp(self.run), *standardize(self.run)

    def _rate_beside_limit(self) -> str:
        return f"The learning rate {compare_with_limit(self.run)}."

    def _left_to_gain(self) -> str:
        symptoms = self.symptoms
        return f"The mean squared residual is still {symptoms.excess:.3g} above the lowest, {symptoms.floor:.4g}."
