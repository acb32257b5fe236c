"""Pinned runs on their way out and back: in a link, as long as that stays short, and in a file.

What comes back comes from anybody: it is checked, piece by piece, and what a run cannot be trained with is refused in a
sentence that names the run.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from perceptron.charts.palette import STYLES
from perceptron.knobs import knobs_of
from perceptron.learning.hyperparameters import Hyperparameters
from perceptron.take_home.packed import MAX_LINK_LENGTH, damaged, pack, unpack
from perceptron.take_home.table_in_link import pack_table, unpack_table
from perceptron.words import DatasetError, quoted

MOST_PINS = len(STYLES) - 1
LONGEST_NAME = 60
MOST_HELD_OUT = 50
# A file of pinned runs is some kilobytes without tables; a table of a million cells is 20 MB.
MAX_FILE_BYTES = 20_000_000

WHAT, INSTEAD = "The list of pinned runs", "ask for it as a file"
_KNOBS = knobs_of(Hyperparameters)
_DEFAULTS = Hyperparameters()


class Table(NamedTuple):
    """Data of one's own: the table, the names of its features, and that of its target."""

    frame: pd.DataFrame
    features: tuple[str, ...]
    target: str


class Carried(NamedTuple):
    """A pinned run as it travels: name, "" where the learner gave it none; style, its place in `STYLES`; held_out, the
    rows kept from training, in percent; data, the label of a set that comes with the page, or a table.
    """

    name: str
    style: int
    hyperparameters: Hyperparameters
    held_out: int
    data: str | Table


def packed_pins(pins: Sequence[Carried], shown: str | Table, room: int = MAX_LINK_LENGTH) -> str | None:
    """The pins as text for a link that shows that data, which is not written once more; None where the text would be
    longer than `room`, or a table too large for any link.
    """
    tables: list[str] = []
    entries = []
    for pin in pins:
        if same_data(pin.data, shown):
            data: str | int | None = None
        elif isinstance(pin.data, str):
            data = pin.data
        else:
            text = pack_table(*pin.data)
            if text is None:
                return None
            if text not in tables:
                tables.append(text)
            data = tables.index(text)
        entries.append([pin.name, pin.style, _settings(pin.hyperparameters), pin.held_out, data])
    inside = json.dumps([entries, tables], ensure_ascii=False, separators=(",", ":")).encode()
    text = pack(inside)
    return text if text is not None and len(text) <= room else None


def unpacked_pins(text: str, shown: str | Table) -> list[Carried]:
    """The pins of `packed_pins`, in a link that shows that data.

    Raises DatasetError, one sentence, for whatever is no such list.
    """
    try:
        entries, tables = json.loads(unpack(text, WHAT, INSTEAD).decode("utf-8"))
        if not all(isinstance(table, str) for table in tables):
            raise TypeError("a table travels as a text")
        known = [Table(*unpack_table(table)) for table in tables]
    except DatasetError:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(WHAT) from error

    def data_of(given: Any) -> str | Table:
        if given is None:
            return shown
        return given if isinstance(given, str) else known[given]

    return _read(entries, data_of, damaged(WHAT))


def pins_file(pins: Sequence[Carried]) -> bytes:
    """The pins with their data as a file: JSON, for this page and for anybody to read."""
    runs = []
    for pin in pins:
        if isinstance(pin.data, str):
            data: Any = pin.data
        else:
            columns = {name: pin.data.frame[name].tolist() for name in (*pin.data.features, pin.data.target)}
            data = {"features": list(pin.data.features), "target": pin.data.target, "columns": columns}
        runs.append([pin.name, pin.style, _settings(pin.hyperparameters), pin.held_out, data])
    # ASCII only, so that no lone half of a pair of UTF-16 stands in the way.
    return json.dumps({"pinned_runs": runs}, indent=1, allow_nan=False).encode("ascii")


def pins_in_file(content: bytes) -> list[Carried]:
    """The pins of `pins_file`. Raises DatasetError, one sentence, for a file that is none of it."""
    wrong = DatasetError("This is no file of pinned runs: choose one that was saved here with “Save the pinned runs”.")
    if len(content) > MAX_FILE_BYTES:
        raise DatasetError(f"A file of pinned runs has at most {MAX_FILE_BYTES // 1_000_000} MB: pin fewer tables.")
    try:
        entries = json.loads(content.decode("utf-8"))["pinned_runs"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise wrong from error

    def data_of(given: Any) -> str | Table:
        if isinstance(given, str):
            return given
        features, target, columns = tuple(given["features"]), given["target"], given["columns"]
        frame = pd.DataFrame({name: pd.Series(columns[name], dtype="float64") for name in (*features, target)})
        return Table(frame, features, target)

    return _read(entries, data_of, wrong)


def same_data(data: str | Table, shown: str | Table) -> bool:
    """Whether both are the same set or the same table."""
    if isinstance(data, str) or isinstance(shown, str):
        return isinstance(data, str) and isinstance(shown, str) and data == shown
    return data is shown or (
        (data.features, data.target) == (shown.features, shown.target)
        and data.frame[[*data.features, data.target]].equals(shown.frame[[*shown.features, shown.target]])
    )


def _settings(hyperparameters: Hyperparameters) -> dict[str, str]:
    """What is not as by default, as the page's link has it."""
    now = vars(hyperparameters)
    return {name: knob.text(now[name]) for name, knob in _KNOBS.items() if now[name] != getattr(_DEFAULTS, name)}


def _read(entries: Any, data_of: Any, wrong: DatasetError) -> list[Carried]:
    """The entries, each looked at; `data_of` finds the data of what an entry says of it."""
    if not isinstance(entries, list):
        raise wrong
    if len(entries) > MOST_PINS:
        raise DatasetError(f"{WHAT} has {len(entries):,} runs, and {MOST_PINS} are the most: leave some out.")
    pins = []
    for entry in entries:
        try:
            name, style, settings, held_out, given = entry
            pins.append(Carried(_name(name), _style(style), _chosen(settings), _percent(held_out), data_of(given)))
        except DatasetError:
            raise
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
            raise wrong from error
    return pins


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError("a name is a text")
    return one_line(name)


def one_line(name: str) -> str:
    """A name that a learner gives: printable, on one line, at most LONGEST_NAME characters."""
    printable = "".join(sign if sign.isprintable() else " " for sign in name[: 10 * LONGEST_NAME])
    return " ".join(printable.split())[:LONGEST_NAME].rstrip()


def _style(style: Any) -> int:
    if isinstance(style, bool) or not isinstance(style, int) or not 1 <= style <= MOST_PINS:
        raise ValueError("no such style")
    return style


def _chosen(settings: Any) -> Hyperparameters:
    """The settings; one that there is not, or that no run can have, is refused by its name."""
    chosen = {}
    for name, text in settings.items():
        if name not in _KNOBS:
            raise DatasetError(f"A pinned run has the setting {quoted(name)}, which this page does not know.")
        if not isinstance(text, str):
            raise TypeError("a setting travels as a text")
        # No value that a run can have: that shows whether the text was one.
        value = _KNOBS[name].read(text, wrong := object())
        if value is wrong:
            raise DatasetError(f"A pinned run has {quoted(name)} as {quoted(text)}, which no run can have.")
        chosen[name] = value
    return Hyperparameters(**chosen)


def _percent(held_out: Any) -> int:
    if isinstance(held_out, bool) or not isinstance(held_out, int) or not 0 <= held_out <= MOST_HELD_OUT:
        raise ValueError("no such share")
    return held_out
