"""A table of numbers as Python: rows to be read while they are few, else packed. Both come back as the same float64."""

import base64
import zlib

import numpy as np

# Some pages of numbers; nobody reads more.
MOST_READ = 2000

UNPACKED = '''def unpacked(text, columns):
    """The table that was packed into this text: compressed, and written in letters."""
    packed = zlib.decompress(base64.b64decode(text))
    return np.frombuffer(packed, dtype="<f8").reshape(-1, columns)'''


def in_rows(table: np.ndarray) -> str:
    """An array (rows, columns) written out, a row a line."""
    # .tolist() has Python's own floats, whose repr comes back as the same number.
    rows = "\n".join(f"    {row!r}," for row in table.tolist())
    return f"np.array([\n{rows}\n])"


def packed(table: np.ndarray) -> str:
    """An array (rows, columns) as a call of `unpacked`."""
    text = base64.encodebytes(zlib.compress(table.astype("<f8").tobytes())).decode("ascii")
    return f'unpacked("""\n{text}""", {table.shape[1]})'
