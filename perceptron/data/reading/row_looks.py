"""How the rows at the top of a table look beside those below them: like names, like data, like a title."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from perceptron.data.reading.cell_kinds import (
    effective,
    is_count,
    is_prose,
    is_statistic,
    is_total,
    kind_of,
    table_width,
)
from perceptron.data.reading.names import spans_columns

Row = list[str]
# "names": words above values; "numbers": numbers that are names; "data": values; "mixed": words and values; "title":
# one cell, or a sentence; "other": nothing where the values stand.
Look = Literal["names", "numbers", "data", "mixed", "title", "other"]

_YEARS = range(1500, 2201)


class Looks:
    """The rows of the sample, as wide as most are, the places of the columns of values, and for `each` row its look.

    sentences: which rows are written like sentences. short: which rows of names are one short, as R writes them where
    its rows have names; they get an empty one in front.
    """

    def __init__(self, rows: Sequence[Row], sentences: Sequence[bool], quoted_names: bool) -> None:
        self.sentences, self.quoted_names = sentences, quoted_names
        below = rows[len(rows) // 2 :]
        self.width = table_width(rows)
        self.even = {len(row) for row in below} == {self.width}
        self.short = [self._is_short(row, below) for row in rows]
        self.rows = [self._in_place(row, short) for row, short in zip(rows, self.short, strict=True)]
        wide = [row for row in self.rows[len(rows) // 2 :] if self.width == 1 or effective(row) > 1]
        # Sums stand under a column of numbers or dates with their names.
        while len(wide) > 1 and (is_total(wide[-1][0]) or is_statistic(wide[-1][0])):
            wide.pop()
        self.body = wide or self.rows[-1:]
        self.numeric = frozenset(place for place in range(self.width) if self._is_numeric(place))
        self.each: list[Look] = []
        for place in range(len(rows)):
            self.each.append(self._look(place))

    def _in_place(self, row: Row, short: bool) -> Row:
        """The row with its cells above those they belong to, as in "Data:  y  x" above two columns."""
        if len(row) == self.width + 1 > 2 and row[0].endswith(":") and all(row):
            return row[1:]
        return ["", *row] if short else row

    def _is_short(self, row: Row, below: Sequence[Row]) -> bool:
        if not len(row) == effective(row) == self.width - 1 > 0 or not self.even:
            return False
        if any(kind_of(cell) != "word" or cell.endswith(":") for cell in row):
            return False
        labels = [line[0] for line in below]
        counted = [is_count(label) for label in labels]
        if len(row) == 1 and (
            is_prose(row[0]) or not all(counted) or int(labels[-1]) - int(labels[0]) != len(labels) - 1
        ):
            return False
        return len(set(labels)) == len(labels) and (all(counted) or not any(counted))

    def _is_numeric(self, place: int) -> bool:
        kinds = [kind_of(row[place]) for row in self.body if place < len(row)]
        values = kinds.count("value")
        return values > 0 and 2 * values >= values + kinds.count("word")

    def _look(self, place: int) -> Look:
        row = self.rows[place]
        if place == 0 and self.quoted_names:
            return "numbers"
        kinds = [kind_of(cell) if at in self.numeric else "blank" for at, cell in enumerate(row)]
        words, values = kinds.count("word"), kinds.count("value")
        if values and self._numbers_as_names(place):
            return "numbers"
        if words and values:
            # Facts of two or three cells stand above tables too.
            return "title" if len(row) < self.width - 1 and self.even else "mixed"
        if words and self.sentences[place] and (effective(row) != self.width or self._names_follow(place)):
            return "title"
        if words:
            title = effective(row) == 1 and self.width > 1 and not self.short[place]
            return "title" if title and (self.width > 2 or len(row) == 1 or is_prose(row[0])) else "names"
        return "data" if values else "other"

    def _names_follow(self, place: int) -> bool:
        kinds = [kind_of(cell) for row in self.rows[place + 1 : place + 2] for cell in row]
        return "word" in kinds and "value" not in kinds

    def _numbers_as_names(self, place: int) -> bool:
        """Whether a row's numbers are years, or count, and those below are another kind of number."""
        row = self.rows[place]
        at = [column for column in sorted(self.numeric) if column < len(row) and kind_of(row[column]) == "value"]
        texts = [row[column] for column in at]
        words = [cell for cell in row if kind_of(cell) == "word"]
        corner = not row[0]
        if not (len(texts) > 1 or words or corner):
            return False
        # Below names, only years below a name of several columns are names too.
        if "names" in self.each and not (len(texts) > 1 and spans_columns(self.rows[place - 1])):
            return False
        if not all(is_count(text) for text in texts):
            return self._rising_doses(row, at, words)
        numbers = [int(text) for text in texts]
        steps = {after - before for before, after in pairwise(numbers)}
        rising = all(step > 0 for step in steps) or all(step < 0 for step in steps)
        below = [line[column] for line in self.rows[place + 1 :] for column in at if column < len(line)]
        below = [cell for cell in below if kind_of(cell) == "value"]
        if not below or not rising:
            return False
        if all(number in _YEARS for number in numbers):
            alike = sum(is_count(cell) and int(cell) in _YEARS for cell in below)
            return alike <= 0.2 * len(below)
        if "names" in self.each:
            return False
        if corner and (steps <= {1} or len(steps) == 1):
            return True
        counted = numbers[0] in (0, 1) and steps == {1}
        if not counted or any(self._counts(line, at) for line in self.rows[place + 1 :]):
            return False
        if words:
            return len(numbers) > 1 and not any(word in line for word in words for line in self.rows[place + 1 :])
        return len(numbers) > 2 and sum(not cell.lstrip("-").isdigit() for cell in below) > len(below) / 2

    def _rising_doses(self, row: Row, at: list[int], words: list[str]) -> bool:
        """A word above values, then numbers that rise: time, 0.1, 0.5, 1.0."""
        if not words or any(kind_of(row[column]) != "word" for column in sorted(self.numeric)[:1]):
            return False
        try:
            numbers = [float(row[column].replace(",", ".")) for column in at]
        except ValueError:
            return False
        return len(numbers) > 1 and all(after > before for before, after in pairwise(numbers))

    @staticmethod
    def _counts(line: Row, at: list[int]) -> bool:
        cells = [line[column] for column in at if column < len(line)]
        if len(cells) < len(at) or not all(is_count(cell) for cell in cells):
            return False
        return all(int(after) - int(before) == 1 for before, after in pairwise(cells))
