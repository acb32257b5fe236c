"""Which room imports what: the core knows neither the page nor its charts."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "perceptron"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported_by(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(path: Path, package: str) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for name in imported_by(path))


@cache
def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after that code."""
    code += "; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


TRAINING = "import perceptron as p; p.train(p.Dataset.from_csv('data/article.csv'), p.Hyperparameters(epochs=3))"


def test_the_core_loads_neither_streamlit_nor_altair() -> None:
    assert {"streamlit", "altair", "matplotlib"}.isdisjoint(loaded_by(TRAINING))


def test_training_does_without_what_an_optimiser_object_brings_along() -> None:
    """Making one loads torch's compiler, which takes seconds and tens of megabytes."""
    assert "torch" in loaded_by(TRAINING)
    assert "torch._dynamo" not in loaded_by(TRAINING)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    if room != "panels":
        assert not imports(path, "streamlit")
        assert not imports(path, "perceptron.panels")
    if room not in ("panels", "charts"):
        assert not imports(path, "altair")
        assert not imports(path, "perceptron.charts")
    assert not imports(path, "torch.optim")
    assert not imports(path, "torch.nn")
