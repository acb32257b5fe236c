"""What pictures and the film as a file cost: `PYTHONPATH=.:tests python tests/benchmarks/take_home.py`.

Drawn in a process of its own, as the page does, against in this one: seconds, and the memory that stays with the
server afterwards (Linux). And the seconds and bytes of a film.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from perceptron import Dataset, Hyperparameters, Run, train
from perceptron.charts.apart import still
from perceptron.charts.view import Look
from perceptron.charts.views import FILM
from perceptron.insight.prospect import Prospect
from perceptron.panels.film.live import LIVE
from perceptron.panels.film.player import PLAYER
from perceptron.take_home.film_file import film_page
from perceptron.take_home.pictures import WIDTH
from perceptron.take_home.rendering import CONVERTER, library, render

DATA = Path(__file__).resolve().parents[2] / "data"
# The most memory that the drawing process ever held, in kB, which Linux knows.
HELD = f"""
import pathlib, re, runpy, sys
program = runpy.run_path({str(CONVERTER)!r})
program["main"]()
print(re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


def megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measured(name: str, act: Callable[[], object]) -> None:
    before, began = megabytes(), time.perf_counter()
    act()
    seconds = time.perf_counter() - began
    print(f"{name}: {seconds:.2f} s, {megabytes() - before:+.0f} MB stay with the server")


def main() -> None:
    dataset = Dataset.from_csv(DATA / "article.csv")
    asked = Hyperparameters(gradients="by_hand")
    run = Run.of(Prospect(dataset=dataset, hyperparameters=asked), train(dataset, asked))
    began = time.perf_counter()
    specs = [still(view, run, Look(), 200, width=WIDTH) for view in FILM]
    print(f"five specifications: {time.perf_counter() - began:.2f} s")
    measured("one SVG, process of its own", lambda: render(specs[:1], "svg"))
    measured("five SVG, process of its own", lambda: render(specs, "svg"))
    measured("five PNG, process of its own", lambda: render(specs, "png"))
    measured("Vega as a script, process of its own", library)
    for kind in ("svg", "png", "library"):
        request = json.dumps({"kind": kind, "specs": specs, "scale": 2})
        done = subprocess.run([sys.executable, "-c", HELD], input=request.encode(), capture_output=True, check=True)
        print(f"a process that makes {kind} holds {int(done.stderr) / 1e3:.0f} MB while it runs")
    for name in ("the first film", "another film"):
        began = time.perf_counter()
        page = film_page(run, Look(), PLAYER, LIVE)
        print(f"{name}, Vega's script being there: {time.perf_counter() - began:.2f} s, {len(page) / 1e6:.2f} MB")
    # Last, for it stays.
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    print(f"Python itself starts in {time.perf_counter() - began:.2f} s")
    import vl_convert

    measured("one SVG, in this process", lambda: vl_convert.vegalite_to_svg(specs[0]))
    measured("five SVG more, in this process", lambda: [vl_convert.vegalite_to_svg(spec) for spec in specs])
    measured("five PNG, in this process", lambda: [vl_convert.vegalite_to_png(spec, scale=2) for spec in specs])
    measured("Vega as a script, in this process", lambda: vl_convert.javascript_bundle(None))


if __name__ == "__main__":
    main()
