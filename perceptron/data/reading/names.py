"""The names of columns, from the rows that hold them."""

from collections.abc import Sequence

from perceptron.data.reading.cell_kinds import effective

Row = list[str]


def column_names(header: Sequence[str], width: int) -> list[str]:
    """The names as they are; only an empty one becomes "column 3", and a repeated one "x (2)"."""
    given = [*header, *[""] * (width - len(header))]
    names: list[str] = []
    taken = set(given)
    for place, name in enumerate(given, start=1):
        unique = name or f"column {place}"
        copy = 1
        while unique in names or (unique != name and unique in taken):
            copy += 1
            unique = f"{name or f'column {place}'} ({copy})"
        names.append(unique)
    return names


def joined_names(rows: Sequence[Row], width: int) -> tuple[str, ...]:
    """One name for each column from the rows of names: "time (s)", or "2019 Import" below a name of several columns."""
    if len(rows) == 1:
        return tuple(cell.strip("\ufeff") for cell in rows[0])
    length = max(map(len, rows))
    padded = [[*row, *[""] * (length - len(row))] for row in rows]
    spans = spans_columns(padded[0][: max(map(effective, rows[1:]))])
    if spans:
        padded[0] = _carried_on(padded[0])
    # Date,,,: the name of the first column stands below those of the others.
    labelled = len(rows) > 2 and effective(rows[-1]) == 1 < width
    names = []
    for place, parts in enumerate(zip(*padded, strict=True)):
        said = list(dict.fromkeys(part for part in parts if part))
        if labelled and place == 0:
            names.append(parts[-1])
        elif spans or len(said) < 2 or (len(said) == 2 and said[1][0] in "(["):
            names.append(" ".join(said))
        else:
            names.append(f"{said[0]} ({', '.join(said[1:])})")
    return tuple(names)


def spans_columns(row: Row) -> bool:
    """Whether a name of the row is said of several columns: it stands in each, or in the first of them."""
    return len(set(row)) < len(row) or not all(row[1:])


def _carried_on(row: Row) -> Row:
    """A name that spans several columns stands in the first of them."""
    carried, current = [], ""
    for cell in row:
        current = cell or current
        carried.append(current)
    return carried
