"""Typed cells: what is read, what is refused, and what the editor's report makes of a table."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perceptron import DatasetError
from perceptron.panels.data.row_editor import apply_edits, as_text, number_of


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,5", 1.5), ("1.5", 1.5), ("-3", -3.0), ("2e-3", 0.002), (" 7 ", 7.0), ("−2", -2.0), (3.7, 3.7), ("0,25", 0.25)],
)
def test_a_typed_number_is_read_as_it_was_meant(typed: object, number: float) -> None:
    assert number_of(typed) == number


@pytest.mark.parametrize("typed", ["abc", "1,5,5", "1.2.3", "inf", "1e999", "5 apples"])
def test_what_is_no_number_is_refused_with_a_word(typed: str) -> None:
    with pytest.raises(DatasetError, match="is not a number"):
        number_of(typed)


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_an_empty_cell_is_a_hole(typed: object) -> None:
    assert math.isnan(number_of(typed))


@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=5))
def test_every_number_is_shown_as_text_that_reads_back_to_it(numbers: list[float]) -> None:
    shown = as_text(pd.DataFrame({"any name": numbers}))
    assert [number_of(text) for text in shown["column_0"]] == numbers


def test_edits_change_add_and_delete_rows() -> None:
    frame = pd.DataFrame({"a.b": [1.0, 2.0, 3.0], "y": [4.0, 5.0, 6.0]})
    edits = {
        "edited_rows": {"0": {"column_1": "4,5"}, 2: {"column_0": ""}},
        "deleted_rows": [1],
        "added_rows": [{"column_0": "7"}, {}],
    }
    edited = apply_edits(frame, edits)
    expected = [[1.0, 4.5], [np.nan, 6.0], [7.0, np.nan], [np.nan, np.nan]]
    np.testing.assert_array_equal(edited.to_numpy(), expected)
    assert list(edited.columns) == ["a.b", "y"]


def test_one_refused_cell_refuses_the_edit() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [4.0, 5.0]})
    with pytest.raises(DatasetError, match="“abc”"):
        apply_edits(frame, {"edited_rows": {0: {"column_0": "9"}, 1: {"column_1": "abc"}}})
