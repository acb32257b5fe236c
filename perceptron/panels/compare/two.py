"""Two things at once: any two of the runs, and what makes them differ, in one sentence with numbers."""

from perceptron.panels.compare.pictures import Trained


def two_at_once(trained: Trained) -> None:
    """Draw the choice of two runs, and the sentence."""
    if len(trained) < 2:
        return
