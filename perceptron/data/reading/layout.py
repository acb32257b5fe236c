"""How a text file lays out its table: what stands above it, what separates its cells, whether it has a header.

Decided on the first lines; the reading that follows holds every line against it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from perceptron.data.reading.dates import read_date
from perceptron.data.reading.numbers import is_hole, reads_as_number
from perceptron.data.reading.table import ReadingOptions
from perceptron.data.reading.textfile import TextFile
from perceptron.words import DatasetError

DELIMITERS = (",", ";", "\t", "|", " ")
MAX_COLUMNS = 200

_SAMPLE_CHARACTERS = 65_536
_SAMPLE_ROWS = 500
_COMMENT_SIGNS = ("#", "//", "%")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """`above` lines are skipped before the table; `width` is the number of fields of its first row."""

    delimiter: str
    has_header: bool
    above: int
    header: tuple[str, ...]
    width: int
    comments: tuple[str, ...]
    separator_line: bool


class Rows(Iterator[list[str]], Protocol):
    """Rows, and the number of lines read for them so far."""

    line_num: int


def rows_of(lines: Iterable[str], delimiter: str) -> Rows:
    """The rows of separated, perhaps quoted, fields. Raises csv.Error for a field of over 131,072 characters."""
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def find_layout(file: TextFile, options: ReadingOptions) -> Layout:
    """The layout of the file, as its first lines show it where the options leave it open.

    Raises DatasetError where there is no table, or one of more than MAX_COLUMNS columns.
    """
    delimiter, header = options.delimiter, options.header
    lines = file.lines()
    comments: list[str] = []
    blank_since_comment = separator_line = False
    above = 0
    first = ""
    last_comment = ""
    for line in lines:
        bare = line.strip()
        if above == 0 and (match := _SEPARATOR_LINE.fullmatch(line)):
            separator_line = True
            delimiter = delimiter or (match[1] if match[1] in DELIMITERS else None)
        elif bare.startswith(_COMMENT_SIGNS):
            comments.append(bare)
            last_comment = line
        elif bare.strip("".join(DELIMITERS)):
            first = line
            break
        blank_since_comment = bool(comments) and not bare
        above += 1
    if not first and not last_comment:
        raise DatasetError("The file is empty: it needs a line of column names and a row of numbers for each point.")
    sample = _sample(first, lines)
    if delimiter is None:
        delimiter = _guess_delimiter(sample or [last_comment], file.data)
    rows = _parsed(sample, delimiter, above + 1)
    # "#,x,y", "% of people;income" or "# x, y" above rows of as many cells is a header that looks like a comment.
    if last_comment and not blank_since_comment and header is not False:
        marked = _parsed([last_comment], delimiter)[0]
        alone = marked[0].strip() in _COMMENT_SIGNS
        if not rows or (len(marked) == len(rows[0]) and (alone or len(marked) > 1) and (alone or _has_number(rows[0]))):
            comments.pop()
            above -= 1
            rows = [marked, *rows]
            header = True
    if not rows:
        raise DatasetError("The file has nothing but comments: add a line of column names and rows of numbers.")
    first_row = rows[0]
    check_width(len(first_row), above + 1)
    if header is None:
        header = not _is_data(first_row)
    return Layout(
        delimiter,
        header,
        above,
        tuple(cell.strip() for cell in first_row) if header else (),
        len(first_row),
        tuple(comments),
        separator_line,
    )


def check_width(width: int, line: int) -> None:
    """Raises DatasetError for more columns than can be shown."""
    if width > MAX_COLUMNS:
        raise DatasetError(
            f"Line {line:,} has {width:,} columns, at most {MAX_COLUMNS} can be read: "
            "keep the columns you want to learn from."
        )


def column_names(header: Sequence[str], width: int) -> list[str]:
    """The names as they are; only an empty one becomes "column 3", and a repeated one "x (2)"."""
    given = [*header, *[""] * (width - len(header))]
    names: list[str] = []
    taken = set(given)
    for place, name in enumerate(given, start=1):
        unique = name or f"column {place}"
        copy = 1
        while unique in names or (unique != name and unique in taken):
            copy += 1
            unique = f"{name or f'column {place}'} ({copy})"
        names.append(unique)
    return names


def _sample(first: str, lines: Iterator[str]) -> list[str]:
    sample = [first] if first else []
    characters = len(first)
    for line in islice(lines, _SAMPLE_ROWS):
        characters += len(line)
        if characters > _SAMPLE_CHARACTERS:
            break
        sample.append(line)
    return sample


def _parsed(sample: list[str], delimiter: str, line: int = 1) -> list[list[str]]:
    """The rows of the sample, which starts at that line, without blank ones."""
    try:
        return [row for place, row in enumerate(rows_of(sample, delimiter)) if place == 0 or any(row)]
    except csv.Error as error:
        raise DatasetError(
            f"Line {line:,} has a cell of more than {csv.field_size_limit():,} characters: "
            "close the quote that opens it, or shorten it."
        ) from error


def _guess_delimiter(sample: list[str], data: bytes) -> str:
    """The separator under which the rows have as many fields as the first, and the fields are most often numbers.

    `data`, the whole file, is asked only whether a separator occurs in it at all.
    """
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS[:4]}
    if max(scores.values()) > 0:
        return max(scores, key=scores.__getitem__)
    # One column: take a separator that cannot cut it.
    return next((sign for sign in DELIMITERS[:4] if sign.encode() not in data), ",")


def _score(sample: list[str], delimiter: str) -> float:
    """From 0 (does not separate) to 2: the share of even rows, and the share of cells that are numbers or holes."""
    try:
        rows = _parsed(sample, delimiter)
    except DatasetError:
        # Uncut, a field may be too long for a cell.
        return 0
    width, body = len(rows[0]), rows[1:] or rows
    if sum(len(row) > 1 for row in body) <= len(body) / 2:
        return 0
    cells = [cell.strip() for row in body[:100] for cell in row[:MAX_COLUMNS]][:2000]
    plain = sum(is_hole(cell) or reads_as_number(cell) for cell in cells) / len(cells)
    if width > 1:
        return plain + sum(len(row) == width or not any(row[width:]) for row in body) / len(body)
    # Under one name, rows cut into equal pieces are a table below its title, unless uncut they are decimal commas.
    uncut = sum(reads_as_number(delimiter.join(row)) for row in body)
    return (1 + plain) / 10 if len({len(row) for row in body}) == 1 and uncut < len(body) else 0


def _has_number(row: list[str]) -> bool:
    return any(reads_as_number(cell.strip()) for cell in row)


def _is_data(row: list[str]) -> bool:
    """Whether the first row holds values rather than names: numbers, dates and holes only."""
    cells = [cell.strip() for cell in row]
    numbers = sum(reads_as_number(cell) for cell in cells)
    dates = sum(read_date(cell, True) is not None or read_date(cell, False) is not None for cell in cells)
    holes = sum(is_hole(cell) for cell in cells)
    if numbers + dates == 0 or numbers + dates + holes < len(cells):
        return False
    # An empty corner before 0, 1, 2 or 2000, 2001: the columns of a table with labelled rows.
    rest = [int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else -1 for cell in cells[1:]]
    counted = bool(rest) and rest == list(range(rest[0], rest[0] + len(rest))) and (len(rest) > 1 or rest == [0])
    return not (cells[0] == "" and counted)
