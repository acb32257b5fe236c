"""What may be said wherever one setting differs: how many times the epochs, or what became of either."""

from perceptron.insight.comparing.beside import Beside
from perceptron.insight.comparing.claim import Claim
from perceptron.insight.comparing.fate import goal_of, told
from perceptron.insight.comparing.figures import as_ratio, capital
from perceptron.insight.comparing.leads import lead, lead_with_terms, rates, rates_with_terms


def both_arrive(two: Beside) -> bool:
    """Whether both arrived, by the same measure, and neither was there from the start."""
    return two.is_by_one_bar and all(fate.arrived for fate in two.fates) and all(two.arrivals)


def needs(two: Beside, term: bool = False) -> str:
    """How many epochs the second needs, beside the first: "needs 2.1 times the epochs: 812 instead of 387, to …"."""
    one, other = (epochs or 0 for epochs in two.arrivals)
    goal = goal_of(two.second, two.best_loss)
    where = f"{goal.words}{f', {goal.best}' if goal.best else ''}" if term else goal.plain
    if one == other:
        return f"needs as many epochs, {other:,}, to come {where}"
    return f"needs {as_ratio(other / one, 2)} the epochs: {other:,} instead of {one:,}, to come {where}"


def needs_with_terms(two: Beside) -> str:
    """The same with the lowest loss in numbers."""
    return needs(two, term=True)


def beside_its_own(two: Beside) -> str:
    """What is added where a best line is another for each of them."""
    return ", each beside the best line of its own points" if two.learns_from_other_rows else ""


def what_became(two: Beside, start: str, term: bool) -> str:
    """What became of the second, after a start such as "With half the rate", and what of the first."""
    if two.fates[0] == two.fates[1]:
        return f"{start} it {told(*two.fates, term)[0]}, just like the first{beside_its_own(two)}."
    other, one = told(two.fates[1], two.fates[0], term)
    return f"{start} it {other}, while the first {one}{beside_its_own(two)}."


ONE_SETTING = (
    Claim(
        lambda two: two.differing == ("learning_rate",) and both_arrive(two),
        lambda two: f"{capital(rates(two))} {needs(two)}.",
        lambda two: f"{capital(rates_with_terms(two))} {needs_with_terms(two)}.",
    ),
    Claim(
        lambda two: len(two.differing) == 1 and both_arrive(two),
        lambda two: f"{lead(two)} it {needs(two)}.",
        lambda two: f"{lead_with_terms(two)} it {needs_with_terms(two)}.",
    ),
    Claim(
        lambda two: len(two.differing) == 1,
        lambda two: what_became(two, lead(two), term=False),
        lambda two: what_became(two, lead_with_terms(two), term=True),
    ),
)
