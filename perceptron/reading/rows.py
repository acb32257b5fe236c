"""Rows of a table whose layout is known: read in chunks, each row held against the width of the table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import pandas as pd

from perceptron.complaints import DatasetError
from perceptron.reading.layout import Layout, rows_of
from perceptron.reading.numbers import USUAL_HOLES, read_number
from perceptron.reading.textfile import lines_of

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


def chunks_of_rows(data: bytes, encoding: str, layout: Layout, tally: Tally) -> Iterator[list[list[str]]]:
    """The rows of data, some thousand at a time, all as wide as the table; the tally grows along.

    A row with fewer cells gets empty ones. Raises DatasetError, naming the line, for a row with more (unless those
    are empty), a quote that is never closed, and a table too large.
    """
    width = layout.width
    ended: list[bool] = []

    def end() -> Iterator[str]:
        ended.append(True)
        yield from ()

    reader = rows_of(chain(islice(lines_of(data, encoding), layout.above, None), end()), layout.delimiter)
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


def plain_numbers(
    data: bytes, encoding: str, layout: Layout, wanted_decimal: str | None, tally: Tally
) -> tuple[list[np.ndarray], list[str | None]] | None:
    """The columns of a file of nothing but plain numbers, five times as fast, each with the decimal sign it shows.

    None for any other file, and wherever a line, a row or a sign leaves a doubt.
    """
    if data.count(b"\r") != data.count(b"\r\n") or (body := _after_header(data, encoding, layout)) is None:
        return None
    rows = data.count(b"\n", body) + (not data.endswith(b"\n"))
    if not 0 < rows <= min(MAX_ROWS, MAX_CELLS // layout.width):
        return None
    if data.count(layout.delimiter.encode(), body) != rows * (layout.width - 1):
        return None
    signs = [sign for sign in ".," if sign != layout.delimiter and data.find(sign.encode(), body) >= 0]
    decimal = signs[0] if signs else wanted_decimal or "."
    if len(signs) > 1 or wanted_decimal not in (None, decimal):
        return None
    if signs and wanted_decimal is None and layout.delimiter != "," and not _shows(data, body, layout, decimal):
        return None
    # pandas would read a column of true and false as 1 and 0.
    if any(data.find(word, body) >= 0 for word in (b"rue", b"RUE", b"alse", b"ALSE")):
        return None
    file = io.BytesIO(data)
    file.seek(body)
    try:
        frame = pd.read_csv(
            file,
            sep=layout.delimiter,
            decimal=decimal,
            header=None,
            names=list(range(layout.width)),
            dtype=np.float64,
            na_values=sorted(USUAL_HOLES),
            keep_default_na=False,
        )
    except ValueError:
        return None
    # Every line a row, every row full to its last column, and no separators to spare: no row is short or long, and
    # no separator stands between quotes. (What pandas finds too many it takes for row labels.)
    if len(frame) != rows or frame.iloc[:, -1].isna().any() or not isinstance(frame.index, pd.RangeIndex):
        return None
    tally.rows = tally.filled_rows = rows
    first = layout.above + layout.has_header + 1
    tally.starts.append(np.arange(first, first + rows, dtype=np.int32))
    columns = [frame[name].to_numpy() for name in frame.columns]
    with np.errstate(invalid="ignore"):
        fractions = [bool(signs) and bool((np.mod(column, 1) > 0).any()) for column in columns]
    # 3.0 everywhere shows a sign too.
    shown = [decimal if fraction or (signs and not any(fractions)) else None for fraction in fractions]
    return columns, shown


def _after_header(data: bytes, encoding: str, layout: Layout) -> int | None:
    """Where the first row of data starts, if the header is one line and only ASCII follows it."""
    start = place = 0
    for _ in range(layout.above + layout.has_header):
        start, place = place, data.find(b"\n", place) + 1
        if place == 0:
            return None
    if layout.has_header:
        line = data[start:place].decode(encoding).removeprefix("\ufeff")
        if [cell.strip() for cell in next(rows_of([line], layout.delimiter))] != list(layout.header):
            return None
    return place if data.isascii() or data[place:].isascii() else None


def _shows(data: bytes, body: int, layout: Layout, decimal: str) -> bool:
    """Whether a cell near the top can be read with this decimal sign only."""
    other = "," if decimal == "." else "."
    lines = data[body : body + 65_536].decode("ascii").splitlines()[:1000]
    cells = (cell.strip(' "') for line in lines for cell in line.split(layout.delimiter) if decimal in cell)
    return any(read_number(cell, other) is None and read_number(cell, decimal) is not None for cell in cells)


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
    if tally.rows > MAX_ROWS:
        raise DatasetError(f"The table has more than {MAX_ROWS:,} rows: keep fewer, a line needs only some hundred.")
    if tally.rows * width > MAX_CELLS:
        raise DatasetError(f"The table has more than {MAX_CELLS:,} cells: keep fewer rows or fewer columns.")
