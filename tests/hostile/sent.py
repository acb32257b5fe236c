"""Whole things to send, made at random: links, files, and what a browser would never say of a widget."""

import csv
import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote

from conftest import ROOT
from load.session import FIELDS
from load.shown import Part
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState

from hostile.nonsense import HUGE, NUMBERS, like, pinned, pins, spoilt, table, text, value

DATA = sorted((ROOT / "data").glob("*.csv"))
TABS = ["Train", "One step", "Data", "Compare", "Learn", "Take home"]
LESSONS = [path.stem.lstrip("0123456789_") for path in (ROOT / "perceptron" / "lessons").glob("*/*.toml")]
LESSONS += ["mistakes", "ideas", "teachers", "class", ""]
# The parameters of a link, with what each may well say.
SAID: dict[str, list[str]] = {
    "learning_rate": ["0.001", "0.1", "1e-30", "10"],
    "epochs": ["1", "7", "300"],
    "seed": ["0", "7", "2147483647"],
    "activation": ["clamp", "identity", "Clamp"],
    "reduction": ["sum", "mean"],
    "batch_size": ["", "1", "5", "10000000"],
    "standardize": ["true", "false", "TRUE"],
    "initial_weight": ["", "0", "-1000000"],
    "initial_bias": ["", "0", "1000000"],
    "gradients": ["by_hand", "autograd"],
    "held_out": ["0", "20", "50"],
    "data": ["Article", "Ice cream", "Tree by year", "Daily energy"],
    "depth": ["Plain", "plain", "Formulas", "Derivation"],
    "tab": TABS,
    "learn": LESSONS,
    "epoch": ["0", "5", "9999999"],
    "lock": ["learning_rate,epochs", "more_settings", "data", "depth"],
    "hide": ["tabs", "seed,data", "more_settings", "suggestions"],
    "ask": ["required", "optional"],
    "note": ["Only the rate today"],
    "room": ["ABCDEF", "abc def", "A2B3C4"],
    "key": ["guessed", "a" * 22],
    "table": [],
    "pins": [],
}


def link(random: Random) -> str:
    """A query string; most runs that it asks for are short, because the searching is for what breaks."""
    parts = {"gradients": "by_hand", "epochs": str(random.randrange(1, 60))}
    for name in random.sample(sorted(SAID), random.randrange(1, 8)):
        known = SAID[name]
        parts[name] = random.choice(known) if known and random.random() < 0.5 else text(random)
    for name, packed in (("table", table), ("pins", pins)):
        if random.random() < 0.25:
            parts[name] = packed(random)
    if random.random() < 0.7:
        parts["tab"] = random.choice(TABS)
    if random.random() < 0.05:
        parts[text(random)] = text(random)
    said = [f"{quote(name)}={quote(each)}" for name, each in parts.items()]
    if random.random() < 0.1:
        # Twice the same, without a value, escaped wrongly.
        odd = ["epochs", "=", "%", "%zz=%ff", "data=%ed%a0%80", "tab=%00", "&&", "epochs[]=1"]
        said += random.choices([*said, *odd], k=2)
        random.shuffle(said)
    return "&".join(said)


def file(random: Random) -> tuple[str, bytes]:
    """A file to be read as a table, and its name."""
    name = random.choice(["data.csv", "x.xlsx", "noext", text(random)[:200]])
    kind = random.random()
    if kind < 0.4:
        return name, spoilt(random, random.choice(DATA).read_bytes())
    if kind < 0.75:
        return name, _written(random).encode(random.choice(["utf-8", "utf-16", "cp1252", "ascii"]), "replace")
    if kind < 0.85:
        signs = [random.choice(b"abc;,.0123456789 \t\"'\n-|eE/:") for _ in range(random.randrange(3000))]
        return name, bytes(signs)
    if kind < 0.9:
        return name, random.randbytes(random.randrange(3000))
    return name, random.choice(
        [
            b"",
            b"\0" * 5000,
            b"a,b\n" * 50_000,
            b"," * 100_000,
            b'"' * 100_000,
            b"x" * 1_000_001 + b"\n1,2\n",
            b"a,b\n" + b"1,2\n" * 30_000,
            b"1\n" * 2_000_001,
            b"a;" * 199 + b"b\n" + b"1;" * 199 + b"2\n" + b"3;" * 199 + b"4\n",
            zlib.compress(b"1,2\n" * 1_000_000),
            _zipped(b"1,2\n" * 1_000_000),
            b"%PDF-1.7\n" + random.randbytes(500),
            json.dumps({"a": [1, 2]}).encode(),
        ]
    )


