"""The piece of a program that prints what came out."""

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.moves import predicted_in_numpy
from perceptron.take_home.program.piece import Piece, comment, indented, lines
from perceptron.words import counted

PRINTED = """last = len(losses) - 1
loss, *w, b = kept
print(f"epoch {last} of {epochs}")
if last < epochs:
    print(f"epoch {last + 1} made a number too large to hold, so the run ends before it")"""
ONE_WEIGHT = 'print("w =", w[0])'
WEIGHTS = """for number, value in enumerate(w, start=1):
    print(f"w{number} =", value)"""
ONE_IN_DATA_UNITS = 'print("w in data units =", slopes[0])'
IN_DATA_UNITS = """for number, value in enumerate(slopes, start=1):
    print(f"w{number} in data units =", value)"""


def result(run: Run, depth: Depth) -> Piece:
    """The last epoch's weights, bias and loss, and how the neuron does on held-out rows."""
    one = len(run.dataset.feature_names) == 1
    code = lines(
        PRINTED,
        ONE_WEIGHT if one else WEIGHTS,
        'print("b =", b)',
        'print("loss =", loss)',
        _data_units(run, one) if run.hyperparameters.standardize else None,
        "",
        "",
        _predict(run),
        _held_out(run),
    )
    says = "The numbers of the last epoch, with all their digits: those that the page shows."
    return Piece("result", "The result", says, code)


def _data_units(run: Run, one: bool) -> str:
    stays = run.bias_stays_as_trained
    return lines(
        comment(
            "Weights for x as it is in the table, not standardised"
            + (". The activation bends at the mean of x, so the bias stays as it is." if stays else ", and their bias.")
        ),
        "slopes = (np.array(w) / deviation).tolist()",
        ONE_IN_DATA_UNITS if one else IN_DATA_UNITS,
        None if stays else 'print("b in data units =", b - float(np.array(slopes) @ mean))',
    )


def _predict(run: Run) -> str:
    x = "(rows - mean) / deviation" if run.hyperparameters.standardize else "rows"
    predicted = predicted_in_numpy(run, "weighted_sum", "b")
    says = '"""What the neuron of the last epoch says, for rows of features as they are in the table."""'
    body = lines(says, f"weighted_sum = ({x}) @ np.array(w)" if x != "rows" else "weighted_sum = rows @ np.array(w)")
    return lines("def predict(rows):", indented(lines(body, f"return {predicted}"), 1))


def _held_out(run: Run) -> str | None:
    if run.held_out is None:
        return None
    kept = counted(run.held_out.rows, "held-out row")
    return lines(
        "",
        "",
        "unseen = predict(held_out[:, :-1]) - held_out[:, -1]",
        f'print("mean squared residual on {kept} =", float(np.square(unseen).mean()))',
    )
