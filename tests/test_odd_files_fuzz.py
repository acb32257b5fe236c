"""Well-formed tables, spoilt in the ways of real files, still say the same numbers under the same names."""

from hypothesis import example, given
from hypothesis import strategies as st

from perceptron.data.reading import ReadingOptions, read_table
from perceptron.words import DatasetError
from tests.odd_files import READ, REFUSED
from tests.test_odd_files import content_of, seen
from tests.test_reading import SNIPPETS, read_or_refused

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


SHORT = [data for content, _ in (*READ.values(), *REFUSED.values()) if len(data := content_of(content)) < 3000]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file of the collection with some bytes lost, put in, or taken from another."""
    data = draw(st.sampled_from(SHORT))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 9))
        put_in = draw(st.sampled_from([b"", *SNIPPETS]) | st.sampled_from(SHORT).map(lambda other: other[:60]))
        data = data[:start] + put_in + data[end:]
    return data


@given(damaged())
@example('"x"\n"1" 6.5\n"²3" 7.5\n'.encode())
@example("x,y,z\n1,2,3\n1,2,3²\n4\n".encode())
def test_a_damaged_file_is_read_or_refused(data: bytes) -> None:
    table = read_or_refused(data)
    if table is None:
        return
    again = read_table(data, table.options)
    assert repr(seen(again)) == repr(seen(table))
    for header in (True, False):
        try:
            assert read_table(data, ReadingOptions(header=header)).has_header is header
        except DatasetError as error:
            assert str(error).endswith(".")
