"""The CSV that is taken home: every digit in it, and nothing in it that a spreadsheet would run."""

import csv
import io
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from perceptron import Dataset, History, Hyperparameters, train
from perceptron.take_home.csv_files import data_csv, formula_safe, history_csv

ARTICLE = Path(__file__).resolve().parent.parent / "data" / "article.csv"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# What each name becomes.
DEFUSED = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-x": "'-x",
    "@SUM(A1)": "'@SUM(A1)",
    "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","y")': '\'=HYPERLINK("http://x.example","y")',
    "\tx": "' x",
    "\rx": "' x",
    "\nx": "' x",
    "\t=1": "' =1",
    "  =1": "'  =1",
    '"=1"': '\'"=1"',
    ' " =1': "' \" =1",
    "“=1”": "'“=1”",
    " \nx": "'  x",
    "＝1": "'＝1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠x": "'＠x",
    "\u00a0=1": "'\u00a0=1",
    "\u3000＝1": "'\u3000＝1",
    "\u200b=1": "'\u200b=1",
    "\ufeff=1": "'\ufeff=1",
    "\x00=1": "' =1",
    "\x1b=1": "' =1",
    "-": "'-",
    "=": "'=",
    "x;=1+1": "x;'=1+1",
    ";=1": ";'=1",
    'x; "=1': "x;' \"=1",
}

# Names in one line with other characters than they came with.
FLATTENED = {
    "two\nlines": "two lines",
    "two\r\nlines": "two  lines",
    "a\tb": "a b",
    "a\x00b": "a b",
    "a\u2028b\u2029c\x85d": "a b c d",
    "a\n=1": "a =1",
    "half \ud83d": "half \ufffd",
}

HARMLESS = [
    "x",
    "größe (m²)",
    "a-b",
    "a=b",
    "1+1",
    "user@home",
    "a,b",
    'say "x"',
    "it's",
    "'=1",
    "😀",
    "__proto__",
    "n" * 300,
    "",
    "#x",
    "% of land",
    "// x",
    "sep=;",
    "a;b",
    "x, -y",
    "ID",
    "<b>x</b>",
    "−x",
    "trailing ",
    "NA",
    "x|y",
]

# On a busy machine drawing tables may take its time.
patient = settings(suppress_health_check=[HealthCheck.too_slow])

finite = st.floats(-1e15, 1e15)
any_name = (
    st.text(max_size=12)
    | st.text("=+-@＝; \"'\t\r\nx1,", max_size=6)
    | st.sampled_from([*DEFUSED, *FLATTENED, *HARMLESS])
)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    names = draw(st.lists(any_name, min_size=2, max_size=4, unique=True))
    rows = draw(st.integers(2, 6))
    table = np.array(
        draw(st.lists(st.lists(finite, min_size=rows, max_size=rows), min_size=len(names), max_size=len(names)))
    ).T
    # Whatever was drawn, a feature has to take two values far enough apart.
    table[0, :-1], table[1, :-1] = 1.0, 0.1 + 0.2
    return Dataset(table[:, :-1], table[:, -1:], tuple(names[:-1]), names[-1])


def dataset(*names: str) -> Dataset:
    """Two rows under these names, the last one the target's."""
    width = len(names)
    table = np.array([np.arange(width) + 0.5, -np.arange(width) - 1.25])
    return Dataset(table[:, :-1], table[:, -1:], names[:-1], names[-1])


def lines(data: bytes) -> list[list[str]]:
    """The cells as Python's csv module sees them, after a look at mark and line ends."""
    assert data.startswith(BYTE_ORDER_MARK)
    assert not data[3:].startswith(BYTE_ORDER_MARK)
    text = data.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r") == text.count("\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def runs(cell: str) -> bool:
    """Whether some spreadsheet could take the cell for a formula: it starts like one behind what programs trim."""
    return re.match(r"""[\s\x00-\x1f"“”‘’\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]""", cell) is not None


# Names


