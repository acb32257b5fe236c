"""A run as a Jupyter notebook that reproduces it: the script's pieces as cells, a sentence before each."""

from perceptron.insight.run import Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.program.data import data
from perceptron.take_home.program.head import exactness, imports, knobs, settings_told, versions
from perceptron.take_home.program.loop import loop
from perceptron.take_home.program.piece import Piece
from perceptron.take_home.program.plot import line_drawn, losses_drawn
from perceptron.take_home.program.result import result
from perceptron.take_home.program.start import start

PLOTTING = """try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
    print("no pictures: matplotlib is not installed")"""
SHOWN = """if plt is not None:
    figure, axes = plt.subplots(layout="constrained")
    {}(axes)
    plt.show()"""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_of(run: Run, depth: Depth) -> str:
    """The JSON text of a notebook (nbformat 4) that trains as this run did and prints its last w, b and loss.

    By autograd they are the page's bit for bit, by hand up to rounding. Comments are at that depth. The learner's names
    are in its code as escaped literals, and not at all in its Markdown.
    """
    # Loaded when asked for: most who open the page never take a notebook home.
    import nbformat
    from nbformat import v4

    cells = [v4.new_markdown_cell(_introduction(run), id="introduction")]
    for piece in _pieces(run, depth):
        cells.append(v4.new_markdown_cell(f"## {piece.title}\n\n{piece.says}", id=f"about-{piece.name}"))
        cells.append(v4.new_code_cell(piece.code, id=piece.name))
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook))


def _introduction(run: Run) -> str:
    told = "\n".join(f"- {line}" for line in settings_told(run))
    needs = f"It needs {versions()} or near, and matplotlib for the pictures."
    return f"# One neuron learns a line\n\nA run to run again. {needs} {exactness(run)}\n\n{told}"


def _pieces(run: Run, depth: Depth) -> list[Piece]:
    first, line, losses = knobs(run, depth), line_drawn(run), losses_drawn(run)
    return [
        _with_code(first, imports(run, of_script=False), first.code),
        data(run, depth),
        start(run, depth),
        loop(run, depth),
        result(run, depth),
        _with_code(line, PLOTTING, line.code, SHOWN.format("draw_line")),
        _with_code(losses, losses.code, SHOWN.format("draw_losses")),
    ]


def _with_code(piece: Piece, *parts: str) -> Piece:
    return Piece(piece.name, piece.title, piece.says, "\n\n\n".join(parts))
