"""What is said beside each of the five moves: in plain words, with its formula, or with where that comes from."""

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth

Paragraphs = tuple[str, ...]


def said_of_moves(run: Run, depth: Depth) -> dict[str, Paragraphs]:
    """The paragraphs for each move; each depth adds to the one before, and all of it is true of this run."""
    parts = {
        "forward": ((_forward(run),), (_forward_formula(run),), ()),
        "loss": ((_loss(run),), (_loss_formula(run),), ()),
        "backward": ((_backward(run),), (_backward_formula(run),), _backward_derived(run)),
        "update": ((_update(run),), ("w ← w − η·∂loss/∂w and b ← b − η·∂loss/∂b, η being the rate.",), _limit(run)),
        "clear": ((_clear(run),), (), ()),
    }
    deepest = ("plain", "formulas", "derivation").index(depth)
    return {move: tuple(text for part in said[: deepest + 1] for text in part) for move, said in parts.items()}


def _by_hand(run: Run) -> bool:
    return run.hyperparameters.gradients == "by_hand"


def _forward(run: Run) -> str:
    several = len(run.dataset.feature_names) > 1
    words = "every x times its weight, added up" if several else "x times weight"
    if run.activation.shape != "line":
        words += f", through the {run.hyperparameters.activation}"
    return f"1. Forward: what does the neuron say? For each row {words}, plus bias."


def _forward_formula(run: Run) -> str:
    return f"prediction = {run.activation.text.format('x·w')} + b"


def _loss(run: Run) -> str:
    how = "added up" if run.hyperparameters.reduction == "sum" else "as their mean"
    return f"2. Loss: how wrong is it? One number, from the squares of all residuals, {how}."


def _share(run: Run) -> str:
    return "" if run.hyperparameters.reduction == "sum" else "1/n · "


def _loss_formula(run: Run) -> str:
    over = "" if run.is_full_batch else ", over the n rows of the batch" if _share(run) else ", over the batch"
    return f"loss = {_share(run)}Σ (prediction − y)²{over}"


def _backward(run: Run) -> str:
    if _by_hand(run):
        return "3. Backward: how the loss would change with every prediction, and so with weight and with bias."
    return (
        "3. Backward: autograd walks back from the loss and leaves in .grad how the loss would change with weight and"
        " with bias."
    )


def _backward_formula(run: Run) -> str:
    bends = run.activation.shape != "line"
    link = "f'(x·w)·" if bends else ""
    formula = f"∂loss/∂w = {_share(run)}Σ 2·residual·{link}x and ∂loss/∂b = {_share(run)}Σ 2·residual"
    meaning = f", f being the {run.hyperparameters.activation}. {run.activation.link}" if bends else "."
    return (formula + meaning).strip()


def _backward_derived(run: Run) -> Paragraphs:
    share = " · 1/n" if _share(run) else ""
    inner = "f'(x·w)" if run.activation.shape != "line" else "1"
    return (
        "Where that comes from: the loss is a chain, w → x·w → prediction → loss. The chain rule multiplies the"
        f" derivatives of its links: ∂loss/∂prediction = 2·residual{share}, as a square's derivative is twice what is"
        f" squared; ∂prediction/∂(x·w) = {inner}; ∂(x·w)/∂w = x. The bias joins after x·w, and its link is"
        " ∂prediction/∂b = 1. The loss adds the rows up, so the gradient does too.",
    )


def _update(run: Run) -> str:
    if _by_hand(run):
        return "4. Update: one step against the gradient."
    return "4. Update: one step against the gradient. no_grad, because the step itself is not to be differentiated."


def _limit(run: Run) -> Paragraphs:
    if not run.theory_holds:
        return ()
    bowl = "The loss is a bowl"
    if run.activation.shape != "line":
        bowl = f"In this run the {run.hyperparameters.activation} never changed an x·w, so the loss is a bowl"
    steepest, limit = run.curvature.steepest, run.curvature.largest_stable_learning_rate
    rate = run.hyperparameters.learning_rate
    side = "is not below it, so the steps do not shrink the error" if run.is_too_fast else "is below it"
    return (
        f"Why a rate can be too large: {bowl}, and H = 2·{_share(run).replace(' ', '')}AᵀA is its curvature, A being x"
        " with a column of ones for the bias. Along each axis of the bowl, with curvature λ, a step multiplies the"
        " distance from the best line by 1 − η·λ. That shrinks it only where η < 2/λ, and the steepest axis decides:"
        f" here λmax = {steepest:.6g}, so the limit is 2/λmax = {limit:.6g}. This run's rate {rate!r} {side}.",
    )


def _clear(run: Run) -> str:
    if _by_hand(run):
        return "5. Clear: nothing to do, for these gradients are new numbers every time."
    return "5. Clear: backward() adds to .grad, so without this the next gradient would join this one."
