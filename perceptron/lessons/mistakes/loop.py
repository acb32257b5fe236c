"""A sound training loop, as one writes it for a start: the one that the planted mistakes are put into.

Its lines are the material: each mistake names those of them that it changes, and the changed loop is really run.
"""

from collections.abc import Iterator, Sequence

import torch


def learn(
    x_column: Sequence[float], y_column: Sequence[float], rate: float, epochs: int, batch_size: int, seed: int
) -> Iterator[tuple[float, float, float]]:
    """Train one neuron on two columns of numbers, in batches of so many rows.

    Yields the loss, which is the sum of all squared residuals, w and b: of the untrained neuron, then after each epoch.
    """

    random = torch.Generator().manual_seed(seed)
    x = torch.tensor(x_column).reshape(-1, 1)
    y = torch.tensor(y_column).reshape(-1, 1)
    w = torch.rand(1, 1, generator=random, requires_grad=True)
    b = torch.rand(1, 1, generator=random, requires_grad=True)

    def loss_of_all() -> float:
        return ((x @ w + b - y) ** 2).sum().item()

    yield loss_of_all(), w.item(), b.item()
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=random)
        for rows in order.split(batch_size):
            prediction = x[rows] @ w + b
            residual = prediction - y[rows]
            loss = (residual**2).sum()
            loss.backward()
            with torch.no_grad():
                w -= rate * w.grad
                b -= rate * b.grad
            w.grad = b.grad = None
        yield loss_of_all(), w.item(), b.item()
