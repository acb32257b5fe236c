"""Which rows at the top hold names, which stand above them, and with which the data begins.

Names are words above values. Years and counted numbers are names where the rows below are unlike them; a first row of
values, or of words that come again below, is data. Names may stand on several rows: units below, or one for several
columns above.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perceptron.data.reading.cell_kinds import effective, is_unit, kind_of
from perceptron.data.reading.names import joined_names, spans_columns
from perceptron.data.reading.row_looks import Looks
from perceptron.words import quoted

_MOST_ROWS_OF_NAMES = 4
# So many rows that repeat the first row's words tell that these are no names.
_ENOUGH_ROWS = 8


@dataclass(frozen=True)
class Heading:
    """`above` rows are no part of the table, `rows` after them hold the names, then the data begins.

    names: () where there are none. numeric: the places of the columns of values. doubt: a sentence where the names are
    uncertain.
    """

    above: int
    rows: int
    names: tuple[str, ...]
    width: int
    numeric: frozenset[int]
    doubt: str = ""


def find_heading(looks: Looks, apart: Sequence[bool], wanted: bool | None) -> Heading:
    """The heading of rows that begin with the first that is filled; `apart` says which have a blank line above.

    With `wanted` the first row of the table is taken for names, or for data.
    """
    first, last, start = _Rows(looks, apart).found()
    if wanted is True and first == start:
        last, start = first, first + 1
    rows = looks.rows[first:start] if wanted is not False else []
    if rows:
        names = joined_names(rows, looks.width)
        width = max(len(names), looks.width if looks.short[last] else 0)
        return Heading(first, len(rows), names, width, looks.numeric, _doubt(looks, first, last, start, names))
    most = sum(effective(row) == looks.width for row in looks.rows[first:]) > len(looks.rows[first:]) / 2
    width = max(len(looks.rows[first]), looks.width if most else 0)
    doubt = ""
    if wanted is None and any(kind_of(cell) == "word" for cell in looks.rows[first]):
        doubt = f"No line of names was found: the first line, {_shown(looks.rows[first])}, is read as data."
    return Heading(first, 0, (), width, looks.numeric, doubt)


def _doubt(looks: Looks, first: int, last: int, start: int, names: tuple[str, ...]) -> str:
    if looks.short[last]:
        return "There is one name fewer than columns: the first column is taken to be the one without a name."
    if start - first > 1:
        example = next((name for name in names if "(" in name or " " in name), names[0])
        return f"The names stand on {start - first} lines and are put together, such as {quoted(example)}."
    if looks.each[first] == "mixed" or not any(kind_of(cell) == "word" for cell in names):
        return f"The first line, {_shown(looks.rows[first])}, is taken for names: if it is data, say so."
    return ""


class _Rows:
    """The search for the rows of names."""

    def __init__(self, looks: Looks, apart: Sequence[bool]) -> None:
        self.looks, self.apart = looks, apart

    def found(self) -> tuple[int, int, int]:
        """The first and the last row of names, and the first of data; the first and the third are one without names."""
        if not self.looks.numeric:
            return self._among_words()
        looks = self.looks.each
        # Names may be numbers, but once: what counts up below them is a row of data.
        data = next(
            (
                place
                for place, look in enumerate(looks)
                if look == "data" or (look == "numbers" and "numbers" in looks[:place])
            ),
            len(looks),
        )
        named = [place for place in range(data) if looks[place] in ("names", "numbers")]
        if named:
            return self._block(named[-1], data)
        above = [place for place in range(data) if looks[place] in ("mixed", "other") and self._may_name(place)]
        if above:
            return above[0], above[0], above[0] + 1
        full = [effective(row) == self.looks.width for row in self.looks.rows]
        odd = (place for place in range(data) if full[place] and looks[place] in ("mixed", "other"))
        start = min(next(odd, data), len(looks) - 1)
        return start, start, start

    def _may_name(self, place: int) -> bool:
        """Whether a row of words and numbers, or of words above words, is one of names nevertheless."""
        row = self.looks.rows[place]
        if self.looks.each[place] == "other":
            texts = [at for at in range(self.looks.width) if at not in self.looks.numeric]
            if not texts:
                return place == 0 and all(row)
            return place == 0 and all(at < len(row) and kind_of(row[at]) == "word" for at in texts)
        kinds = [kind_of(row[at]) for at in sorted(self.looks.numeric) if at < len(row)]
        distinct = len(set(row)) == len(row)
        return place == 0 and distinct and 3 * kinds.count("word") >= len(kinds) and not row[0].endswith(":")

    def _among_words(self) -> tuple[int, int, int]:
        first = 0
        while (
            first + 1 < len(self.looks.rows)
            and self.looks.width > 1
            and effective(self.looks.rows[first]) == 1
            and not self.looks.short[first]
        ):
            first += 1
        row, below = self.looks.rows[first], self.looks.rows[first + 1 :]
        again = sum(any(at < len(line) and line[at] == cell for line in below) for at, cell in enumerate(row))
        if self.looks.width > 1 and len(below) >= _ENOUGH_ROWS and 2 * again > len(row):
            return first, first, first
        return first, first, first + 1

    def _block(self, last: int, data: int) -> tuple[int, int, int]:
        """The rows of names that end with `last`, where rows of data begin with `data`."""
        first = last
        while first and last - first < _MOST_ROWS_OF_NAMES and self._belongs_above(first - 1, first):
            first -= 1
        if first < last and not self._names_below(last - 1, last):
            # A word in the only column of numbers, below names: an odd first row.
            last -= 1
        start = last + 1
        while last > first and start < data and self.looks.each[start] in ("other", "title"):
            start += 1
        while (
            start < data
            and self.looks.each[start] == "title"
            and is_unit(self.looks.rows[start][0])
            and start == last + 1
        ):
            start += 1
        return first, last, start

    def _belongs_above(self, upper: int, lower: int) -> bool:
        """Whether the row directly above names belongs to them."""
        row = self.looks.rows[upper]
        if self.looks.each[upper] not in ("names", "numbers") or self.apart[lower] or row[0].endswith(":"):
            return False
        filled = [at for at, cell in enumerate(row) if cell]
        full = effective(self.looks.rows[lower]) == self.looks.width and all(self.looks.rows[lower][: self.looks.width])
        prefix = filled == list(range(len(filled)))
        if effective(row) > self.looks.width or (full and prefix and len(filled) < self.looks.width):
            return False
        return len(filled) > 1 or self.looks.each[upper] == "names"

    def _names_below(self, upper: int, lower: int) -> bool:
        """Whether a row of words below names says more about them: units, or names below names of several columns."""
        above, below = self.looks.rows[upper], self.looks.rows[lower]
        spans = spans_columns(above)
        places = [at for at in sorted(self.looks.numeric) if at < len(below) and below[at]]
        return spans or len(places) > 1 or all(is_unit(below[at]) for at in places)


def _shown(row: list[str]) -> str:
    return quoted(", ".join(row[:6]) + (", …" if len(row) > 6 else ""))
