"""Each picture in a sentence, from the run's own numbers, for people who cannot see it."""

from perceptron.data.dataset import Dataset
from perceptron.insight.theory import Fit
from perceptron.learning.history import History
from perceptron.words import as_title


def describe_fitted_line(dataset: Dataset, history: History, fit: Fit) -> str:
    """The picture of the line, or of predicted against actual."""
    target = as_title(dataset.target_name)
    if len(dataset.feature_names) > 1:
        return (
            f"Predicted against actual {target} for {dataset.rows:,} points, from {len(dataset.feature_names)}"
            " features;"
            " a perfect prediction would lie on the diagonal."
        )
    weight, bias = float(history.weights_in_data_units[-1, 0]), float(history.biases_in_data_units[-1])
    return (
        f"{dataset.rows:,} points of {target} over {as_title(dataset.feature_names[0])} and the neuron's line, which"
        f" ends at weight {weight:.4g} and bias {bias:.4g}; the least-squares line has {float(fit.weights[0]):.4g} and"
        f" {fit.bias:.4g}."
    )


def describe_loss_curve(history: History, fit: Fit) -> str:
    """The picture of the loss."""
    first, last = history.losses[0], history.losses[-1]
    course = "falls" if last < first else "grows"
    return (
        f"The loss {course} from {first:.5g} to {last:.5g} over {len(history) - 1:,} epochs; the least-squares loss is"
        f" {fit.loss:.5g}."
    )


def describe_parameters(history: History, what: str) -> str:
    """The picture of the weights, or of the bias."""
    weights, biases = history.weights_in_data_units, history.biases_in_data_units
    epochs = f"over {len(history) - 1:,} epochs"
    if what == "bias":
        return f"The bias goes from {biases[0]:.4g} to {biases[-1]:.4g} {epochs}."
    if weights.shape[1] > 1:
        return f"{weights.shape[1]} weights {epochs}, each with its least-squares value."
    return f"The weight goes from {weights[0, 0]:.4g} to {weights[-1, 0]:.4g} {epochs}."


def describe_loss_surface(u_title: str, v_title: str, *, clipped: bool) -> str:
    """The picture of the loss surface."""
    course = "leaves the map" if clipped else "walks downhill"
    return (
        f"The loss as a map over {as_title(u_title)} and {as_title(v_title)}, with lines of equal loss; the path of"
        f" training {course} from its start, and a cross marks the least-squares point."
    )
