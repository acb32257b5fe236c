"""Bytes in, a table out."""

from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from perceptron.data.reading.cells import cells_of
from perceptron.data.reading.columns import understood
from perceptron.data.reading.foreign import refuse_other_files
from perceptron.data.reading.layout import find_layout
from perceptron.data.reading.names import column_names
from perceptron.data.reading.rows import MAX_ROWS
from perceptron.data.reading.separators import DELIMITERS, MAX_COLUMNS
from perceptron.data.reading.table import ReadingOptions, Table
from perceptron.data.reading.textfile import TextFile, bytes_of, encoding_of, long_line, without_padding
from perceptron.words import DatasetError, quoted


def read_table(source: str | Path | bytes | IO[bytes], options: ReadingOptions | None = None) -> Table:
    """Read a CSV from a path, its bytes or a file object (from where it stands), and say how it was understood.

    Raises DatasetError, one sentence that names the place, for whatever is no table; nothing else whatever the bytes.
    """
    options = options or ReadingOptions()
    _check(options)
    data = bytes_of(source)
    refuse_other_files(data)
    data = without_padding(data)
    if not data or data.isspace():
        raise DatasetError("The file is empty: it needs a line of column names and a row of numbers for each point.")
    file = TextFile(data, encoding_of(data, options.encoding))
    _check_size(data)
    layout = find_layout(file, options)
    if layout.end < len(data):
        file = replace(file, data=data[: layout.end])
    cells, tally = cells_of(file, layout, options.decimal)
    if tally.filled_rows == 0:
        raise DatasetError("The file has a header but no rows of data: add a row of numbers for each point.")
    names = column_names(layout.header, layout.width)
    series, columns, decimal = understood(cells, names, layout.dialect.delimiter, options)
    while len(columns) > 1 and columns[-1].kind == "empty" and not "".join(layout.header[len(columns) - 1 :]):
        columns.pop()
    frame = pd.DataFrame(dict(enumerate(series[: len(columns)])), copy=False)
    frame.columns = pd.Index([column.name for column in columns])
    given = [*layout.header, *[""] * (layout.width - len(layout.header))]
    return Table(
        frame=frame,
        columns=tuple(columns),
        lines=np.concatenate(tally.starts)[: tally.filled_rows],
        delimiter=layout.dialect.delimiter,
        decimal=decimal,
        encoding=file.encoding,
        has_header=layout.has_header,
        wishes=options,
        comments=layout.comments,
        above=layout.above,
        below=layout.below,
        name_rows=layout.name_rows,
        names_doubt=layout.names_doubt,
        comments_between=tally.comments,
        long_rows=tally.long_rows,
        first_long_line=tally.first_long_line,
        lines_with_stray_quotes=layout.stray_quotes + tally.stray_quotes,
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
