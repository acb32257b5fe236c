"""A run as a script: by itself, in an empty folder, it prints the page's numbers, whatever the settings."""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perceptron import Dataset, Hyperparameters, Run
from perceptron.lessons.wording import Depth
from perceptron.take_home.script import script_of
from perceptron.words import as_title
from tests.conftest import IN_CI
from tests.exported_runs import ARTICLE, CASES, HOSTILE, THREE, assert_prints, named, run_of, run_on

DEPTHS: tuple[Depth, ...] = get_args(Depth)
PICTURE = "picture: perceptron-run.png\n"
NO_PICTURE = "no picture: matplotlib is not installed\n"
# Whoever waits for torch to be loaded thirty times has no time left: one process loads it, and each script is run by
# a copy of that process, in its own folder.
NURSERY = """
import os, runpy, sys, traceback
import numpy, torch
for folder in sys.stdin:
    child = os.fork()
    if child == 0:
        os.chdir(folder.strip())
        for stream, name in enumerate(["../stdout", "../stderr"], start=1):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), stream)
        sys.modules["matplotlib"] = None
        try:
            runpy.run_path("script.py", run_name="__main__")
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    print("done", flush=True)
"""
# These are run as a learner would.
BY_THEMSELVES = ["many hostile", *(["hostile", "packed, shuffled, held out"] if IN_CI else [])]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Run a script in an empty folder, without matplotlib; what it printed. It must not complain or leave anything."""
    nursery = subprocess.Popen(
        [sys.executable, "-I", "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert nursery.stdin is not None and nursery.stdout is not None

    def run(source: str) -> str:
        place = tmp_path_factory.mktemp("script")
        folder = place / "empty"
        folder.mkdir()
        (folder / "script.py").write_text(source, encoding="utf-8")
        nursery.stdin.write(f"{folder}\n")
        nursery.stdin.flush()
        assert nursery.stdout.readline() == "done\n"
        assert (place / "stderr").read_text() == ""
        assert [path.name for path in folder.iterdir()] == ["script.py"]
        return (place / "stdout").read_text()

    yield run
    nursery.stdin.close()
    nursery.wait(10)


@pytest.mark.parametrize("name", CASES)
def test_a_script_prints_the_pages_numbers(name: str, ran: Callable[[str], str]) -> None:
    run = run_of(name)
    said = ran(script_of(run, DEPTHS[len(name) % 3]))
    assert said.endswith(NO_PICTURE)
    assert_prints(said.removesuffix(NO_PICTURE), run)


@pytest.mark.parametrize("name", BY_THEMSELVES)
def test_a_script_runs_as_a_learner_would_run_it_and_draws(name: str, tmp_path: Path) -> None:
    run = run_of(name)
    (tmp_path / "script.py").write_text(script_of(run, "derivation"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore:Glyph", "script.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.endswith(PICTURE)
    assert_prints(done.stdout.removesuffix(PICTURE), run)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["perceptron-run.png", "script.py"]
    assert (tmp_path / "perceptron-run.png").read_bytes().startswith(b"\x89PNG")


def test_the_cases_are_of_every_kind() -> None:
    """Each setting is changed somewhere, and runs end in every way; one more setting asks for one more case."""
    usual = Hyperparameters()
    for field in fields(Hyperparameters):
        others = [changes.get(field.name) for _, _, changes in CASES.values()]
        assert any(other not in (None, getattr(usual, field.name)) for other in others), field.name
    histories = [run_of(name).history for name in CASES]
    assert {1, 2, None} <= {history.period for history in histories}
    broken = [run_of(name) for name in CASES if run_of(name).history.diverged_at]
    assert {(run.is_full_batch, run.hyperparameters.gradients) for run in broken} == {
        (full, gradients) for full in (True, False) for gradients in ("autograd", "by_hand")
    }
    assert 1 in [run.history.diverged_at for run in broken]


# Names


def lines_without_names(source: str) -> list[str]:
    return [line for line in source.splitlines() if not line.startswith(("feature_names = ", "target_name = "))]


anything = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(HOSTILE)


@given(st.tuples(anything, anything, anything, anything), st.sampled_from(DEPTHS))
def test_names_change_nothing_but_their_literals(names: tuple[str, ...], depth: Depth) -> None:
    plain = run_of("several")
    run = Run(dataset=named(THREE, *names), hyperparameters=plain.hyperparameters, history=plain.history)
    source = script_of(run, depth)
    assert lines_without_names(source) == lines_without_names(script_of(plain, depth))
    assert {line for line in source.splitlines() if "_name" in line and not line.isascii()} == set()
    held = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) in ("feature_names", "target_name"):
            held[ast.unparse(statement.targets[0])] = ast.literal_eval(statement.value)
    titles = [as_title(name) for name in names]
    assert held == {"feature_names": titles[:-1], "target_name": titles[-1]}


# What it says


def comments_of(source: str) -> str:
    """All comments and docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    kinds = {tokenize.COMMENT}
    said = [token.string for token in tokens if token.type in kinds or token.string.startswith('"""')]
    return "\n".join(said)


