"""What was read, and everything that was understood on the way: to be shown before anything is learned from it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from perceptron.data.reading.notes import Note, Surroundings, in_order
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

    decimal: the sign its numbers were read with, None where it has none to read. unit: the currency, percent sign or
    unit that was taken off every number ("" for none; 12 % is 12); "hours" where they are `times` of day. flagged: a
    cell whose footnote mark was taken off. odd_row and odd_text: the first cell, counted from 0, that is no number in a
    column of mostly numbers, which is why its kind is "text", or no date in a column of mostly dates; odd_cells: all of
    these among dates, which the frame has as NaT. doubt: a sentence where the numbers or dates could have been meant
    otherwise, "" where not; remark: one on how it was decided.
    """

    name: str
    kind: Kind
    filled: int
    holes: int
    numbers: int = 0
    dates: int = 0
    decimal: str | None = None
    unit: str = ""
    times: bool = False
    flagged: str = ""
    day_first: bool | None = None
    odd_row: int | None = None
    odd_text: str = ""
    odd_cells: tuple[tuple[int, str], ...] = ()
    mixed_units: tuple[str, ...] = ()
    doubt: str = ""
    remark: str = ""

    @property
    def mostly_numbers(self) -> bool:
        """A column of text of which more than half of the filled cells are numbers of one unit."""
        return self.kind == "text" and self.odd_row is not None and self.numbers > 0 and not self.mixed_units

    @property
    def note(self) -> str:
        """What a learner should know before using the column, in a sentence or two; "" for nothing."""
        return " ".join(note.text for note in self.notes)

    @property
    def notes(self) -> list[Note]:
        """The same, a note for each sentence."""
        notes = []
        name = quoted(self.name)
        if self.odd_row is not None:
            sort, many = ("dates", self.dates) if self.kind == "date" else ("numbers", self.numbers)
            filled = "cells" if not self.holes else "filled cells"
            text = f"{many:,} of {self.filled:,} {filled} of {name} are {sort}; row {self.odd_row + 1:,} is "
            notes.append(Note(f"{text}{quoted(self.odd_text)}.", True, "odd", self.name))
        if self.mixed_units:
            units = " and ".join(unit or "no sign" for unit in self.mixed_units[:4])
            text = f"The numbers of {name} are marked with {units}, so they stay text."
            notes.append(Note(text, True, "mixed", self.name))
        if self.doubt:
            notes.append(Note(self.doubt, True, "doubt", self.name))
        if self.flagged:
            text = f"Marks behind the numbers of {name} are taken off, as in {quoted(self.flagged)}."
            notes.append(Note(text, True, "flagged", self.name))
        if self.times:
            notes.append(Note(f"The times of {name} are read as hours: 08:30 is 8.5.", False, "hours", self.name))
        elif self.unit:
            text = f"{name} is in {self.unit}: the sign is taken off, 12 {self.unit} is 12."
            notes.append(Note(text, False, f"in {self.unit}", self.name))
        if self.remark:
            notes.append(Note(self.remark, False, "remark", self.name))
        return notes


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Surroundings):
    """A table read from a file: `frame`, how it was read, and what surrounded it.

    frame: number columns are float64 with NaN for holes (and infinite where the file says so), date columns
    datetime64, all others text with NaN for holes. lines: the line of the file, counted from 1, on which each row
    starts. wishes: how it was asked to be read; `options` says how it was.
    """

    frame: pd.DataFrame
    columns: tuple[Column, ...]
    lines: np.ndarray
    delimiter: str
    decimal: str
    encoding: str
    has_header: bool
    wishes: ReadingOptions

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
                missing = self.frame.iloc[:, place].isna().to_numpy(copy=True)
                missing[[row for row, _ in column.odd_cells]] = False
                incomplete |= missing
        return int(incomplete.sum())

    def column(self, name: str) -> Column:
        """What is known of the column of that name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    @property
    def notes(self) -> tuple[str, ...]:
        """All that was left out, renamed or is in doubt, a sentence each; what may have changed numbers, names or
        rows comes first."""
        return in_order([*self.surrounding_notes(), *(note for column in self.columns for note in column.notes)])
