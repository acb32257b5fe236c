"""What the step does, in one sentence, and, with standardising, in which units it is taken."""

import pandas as pd
import streamlit as st

from perceptron.charts.digits import shown
from perceptron.insight.run import Run
from perceptron.insight.walkthrough import Step, letters
from perceptron.panels.step.ink import coloured, telling_digits
from perceptron.words import as_title, counted

# Less than this share of the loss is no rise or fall to speak of: the run has settled, to rounding.
LEAST_CHANGE = 1e-6


def say_what_it_does(run: Run, step: Step) -> None:
    """The heading, and the step in a sentence."""
    title = f"The step from epoch {step.epoch:,} to {step.epoch + 1:,}"
    if step.epoch == run.last:
        title = f"The step that would follow epoch {step.epoch:,}, the last"
    st.header(title, anchor=False)
    rows = f"The squared {coloured('residual', 'residuals')} of the {counted(run.dataset.rows, 'row')}"
    reduced = {"sum": "add up to", "mean": "have the mean"}[run.hyperparameters.reduction]
    st.markdown(f"{rows} {reduced} {a_value('loss', 'loss', step.loss, ' ')}. {_moved(run, step)}{_after(run, step)}.")
    _say_batches(run)
    if run.hyperparameters.standardize:
        _units(run, step)


def _say_batches(run: Run) -> None:
    """Where an epoch was many updates: that what is opened is the step of all rows."""
    size = run.hyperparameters.batch_size
    if size is not None and not run.is_full_batch:
        updates = -(-run.dataset.rows // size)
        st.info(
            f"With batches of {counted(size, 'row')} this epoch took {counted(updates, 'update')}, each with"
            " the gradient of its own rows. What is opened here is the gradient over all rows, and the one step that it"
            " would make."
        )


def a_value(meaning: str, name: str, value: float, sign: str, digits: int = 5) -> str:
    """A name and its number in its colour."""
    return coloured(meaning, f"{_plain(name)}{sign}**{shown(value, digits)}**")


def _moved(run: Run, step: Step) -> str:
    """What becomes of the weight and the bias."""
    _, w, b = letters(run.hyperparameters)
    # Of mini-batches, and after the last epoch, this very step was not taken.
    would = step.epoch == run.last or not run.is_full_batch
    verb = "The step would move" if would else "The step moves"
    bias = _from_to("bias", b, step.bias, step.next_bias)
    weights = f"the {len(step.weights):,} {coloured('weight', 'weights')}"
    if run.activation.shuts and not step.slope.any():
        letter = coloured("weight", _plain(w)) if len(step.weights) == 1 else weights
        shut = f"The {run.hyperparameters.activation} is shut for every row, so no gradient comes to {letter}."
        if step.bias == step.next_bias:
            return f"{shut} {_stays('bias', b, step.bias)} too"
        return f"{shut} {verb} only {bias}"
    if len(step.weights) > 1:
        if step.bias == step.next_bias:
            return f"{verb} {weights}; {_stays('bias', b, step.bias)}"
        return f"{verb} {weights}, and {bias}"
    weight, stays = _from_to("weight", w, step.weights[0], step.next_weights[0]), "is too short to change"
    if step.weights[0] == step.next_weights[0]:
        if step.bias == step.next_bias:
            pair = f"{a_value('weight', w, step.weights[0], ' = ')} or {a_value('bias', b, step.bias, ' = ')}"
            return f"The step {stays} {pair}"
        return f"{verb} {bias}; {_stays('weight', w, step.weights[0])}"
    if step.bias == step.next_bias:
        return f"{verb} {weight}; {_stays('bias', b, step.bias)}"
    return f"{verb} {weight} and {bias}"


def _plain(letter: str) -> str:
    return letter.replace("_", "\\_")


def _stays(meaning: str, name: str, value: float) -> str:
    return f"{a_value(meaning, name, value, ' = ')} stays as it is"


def _from_to(meaning: str, name: str, before: float, after: float) -> str:
    digits = telling_digits(before, after)
    return f"{a_value(meaning, name, before, ' from ', digits)} to {coloured(meaning, f'**{shown(after, digits)}**')}"


def _after(run: Run, step: Step) -> str:
    """What the loss is then, where this very step was taken."""
    if step.epoch == run.last or not run.is_full_batch:
        return ""
    after = float(run.history.losses[step.epoch + 1])
    digits = telling_digits(step.loss, after)
    if shown(step.loss, digits) == shown(after, digits):
        return f", and the {coloured('loss', 'loss')} stays what it is in the first {digits} digits"
    if abs(after - step.loss) <= LEAST_CHANGE * step.loss:
        return f", and the {coloured('loss', 'loss')} changes by less than a millionth of itself"
    way = "falls" if after < step.loss else "rises"
    return f", and the {coloured('loss', 'loss')} {way} to {coloured('loss', f'**{shown(after, digits)}**')}"


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
            f". For the bias there is no such way back: with z the {run.hyperparameters.activation} has its corner"
            " where z·w\\_z is 0, and not where x·w is"
        )
    st.markdown(f"{text}.")
    units = pd.DataFrame(
        {
            "parameter": [*(f"w {as_title(name)}" for name in run.dataset.feature_names), "b"],
            "mean": [*map(_digits, history.feature_means), ""],
            "sigma": [*map(_digits, history.feature_scales), ""],
            "as trained": [*map(_digits, step.weights), _digits(step.bias)],
            "in data units": [
                *map(_digits, history.weights_in_data_units[epoch]),
                "" if run.bias_stays_as_trained else _digits(history.biases_in_data_units[epoch]),
            ],
        }
    )
    labels = {
        "mean": "mean of x",
        "sigma": "σ of x",
        "as trained": "w_z, b_z: as trained",
        "in data units": "w, b: in data units",
    }
    columns = {name: st.column_config.TextColumn(label, alignment="right") for name, label in labels.items()}
    st.dataframe(
        units, hide_index=True, column_config=columns, alt="Weights and bias as trained and in the data's units"
    )


def _digits(value: float) -> str:
    return shown(value, 5)
