"""The components' scripts as they go to the browser."""

from collections.abc import Iterable
from pathlib import Path

# What several of them begin from: how they follow the page without keeping it busy.
RESTING = Path(__file__).resolve().parent / "resting.js"


def script(paths: Iterable[Path]) -> str:
    """Those files one after the other, without comments and indents."""
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
