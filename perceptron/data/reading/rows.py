"""Rows of a table whose layout is known: read in chunks, each row held against the width of the table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from perceptron.data.reading.cell_kinds import kind_of
from perceptron.data.reading.dialect import Reader
from perceptron.data.reading.footer import COMMENT_SIGNS
from perceptron.data.reading.layout import Layout
from perceptron.data.reading.textfile import TextFile
from perceptron.words import DatasetError, counted

MAX_ROWS = 1_000_000
# Of both, a server of 690 MB can hold one table: read, used and trained on, it adds some 300 MB for a while.
MAX_CELLS = 10_000_000

# So few rows at once stay below the size that sets the garbage collector off: more rows cost twice the time.
_CHUNK_ROWS = 500
# One row in so many may be too long: it is left out. More are no accident but a file that is read wrong.
_ROWS_FOR_A_LONG_ONE = 10


@dataclass
class Tally:
    """What was met on the way through the rows. `filled_rows` ends with the last row that holds anything."""

    rows: int = 0
    filled_rows: int = 0
    blank_lines: int = 0
    comments: int = 0
    short_rows: int = 0
    first_short_line: int | None = None
    long_rows: int = 0
    first_long_line: int | None = None
    stray_quotes: tuple[int, ...] = ()
    starts: list[np.ndarray] = field(default_factory=list)


def chunks_of_rows(file: TextFile, layout: Layout, tally: Tally) -> Iterator[list[list[str]]]:
    """The rows of data, some hundred at a time, all as wide as the table; the tally grows along.

    A row with fewer cells gets empty ones; a row with more is left out, unless those are empty. Raises DatasetError,
    naming the line, where too many rows have more, for a quote that is never closed, and a table too large.
    """
    width = layout.width
    chunk: list[list[str]] = []
    starts: list[int] = []
    complaint = ""
    lines = islice(file.lines(), layout.skipped, None)
    reader = _reader(layout)
    quotes = b'"' in file.data
    most_rows = max(file.data.count(b"\n"), file.data.count(b"\r")) + 1
    rows = reader.rows(lines) if quotes else enumerate(layout.dialect.rows(lines), start=layout.skipped + 1)
    for start, row in rows:
        if len(row) != width:
            fitted = _fitted(row, start, layout, tally)
            if tally.long_rows and not complaint:
                complaint = _complaint(row, start, layout)
            if not fitted:
                continue
            row = fitted
        chunk.append(row)
        starts.append(start)
        if len(chunk) == _CHUNK_ROWS:
            _count(chunk, starts, width, tally)
            yield chunk
            chunk, starts = [], []
            # What comes cannot make up for the long rows that were met.
            if tally.long_rows > tally.rows or _ROWS_FOR_A_LONG_ONE * tally.long_rows > most_rows:
                break
    if _ROWS_FOR_A_LONG_ONE * tally.long_rows > tally.rows + len(chunk) + tally.long_rows:
        raise DatasetError(complaint)
    tally.stray_quotes = tuple(reader.stray)
    if chunk:
        _count(chunk, starts, width, tally)
        yield chunk


def _reader(layout: Layout) -> Reader:
    """Reads the rows below the names, minding quotes that swallow some."""
    numeric = sorted(layout.numeric)

    def is_row(row: list[str]) -> bool:
        kinds = [kind_of(row[at]) for at in numeric] if len(row) == layout.width else ["word"]
        return "word" not in kinds and ("value" in kinds or not kinds)

    return Reader(layout.dialect, is_row, layout.skipped + 1)


def _fitted(row: list[str], line: int, layout: Layout, tally: Tally) -> list[str]:
    """The row at the width of the table; [] for one that is left out: a blank line, a comment, or too many cells."""
    width = layout.width
    if not row or (len(row) == 1 and width > 1 and not row[0].strip()):
        tally.blank_lines += 1
        return []
    if row[0].startswith(COMMENT_SIGNS):
        tally.comments += 1
        return []
    if len(row) < width:
        tally.short_rows += 1
        if tally.first_short_line is None:
            tally.first_short_line = line
        return row + [""] * (width - len(row))
    if not any(cell.strip() for cell in row[width:]):
        return row[:width]
    tally.long_rows += 1
    if tally.first_long_line is None:
        tally.first_long_line = line
    return []


def _complaint(row: list[str], line: int, layout: Layout) -> str:
    width = layout.width
    where = "the header" if layout.has_header else f"line {layout.skipped + 1:,}"
    if layout.dialect.delimiter == "," and len(row) == 2 * width > 2:
        remedy = "if its commas are decimal signs, save the file with semicolons between the columns"
    elif width == 1 and layout.has_header:
        remedy = "if the names of the columns stand on a later line, delete the lines above it"
    else:
        remedy = "delete what is too many, or put quotes around a cell that holds the separator"
    return f"Line {line:,} has {counted(len(row), 'field')} where {where} has {width:,}: {remedy}."


def _count(chunk: list[list[str]], starts: list[int], width: int, tally: Tally) -> None:
    for place in range(len(chunk) - 1, -1, -1):
        if any(chunk[place]) and any(cell.strip() for cell in chunk[place]):
            tally.filled_rows = tally.rows + place + 1
            break
    tally.rows += len(chunk)
    tally.starts.append(np.array(starts, dtype=np.int32))
    check_size(tally.rows, width)


def check_size(rows: int, width: int) -> None:
    """Raises DatasetError for a table of more than MAX_ROWS rows or MAX_CELLS cells."""
    if rows > MAX_ROWS:
        raise DatasetError(f"The table has more than {MAX_ROWS:,} rows: keep fewer, a line needs only some hundred.")
    if rows * width > MAX_CELLS:
        raise DatasetError(f"The table has more than {MAX_CELLS:,} cells: keep fewer rows or fewer columns.")
