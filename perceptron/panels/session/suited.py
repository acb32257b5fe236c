"""The settings that suit a table of this session: those rows are asked that are not held out."""

from dataclasses import replace

from perceptron.data.held_out import hold_out
from perceptron.insight.starting import Starting, suiting
from perceptron.panels.session.bundled import ARTICLE, bundled
from perceptron.panels.session.knobs import DEFAULTS, chosen, held_out_share
from perceptron.panels.session.version import Version
from perceptron.words import DatasetError


def starting_for(version: Version) -> Starting:
    """What suits the table, from the seed as it is set; the article's own is learned as in the article.

    Raises DatasetError where the table cannot be used.
    """
    seed = chosen().seed
    rows, _ = hold_out(version.dataset, held_out_share(), seed)
    if is_the_article(version):
        return Starting(replace(DEFAULTS, seed=seed), "These are the article's settings.", rows.fingerprint)
    return suiting(rows, seed)


def is_the_article(version: Version) -> bool:
    """Whether it is the article's data as it was, features and target too."""
    try:
        return version.dataset.fingerprint == bundled()[ARTICLE].fingerprint
    except DatasetError:
        return False
