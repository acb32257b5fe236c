"""A table goes into a link and comes out exactly; whatever else stands in a link ends in one sentence."""

import base64
import itertools
import json
import math
import re
import struct
import tracemalloc
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from perceptron import Dataset, DatasetError
from perceptron.data.reading import MAX_COLUMNS
from perceptron.take_home.packed import MAX_LINK_LENGTH, MAX_UNPACKED_BYTES
from perceptron.take_home.table_in_link import MAX_LINK_ROWS, pack_table, unpack_table

ARTICLE = Path(__file__).resolve().parent.parent / "data" / "article.csv"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HOSTILE_NAMES = [
    'a,"b',
    "two\nlines\r\n",
    "😀 größe",
    "__proto__",
    "n" * 300,
    "",
    " ",
    "]],[[",
    "\\",
    "\\u0041",
    "\x00",
    "\u2028",
    "NaN",
    "</script>",
    "=1+1",
    "\ufeffx",
]
HALF_A_CHARACTER = pd.Index(["\ud83d", "y"], dtype=object)
EXTREMES = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    2.2250738585072014e-308,
    1.7976931348623157e308,
    1e16,
    1e22,
    2.0**53 + 2,
    0.1 + 0.2,
]

# On a busy machine drawing tables may take its time.
patient = settings(suppress_health_check=[HealthCheck.too_slow])

finite = (
    st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(EXTREMES) | st.integers(-999, 999).map(float)
)
names = st.text(max_size=12) | st.sampled_from(HOSTILE_NAMES)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    columns = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    rows = draw(st.integers(0, 8))
    cells = [draw(st.lists(finite, min_size=rows, max_size=rows)) for _ in columns]
    return pd.DataFrame(dict(zip(columns, cells, strict=True)), dtype=np.float64)


def packed(frame: pd.DataFrame) -> str:
    """The frame in a link, its last column the target."""
    columns = list(frame.columns)
    text = pack_table(frame, columns[:-1], columns[-1])
    assert text is not None
    return text


