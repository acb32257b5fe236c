"""Odd files in the image of real ones: what each holds, what was worked out from it by hand, or why it is refused.

A case is its name, its content (text stands for UTF-8), and the columns a person would read from it: numbers as
numbers, dates in ISO, None where nothing is written, and the text of a cell that is odd for its column.
"""

from tests.odd_files.around import AROUND
from tests.odd_files.dates import DATES
from tests.odd_files.exports import EXPORTS
from tests.odd_files.names import NAMES
from tests.odd_files.numbers import NUMBERS
from tests.odd_files.refused import REFUSED
from tests.odd_files.separators import SEPARATORS

READ = SEPARATORS | NAMES | AROUND | NUMBERS | DATES | EXPORTS

__all__ = ["READ", "REFUSED"]
