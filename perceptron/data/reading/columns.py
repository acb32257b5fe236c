"""What each column holds: its cells together decide its kind, and the columns together the decimal sign."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pandas as pd

from perceptron.data.reading.cells import Cells
from perceptron.data.reading.date_columns import Dates, read_dates
from perceptron.data.reading.measures import Numbers, decimal_evidence, read_measure, read_numbers, reads_as_measure
from perceptron.data.reading.numbers import is_blank, is_hole
from perceptron.data.reading.table import Column, ReadingOptions
from perceptron.data.reading.times import HOURS, read_time, read_times
from perceptron.words import quoted

# Where none of so many filled cells at the top is a number, the column is not searched for numbers.
_FIRST_LOOK = 200


def understood(
    cells: Sequence[Cells], names: Sequence[str], delimiter: str, options: ReadingOptions
) -> tuple[list[pd.Series], list[Column], str]:
    """The columns as they go into the frame, what is known of each, and the decimal sign of the file."""
    evidence = [_evidence(column) for column in cells]
    file_decimal, certain = _file_decimal(evidence, delimiter, options)
    columns, series = [], []
    for column, name, votes in zip(cells, names, evidence, strict=True):
        texts = column.values
        if isinstance(texts, np.ndarray):
            holes = int(np.isnan(texts).sum())
            filled = len(texts) - holes
            columns.append(Column(name, "number" if filled else "empty", filled, holes, filled, decimal=column.sign))
            series.append(pd.Series(texts))
            continue
        decimal = file_decimal
        if options.decimal is None and votes["."] != votes[","]:
            decimal = max(".,", key=votes.__getitem__)
        described, values = _described(name, texts, decimal, options)
        if described.kind == "number" and not votes:
            described = replace(described, decimal=None)
        undecided = votes["?"] and votes["."] == votes[","] and not certain
        if described.kind == "number" and undecided:
            described = replace(described, doubt=_doubt(name, texts, decimal, delimiter))
        columns.append(described)
        series.append(values)
    return series, columns, file_decimal


def _file_decimal(evidence: Sequence[Counter[str]], delimiter: str, options: ReadingOptions) -> tuple[str, bool]:
    """The decimal sign of columns that leave it open, and whether the file shows it: a wish, then the other
    columns, then semicolons (written where the comma is taken), then the point."""
    if options.decimal is not None:
        return options.decimal, True
    points = sum(votes["."] > votes[","] for votes in evidence)
    commas = sum(votes[","] > votes["."] for votes in evidence)
    if points != commas:
        return ("." if points > commas else ","), True
    return ("," if delimiter == ";" and len(evidence) > 1 else "."), False


def _evidence(column: Cells) -> Counter[str]:
    """What the column has to say on the decimal sign: nothing, unless it is one of numbers."""
    if isinstance(column.values, np.ndarray):
        return Counter([column.sign] if column.sign else [])
    return decimal_evidence(column.values) if _starts_with_numbers(column.values) else Counter()


def _starts_with_numbers(texts: list[str]) -> bool:
    return any(map(reads_as_measure, islice((text for text in texts if not is_blank(text)), _FIRST_LOOK)))


def _starts_with_times(texts: list[str]) -> bool:
    filled = islice((text for text in texts if not is_blank(text)), _FIRST_LOOK)
    return any(read_time(text) is not None for text in filled)


def _described(name: str, texts: list[str], decimal: str, options: ReadingOptions) -> tuple[Column, pd.Series]:
    """What is known of a column of texts, and its values: the numbers or dates, or else the texts as they are."""
    dates = read_dates(texts, options.day_first, likely_day_first=decimal == ",")
    if dates is not None and (column := _of_dates(name, texts, dates)):
        return column, pd.Series(dates.values)
    if _starts_with_times(texts):
        numbers = read_times(texts)
        if column := _of_numbers(name, texts, numbers):
            return replace(column, unit=HOURS, times=True), _values(column, texts, numbers)
    column = Column(name, "text", len(texts), 0)
    if _starts_with_numbers(texts):
        numbers = read_numbers(texts, decimal)
        column = replace(column, numbers=int((~np.isnan(numbers.values)).sum()), decimal=decimal)
        if numbers.mixes_units:
            column = replace(column, mixed_units=tuple(sorted(numbers.units)))
        elif found := _of_numbers(name, texts, numbers):
            column = replace(found, decimal=decimal, unit="".join(numbers.units), flagged=numbers.flagged)
            return column, _values(column, texts, numbers)
    if dates is not None:
        column = replace(column, dates=int((~np.isnat(dates.values)).sum()))
    words = _words(texts, is_hole)
    holes = int(words.isna().sum())
    if holes == len(texts):
        return replace(column, kind="empty", filled=0, holes=holes), pd.Series(np.full(len(texts), np.nan))
    return replace(column, filled=len(texts) - holes, holes=holes), words


def _of_dates(name: str, texts: list[str], dates: Dates) -> Column | None:
    """The column, if more than half of its filled cells are dates; the others are its odd cells."""
    count = int((~np.isnat(dates.values)).sum())
    if count <= len(dates.others):
        return None
    filled = count + len(dates.others)
    odd = tuple((row, texts[row]) for row in dates.others)
    order = f"The dates of {quoted(name)}, such as {quoted(dates.ambiguous or dates.ordered)}, are read as "
    order += "day, month, year" if dates.day_first else "month, day, year"
    column = Column(name, "date", filled, len(texts) - filled, dates=count, day_first=dates.day_first, odd_cells=odd)
    if odd:
        column = replace(column, odd_row=odd[0][0], odd_text=odd[0][1])
    if dates.ambiguous:
        return replace(column, doubt=f"{order}.")
    return replace(column, remark=f"{order}: so they rise evenly.") if dates.ordered else column


def _of_numbers(name: str, texts: list[str], numbers: Numbers) -> Column | None:
    """The column, if more than half of its filled cells are numbers; "text" where not all of them are."""
    count = int((~np.isnan(numbers.values)).sum())
    if count <= len(numbers.others):
        return None
    filled = count + len(numbers.others)
    column = Column(name, "number", filled, len(texts) - filled, count)
    if not numbers.others:
        return column
    row = numbers.others[0]
    return replace(column, kind="text", odd_row=row, odd_text=texts[row])


def _values(column: Column, texts: list[str], numbers: Numbers) -> pd.Series:
    return pd.Series(numbers.values) if column.kind == "number" else _words(texts, is_blank)


def _words(texts: list[str], is_empty: Callable[[str], bool]) -> pd.Series:
    hollow = {text for text in set(texts) if is_empty(text)}
    cells = [None if text in hollow else text for text in texts] if hollow else texts
    return pd.Series(pd.array(cells, dtype="str"))


def _doubt(name: str, texts: list[str], decimal: str, delimiter: str) -> str:
    example = next(text for text in texts if decimal_evidence([text])["?"])
    # Where commas separate, a point is a decimal sign to everyone.
    if delimiter == "," and "." in example:
        return ""
    read, other = (read_measure(example, sign) for sign in (decimal, "," if decimal == "." else "."))
    assert read is not None and other is not None
    return f"{quoted(example)} in {quoted(name)} could also be {other[0]:.15g}: it is read as {read[0]:.15g}."
