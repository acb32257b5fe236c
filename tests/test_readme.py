"""README keeps its promises: its example prints what it says, and what it names is there."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_example_prints_what_it_says() -> None:
    (example,), (output,) = blocks("python"), blocks("text")
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(example, {})
    assert printed.getvalue() == output


def test_every_file_in_the_reading_order_is_there() -> None:
    """A name alone is that of a file in the room that its paragraph begins with."""
    _, order = README.split("## Read the code")
    order = order.split("\n## ")[0]
    missing, count = [], 0
    for paragraph in re.split(r"\n(?=\d\. )|\n\n", order):
        named = re.findall(r"`([\w./]+(?:\.py|/))`", paragraph)
        rooms = [ROOT, *(ROOT / name for name in named if name.startswith("perceptron/") and name.endswith("/"))]
        rooms += sorted(path.parent for path in (ROOT / "perceptron").rglob("__init__.py")) if len(rooms) == 1 else []
        missing += [name for name in named if not any((room / name).exists() for room in rooms)]
        count += len(named)
    assert count >= 30
    assert missing == []


@pytest.mark.parametrize("path", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_command_names_a_file_that_is_there() -> None:
    commands = " ".join(blocks("sh"))
    files = re.findall(r"(?<![\w./])[\w./]+\.(?:py|txt)\b", commands)
    assert {"requirements.txt", "tests/requirements.txt", "streamlit_app.py"} <= set(files)
    assert all((ROOT / name).exists() for name in files)


def test_windows_is_told_the_same_command() -> None:
    (windows,) = blocks("powershell")
    elsewhere = blocks("sh")[0]
    assert windows.replace("\\Scripts\\", "/bin/").replace("; ", " && ") == elsewhere.replace("python3", "python")
