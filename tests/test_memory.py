"""Memory that is not used any more goes back to the machine."""

import gc
import subprocess
import sys

import pytest
from conftest import ROOT
from script_page import checked, opened

from perceptron.panels.session import bar
from perceptron.panels.session.background import Training

# Many pieces that are small enough to lie on the heap; the last one stays, and so holds all of them back.
CODE = """
from perceptron.panels.session.memory import give_back
def held():
    return int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0]) // 1024
before = held()
pieces = [bytearray(60_000) for _ in range(4_000)]
full, last = held(), pieces[-1]
del pieces
kept = held()
give_back()
print(full - before, kept - before, held() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's account of a process")
def test_memory_that_is_free_is_given_back() -> None:
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    full, kept, left = map(int, done.stdout.split())
    assert full > 200 and kept > 200, "nothing was held back, so nothing is shown"
    assert left < 50


def trainings_over() -> list[Training]:
    """All that anything in this process still holds."""
    gc.collect()
    return [each for each in gc.get_objects() if type(each) is Training and each.over.is_set()]


def test_a_run_that_showed_its_bar_is_not_kept_by_the_button_that_stopped_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit remembers what every button of a session calls, for as long as the session lasts."""
    monkeypatch.setattr(bar, "SECONDS_BEFORE_A_BAR", -1.0)
    before = trainings_over()
    page = opened(epochs=3000)
    for rate in (0.0009, 0.0008, 0.0007):
        checked(page.number_input(key="learning_rate").set_value(rate).run())
    # The page of a data set by hand asks for no training of its own.
    checked(page.selectbox(key="gradients").set_value("by_hand").run())
    assert len([each for each in trainings_over() if each not in before]) <= 1
