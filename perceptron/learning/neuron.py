"""The neuron itself: one weight for each feature, one bias, and the forward pass ŷ = w·x + b."""

import torch
from torch import Tensor

from perceptron.learning.hyperparameters import Hyperparameters


class Neuron:
    """`weight` is (d, 1) and `bias` (1, 1), float32 leaves of the graph that autograd differentiates."""

    def __init__(self, features: int, hyperparameters: Hyperparameters, random: torch.Generator) -> None:
        # Weight before bias, both from [0, 1): the article's order, and so the article's numbers.
        self.weight = torch.rand(features, 1, generator=random)
        self.bias = torch.rand(1, 1, generator=random)
        if hyperparameters.initial_weight is not None:
            self.weight.fill_(hyperparameters.initial_weight + 0.0)  # + 0.0 turns -0.0 into 0.0
        if hyperparameters.initial_bias is not None:
            self.bias.fill_(hyperparameters.initial_bias + 0.0)
        self.weight.requires_grad_()
        self.bias.requires_grad_()
        self.activation = hyperparameters.activation

    def predict(self, x: Tensor) -> Tensor:
        """The forward pass: (rows, d) features in, (rows, 1) predictions out."""
        weighted_sum = x.mm(self.weight)
        if self.activation == "clamp":
            # A ReLU before the bias, as in the article's code: a negative x·w counts as 0.
            weighted_sum = weighted_sum.clamp(min=0)
        return weighted_sum.add(self.bias)
