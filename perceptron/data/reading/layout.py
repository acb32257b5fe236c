"""How a text file lays out its table: what stands above it and below it, what separates its cells, which rows hold
names.

Decided on the first lines and the last; the reading that follows holds every line against it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from perceptron.data.reading.cell_kinds import effective, is_unit, kind_of, usual
from perceptron.data.reading.dialect import Dialect, Placed, is_rule
from perceptron.data.reading.footer import COMMENT_SIGNS, Tail, find_footer
from perceptron.data.reading.heading import find_heading
from perceptron.data.reading.row_looks import Looks
from perceptron.data.reading.separators import DELIMITERS, MAX_COLUMNS, guess_dialect, rows_of_sample
from perceptron.data.reading.table import ReadingOptions
from perceptron.data.reading.textfile import TextFile
from perceptron.words import DatasetError

_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 500
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """`skipped` lines come before the first row of data, and `end` bytes before what stands below the last; `width` is
    the number of cells of a row, `numeric` the places of those that hold values.

    name_rows: on how many rows the names of `header` stand. comments, above, below: the lines around the table;
    stray_quotes: the numbers of those above the data whose quote is never closed.
    """

    dialect: Dialect
    header: tuple[str, ...]
    name_rows: int
    names_doubt: str
    skipped: int
    end: int
    width: int
    numeric: frozenset[int]
    comments: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    separator_line: bool
    stray_quotes: tuple[int, ...]

    @property
    def has_header(self) -> bool:
        """Whether the file names its columns."""
        return bool(self.name_rows)


@dataclass(frozen=True)
class _Opening:
    """The lines above the first one that is filled and no comment, then a sample of the lines from there on."""

    comments: tuple[str, ...]
    comment_above: str
    delimiter: str | None
    separator_line: bool
    skipped: int
    sample: list[str]

    def line(self, number: int) -> str:
        """A line of the sample, counted from the first of the file."""
        return self.sample[number - self.skipped - 1]


def find_layout(file: TextFile, options: ReadingOptions) -> Layout:
    """The layout of the file, as its lines show it where the options leave it open.

    Raises DatasetError where there is no table, or one of more than MAX_COLUMNS columns.
    """
    opening = _opening(file, options.delimiter)
    dialect = guess_dialect(opening.sample or [opening.comment_above], file.data, opening.delimiter)
    found, reader = rows_of_sample(opening.sample, dialect, opening.skipped + 1)
    placed = _table_rows(opening, dialect, found)
    rows = [row for _, row in placed]
    named = _names_behind_a_sign(opening.comment_above, dialect, rows) if options.header is not False else ()
    if not rows:
        if not named:
            raise DatasetError("The file has nothing but comments: add a line of column names and rows of numbers.")
        raise DatasetError("The file has a header but no rows of data: add a row of numbers for each point.")
    check_width(effective(rows[0]), placed[0][0])
    blanks = " \t\r\n" + dialect.delimiter
    apart = [n > opening.skipped + 1 and not opening.line(n - 1).strip(blanks) for n, _ in placed]
    looks = Looks(rows, _sentences(opening, dialect, placed), _names_in_quotes(opening, dialect, placed))
    heading = find_heading(looks, apart, False if named else options.header)
    first = heading.above + heading.rows
    begin = placed[first][0] if first < len(placed) else reader.line
    if heading.rows:
        # A row of separators below the names is an empty row of data.
        rest = (n for n, row in found if n > placed[first - 1][0] and (any(row) or len(row) > 1))
        begin = next((n for n in rest if not is_rule(opening.line(n))), begin)
    skipped = begin - 1
    width = max(heading.width, len(heading.names), len(named))
    check_width(width, placed[heading.above][0])
    numeric = frozenset(place for place in heading.numeric if place < width)
    footer = find_footer(file, Tail(dialect, numeric, width, rows[first:]), skipped)
    return Layout(
        dialect=dialect,
        header=named or heading.names,
        name_rows=1 if named else heading.rows,
        names_doubt=heading.doubt,
        skipped=skipped,
        end=footer.end,
        width=width,
        numeric=numeric,
        comments=opening.comments[:-1] if named else opening.comments,
        above=tuple(opening.line(n).strip(blanks) for n, _ in placed[: heading.above]),
        below=footer.lines,
        separator_line=opening.separator_line,
        stray_quotes=tuple(number for number in reader.stray if number <= skipped),
    )


def check_width(width: int, line: int) -> None:
    """Raises DatasetError for more columns than can be shown."""
    if width > MAX_COLUMNS:
        raise DatasetError(
            f"Line {line:,} has {width:,} columns, at most {MAX_COLUMNS} can be read: "
            "keep the columns you want to learn from."
        )


def _opening(file: TextFile, delimiter: str | None) -> _Opening:
    lines = file.lines()
    comments: list[str] = []
    separator_line = False
    skipped = 0
    first = comment_above = ""
    for line in lines:
        bare = line.strip()
        if skipped == 0 and (match := _SEPARATOR_LINE.fullmatch(line)):
            separator_line = True
            delimiter = delimiter or (match[1] if match[1] in DELIMITERS else None)
        elif bare.startswith(COMMENT_SIGNS):
            comments.append(bare)
            comment_above = line
        elif bare.strip("".join(DELIMITERS)) and not is_rule(bare):
            first = line
            break
        elif not bare:
            comment_above = comment_above if not comments else ""
        skipped += 1
    if not first and not comments:
        raise DatasetError("The file is empty: it needs a line of column names and a row of numbers for each point.")
    sample = [first] if first else []
    characters = len(first)
    for line in islice(lines, _SAMPLE_ROWS):
        characters += len(line)
        if characters > _SAMPLE_CHARACTERS:
            break
        sample.append(line)
    return _Opening(tuple(comments), comment_above, delimiter, separator_line, skipped, sample)


def _table_rows(opening: _Opening, dialect: Dialect, placed: Sequence[Placed]) -> list[Placed]:
    """The rows of the sample without blank ones, drawn lines and comments."""
    width = usual([effective(row) for _, row in placed])
    return [
        (number, row)
        for number, row in placed
        if any(row)
        and not is_rule(opening.line(number))
        and not (row[0].startswith(COMMENT_SIGNS) and len(row) != width)
    ]


def _names_behind_a_sign(line: str, dialect: Dialect, rows: Sequence[list[str]]) -> tuple[str, ...]:
    """The names in a comment right above the rows, as "#,x,y", "% of people;income" or "# x, y"; else ()."""
    if not line:
        return ()
    cells = dialect.cells(line)
    sign, *names = cells
    if sign in COMMENT_SIGNS and rows and len(names) == effective(rows[0]) and dialect.delimiter == " ":
        cells = names
    words = [cell.lstrip("".join(COMMENT_SIGNS)).split() for cell in cells]
    if any(len(word) > 2 or (word and word[-1].endswith(":")) for word in words):
        return ()
    if not rows:
        return tuple(cells)
    alone = sign in COMMENT_SIGNS
    if len(cells) != len(rows[0]) or not (alone or len(cells) > 1):
        return ()
    above_values = any(kind_of(cell) == "value" for cell in rows[0])
    return tuple(cells) if above_values or (alone and dialect.delimiter != " ") else ()


def _sentences(opening: _Opening, dialect: Dialect, placed: Sequence[Placed]) -> list[bool]:
    """Which rows are prose: with a space behind every separator where most rows have none; where spaces separate,
    a row of words above another, unless that one has units.
    """
    sign = dialect.delimiter
    if sign == " ":
        worded = [all(kind_of(cell) == "word" for cell in row) for _, row in placed]
        units = [all(map(is_unit, row)) for _, row in placed]
        return [
            words and below and not unit
            for words, below, unit in zip(worded, [*worded[1:], False], [*units[1:], False], strict=True)
        ]
    lines = [opening.line(n) for n, _ in placed]
    spaced = [sign in ",;|" and sign in line and line.count(sign) == line.count(f"{sign} ") for line in lines]
    return spaced if 2 * sum(spaced) < len(spaced) else [False] * len(spaced)


def _names_in_quotes(opening: _Opening, dialect: Dialect, placed: Sequence[Placed]) -> bool:
    """Whether all cells of the first row are in quotes, and a number in the second is not."""
    if len(placed) < 2 or not opening.line(placed[0][0]).startswith('"'):
        return False
    first, second = (dialect.bare(opening.line(n)) for n, _ in placed[:2])
    in_quotes = all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in first)
    return in_quotes and any(kind_of(cell) == "value" for cell in second)