def pins_file(random: Random) -> tuple[str, bytes]:
    """A file of pinned runs, or what is nearly one."""
    data = {"features": ["x"], "target": "y", "columns": {"x": [1, 2, 3], "y": [1, 2, 4]}}
    runs: Any = [[*run[:4], random.choice([data, run[4]])] for run in pinned(random)]
    content = json.dumps({"pinned_runs": like(random, runs)}).encode()
    return "runs.json", spoilt(random, content) if random.random() < 0.2 else content


def forged(random: Random, part: Part, events: Mapping[str, Any]) -> WidgetState | None:
    """What no browser would say of that widget, in the form in which it says things; None for what takes nothing.
    events: those of a component, with what is well said of each.
    """
    state = WidgetState(id=part.message.id)
    if part.kind == "bidi_component":
        told = {event: like(random, example) for event, example in events.items() if random.random() < 0.7}
        if random.random() < 0.5:
            state.json_value = json.dumps(told)
            return state
        listed = [{"event": event, "value": each} for event, each in told.items()]
        name = f"$$STREAMLIT_INTERNAL_KEY_{part.message.id}__events"
        return WidgetState(id=name, json_trigger_value=json.dumps(like(random, listed)))
    if part.kind.endswith("button"):
        state.trigger_value = True
        return state
    field = FIELDS.get(part.kind)
    if field == "bool_value":
        state.bool_value = random.random() < 0.5
    elif field == "double_value":
        number = _number(random)
        # Streamlit itself cannot make a whole number of these: it ends that run of the visitor's page.
        is_whole = part.message.data_type == NumberInput.INT
        state.double_value = 7.0 if is_whole and not math.isfinite(number) else number
    elif field == "double_array_value":
        state.double_array_value.data.extend([_number(random)])
    elif field == "string_array_value":
        known = list(getattr(part.message, "options", []))
        said = [getattr(each, "content", each) for each in known]
        state.string_array_value.data.extend(random.choices([*said, text(random)], k=1))
    elif field == "string_value":
        known = list(getattr(part.message, "options", []))
        state.string_value = _said(random, part, known)
    else:
        return None
    return state


def _said(random: Random, part: Part, known: list[str]) -> str:
    if part.kind == "dataframe":
        # Of a column that there is not Streamlit itself ends the run of the page.
        cell: Any = {f"column_{random.randrange(2)}": text(random)}
        row, gone = str(random.randrange(-2, 30)), [random.randrange(-2, 30)]
        return json.dumps({"edited_rows": {row: cell}, "added_rows": [cell], "deleted_rows": gone})
    if part.kind == "vega_lite_chart":
        return json.dumps(
            {"selection": {name: like(random, [{"value": 0.001}]) for name in ("picked", "row", text(random))}}
        )
    return random.choice(known) if known and random.random() < 0.6 else text(random)


def _number(random: Random) -> float:
    given = random.choice([random.uniform(-2, 60), *map(_as_float, NUMBERS), HUGE, 1e308, -1e308, 0.0, 1e6])
    return _as_float(given)


def _as_float(given: Any) -> float:
    try:
        return float(given)
    except (ValueError, OverflowError):
        return -1.0


def _written(random: Random) -> str:
    """A table as it might have been written, with nonsense for some names and cells."""
    columns, rows = random.randrange(1, 6), random.choice([1, 2, 5, 40])
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=random.choice(",;\t|"))
    writer.writerow([random.choice([f"c{place}", text(random)]) for place in range(columns)])
    for _ in range(rows):
        writer.writerow([_cell(random) for _ in range(columns)])
    return stream.getvalue()


def _cell(random: Random) -> str:
    kind = random.random()
    if kind < 0.75:
        return f"{random.gauss(0, 9):.3f}"
    if kind < 0.85:
        return random.choice(["", "NA", "12 kg", "3/4/2020", "08:30", "1,5", "(3)", "1e5", "5 %", "€ 4"])
    return random.choice([text(random), str(value(random, 3))[:300]])


def _zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", content)
    return packed.getvalue()
