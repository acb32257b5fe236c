"""A column of the reel read as its docstring says, number by number."""

import struct
from base64 import b64decode

import numpy as np


def numbers(packed: dict[str, str]) -> np.ndarray:
    ((kind, text),) = packed.items()
    if kind == "steps":
        return np.array(walked(b64decode(text)), dtype=np.float32)
    return np.frombuffer(b64decode(text), dtype={"float32": "<f4", "float64": "<f8"}[kind])


def walked(packed: bytes) -> list[float]:
    found, bits, step, coded, place = [], 0, 0, 0, 0
    for byte in packed:
        coded += (byte % 128) * 128**place
        place += 1
        if byte < 128:
            step += -(coded + 1) // 2 if coded % 2 else coded // 2
            bits += step
            found += struct.unpack("<f", struct.pack("<I", bits % 2**32))
            coded = place = 0
    return found
