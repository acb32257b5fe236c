"""Any CSV as a table of columns, with all that was understood on the way.

In the order of the work:

1. `foreign` (files that are no text) and `textfile` (bytes to lines).
2. What a cell says: `numbers`, `measures` (units), `times`, `dates`; `cell_kinds` at a glance.
3. How the table is laid out, from the first lines and the last: `dialect` (lines to rows), `separators` (what
   separates the cells), `row_looks` and `heading` (names, data or a title), `names`, `footer` (what stands below);
   `layout` is all of that.
4. `rows` and `cells`: all lines to columns of cells.
5. `columns` (what a column says), `date_columns` for dates.
6. `table` is what is handed back, with its `notes`.

`read` does all that.
"""

from perceptron.data.reading.numbers import reads_as_number
from perceptron.data.reading.read import read_table
from perceptron.data.reading.rows import MAX_CELLS, MAX_ROWS
from perceptron.data.reading.separators import DELIMITERS, MAX_COLUMNS
from perceptron.data.reading.table import Column, Kind, ReadingOptions, Table
from perceptron.data.reading.textfile import ENCODINGS, MAX_BYTES

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Column",
    "Kind",
    "ReadingOptions",
    "Table",
    "read_table",
    "reads_as_number",
]