kinds = st.builds(
    Hyperparameters,
    learning_rate=st.floats(1e-30, 10.0),
    epochs=st.integers(1, 3),
    seed=st.integers(0, 2**31 - 1),
    activation=st.sampled_from(["clamp", "identity"]),
    reduction=st.sampled_from(["sum", "mean"]),
    batch_size=st.none() | st.integers(1, 40),
    standardize=st.booleans(),
    initial_weight=st.none() | st.floats(-1e6, 1e6),
    initial_bias=st.none() | st.floats(-1e6, 1e6),
    gradients=st.sampled_from(["autograd", "by_hand"]),
)


@settings(max_examples=30)
@given(kinds, st.sampled_from([ARTICLE, THREE]), st.sampled_from([0, 0.3]))
def test_depths_differ_in_comments_alone_and_the_plain_one_has_no_formula(
    hyperparameters: Hyperparameters, dataset: Dataset, share: float
) -> None:
    run = run_on(dataset, share, **vars(hyperparameters))
    sources = [script_of(run, depth) for depth in DEPTHS]
    assert len({ast.dump(ast.parse(source)) for source in sources}) == 1
    plain, formulas, derivation = map(comments_of, sources)
    assert plain.isascii() and "float32" not in plain and "=" not in plain
    assert "∂loss/∂w = " in formulas and "chain rule" not in formulas
    assert "chain rule" in derivation
    assert max(len(line) for line in sources[-1].splitlines()) <= 100


@pytest.mark.parametrize("name", ["the article's", "identity", "mean", "standardised", "diverging"])
def test_the_derivation_has_the_limit_of_the_rate_where_theory_holds(name: str) -> None:
    run = run_of(name)
    words = " ".join(comments_of(script_of(run, "derivation")).replace("#", "").split())
    x = np.column_stack([run.features, np.ones(run.dataset.rows)])
    share = run.dataset.rows if run.hyperparameters.reduction == "mean" else 1
    steepest = np.linalg.eigvalsh(2 * x.T @ x / share)[-1]
    side = "not below it" if name == "diverging" else "below it"
    assert f"here λmax = {steepest:.6g}, so the limit is 2/λmax = {2 / steepest:.6g}." in words
    assert f"This run's rate {run.hyperparameters.learning_rate} is {side}" in words


@pytest.mark.parametrize("name", ["five at a time", "standardised and clamped", "dying", "several"])
def test_nothing_is_said_of_a_limit_where_theory_does_not_hold(name: str) -> None:
    assert "λ" not in script_of(run_of(name), "derivation")


def test_few_numbers_can_be_read_and_many_are_packed() -> None:
    assert "    [4.7, 2.6],\n" in script_of(run_of("the article's"), "plain")
    assert "unpacked" not in script_of(run_of("the article's"), "plain")
    many = run_of("packed")
    source = script_of(many, "plain")
    assert len(source) < 1.3 * (many.dataset.features.nbytes + many.dataset.target.nbytes) + 10_000
