"""Bytes in, a table out."""

from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from perceptron.complaints import DatasetError, quoted
from perceptron.reading.columns import understood
from perceptron.reading.layout import DELIMITERS, MAX_COLUMNS, Layout, column_names, find_layout
from perceptron.reading.numbers import USUAL_HOLES, read_number
from perceptron.reading.rows import MAX_ROWS, Tally, chunks_of_rows, plain_numbers
from perceptron.reading.table import Column, ReadingOptions, Table
from perceptron.reading.textfile import bytes_of, encoding_of, lines_of, long_line


def read_table(source: str | Path | bytes | IO[bytes], options: ReadingOptions | None = None) -> Table:
    """Read a CSV from a path, its bytes or a file object (from where it stands), and say how it was understood.

    Raises DatasetError, one sentence that names the place, for whatever is no table; nothing else whatever the bytes.
    """
    options = options or ReadingOptions()
    _check(options)
    # Control-Z ends a file written by DOS programs.
    data = bytes_of(source).rstrip(b"\x1a")
    if not data or data.isspace():
        raise DatasetError("The file is empty: it needs a line of column names and a row of numbers for each point.")
    encoding = encoding_of(data, options.encoding)
    _check_size(data)
    layout = find_layout(lines_of(data, encoding), data, options.delimiter, options.header)
    cells, signs, tally = _cells(data, encoding, layout, options)
    if tally.filled_rows == 0:
        raise DatasetError("The file has a header but no rows of data: add a row of numbers for each point.")
    cells = [column[: tally.filled_rows] for column in cells]
    names = column_names(layout.header, layout.width)
    series, columns, decimal = understood(cells, signs, names, layout.delimiter, options)
    while len(columns) > 1 and columns[-1].kind == "empty" and not "".join(layout.header[len(columns) - 1 :]):
        columns.pop()
    frame = pd.DataFrame(dict(enumerate(series[: len(columns)])), copy=False)
    frame.columns = pd.Index([column.name for column in columns])
    given = [*layout.header, *[""] * (layout.width - len(layout.header))]
    return Table(
        frame=frame,
        columns=tuple(columns),
        lines=np.concatenate(tally.starts)[: tally.filled_rows],
        delimiter=layout.delimiter,
        decimal=decimal,
        encoding=encoding,
        has_header=layout.has_header,
        options=_pinned(options, layout, encoding, decimal, columns),
        comments=layout.comments,
        separator_line=layout.separator_line,
        blank_lines=tally.blank_lines,
        empty_rows=tally.rows - tally.filled_rows,
        empty_columns=layout.width - len(columns),
        short_rows=tally.short_rows,
        first_short_line=tally.first_short_line,
        renamed=tuple(
            (old, column.name)
            for old, column in zip(given, columns, strict=False)
            if layout.has_header and old != column.name
        ),
    )


def _pinned(
    options: ReadingOptions, layout: Layout, encoding: str, decimal: str, columns: list[Column]
) -> ReadingOptions:
    # One wish for all columns would overrule those that decided otherwise.
    agreed = all(column.decimal in (None, decimal) for column in columns)
    orders = {column.day_first for column in columns} - {None}
    day_first = orders.pop() if len(orders) == 1 else options.day_first
    return ReadingOptions(layout.delimiter, decimal if agreed else None, encoding, layout.has_header, day_first)


def _check(options: ReadingOptions) -> None:
    if options.delimiter not in (None, *DELIMITERS):
        raise DatasetError(
            f"The separator {quoted(options.delimiter)} is not known: choose comma, semicolon, tab, bar or space."
        )
    if options.decimal not in (None, ".", ","):
        raise DatasetError(f"The decimal sign {quoted(options.decimal)} is not known: choose a point or a comma.")


def _check_size(data: bytes) -> None:
    """Raises DatasetError for what would only be found out slowly: too many lines, or one that never ends."""
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > 2 * MAX_ROWS:
        raise DatasetError(f"The file has {lines:,} lines: keep at most {MAX_ROWS:,} rows.")
    found = long_line(data)
    if found is None:
        return
    number, line = found
    fields = 1 + max(line.count(sign.encode()) for sign in DELIMITERS[:4])
    if fields > MAX_COLUMNS:
        raise DatasetError(
            f"Line {number:,} has {fields:,} columns, at most {MAX_COLUMNS} can be read: "
            "keep the columns you want to learn from."
        )
    raise DatasetError(
        f"Line {number:,} is {len(line) / 1e6:.1f} MB long: each row belongs on a line of its own, "
        "so check how the file was saved."
    )


def _cells(
    data: bytes, encoding: str, layout: Layout, options: ReadingOptions
) -> tuple[list[np.ndarray | list[str]], list[str | None], Tally]:
    """The columns: float64 where every cell is a plain number or a hole, with its decimal sign, else the texts."""
    tally = Tally()
    if encoding in ("utf-8", "cp1252") and (plain := plain_numbers(data, encoding, layout, options.decimal, tally)):
        return [*plain[0]], plain[1], tally
    # Where a comma can only separate, a point can only be a decimal sign.
    surely_point = options.decimal == "." or (layout.delimiter == "," and b'"' not in data and options.decimal is None)
    numbers: list[list[np.ndarray] | None] = [[] for _ in range(layout.width)]
    texts: dict[int, list[str]] = {}
    signs: list[str | None] = [None] * layout.width
    first, underscores = True, b"_" in data
    for chunk in chunks_of_rows(data, encoding, layout, tally):
        for place, cells in enumerate(zip(*chunk, strict=True)):
            gathered = numbers[place]
            if gathered is None:
                if place in texts:
                    texts[place] += map(str.strip, cells)
                continue
            if signs[place] is None and (
                any("." in cell for cell in cells) if surely_point else options.decimal is None and _shows_point(cells)
            ):
                signs[place] = "."
            figures = _plain(cells, underscores, signs[place] is not None)
            if figures is not None:
                gathered.append(figures)
                continue
            numbers[place] = None
            if first:
                texts[place] = list(map(str.strip, cells))
        first = False
    # A column that turned out late to hold more than plain numbers is read once more, as text.
    late = [place for place, gathered in enumerate(numbers) if gathered is None and place not in texts]
    if late:
        texts |= {place: [] for place in late}
        for chunk in chunks_of_rows(data, encoding, layout, Tally()):
            for place in late:
                texts[place] += [row[place].strip() for row in chunk]
    columns_found: list[np.ndarray | list[str]] = []
    for place, gathered in enumerate(numbers):
        columns_found.append(texts[place] if gathered is None else np.concatenate(gathered or [np.empty(0)]))
    return columns_found, signs, tally


def _shows_point(cells: tuple[str, ...]) -> bool:
    """Whether a cell has a point that can only be a decimal sign."""
    return any("." in cell and read_number(cell.strip(), ",") is None for cell in cells)


def _plain(cells: tuple[str, ...], underscores: bool, point: bool) -> np.ndarray | None:
    """The cells as numbers where Python reads each as the grammar would; None where one needs a closer look."""
    if (underscores and any("_" in cell for cell in cells)) or (not point and any("." in cell for cell in cells)):
        return None
    try:
        return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        pass
    try:
        return np.array([np.nan if cell in USUAL_HOLES else float(cell) for cell in cells])
    except ValueError:
        return None
