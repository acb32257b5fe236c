"""What a table becomes, and what is said where it cannot be learned from."""

import io
import math
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import Dataset, DatasetError

ARTICLE_CSV = Path(__file__).resolve().parent.parent / "data" / "article.csv"
HOSTILE_NAMES = [
    "a.b",
    "a[0]",
    "x:y",
    "__proto__",
    "",
    " ",
    "two\nlines",
    "tab\there",
    "n" * 300,
    "“",
    "{0}",
    "%s",
    "\x00",
    "y\u2028z",
]
finite = st.floats(min_value=-1e15, max_value=1e15)


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def complaint_about(table: pd.DataFrame, features: list[str] | None = None, target: str | None = None) -> str:
    """The sentence, after a look at what every one of them must be."""
    with pytest.raises(DatasetError) as complaint:
        Dataset.from_frame(table, features, target)
    said = str(complaint.value)
    assert isinstance(complaint.value, ValueError)
    assert said.isprintable()
    assert said.endswith(".")
    assert len(said) < 400
    return said


# What a good table becomes


def test_the_article_is_two_columns_of_25_numbers() -> None:
    dataset = Dataset.from_csv(ARTICLE_CSV, features=["x"], target="y")
    lines = ARTICLE_CSV.read_text().splitlines()[1:]
    assert dataset.features[:, 0].tolist() == [float(line.split(",")[0]) for line in lines]
    assert dataset.target[:, 0].tolist() == [float(line.split(",")[1]) for line in lines]
    assert (dataset.features.shape, dataset.target.shape, dataset.rows) == ((25, 1), (25, 1), 25)
    assert (dataset.feature_names, dataset.target_name) == (("x",), "y")


def test_a_path_its_text_its_bytes_a_file_and_a_frame_give_the_same_data() -> None:
    content = ARTICLE_CSV.read_bytes()
    expected = Dataset.from_csv(ARTICLE_CSV).fingerprint
    assert Dataset.from_csv(str(ARTICLE_CSV)).fingerprint == expected
    assert Dataset.from_csv(content).fingerprint == expected
    assert Dataset.from_csv(io.BytesIO(content)).fingerprint == expected
    assert Dataset.from_frame(pd.read_csv(ARTICLE_CSV)).fingerprint == expected


def test_the_numbers_are_float64_whatever_they_came_as() -> None:
    table = frame(i=[1, 2], b=[True, False], f32=np.array([1.5, 2.5], dtype=np.float32), y=["1", "2.5"])
    dataset = Dataset.from_frame(table)
    assert dataset.features.dtype == dataset.target.dtype == np.float64
    assert dataset.features.tolist() == [[1.0, 1.0, 1.5], [2.0, 0.0, 2.5]]
    assert dataset.target.tolist() == [[1.0], [2.5]]


def test_numbers_among_other_things_are_read_as_what_they_are() -> None:
    table = frame(x=np.array([Decimal("1.5"), 2, "3", np.True_], dtype=object), y=[1, 2, 3, 4])
    assert Dataset.from_frame(table).features[:, 0].tolist() == [1.5, 2.0, 3.0, 1.0]


def test_the_last_column_is_the_target_unless_another_is_named() -> None:
    table = frame(a=[1, 2], b=[3, 4], c=[5, 6])
    assert Dataset.from_frame(table).feature_names == ("a", "b")
    assert Dataset.from_frame(table).target_name == "c"
    assert Dataset.from_frame(table, target="a").feature_names == ("b", "c")
    assert Dataset.from_frame(table, features=["b"]).target_name == "c"


def test_features_keep_the_order_they_are_asked_for_in() -> None:
    dataset = Dataset.from_frame(frame(a=[1, 2], b=[3, 4], c=[5, 6]), features=["c", "a"], target="b")
    assert dataset.feature_names == ("c", "a")
    assert dataset.features.tolist() == [[5.0, 1.0], [6.0, 2.0]]
    assert dataset.target.tolist() == [[3.0], [4.0]]


def test_the_arrays_are_read_only_copies() -> None:
    features, target = np.array([[1.0], [2.0]]), np.array([3.0, 4.0])
    dataset = Dataset(features, target, ("x",))
    features[0, 0] = target[0] = 99.0
    assert (dataset.features[0, 0], dataset.target[0, 0]) == (1.0, 3.0)
    for array in (dataset.features, dataset.target):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 99.0


