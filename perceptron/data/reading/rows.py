"""Rows of a table whose layout is known: read in chunks, each row held against the width of the table."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np

from perceptron.data.reading.layout import Layout, rows_of
from perceptron.data.reading.textfile import TextFile
from perceptron.words import DatasetError

MAX_ROWS = 2_000_000
# What stays in memory: 20 million cells are 160 MB of float64.
MAX_CELLS = 20_000_000

# So few rows at once stay below the size that sets the garbage collector off: more rows cost twice the time.
_CHUNK_ROWS = 500


@dataclass
class Tally:
    """What was met on the way through the rows. `filled_rows` ends with the last row that holds anything."""

    rows: int = 0
    filled_rows: int = 0
    blank_lines: int = 0
    short_rows: int = 0
    first_short_line: int | None = None
    starts: list[np.ndarray] = field(default_factory=list)


def chunks_of_rows(file: TextFile, layout: Layout, tally: Tally) -> Iterator[list[list[str]]]:
    """The rows of data, some hundred at a time, all as wide as the table; the tally grows along.

    A row with fewer cells gets empty ones. Raises DatasetError, naming the line, for a row with more (unless those
    are empty), a quote that is never closed, and a table too large.
    """
    width = layout.width
    ended: list[bool] = []

    def end() -> Iterator[str]:
        ended.append(True)
        yield from ()

    reader = rows_of(chain(islice(file.lines(), layout.above, None), end()), layout.delimiter)
    start = layout.above + 1
    chunk: list[list[str]] = []
    starts: list[int] = []
    header_due = layout.has_header
    try:
        for row in reader:
            if ended:
                raise DatasetError(f"Line {start:,} opens a quote that is never closed: close it or delete it.")
            if header_due:
                header_due = False
            elif len(row) == width or (row := _fitted(row, start, layout, tally)):
                chunk.append(row)
                starts.append(start)
                if len(chunk) == _CHUNK_ROWS:
                    _count(chunk, starts, width, tally)
                    yield chunk
                    chunk, starts = [], []
            start = layout.above + reader.line_num + 1
    except csv.Error as error:
        raise DatasetError(
            f"Line {start:,} has a cell of more than {csv.field_size_limit():,} characters: "
            "close the quote that opens it, or shorten it."
        ) from error
    if chunk:
        _count(chunk, starts, width, tally)
        yield chunk


def _fitted(row: list[str], line: int, layout: Layout, tally: Tally) -> list[str]:
    """The row at the width of the table; [] for a blank line."""
    width = layout.width
    if not row or (len(row) == 1 and width > 1 and not row[0].strip()):
        tally.blank_lines += 1
        return []
    if len(row) < width:
        tally.short_rows += 1
        if tally.first_short_line is None:
            tally.first_short_line = line
        return row + [""] * (width - len(row))
    if not any(cell.strip() for cell in row[width:]):
        return row[:width]
    where = "the header" if layout.has_header else f"line {layout.above + 1:,}"
    if layout.delimiter == "," and len(row) == 2 * width > 2:
        remedy = "if its commas are decimal signs, save the file with semicolons between the columns"
    elif width == 1 and layout.has_header:
        remedy = "if the names of the columns stand on a later line, delete the lines above it"
    else:
        remedy = "delete what is too many, or put quotes around a cell that holds the separator"
    raise DatasetError(f"Line {line:,} has {len(row):,} fields where {where} has {width:,}: {remedy}.")


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
