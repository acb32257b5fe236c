"""Memory that is not used any more goes back to the machine."""

import subprocess
import sys

import pytest
from conftest import ROOT

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
