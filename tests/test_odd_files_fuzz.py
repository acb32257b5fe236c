"""Well-formed tables, spoilt in the ways of real files, still say the same numbers under the same names."""

from hypothesis import given
from hypothesis import strategies as st

from perceptron.data.reading import read_table

WORDS = st.sampled_from(["speed", "mass", "time", "yield", "dose", "height", "Länge", "Preis", "x", "y2"])
UNITS = ["", "", "", " kg", " °C", " m/s", " EUR"]
TITLES = [
    "",
    "My measurements",
    "Data of Monday\n",
    "Station: Berlin",
    "# kept by Jo, in May",
    "Made by hand, at night, in Rome",
]
FOOTERS = ["", "Source: our own", "\nNote: rounded, as far as we know", "* preliminary", "# the end", "___________"]
PADDINGS = [b"", b"", b"\x1a", b"\0\0\0", b"\r\n\x1a\r\n"]


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[list[str], list[list[float]], bytes]:
    """The names and the columns, and a file that holds them among other things."""
    names = draw(st.lists(WORDS, min_size=2, max_size=5, unique=True))
    rows = draw(st.integers(4, 12))
    decimal = draw(st.sampled_from([".", ","]))
    delimiter = draw(st.sampled_from([";", "\t", "|", " "] if decimal == "," else [",", ";", "\t", "|", " "]))
    columns, texts = [], []
    for name in names:
        numbers = draw(
            st.lists(st.integers(-9_999_999, 9_999_999).map(lambda n: n / 10_000), min_size=rows, max_size=rows)
        )
        unit = draw(st.sampled_from(UNITS)) if delimiter != " " else ""
        minus = draw(st.sampled_from(["-", "−", "–"]))
        written = [f"{number:.4f}".replace(".", decimal).replace("-", minus) + unit for number in numbers]
        columns.append(numbers)
        texts.append([name, *written])
    if draw(st.booleans()):
        columns.insert(0, [float(n) for n in range(1, rows + 1)])
        texts.insert(0, ["no", *(str(n) for n in range(1, rows + 1))])
        names = ["no", *names]
    quote = draw(st.sampled_from(["", '"']))
    table = [[f"{quote}{cell}{quote}" for cell in row] for row in zip(*texts, strict=True)]
    if delimiter == " ":
        widths = [max(map(len, column)) + 2 for column in zip(*table, strict=True)]
        lines = ["".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    else:
        lines = [delimiter.join(row) for row in table]
    title, footer = draw(st.sampled_from(TITLES)), draw(st.sampled_from(FOOTERS))
    lines = [*([title] if title else []), *lines, *([footer] if footer else [])]
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "\ufeff", "\ufeff\ufeff"]))
    text = mark + ending.join(lines).replace("\n", ending).replace("\r\r", "\r") + draw(st.sampled_from(["", ending]))
    return names, columns, text.encode() + draw(st.sampled_from(PADDINGS))


@given(spoilt())
def test_a_spoilt_table_says_the_same_numbers(case: tuple[list[str], list[list[float]], bytes]) -> None:
    names, expected, data = case
    table = read_table(data)
    assert [column.name for column in table.columns] == names
    for column, numbers in zip(table.columns, expected, strict=True):
        assert column.kind == "number"
        assert table.frame[column.name].tolist() == numbers
