"""From a read table to numbers: which columns are offered, and what becomes of dates, words and holes."""

import numpy as np
import pytest

from perceptron import Dataset, DatasetError
from perceptron.data.choosing import choose, first_choice, usable
from perceptron.data.looking import correlation, histogram
from perceptron.data.reading import read_table

TABLE = read_table(
    b"day,colour,size,weight,name,price\n"
    b"2024-01-01,red,1,2.0,ann,10\n"
    b"2024-01-02,blue,2,,bob,12\n"
    b"2024-01-05,red,3,2.5,cyd,11\n"
    b"2024-01-09,green,4,3.5,dan,15\n"
)


def test_the_last_number_column_is_offered_as_target_and_the_others_as_features() -> None:
    assert first_choice(TABLE) == (["size", "weight"], "price")


def test_of_many_columns_the_one_that_goes_with_the_target_most_is_offered() -> None:
    random = np.random.default_rng(0)
    columns = random.normal(size=(20, 5))
    columns[:, 4] = columns[:, 2] * 3 + 0.01 * columns[:, 4]
    lines = ["a,b,c,d,y", *(",".join(map(str, row)) for row in columns)]
    assert first_choice(read_table("\n".join(lines).encode())) == (["c"], "y")


def test_a_table_without_two_usable_columns_is_refused() -> None:
    with pytest.raises(DatasetError, match="No column holds numbers"):
        first_choice(read_table(b"a,b\nx,y\nz,w\n"))
    for single in (b"a,b\n1,2\n", b"a,b\nred,1\nblue,\n"):
        with pytest.raises(DatasetError, match="No column holds more than one number"):
            first_choice(read_table(single))
    with pytest.raises(DatasetError, match="Only one column"):
        first_choice(read_table(b"a\n1\n2\n3\n"))


def test_rows_with_holes_are_left_out_and_listed() -> None:
    choice = choose(TABLE, ["size", "weight"], "price", "days")
    np.testing.assert_array_equal(choice.frame.to_numpy(), [[1, 2.0, 10], [3, 2.5, 11], [4, 3.5, 15]])
    assert choice.left_out[["row", "line"]].to_numpy().tolist() == [[2, 3]]
    assert "weight" in choice.left_out["reason"].iloc[0]


def test_dates_become_days_and_words_become_0_and_1() -> None:
    choice = choose(TABLE, ["day", "colour"], "price", "days")
    assert choice.features == ("day (days)", "colour = blue", "colour = green")
    expected = [[0, 0, 0, 10], [1, 1, 0, 12], [4, 0, 0, 11], [8, 0, 1, 15]]
    np.testing.assert_array_equal(choice.frame.to_numpy(), expected)
    assert Dataset.from_frame(choice.frame, choice.features, choice.target).rows == 4


def test_dates_become_years() -> None:
    choice = choose(TABLE, ["day"], "price", "years")
    assert choice.frame["day (years)"].iloc[1] == pytest.approx(2024 + 1 / 366)


@pytest.mark.parametrize(
    ("features", "target", "sentence"),
    [
        ([], "price", "No feature is chosen"),
        (["price"], "price", "both feature and target"),
        (["size"], "colour", "different words"),
        (["nothing"], "price", "no column"),
    ],
)
def test_a_choice_that_cannot_be_used_is_refused(features: list[str], target: str, sentence: str) -> None:
    with pytest.raises(DatasetError, match=sentence):
        choose(TABLE, features, target, "days")


def test_histogram_and_correlation_are_those_of_the_numbers() -> None:
    assert histogram(TABLE, "size") == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]
    assert histogram(TABLE, "colour") == [2, 1, 1]
    size, price = np.array([1, 3, 4]), np.array([2.0, 2.5, 3.5])
    assert correlation(TABLE, "size", "weight") == pytest.approx(np.corrcoef(size, price)[0, 1])
    assert correlation(TABLE, "colour", "price") is None
    assert usable(TABLE.column("colour"), TABLE.frame["colour"])


def test_a_column_of_mostly_numbers_is_looked_at_under_its_decimal_sign() -> None:
    table = read_table(b"x;y\n1,5;1\nabc;7\n2,5;3\n5,5;4\n")
    assert correlation(table, "x", "y") == pytest.approx(np.corrcoef([1.5, 2.5, 5.5], [1, 3, 4])[0, 1])
    assert histogram(table, "x") == [1, 0, 0, 1, *[0] * 7, 1]


def test_of_very_many_rows_evenly_taken_ones_are_looked_at() -> None:
    table = read_table(b"x,y\n" + b"3,1\n" * 100_000 + b"4,1\n" * 50_000)
    assert histogram(table, "x") == [66_667, *[0] * 10, 33_333]
