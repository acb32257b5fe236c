"""What stands below a table and is no row of it: sources, notes, sums."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from perceptron.data.reading.cell_kinds import effective, is_note, is_prose, is_statistic, is_total, kind_of
from perceptron.data.reading.dialect import Dialect, is_rule
from perceptron.data.reading.textfile import TextFile

COMMENT_SIGNS = ("#", "//", "%")

_TAIL_BYTES = 16_384
_MOST_LINES = 40


@dataclass(frozen=True)
class Footer:
    """The lines below the table, and the number of bytes of the file above them."""

    lines: tuple[str, ...]
    end: int


def find_footer(file: TextFile, tail: "Tail", skipped: int) -> Footer:
    """The lines at the end of the file that are no rows of its table; `skipped` lines come before its data."""
    dialect = tail.dialect
    lines, whole = _last_lines(file)
    cut = len(lines)
    for place in range(len(lines) - 1, skipped if whole else 0, -1):
        if len(lines) - place > _MOST_LINES:
            break
        line = lines[place]
        if not line.strip(" \t\r\n" + dialect.delimiter):
            continue
        if not tail.is_below(line, blank_above=not lines[place - 1].strip(" \t\r\n" + dialect.delimiter)):
            break
        cut = place
    below = [line for line in lines[cut:] if line.strip(" \t\r\n" + dialect.delimiter) and not is_rule(line)]
    left_out = "".join(lines[cut:]).encode(file.encoding, errors="ignore")
    if cut == len(lines) or not file.data.endswith(left_out):
        return Footer((), len(file.data))
    return Footer(tuple(line.strip(" \t\r\n" + dialect.delimiter) for line in below), len(file.data) - len(left_out))


class Tail:
    """The last lines, held against the columns of the table: its width, which of them hold numbers, and the first rows
    of its data, because what labels several of these labels no sum.
    """

    def __init__(self, dialect: Dialect, numeric: frozenset[int], width: int, rows: Sequence[list[str]]) -> None:
        self.dialect, self.numeric, self.width = dialect, numeric, width
        labels = [row[0].casefold() for row in rows if row]
        # A label of several rows, or one among others like it, is no sum of them.
        self.labels = {label for label, count in Counter(labels).items() if count > 1}
        self.sums_are_rows = 2 * sum(map(self._is_sum, labels)) > len(labels)

    def _is_sum(self, label: str) -> bool:
        # A mean or a maximum could be the name of a row among names.
        return is_total(label) or (0 in self.numeric and is_statistic(label))

    def is_below(self, line: str, blank_above: bool) -> bool:
        row = self.dialect.cells(line)
        label = next((cell for cell in row if cell), "")
        kinds = [kind_of(row[at]) if at < len(row) else "blank" for at in sorted(self.numeric)]
        if is_rule(line):
            return True
        if label.startswith(COMMENT_SIGNS) and (len(row) != self.width or (0 in self.numeric and "value" not in kinds)):
            return True
        if self._is_sum(label) and label == row[0] and not self.sums_are_rows:
            return "value" in kinds and label.casefold() not in self.labels
        sentence = 0 in self.numeric and kinds[0] == "word" and is_note(label)
        if "value" in kinds and not sentence:
            return False
        prose = is_note(line.strip()) if self.dialect.delimiter == " " else is_prose(label)
        if self.width == 1:
            return bool(self.numeric) and kinds == ["word"] and (prose or " " in label)
        odd = len(row) != self.width
        if 0 in self.numeric:
            return (kinds[0] == "word" or (prose and "word" in kinds)) and (
                effective(row) == 1 or odd or prose or blank_above
            )
        return (effective(row) == 1 or odd) and (prose or (blank_above and label == row[0] and odd))


def _last_lines(file: TextFile) -> tuple[list[str], bool]:
    """The last lines with their ends, and whether they are all; if not, the first may have lost its beginning."""
    start = max(file.start, len(file.data) - _TAIL_BYTES)
    start += (len(file.data) - start) % 2 if file.encoding.startswith("utf-16") else 0
    text = file.data[start:].decode(file.encoding, errors="ignore")
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    return [line for line in lines if line], start == file.start
