"""The piece of a program that makes the untrained neuron: a weight for each feature, and a bias."""

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.piece import Piece, comment, lines

ONE_THREAD = """# One thread adds numbers up in the same order every time.
torch.set_num_threads(1)"""
AS_LEAVES = """weight.requires_grad_()
bias.requires_grad_()"""
IN_FLOAT64 = """weight, bias = weight.numpy().ravel().astype(np.float64), bias.item()"""


def start(run: Run, depth: Depth) -> Piece:
    """Weight and bias before training, drawn at random or set by hand."""
    settings, d = run.hyperparameters, len(run.dataset.feature_names)
    by_hand = {"weight": settings.initial_weight, "bias": settings.initial_bias}
    # + 0.0 turns -0.0 into 0.0, as the neuron has it.
    set_by_hand = [f"{name}.fill_({value + 0.0!r})" for name, value in by_hand.items() if value is not None]
    why_drawn = "The same seed gives the same random numbers: first the weight, then the bias, from 0 to 1."
    chosen = " and ".join(name for name, value in by_hand.items() if value is not None)
    why_set = f"A start by hand replaces what was drawn for {chosen}."
    if not run.is_full_batch:
        why_set += " The shuffling below draws on after it all the same."
    by_formula = settings.gradients == "by_hand"
    watched = comment("Autograd is told to keep track of what is worked out with these two.")
    code = lines(
        None if by_formula else ONE_THREAD,
        comment(why_drawn),
        "random = torch.Generator().manual_seed(seed)",
        f"weight = torch.rand({d}, 1, generator=random)",
        "bias = torch.rand(1, 1, generator=random)",
        lines(comment(why_set), *set_by_hand) if set_by_hand else None,
        None if by_formula else watched,
        IN_FLOAT64 if by_formula else AS_LEAVES,
    )
    where = "set by hand" if len(set_by_hand) == 2 else "drawn at random" if not set_by_hand else "partly set by hand"
    says = f"The neuron before training: {'one weight' if d == 1 else f'{d} weights'} and one bias, {where}."
    return Piece("start", "The start", says, code)
