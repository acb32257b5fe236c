"""The pieces of a program that draw: the line through the points, and the loss by epoch. Each draws into given axes."""

from perceptron.insight.run import Run
from perceptron.take_home.program.piece import Piece

# Without parse_math=False a name between dollar signs would be read as a formula.
LINE = '''def draw_line(axes):
    """The points, and the line of the last epoch."""
    axes.scatter(features[:, 0], target[:, 0], label="rows")
    steps = np.linspace(features.min(), features.max(), 200).reshape(-1, 1)
    axes.plot(steps[:, 0], predict(steps), color="tab:orange", label="neuron")
    axes.set_xlabel(feature_names[0], parse_math=False)
    axes.set_ylabel(target_name, parse_math=False)
    axes.set_title(f"Epoch {last}")
    axes.legend()'''
PLANE = '''def draw_line(axes):
    """Several features have no one line to draw: what the neuron says, against what is true."""
    axes.scatter(target[:, 0], predict(features), label="rows")
    ends = [target.min(), target.max()]
    axes.plot(ends, ends, color="tab:orange", label="exactly right")
    axes.set_xlabel(target_name, parse_math=False)
    axes.set_ylabel("prediction")
    axes.set_title(f"Epoch {last}")
    axes.legend()'''
LOSSES = '''def draw_losses(axes):
    """The loss at every epoch."""
    axes.plot(losses)
    if min(losses) > 0:
        axes.set_yscale("log")
    axes.set_xlabel("epoch")
    axes.set_ylabel("loss")
    axes.set_title("Loss by epoch")'''


def line_drawn(run: Run) -> Piece:
    """A function that draws points and line, or, of several features, predictions against the truth."""
    one = len(run.dataset.feature_names) == 1
    says = "The points and the line." if one else "What the neuron says of each row, against what is true."
    return Piece("line", "The line" if one else "The predictions", says, LINE if one else PLANE)


def losses_drawn(run: Run) -> Piece:
    """A function that draws the loss by epoch."""
    return Piece("losses", "The loss", "How the loss went down, or did not.", LOSSES)
