"""Reading a CSV into a table of columns."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pandas as pd


@dataclass(frozen=True)
class Table:
    frame: pd.DataFrame


def read_table(source: str | Path | bytes | IO[bytes]) -> Table:
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    return Table(pd.read_csv(source))
