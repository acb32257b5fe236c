"""One measured figure beside what it is to reach, and beside a reference that was measured in the same run."""

from collections.abc import Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """limit: what the value is not to exceed, or, with `at_least`, not to fall below. reference: what was measured of
    something bare, called `beside`; None where there is nothing to compare with.
    """

    name: str
    value: float
    unit: str
    limit: float
    reference: float | None = None
    beside: str = ""
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def said(self) -> str:
        """As a row of the table."""
        sign, reached = "≥" if self.at_least else "≤", "yes" if self.is_reached else "NO"
        row = f"{self.name:66}{self.value:9.2f} {self.unit:4}{sign}{self.limit:8.2f}  {reached:4}"
        if self.reference:
            row += f"{self.value / self.reference:6.2f} × {self.beside} ({self.reference:.2f})"
        return row


def print_table(figures: Iterable[Figure]) -> None:
    """Each row as soon as it is known."""
    print(f"{'figure':66}{'value':>9}      {'to reach':9}  {'is':4}ratio to what was measured in the same run")
    for figure in figures:
        print(figure.said(), flush=True)


def share_of(values: Iterable[float], share: float) -> float:
    """The value that this share of them does not exceed: 0.95 is the 95th percentile."""
    rising = sorted(values)
    return rising[min(len(rising) - 1, int(share * len(rising)))]
