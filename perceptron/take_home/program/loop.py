"""The piece of a program that trains: the article's loop, which also writes down what the page's history has."""

from perceptron.insight.run import Run
from perceptron.learning.sums import Sums
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.moves import (
    measured_by_autograd,
    measured_by_hand,
    predicted_in_numpy,
    predicted_in_torch,
    stepped_by_autograd,
    stepped_by_hand,
)
from perceptron.take_home.program.piece import Piece, comment, indented, lines
from perceptron.words import counted

ROW_BY_AUTOGRAD = "row = [loss.item(), *weight.flatten().tolist(), bias.item()]"
ROW_BY_HAND = "row = [loss, *weight.tolist(), bias]"
GRADIENT_BY_AUTOGRAD = "gradient = [*weight.grad.flatten().tolist(), bias.grad.item()]"
GRADIENT_BY_HAND = "gradient = [*weight_gradient.tolist(), bias_gradient]"
LOOK_BACK_BY_AUTOGRAD = "weight_gradient, bias_gradient = torch.autograd.grad(loss, [weight, bias])"
LOOK_GRADIENT_BY_AUTOGRAD = "gradient = [*weight_gradient.flatten().tolist(), bias_gradient.item()]"


def loop(run: Run, depth: Depth) -> Piece:
    """The five moves, over and over, until the epochs are over or a number is too large to hold."""
    training = _full_batches(run, depth) if run.is_full_batch else _small_batches(run, depth)
    code = lines(
        _limit_of_numbers(run, depth),
        "losses = []  # at every epoch, over all rows",
        training,
    )
    size = run.hyperparameters.batch_size
    each = "all rows" if run.is_full_batch or size is None else f"{counted(size, 'row')} at a time"
    says = f"Five moves, over and over: forward, loss, backward, update, clear. Each update sees {each}."
    return Piece("loop", "The loop", says, code)


def _by_hand(run: Run) -> bool:
    return run.hyperparameters.gradients == "by_hand"


def _limit_of_numbers(run: Run, depth: Depth) -> str | None:
    if not _by_hand(run):
        return None
    from_sums = run.is_full_batch and Sums.serve(len(run.dataset.feature_names), run.activation)
    how = (
        "The page takes these very steps, but from sums over the rows, so its last digits may differ"
        if from_sums
        else "The page takes these very steps"
    )
    grows = ", and with a rate that is too large the difference may grow" if from_sums and run.is_too_fast else ""
    meaning = "" if depth == "plain" else ", the largest that float32 can hold, though float64 could go on"
    return lines(
        comment(f"{how}{grows}.", f"It ends a run at the first number beyond this{meaning}."),
        "largest = float(np.finfo(np.float32).max)",
        'np.seterr(over="ignore", invalid="ignore")',
    )


def _kept(run: Run) -> str:
    """Write the row down, or end the run."""
    if _by_hand(run):
        # The squares are added up before their mean is taken, so the sum has to fit.
        total = "row[0] * len(x), " if run.hyperparameters.reduction == "mean" else ""
        is_broken = f"not all(abs(number) <= largest for number in [{total}*row, *gradient])"
    else:
        is_broken = "not np.isfinite(row + gradient).all()"
    return lines(
        comment("What the page writes down of this epoch. A number too large to hold ends the run before it."),
        f"if {is_broken}:",
        "    break",
        "kept = row",
        "losses.append(row[0])",
        "if epoch == epochs:  # after the last update, only this look",
        "    break",
    )


def _full_batches(run: Run, depth: Depth) -> str:
    measured, stepped = (
        (measured_by_hand, stepped_by_hand) if _by_hand(run) else (measured_by_autograd, stepped_by_autograd)
    )
    body = lines(
        measured(run, depth, "x", "y"),
        "",
        ROW_BY_HAND if _by_hand(run) else ROW_BY_AUTOGRAD,
        GRADIENT_BY_HAND if _by_hand(run) else GRADIENT_BY_AUTOGRAD,
        _kept(run),
        "",
        stepped(run, depth),
    )
    return lines("for epoch in range(epochs + 1):", indented(body, 1))


def _small_batches(run: Run, depth: Depth) -> str:
    measured, stepped = (
        (measured_by_hand, stepped_by_hand) if _by_hand(run) else (measured_by_autograd, stepped_by_autograd)
    )
    body = lines(
        "row, gradient = look_at_all_rows()",
        _kept(run),
        "",
        comment("The rows in an order that is shuffled anew for every epoch, a few at a time."),
        "for batch in torch.randperm(len(x), generator=random).split(batch_size):",
        indented(
            lines(
                # Of a tensor of one number NumPy would take a single row instead of a batch of one.
                "batch = batch.numpy()" if _by_hand(run) else None,
                "x_batch, y_batch = x[batch], y[batch]",
                "",
                measured(run, depth, "x_batch", "y_batch"),
                "",
                stepped(run, depth),
            ),
            1,
        ),
    )
    return lines("", "", _look(run), "", "", "for epoch in range(epochs + 1):", indented(body, 1))


def _look(run: Run) -> str:
    is_mean = run.hyperparameters.reduction == "mean"
    if _by_hand(run):
        slope = f" * {run.activation.derivative_code.format('weighted_sum')}" if run.activation.shape != "line" else ""
        share = "1.0 / len(x) * " if is_mean else ""
        body = lines(
            "weighted_sum = x @ weight",
            f"residual = {predicted_in_numpy(run, 'weighted_sum', 'bias')} - y",
            f"loss = {share}float(residual @ residual)",
            f"by_prediction = {share}2.0 * residual",
            f"weight_gradient = (by_prediction{slope}) @ x",
            "bias_gradient = float(by_prediction.sum())",
            ROW_BY_HAND,
            GRADIENT_BY_HAND,
        )
    else:
        body = lines(
            f"residual = {predicted_in_torch(run, 'x')} - y",
            f"loss = (residual * residual).{run.hyperparameters.reduction}()",
            LOOK_BACK_BY_AUTOGRAD,
            ROW_BY_AUTOGRAD,
            LOOK_GRADIENT_BY_AUTOGRAD,
        )
    says = '"""Loss, weight, bias and gradient over all rows, for the record: the updates see fewer."""'
    return lines("def look_at_all_rows():", indented(lines(says, body, "return row, gradient"), 1))
