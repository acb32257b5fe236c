"""A few hostile links, files and messages at the running server break nothing; `fuzz_server.py` sends thousands."""

from collections import Counter
from pathlib import Path
from random import Random

from conftest import IN_CI
from hostile.search import SEARCHES, errors_in, logged
from load import done

FEW = {"links": 24, "uploads": 16, "messages": 32} if IN_CI else {"links": 8, "uploads": 6, "messages": 10}


def test_what_hostile_visitors_send_breaks_nothing() -> None:
    with logged() as server:
        for name, search in SEARCHES.items():
            assert done(search(server.address, Random(f"{name} 0"), FEW[name])) == []
        assert errors_in(server.log) == Counter()


def test_an_error_in_the_log_is_found_with_the_place_in_our_code(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "2026 Uncaught app execution\nTraceback (most recent call last):\n"
        '  File "/streamlit/exec_code.py", line 1, in run\n  File "/x/perceptron/words.py", line 7, in say\n'
        "ValueError: no such word\n2026 Stopping\n"
    )
    (found,) = errors_in(log)
    assert found.startswith("ValueError: no such word") and "words.py" in found and "line 7" in found
