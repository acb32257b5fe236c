"""Only the lowest of all losses is called the best possible."""

import numpy as np
import pytest
from truth.known import BOTH, SETS, table
from truth.recipes import recipe, z_scores
from truth.simulation import side_of_one, solved

from perceptron import Hyperparameters
from perceptron.insight.best_possible import name_of_best
from perceptron.insight.prospect import Prospect


def asked(number: int) -> Prospect:
    dataset, hyperparameters = recipe(number)
    return Prospect(dataset=dataset, hyperparameters=hyperparameters)


def lowest_of_any(prospect: Prospect) -> float:
    """The lowest mean squared residual of a clamped neuron with one feature, or of a line."""
    x, y = prospect.dataset.features, prospect.dataset.target[:, 0]
    x = z_scores(x) if prospect.hyperparameters.standardize else x
    if prospect.hyperparameters.activation == "identity":
        return solved(x, y)[1]
    return min(side_of_one(x[:, 0], y, sign)[1] for sign in (1, -1))


def test_only_what_is_the_lowest_of_all_is_called_best_possible() -> None:
    """Over random data: with a clamp the best line may be out of reach, or beaten."""
    names = set()
    for prospect in map(asked, range(400)):
        d = prospect.dataset.features.shape[1]
        names.add(name := name_of_best(prospect))
        if d > 1 and prospect.hyperparameters.activation == "clamp":
            assert name == "best plane"
        elif name == "best possible":
            lowest, squares = lowest_of_any(prospect), float(np.square(prospect.dataset.target).mean())
            assert prospect.fit.loss / prospect.scale / prospect.dataset.rows == pytest.approx(
                lowest, rel=1e-6, abs=1e-12 * squares
            )
    assert names == {"best possible", "best line", "best plane"}


def test_the_article_reaches_its_best_and_a_hinge_beats_every_line() -> None:
    article = Prospect(dataset=SETS["article"], hyperparameters=Hyperparameters())
    assert name_of_best(article) == "best possible"
    assert name_of_best(article.but(standardize=True)) == "best line"
    bent = Prospect(dataset=table(BOTH, np.maximum(BOTH, 0)), hyperparameters=Hyperparameters())
    assert (name_of_best(bent), name_of_best(bent.but(activation="identity"))) == ("best line", "best possible")
    falling = Prospect(dataset=SETS["mountain_air"], hyperparameters=Hyperparameters())
    assert name_of_best(falling) == "best line"
