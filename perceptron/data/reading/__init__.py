"""Any CSV as a table of columns, with all that was understood on the way.

In the order of the work: `textfile` (bytes to lines), `layout` (what separates, what is a header), `rows` and `cells`
(lines to columns of cells), `numbers` and `dates` (what a cell says), `columns` (what a column says), `table` (what is
handed back). `read` does all that.
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
