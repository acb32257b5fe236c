"""Which room imports what: each only those below it, and the core knows neither the page nor its charts."""

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


# From the ground floor up: a room imports only rooms below it.
ROOMS = ("words", "knobs", "data", "learning", "insight", "lessons", "classroom", "charts", "take_home", "panels")
MODULES_OF_ROOMS = [path for path in MODULES if path != PACKAGE / "__init__.py"]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES_OF_ROOMS} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES_OF_ROOMS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    floor = ROOMS.index(room_of(path))
    for name in imported_by(path):
        parts = name.split(".")
        if parts[0] == "perceptron":
            # The package's own front door is for those outside.
            assert parts[1] in ROOMS, f"{path.name} imports {name} through the front door"
            assert ROOMS.index(parts[1]) <= floor, f"{path.name} imports {name} from a floor above"


@pytest.mark.parametrize(
    ("package", "rooms"),
    [
        ("streamlit", {"panels"}),
        ("altair", {"charts"}),
        # Making an optimiser object would hide the lesson, and loads torch's compiler.
        ("torch.optim", set()),
        ("torch.nn", set()),
    ],
)
def test_what_comes_from_outside_stays_in_its_room(package: str, rooms: set[str]) -> None:
    assert {room_of(path) for path in MODULES_OF_ROOMS if imports(path, package)} == rooms


def test_no_two_modules_import_each_other() -> None:
    known = {
        ".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES
    }
    asks = {
        name: {other for asked in imported_by(path) for other in (asked, asked.rpartition(".")[0]) if other in known}
        for name, path in known.items()
        if name != "perceptron"
    }

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        due = [start]
        while due:
            due += [name for name in asks.get(due.pop(), ()) if name not in seen and not seen.add(name)]
        return seen

    assert [name for name in asks if name in reached(name)] == []


def test_a_file_has_one_job_and_a_room_few_doors() -> None:
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > 220} == {}
    tabs = {"train", "step", "data", "learn", "compare", "take_home", "__pycache__"}
    doors = [entry.name for entry in (PACKAGE / "panels").iterdir() if entry.name not in tabs]
    # Eight with the words explained, which stand on every tab and so belong to none.
    assert len(doors) <= 8
