"""Numbers of a run in a few bytes each, bit by bit the same: a run moves smoothly, so hardly anything changes but how
fast it moves.
"""

from base64 import b64encode

import numpy as np

# Seven bits to a byte; the eighth says that more follow.
SEVEN, MORE = 127, 128


def in_steps(values: np.ndarray) -> str:
    """Values (n,) in float32, as text: by how much each step between their bits, taken as whole numbers, differs from
    the step before, in base 128, the lowest seven bits first, and in base 64.

    Neighbouring numbers of float32 have neighbouring bits; a difference that is no more than ±63 takes one byte, not
    four. Before the first value both it and the step are 0; everything is counted modulo 2³², as the browser does.
    """
    bits = np.ascontiguousarray(values, dtype="<f4").view(np.uint32)
    steps = bits - np.concatenate([bits[:1] * 0, bits[:-1]])
    turns = (steps - np.concatenate([steps[:1] * 0, steps[:-1]])).view(np.int32)
    # Near 0 from either side becomes small: 0, −1, 1, −2, … are 0, 1, 2, 3, ….
    zigzag = ((turns << 1) ^ (turns >> 31)).view(np.uint32)
    sizes = 1 + sum((zigzag >> (7 * place) > 0).astype(np.int64) for place in range(1, 5))
    starts = np.cumsum(sizes) - sizes
    found = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for place in range(5):
        there = sizes > place
        seven = (zigzag[there] >> (7 * place)) & SEVEN
        found[starts[there] + place] = seven + MORE * (sizes[there] > place + 1)
    return b64encode(found.tobytes()).decode("ascii")
