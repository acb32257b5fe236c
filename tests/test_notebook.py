"""A run as a notebook: executed from top to bottom it prints the page's numbers, and has names as literals only."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from perceptron import Run
from perceptron.take_home.notebook import notebook_of
from perceptron.take_home.script import script_of
from tests.conftest import IN_CI
from tests.exported_runs import HOSTILE, assert_prints, named, run_of

EXECUTED = ["many hostile"]
if IN_CI:
    EXECUTED += ["the article's", "one at a time", "a smaller last batch", "standardised and clamped", "held out"]
    EXECUTED += ["both by hand, shuffled", "by hand, its mean, held out", "by hand, shuffled, several", "diverging"]
    EXECUTED += ["diverging, shuffled", "going round", "twenty", "twenty, standardised, shuffled", "odd numbers"]
    EXECUTED += ["packed, shuffled, held out", "hostile"]


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all notebooks, cleared before each: starting one and loading torch takes seconds."""
    manager = KernelManager(kernel_name="python3")
    # Streamlit, which other tests run, tells all that is started from here to draw nowhere.
    os.environ.pop("MPLBACKEND", None)
    yield manager
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)


def executed(text: str, manager: KernelManager, folder: Path) -> NotebookNode:
    """The notebook with its outputs; a cell that fails fails the test."""
    notebook = nbformat.reads(text, as_version=4)
    clearing = nbformat.v4.new_code_cell("%reset -f")
    whole = nbformat.v4.new_notebook(cells=[clearing, *notebook.cells], metadata=notebook.metadata)
    client = NotebookClient(whole, km=manager, timeout=120, resources={"metadata": {"path": str(folder)}})
    client.execute(cleanup_kc=False)
    whole.cells.pop(0)
    return whole


@pytest.mark.parametrize("name", EXECUTED)
def test_a_notebook_prints_the_pages_numbers_and_draws(name: str, kernel: KernelManager, tmp_path: Path) -> None:
    run = run_of(name)
    done = executed(notebook_of(run, "formulas"), kernel, tmp_path)
    cells = {cell.id: cell for cell in done.cells}
    streams = {name: [out for out in cell.get("outputs", ()) if "text" in out] for name, cell in cells.items()}
    assert {name for name, outputs in streams.items() if any(out.name == "stdout" for out in outputs)} == {"result"}
    assert_prints("".join(out.text for out in streams["result"]), run)
    for name in ("line", "losses"):
        pictures = [out.data["image/png"] for out in cells[name].outputs if "data" in out]
        assert len(pictures) == 1 and base64.b64decode(pictures[0]).startswith(b"\x89PNG")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["many hostile", "by hand, diverging", "packed, shuffled, held out"])
def test_a_notebook_is_valid_and_has_the_scripts_code(name: str) -> None:
    run = run_of(name)
    text = notebook_of(run, "derivation")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert [cell.cell_type for cell in notebook.cells] == ["markdown"] + ["markdown", "code"] * 7
    # Plots aside, and what a script has to import to know its place.
    script = (
        script_of(run, "derivation").replace("from pathlib import Path\n", "").replace("\n\n\nimport", "\n\nimport")
    )
    for cell in notebook.cells[2:-4:2]:
        for part in cell.source.split("\n\n\n"):
            assert part.strip() in script
    assert text == notebook_of(run, "derivation")


def test_a_name_of_the_learners_is_in_no_markdown() -> None:
    def markdown(run: Run) -> list[str]:
        cells = json.loads(notebook_of(run, "derivation"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]

    hostile = run_of("many hostile")
    plain = named(hostile.dataset, *(f"x{number}" for number in range(len(HOSTILE))))
    other = Run(
        dataset=plain, hyperparameters=hostile.hyperparameters, history=hostile.history, held_out=hostile.held_out
    )
    assert markdown(hostile) == markdown(other)