def by_hand(inside: bytes, *, version: str = "1", level: int = 9) -> str:
    """A link as anybody could forge one, with a right checksum: version, dot, CRC-32 and raw deflate in base64url."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = deflate.compress(inside) + deflate.flush()
    return linked(data, version=version)


def linked(data: bytes, *, version: str = "1") -> str:
    whole = struct.pack(">I", zlib.crc32(data)) + data
    return f"{version}." + base64.b64encode(whole, b"-_").decode().replace("=", "")


def forged(table: object) -> str:
    return by_hand(json.dumps(table).encode())


def complaint_about(text: str) -> str:
    """The sentence that refuses a link, after a look at what every one of them must be."""
    with pytest.raises(DatasetError) as complaint:
        unpack_table(text)
    return checked(str(complaint.value))


def checked(said: str) -> str:
    assert said.isprintable()
    assert said.endswith(".")
    assert len(re.findall(r"\.(?= |$)", said)) == 1
    assert len(said) < 250
    return said


def bits(values: Sequence[float]) -> list[bytes]:
    return [struct.pack(">d", value) for value in values]


# What comes back


@patient
@given(tables())
def test_every_name_and_every_bit_of_every_number_comes_back(frame: pd.DataFrame) -> None:
    *features, target = frame.columns
    text = pack_table(frame, features, target)
    assert text is not None
    table, feature_names, target_name = unpack_table(text)
    assert feature_names == tuple(features)
    assert target_name == target
    assert list(table.columns) == [*features, target]
    assert all(dtype == np.float64 for dtype in table.dtypes)
    for name in frame.columns:
        assert bits(table[name].tolist()) == bits(frame[name].tolist())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_may_be_anything(name: str) -> None:
    frame = pd.DataFrame({name: [1.0, 2.0], "the target": [3.0, 4.0]})
    assert unpack_table(packed(frame))[1:] == ((name,), "the target")
    turned = pd.DataFrame({"a feature": [1.0], name: [2.0]})
    assert unpack_table(packed(turned))[1:] == (("a feature",), name)


@pytest.mark.parametrize("number", EXTREMES)
def test_extreme_numbers_keep_every_bit(number: float) -> None:
    table, _, _ = unpack_table(packed(pd.DataFrame({"x": [number, -number], "y": [1.5, number]})))
    assert bits(table["x"].tolist()) == bits([number, -number])
    assert bits(table["y"].tolist()) == bits([1.5, number])


def test_the_used_columns_in_their_order_and_nothing_else() -> None:
    frame = pd.DataFrame({"y": [1.0, 2.0], "secret": ["a", None], "b": [3, 4], "a": [True, False]}, index=[7, 3])
    text = pack_table(frame, ["a", "b"], "y")
    assert text is not None
    table, features, target = unpack_table(text)
    assert (features, target) == (("a", "b"), "y")
    assert table.to_dict("list") == {"a": [1.0, 0.0], "b": [3.0, 4.0], "y": [1.0, 2.0]}
    assert table.index.tolist() == [0, 1]


@pytest.mark.parametrize("kind", ["int8", "uint64", "float32", "bool", "Int64", "Float64", "str", "object", "category"])
def test_numbers_of_every_kind_travel_as_float64(kind: str) -> None:
    frame = pd.DataFrame({"x": pd.Series([1, 0, 1]).astype(kind), "y": [1.0, 2.0, 3.0]})
    table, _, _ = unpack_table(packed(frame))
    assert bits(table["x"].tolist()) == bits([1.0, 0.0, 1.0])


def test_columns_that_are_numbered_rather_than_named() -> None:
    assert unpack_table(packed_numbers := packed(pd.DataFrame([[1.0, 2.0]], columns=[0, 1])))[1:] == (("0",), "1")
    assert unpack_table(packed_numbers)[0].to_dict("list") == {"0": [1.0], "1": [2.0]}


def test_the_article_travels_in_a_short_link() -> None:
    dataset = Dataset.from_csv(ARTICLE)
    text = pack_table(dataset.to_frame(), dataset.feature_names, dataset.target_name)
    assert text is not None
    assert len(text) < 200
    assert Dataset.from_frame(*unpack_table(text)).fingerprint == dataset.fingerprint


@patient
@given(tables())
def test_a_link_holds_only_what_needs_no_escaping(frame: pd.DataFrame) -> None:
    assert re.fullmatch(r"1\.[A-Za-z0-9_-]+", packed(frame))


def test_the_format_stays_what_it_was() -> None:
    """Links in old messages and lessons keep working: this one was put together without the code."""
    text = by_hand('[["größe","b"],[1,-0,2.5e-3],[10,1e300,7]]'.encode(), level=1)
    table, features, target = unpack_table(text)
    assert (features, target) == (("größe",), "b")
    assert bits(table["größe"].tolist()) == bits([1.0, -0.0, 0.0025])
    assert table["b"].tolist() == [10.0, 1e300, 7.0]


# What does not fit


def test_a_table_too_large_for_a_link_is_not_packed() -> None:
    random = np.random.default_rng(5)
    fitting, too_many = None, None
    for rows in range(10, 400, 10):
        text = pack_table(pd.DataFrame(random.normal(size=(rows, 2)), columns=["x", "y"]), ["x"], "y")
        if text is None:
            too_many = too_many or rows
        else:
            fitting = rows
            assert len(text) <= MAX_LINK_LENGTH
            unpack_table(text)
    # A number of 17 digits (3.3 bits each) with sign, point and separator takes 12 to 14 letters: some 150 rows of two.
    assert fitting is not None
    assert too_many is not None
    assert 120 < fitting < too_many < 180


def test_the_bound_itself_fits() -> None:
    """One letter more or less in a name that cannot be compressed: every length up to the bound is packed."""
    random = np.random.default_rng(6)
    letters = "".join(random.choice(list(ALPHABET), size=6000))
    lengths = []
    for size in range(3_700, 4_300):
        text = pack_table(pd.DataFrame({letters[:size]: [1.0], "y": [2.0]}), [letters[:size]], "y")
        lengths.append(None if text is None else len(text))
    packed_lengths = [length for length in lengths if length is not None]
    assert max(packed_lengths) <= MAX_LINK_LENGTH < max(packed_lengths) + 5
    assert lengths[-1] is None


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"x": [1.0] * (MAX_LINK_ROWS + 1), "y": [1.0] * (MAX_LINK_ROWS + 1)}),
        pd.DataFrame(np.ones((1, MAX_COLUMNS + 1)), columns=[f"x{n}" for n in range(MAX_COLUMNS + 1)]),
        pd.DataFrame(np.full((MAX_LINK_ROWS, 2), 0.12345), columns=["x", "y"]),
        pd.DataFrame({"x" * (MAX_UNPACKED_BYTES + 1): [1.0], "y": [1.0]}),
    ],
    ids=["rows", "columns", "cells", "name"],
)
def test_what_could_not_be_unpacked_is_not_packed(frame: pd.DataFrame) -> None:
    *features, target = frame.columns
    assert pack_table(frame, features, target) is None


def test_the_largest_shapes_come_back() -> None:
    tall = pd.DataFrame(np.ones((MAX_LINK_ROWS, 2)), columns=["x", "y"])
    assert unpack_table(packed(tall))[0].shape == (MAX_LINK_ROWS, 2)
    wide = pd.DataFrame(np.ones((2, MAX_COLUMNS)), columns=[f"x{n}" for n in range(MAX_COLUMNS)])
    assert unpack_table(packed(wide))[0].shape == (2, MAX_COLUMNS)


@pytest.mark.parametrize(
    ("frame", "features", "target", "sentence"),
    [
        (pd.DataFrame({"x": [1.0], "y": [2.0]}), ["z"], "y", "no column “z”"),
        (pd.DataFrame({"x": [1.0], "y": [2.0]}), ["x"], "x", "called “x”"),
        (pd.DataFrame({"x": [1.0], "y": [2.0]}), ["x", "x"], "y", "called “x”"),
        (pd.DataFrame({"x": [1.0], "y": [2.0]}), [], "y", "at least one feature"),
        (pd.DataFrame({"x": [1.0, math.nan], "y": [2.0, 3.0]}), ["x"], "y", "Row 2 of column “x”"),
        (pd.DataFrame({"x": [1.0, 2.0], "y": [math.inf, 3.0]}), ["x"], "y", "Row 1 of column “y”"),
        (pd.DataFrame({"x": ["1", "red"], "y": [2.0, 3.0]}), ["x"], "y", "Row 2 of column “x”"),
        *[
            (pd.DataFrame({"x": column, "y": [2.0]}), ["x"], "y", "Row 1 of column “x”")
            for column in (
                pd.to_datetime(["2020-01-01"]),
                pd.to_timedelta(["1 day"]),
                pd.period_range("2020", periods=1),
                [1 + 2j],
                [None],
                pd.array([None], dtype="Int64"),
                pd.Series([[1]]),
            )
        ],
        (pd.DataFrame({"x": [10**400], "y": [2.0]}), ["x"], "y", "Row 1 of column “x”"),
        (pd.DataFrame([[1.0, 2.0]], columns=HALF_A_CHARACTER), ["\ud83d"], "y", "column 1 in the link is no text"),
    ],
)
def test_what_cannot_be_packed_is_said(frame: pd.DataFrame, features: list[str], target: str, sentence: str) -> None:
    with pytest.raises(DatasetError) as complaint:
        pack_table(frame, features, target)
    assert sentence in checked(str(complaint.value))


# Damage


GOOD = packed(pd.DataFrame({"height, cm": [150.5, -0.0, 1e300], "größe": [1.0, 2.0, 3.0]}))


@patient
@given(
    st.text(max_size=60)
    | st.text(ALPHABET, max_size=60).map("1.".__add__)
    | st.text("0123456789.-_Aa=+/%", max_size=20)
)
@example("")
@example(".")
@example("1")
@example("1.")
@example("1.A")
@example("1.AAAAAA")
@example("²." + GOOD[2:])
@example("\ud800")
@example("1.\ud800")
def test_random_text_is_refused(text: str) -> None:
    complaint_about(text)


def test_a_wrong_letter_is_found_wherever_it_stands() -> None:
    """The next one of the alphabet, which may differ in bits that are not used, and a foreign one."""
    for place, (letter, foreign) in enumerate(zip(GOOD, itertools.cycle(".=+/ é\0"), strict=False)):
        other = ALPHABET[(ALPHABET.find(letter) + 1) % len(ALPHABET)]
        for wrong in {other, foreign} - {letter}:
            complaint_about(GOOD[:place] + wrong + GOOD[place + 1 :])


def test_a_letter_lost_or_too_many_is_found_wherever_it_stands() -> None:
    for place, letter in enumerate(itertools.islice(itertools.cycle("A-=\n "), len(GOOD))):
        complaint_about(GOOD[:place])
        complaint_about(GOOD[:place] + GOOD[place + 1 :])
        complaint_about(GOOD[:place] + letter + GOOD[place:])
    for letter in "A-=\n ":
        complaint_about(GOOD + letter)


@patient
@given(tables(), st.data())
def test_random_flips_are_found(frame: pd.DataFrame, data: st.DataObject) -> None:
    letters = list(packed(frame))
    for _ in range(data.draw(st.integers(1, 4))):
        letters[data.draw(st.integers(0, len(letters) - 1))] = data.draw(st.sampled_from(ALPHABET))
    damaged = "".join(letters)
    assume(damaged != packed(frame))
    complaint_about(damaged)


@pytest.mark.parametrize("version", ["0", "2", "11", "01"])
def test_another_version_is_named(version: str) -> None:
    assert "another version" in complaint_about(by_hand(b'[["x","y"],[1],[2]]', version=version))
    assert "another version" in complaint_about(version + GOOD[1:])


@pytest.mark.parametrize("version", ["", "v1", "²", "-1", "1 "])
def test_what_is_no_version_is_damage(version: str) -> None:
    assert "damaged" in complaint_about(version + GOOD[1:])


@patient
@given(st.binary(max_size=80))
def test_a_right_checksum_over_any_bytes_is_no_way_in(data: bytes) -> None:
    """Random bytes are hardly ever compressed; if they are, they are no table."""
    complaint_about(linked(data))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@patient
@given(
    json_values
    | st.lists(st.lists(st.text(max_size=2) | st.floats() | st.booleans() | st.none(), max_size=3), max_size=4)
)
def test_any_json_inside_is_a_table_or_refused(value: object) -> None:
    text = forged(value)
    try:
        table, features, target = unpack_table(text)
    except DatasetError as error:
        checked(str(error))
        return
    assert isinstance(value, list)
    assert [*features, target] == value[0]
    assert [table[name].tolist() for name in value[0]] == value[1:]
    assert not any(isinstance(cell, bool) for column in value[1:] for cell in column)
    assert np.isfinite(table.to_numpy()).all()


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (b"", "damaged"),
        (b"{}", "damaged"),
        (b"[]", "damaged"),
        (b'"x"', "damaged"),
        (b"[[]]", "at least one feature"),
        (b'[["x"],[1]]', "at least one feature"),
        (b'[["x","y"],[1]]', "damaged"),
        (b'[["x","y"],[1],[2],[3]]', "damaged"),
        (b'[["x","y"],[1,2],[2]]', "damaged"),
        (b'[["x",1],[1],[2]]', "damaged"),
        (b'[["x",null],[1],[2]]', "damaged"),
        (b'[["x",["y"]],[1],[2]]', "damaged"),
        (b'[["x","y"],[true],[2]]', "damaged"),
        (b'[["x","y"],[null],[2]]', "damaged"),
        (b'[["x","y"],["1"],[2]]', "damaged"),
        (b'[["x","y"],[[1]],[2]]', "damaged"),
        (b'[["x","y"],{"1":1},[2]]', "damaged"),
        (b'[["x","y"],[1],[2]] ,', "damaged"),
        (b'[["x","y"],[1],[2]', "damaged"),
        (b'[["x","y"],[0x1],[2]]', "damaged"),
        (b'[["x","y"],[01],[2]]', "damaged"),
        (b'\xef\xbb\xbf[["x","y"],[1],[2]]', "damaged"),
        ('[["x","y"],[1],[2]]'.encode("utf-16"), "damaged"),
        (b'[["x\xff","y"],[1],[2]]', "damaged"),
        (b'[["x\xed\xa0\x80","y"],[1],[2]]', "damaged"),
        (b'[["x","\\ud800"],[1],[2]]', "name of column 2 in the link is no text"),
        (b'[["x","y"],[1,NaN],[2,3]]', "Row 2 of column “x”"),
        (b'[["x","y"],[1],[Infinity]]', "Row 1 of column “y”"),
        (b'[["x","y"],[-Infinity],[1]]', "Row 1 of column “x”"),
        (b'[["x","y"],[1e999],[1]]', "Row 1 of column “x”"),
        (b'[["x","y"],[' + b"9" * 5000 + b"],[1]]", "Row 1 of column “x”"),
        (b'[["x","x"],[1],[2]]', "called “x”"),
        (b'[["x","y","x"],[1],[2],[3]]', "called “x”"),
        (b"[" * 40_000, "damaged"),
        (b"[" * 20_000 + b"]" * 20_000, "damaged"),
        (b'{"a":' * 8_000, "damaged"),
    ],
)
def test_a_forged_table_is_refused(inside: bytes, sentence: str) -> None:
    assert sentence in complaint_about(by_hand(inside))


def test_too_many_rows_or_columns_are_counted_out() -> None:
    rows = [1] * (MAX_LINK_ROWS + 1)
    assert "5,001 rows" in complaint_about(forged([["x", "y"], rows, rows]))
    columns = [str(number) for number in range(MAX_COLUMNS + 1)]
    assert "201 columns" in complaint_about(forged([columns, *[[1]] * len(columns)]))


def test_what_is_not_one_whole_stream_is_refused() -> None:
    inside = b'[["x","y"],[1],[2]]'
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    whole = deflate.compress(inside) + deflate.flush()
    assert unpack_table(linked(whole))[1:] == (("x",), "y")
    for stream in (whole + b"\0", whole + whole, whole[:-1], zlib.compress(inside), inside, b""):
        assert "damaged" in complaint_about(linked(stream))
    without_end = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = without_end.compress(inside) + without_end.flush(zlib.Z_SYNC_FLUSH)
    assert "damaged" in complaint_about(linked(stream))


def test_a_long_text_is_refused_unread() -> None:
    assert "longer than 4,000" in complaint_about("1." + "A" * (MAX_LINK_LENGTH - 1))
    assert "longer than 4,000" in complaint_about("é" * 1_000_000)
    # A sound link one letter too long: noise that does not compress.
    noise = "".join(np.random.default_rng(7).choice(list(ALPHABET), size=4_200))
    assert "longer than 4,000" in complaint_about(forged([[noise, "y"], [1], [2]]))
    assert "damaged" in complaint_about("1." + "A" * (MAX_LINK_LENGTH - 2))


def peak_of_refusing(text: str, sentence: str) -> int:
    """The bytes that were in use at most on the way to the sentence."""
    complaint_about(text)
    tracemalloc.start()
    try:
        said = complaint_about(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sentence in said
    return peak


def test_a_bomb_is_not_unfolded() -> None:
    """The most that deflate can fold into a link is 3 MB; a table around it makes it look like one."""
    spaces = by_hand(b'[["x","y"],[1' + b" " * 2_900_000 + b"],[2]]")
    assert 3_000 < len(spaces) <= MAX_LINK_LENGTH
    assert peak_of_refusing(spaces, "50,000 bytes when unpacked") < 200_000
    tracemalloc.start()
    bytes(2_900_000)
    assert tracemalloc.get_traced_memory()[1] > 2_900_000, "the measure itself"
    tracemalloc.stop()


def test_the_bound_on_unpacking_is_where_it_is_said() -> None:
    table = b'[["x","y"],[1],[2]'
    fill = MAX_UNPACKED_BYTES - len(table) - 1
    assert unpack_table(by_hand(table + b" " * fill + b"]"))[1:] == (("x",), "y")
    assert "50,000 bytes" in complaint_about(by_hand(table + b" " * (fill + 1) + b"]"))


@pytest.mark.parametrize("inside", [b"[]", b"0", b'""', b"{}"])
def test_the_fullest_text_within_the_bound_stays_small_in_memory(inside: bytes) -> None:
    """Some thousand empty lists are larger as objects than as text, yet no burden."""
    many = b'[["x","y"],[' + b",".join([inside] * ((MAX_UNPACKED_BYTES - 40) // (len(inside) + 1))) + b"],[1]]"
    assert peak_of_refusing(by_hand(many), "damaged") < 4_000_000