def test_a_constant_target_is_fine() -> None:
    assert Dataset.from_frame(frame(x=[1, 2], y=[5, 5])).target[:, 0].tolist() == [5.0, 5.0]


def test_columns_that_are_not_chosen_may_hold_anything() -> None:
    table = frame(x=[1, 2], note=["a", None], y=[3, 4])
    assert Dataset.from_frame(table, features=["x"], target="y").rows == 2


def test_rows_are_counted_from_the_top_whatever_the_index_says() -> None:
    table = frame(x=[1.0, 2.0, None], y=[1, 2, 3])
    table.index = pd.Index([7, 7, 7])
    assert "Row 3 of column “x”" in complaint_about(table)


@given(st.lists(st.tuples(finite, finite, finite), min_size=2, max_size=12))
def test_a_frame_comes_back_as_it_went_in(rows: list[tuple[float, float, float]]) -> None:
    table = pd.DataFrame(rows, columns=["a", "b", "c"])
    if (np.ptp(table[["a", "b"]].to_numpy(), axis=0) < 1e-100).any():
        assert "choose another column" in complaint_about(table)
        return
    dataset = Dataset.from_frame(table)
    assert dataset.to_frame().to_numpy().tolist() == table.to_numpy().tolist()
    assert list(dataset.to_frame().columns) == ["a", "b", "c"]
    assert Dataset.from_frame(dataset.to_frame()).fingerprint == dataset.fingerprint


# Some of the rows


ROWS = Dataset(np.array([[1.0, 7.0], [2.0, 7.0], [3.0, 8.0]]), np.array([4.0, 5.0, 6.0]), ("a", "b"), "c")


def test_some_rows_are_a_data_set_of_their_own() -> None:
    taken = ROWS.take(np.array([2, 0]))
    assert taken.to_frame().to_dict("list") == {"a": [3.0, 1.0], "b": [8.0, 7.0], "c": [6.0, 4.0]}
    assert taken.feature_means.tolist() == [2.0, 7.5]
    with pytest.raises(ValueError, match="read-only"):
        taken.features[0, 0] = 9.0


@pytest.mark.parametrize(
    ("rows", "sentence"), [([1], "one row"), ([], "no rows"), ([0, 1], "Column “b” is 7 in every row")]
)
def test_rows_that_no_line_can_be_learned_from_are_not_taken(rows: list[int], sentence: str) -> None:
    with pytest.raises(DatasetError, match=sentence):
        ROWS.take(np.array(rows, dtype=int))


# Standardising


@pytest.mark.parametrize(
    "column",
    [
        np.arange(2000.0, 2025.0),
        np.arange(25.0) * 1e-100,
        np.arange(25.0) * 1e14 / 25,
        np.arange(25.0) - 12,
        1e9 + np.arange(25.0),
        np.array([0.0] * 24 + [1.0]),
        np.array([-1e15, 1e15] * 4),
    ],
    ids=["years", "tiny", "huge", "centred", "far from 0", "one in 25", "widest"],
)
def test_z_scores_have_mean_0_and_standard_deviation_1(column: np.ndarray) -> None:
    dataset = Dataset(column[:, None], np.zeros(len(column)), ("x",))
    assert dataset.z_scores.mean() == pytest.approx(0.0, abs=1e-9)
    assert dataset.z_scores.std() == pytest.approx(1.0, rel=1e-9)
    restored = dataset.z_scores * dataset.feature_scales + dataset.feature_means
    np.testing.assert_allclose(restored, dataset.features, rtol=1e-12, atol=1e-12 * np.abs(column).max())


@given(
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=30),
    st.integers(-1000, 1000),
    st.integers(-99, 11),
)
def test_z_scores_do_not_depend_on_the_unit_or_the_zero_of_a_column(
    numbers: list[int], offset: int, exponent: int
) -> None:
    if len(set(numbers)) < 2:
        return
    column = np.array(numbers, dtype=np.float64)
    moved = (column + offset) * 10.0**exponent
    plain, other = (Dataset(values[:, None], np.zeros(len(values)), ("x",)).z_scores for values in (column, moved))
    np.testing.assert_allclose(other, plain, atol=1e-8)
    np.testing.assert_allclose(plain[:, 0], (column - np.mean(column)) / np.std(column), atol=1e-12)


