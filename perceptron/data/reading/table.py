"""What was read, and everything that was understood on the way: to be shown before anything is learned from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from perceptron.words import quoted

Kind = Literal["number", "date", "text", "empty"]


@dataclass(frozen=True)
class ReadingOptions:
    """How to read a file; what is None is worked out from the file itself.

    delimiter: one of DELIMITERS. decimal: "." or ",". encoding: one of ENCODINGS. header: whether the first row
    holds names. day_first: whether 03/04/2024 is the third of April; dates with points always start with the day.
    """

    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    header: bool | None = None
    day_first: bool | None = None


@dataclass(frozen=True)
class Column:
    """One column of a table. `filled`, `holes`, `numbers` and `dates` count its cells of each sort.

    decimal: the sign its numbers were read with, None where it has none to read. unit: the currency or percent sign
    that was taken off every number ("" for none; 12 % is 12). odd_row and odd_text: the first cell, counted from 0,
    that is no number (no date) in a column of mostly numbers (dates), which is why its kind is "text".
    doubt: a sentence where the numbers or dates could have been meant otherwise, "" where not.
    """

    name: str
    kind: Kind
    filled: int
    holes: int
    numbers: int = 0
    dates: int = 0
    decimal: str | None = None
    unit: str = ""
    day_first: bool | None = None
    odd_row: int | None = None
    odd_text: str = ""
    mixed_units: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def mostly_numbers(self) -> bool:
        """A column of text of which more than half of the filled cells are numbers of one unit."""
        return self.kind == "text" and self.odd_row is not None and self.numbers > 0 and not self.mixed_units

    @property
    def note(self) -> str:
        """What a learner should know before using the column, in a sentence or two; "" for nothing."""
        sentences = []
        if self.odd_row is not None:
            sort, many = ("numbers", self.numbers) if self.numbers else ("dates", self.dates)
            filled = "cells" if not self.holes else "filled cells"
            sentences.append(
                f"{many:,} of {self.filled:,} {filled} of {quoted(self.name)} are {sort}; "
                f"row {self.odd_row + 1:,} is {quoted(self.odd_text)}."
            )
        if self.mixed_units:
            units = " and ".join(unit or "no sign" for unit in self.mixed_units)
            sentences.append(f"The numbers of {quoted(self.name)} are marked with {units}, so they stay text.")
        if self.unit:
            sentences.append(f"{quoted(self.name)} is in {self.unit}: the sign is taken off, 12 {self.unit} is 12.")
        return " ".join([*sentences, *filter(None, [self.doubt])])


@dataclass(frozen=True, eq=False)
class Table:
    """A table read from a file: `frame`, and how it was read.

    frame: number columns are float64 with NaN for holes (and infinite where the file says so), date columns
    datetime64, all others text with NaN for holes. lines: the line of the file, counted from 1, on which each row
    starts. wishes: how it was asked to be read; `options` says how it was.
    comments: the lines above the table that were left out; separator_line: whether a line like "sep=;" was.
    blank_lines, empty_rows, empty_columns: what held nothing at all and was left out, rows and columns at the end
    only. short_rows: rows with fewer cells than the table has columns; the missing ones are holes.
    renamed: (name in the file, name in the frame) of the columns without a name or with one taken before.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    lines: np.ndarray
    delimiter: str
    decimal: str
    encoding: str
    has_header: bool
    wishes: ReadingOptions
    comments: tuple[str, ...] = ()
    separator_line: bool = False
    blank_lines: int = 0
    empty_rows: int = 0
    empty_columns: int = 0
    short_rows: int = 0
    first_short_line: int | None = None
    renamed: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> int:
        """The number of rows of data."""
        return len(self.frame)

    @property
    def options(self) -> ReadingOptions:
        """Read again with these, the same bytes give the same table."""
        # One wish for all columns would overrule those that decided otherwise.
        agreed = all(column.decimal in (None, self.decimal) for column in self.columns)
        orders = {column.day_first for column in self.columns} - {None}
        day_first = orders.pop() if len(orders) == 1 else self.wishes.day_first
        decimal = self.decimal if agreed else None
        return ReadingOptions(self.delimiter, decimal, self.encoding, self.has_header, day_first)

    @cached_property
    def rows_with_holes(self) -> int:
        """The number of rows with at least one empty cell."""
        incomplete = np.zeros(len(self.frame), dtype=bool)
        for place, column in enumerate(self.columns):
            if column.holes:
                incomplete |= self.frame.iloc[:, place].isna().to_numpy()
        return int(incomplete.sum())

    def column(self, name: str) -> Column:
        """What is known of the column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    @property
    def notes(self) -> tuple[str, ...]:
        """All that was left out, renamed or is in doubt, a sentence each."""
        counted = [
            (len(self.comments), "comment line", " above the table"),
            (self.blank_lines, "blank line", ""),
            (self.empty_rows, "empty row", " at the end"),
            (self.empty_columns, "empty column", " at the end"),
        ]
        notes = [
            f"{count:,} {what}{'s' if count > 1 else ''}{where} {'are' if count > 1 else 'is'} left out."
            for count, what, where in counted
            if count
        ]
        if self.separator_line:
            notes.insert(0, "The line that names the separator is left out.")
        if self.short_rows:
            rows = "row has" if self.short_rows == 1 else "rows have"
            notes.append(
                f"{self.short_rows:,} {rows} fewer cells than there are columns, first on line "
                f"{self.first_short_line:,}: the missing cells are empty."
            )
        for old, new in self.renamed:
            which = f"Another column {quoted(old)}" if old else "A column without a name"
            notes.append(f"{which} is called {quoted(new)}.")
        return (*notes, *(column.note for column in self.columns if column.note))
