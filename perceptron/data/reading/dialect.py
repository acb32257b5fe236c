"""Lines to rows of cells: what separates the cells, and what a quote does.

A quote that opens a cell may close it lines later. Where it swallows lines that are rows of their own, or is never
closed, it is a character like any other.
"""

import csv
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

from perceptron.data.reading.measures import reads_as_measure
from perceptron.words import DatasetError

# So many quotes that are never closed are mended; each makes the reader look far ahead.
_MOST_OPEN_QUOTES = 20
_GAP = re.compile(r"\t| {2,}")
_RULE = re.compile(r"[\s|+:]*[-=_+]{2}[-=_+|:\s]*")


@dataclass(frozen=True)
class Dialect:
    """What separates the cells. With a space, any run of spaces and tabs does, or, with `gaps`, one of at least two;
    `framed`: a separator at both ends of each line draws the table's frame."""

    delimiter: str
    gaps: bool = False
    framed: bool = False

    def plain(self, line: str) -> str:
        """The line as the csv module has to see it."""
        if self.framed:
            return line.strip().strip(self.delimiter)
        if self.gaps:
            return _GAP.sub("\t", line.strip())
        return line.replace("\t", " ") if self.delimiter == " " else line

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The rows of cells. Raises csv.Error for a cell of over 131,072 characters."""
        if self.framed or self.delimiter == " ":
            lines = map(self.plain, lines)
        return csv.reader(lines, delimiter="\t" if self.gaps else self.delimiter, skipinitialspace=True)

    def row(self, line: str) -> list[str]:
        """One line as a row of trimmed cells, its quotes as characters, but for those around a cell or a number."""
        return [_unquoted(cell) for cell in self.bare(line)]

    def bare(self, line: str) -> list[str]:
        """One line as a row of trimmed cells, its quotes as characters."""
        line = self.plain(line)
        parts = (
            line.split()
            if self.delimiter == " " and not self.gaps
            else line.split("\t" if self.gaps else self.delimiter)
        )
        return [part.strip() for part in parts]

    def cells(self, line: str) -> list[str]:
        """One line as a row of trimmed cells, its quotes around cells, unless one stays open."""
        if line.count('"') % 2 or len(line) > csv.field_size_limit():
            return self.row(line)
        return [cell.strip() for cell in next(self.rows([line]), [])]


def is_rule(line: str) -> bool:
    """Whether the line is drawn rather than written: ----, |---|:--:| or +====+."""
    return _RULE.fullmatch(line) is not None


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    bare = cell.strip('"').strip()
    return bare if bare != cell and reads_as_measure(bare) else cell


# A row, and the number of the line on which it starts.
Placed = tuple[int, list[str]]


class Reader:
    """Rows with the numbers of their lines, which mends the quotes that swallow rows.

    `is_row` says of a row, read without regard to quotes, whether it is one of the table; `stray` gathers the lines
    whose quote was taken for a character. Raises DatasetError for a quote that is never closed where that gives no row.
    """

    def __init__(self, dialect: Dialect, is_row: Callable[[list[str]], bool], line: int = 1) -> None:
        self.dialect = dialect
        self.is_row = is_row
        self.line = line
        self.stray: list[int] = []
        self._open_quotes = 0

    def rows(self, lines: Iterable[str]) -> Iterator[Placed]:
        """All rows of those lines, the first of which has the number `line`."""
        rest: Iterator[str] | None = iter(lines)
        while rest is not None:
            rest = yield from self._until_open_quote(rest)

    def _until_open_quote(self, lines: Iterator[str]) -> Generator[Placed, None, Iterator[str] | None]:
        """The rows up to a quote that is never closed; then the lines behind the one that opens it, else None."""
        taken: list[str] = []
        ended = False

        def noted() -> Iterator[str]:
            nonlocal ended
            for line in lines:
                taken.append(line)
                yield line
            ended = True

        fault = "opens a quote that is never closed: close it or delete it."
        try:
            for row in self.dialect.rows(noted()):
                # Only within quotes does the reader ask for more lines than there are.
                if ended:
                    break
                if len(taken) == 1:
                    yield self.line, row
                    self.line += 1
                else:
                    yield from self._of_several_lines(row, taken)
                taken.clear()
            else:
                return None
        except csv.Error:
            longest = csv.field_size_limit()
            fault = f"has a cell of more than {longest:,} characters: close the quote that opens it, or shorten it."
        row = self.dialect.row(taken[0])
        too_long = max(map(len, row)) > csv.field_size_limit()
        if too_long or len(self.stray) >= _MOST_OPEN_QUOTES or not self.is_row(row):
            raise DatasetError(f"Line {self.line:,} {fault}")
        self.stray.append(self.line)
        yield self.line, row
        self.line += 1
        return chain(taken[1:], lines)

    def _of_several_lines(self, row: list[str], taken: list[str]) -> Iterator[Placed]:
        rows = list(takewhile(self.is_row, map(self.dialect.row, taken)))
        if len(rows) < len(taken):
            yield self.line, row
            self.line += len(taken)
            return
        for line, apart in zip(taken, rows, strict=True):
            if line.count('"') % 2:
                self.stray.append(self.line)
            yield self.line, apart
            self.line += 1