@pytest.mark.parametrize(("name", "safe"), (DEFUSED | FLATTENED).items())
def test_a_dangerous_name_is_made_text_and_stays_readable(name: str, safe: str) -> None:
    assert formula_safe(name) == safe
    assert formula_safe(safe) == safe


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_name_stays_as_it_is(name: str) -> None:
    assert formula_safe(name) == name


@patient
@given(any_name)
def test_no_name_at_all_is_run(name: str) -> None:
    safe = formula_safe(name)
    assert not runs(safe)
    assert not any(runs(piece) for piece in safe.split(";"))
    assert formula_safe(safe) == safe
    assert len(safe.splitlines()) <= 1
    # Nothing is lost: apart from the apostrophes it has every character, some as a space.
    assert len(safe.replace("'", "")) == len(name.replace("'", ""))


# Data


@patient
@given(datasets())
@example(dataset("=1+1", "x\r\n@y", "größe"))
@example(dataset("2000", "2001"))
def test_the_data_comes_back_with_every_digit(points: Dataset) -> None:
    data = data_csv(points)
    again = Dataset.from_csv(data)
    assert again.features.tobytes() == points.features.tobytes()
    assert again.target.tobytes() == points.target.tobytes()
    header, *rows = lines(data)
    assert [[float(cell) for cell in row] for row in rows] == np.hstack([points.features, points.target]).tolist()
    # A spreadsheet that expects semicolons between the cells cuts the header elsewhere.
    assert not any(map(runs, header))
    first_line = data.decode("utf-8-sig").split("\r\n")[0]
    assert not any(map(runs, next(csv.reader([first_line], delimiter=";"))))


@pytest.mark.parametrize("name", [name for name in HARMLESS if name and name == name.strip()])
def test_a_harmless_name_comes_back(name: str) -> None:
    for points in (dataset(name, "target"), dataset("feature", name), dataset(name, "another", "target")):
        again = Dataset.from_csv(data_csv(points))
        assert (again.feature_names, again.target_name) == (points.feature_names, points.target_name)
        assert again.fingerprint == points.fingerprint


@pytest.mark.parametrize(("name", "safe"), (DEFUSED | FLATTENED).items())
def test_a_dangerous_name_comes_back_as_text(name: str, safe: str) -> None:
    data = data_csv(dataset(name, "y"))
    assert lines(data)[0] == [safe, "y"]
    again = Dataset.from_csv(data)
    assert again.feature_names == (safe.strip(),)
    assert again.features.tolist() == dataset(name, "y").features.tolist()


@pytest.mark.parametrize(
    ("names", "header"),
    [
        (("2000", "2001"), ["'2000", "2001"]),
        (("1.5", "", "NA"), ["'1.5", "", "NA"]),
        (("", "2"), ["'", "2"]),
        (("2024-05-31", "12 %"), ["'2024-05-31", "12 %"]),
        (("01.02.2024", "inf"), ["'01.02.2024", "inf"]),
        (("NA", "?"), ["NA", "?"]),
        (("2000", "y"), ["2000", "y"]),
    ],
)
def test_names_that_look_like_a_row_of_data_are_not_read_as_one(names: tuple[str, ...], header: list[str]) -> None:
    points = dataset(*names)
    data = data_csv(points)
    assert lines(data)[0] == header
    again = Dataset.from_csv(data)
    assert again.rows == 2
    assert again.features.tolist() == points.features.tolist()


def test_names_that_become_the_same_keep_their_columns_apart() -> None:
    points = dataset("a\nb", "a b", "y")
    again = Dataset.from_csv(data_csv(points))
    assert again.features.tolist() == points.features.tolist()
    assert len(set(again.feature_names)) == 2


def test_the_file_of_the_article_to_the_byte() -> None:
    data = data_csv(Dataset.from_csv(ARTICLE))
    assert data.startswith(BYTE_ORDER_MARK + b'"x","y"\r\n')
    expected = [tuple(map(float, line.split(","))) for line in ARTICLE.read_text().splitlines()[1:]]
    body = data.decode("utf-8-sig").split("\r\n")[1:-1]
    assert body == [f"{x!r},{y!r}" for x, y in expected]


