"""Prints the time and the peak memory of reading large files and hostile ones: run it with
`PYTHONPATH=.:tests python tests/benchmarks/reading.py`.

Every file is read in a process of its own, so that a peak belongs to one file; the peak is what reading adds to a
process that has imported the package and holds the file's bytes (as Linux counts it).
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS = 1_000_000


def _file_of_numbers(delimiter: str = ",", decimal: str = ".", quote: str = "", grouped: bool = False) -> bytes:
    rng = random.Random(0)
    lines = [f"x{delimiter}y"]
    for _ in range(ROWS):
        x = rng.uniform(-9999, 9999)
        cells = (f"{x:,.6f}" if grouped else f"{x:.8f}", f"{2 * x:.8f}")
        if decimal == ",":
            cells = tuple(cell.translate(str.maketrans(".,", ",.")) for cell in cells)
        lines.append(delimiter.join(f"{quote}{cell}{quote}" for cell in cells))
    return ("\n".join(lines) + "\n").encode()


def _late(cell: str) -> bytes:
    return _file_of_numbers() + f"1,{cell}\n".encode()


def _mixed() -> bytes:
    rng = random.Random(0)
    lines = ["day,colour,x,y"]
    for row in range(ROWS // 2):
        day = f"20{row % 90 + 10}-{row % 12 + 1:02}-{row % 28 + 1:02}"
        lines.append(f"{day},{rng.choice(['red', 'green', 'blue'])},{rng.random():.6f},{rng.choice(['', 'NA', '5'])}")
    return ("\n".join(lines) + "\n").encode()


def _random_text(line_ends: int) -> bytes:
    """Printable characters, and in so many of 256 places a line end."""
    printable = bytes(10 if byte < line_ends else byte % 94 + 32 for byte in range(256))
    return random.Random(0).randbytes(50_000_000).translate(printable)


FILES: dict[str, Callable[[], bytes]] = {
    "a million rows, x,y": _file_of_numbers,
    "a million rows, CRLF": lambda: _file_of_numbers().replace(b"\n", b"\r\n"),
    "a million rows, quoted": lambda: _file_of_numbers(quote='"'),
    "a million rows, tabs": lambda: _file_of_numbers("\t"),
    "a million rows, decimal commas": lambda: _file_of_numbers(";", ","),
    "a million rows, 1.234,5": lambda: _file_of_numbers(";", ",", grouped=True),
    "800,000 rows, UTF-16": lambda: _file_of_numbers()[:24_000_000].decode().encode("utf-16"),
    "a million rows, a last hole": lambda: _late(""),
    "a million rows, a last word": lambda: _late("abc"),
    "half a million mixed rows": _mixed,
    "nothing but zero bytes, 50 MB": lambda: bytes(50_000_000),
    "random bytes, 50 MB": lambda: random.Random(0).randbytes(50_000_000),
    "random text, 50 MB": lambda: _random_text(0),
    "random lines, 50 MB": lambda: _random_text(8),
    "a header of 250,000 columns": lambda: ",".join(f"x{n}" for n in range(250_000)).encode() + b"\n1,2\n",
    "a header of 100,000 columns": lambda: ",".join(f"x{n}" for n in range(100_000)).encode() + b"\n1,2\n",
    "one line of 20 MB": lambda: b"7" * 20_000_000,
    "one line of 20 MB with commas": lambda: b"1," * 10_000_000,
    "a cell of 900 kB": lambda: b"x,y\n1," + b"7" * 900_000 + b"\n",
    "a megabyte of quotes": lambda: b'"' * 1_000_000,
    "a megabyte and one of quotes": lambda: b'"' * 1_000_001,
    "lines of quotes": lambda: b'"""\n' * 5_000_000,
    "a quote that is not closed, 30 MB": lambda: b'x,y\n1,"2\n' + b"3,4\n" * 7_500_000,
    "a late quote that is not closed": lambda: b"x,y\n" + b"3,4\n" * 500_000 + b'1,"2\n' + b"3,4\n" * 500_000,
    "fifty million line ends": lambda: b"\n" * 50_000_000,
    "x,y and a million blank lines": lambda: b"x,y\n1,2\n" + b"\n" * 3_000_000,
    "fifty million commas": lambda: b"x,y\n" + b"," * 49_000_000,
    "rows of 199 commas": lambda: (b"," * 199 + b"\n") * 250_000,
    "a header of 200 and rows of one": lambda: b",".join(b"x%d" % n for n in range(200)) + b"\n" + b"1\n" * 900_000,
    "a million comments": lambda: b"#\n" * 900_000,
    "spaces, 50 MB": lambda: b" " * 50_000_000,
    "a cell of brackets and spaces": lambda: b"x,y\n1,(" + b" " * 100_000 + b"5\n2,3\n",
    "cells of many digits": lambda: b"x,y\n" + (b"1," + b"9" * 100_000 + b"\n") * 100,
    "words with points": lambda: b"x,y\n" + b"a.b,1.2.3\n" * ROWS,
    "a million different words": lambda: b"x,y\n" + b"".join(b"word %d,%d\n" % (n, n) for n in range(ROWS)),
}  # fmt: skip


def _memory(what: str) -> int:
    """A line of /proc/self/status in kB: VmRSS is the memory held now, VmHWM the most that was ever held."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))


def measure(path: Path) -> dict[str, float | str]:
    from perceptron.data.reading import read_table
    from perceptron.words import DatasetError

    data = path.read_bytes()
    read_table(b"x,y\n1,2\n")
    Path("/proc/self/clear_refs").write_text("5")
    held = _memory("VmRSS")
    started = time.perf_counter()
    try:
        table = read_table(data)
        outcome = f"{table.rows:,} rows, {', '.join(column.kind for column in table.columns[:4])}"
        outcome += f"; holes in {table.rows_with_holes:,} rows; {' '.join(table.notes)[:60]}"
    except DatasetError as error:
        outcome = str(error)
    seconds = time.perf_counter() - started
    return {"bytes": len(data), "seconds": seconds, "megabytes": (_memory("VmHWM") - held) / 1024, "outcome": outcome}


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if Path(wanted).is_file():
        print(json.dumps(measure(Path(wanted))))
        return
    root = Path(__file__).resolve().parents[2]
    print(f"{'file':36} {'MB':>6} {'seconds':>8} {'peak MB':>8}")
    for name in (name for name in FILES if wanted in name):
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            Path(file.name).write_bytes(FILES[name]())
            command = [sys.executable, __file__, file.name]
            run = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(root)})
        result = json.loads(run.stdout)
        print(
            f"{name:36} {result['bytes'] / 1e6:6.1f} {result['seconds']:8.2f} {result['megabytes']:8.0f}  "
            f"{result['outcome']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
