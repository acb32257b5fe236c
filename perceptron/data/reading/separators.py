"""What separates the cells of a file, as its first lines show: the sign under which most rows are equally long, and
the cells most often numbers."""

from perceptron.data.reading.cell_kinds import effective, is_note, is_prose, kind_of, table_width, usual
from perceptron.data.reading.dialect import Dialect, Placed, Reader, is_rule
from perceptron.words import DatasetError

DELIMITERS = (",", ";", "\t", "|", " ")
MAX_COLUMNS = 200

# Spaces are written for other reasons too: they separate where nothing else does as well.
_TRUST_IN_SPACES = 0.9
# Where the first rows are no wider than a title, another sign may cut the names as well.
_DOUBT_IN_TITLES = 0.1


def rows_of_sample(sample: list[str], dialect: Dialect, line: int = 1) -> tuple[list[Placed], Reader]:
    """The rows of the sample, trimmed, with the number of the line each starts on, the first being `line`, and the
    reader, which stands behind the last; a row within quotes that the sample's end cuts off is left out.

    Raises DatasetError for a cell too long.
    """
    apart = [cells for text in sample if '"' not in text and any(cells := dialect.bare(text))]
    width = usual([effective(row) for row in apart])

    def is_row(row: list[str]) -> bool:
        # The names are words.
        return len(row) == width > 1 and (reader.line == line or any(kind_of(cell) == "value" for cell in row))

    reader = Reader(dialect, is_row, line)
    rows: list[Placed] = []
    try:
        for start, row in reader.rows(sample):
            rows.append((start, [cell.strip() for cell in row]))
    except DatasetError:
        if not rows:
            raise
    return rows, reader


def guess_dialect(sample: list[str], data: bytes, wanted: str | None = None) -> Dialect:
    """What separates the cells of the sample, where the wanted sign leaves it open.

    `data`, the whole file, is asked only whether a separator occurs in it at all.
    """
    framed = sum(line.lstrip().startswith("|") for line in sample) > len(sample) / 2
    choices = [Dialect(sign, framed=framed and sign == "|") for sign in DELIMITERS[:4]]
    choices += [Dialect(" "), Dialect(" ", gaps=True)]
    if wanted is not None:
        choices = [choice for choice in choices if choice.delimiter == wanted]
        if len(choices) == 1:
            return choices[0]
    scores = {choice: _score(sample, choice) for choice in choices}
    best = max(choices, key=scores.__getitem__)
    if scores[best] > 0 or wanted is not None:
        return best
    # One column: take a separator that cannot cut it.
    return Dialect(next((sign for sign in DELIMITERS[:4] if sign.encode() not in data), ","))


def _score(sample: list[str], dialect: Dialect) -> float:
    """From 0 (does not separate) to 2: the share of even rows, and the share of cells that are values or holes."""
    try:
        lines = [line for line in sample if not is_rule(line) and not line.startswith("#")]
        placed, _ = rows_of_sample(lines or sample, dialect)
    except DatasetError:
        # Uncut, a field may be too long for a cell.
        return 0
    # Titles and sources of one cell say nothing of the table between them.
    rows = [row for _, row in placed if any(row) and not _is_sentence(row, dialect)]
    if not rows:
        return 0
    body = rows[1:] or rows
    width = table_width(body)
    if width < 2 or sum(len(row) > 1 for row in body) <= len(body) / 2:
        return 0
    cells = [cell for row in body[:100] for cell in row[:MAX_COLUMNS]][:2000]
    plain = sum(kind_of(cell) != "word" for cell in cells) / len(cells)
    even = sum(width in (effective(row), len(row)) for row in body) / len(body)
    unfit = [len(row) not in (width - 1, width) for row in rows[:2]]
    unlike = _DOUBT_IN_TITLES * (unfit[0] + all(unfit))
    if dialect.delimiter == " ":
        whole = [line.strip() for line in sample if line.strip()]
        if plain == 0 or even < 0.7 or sum(kind_of(line) == "value" for line in whole[1:]) > len(whole) / 2:
            return 0
        # "Room 5" below "room" is one column of two words each.
        if len(rows[0]) == 1 and width == 2 and len({row[0] for row in body}) < len(body):
            return 0
        return _TRUST_IN_SPACES * (plain + even) - unlike
    # Under one name, what is cut is a table below its title, unless uncut it is decimal commas.
    cut = [row for row in body if len(row) > 1]
    if len(rows[0]) == 1 and all(kind_of(dialect.delimiter.join(row)) == "value" for row in cut):
        return 0
    return plain + even - unlike


def _is_sentence(row: list[str], dialect: Dialect) -> bool:
    if dialect.delimiter == " ":
        return all(kind_of(cell) != "value" for cell in row) and is_note(" ".join(row))
    return effective(row) == 1 and is_prose(row[0])
