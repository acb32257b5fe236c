"""From a read table to numbers: which columns are offered, and what becomes of dates, words and holes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from perceptron import Dataset, DatasetError
from perceptron.data.choosing import choose, first_choice, usable
from perceptron.data.looking import correlation, histogram
from perceptron.data.reading import Table, read_table

TABLE = read_table(
    b"day,colour,size,weight,name,price\n"
    b"2024-01-01,red,1,2.0,ann,10\n"
    b"2024-01-02,blue,2,,bob,12\n"
    b"2024-01-05,red,3,2.5,cyd,11\n"
    b"2024-01-09,green,4,3.5,dan,15\n"
)


def test_the_last_number_column_is_offered_as_target_and_the_others_as_features() -> None:
    assert first_choice(TABLE) == (["size", "weight"], "price")


SIZES = np.random.default_rng(1).normal(50, 9, 20).round(2)
PRICES = (3 * SIZES + np.random.default_rng(2).normal(0, 4, 20)).round(2)
MEASURES = {"size": SIZES, "price": PRICES}
IDS = np.random.default_rng(3).choice(90_000, 20, replace=False) + 10_000


def table_of(columns: dict[str, Any]) -> Table:
    return read_table(pd.DataFrame(columns).to_csv(index=False).encode())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("", range(20)),
        ("row", range(1, 21)),
        ("PassengerId", range(801, 821)),
        ("zip", IDS),
        ("ticket", IDS),
        ("phone number", IDS * 10_000 + 1),
        ("order_no", np.random.default_rng(4).permutation(20) + 7),
        ("version", [3] * 20),
        ("remark", [7, *[""] * 18, 8]),
        ("city", ["Bern", "Biel", "Brig", "Chur"] * 5),
    ],
)
def test_a_column_that_measures_nothing_is_neither_feature_nor_target_at_first(name: str, values: Any) -> None:
    assert first_choice(table_of({name: values} | MEASURES)) == (["size"], "price")
    assert first_choice(table_of({"size": SIZES, "cost": PRICES, name: values})) == (["size"], "cost")


@pytest.mark.parametrize("values", [range(1, 21), range(2000, 2020), 1_700_000_000 + 60 * np.arange(20)])
@pytest.mark.parametrize("name", ["year", "day", "x", "timestamp"])
def test_time_that_goes_on_is_a_feature(name: str, values: Any) -> None:
    if name in ("year", "timestamp") and values[0] == 1:
        return
    assert first_choice(table_of({name: values, "noise": SIZES, "price": PRICES})) == ([name, "noise"], "price")


def test_what_measures_nothing_serves_where_there_is_nothing_else() -> None:
    assert first_choice(table_of({"n": range(20), "price": PRICES})) == (["n"], "price")
    assert first_choice(table_of({"price": PRICES, "id": IDS})) == (["id"], "price")
    assert first_choice(table_of({"word": ["a", "b"] * 10, "id": IDS, "price": PRICES})) == (["word"], "price")
    assert first_choice(table_of({"day": ["2024-01-01", "2024-02-01"] * 10, "n": range(20), "height": SIZES})) == (
        ["day"],
        "height",
    )


@pytest.mark.parametrize(
    ("names", "features", "target"),
    [
        (["y", "x"], ["x"], "y"),
        (["Target", "a"], ["a"], "Target"),
        (["price", "age"], ["age"], "price"),
        (["house_price", "SqFt"], ["SqFt"], "house_price"),
        (["y", "price"], ["price"], "y"),
        (["sales", "price"], ["sales"], "price"),
        (["speed", "dist"], ["speed"], "dist"),
        (["z", "y"], ["z"], "y"),
    ],
)
def test_the_name_tells_what_is_to_be_predicted_and_else_the_place(
    names: list[str], features: list[str], target: str
) -> None:
    assert first_choice(table_of(dict(zip(names, (SIZES, PRICES), strict=True)))) == (features, target)


def test_y_beside_z_is_a_coordinate() -> None:
    columns = {"x": SIZES, "y": PRICES, "z": SIZES[::-1], "depth": PRICES[::-1]}
    assert first_choice(table_of(columns))[1] == "depth"


def test_columns_that_never_meet_are_not_offered_together() -> None:
    holes = np.full(20, np.nan)
    odd, even = holes.copy(), holes.copy()
    odd[1::2], even[::2] = SIZES[1::2], SIZES[::2]
    assert first_choice(table_of({"odd": odd, "even": even, "price": PRICES})) == (["odd"], "price")
    assert first_choice(table_of({"price": odd, "even": even, "height": PRICES}))[1] == "price"


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
