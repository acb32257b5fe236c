"""What the step does, in one sentence, and, with standardising, in which units it is taken."""

import pandas as pd
import streamlit as st

from perceptron.charts.palette import MARKDOWN
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.panels.markdown import number
from perceptron.panels.step.ink import telling_digits
from perceptron.panels.step.summary import REDUCED, say_batches
from perceptron.words import as_title


def say_what_it_does(run: Run, step: Step) -> None:
    """The heading, and the step in a sentence."""
    st.header(f"The step from epoch {step.epoch:,} to {step.epoch + 1:,}", anchor=False)
    rows = f"The squared {coloured('residual', 'residuals')} of {counted(run.dataset.rows, 'row')}"
    reduced = {"add up": "add up to", "average": "have the mean"}[REDUCED[run.hyperparameters.reduction]]
    st.markdown(f"{rows} {reduced} {a_value('loss', 'loss', step.loss, ' ')}. {_moved(run, step)}{_after(run, step)}.")
    say_batches(run)
    if run.hyperparameters.standardize:
        _units(run, step)


def coloured(meaning: str, text: str) -> str:
    """Markdown in the colour of that meaning."""
    return f":{MARKDOWN[meaning]}[{text}]"


def counted(count: int, noun: str) -> str:
    """1 row, 2 rows."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def a_value(meaning: str, name: str, value: float, sign: str, digits: int = 5) -> str:
    """A name and its number in its colour."""
    name = name.replace("_", "\\_")
    return coloured(meaning, f"{name}{sign}**{number(value, digits)}**")


def _moved(run: Run, step: Step) -> str:
    _, w, b = letters(run.hyperparameters)
    would = step.epoch == run.last or not run.is_full_batch
    verb = "The step would move" if would else "The step moves"
    bias = _from_to("bias", b, step.bias, step.next_bias)
    if len(step.weights) > 1:
        return f"{verb} the {counted(len(step.weights), coloured('weight', 'weight'))} and {bias}"
    if run.activation.shuts and not step.slope.any():
        shut = f"The {run.hyperparameters.activation} is shut for every row, so no gradient comes to"
        return f"{shut} {coloured('weight', w.replace('_', chr(92) + '_'))}. {verb} {bias} alone"
    return f"{verb} {_from_to('weight', w, step.weights[0], step.next_weights[0])} and {bias}"


def _from_to(meaning: str, name: str, before: float, after: float) -> str:
    digits = telling_digits(before, after)
    if before == after:
        return f"{a_value(meaning, name, before, ' = ')} by nothing that its digits could hold"
    return f"{a_value(meaning, name, before, ' from ', digits)} to {coloured(meaning, f'**{number(after, digits)}**')}"


def _after(run: Run, step: Step) -> str:
    """What the loss is then, where this very step was taken."""
    if step.epoch == run.last or not run.is_full_batch:
        return ""
    after = float(run.history.losses[step.epoch + 1])
    digits = telling_digits(step.loss, after)
    if number(step.loss, digits) == number(after, digits):
        return f", and the {coloured('loss', 'loss')} stays what it is in the first {digits} digits"
    way = "falls" if after < step.loss else "rises"
    return f", and the {coloured('loss', 'loss')} {way} to {coloured('loss', f'**{number(after, digits)}**')}"


def _units(run: Run, step: Step) -> None:
    """Both units, the neuron's and the data's."""
    history, epoch = run.history, step.epoch
    back = "w = w_z / σ" if run.bias_stays_as_trained else "w = w_z / σ and b = b_z − Σ w·mean"
    text = (
        "**This run standardises.** The neuron sees z = (x − mean) / σ in place of x, so all that follows is in units"
        f" of z. In the data's own units {back}".replace("_", "\\_")
    )
    if run.bias_stays_as_trained:
        text += (
            f". For the bias there is no such way back: with z the {run.hyperparameters.activation} has its corner at"
            " the mean of x, and not at 0"
        )
    st.markdown(f"{text}.")
    units = pd.DataFrame(
        {
            "parameter": [*(f"w {as_title(name)}" for name in run.dataset.feature_names), "b"],
            "mean": [*history.feature_means, None],
            "sigma": [*history.feature_scales, None],
            "as trained": [*step.weights, step.bias],
            "in data units": [
                *history.weights_in_data_units[epoch],
                None if run.bias_stays_as_trained else history.biases_in_data_units[epoch],
            ],
        }
    )
    shown = st.column_config.NumberColumn
    columns = {
        "mean": shown("mean of x", format="%.5g"),
        "sigma": shown("σ of x", format="%.5g"),
        "as trained": shown("w_z, b_z: as trained", format="%.5g"),
        "in data units": shown("w, b: in data units", format="%.5g"),
    }
    st.dataframe(
        units, hide_index=True, column_config=columns, alt="Weights and bias as trained and in the data's units"
    )