def test_negative_numbers_stay_numbers() -> None:
    points = Dataset(np.array([[-1.5], [-2e-300]]), np.array([[-0.0], [-1e15]]), ("x",), "y")
    assert data_csv(points) == BYTE_ORDER_MARK + b'"x","y"\r\n-1.5,-0.0\r\n-2e-300,-1000000000000000.0\r\n'


def test_umlauts_and_emoji_are_utf_8() -> None:
    assert '"größe","😀"\r\n'.encode() in data_csv(dataset("größe", "😀"))


def test_a_long_table_takes_little_more_memory_than_its_file() -> None:
    rows = 60_000
    random = np.random.default_rng(3)
    points = Dataset(random.normal(size=(rows, 1)), random.normal(size=(rows, 1)), ("x",), "y")
    tracemalloc.start()
    try:
        data = data_csv(points)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert data.count(b"\n") == rows + 1
    # All its cells as Python's numbers and texts at once would be six times the file.
    assert peak < 3.5 * len(data)


# History


def history(d: int = 2) -> History:
    """Four epochs of numbers that cannot be confused, not of a training."""
    table = np.array([[row + column / 10 + 1e-15 for column in range(2 * d + 3)] for row in range(-2, 2)])
    points = dataset(*[f"x{n}" for n in range(d)], "y")
    return History.from_rows(table, points, Hyperparameters(), None)


def test_the_history_has_every_number_under_its_name() -> None:
    run = history()
    header, *rows = lines(history_csv(run, ["height", "größe"]))
    assert header == [
        "epoch",
        "loss",
        "weight of height",
        "weight of größe",
        "bias",
        "weight gradient of height",
        "weight gradient of größe",
        "bias gradient",
    ]
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    cells = np.array([[float(cell) for cell in row] for row in rows])
    assert cells[:, 1].tolist() == run.losses.tolist()
    assert cells[:, 2:4].tolist() == run.weights.tolist()
    assert cells[:, 4].tolist() == run.biases.tolist()
    assert cells[:, 5:7].tolist() == run.weight_gradients.tolist()
    assert cells[:, 7].tolist() == run.bias_gradients.tolist()


def test_a_run_comes_back_with_every_digit() -> None:
    run = train(Dataset.from_csv(ARTICLE), Hyperparameters(epochs=50))
    header, *rows = lines(history_csv(run, ["x"]))
    assert header == ["epoch", "loss", "weight of x", "bias", "weight gradient of x", "bias gradient"]
    assert len(rows) == 51
    columns = zip(*[[float(cell) for cell in row] for row in rows], strict=True)
    given = [run.epoch, run.losses, run.weights[:, 0], run.biases, run.weight_gradients[:, 0], run.bias_gradients]
    assert [list(column) for column in columns] == [values.tolist() for values in given]


def test_no_name_makes_the_history_run() -> None:
    names = [*DEFUSED, *FLATTENED, *HARMLESS]
    data = history_csv(history(len(names)), names)
    header, *rows = lines(data)
    assert len(header) == 2 * len(names) + 4
    assert not any(map(runs, header))
    first_line = data.decode("utf-8-sig").split("\r\n")[0]
    assert not any(map(runs, next(csv.reader([first_line], delimiter=";"))))
    assert len(rows) == 4
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("names", [[], ["x"], ["a", "b", "c"]])
def test_as_many_names_as_weights(names: list[str]) -> None:
    with pytest.raises(ValueError, match=rf"{len(names)} feature names for 2 weights"):
        history_csv(history(), names)


def test_pandas_reads_it_too() -> None:
    frame = pd.read_csv(io.BytesIO(history_csv(history(1), ["x"])))
    assert frame["weight of x"].tolist() == history(1).weights[:, 0].tolist()
    assert frame["epoch"].tolist() == [0, 1, 2, 3]
