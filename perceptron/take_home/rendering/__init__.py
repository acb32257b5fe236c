"""Vega-Lite charts as pictures, drawn in a process of its own: what draws them keeps 150 MB once it was used, which end
with that process.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from perceptron.take_home.rendering.converter import MISSING

Kind = Literal["svg", "png"]

CONVERTER = Path(__file__).resolve().parent / "converter.py"
# Seconds that a drawing may take, and that one waits for those of others; a busy server takes a few.
PATIENCE = 60.0
# A picture for a screen of today, and for print.
PIXELS_PER_POINT = 2.0

# One at a time on a server, which has memory for one.
_turn = Lock()


class DrawingError(RuntimeError):
    """Why a picture could not be drawn, in one sentence that says what to do."""


def render(specs: Sequence[dict[str, Any]], kind: Kind) -> list[bytes]:
    """The charts as SVG or PNG, each with its data inside; many cost little more than one.

    A PNG has `PIXELS_PER_POINT` pixels for each of the specification's. Raises DrawingError.
    """
    return _ask({"kind": kind, "specs": list(specs), "scale": PIXELS_PER_POINT})


@cache
def library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script of 0.9 MB, which puts `vegaEmbed` on the window; made once.

    Raises DrawingError.
    """
    return _ask({"kind": "library"})[0].decode("utf-8")


def _ask(request: dict[str, Any]) -> list[bytes]:
    if not _turn.acquire(timeout=PATIENCE):
        raise DrawingError("Other pictures are being drawn just now: try again in a minute.")
    try:
        done = subprocess.run(
            [sys.executable, str(CONVERTER)],
            input=json.dumps(request, allow_nan=False).encode("ascii"),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DrawingError(f"Drawing took more than {PATIENCE:g} seconds and was stopped: try again later.") from None
    finally:
        _turn.release()
    if done.returncode == MISSING:
        raise DrawingError(
            "vl-convert-python, which draws pictures, is not installed: `pip install vl-convert-python`."
        )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit status {done.returncode}"]
        raise DrawingError(f"The picture could not be drawn ({reason[-1][:200]}): reload the page and try again.")
    return [base64.b64decode(answer) for answer in json.loads(done.stdout)]
