"""The collection of odd files: each is read to the names, rows and numbers worked out by hand, or refused in a sentence
that says what to do."""

import re
import warnings
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from perceptron.data.preparing import numbers_in
from perceptron.data.reading import Table, read_table
from perceptron.words import DatasetError
from tests.odd_files import READ, REFUSED
from tests.odd_files.case import Cell, Columns


def seen(table: Table) -> Columns:
    """The columns as a learner would use them: numbers, dates in ISO, None for a hole, else the text of the cell."""
    found: Columns = {}
    for place, column in enumerate(table.columns):
        values = table.frame.iloc[:, place]
        cells: list[Cell] = [
            None
            if pd.isna(cell)
            else cell.isoformat().removesuffix("T00:00:00")
            if isinstance(cell, datetime)
            else cell
            for cell in values.tolist()
        ]
        if column.mostly_numbers:
            numbers = numbers_in(values, column).values
            cells = [text if np.isnan(number) else number for text, number in zip(cells, numbers, strict=True)]
        for row, text in column.odd_cells:
            cells[row] = text
        found[column.name] = cells
    return found


def content_of(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize(("content", "expected"), READ.values(), ids=READ)
def test_an_odd_file_reads_as_a_person_reads_it(content: str | bytes, expected: Columns) -> None:
    data = content_of(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = read_table(data)
        again = read_table(data, table.options)
    assert seen(table) == expected
    assert seen(again) == expected and again.options == table.options


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_named(content: str | bytes, sentence: str) -> None:
    with pytest.raises(DatasetError, match=re.escape(sentence)) as raised:
        read_table(content_of(content))
    said = str(raised.value)
    assert said.endswith(".") and "\n" not in said and len(said) < 250


def test_the_collection_is_large() -> None:
    assert len(READ) + len(REFUSED) >= 130
