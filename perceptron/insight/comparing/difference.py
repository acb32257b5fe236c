"""Two runs, and what made the difference, in one sentence with their numbers.

The first claim that holds of these very two runs is said; each is its words and its check. Where several settings
differ no cause is named, only what became of either.
"""

from dataclasses import dataclass

from perceptron.insight.comparing.beside import Beside
from perceptron.insight.comparing.claim import Claim, either_way
from perceptron.insight.comparing.fate import told
from perceptron.insight.comparing.one_path import ACTIVATION, EPOCHS, SAME, listed
from perceptron.insight.comparing.one_setting import ONE_SETTING, beside_its_own
from perceptron.insight.comparing.other_ends import ANOTHER_START, GRADIENT, OTHER_POINTS
from perceptron.insight.comparing.steps import BATCHES, REDUCTION
from perceptron.insight.run import Run


@dataclass(frozen=True)
class Difference:
    """One sentence, twice: plain for everybody, and in words of the trade with more of the numbers."""

    plain: str
    words: str


def difference(first: Run, second: Run) -> Difference:
    """What the second run did otherwise than the first, and what was set otherwise. The runs are called the first and
    the second, or by the setting that differs.
    """
    two = Beside(first, second)
    claim = next(claim for claim in CLAIMS if claim.holds(two))
    return Difference(claim.plain(two), claim.words(two))


OTHER_COLUMNS = (
    either_way(
        lambda two: two.has_other_columns,
        lambda two: "They cannot be compared, because they learn from other columns.",
    ),
)


def _what_became(two: Beside, term: bool) -> str:
    one, other = told(*two.fates, term)
    said = f"Each of them {one}" if two.fates[0] == two.fates[1] else f"The first {one}, and the second {other}"
    return f"{said}{beside_its_own(two)}; {_how_many(two)}."


def _how_many(two: Beside) -> str:
    if not two.differing:
        return "all settings are the same"
    return f"{len(two.differing)} settings differ, {listed(two)}, so which of them did it cannot be told"


WHAT_BECAME = (
    Claim(
        lambda two: True,
        lambda two: _what_became(two, term=False),
        lambda two: _what_became(two, term=True),
    ),
)
CLAIMS = (
    *OTHER_COLUMNS,
    *SAME,
    *EPOCHS,
    *ACTIVATION,
    *ANOTHER_START,
    *GRADIENT,
    *OTHER_POINTS,
    *REDUCTION,
    *BATCHES,
    *ONE_SETTING,
    *WHAT_BECAME,
)