def test_z_scores_do_not_depend_on_how_a_table_lies_in_memory() -> None:
    table = np.random.default_rng(3).normal(size=(1000, 5)) + 7
    y, names = table @ np.arange(5), tuple("abcde")
    row_by_row, column_by_column = (Dataset(array, y, names) for array in (table, np.asfortranarray(table)))
    assert np.array_equal(row_by_row.z_scores, column_by_column.z_scores)
    assert row_by_row.fingerprint == column_by_column.fingerprint


def test_every_feature_is_standardised_by_itself() -> None:
    dataset = Dataset(np.array([[1.0, 100.0], [3.0, 500.0]]), np.zeros(2), ("a", "b"))
    assert dataset.feature_means.tolist() == [2.0, 300.0]
    assert dataset.feature_scales.tolist() == [1.0, 200.0]
    assert dataset.z_scores.tolist() == [[-1.0, -1.0], [1.0, 1.0]]


# What cannot be learned from: the place, and what to do


@pytest.mark.parametrize(
    ("table", "place", "advice"),
    [
        (frame(x=[1.0], y=[2.0]), "one row", "at least two"),
        (frame(x=[], y=[]), "no rows", "at least two"),
        (frame(y=[1.0, 2.0]), "fewer than two columns", "one to learn from and one to predict"),
        (frame(x=[3.0, 3.0], y=[1.0, 2.0]), "Column “x” is 3 in every row", "choose another column"),
        (frame(x=[1.0, 2.0], z=[4.5, 4.5], y=[1.0, 2.0]), "Column “z” is 4.5 in every row", "choose another column"),
        (frame(x=[1.0, math.nan, math.nan], y=[1.0, 2.0, 3.0]), "Row 2 of column “x” is empty", "delete the row"),
        (frame(x=[1.0, 2.0], y=[None, 2.0]), "Row 1 of column “y” is empty", "delete the row"),
        (frame(x=[1, 2], y=pd.array([1, pd.NA], dtype="Int64")), "Row 2 of column “y” is empty", "delete the row"),
        (frame(x=[1.0, math.inf], y=[1.0, 2.0]), "Row 2 of column “x” is inf", "use numbers between"),
        (frame(x=[1.0, 2.0], y=[-math.inf, 2.0]), "Row 1 of column “y” is -inf", "use numbers between"),
        (frame(x=["1", "two"], y=[1.0, 2.0]), "Row 2 of column “x” is “two”, not a number", "choose another column"),
        (frame(x=[1, 2 * 10**400], y=[1.0, 2.0]), "Row 2 of column “x” is inf", "use numbers between"),
        (frame(x=[1, -(10**400)], y=[1.0, 2.0]), "Row 2 of column “x” is -inf", "use numbers between"),
        (frame(x=pd.to_timedelta(["1 day", "2 days"]), y=[1, 2]), "Row 1 of column “x” is “1 days", "not a number"),
        (frame(x=[1 + 2j, 3j], y=[1, 2]), "Row 1 of column “x” is “(1+2j)”", "not a number"),
        (frame(x=[1.0, 2.0], y=["1", "1,5"]), "Row 2 of column “y” is “1,5”, not a number", "correct it"),
        (frame(x=[0.0, 5e-324], y=[1.0, 2.0]), "values of column “x” differ by less than 1e-100", "power of ten"),
        (frame(x=[1.0, 1.1e15], y=[1.0, 2.0]), "Row 2 of column “x” is 1.1e+15, which is too large", "1e+15"),
        (frame(x=[1.0, 2.0], y=[1.0, -1e300]), "Row 2 of column “y” is -1e+300, which is too large", "-1e+15"),
    ],
)
def test_a_complaint_names_the_place_and_says_what_to_do(table: pd.DataFrame, place: str, advice: str) -> None:
    said = complaint_about(table)
    assert place in said
    assert advice in said


def test_a_missing_column_is_named_beside_those_there_are() -> None:
    said = complaint_about(frame(a=[1, 2], b=[3, 4]), features=["X"], target="b")
    assert "no column “X”" in said
    assert "“a”, “b”" in said
    assert "no column “c”" in complaint_about(frame(a=[1, 2], b=[3, 4]), features=["a"], target="c")


