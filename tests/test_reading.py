"""Odd files read to the numbers a person would read from them, or end in a sentence that names the place."""

import io
import math
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perceptron import Dataset
from perceptron.data.preparing import complete_rows, date_as, indicator_columns
from perceptron.data.reading import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    ReadingOptions,
    Table,
    read_table,
    rows,
)
from perceptron.data.reading import cells as reading_cells
from perceptron.words import DatasetError

ARTICLE = Path(__file__).resolve().parent.parent / "data" / "article.csv"

Cells = list[float | str | None]


def read(text: str, **wishes: str | bool) -> Table:
    return read_table(text.encode(), ReadingOptions(**wishes))  # type: ignore[arg-type]


def columns_of(table: Table) -> dict[str, Cells]:
    """The columns as lists, dates in ISO and None for a hole."""
    found: dict[str, Cells] = {}
    for name in table.frame.columns:
        cells = table.frame[name].tolist()
        found[str(name)] = [
            None
            if pd.isna(cell)
            else cell.isoformat().removesuffix("T00:00:00")
            if isinstance(cell, datetime)
            else cell
            for cell in cells
        ]
    return found


UMLAUTS = "größe,x\n1,2\n3,4\n"

READS: dict[str, tuple[str | bytes, dict[str, Cells]]] = {
    # Separators
    "commas": ("x,y\n1,2.5\n3,4.5\n", {"x": [1, 3], "y": [2.5, 4.5]}),
    "semicolons": ("x;y\n1;2.5\n3;4.5\n", {"x": [1, 3], "y": [2.5, 4.5]}),
    "tabs": ("x\ty\n1\t2\n3\t4\n", {"x": [1, 3], "y": [2, 4]}),
    "bars": ("x|y\n1|2\n3|4\n", {"x": [1, 3], "y": [2, 4]}),
    "one column": ("x\n1\n2.5\n", {"x": [1, 2.5]}),
    "one column of decimal commas": ("x\n1,5\n2,5\n", {"x": [1.5, 2.5]}),
    "one column of sentences": ("said\nyes\nwell, no\n", {"said": ["yes", "well, no"]}),
    "semicolons between decimal commas, no header": (
        "1,5;2,5\n3,5;4,5\n",
        {"column 1": [1.5, 3.5], "column 2": [2.5, 4.5]},
    ),
    "semicolons between words with commas": (
        "city;x\nRome, Italy;1\nParis, France;2\n",
        {"city": ["Rome, Italy", "Paris, France"], "x": [1, 2]},
    ),
    "Excel's separator line": ("sep=;\nx;y\n1,5;2\n", {"x": [1.5], "y": [2]}),
    "a separator line against the look of the rows": ("sep=|\nx,y|z\n1|2\n", {"x,y": [1], "z": [2]}),
    "a quoted separator line": ('"sep=\t"\nx\ty\n1\t2\n', {"x": [1], "y": [2]}),
    "spaces after the separators": ('x, "y"\n1,  2\n3, "4"\n', {"x": [1, 3], "y": [2, 4]}),
    # Decimal signs and thousands
    "decimal commas": ("x;y\n1,5;2,25\n-3,5;4e-1\n", {"x": [1.5, -3.5], "y": [2.25, 0.4]}),
    "decimal commas in quotes": ('x,y\n"1,5","2,25"\n"3,5","4,0"\n', {"x": [1.5, 3.5], "y": [2.25, 4]}),
    "thousands 1,234.5": ('x,y\n"1,234.5",1\n"12",2\n"1,234,567",3\n', {"x": [1234.5, 12, 1234567], "y": [1, 2, 3]}),
    "thousands 1.234,5": ("x;y\n1.234,5;1\n12;2\n1.234.567;3\n", {"x": [1234.5, 12, 1234567], "y": [1, 2, 3]}),
    "thousands 1 234,5": ("x;y\n1 234,5;1\n12 345 678;2\n", {"x": [1234.5, 12345678], "y": [1, 2]}),
    "thousands with no-break spaces": ("x;y\n1\u00a0234,5;1\n1\u202f234;2\n", {"x": [1234.5, 1234], "y": [1, 2]}),
    "thousands 1'234.5": ("x;y\n1'234.5;1\n1’234;2\n", {"x": [1234.5, 1234], "y": [1, 2]}),
    "1,234 beside 0.5 is 1234": ('x,y\n"1,234",0.5\n"2,345",1.5\n', {"x": [1234, 2345], "y": [0.5, 1.5]}),
    "1,234 above 12,5 is 1.234": ("x;y\n1,234;1\n12,5;2\n", {"x": [1.234, 12.5], "y": [1, 2]}),
    "1,234 beside 12,5 is 1.234": ("x;y\n1,234;12,5\n2,345;1\n", {"x": [1.234, 2.345], "y": [12.5, 1]}),
    "1.234 beside 12,5 is 1234": ("x;y\n1.234;12,5\n2.345;1\n", {"x": [1234, 2345], "y": [12.5, 1]}),
    "1,234 between semicolons is 1.234": ("x;y\n1,234;1\n2,345;2\n", {"x": [1.234, 2.345], "y": [1, 2]}),
    "1,234 alone is 1234": ('x,y\n"1,234",1\n"2,345",2\n', {"x": [1234, 2345], "y": [1, 2]}),
    "0,123 can only be a decimal comma": ('x,y\n"0,123",1\n"1,234",2\n', {"x": [0.123, 1.234], "y": [1, 2]}),
    "1,5 is never 15": ('x,y\n1.5,"1,5"\n2.5,"2"\n', {"x": [1.5, 2.5], "y": [1.5, 2]}),
    "both decimal signs in one column stay text": (
        "x;y\n1,5;1\n1.5;2\n2,5;3\n",
        {"x": ["1,5", "1.5", "2,5"], "y": [1, 2, 3]},
    ),
    "twelve points and digits that are no thousands": ("x;y\n12.34.56;1\n2;2\n", {"x": ["12.34.56", "2"], "y": [1, 2]}),
    # How numbers are dressed
    "percent": ("x;y\n12 %;1\n7,5%;2\n", {"x": [12, 7.5], "y": [1, 2]}),
    "currencies": ('x;y;z\n"€ 3,50";$1;2 £\n-4,00 €;$2;3 £\n', {"x": [3.5, -4], "y": [1, 2], "z": [2, 3]}),
    "dollars with thousands": ('x,y\n"$1,200.00",1\n"-$3.50",2\n', {"x": [1200, -3.5], "y": [1, 2]}),
    "an accountant's negatives": ('x,y\n"(1,200)",1\n"($3.50)",2\n0.5,3\n', {"x": [-1200, -3.5, 0.5], "y": [1, 2, 3]}),
    "euros and dollars in one column stay text": ("x,y\n€1,1\n$2,2\n", {"x": ["€1", "$2"], "y": [1, 2]}),
    "percent and plain in one column stay text": ("x,y\n50%,1\n0.5,2\n", {"x": ["50%", "0.5"], "y": [1, 2]}),
    "a typesetter's minus": ("x,y\n−1.5,2\n+3,4\n", {"x": [-1.5, 3], "y": [2, 4]}),
    "scientific notation": ("x,y\n1e3,2\n-4.5E-2,.5\n", {"x": [1000, -0.045], "y": [2, 0.5]}),
    "numbers with underscores are words": ("x,y\n1_000,1\n2,2\n", {"x": ["1_000", "2"], "y": [1, 2]}),
    "hexadecimal is words": ("x,y\n0x10,1\n0x11,2\n", {"x": ["0x10", "0x11"], "y": [1, 2]}),
    "infinite stays infinite": ("x,y\n1e999,1\n-inf,2\n3,3\n", {"x": [math.inf, -math.inf, 3], "y": [1, 2, 3]}),
    "the digits of other scripts": ("x,y\n١٢,1\n３４,2\n", {"x": [12, 34], "y": [1, 2]}),
    # Holes
    "holes of every spelling": (
        "x,y\n"
        + "".join(f"{hole},1\n" for hole in ("", "NA", "n/a", "N/A", "-", "–", "?", "null", "None", "NaN", " "))
        + "5,2\n",
        {"x": [None] * 11 + [5], "y": [1] * 11 + [2]},
    ),
    "holes among words": ("x,y\nred,1\nNA,2\nblue,3\n", {"x": ["red", None, "blue"], "y": [1, 2, 3]}),
    "a column of holes": ("x,empty,y\n1,,2\n3,NA,4\n", {"x": [1, 3], "empty": [None, None], "y": [2, 4]}),
    "short rows are holes": ("x,y,z\n1,2\n3\n4,5,6\n", {"x": [1, 3, 4], "y": [2, None, 5], "z": [None, None, 6]}),
    "a quoted hole in one column": ('x\n1\n""\n3\n', {"x": [1, None, 3]}),
    # Encodings and line ends
    "a byte order mark": (b"\xef\xbb\xbfx,y\n1,2\n", {"x": [1], "y": [2]}),
    "a byte order mark before a quote": (b'\xef\xbb\xbf"x","y"\n1,2\n', {"x": [1], "y": [2]}),
    "UTF-8": (UMLAUTS.encode(), {"größe": [1, 3], "x": [2, 4]}),
    "Windows-1252": (UMLAUTS.encode("cp1252"), {"größe": [1, 3], "x": [2, 4]}),
    "UTF-16 with a mark, little end first": (b"\xff\xfe" + UMLAUTS.encode("utf-16-le"), {"größe": [1, 3], "x": [2, 4]}),
    "UTF-16 with a mark, big end first": (b"\xfe\xff" + UMLAUTS.encode("utf-16-be"), {"größe": [1, 3], "x": [2, 4]}),
    "UTF-16 without a mark, little end first": (UMLAUTS.encode("utf-16-le"), {"größe": [1, 3], "x": [2, 4]}),
    "UTF-16 without a mark, big end first": (UMLAUTS.encode("utf-16-be"), {"größe": [1, 3], "x": [2, 4]}),
    "CRLF": ("x,y\r\n1,2\r\n3,4\r\n", {"x": [1, 3], "y": [2, 4]}),
    "CR": ("x,y\r1,2\r3,4\r", {"x": [1, 3], "y": [2, 4]}),
    "CRLF and LF mixed": ("x,y\r\n1,2\n3,4\r\n", {"x": [1, 3], "y": [2, 4]}),
    "no line end at the end": ("x,y\n1,2\n3,4", {"x": [1, 3], "y": [2, 4]}),
    "the end sign of DOS": ("x,y\r\n1,2\r\n\x1a", {"x": [1], "y": [2]}),
    # Quotes
    "separators and line ends in quotes": (
        'name,x\n"a,b",1\n"c\nd",2\n"e ""f""",3\n',
        {"name": ["a,b", "c\nd", 'e "f"'], "x": [1, 2, 3]},
    ),
    "everything in quotes": ('"x","y"\n"1","2.5"\n"3","4.5"\n', {"x": [1, 3], "y": [2.5, 4.5]}),
    "inches": ('size,x\n5",1\n6",2\n', {"size": ['5"', '6"'], "x": [1, 2]}),
    # Above, below and beside the table
    "comments above": ("# made by hand\n// on Monday\n% in May\nx,y\n1,2\n", {"x": [1], "y": [2]}),
    "a header behind a comment sign": ("# made by hand\n# x,y\n1,2\n3,4\n", {"# x": [1, 3], "y": [2, 4]}),
    "a column called #": ("#,name\n1,red\n2,blue\n", {"#": [1, 2], "name": ["red", "blue"]}),
    "a column in percent": ("% of land;city\n3;Rome\n4;Oslo\n", {"% of land": [3, 4], "city": ["Rome", "Oslo"]}),
    "blank lines": ("\n\nx,y\n\n1,2\n   \n3,4\n\n\n", {"x": [1, 3], "y": [2, 4]}),
    "empty rows at the end": ("x,y\n1,2\n3,4\n,\n , \n", {"x": [1, 3], "y": [2, 4]}),
    "an empty row in the middle": ("x,y\n1,2\n,\n3,4\n", {"x": [1, None, 3], "y": [2, None, 4]}),
    "empty columns at the end": ("x,y,,\n1,2,,\n3,4,,\n", {"x": [1, 3], "y": [2, 4]}),
    "separators at the end of the rows only": ("x,y\n1,2,\n3,4,,\n", {"x": [1, 3], "y": [2, 4]}),
    "no header": ("1,2\n3,4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
    "no header, a hole in the first row": (
        "1,,2020-01-01\n3,4,2020-01-02\n",
        {"column 1": [1, 3], "column 2": [None, 4], "column 3": ["2020-01-01", "2020-01-02"]},
    ),
    "years as a header": ("city,2000,2001\nRome,1,2\n", {"city": ["Rome"], "2000": [1], "2001": [2]}),
    "an empty corner above row numbers": (
        ",0,1\n0,1.5,2\n1,2.5,3\n",
        {"column 1": [0, 1], "0": [1.5, 2.5], "1": [2, 3]},
    ),
    # Names
    "repeated and missing names": (
        "x,x,,x (2),x\n1,2,3,4,5\n",
        {"x": [1], "x (3)": [2], "column 3": [3], "x (2)": [4], "x (4)": [5]},
    ),
    "hostile names": (
        'a.b,x:y,<img src=x onerror=alert(1)>,![x](http://x.example/),__proto__,"two\nlines"\n1,2,3,4,5,6\n',
        {
            "a.b": [1],
            "x:y": [2],
            "<img src=x onerror=alert(1)>": [3],
            "![x](http://x.example/)": [4],
            "__proto__": [5],
            "two\nlines": [6],
        },
    ),
    "a name of 300 characters": ("n" * 300 + ", y \n1,2\n", {"n" * 300: [1], "y": [2]}),
    "names that begin like a file of another kind": ("PAR1,GIF8\n1,2\n", {"PAR1": [1], "GIF8": [2]}),
    # Dates and words
    "ISO dates": ("day,x\n2024-02-29,1\n2024-03-01,2\n", {"day": ["2024-02-29", "2024-03-01"], "x": [1, 2]}),
    "months": ("month,x\n2024-02,1\n2024-03,2\n", {"month": ["2024-02-01", "2024-03-01"], "x": [1, 2]}),
    "dates with points": ("day;x\n29.2.2024;1\n01.03.2024;2\n", {"day": ["2024-02-29", "2024-03-01"], "x": [1, 2]}),
    "month first, a day above 12 says so": (
        "day,x\n03/04/2024,1\n03/31/2024,2\n",
        {"day": ["2024-03-04", "2024-03-31"], "x": [1, 2]},
    ),
    "day first, a day above 12 says so": (
        "day,x\n03/04/2024,1\n31/03/2024,2\n",
        {"day": ["2024-04-03", "2024-03-31"], "x": [1, 2]},
    ),
    "times": (
        "at,x\n2024-05-01 12:30,1\n2024-05-01T12:30:15.25,2\n2024-05-01T14:00+02:00,3\n2024-05-01T12:00Z,4\n",
        {
            "at": ["2024-05-01T12:30:00", "2024-05-01T12:30:15.250000", "2024-05-01T12:00:00", "2024-05-01T12:00:00"],
            "x": [1, 2, 3, 4],
        },
    ),
    "times before and after noon": (
        "at,x\n1/13/2024 12:05 AM,1\n1/13/2024 1:05 PM,2\n",
        {"at": ["2024-01-13T00:05:00", "2024-01-13T13:05:00"], "x": [1, 2]},
    ),
    "dates with a hole": ("day,x\n2024-01-01,1\n,2\n", {"day": ["2024-01-01", None], "x": [1, 2]}),
    "years are numbers": ("year,x\n2000,1\n2001,2\n", {"year": [2000, 2001], "x": [1, 2]}),
    "yes and no": ("ok,x\ntrue,1\nfalse,2\n", {"ok": ["true", "false"], "x": [1, 2]}),
    "one word among numbers": ("x;y\n1,5;1\nabc;2\n2,5;3\n", {"x": ["1,5", "abc", "2,5"], "y": [1, 2, 3]}),
}


@pytest.mark.parametrize(("content", "expected"), READS.values(), ids=READS)
def test_an_odd_file_is_read(content: str | bytes, expected: dict[str, Cells]) -> None:
    data = content.encode() if isinstance(content, str) else content
    table = read_table(data)
    assert columns_of(table) == expected
    assert [column.name for column in table.columns] == list(expected)
    for column, cells in zip(table.columns, expected.values(), strict=True):
        kinds = {"number": np.float64, "empty": np.float64, "date": np.dtype("datetime64[us]")}
        assert table.frame[column.name].dtype == kinds.get(column.kind, table.frame[column.name].dtype)
        assert column.holes == cells.count(None) and column.filled == len(cells) - column.holes
    holes = sum(any(cell is None for cell in row) for row in zip(*expected.values(), strict=True))
    assert table.rows_with_holes == holes
    # Read again as understood, it is the same table.
    again = read_table(data, table.options)
    assert columns_of(again) == expected and again.options == table.options


EXCEL = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml \xa2"

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "The file is empty: it needs a line of column names"),
    "line ends only": ("\n\r\n \t\n", "The file is empty"),
    "separators only": (",,,\n,,,\n", "The file is empty"),
    "a mark only": (b"\xef\xbb\xbf", "The file is empty"),
    "a header alone": ("x,y\n", "The file has a header but no rows of data: add a row"),
    "a header and empty rows": ("x,y\n,\n,\n", "The file has a header but no rows of data"),
    "comments alone": ("# a\n# b\n", "no rows of data"),
    "a row too long": ("x,y,z\n1,2,3\n\n4,5,6\n7,8,9,10\n", "Line 5 has 4 fields where the header has 3: delete"),
    "a row too long without a header": ("1,2\n3,4,5\n", "Line 2 has 3 fields where line 1 has 2: "),
    "a row too long after a cell of two lines": (
        'x,y\n"a\nb",2\n3,4,5\n',
        "Line 4 has 3 fields where the header has 2: ",
    ),
    "decimal commas between commas": (
        "x,y\n1,5,2,5\n",
        "Line 2 has 4 fields where the header has 2: if its commas are dec",
    ),
    "a long quote that is not closed at the top": (
        'x,"y\n' + "5," * 100_000,
        "Line 2 has a cell of more than 131,072 characters",
    ),
    "a megabyte of quotes": ('"' * 999_999, "quote"),
    "two megabytes of quotes": ('"' * 2_000_000, "Line 1 is 2.0 MB long: each row belongs on a line of its own"),
    "a line of 20 MB": ("x,y\n1,2\n" + "7" * 20_000_000, "Line 3 is 20.0 MB long: "),
    "a header of 250,000 columns": (
        ",".join(f"x{n}" for n in range(250_000)) + "\n1,2\n",
        "Line 1 has 250,000 columns, at most 200 can be",
    ),
    "a header of 201 columns": (
        ";".join(f"x{n}" for n in range(201)) + "\n",
        "Line 1 has 201 columns, at most 200 can be read: keep",
    ),
    "an Excel workbook": (EXCEL, "This is an Excel workbook: save it as CSV first"),
    "an old Excel workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "This is an Excel workbook: save it as CSV first",
    ),
    "a ZIP archive": (b"PK\x03\x04\x14\x00\x00\x00a.csv", "This is a ZIP archive: unpack it first"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is a picture: choose a CSV file"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This is a PDF: "),
    "a compressed file": (b"\x1f\x8b\x08\x00\x00", "This is a compressed file: unpack it"),
    "a web page": ("\n<!DOCTYPE html>\n<html>", "This is a web page"),
    "JSON": ('[{"x": 1}]', "This is JSON: save the table as CSV first."),
    "zero bytes": (b"x,y\n1,\x002\n", "Line 2 holds zero bytes, so this is not a text file: choose a CSV file."),
    "half a UTF-16 character": (
        b"\xff\xfex\x00,\x00y\x00\n\x001",
        "Line 2 holds a byte that is no character in utf-16-le: ",
    ),
    "neither UTF-8 nor Windows": (
        b"x,y\n1,2\n3,\x81\n",
        "Line 3 holds a byte that is no character in UTF-8 or Windows-1252: ",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_ends_in_a_sentence(content: str | bytes, sentence: str) -> None:
    with pytest.raises(DatasetError, match=re.escape(sentence)) as raised:
        read_table(content.encode() if isinstance(content, str) else content)
    said = str(raised.value)
    assert said.endswith(".") and "\n" not in said and len(said) < 250


def test_a_quote_that_is_never_closed_swallows_no_row() -> None:
    table = read('x,y\n1,2\n3,"4\n' + "5,6\n" * 50_000)
    assert table.frame.shape == (50_002, 2) and table.frame.y.iloc[:3].tolist() == [2, 4, 6]
    assert table.notes[0].startswith("A quote opens on line 3 and is not closed there: ")
    # So many are no slip of a finger.
    with pytest.raises(DatasetError, match="opens a quote that is never closed: close it"):
        read("x,y\n" + '1,"2\n5,6\n' * 21)


def test_limits_are_kept() -> None:
    with pytest.raises(DatasetError, match="larger than 50 MB"):
        read_table(b"x\n" + b"1\n" * (MAX_BYTES // 2))
    with pytest.raises(DatasetError, match="has 5,000,000 lines"):
        read_table(b"\n" * 4_999_999 + b"x\n1")
    assert read_table(b"1\n" * MAX_ROWS).rows == MAX_ROWS
    wide = b",".join([b"1"] * MAX_COLUMNS) + b"\n"
    assert read_table(wide).frame.shape == (1, MAX_COLUMNS)
    # Plain numbers, and the slow way that words go, under a header.
    for too_many in (b"1\n" * (MAX_ROWS + 1), b"x\n" + b"a\n" * (MAX_ROWS + 1)):
        with pytest.raises(DatasetError, match="more than 1,000,000 rows"):
            read_table(too_many)
    with pytest.raises(DatasetError, match="more than 10,000,000 cells"):
        read_table(wide * (MAX_CELLS // MAX_COLUMNS + 1))


@pytest.mark.parametrize(
    "line", [b"%d,red,1.5 kg\n", b"%d,3/4/5/6,1.2.3\n", b"%d,12 EUR,x\n"], ids=["words", "signs", "units"]
)
def test_cells_that_have_to_be_read_one_by_one_are_bounded(monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    monkeypatch.setattr(reading_cells, "MAX_TEXT_CELLS", 2000)
    assert read_table(b"a,b,c\n" + b"".join(line % number for number in range(1000))).rows == 1000
    with pytest.raises(DatasetError, match="more than 2,000 cells that are no plain numbers"):
        read_table(b"a,b,c\n" + b"".join(line % number for number in range(1001)))
    # Plain numbers are read together.
    assert read_table(b"a,b,c\n" + b"1,2,3\n" * 5000).rows == 5000


def test_a_file_in_which_every_second_row_is_too_long_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"a,b\n" + b"1,2\n3,4,5\n" * 50_000
    read: list[int] = []
    fitted = rows._fitted
    monkeypatch.setattr(rows, "_fitted", lambda row, line, *others: read.append(line) or fitted(row, line, *others))
    with pytest.raises(DatasetError, match="Line 3 has 3 fields"):
        read_table(data)
    assert max(read) < 25_000
    # One in ten may be too long, wherever they stand.
    assert read_table(b"a,b\n" + b"3,4,5\n" * 100 + b"1,2\n" * 2000).long_rows == 100


def test_every_kind_of_source_gives_the_same_table(tmp_path: Path) -> None:
    data = b"x;y\n1,5;2\n"
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with path.open("rb") as file:
        sources = [data, bytearray(data), path, str(path), io.BytesIO(data), file, io.StringIO(data.decode())]
        for source in sources:
            assert columns_of(read_table(source)) == {"x": [1.5], "y": [2]}  # type: ignore[arg-type]
    with pytest.raises(DatasetError, match="There is no file “nowhere"):
        read_table("nowhere.csv")
    for unreadable in (str(tmp_path), "a\0b"):
        with pytest.raises(DatasetError, match="The file cannot be opened"):
            read_table(unreadable)


def test_the_article_is_read() -> None:
    table = read_table(ARTICLE)
    assert table.frame.shape == (25, 2) and not table.notes
    assert (table.delimiter, table.decimal, table.encoding, table.has_header) == (",", ".", "utf-8", True)
    assert [column.kind for column in table.columns] == ["number", "number"]


def test_the_table_says_what_was_understood() -> None:
    text = '# kept by Jo\n\nx;y;y;;\n1,5;red;3 €;;\n\n;blue;"1.234 €";;\n2,5\n;;;;\n'
    table = read_table(text.encode("cp1252"))
    assert columns_of(table) == {"x": [1.5, None, 2.5], "y": ["red", "blue", None], "y (2)": [3, 1234, None]}
    assert (table.delimiter, table.decimal, table.encoding, table.has_header) == (";", ",", "cp1252", True)
    assert table.options == ReadingOptions(";", ",", "cp1252", True, None)
    assert table.rows == 3 and table.rows_with_holes == 2
    assert table.lines.tolist() == [4, 6, 7]
    assert table.comments == ("# kept by Jo",) and table.blank_lines == 1
    assert (table.empty_rows, table.empty_columns, table.short_rows, table.first_short_line) == (1, 2, 1, 7)
    assert table.renamed == (("y", "y (2)"),)
    assert table.column("y (2)").unit == "€" and table.column("x").decimal == ","
    assert table.notes == (
        "1 comment line above the table is left out.",
        "1 blank line is left out.",
        "1 empty row at the end is left out.",
        "2 empty columns at the end are left out.",
        "1 row has fewer cells than there are columns, first on line 7: the missing cells are empty.",
        "Another column “y” is called “y (2)”.",
        "“y (2)” is in €: the sign is taken off, 12 € is 12.",
    )


def test_what_is_in_doubt_is_said() -> None:
    doubt = "“1,234” in “x” could also be 1.234: it is read as 1234."
    assert read('x,y\n"1,234",1\n"2,345",2\n').notes == (doubt,)
    assert read("x;y\n1,234;1\n2,345;2\n").notes == ("“1,234” in “x” could also be 1234: it is read as 1.234.",)
    assert read("x\ty\n1.234\t1\n2.345\t2\n").notes == ("“1.234” in “x” could also be 1234: it is read as 1.234.",)
    # A number elsewhere, or a wish, settles it.
    assert not read('x,y\n"1,234",1.5\n"2,345",2\n').notes
    assert not read("x;y\n1,234;1\n2,345;2\n", decimal=",").notes
    assert columns_of(read("x;y\n1,234;1\n2,345;2\n", decimal="."))["x"] == [1234, 2345]
    assert read("day,x\n03/04/2024,1\n").notes == (
        "The dates of “day”, such as “03/04/2024”, are read as month, day, year.",
    )
    assert columns_of(read("day,x\n03/04/2024,1\n", day_first=True))["day"] == ["2024-04-03"]
    assert columns_of(read("day;x\n03/04/2024;1,5\n"))["day"] == ["2024-04-03"]


def test_what_matters_is_said_first_and_much_of_a_kind_once() -> None:
    names = ",".join(["", "x", *[""] * 8])
    rows = "".join(f'{n},"{n},345",{n},{n},{n},{n},{n},{n},{n},{n}\n' for n in range(2, 9))
    table = read(f"# by hand\n{names}\n{rows}")
    assert table.notes == (
        "“2,345” in “x” could also be 2.345: it is read as 2345.",
        "1 comment line above the table is left out.",
        "9 columns without a name are called “column 1” … “column 10”.",
    )
    table = read("a;b;c;d;x\n" + "1,234;1,234;1,234;1,234;5\n" * 3)
    assert table.notes == (
        "“1,234” in “a” could also be 1234: it is read as 1.234. The same goes for 3 more columns, “b” … “d”.",
    )
    table = read("My log\nt;v\ns;m/s\n" + "1;2\n" * 12 + "1;2;3\n" + '1;"2\n' + "Source: me\n")
    assert table.notes[:5] == (
        "The names stand on 2 lines and are put together, such as “t (s)”.",
        "1 row has more cells than there are columns, first on line 16: it is left out.",
        "A quote opens on line 17 and is not closed there: it is read as a character, so that no row is lost.",
        "1 line above the table is left out: “My log”.",
        "1 line below the table is left out: “Source: me”.",
    )
    assert (table.above, table.below, table.name_rows) == (("My log",), ("Source: me",), 2)
    assert (table.long_rows, table.first_long_line, table.lines_with_stray_quotes) == (1, 16, (17,))
    assert table.lines.tolist() == [*range(4, 16), 17] and table.rows == 13


def test_the_order_of_the_rows_decides_the_order_of_day_and_month() -> None:
    table = read("day,x\n03/02/2020,1\n07/02/2020,2\n11/02/2020,3\n02/03/2020,4\n")
    assert table.column("day").day_first is True and not table.column("day").doubt
    assert table.notes == (
        "The dates of “day”, such as “03/02/2020”, are read as day, month, year: so they rise evenly.",
    )
    doubtful = read("day,x,z\n03/04/2020,1 kg,\n05/06/2020,2 kg,\n04/01/2020,3 kg,4\n")
    assert doubtful.notes == (
        "The dates of “day”, such as “03/04/2020”, are read as month, day, year.",
        "“x” is in kg: the sign is taken off, 12 kg is 12.",
    )


def test_names_can_be_taken_for_data_and_data_for_names() -> None:
    text = "My flowers\n5.1,setosa\n4.9,virginica\n"
    assert not read(text).has_header
    assert columns_of(read(text, header=True)) == {"5.1": [4.9], "setosa": ["virginica"]}
    text = "My flowers\nwidth,kind\ncm,\n4.9,virginica\n5.5,setosa\n"
    assert columns_of(read(text)) == {"width (cm)": [4.9, 5.5], "kind": ["virginica", "setosa"]}
    as_data = read(text, header=False)
    assert as_data.frame.iloc[:, 0].tolist() == ["width", "cm", "4.9", "5.5"] and as_data.above == ("My flowers",)


def test_a_word_among_numbers_is_named() -> None:
    table = read("x,y\n" + "".join(f"{n},{'abc' if n == 7 else n}\n" for n in range(1, 25)))
    column = table.column("y")
    assert (column.kind, column.numbers, column.odd_row, column.odd_text) == ("text", 23, 6, "abc")
    assert table.notes == ("23 of 24 cells of “y” are numbers; row 7 is “abc”.",)
    assert read("d,x\n2024-01-01,1\n2024-01-02,2\nsoon,3\n").notes == (
        "2 of 3 cells of “d” are dates; row 3 is “soon”.",
    )
    assert read("x,y\n€1,1\n$2,2\n").notes == ("The numbers of “x” are marked with $ and €, so they stay text.",)


def test_wishes_are_followed() -> None:
    assert columns_of(read("1,2\n3,4\n", header=True)) == {"1": [3], "2": [4]}
    assert columns_of(read("a,b\n3,4\n", header=False)) == {"column 1": ["a", "3"], "column 2": ["b", "4"]}
    assert columns_of(read("x,y\n1,2\n", delimiter=";")) == {"x,y": [1.2]}
    assert columns_of(read("x y\n1   2\n3 4\n", delimiter=" ")) == {"x": [1, 3], "y": [2, 4]}
    assert columns_of(read("x;y\n1.5;1\n", decimal=",")) == {"x": ["1.5"], "y": [1]}
    assert columns_of(read_table("größe\n1\n".encode("cp850"), ReadingOptions(encoding="cp850"))) == {"größe": [1]}
    assert columns_of(read_table("größe\n1\n".encode("cp1252"), ReadingOptions(encoding="windows-1252"))) == {
        "größe": [1]
    }
    for wish, sentence in (
        ({"delimiter": "ab"}, "The separator “ab” is not known"),
        ({"decimal": "'"}, "The decimal sign “'” is not known"),
        ({"encoding": "rot13"}, "The encoding “rot13” is not known here: choose one of utf-8, cp1252"),
        ({"encoding": "utf-16-le"}, "no character in utf-16-le"),
    ):
        with pytest.raises(DatasetError, match=sentence):
            read("x,y\n1,2\n34\n", **wish)


# Each kind of cell with some of the numbers of rows at which a chunk, a column or a second look begins.
@pytest.mark.parametrize(
    ("late", "count"),
    [
        *[("abc", 1), ("abc", 500), ("", 499), ("", 501), ("1_0", 500), ("1_0", 1700)],
        *[("1,5", 501), ("1,5", 1700), ("2024-01-01", 1), ("2024-01-01", 499), ("7", 500), ("7", 1700)],
    ],
)
def test_a_late_cell_counts_like_an_early_one(late: str, count: int) -> None:
    text = "x;y\n" + "1;2\n" * count
    table = read(text + f"1;{late}\n" + "3;4\n")
    plain = late in ("7", "", "1,5")
    expected: Cells = (
        [2.0] * count + [{"7": 7.0, "": None, "1,5": 1.5}[late], 4.0] if plain else ["2"] * count + [late, "4"]
    )
    assert columns_of(table) == {"x": [1.0] * (count + 1) + [3.0], "y": expected}
    assert table.lines.tolist() == list(range(2, count + 4))


@pytest.mark.parametrize("late", ["1,5", "1.234,5", "1.234.567", "0,5"])
def test_a_late_cell_can_decide_the_decimal_sign(late: str) -> None:
    table = read("x;y\n" + "1.234;1\n" * 900 + f"1;{late}\n")
    assert columns_of(table)["x"] == [1234.0] * 900 + [1.0]


def test_the_fast_way_reads_what_the_slow_way_reads() -> None:
    cells = ["1", "-2.5", "+3", "1e3", "4.", ".5", "1e999", "-inf", "Infinity", "NA", "nan", "-", "007", "5e-324"]
    cells += ["1e-999", "0.1", "1E5", "9007199254740993", "2.2250738585072011e-308", "1" * 30, " 7", "7 ", ""]
    data = ("x,y\r\n" + "".join(f"{cell},{n}\r\n" for n, cell in enumerate(cells))).encode()
    fast = read_table(data)
    # pandas is trusted with the usual encodings only.
    slow = read_table(data, ReadingOptions(encoding="iso8859-1"))
    assert columns_of(fast) == columns_of(slow) and fast.columns == slow.columns
    assert fast.options == replace(slow.options, encoding="utf-8")
    assert fast.lines.tolist() == slow.lines.tolist()


def test_a_dataset_names_the_cell_whatever_the_decimal_sign() -> None:
    assert Dataset.from_csv(b"x;y\n1,5;2\n2,5;3\n").features.tolist() == [[1.5], [2.5]]
    for data, sentence in (
        (b"x;y\n1,5;2\nabc;3\n2,5;4\n", "Row 2 of column “x” is “abc”, not a number"),
        (b"x,y\n1,2\n\n3,4\n5,oops\n", "Row 3 of column “y” is “oops”, not a number"),
        (b"x;y\n1,5;2\n;3\n2,5;4\n", "Row 2 of column “x” is empty"),
        (b"x;y\n1,5;2\n1e999;3\n", "Row 2 of column “x” is inf, which is infinite"),
        (b"x,y\n1,2\n2,inf\n", "Row 2 of column “y” is inf, which is infinite"),
        (b"x,y\n2024-01-01,1\n2024-01-02,2\n", "Column “x” holds dates"),
        (b"x,y\ntrue,1\nfalse,2\n", "Row 1 of column “x” is “true”, not a number"),
        ("x,y\n€1,1\n$2,2\n".encode(), "Row 1 of column “x” is “€1”, not a number"),
        (b"x\n1\n2\n", "fewer than two columns"),
    ):
        with pytest.raises(DatasetError, match=sentence):
            Dataset.from_csv(data)


def test_complete_rows_lists_what_is_left_out() -> None:
    table = read(
        "x;y;city;day\n1,5;1;Rome;2024-01-01\n\nabc;2;Oslo;2024-01-02\n2,5;;;\n3,5;4;Bonn;\n4,5;5;;2024-01-03\n"
    )
    frame, left_out = complete_rows(table, ["x", "y"])
    assert frame.to_dict("list") == {"x": [1.5, 3.5, 4.5], "y": [1.0, 4.0, 5.0]}
    assert frame.index.tolist() == [0, 3, 4]
    assert left_out.to_dict("list") == {
        "row": [2, 3],
        "line": [4, 5],
        "reason": ["“x” is “abc”, not a number.", "“y” is empty."],
    }
    frame, left_out = complete_rows(table, ["city", "day", "y"])
    assert frame.city.tolist() == ["Rome", "Oslo"] and frame.day.dtype == np.dtype("datetime64[us]")
    assert left_out.reason.tolist()[0] == "“city” is empty; “day” is empty; “y” is empty."
    assert Dataset.from_frame(complete_rows(table, ["x", "y"])[0]).rows == 3
    with pytest.raises(DatasetError, match="There is no column “z”"):
        complete_rows(table, ["z"])
    frame, left_out = complete_rows(read("x,y\n1,2\n"), ["y"])
    assert len(frame) == 1 and left_out.empty and list(left_out) == ["row", "line", "reason"]


def test_an_odd_cell_costs_its_row_and_never_its_column() -> None:
    table = read(
        "day,at,x,y\n2024-01-01,08:30,1,2\nsoon,09:00,2,3\n2024-01-03,late,3,4\n2024-01-04,10:00,inf,5\n"
        "2024-01-05,10:30,.,6\n2024-01-06,,6,7\n2024-01-07,12:00,7,8\n"
    )
    assert [(column.kind, column.mostly_numbers) for column in table.columns[:2]] == [("date", False), ("text", True)]
    assert table.column("day").odd_cells == ((1, "soon"),) and table.column("day").holes == 0
    assert table.rows_with_holes == 2
    frame, left_out = complete_rows(table, ["day", "at", "x", "y"])
    assert frame["at"].tolist() == [8.5, 12] and frame["x"].tolist() == [1, 7]
    assert frame["day"].dtype == np.dtype("datetime64[us]")
    assert dict(zip(left_out.row, left_out.reason, strict=True)) == {
        2: "“day” is “soon”, not a date.",
        3: "“at” is “late”, not a time.",
        4: "“x” is infinite.",
        5: "“x” is empty.",
        6: "“at” is empty.",
    }


def test_dates_become_numbers() -> None:
    table = read("day,x\n2023-01-01,1\n2023-07-02 12:00,2\n,3\n2022-12-31,4\n")
    days = date_as(table.frame["day"], "days")
    assert days.tolist()[:2] == [1.0, 183.5] and math.isnan(days[2]) and days[3] == 0 and days.name == "day"
    years = date_as(table.frame["day"], "years")
    assert years.tolist()[:2] == [2023.0, 2023.5] and math.isnan(years[2])
    assert years[3] == pytest.approx(2022 + 364 / 365, abs=1e-12)
    assert date_as(read("d,x\n1969-12-31,1\n1600-01-01,2\n").frame["d"], "years")[1] == 1600
    with pytest.raises(DatasetError, match="Column “x” holds no dates"):
        date_as(table.frame["x"], "days")


def test_words_become_columns_of_0_and_1() -> None:
    table = read("colour,x\nred,1\nblue,2\nNA,3\nred,4\n<b>,5\n")
    indicators = indicator_columns(table.frame["colour"])
    assert list(indicators) == ["colour = blue", "colour = <b>"]
    assert np.array_equal(indicators.to_numpy().T, [[0, 1, np.nan, 0, 0], [0, 0, np.nan, 0, 1]], equal_nan=True)
    with pytest.raises(DatasetError, match="Column “c” has one value"):
        indicator_columns(read("c,x\nred,1\nred,2\n").frame["c"])
    with pytest.raises(DatasetError, match="Column “c” has 13 different values, at most 12"):
        indicator_columns(read("c,x\n" + "".join(f"w{n},1\n" for n in range(13))).frame["c"])


def read_or_refused(data: bytes, options: ReadingOptions | None = None) -> Table | None:
    """The table, or None where a sentence was said; any other error fails the test."""
    try:
        table = read_table(data, options)
    except DatasetError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
        return None
    assert table.frame.shape == (len(table.lines), len(table.columns)) and table.rows > 0
    assert table.frame.columns.is_unique and all(isinstance(note, str) for note in table.notes)
    complete_rows(table, list(table.frame.columns))
    return table


SNIPPETS = [
    scrap.encode() if isinstance(scrap, str) else scrap
    for scrap in (
        *(
            ",",
            ";",
            "\t",
            "|",
            " ",
            "\n",
            "\r\n",
            "\r",
            '"',
            '""',
            "'",
            "x",
            "y",
            "1",
            "-",
            ".",
            "1,5",
            "1.5",
            "1.234,5",
        ),
        *("%", "#", "//", "sep=", "sep=;\n", "\0", "\x1a", "NA", "inf", "1e999", "nan", "2024-01-31", "31/12/2024"),
        *(
            "01.02.2024 10:00",
            "ä",
            "€",
            "(",
            ")",
            "_",
            "\u00a0",
            "−",
            "0x1",
            "e",
            "x,y\n1,2\n",
            "x;y\n",
            "\x0b",
            "\x0c",
        ),
        *(
            "\u2028",
            "true",
            "False",
            "12:30",
            "½",
            "٣",
            "²",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\xfe\xff",
            b"\xe4",
            b"\x85",
        ),
    )
]

WISHES = st.builds(
    ReadingOptions,
    st.sampled_from([None, ",", ";", "\t", "|", " "]),
    st.sampled_from([None, ".", ","]),
    st.sampled_from([None, "utf-8", "cp1252", "utf-16-le", "shift_jis", "gb18030", "mac-roman"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True, False]),
)


@given(st.binary(max_size=300))
@example(b'"')
@example(b"\xff\xfe\x00\xd8")
@example(b"sep=\r")
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@given(st.lists(st.sampled_from(SNIPPETS), max_size=30).map(b"".join), WISHES)
def test_random_scraps_of_tables_are_read_or_refused(data: bytes, wishes: ReadingOptions) -> None:
    table = read_or_refused(data)
    if table is not None:
        again = read_table(data, table.options)
        assert columns_of(again) == columns_of(table) and again.columns[0].kind == table.columns[0].kind
    read_or_refused(data, wishes)


NAMES = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1, max_size=12)


@st.composite
def rendered(draw: st.DrawFn) -> tuple[list[list[float | None]], bytes]:
    """A table of numbers and holes, and a file that says them."""
    width = draw(st.integers(2, 5))
    # Of many digits, so that no number leaves its decimal sign open; integers leave nothing open.
    number = st.floats(-1e6, 1e6).map(lambda x: round(x, 4)).filter(lambda x: abs(x) >= 1e-4) | st.integers(
        -999, 999
    ).map(float)
    table = draw(st.lists(st.lists(number | st.none(), min_size=width, max_size=width), max_size=8))
    # Rows of nothing but holes at the end would be left out.
    table.append(draw(st.lists(number, min_size=width, max_size=width)))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    decimal = draw(st.sampled_from([".", ","]))
    grouping = draw(st.sampled_from(["", "." if decimal == "," else ",", " ", "'", "\u00a0"]))
    quoting = draw(st.booleans())
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    ending = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    hole = draw(st.sampled_from(["", "NA", "n/a", "?", "null"]))
    header = [f"name {draw(NAMES)}" for _ in range(width)]

    def cell(text: str) -> str:
        needs = quoting or any(sign in text for sign in (delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    def say(value: float | None) -> str:
        if value is None:
            return hole
        text = f"{value:,.4f}" if value % 1 else f"{value:,.0f}"
        return text.translate(str.maketrans({",": grouping, ".": decimal}))

    lines = [header, *([say(value) for value in row] for row in table)]
    text = ending.join(delimiter.join(map(cell, line)) for line in lines) + ending
    return table, text.encode(encoding)


@given(rendered())
def test_a_rendered_table_is_read_back(case: tuple[list[list[float | None]], bytes]) -> None:
    table, data = case
    found = columns_of(read_table(data))
    assert [list(row) for row in zip(*found.values(), strict=True)] == table
