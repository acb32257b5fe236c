"""A small table inside a link: everything that a page needs to show the same data to somebody else.

A link is short and comes from anybody. So the table is packed tightly, and what is unpacked is trusted in nothing:
not in its length, its letters, its checksum, its size when unpacked, its shape, its names or its numbers.
"""

import base64
import json
import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from perceptron.data.frame_columns import column_values
from perceptron.data.reading import MAX_COLUMNS
from perceptron.words import DatasetError, quoted

# Web servers and proxies refuse a request line over 8 KB as they come (Apache 8,190 bytes, nginx 8,192). Half of it
# leaves room for the address, the other settings, and a sign-in page that is handed the whole link escaped.
MAX_LINK_LENGTH = 4_000
# Real tables that fit into such a link are some 10,000 bytes when unpacked. What unfolds to more is no table, and
# 50,000 bytes are at most 200 KB of text in memory.
MAX_UNPACKED_BYTES = 50_000
MAX_LINK_ROWS = 5_000

_VERSION = "1"
_CHECKSUM_BYTES = 4
# No header and no checksum of its own: four bytes of CRC-32 are ours.
_RAW_DEFLATE = -15


def pack_table(frame: pd.DataFrame, features: Sequence[str], target: str) -> str | None:
    """The features and the target as text for a link: letters, digits, "-", "_" and one ".", nothing to escape.

    Every float64 and every name comes back exactly. None where the text would be longer than MAX_LINK_LENGTH, or the
    table larger than `unpack_table` takes (MAX_LINK_ROWS, MAX_COLUMNS, MAX_UNPACKED_BYTES). Raises DatasetError for
    a column that is missing or named twice, a name that is no text, and a cell that is no finite number.
    """
    names = [str(name) for name in (*features, target)]
    _check_names(names)
    if len(frame) > MAX_LINK_ROWS or len(names) > MAX_COLUMNS:
        return None
    columns = [_column_of(frame, name) for name in names]
    _check_numbers(names, columns)
    parts = [json.dumps(names, ensure_ascii=False, separators=(",", ":"))]
    parts += ["[" + ",".join(map(_shortest, column.tolist())) + "]" for column in columns]
    inside = f"[{','.join(parts)}]".encode()
    if len(inside) > MAX_UNPACKED_BYTES:
        return None
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    packed = deflate.compress(inside) + deflate.flush()
    text = f"{_VERSION}.{_as_text(_checksum(packed) + packed)}"
    return text if len(text) <= MAX_LINK_LENGTH else None


def unpack_table(text: str) -> tuple[pd.DataFrame, tuple[str, ...], str]:
    """The table of `pack_table`, its columns float64 and in their order, with the names of features and target.

    Raises DatasetError, one sentence, for whatever is no such table, and nothing else whatever the text. The table
    may still be one that no line can be learned from: that is for `Dataset` to say.
    """
    if len(text) > MAX_LINK_LENGTH:
        raise DatasetError(
            f"The table in this link is longer than {MAX_LINK_LENGTH:,} characters: ask for the data as a CSV file."
        )
    names, columns = _parsed(_inflated(_checked_bytes(text)))
    _check_names(names)
    _check_numbers(names, columns)
    return pd.DataFrame(dict(zip(names, columns, strict=True))), tuple(names[:-1]), names[-1]


def _shortest(value: float) -> str:
    """The fewest digits that come back as this very number: 1 for 1.0, -0 for -0.0."""
    return repr(value).removesuffix(".0").replace("e+", "e")


def _checksum(packed: bytes) -> bytes:
    return zlib.crc32(packed).to_bytes(_CHECKSUM_BYTES, "big")


def _as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _damaged() -> DatasetError:
    return DatasetError("The table in this link is damaged: copy the whole link once more, or ask for a new one.")


def _too_large(what: str) -> DatasetError:
    return DatasetError(f"The table in this link has {what}: ask for the data as a CSV file.")


def _checked_bytes(text: str) -> bytes:
    """The compressed bytes, once version, letters and checksum are right."""
    version, dot, letters = text.partition(".")
    if not (dot and version.isascii() and version.isdigit()):
        raise _damaged()
    if version != _VERSION:
        raise DatasetError("The table in this link was packed by another version of this page: ask for a new link.")
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError as error:
        raise _damaged() from error
    # Decoding skips foreign letters and the last letter's spare bits, so look whether these very letters come back.
    packed = data[_CHECKSUM_BYTES:]
    if _as_text(data) != letters or data[:_CHECKSUM_BYTES] != _checksum(packed):
        raise _damaged()
    return packed


def _inflated(packed: bytes) -> bytes:
    """What was compressed, up to MAX_UNPACKED_BYTES: never more than one byte beyond is unfolded."""
    inflate = zlib.decompressobj(_RAW_DEFLATE)
    try:
        inside = inflate.decompress(packed, MAX_UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise _damaged() from error
    if len(inside) > MAX_UNPACKED_BYTES:
        raise _too_large(f"more than {MAX_UNPACKED_BYTES:,} bytes when unpacked")
    if not inflate.eof or inflate.unused_data:
        raise _damaged()
    return inside


def _parsed(inside: bytes) -> tuple[list[str], list[np.ndarray]]:
    """The names and as many equally long columns of numbers."""
    try:
        # Every number as float, so -0 keeps its sign; NaN, Infinity and endless digits are refused with their place.
        parts = json.loads(inside.decode("utf-8"), parse_int=float, parse_constant=float)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not (isinstance(parts, list) and parts and all(isinstance(part, list) for part in parts)):
        raise _damaged()
    names, *columns = parts
    if len(names) != len(columns) or not all(isinstance(name, str) for name in names):
        raise _damaged()
    if len(names) > MAX_COLUMNS:
        raise _too_large(f"{len(names):,} columns, and {MAX_COLUMNS} are the most a link can hold")
    if len({len(column) for column in columns}) > 1:
        raise _damaged()
    if columns and len(columns[0]) > MAX_LINK_ROWS:
        raise _too_large(f"{len(columns[0]):,} rows, and {MAX_LINK_ROWS:,} are the most a link can hold")
    if not all(isinstance(cell, float) for column in columns for cell in column):
        raise _damaged()
    return names, [np.array(column, dtype=np.float64) for column in columns]


def _column_of(frame: pd.DataFrame, name: str) -> np.ndarray:
    """One column as float64, NaN for whatever is no number. Raises DatasetError where there is no such column."""
    columns = [str(column) for column in frame.columns]
    if name not in columns:
        raise DatasetError(f"There is no column {quoted(name)} to put into a link: choose one that is in the table.")
    return column_values(frame.iloc[:, columns.index(name)])


def _check_names(names: Sequence[str]) -> None:
    if len(names) < 2:
        raise DatasetError("A table in a link needs at least one feature and a target: choose two columns or more.")
    for place, name in enumerate(names, start=1):
        if name in names[: place - 1]:
            raise DatasetError(f"Two columns in the link are called {quoted(name)}: rename one of them.")
        # Half of a pair of UTF-16 is no character, and breaks whatever has to show it.
        if any("\ud800" <= character <= "\udfff" for character in name):
            raise DatasetError(f"The name of column {place} in the link is no text: rename it.")


def _check_numbers(names: Sequence[str], columns: Sequence[np.ndarray]) -> None:
    for name, column in zip(names, columns, strict=True):
        unusable = np.flatnonzero(~np.isfinite(column))
        if len(unusable):
            raise DatasetError(
                f"Row {unusable[0] + 1} of column {quoted(name)} is no finite number, and a link carries nothing else: "
                "correct it or delete the row."
            )
