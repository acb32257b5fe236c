"""Text that travels in a link: packed tightly, and when it comes back trusted in nothing, not in its length, its
letters, its checksum, nor its size when unpacked.
"""

import base64
import zlib

from perceptron.words import DatasetError

# Web servers and proxies refuse a request line over 8 KB as they come (Apache 8,190 bytes, nginx 8,192). Half of it
# leaves room for the address, the other settings, and a sign-in page that is handed the whole link escaped.
MAX_LINK_LENGTH = 4_000
# Real tables that fit into such a link are some 10,000 bytes when unpacked. What unfolds to more is no table, and
# 50,000 bytes are at most 200 KB of text in memory.
MAX_UNPACKED_BYTES = 50_000

_VERSION = "1"
_CHECKSUM_BYTES = 4
# No header and no checksum of its own: four bytes of CRC-32 are ours.
_RAW_DEFLATE = -15


def pack(inside: bytes) -> str | None:
    """The bytes as letters, digits, "-", "_" and one ".", nothing to escape; None where `unpack` would not take it."""
    if len(inside) > MAX_UNPACKED_BYTES:
        return None
    deflate = zlib.compressobj(9, zlib.DEFLATED, _RAW_DEFLATE)
    packed = deflate.compress(inside) + deflate.flush()
    text = f"{_VERSION}.{_as_text(_checksum(packed) + packed)}"
    return text if len(text) <= MAX_LINK_LENGTH else None


def unpack(text: str, what: str, instead: str) -> bytes:
    """What `pack` packed. `what` it is, such as "The table", and what to do `instead` of sending it in a link.

    Raises DatasetError, one sentence, for whatever is no such text.
    """
    if len(text) > MAX_LINK_LENGTH:
        raise DatasetError(f"{what} in this link is longer than {MAX_LINK_LENGTH:,} characters: {instead}.")
    return _inflated(_checked_bytes(text, what), what, instead)


def damaged(what: str) -> DatasetError:
    """The complaint of what was not copied whole."""
    return DatasetError(f"{what} in this link is damaged: copy the whole link once more, or ask for a new one.")


def _checksum(packed: bytes) -> bytes:
    return zlib.crc32(packed).to_bytes(_CHECKSUM_BYTES, "big")


def _as_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _checked_bytes(text: str, what: str) -> bytes:
    """The compressed bytes, once version, letters and checksum are right."""
    version, dot, letters = text.partition(".")
    if not (dot and version.isascii() and version.isdigit()):
        raise damaged(what)
    if version != _VERSION:
        raise DatasetError(f"{what} in this link was packed by another version of this page: ask for a new link.")
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError as error:
        raise damaged(what) from error
    # Decoding skips foreign letters and the last letter's spare bits, so look whether these very letters come back.
    packed = data[_CHECKSUM_BYTES:]
    if _as_text(data) != letters or data[:_CHECKSUM_BYTES] != _checksum(packed):
        raise damaged(what)
    return packed


def _inflated(packed: bytes, what: str, instead: str) -> bytes:
    """What was compressed, up to MAX_UNPACKED_BYTES: never more than one byte beyond is unfolded."""
    inflate = zlib.decompressobj(_RAW_DEFLATE)
    try:
        inside = inflate.decompress(packed, MAX_UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise damaged(what) from error
    if len(inside) > MAX_UNPACKED_BYTES:
        raise DatasetError(f"{what} in this link has more than {MAX_UNPACKED_BYTES:,} bytes when unpacked: {instead}.")
    if not inflate.eof or inflate.unused_data:
        raise damaged(what)
    return inside