def test_a_missing_column_among_very_many_lists_only_some() -> None:
    table = pd.DataFrame({f"column number {n}": [1, 2] for n in range(500)})
    assert "…" in complaint_about(table, features=["X"])


def test_a_column_cannot_be_both_feature_and_target() -> None:
    said = complaint_about(frame(a=[1, 2], b=[3, 4]), features=["a", "b"], target="b")
    assert "Column “b” is both feature and target" in said
    assert "choose two different columns" in said


def test_at_least_one_feature_has_to_be_chosen() -> None:
    assert "choose at least one column" in complaint_about(frame(a=[1, 2], b=[3, 4]), features=[])


def test_the_largest_numbers_that_fit_are_accepted() -> None:
    assert Dataset.from_frame(frame(x=[-1e15, 1e15], y=[1e15, -1e15])).features.max() == 1e15


def test_features_and_target_must_be_equally_long() -> None:
    with pytest.raises(DatasetError, match="3 rows of features but 2"):
        Dataset(np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 2.0]), ("x",))


def test_every_feature_column_needs_one_name() -> None:
    with pytest.raises(DatasetError, match="one name for each column"):
        Dataset(np.array([[1.0], [2.0]]), np.array([1.0, 2.0]), ("a", "b"))


def test_what_is_wrong_in_a_file_is_said_as_it_is_for_a_frame() -> None:
    with pytest.raises(DatasetError, match="Row 2 of column “x” is “two”, not a number"):
        Dataset.from_csv(b"x,y\n1,2\ntwo,3\n4,5\n")


# Names


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_any_text_may_be_the_name_of_a_column(name: str) -> None:
    table = pd.DataFrame({name: [1.0, 2.0], "target of all": [3.0, 5.0]})
    dataset = Dataset.from_frame(table)
    assert dataset.feature_names == (name,)
    assert list(dataset.to_frame().columns) == [name, "target of all"]
    assert Dataset.from_frame(table, features=["target of all"], target=name).target_name == name


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_complaint_about_any_name_stays_on_one_line(name: str) -> None:
    evil = "evil\n\x00" * 99
    for cells in ([1.0, 1.0], [1.0, None], [1.0, math.inf], ["1", evil]):
        complaint_about(pd.DataFrame({name: cells, "target of all": [3.0, 5.0]}))
    table = pd.DataFrame({"x": [1.0, 2.0], name: [1.0, 2.0]})
    complaint_about(table, features=["missing " + name])
    complaint_about(table, features=["x", name], target=name)


# Fingerprints

BASE = Dataset(np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([1.0, 2.0]), ("a", "b"), "y")


def test_equal_data_has_an_equal_fingerprint() -> None:
    again = Dataset.from_frame(frame(a=[1, 3], b=[2, 5], y=[1, 2]))
    assert again.fingerprint == BASE.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        Dataset(BASE.features, BASE.target, ("b", "a"), "y"),
        Dataset(BASE.features, BASE.target, ("a", "b"), "z"),
        Dataset(BASE.features + np.array([[0, 0], [0, 1e-9]]), BASE.target, ("a", "b"), "y"),
        Dataset(BASE.features, BASE.target[::-1], ("a", "b"), "y"),
        Dataset(BASE.features[:, ::-1], BASE.target, ("a", "b"), "y"),
        Dataset(BASE.features[:, :1], BASE.target, ("a",), "y"),
        Dataset(np.array([[1.0, 2.0], [3.0, 5.0], [1.0, 2.0]]), np.array([1.0, 2.0, 1.0]), ("a", "b"), "y"),
    ],
)
def test_different_data_has_a_different_fingerprint(other: Dataset) -> None:
    assert other.fingerprint != BASE.fingerprint


def test_the_border_between_names_and_numbers_counts() -> None:
    """The same numbers in a row, cut into columns elsewhere."""
    wide = Dataset(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([5.0, 6.0]), ("a", "b"))
    tall = Dataset(np.array([[1.0], [2.0], [3.0]]), np.array([4.0, 5.0, 6.0]), ("a",))
    assert wide.fingerprint != tall.fingerprint
    joined = Dataset(BASE.features, BASE.target, ("a', 'b", "c"), "y")
    split = Dataset(BASE.features, BASE.target, ("a", "b', 'c"), "y")
    assert joined.fingerprint != split.fingerprint
