"""Thousands of hostile links, files and messages at the running server: what broke, and what its log says.

python tests/fuzz_server.py --links 5000 --uploads 2000 --messages 2000 --seed 1
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from random import Random

from hostile.search import SEARCHES, Fault, errors_in, logged


def main() -> int:
    """Search, print, and answer with 1 where anything was found."""
    options = argparse.ArgumentParser(description=__doc__)
    for name in SEARCHES:
        options.add_argument(f"--{name}", type=int, default=0)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    faults: list[Fault] = []
    with logged() as server:
        for name, search in SEARCHES.items():
            count, began = getattr(asked, name), time.perf_counter()
            if not count:
                continue
            found = asyncio.run(search(server.address, Random(f"{name} {asked.seed}"), count))
            seconds = time.perf_counter() - began
            print(f"{count:,} {name} (seed {asked.seed}): {len(found)} faults seen, {seconds:.0f} s", flush=True)
            faults += found
        errors = errors_in(server.log)
    for what, times in Counter(fault.what for fault in faults).most_common():
        example = next(fault.after for fault in faults if fault.what == what)
        print(f"\nseen {times} times: {what}\n  after {example}")
    for error, times in errors.most_common():
        print(f"\nin the log {times} times: {error}")
    print(f"\n{len(faults)} faults seen, {errors.total()} errors in the log")
    return int(bool(faults or errors))


if __name__ == "__main__":
    sys.exit(main())
