"""A learner's names as Python literals. A stranger may have chosen them: a program has them nowhere else."""

from perceptron.data.dataset import Dataset
from perceptron.words import as_title


def literal(name: str) -> str:
    """A name as a string of Python: one printable line, and every sign beyond ASCII escaped."""
    return ascii(as_title(name))


def names(dataset: Dataset) -> str:
    """The lines that hold the names of the columns."""
    features = ", ".join(map(literal, dataset.feature_names))
    return f"feature_names = [{features}]\ntarget_name = {literal(dataset.target_name)}"
