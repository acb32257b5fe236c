"""One neuron that learns a straight line, on real PyTorch.

Read in this order: `dataset` (what it learns from), `neuron` (what it is), `training` (how it learns: start here if
you read only one file), `gradients` (the same without autograd), `history` (what happened), `theory` (what mathematics
knows beforehand), `diagnosis` (what went well or wrong, and why).
"""

from perceptron.complaints import DatasetError
from perceptron.dataset import Dataset
from perceptron.diagnosis import Diagnosis, diagnose
from perceptron.history import History
from perceptron.hyperparameters import Hyperparameters
from perceptron.suggestions import Suggestion
from perceptron.theory import Fit, largest_stable_learning_rate, least_squares
from perceptron.training import train

__all__ = [
    "Dataset",
    "DatasetError",
    "Diagnosis",
    "Fit",
    "History",
    "Hyperparameters",
    "Suggestion",
    "diagnose",
    "largest_stable_learning_rate",
    "least_squares",
    "train",
]
