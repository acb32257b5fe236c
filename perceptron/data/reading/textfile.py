"""From whatever was handed in to lines of text: size, encoding, and what is no text at all.

Nothing here knows about columns. Text is decoded as a stream, so a large file is in memory once, as bytes.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from perceptron.words import DatasetError, quoted

MAX_BYTES = 50_000_000
MAX_LINE_BYTES = 1_000_000

# What a learner may name as an encoding; the first two are tried unasked.
ENCODINGS = (
    "utf-8", "cp1252", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15", "cp1250", "cp1251", "cp437", "cp850",
    "mac-roman", "shift_jis", "gb18030", "big5", "euc_kr",
)  # fmt: skip

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, eq=False)
class TextFile:
    """The bytes of a file, and the encoding that every one of them obeys."""

    data: bytes
    encoding: str

    def lines(self) -> Iterator[str]:
        """The lines with their line ends (LF, CRLF or CR), without byte order marks."""
        stream = io.BytesIO(self.data)
        stream.seek(self.start)
        return io.TextIOWrapper(stream, self.encoding, newline="")

    @property
    def start(self) -> int:
        """Where the text begins, behind the byte order mark, or two where programs wrote one each."""
        start = 0
        for mark, name in _BYTE_ORDER_MARKS:
            while name == self.encoding and self.data.startswith(mark, start):
                start += len(mark)
        return start


def bytes_of(source: str | Path | bytes | IO[bytes]) -> bytes:
    """The bytes of a path, a file object (from where it stands) or of bytes themselves.

    Raises DatasetError where there is nothing to read or more than MAX_BYTES.
    """
    try:
        if isinstance(source, (bytes, bytearray, memoryview)):
            data = bytes(source)
        elif isinstance(source, (str, Path)):
            with Path(source).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        else:
            content = source.read(MAX_BYTES + 1)
            data = content.encode() if isinstance(content, str) else bytes(content)
    except FileNotFoundError as error:
        raise DatasetError(f"There is no file {quoted(source)}: check its name and folder.") from error
    except (OSError, ValueError) as error:
        raise DatasetError("The file cannot be opened: check that it is a file and that you may read it.") from error
    if len(data) > MAX_BYTES:
        raise DatasetError(
            f"The file is larger than {MAX_BYTES / 1e6:g} MB: keep fewer rows, a line needs only some hundred."
        )
    return data


def encoding_of(data: bytes, wanted: str | None = None) -> str:
    """The encoding that every byte of `data` obeys: the wanted one, or else UTF-8, UTF-16 or Windows-1252.

    Raises DatasetError where there is no text in it, or not in that encoding.
    """
    if wanted is not None:
        encoding = _known(wanted)
    elif data.isascii() and b"\0" not in data:
        return "utf-8"
    else:
        marked = [name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)]
        encoding = marked[0] if marked else _utf16_by_its_zeros(data) or "utf-8"
        if encoding == "utf-8" and not marked and b"\0" not in data and _first_bad_byte(data, "utf-8") is not None:
            encoding = "cp1252"
    bad = _first_bad_byte(data, encoding)
    if bad is not None:
        line = _lines_before(data, bad) + 1
        tried = "UTF-8 or Windows-1252" if encoding == "cp1252" and wanted is None else encoding
        if data[bad : bad + 1] == b"\0" or b"\0" in data[bad : bad + 2]:
            raise DatasetError(f"Line {line:,} holds zero bytes, so this is not a text file: choose a CSV file.")
        raise DatasetError(
            f"Line {line:,} holds a byte that is no character in {tried}: save the file as CSV in UTF-8, "
            "or choose another encoding."
        )
    return encoding


def without_padding(data: bytes) -> bytes:
    """The bytes without what old programs leave behind the last line: Control-Z, zero bytes to fill a block."""
    end = len(data.rstrip(b"\0\x1a\r\n"))
    padded = b"\0" in data[end:] or b"\x1a" in data[end:]
    if not padded or (end == 0 and b"\x1a" not in data):
        return data
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if marked or _utf16_by_its_zeros(data[: end - end % 2]):
        # Half of the last character may be a zero byte.
        end += end % 2
    return data[:end]


def long_line(data: bytes) -> tuple[int, bytes] | None:
    """The number and the bytes of a line longer than MAX_LINE_BYTES, or None: every line end is looked for once."""
    start = 0
    while len(data) - start > MAX_LINE_BYTES:
        end = max(data.rfind(sign, start, start + MAX_LINE_BYTES) for sign in (b"\n", b"\r"))
        if end < 0:
            ends = [place for sign in (b"\n", b"\r") if (place := data.find(sign, start)) >= 0]
            return _lines_before(data, start) + 1, data[start : min(ends, default=len(data))]
        start = end + 1
    return None


def _lines_before(data: bytes, place: int) -> int:
    return max(data.count(b"\n", 0, place), data.count(b"\r", 0, place))


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        name = ""
    for known in ENCODINGS:
        if codecs.lookup(known).name == name:
            return known
    raise DatasetError(f"The encoding {quoted(encoding)} is not known here: choose one of {', '.join(ENCODINGS)}.")


def _utf16_by_its_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: in Latin text, digits and separators every other byte is zero."""
    sample = data[:65_536]
    even, odd = sample[0::2], sample[1::2]
    if not sample or len(data) % 2:
        return None
    even_zeros, odd_zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_zeros > 0.3 and even_zeros < 0.02:
        return "utf-16-le"
    return "utf-16-be" if even_zeros > 0.3 and odd_zeros < 0.02 else None


def _first_bad_byte(data: bytes, encoding: str) -> int | None:
    """Where the text stops being text in that encoding (a zero character counts), or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    step = 1 << 20
    for start in range(0, len(data), step):
        try:
            text = decoder.decode(data[start : start + step], start + step >= len(data))
        except UnicodeDecodeError as error:
            return min(max(start + error.start - (len(error.object) - len(data[start : start + step])), 0), len(data))
        if "\0" in text:
            zero = data.find(b"\0\0" if encoding.startswith("utf-16") else b"\0", start)
            return max(zero, 0)
    return None
