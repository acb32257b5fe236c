"""How long a training will take, before it is started: its parts are counted and priced."""

from perceptron.data.dataset import Dataset
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.learning.sums import Sums

# Seconds on one core of a small server, measured with `tests/benchmarks/speed.py`; a rough guide, no promise.
AUTOGRAD_UPDATE = 1.3e-4
AUTOGRAD_CELL = 1.3e-9
BY_HAND_UPDATE = 2.5e-5
BY_HAND_CELL = 2.5e-9
SUMS_UPDATE = 6e-7
READING_CELL = 3e-8
SHUFFLED_ROW = 2.5e-7
# What a row costs beside its features: its residual, its square, its place in the shuffle.
CELLS_BESIDE = 6


def estimated_seconds(dataset: Dataset, hyperparameters: Hyperparameters) -> float:
    """About how many seconds `train` needs at the most; a run that diverges or repeats itself needs fewer."""
    features = len(dataset.feature_names)
    cells = dataset.rows * (features + CELLS_BESIDE)
    full_batch = hyperparameters.is_full_batch(dataset.rows)
    by_hand = hyperparameters.gradients == "by_hand"
    if by_hand and full_batch and Sums.serve(features, hyperparameters.activation_function):
        return READING_CELL * cells + hyperparameters.epochs * SUMS_UPDATE * (1 if features == 1 else 10)
    update, cell = (BY_HAND_UPDATE, BY_HAND_CELL) if by_hand else (AUTOGRAD_UPDATE, AUTOGRAD_CELL)
    if full_batch:
        return hyperparameters.epochs * (update + cell * cells)
    assert hyperparameters.batch_size is not None
    updates = -(-dataset.rows // hyperparameters.batch_size)
    # Every epoch looks at all rows once for the history, and once in batches.
    return hyperparameters.epochs * ((1 + updates) * update + 2 * cell * cells + SHUFFLED_ROW * dataset.rows)
