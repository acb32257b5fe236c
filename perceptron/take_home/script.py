"""A run as a Python script that reproduces it: one file that needs torch and numpy, with the data inside."""

import textwrap

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.data import data
from perceptron.take_home.program.head import exactness, imports, knobs, settings_told, versions
from perceptron.take_home.program.loop import loop
from perceptron.take_home.program.piece import WIDTH
from perceptron.take_home.program.plot import line_drawn, losses_drawn
from perceptron.take_home.program.result import result
from perceptron.take_home.program.start import start

PICTURE = """if __name__ == "__main__":
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("no picture: matplotlib is not installed")
    else:
        figure = Figure(figsize=(11, 4.5), layout="constrained")
        left, right = figure.subplots(1, 2)
        draw_line(left)
        draw_losses(right)
        picture = Path(__file__).with_name("perceptron-run.png")
        figure.savefig(picture)
        print("picture:", picture.name)"""


def script_of(run: Run, depth: Depth) -> str:
    """The source of a script that trains as this run did, in an empty folder, and prints its last w, b and loss.

    By autograd they are the page's bit for bit, by hand up to rounding. Comments are at that depth. The learner's names
    are in it as escaped literals only.
    """
    pieces = [knobs(run, depth), data(run, depth), start(run, depth), loop(run, depth), result(run, depth)]
    sections = [f"# {piece.title}\n\n{piece.code}" for piece in pieces]
    drawn = [line_drawn(run).code, losses_drawn(run).code, PICTURE]
    return (
        "\n\n".join([_docstring(run), imports(run, of_script=True), *sections]) + "\n\n\n" + "\n\n\n".join(drawn) + "\n"
    )


def _docstring(run: Run) -> str:
    intro = f"It needs {versions()} or near; with matplotlib it also draws a picture. {exactness(run)}"
    told = "\n".join(f"    {line}" for line in settings_told(run))
    return (
        '"""One neuron learns a line: a run to run again.\n\n    python FILE\n\n'
        f'{textwrap.fill(intro, WIDTH)}\n\nThe run:\n\n{told}\n"""'
    )
