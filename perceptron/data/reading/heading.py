"""Which rows at the top hold names, which stand above them, and with which the data begins.

Names are words above values. Years and counted numbers are names where the rows below are unlike them; a first row of
values, or of words that come again below, is data. Names may stand on several rows: units below, or one for several
columns above.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perceptron.data.reading.cell_kinds import effective, is_prose, kind_of, usual
from perceptron.words import quoted

Row = list[str]

_MOST_ROWS_OF_NAMES = 4
_YEARS = range(1500, 2201)
# So many rows that repeat the first row's words tell that these are no names.
_ENOUGH_ROWS = 8
_UNIT = re.compile(
    r"[(\[].{1,12}[)\]]|.{0,6}[°%‰µμ²³/^].{0,6}|[numkMGTcdh]?(?:m|s|g|A|V|W|J|N|K|C|F|Hz|Pa|mol|cd|rad|Ohm|lx|lm|T|bar|eV)"
    r"|deg|sec|min|h|hr|hrs|hours?|days?|years?|lb|lbs|ft|in|mi|mph|mmHg|ppm|ppb|dB|pH|a\.?u\.?|EUR|USD|€|\$|£|count|name",
)


@dataclass(frozen=True)
class Heading:
    """`above` rows are no part of the table, `rows` after them hold the names, then the data begins; `names` is () where
    there are none. `numeric` are the places of the columns of values; `doubt` is a sentence where names are uncertain.
    """

    above: int
    rows: int
    names: tuple[str, ...]
    width: int
    numeric: frozenset[int]
    doubt: str = ""


def find_heading(rows: Sequence[Row], apart: Sequence[bool], quoted_names: bool, wanted: bool | None) -> Heading:
    """The heading of rows that begin with the first that is filled; `apart` says which have a blank line above.

    quoted_names: whether the cells of the first row are in quotes and numbers further below are not. With `wanted` the
    first row of the table is taken for names, or for data.
    """
    return _Top(rows, apart, quoted_names).heading(wanted)


class _Top:
    """The rows of the sample, and what each looks like beside those below it."""

    def __init__(self, rows: Sequence[Row], apart: Sequence[bool], quoted_names: bool) -> None:
        self.apart, self.quoted_names = apart, quoted_names
        below = rows[len(rows) // 2 :]
        self.width = usual([effective(row) for row in rows[len(rows) // 2 :]] + [effective(row) for row in rows])
        lengths = [len(row) for row in below]
        # Where R names its rows, the row of names is one short: its first column has none.
        self.short = [
            len(row) == self.width - 1 > 0 and effective(row) == len(row) and set(lengths) == {self.width} and
            self._names_of_labelled_rows(row, below)
            for row in rows
        ]  # fmt: skip
        self.rows = [["", *row] if short else row for row, short in zip(rows, self.short, strict=True)]
        self.body = [row for row in self.rows[len(rows) // 2 :] if self.width == 1 or effective(row) > 1] or self.rows[-1:]
        self.numeric = frozenset(place for place in range(self.width) if self._is_numeric(place))
        self.looks = [self._look(place) for place in range(len(rows))]

    def _names_of_labelled_rows(self, row: Row, below: Sequence[Row]) -> bool:
        if any(kind_of(cell) != "word" or cell.endswith(":") for cell in row):
            return False
        labels = [line[0] for line in below]
        counted = [label.isdigit() for label in labels]
        if len(row) == 1 and not (all(counted) and labels[0] == str(1 + int(labels[-1]) - len(labels))):
            return False
        return len(set(labels)) == len(labels) and (all(counted) or not any(counted)) and not any(
            is_prose(cell) for cell in row if len(row) == 1
        )

    def _is_numeric(self, place: int) -> bool:
        kinds = [kind_of(row[place]) for row in self.body if place < len(row)]
        values = kinds.count("value")
        return values > 0 and 2 * values >= values + kinds.count("word")

    def _look(self, place: int) -> str:
        """ "names": words above values; "data": values; "mixed": both; "numbers": numbers that may be names; "other"."""
        row = self.rows[place]
        kinds = [kind_of(cell) if at in self.numeric else "blank" for at, cell in enumerate(row)]
        words, values = kinds.count("word"), kinds.count("value")
        if values and self._numbers_as_names(place):
            return "numbers"
        if words and values:
            return "mixed"
        if words:
            title = effective(row) == 1 and self.width > 1 and not self.short[place]
            return "title" if title and (self.width > 2 or len(row) == 1 or is_prose(row[0])) else "names"
        return "data" if values else "other"

    def _numbers_as_names(self, place: int) -> bool:
        """Whether a row's numbers are years, or count, or are in quotes, and those below are another kind of number."""
        row = self.rows[place]
        if place == 0 and self.quoted_names:
            return True
        at = [column for column in sorted(self.numeric) if column < len(row) and kind_of(row[column]) == "value"]
        texts = [row[column] for column in at]
        words = [cell for cell in row if kind_of(cell) == "word"]
        corner = not row[0]
        if not (len(texts) > 1 or words or corner):
            return False
        if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
            return self._rising_doses(row, at, words)
        numbers = [int(text) for text in texts]
        steps = {after - before for before, after in zip(numbers, numbers[1:], strict=False)}
        rising = all(step > 0 for step in steps) or all(step < 0 for step in steps)
        below = [line[column] for line in self.rows[place + 1 :] for column in at if column < len(line)]
        below = [cell for cell in below if kind_of(cell) == "value"]
        if not below or not rising:
            return False
        if all(number in _YEARS for number in numbers):
            alike = sum(cell.isdigit() and int(cell[:9]) in _YEARS for cell in below)
            return alike <= 0.2 * len(below)
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
        return len(numbers) > 1 and all(after > before for before, after in zip(numbers, numbers[1:], strict=False))

    @staticmethod
    def _counts(line: Row, at: list[int]) -> bool:
        cells = [line[column] for column in at if column < len(line)]
        if len(cells) < len(at) or not all(cell.isdigit() and len(cell) < 10 for cell in cells):
            return False
        return all(int(after) - int(before) == 1 for before, after in zip(cells, cells[1:], strict=False))

    def heading(self, wanted: bool | None) -> Heading:
        first, last, start = self._found()
        if wanted is False:
            return Heading(first, 0, (), self._width(first), self.numeric, "")
        if wanted is True and first == start:
            last, start = first, first + 1
        names_rows = self.rows[first:start]
        if not names_rows:
            doubt = ""
            if any(kind_of(cell) == "word" for cell in self.rows[first]):
                doubt = f"No line of names was found: the first line, {_shown(self.rows[first])}, is read as data."
            return Heading(first, 0, (), self._width(first), self.numeric, doubt)
        names = self._joined(names_rows)
        width = max(len(names), self.width if self.short[last] else 0)
        return Heading(first, start - first, names, width, self.numeric, self._doubt(first, last, start, names))

    def _width(self, first: int) -> int:
        return max(len(self.rows[first]), self.width)

    def _found(self) -> tuple[int, int, int]:
        """The first and the last row of names, and the first of data; the first and the third are one without names."""
        if not self.numeric:
            return self._among_words()
        looks = self.looks
        data = next((place for place, look in enumerate(looks) if look == "data"), len(looks))
        named = [place for place in range(data) if looks[place] in ("names", "numbers")]
        if named:
            return self._block(named[-1], data)
        above = [place for place in range(data) if looks[place] in ("mixed", "other") and self._may_name(place)]
        if above:
            return above[0], above[0], above[0] + 1
        start = next((place for place in range(data) if looks[place] in ("mixed", "other") and effective(self.rows[place]) == self.width), data)  # fmt: skip
        start = min(start, len(looks) - 1)
        return start, start, start

    def _may_name(self, place: int) -> bool:
        """Whether a row of words and numbers, or of words above words, is one of names nevertheless."""
        row = self.rows[place]
        if self.looks[place] == "other":
            texts = [at for at in range(self.width) if at not in self.numeric]
            return bool(texts) and all(at < len(row) and kind_of(row[at]) == "word" for at in texts) and place == 0
        kinds = [kind_of(row[at]) for at in sorted(self.numeric) if at < len(row)]
        distinct = len(set(row)) == len(row)
        return place == 0 and distinct and 3 * kinds.count("word") >= len(kinds) and not row[0].endswith(":")

    def _among_words(self) -> tuple[int, int, int]:
        first = 0
        while first + 1 < len(self.rows) and self.width > 1 and effective(self.rows[first]) == 1 and not self.short[first]:
            first += 1
        row, below = self.rows[first], self.rows[first + 1 :]
        again = sum(any(at < len(line) and line[at] == cell for line in below) for at, cell in enumerate(row))
        if self.width > 1 and len(below) >= _ENOUGH_ROWS and 2 * again > len(row):
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
        while last > first and start < data and self.looks[start] == "other":
            start += 1
        while start < data and self.looks[start] == "title" and _UNIT.fullmatch(self.rows[start][0]) and start == last + 1:
            start += 1
        return first, last, start

    def _belongs_above(self, upper: int, lower: int) -> bool:
        """Whether the row directly above names belongs to them."""
        row = self.rows[upper]
        if self.looks[upper] not in ("names", "numbers") or self.apart[lower] or row[0].endswith(":"):
            return False
        filled = [at for at, cell in enumerate(row) if cell]
        full = effective(self.rows[lower]) == self.width and all(self.rows[lower][: self.width])
        prefix = filled == list(range(len(filled)))
        if full and prefix and len(filled) < self.width:
            return False
        return len(filled) > 1 or self.looks[upper] == "names"

    def _names_below(self, upper: int, lower: int) -> bool:
        """Whether a row of words below names says more about them: units, or names below names of several columns."""
        above, below = self.rows[upper], self.rows[lower]
        spans = len(set(above)) < len(above) or not all(above)
        places = [at for at in sorted(self.numeric) if at < len(below) and below[at]]
        return spans or len(places) > 1 or all(_UNIT.fullmatch(below[at]) for at in places)

    def _joined(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """One name for each column from the rows of names: "time (s)", or "2019 Import" below a name of several."""
        if len(rows) == 1:
            return tuple(cell.strip("\ufeff") for cell in rows[0])
        length = max(map(len, rows))
        padded = [[*row, *[""] * (length - len(row))] for row in rows]
        top = padded[0][: max(map(effective, rows[1:]))]
        spans = len(set(top)) < len(top) or not all(top[1:])
        if spans:
            padded[0] = _carried_on(padded[0])
        labels = padded[-1] if len(rows) > 2 and effective(rows[-1]) < self.width and rows[-1][0] else [""] * length
        names = []
        for label, *parts in zip(labels, *padded, strict=True):
            said = list(dict.fromkeys(part for part in parts if part))
            if label and label in said[-1:] and len(said) > 1 and self._is_label_row(rows[-1]):
                names.append(label)
            elif spans or len(said) < 2:
                names.append(" ".join(said))
            elif len(said) == 2 and said[1][0] in "([":
                names.append(" ".join(said))
            else:
                names.append(f"{said[0]} ({', '.join(said[1:])})")
        return tuple(names)

    @staticmethod
    def _is_label_row(row: Row) -> bool:
        """Date,,,: the name of the first column stands below those of the others."""
        return effective(row) == 1

    def _doubt(self, first: int, last: int, start: int, names: tuple[str, ...]) -> str:
        if self.short[last]:
            return "There is one name fewer than columns: the first column is taken to be the one without a name."
        if start - first > 1:
            example = next((name for name in names if "(" in name or " " in name), names[0])
            return f"The names stand on {start - first} lines and are put together, such as {quoted(example)}."
        if self.looks[first] == "mixed" or not any(kind_of(cell) == "word" for cell in names):
            return f"The first line, {_shown(self.rows[first])}, is taken for names: if it is data, say so."
        return ""


def _carried_on(row: Row) -> Row:
    """A name that spans several columns stands in the first of them."""
    carried, current = [], ""
    for cell in row:
        current = cell or current
        carried.append(current)
    return carried


def _shown(row: Row) -> str:
    return quoted(", ".join(row[:6]) + (", …" if len(row) > 6 else ""))
