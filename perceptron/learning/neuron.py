"""The neuron itself: one weight for each feature, one bias, and the forward pass ŷ = f(x·w) + b."""

import torch
from torch import Tensor

from perceptron.learning.activation import Activation
from perceptron.learning.hyperparameters import Hyperparameters


class Neuron:
    """`weight` is (d, 1) and `bias` (1, 1), float32 leaves of the graph that autograd differentiates.

    With weight (d, k) and bias (1, k) it stands for k neurons side by side.
    """

    def __init__(self, weight: Tensor, bias: Tensor, activation: Activation) -> None:
        self.weight = weight.requires_grad_()
        self.bias = bias.requires_grad_()
        self.activation = activation

    @classmethod
    def untrained(cls, features: int, hyperparameters: Hyperparameters, random: torch.Generator) -> "Neuron":
        """A neuron before training: drawn at random, or as the start by hand says."""
        # Weight before bias, both from [0, 1): the article's order, and so the article's numbers.
        weight = torch.rand(features, 1, generator=random)
        bias = torch.rand(1, 1, generator=random)
        if hyperparameters.initial_weight is not None:
            weight.fill_(hyperparameters.initial_weight + 0.0)  # + 0.0 turns -0.0 into 0.0
        if hyperparameters.initial_bias is not None:
            bias.fill_(hyperparameters.initial_bias + 0.0)
        return cls(weight, bias, hyperparameters.activation_function)

    def predict(self, x: Tensor) -> Tensor:
        """The forward pass: (rows, d) features in, (rows, 1) predictions out."""
        return self.activation.tensor(x.mm(self.weight)).add(self.bias)
