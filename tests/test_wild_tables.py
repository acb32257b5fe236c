"""Tables of columns that nobody calls well-behaved: whatever is chosen of them is used, or refused in a sentence."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reel_read import numbers

from perceptron import Dataset, DatasetError, Run, train
from perceptron.charts.reel import live_columns, reel_of
from perceptron.charts.tables import tables_of
from perceptron.charts.view import Look
from perceptron.charts.views import FILM
from perceptron.data.choosing import choose, first_choice, usable
from perceptron.data.looking import BINS, correlation, histogram, looked_at
from perceptron.data.reading import Table, read_table
from perceptron.insight.starting import suiting

# Cells of each kind of column, to be drawn from; the first is there at least once.
KINDS: dict[str, list[str]] = {
    "holes": [""],
    "one cell": ["7", "", "", "", "", "", ""],
    "constant": ["3"],
    "rounding": ["0.3", "0.30000000000000004", "0.1"],
    "nearly equal": ["1000000.0000000001", "1000000.0000000002"],
    "identifiers": ["12345678901234567", "12345678901234569", "12345678901234571"],
    "enormous": ["1e308", "-1e308", "1.7e308"],
    "tiny": ["5e-324", "1e-310", "0", "1e-300"],
    "infinite": ["inf", "1", "2", "-inf"],
    "units": ["1", "2", "3", "4.5", "-6"],
    "years": ["1999", "2000", "2001", "2024"],
    "seconds": ["1700000000", "1700000060", "1700000120"],
    "limits": ["1e15", "-1e15", "1", "1e-30"],
    "words": ["red", "blue", "green", ""],
    "dates": ["2024-01-01", "2024-02-29", "0001-01-01", "9999-12-31"],
    "mostly numbers": ["1", "2", "3", "4", "5", "n/b"],
}


def column(kind: str, rows: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(KINDS[kind]), min_size=rows - 1, max_size=rows - 1).map(
        lambda cells: [KINDS[kind][0], *cells]
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows = draw(st.integers(2, 9))
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=5))
    # A first column of row numbers keeps a line of holes from being a blank one.
    columns = [[str(row) for row in range(rows)], *(draw(column(kind, rows)) for kind in kinds)]
    names = ["row", *(f"{kind} {place}" for place, kind in enumerate(kinds))]
    lines = [",".join(names), *map(",".join, zip(*columns, strict=True))]
    return read_table("\n".join(lines).encode())


def used(table: Table, features: list[str], target: str) -> Dataset | None:
    """The data set of that choice; None where it is refused, in a sentence."""
    try:
        choice = choose(table, features, target, "days")
        return Dataset.from_frame(choice.frame, choice.features, choice.target)
    except DatasetError as error:
        assert str(error).endswith(".") and str(error)[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return None


def learn(dataset: Dataset) -> None:
    """All that the page works out of a run on its first paint."""
    starting = suiting(dataset)
    run = Run(
        dataset=dataset, hyperparameters=starting.hyperparameters, history=train(dataset, starting.hyperparameters)
    )
    assert run.diagnosis.kind != "diverged"
    reel = reel_of(run, live_columns(run, Look(), FILM))
    assert reel["last"] >= 1
    # A column that is the same as another names it instead.
    for packed in (column for column in reel["columns"].values() if not isinstance(column, str)):
        assert np.isfinite(numbers(packed)).all()
    for view in FILM:
        assert all(len(table) for table in tables_of(view, run, Look()).values())
        assert view.description(run, Look()) and view.caption(run, Look()) is not None


@given(tables())
def test_a_look_at_any_column_gives_an_answer(table: Table) -> None:
    for one in table.columns:
        counts, values = histogram(table, one.name), looked_at(table, one.name)
        if values is not None:
            assert sum(counts) == np.isfinite(values).sum() and len(counts) in (0, BINS)
        for other in table.columns:
            found = correlation(table, one.name, other.name)
            assert found is None or -1 <= found <= 1 or math.isclose(abs(found), 1)


# A run and its pictures for each of a dozen choices take a while.
@settings(max_examples=settings().max_examples // 4)
@given(tables())
def test_any_column_can_be_chosen(table: Table) -> None:
    names = [column.name for column in table.columns]
    for target in names:
        others = [name for name in names if name != target]
        for features in (others[:1], others[-1:], others):
            dataset = used(table, features, target)
            if dataset is not None:
                learn(dataset)


@given(tables())
def test_the_first_choice_can_be_used_where_anything_can(table: Table) -> None:
    names = [column.name for column in table.columns if usable(column, table.frame[column.name])]
    pairs = [(one, other) for one in names for other in names if one != other]
    try:
        features, target = first_choice(table)
    except DatasetError:
        # Without two columns of which one holds numbers there is nothing to choose.
        assert not [pair for pair in pairs if used(table, [pair[0]], pair[1]) and is_number(table, pair[1])]
        return
    if used(table, features, target) is None:
        assert not [pair for pair in pairs if used(table, [pair[0]], pair[1]) and is_number(table, pair[1])]


def is_number(table: Table, name: str) -> bool:
    return table.column(name).kind == "number" or table.column(name).mostly_numbers


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ("0.3,0.30000000000000004,0.30000000000000004", [1, *[0] * 10, 2]),
        ("1e308,-1e308,3", [1, *[0] * 5, 1, *[0] * 4, 1]),
        ("12345678901234567,12345678901234571", [1, *[0] * 10, 1]),
        ("5,5,5", [0] * 6 + [3] + [0] * 5),
    ],
)
def test_a_histogram_has_as_many_bars_as_ever(cells: str, counts: list[int]) -> None:
    lines = ["x,y", *(f"{cell},{place}" for place, cell in enumerate(cells.split(",")))]
    assert histogram(read_table("\n".join(lines).encode()), "x") == counts


def test_a_correlation_of_the_largest_numbers_is_that_of_their_thousandths() -> None:
    x, y = [1e308, -1e308, 5e307, 0.0], [1.0, 2.0, 4.0, 3.0]
    lines = ["x,y", *(f"{one!r},{other!r}" for one, other in zip(x, y, strict=True))]
    expected = np.corrcoef(np.array(x) / 1e308, y)[0, 1]
    assert correlation(read_table("\n".join(lines).encode()), "x", "y") == pytest.approx(expected)
