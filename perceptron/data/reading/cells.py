"""The cells of a table, column by column: plain numbers as numbers at once, everything else as text.

A file of nothing but plain numbers goes through pandas, any other through Python's csv module, some hundred rows at a
time; both read the same numbers.
"""

import io
from dataclasses import dataclass

import numpy as np
import pandas as pd

from perceptron.data.reading.layout import Layout
from perceptron.data.reading.numbers import USUAL_HOLES, read_number
from perceptron.data.reading.rows import Tally, check_size, chunks_of_rows
from perceptron.data.reading.textfile import TextFile
from perceptron.words import DatasetError

# Cells that are no plain numbers are read one by one, some microseconds each: so many are seconds.
MAX_TEXT_CELLS = 3_000_000


@dataclass(frozen=True, eq=False)
class Cells:
    """A column before it is understood: float64 where every cell is a plain number or a hole, else the trimmed texts.

    sign: the decimal sign that plain numbers showed, None where none was met.
    """

    values: np.ndarray | list[str]
    sign: str | None = None


def cells_of(file: TextFile, layout: Layout, wanted_decimal: str | None) -> tuple[list[Cells], Tally]:
    """The columns up to the last row that holds anything, and what was met on the way."""
    tally = Tally()
    columns = None
    if file.encoding in ("utf-8", "cp1252"):
        columns = _plain_numbers(file, layout, wanted_decimal, tally)
    if columns is None:
        columns = _any_cells(file, layout, wanted_decimal, tally)
    return [Cells(column.values[: tally.filled_rows], column.sign) for column in columns], tally


def _any_cells(file: TextFile, layout: Layout, wanted_decimal: str | None, tally: Tally) -> list[Cells]:
    # Where a comma can only separate, a point can only be a decimal sign.
    unquoted_commas = layout.dialect.delimiter == "," and b'"' not in file.data and wanted_decimal is None
    surely_point = wanted_decimal == "." or unquoted_commas
    numbers: list[list[np.ndarray] | None] = [[] for _ in range(layout.width)]
    texts: dict[int, list[str]] = {}
    signs: list[str | None] = [None] * layout.width
    first, underscores = True, b"_" in file.data
    for chunk in chunks_of_rows(file, layout, tally):
        for place, cells in enumerate(zip(*chunk, strict=True)):
            gathered = numbers[place]
            if gathered is None:
                if place in texts:
                    texts[place] += map(str.strip, cells)
                continue
            if signs[place] is None and wanted_decimal != "," and _shows_point(cells, surely_point):
                signs[place] = "."
            values = _values(cells, underscores, signs[place] is not None)
            if values is not None:
                gathered.append(values)
                continue
            numbers[place] = None
            if first:
                texts[place] = list(map(str.strip, cells))
        first = False
        _check_texts(tally.rows * sum(gathered is None for gathered in numbers))
    # A column that turned out late to hold more than plain numbers is read once more, as text.
    late = [place for place, gathered in enumerate(numbers) if gathered is None and place not in texts]
    if late:
        texts |= {place: [] for place in late}
        for chunk in chunks_of_rows(file, layout, Tally()):
            for place in late:
                texts[place] += [row[place].strip() for row in chunk]
    return [
        Cells(texts[place] if gathered is None else np.concatenate(gathered or [np.empty(0)]), sign)
        for place, (gathered, sign) in enumerate(zip(numbers, signs, strict=True))
    ]


def _check_texts(count: int) -> None:
    if count > MAX_TEXT_CELLS:
        raise DatasetError(
            f"The table has more than {MAX_TEXT_CELLS:,} cells that are no plain numbers: keep fewer rows, a line needs"
            " only some hundred, or fewer columns."
        )


def _shows_point(cells: tuple[str, ...], surely_point: bool) -> bool:
    """Whether a cell has a point, and one that can only be a decimal sign."""
    return any("." in cell and (surely_point or read_number(cell.strip(), ",") is None) for cell in cells)


def _values(cells: tuple[str, ...], underscores: bool, point: bool) -> np.ndarray | None:
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


def _plain_numbers(file: TextFile, layout: Layout, wanted_decimal: str | None, tally: Tally) -> list[Cells] | None:
    """The columns of a file of nothing but plain numbers, five times as fast, each with the decimal sign it shows.

    None for any other file, and wherever a line, a row or a sign leaves a doubt.
    """
    data = file.data
    if layout.dialect.framed or layout.dialect.gaps or data.count(b"\r") != data.count(b"\r\n"):
        return None
    if (body := _body(file, layout)) is None:
        return None
    rows = data.count(b"\n", body) + (not data.endswith(b"\n"))
    if not rows or data.count(layout.dialect.delimiter.encode(), body) != rows * (layout.width - 1):
        return None
    check_size(rows, layout.width)
    signs = [sign for sign in ".," if sign != layout.dialect.delimiter and data.find(sign.encode(), body) >= 0]
    decimal = signs[0] if signs else wanted_decimal or "."
    if len(signs) > 1 or wanted_decimal not in (None, decimal):
        return None
    if signs and wanted_decimal is None and layout.dialect.delimiter != "," and not _shows(data, body, layout, decimal):
        return None
    # pandas would read a column of true and false as 1 and 0.
    if any(data.find(word, body) >= 0 for word in (b"rue", b"RUE", b"alse", b"ALSE")):
        return None
    stream = io.BytesIO(data)
    stream.seek(body)
    try:
        frame = pd.read_csv(
            stream,
            sep=layout.dialect.delimiter,
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
    first = layout.skipped + 1
    tally.starts.append(np.arange(first, first + rows, dtype=np.int32))
    columns = [frame[name].to_numpy() for name in frame.columns]
    with np.errstate(invalid="ignore"):
        fractions = [bool(signs) and bool((np.mod(column, 1) > 0).any()) for column in columns]
    # 3.0 everywhere shows a sign too.
    shows_sign = [fraction or (bool(signs) and not any(fractions)) for fraction in fractions]
    return [Cells(column, decimal if shows else None) for column, shows in zip(columns, shows_sign, strict=True)]


def _body(file: TextFile, layout: Layout) -> int | None:
    """Where the first row of data starts, if only ASCII follows it."""
    data = file.data
    place = file.start
    for _ in range(layout.skipped):
        place = data.find(b"\n", place) + 1
        if place == 0:
            return None
    return place if data.isascii() or data[place:].isascii() else None


def _shows(data: bytes, body: int, layout: Layout, decimal: str) -> bool:
    """Whether a cell near the top can be read with this decimal sign only."""
    other = "," if decimal == "." else "."
    lines = data[body : body + 65_536].decode("ascii").splitlines()[:1000]
    cells = (cell.strip(' "') for line in lines for cell in line.split(layout.dialect.delimiter) if decimal in cell)
    return any(read_number(cell, other) is None and read_number(cell, decimal) is not None for cell in cells)
