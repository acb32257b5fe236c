"""What each column holds: its cells together decide its kind, and the columns together the decimal sign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pandas as pd

from perceptron.data.reading.cells import Cells
from perceptron.data.reading.dates import read_dates
from perceptron.data.reading.numbers import decimal_evidence, is_hole, read_numbers, reads_as_number
from perceptron.data.reading.table import Column, ReadingOptions
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
    filled = (text for text in texts if not is_hole(text))
    return any(map(reads_as_number, islice(filled, _FIRST_LOOK)))


def _described(name: str, texts: list[str], decimal: str, options: ReadingOptions) -> tuple[Column, pd.Series]:
    """What is known of a column of texts, and its values: the numbers or dates, or else the texts as they are."""
    hollow = {text for text in set(texts) if is_hole(text)}
    filled = [text for text in texts if text not in hollow] if hollow else texts
    column = Column(name, "text", len(filled), len(texts) - len(filled))
    if not filled:
        return replace(column, kind="empty"), pd.Series(np.full(len(texts), np.nan))
    if _starts_with_numbers(filled):
        numbers = read_numbers(texts, decimal)
        column = replace(column, numbers=len(filled) - len(numbers.others), decimal=decimal)
        if numbers.mixes_units:
            return replace(column, mixed_units=tuple(sorted(numbers.units))), _words(texts, hollow)
        if not numbers.others:
            return replace(column, kind="number", unit="".join(numbers.units)), pd.Series(numbers.values)
        if 2 * column.numbers > len(filled):
            row = numbers.others[0]
            return replace(column, odd_row=row, odd_text=texts[row]), _words(texts, hollow)
    dates = read_dates(texts, options.day_first, likely_day_first=decimal == ",")
    if dates is None:
        return column, _words(texts, hollow)
    column = replace(column, dates=len(filled) - len(dates.others), day_first=dates.day_first)
    if not dates.others:
        doubt = _date_doubt(name, filled[0], dates.day_first) if dates.ambiguous else ""
        return replace(column, kind="date", numbers=0, decimal=None, doubt=doubt), pd.Series(dates.values)
    if 2 * column.dates > len(filled):
        row = dates.others[0]
        column = replace(column, numbers=0, odd_row=row, odd_text=texts[row])
    return column, _words(texts, hollow)


def _words(texts: list[str], hollow: set[str]) -> pd.Series:
    return pd.Series(pd.array([None if text in hollow else text for text in texts], dtype="str"))


def _date_doubt(name: str, example: str, day_first: bool | None) -> str:
    order = "day, month, year" if day_first else "month, day, year"
    return f"The dates of {quoted(name)}, such as {quoted(example)}, are read as {order}."


def _doubt(name: str, texts: list[str], decimal: str, delimiter: str) -> str:
    example = next(text for text in texts if decimal_evidence([text])["?"])
    # Where commas separate, a point is a decimal sign to everyone.
    if delimiter == "," and "." in example:
        return ""
    read = read_numbers([example], decimal).values[0]
    other = read_numbers([example], "," if decimal == "." else ".").values[0]
    return f"{quoted(example)} in {quoted(name)} could also be {other:.15g}: it is read as {read:.15g}."
