"""One neuron that learns a straight line, on real PyTorch.

Read in this order: `dataset` (what it learns from), `neuron` (what it is), `training` (how it learns: start here if
you read only one file), `gradients` (the same without autograd), `history` (what happened), `theory` (what mathematics
knows beforehand), `diagnosis` (what went well or wrong, and why).
"""

from perceptron.data.dataset import Dataset
from perceptron.insight.diagnosis import Diagnosis, diagnose
from perceptron.insight.run import Run
from perceptron.insight.suggestions import Suggestion
from perceptron.insight.theory import Fit, largest_stable_learning_rate, least_squares
from perceptron.learning.history import History
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.training import train
from perceptron.words import DatasetError

__all__ = [
    "Dataset",
    "DatasetError",
    "Diagnosis",
    "Fit",
    "History",
    "Hyperparameters",
    "Run",
    "Suggestion",
    "diagnose",
    "largest_stable_learning_rate",
    "least_squares",
    "train",
]
